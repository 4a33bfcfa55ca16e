"""How cells of the workbook look: one value a look, so that equal looks share one Excel format."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

FONT = "微软雅黑"
"""In every Excel and WPS on Windows, in Office for Mac; elsewhere another sans serif takes its place."""

INK, SOFT, ACCENT, SEAL = "#23262B", "#6D6A63", "#1F6B5A", "#B8442F"
LINE, BAND, LABEL = "#BBB5A8", "#E2EFE9", "#F7F5F0"

TONES: dict[str, dict[str, Any]] = {
    "strong": {"bold": True},
    "open": {"font_color": SEAL},
    "mark": {"font_color": ACCENT},
    "soft": {"font_color": SOFT},
}
"""How a stretch of text differs from the rest of its cell; `open` is a blank that nobody has filled."""


@dataclass(frozen=True, eq=False)
class Style:
    """The look of a cell. `edges` are the sides with a line, of t, r, b, l; sizes whole pixels at 96 dpi.

    Each is told apart by being itself, which is quick; there are a few dozen.
    """

    size: float = 10.5
    bold: bool = False
    color: str = INK
    fill: str = ""
    edges: str = ""
    edge_color: str = LINE
    edge: int = 1
    align: str = "left"
    valign: str = "vcenter"
    indent: int = 0
    underline: int = 0
    shown_as: str = ""

    def font(self, tone: str = "") -> dict[str, Any]:
        """xlsxwriter's properties of the letters."""
        font = {
            "font_name": FONT,
            "font_charset": 134,
            "font_size": self.size,
            "font_color": self.color,
            "bold": self.bold,
        }
        return {**font, "underline": self.underline, **TONES.get(tone, {})}

    def properties(self, tone: str = "") -> dict[str, Any]:
        """xlsxwriter's properties of the cell."""
        place = {"align": self.align, "valign": self.valign, "indent": self.indent, "text_wrap": True}
        found = {**self.font(tone), **place}
        if self.shown_as:
            found["num_format"] = self.shown_as
        if self.fill:
            found.update(pattern=1, bg_color=self.fill)
        for side, name in (("t", "top"), ("r", "right"), ("b", "bottom"), ("l", "left")):
            if side in self.edges:
                found.update({name: self.edge, f"{name}_color": self.edge_color})
        return found


@cache
def without(style: Style, edges: str) -> Style:
    """The same with no line on these sides."""
    return replace(style, edges="".join(edge for edge in style.edges if edge not in edges))


@cache
def at_top(style: Style) -> Style:
    """The same with the text at its top."""
    return replace(style, valign="top")


TITLE = Style(size=18, bold=True, align="center", edges="b", edge=2, edge_color=ACCENT)
STAMP = Style(size=9, color=SOFT, align="center")
BAR = Style(fill=ACCENT)
SECTION = Style(size=12, bold=True, color=ACCENT, fill=BAND, indent=1)
HEADING = Style(bold=True)
NUMBER = Style(color=ACCENT, align="right", shown_as='0"."')
ENTRY = Style()
PARAGRAPH = Style()
BOX = Style(edges="trbl", indent=1)
CENTERED = Style(edges="trbl", align="center")
NAME = replace(
    CENTERED,
    color=SOFT,
    fill=LABEL,
)
HEAD = replace(CENTERED, bold=True, color=ACCENT, fill=BAND)
LINK = replace(BOX, color=ACCENT, underline=1)
BACK = Style(size=9, color=ACCENT, underline=1)
