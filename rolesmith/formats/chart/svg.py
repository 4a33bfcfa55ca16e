"""A chart as SVG. Every text is escaped; nothing in it comes from elsewhere. A box may lead to its role."""

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from math import ceil

from rolesmith.document.chart import Box
from rolesmith.formats.chart.layout import LINE, PAD, SMALL, TEXT, Layout, Placed, Point, across
from rolesmith.formats.chart.letters import FAMILY
from rolesmith.formats.looks import Look

SIZE = re.compile(r'<svg[^>]* width="(\d+)" height="(\d+)"')
PAGE = re.compile(r"见第 (\d+) 页")
"""As pages.py says where the rest stands."""
Inks = Mapping[str, str]
"""The colours of a chart: ink, soft, accent, line, shade, sheet, seal; own, behind the post itself, and on_own, its
text."""
ON_SCREEN: Inks = {
    "ink": "var(--ink)", "soft": "var(--soft)", "accent": "var(--accent)", "line": "var(--rule)",
    "shade": "var(--tint)", "sheet": "var(--sheet)", "own": "var(--own)",
    "on_own": "var(--on-own)", "seal": "var(--seal)", "font": "inherit",
}  # fmt: skip
"""Those of the page that it stands on, also at night."""


def inks_of(look: Look) -> Inks:
    """The colours of a look; where it is a form, nothing is as dark as its lines."""
    own, on_own = (look.band, look.ink) if look.bordered else (look.accent, "#FFFFFF")
    return {
        "ink": look.ink, "soft": look.soft, "accent": look.accent, "line": look.line, "shade": look.shade or "#FFFFFF",
        "sheet": "#FFFFFF", "own": own, "on_own": on_own, "seal": look.seal,
        "font": f"'{FAMILY}'",
    }  # fmt: skip


def of_role(chart: Box, inks: Inks) -> str:
    """The small chart of a post."""
    return _svg(across(chart), inks, said(chart))


def said(chart: Box) -> str:
    """The small chart in words."""
    own = chart if chart.kind == "own" else chart.below[0]
    names = [chart.name] if chart is not own else []
    below = "、".join(box.name for box in own.below)
    return f"汇报关系：{' → '.join(filter(None, [*names, own.name, below]))}"


def _svg(layout: Layout, inks: Inks, label: str) -> str:
    return whole(layout.wide, layout.high, drawn_layout(layout, inks), inks, label)


def whole(wide: float, high: float, drawn: Iterable[str], inks: Inks, label: str, *, leads: bool = False) -> str:
    """A picture of what is drawn; `leads`: whether something in it is clicked."""
    size = f'width="{ceil(wide)}" height="{ceil(high)}" viewBox="0 0 {ceil(wide)} {ceil(high)}"'
    words = f'role="{"group" if leads else "img"}" aria-label="{escape(label)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {words}'
        f' style="font-family:{inks["font"]}">{"".join(drawn)}</svg>'
    )


def drawn_layout(layout: Layout, inks: Inks, *, leads: bool = False) -> Iterator[str]:
    """The lines and boxes of a chart; `leads`: whether its boxes may be clicked."""
    for line in (*layout.lines, *layout.arrows):
        points = " L".join(f"{x:.1f} {y:.1f}" for x, y in line)
        yield f'<path d="M{points}" style="fill:none;stroke:{inks["line"]};stroke-width:1.2"/>'
    for line in layout.arrows:
        x, y = line[-1]
        tip = f"M{x - 6:.1f} {y - 3.5:.1f} L{x:.1f} {y:.1f} L{x - 6:.1f} {y + 3.5:.1f} Z"
        yield f'<path d="{tip}" style="fill:{inks["soft"]}"/>'
    for head, at in layout.heads:
        yield text(escape(head), at, SMALL, inks["soft"])
    for each in layout.boxes:
        drawn = "".join(_box(each, inks))
        yield _leading(each.box, drawn) if leads else drawn


def _leading(box: Box, drawn: str) -> str:
    """A box as it is clicked: to its role, or where it has none to the page that it names; whoever shows it knows where
    `data-role` and `data-page` lead.
    """
    words = "，".join(filter(None, (box.name, box.note)))
    page = PAGE.search(words)
    to = f'data-role="{escape(box.key)}"' if box.key else f'data-page="{page[1]}"' if page else ""
    return f'<g {to} role="link" tabindex="0" aria-label="{escape(words)}">{drawn}</g>' if to else drawn


def _box(placed: Placed, inks: Inks) -> Iterator[str]:
    own, kind = placed.box.kind == "own", placed.box.kind
    fill = inks["own"] if own else inks["shade"] if kind == "outside" else inks["sheet"]
    edge = inks["accent"] if kind in ("own", "post") else inks["seal"] if kind == "vacant" else inks["line"]
    dashes = ";stroke-dasharray:4 3" if kind in ("vacant", "more") else ""
    yield (
        f'<rect x="{placed.x:.1f}" y="{placed.y:.1f}" width="{placed.wide:.1f}" height="{placed.high:.1f}" rx="4"'
        f' style="fill:{fill};stroke:{edge};stroke-width:{1.8 if own else 1}{dashes}"/>'
    )
    ink = inks["on_own"] if own else inks["soft"] if kind == "more" else inks["ink"]
    x, y = placed.middle[0], placed.y + PAD / 2
    for line in placed.texts:
        yield text(escape(line), (x, y + TEXT * (LINE + 0.72) / 2), TEXT, ink)
        y += TEXT * LINE
    if placed.box.note:
        yield text(escape(placed.box.note), (x, y + SMALL * (LINE + 0.72) / 2), SMALL, ink if own else inks["soft"])


def text(escaped: str, at: Point, size: float, ink: str, anchor: str = "middle") -> str:
    """A line of text that is escaped."""
    x, y = at
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} style="font-size:{size:g}px;fill:{ink}">{escaped}</text>'


def size_of(svg: str) -> tuple[int, int]:
    """Width and height of an SVG of ours, in pixels."""
    found = SIZE.match(svg)
    assert found, "an SVG of ours"
    return int(found[1]), int(found[2])
