"""Patterns: where a rule's own patterns match a reading, and which matches pass for their surroundings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rolesmith.advice.reading import Reading
from rolesmith.rule import Rule

MOST = 20
"""Most matches of one rule in one text that are looked at."""
AROUND = 48
"""Characters before and behind a match that can excuse it."""


@dataclass(frozen=True)
class Hit:
    """A stretch of a reading; `instead` and `what` go before the rule's own suggestion and message."""

    start: int
    end: int
    instead: str = ""
    what: str = ""


def search(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """The matches of a rule's `find` that nothing excuses, in order."""
    return _unexcused(rule, reading, rule.found)


def search_words(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """The matches of a rule's `words` that nothing excuses, each with what to write instead."""
    for pattern, instead in rule.phrases:
        for hit in _unexcused(rule, reading, pattern):
            yield Hit(hit.start, hit.end, instead)


def _unexcused(rule: Rule, reading: Reading, pattern: re.Pattern[str]) -> Iterator[Hit]:
    text = reading.text
    allowed: list[tuple[int, int]] | None = None
    at = seen = 0
    while seen < MOST and (match := pattern.search(text, at)):
        seen += 1
        start, end = match.span()
        at = max(end, start + 1)
        if allowed is None:
            if rule.line and rule.excused.search(text):
                return
            allowed = [m.span() for m in rule.allowed.finditer(text)] if rule.unless else []
        if any(a < end and start < b for a, b in allowed) or _excused(rule, reading, start, end):
            at = start + 1  # what passes here may hide a match that does not
            continue
        yield Hit(start, end)


def _excused(rule: Rule, reading: Reading, start: int, end: int) -> bool:
    text = reading.text
    first = max(reading.clause(start)[0], start - AROUND)
    return bool(
        (rule.before and rule.led.search(text[first:start]))
        or (rule.after and rule.followed.search(text[end : end + AROUND]))
        or (rule.inside and rule.contained.search(text[start:end]))
    )
