"""Goals: which of metric, baseline, target, deadline and source a goal lacks."""

from collections.abc import Iterator
from functools import cache

from rolesmith.advice.folded_text import FoldedText
from rolesmith.advice.match_rules import Hit
from rolesmith.presets.rule import Rule
from rolesmith.presets.shipped import shipped

UNKNOWN = "本项"


def lacks_part(rule: Rule, folded: FoldedText) -> Iterator[Hit]:
    """A hit over the whole goal if it holds none of the rule's patterns."""
    if folded.text and not rule.found.search(folded.text):
        yield Hit(0, len(folded.text))


@cache
def _metrics() -> tuple[str, ...]:
    book = shipped().rules.get("goal")
    return tuple(sorted(book.words("指标词"), key=len, reverse=True)) if book else ()


def metric(folded: FoldedText) -> str:
    """The name of what a goal measures."""
    return next((name for name in _metrics() if name.lower() in folded.text), UNKNOWN)
