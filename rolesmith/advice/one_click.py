"""One click for a line: its proposals are made one after another until none is left; each finding offers the result."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from rolesmith.advice.finding import Finding, Line, edits
from rolesmith.advice.mend import END, together

MOST = 8
"""Proposals that one click makes."""
GOAL = "goal"
LACKS = "没有写"
"""How each message on a part that a goal lacks begins."""

Check = Callable[[Line], Sequence[Finding]]
"""What there is to say of a line."""


def with_one_click(line: Line, found: Sequence[Finding], check: Check) -> list[Finding]:
    """The findings of a line, those that can be mended with the line as it stands when all of them are."""
    together = _together(found)
    if all(each.rewrite is None for each in found):
        return together
    new = _mended(line, found, check)
    return [each if each.rewrite is None else replace(each, rewrite=new, fix=edits(line, new)) for each in together]


def _mended(line: Line, found: Sequence[Finding], check: Check) -> str:
    text = line.text
    for _ in range(MOST):
        proposals = [each.rewrite for each in found if each.rewrite is not None and each.rewrite != text]
        if not proposals:
            break
        base = text.rstrip(END)
        added = [each.removeprefix(base) for each in proposals if base and each.startswith(base)]
        others = [each for each in proposals if not base or not each.startswith(base)]
        text = together(text, others) if others else base + "".join(added)
        if not text.strip():
            break
        found = check(line._replace(text=text))
    return text


def _together(found: Sequence[Finding]) -> list[Finding]:
    """What one goal lacks is one finding: 没有写量什么（指标）、现在是多少（基线）."""
    lacks = [each for each in found if each.family == GOAL]
    if len(lacks) < 2:
        return list(found)
    message = LACKS + "、".join(each.message.removeprefix(LACKS) for each in lacks)
    able = next((each for each in lacks if each.rewrite is not None), lacks[0])
    whole = replace(
        able,
        message=message,
        why=lacks[0].why,
        source="；".join(dict.fromkeys(each.source for each in lacks)),
        suggestion="；".join(each.suggestion for each in lacks),
    )
    return [whole if each is lacks[0] else each for each in found if each is lacks[0] or each not in lacks]
