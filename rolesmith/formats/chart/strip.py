"""A strip of what comes back each day, week and month: a column a period, as wide as a page leaves room for."""

from collections.abc import Iterator
from html import escape

from rolesmith.document.rhythm import Rhythm
from rolesmith.formats.chart.layout import LINE, TEXT
from rolesmith.formats.chart.letters import lines
from rolesmith.formats.chart.svg import Inks, text, whole

WIDE = 600
"""Pixels from edge to edge."""
SMALL = 12.0
HEAD = 28.0
PAD, DOT = 10.0, 10.0
"""Pixels beside a text, and of the dot before it."""
MOST, MOST_LINES = 8, 2
"""Duties of a period that are shown, and lines of one."""


def of_rhythm(rhythm: Rhythm, inks: Inks) -> str:
    """The strip."""
    wide = WIDE / len(rhythm.periods)
    columns = [(period, len(duties), _texts(duties, wide)) for period, duties in rhythm.periods]
    high = HEAD + max(_height(texts) for _, _, texts in columns) + PAD
    drawn = [
        part
        for at, (period, number, texts) in enumerate(columns)
        for part in _column(at * wide, wide, high, f"{period} {number} 件", texts, inks)
    ]
    return whole(WIDE, high + 1, drawn, inks, f"多久做一次：{rhythm.said}")


def _texts(duties: tuple[str, ...], wide: float) -> list[tuple[str, ...]]:
    """The lines of each duty; where there are many, the last says how many more."""
    shown = duties if len(duties) <= MOST else (*duties[: MOST - 1], f"另有 {len(duties) - MOST + 1} 件")
    return [lines(duty, SMALL, wide - 2 * PAD - DOT, MOST_LINES) for duty in shown]


def _height(texts: list[tuple[str, ...]]) -> float:
    return sum(len(each) * SMALL * LINE + 4 for each in texts)


def _column(
    left: float, wide: float, high: float, head: str, texts: list[tuple[str, ...]], inks: Inks
) -> Iterator[str]:
    box = f'x="{left + 0.5:.1f}" y="0.5" width="{wide - 1:.1f}"'
    yield f'<rect {box} height="{high:.1f}" style="fill:{inks["sheet"]};stroke:{inks["line"]};stroke-width:1"/>'
    yield f'<rect {box} height="{HEAD - 4:.1f}" style="fill:{inks["shade"]};stroke:{inks["line"]};stroke-width:1"/>'
    yield text(escape(head), (left + wide / 2, 17.0), TEXT, inks["accent"])
    y = HEAD
    for each in texts:
        middle = y + SMALL * LINE / 2
        yield f'<circle cx="{left + PAD + 3:.1f}" cy="{middle:.1f}" r="2" style="fill:{inks["accent"]}"/>'
        for line in each:
            yield text(escape(line), (left + PAD + DOT, y + SMALL * (LINE + 0.72) / 2), SMALL, inks["ink"], "start")
            y += SMALL * LINE
        y += 4
