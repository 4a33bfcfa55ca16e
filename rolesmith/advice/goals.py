"""Goals: metric, baseline, target, deadline and source; which of them a goal does not say."""

from collections.abc import Iterator
from functools import cache

from rolesmith.advice.folded_text import Reading
from rolesmith.advice.pattern import Hit
from rolesmith.presets.rule import Rule
from rolesmith.presets.shipped import shipped

UNKNOWN = "本项"


def lacks_part(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """The whole goal where none of the rule's patterns is in it."""
    if reading.text and not rule.found.search(reading.text):
        yield Hit(0, len(reading.text))


@cache
def _metrics() -> tuple[str, ...]:
    book = shipped().rules.get("goal")
    return tuple(sorted(book.words("指标词"), key=len, reverse=True)) if book else ()


def metric(reading: Reading) -> str:
    """What a goal measures, as it would be called in the name of a blank."""
    return next((name for name in _metrics() if name.lower() in reading.text), UNKNOWN)
