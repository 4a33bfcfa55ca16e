"""Styles of cells. Cells with the same Style share one Excel format."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from rolesmith.formats.looks import Look


@dataclass(frozen=True, eq=False)
class Style:
    """The style of a cell. `edges` are the sides with a line, of t, r, b, l; font sizes are whole pixels at 96 dpi.

    Compared by identity, which is fast; each look has a few dozen.
    """

    look: Look
    size: float
    color: str
    bold: bool = False
    fill: str = ""
    edges: str = ""
    edge_color: str = ""
    edge: int = 1
    align: str = "left"
    valign: str = "vcenter"
    indent: int = 0
    underline: int = 0
    shown_as: str = ""
    """Excel's number format."""
    shrink: bool = False
    """Whether the text is made smaller to fit one line, so that a number never shows as ###."""
    spills: bool = False
    """Whether the text goes on over the cells at its right, which are not merged with it, where it fits one line."""
    face: str = ""
    """The font, where it is not the look's own for text."""

    def font(self, tone: str = "") -> dict[str, Any]:
        """xlsxwriter's properties of the letters."""
        font = {
            "font_name": self.face or self.look.font,
            "font_charset": 134,
            "font_size": self.size,
            "font_color": self.color,
            "bold": self.bold,
        }
        return {**font, "underline": self.underline, **_tone(self.look, tone)}

    def properties(self, tone: str = "") -> dict[str, Any]:
        """xlsxwriter's properties of the cell."""
        alignment = {"align": self.align, "valign": self.valign, "indent": self.indent}
        found = {**self.font(tone), **alignment}
        if not self.spills:
            found["shrink" if self.shrink else "text_wrap"] = True
        if self.shown_as:
            found["num_format"] = self.shown_as
        if self.fill:
            found.update(pattern=1, bg_color=self.fill)
        for side, name in (("t", "top"), ("r", "right"), ("b", "bottom"), ("l", "left")):
            if side in self.edges:
                found.update({name: self.edge, f"{name}_color": self.edge_color or self.look.line})
        return found


def _tone(look: Look, tone: str) -> dict[str, Any]:
    """How a stretch of text differs from the rest of its cell; `open` is a blank that nobody has filled."""
    match tone:
        case "strong":
            return {"bold": True}
        case "open":
            return {"font_color": look.seal}
        case "mark":
            return {"font_color": look.accent}
        case "soft":
            return {"font_color": look.soft}
    return {}


@cache
def without(style: Style, edges: str) -> Style:
    """The style with no line on these sides."""
    return replace(style, edges="".join(edge for edge in style.edges if edge not in edges))


@cache
def at_top(style: Style) -> Style:
    """The style with the text at the top."""
    return replace(style, valign="top")


@cache
def at_bottom(style: Style) -> Style:
    """The style with the text at the bottom."""
    return replace(style, valign="bottom")


@cache
def smaller(style: Style) -> Style:
    """The style of a title that does not fit one line."""
    return replace(style, size=style.size - 3)


@cache
def noted(style: Style) -> Style:
    """The style with small letters."""
    return replace(style, size=style.look.small)


@cache
def edged(style: Style, edges: str) -> Style:
    """The style with lines on just these sides."""
    return replace(style, edges=edges)


@cache
def ruled(style: Style) -> Style:
    """The style with a line below, and the text in the middle between that and the line above."""
    return replace(style, edges="b", valign="vcenter")


@cache
def wrapping(style: Style) -> Style:
    """The style of a text that has several lines."""
    return replace(style, spills=False)


@cache
def number(style: Style, shown_as: str) -> Style:
    """The style for a number in this format."""
    return replace(style, shown_as=shown_as, shrink=True)


@cache
def warning(style: Style) -> Style:
    """The style of a warning in such a cell."""
    return replace(style, color=style.look.seal, bold=True, align="left", indent=1, shrink=True)


@cache
def well(style: Style) -> Style:
    """The style for a cell to fill in."""
    return replace(style, fill=style.look.well)


@cache
def indented(style: Style, indent: int) -> Style:
    """The style with an indent."""
    return replace(style, indent=indent)


SIDE, NAME = 76, 92
"""Pixels of the column with the sections' names in a form, and of the one with fields' names and lines' numbers."""


class Styles:
    """The styles of one look."""

    def __init__(self, look: Look) -> None:
        def style(size: float = look.text, color: str = look.ink, **more: Any) -> Style:
            return Style(look, size, color, **more)

        name: dict[str, Any] = {"face": look.name_font}
        self.look = look
        self.width = look.width
        self.left, self.name_end = (SIDE, SIDE + NAME - 8) if look.bordered else (0, NAME)
        """Where the columns begin behind the names of sections, and where the first of them ends."""
        self.shop = style(look.section, bold=True, **name)
        self.title = style(look.title, bold=True, align="center", edges="b", edge=2, edge_color=look.accent, **name)
        self.stamp = style(look.small, look.soft, align="center", edges="b")
        self.note = style(look.small, look.soft, align="center")
        under = ("l", 5) if look.band else ("b", 1)
        self.section = style(
            look.section, look.accent, bold=True, fill=look.band, indent=1, edge_color=look.accent, spills=True,
            edges=under[0], edge=under[1], **name,
        )  # fmt: skip
        self.heading = style(bold=True, spills=True, **name)
        self.number = style(color=look.accent, indent=1, shown_as='0"."')
        self.entry = self.blank = style()
        self.standard = style(look.small, look.soft)
        self.head_of_lines = style(look.small, look.soft, edges="b")
        self.box = style(edges="trbl", indent=1)
        self.centered = style(edges="trbl", align="center")
        self.name = replace(self.centered, color=look.soft, fill=look.shade, face=look.name_font)
        self.head = replace(self.centered, bold=True, color=look.accent, fill=look.band, face=look.name_font)
        self.band = replace(self.box, bold=True, fill=look.shade)
        self.mark = replace(self.centered, color=look.accent)
        self.missing = replace(self.centered, color=look.soft)
        self.together = replace(self.centered, size=look.small, bold=True)
        self.alone = replace(self.centered, size=look.small, color=look.seal)
        self.total = replace(self.centered, bold=True, fill=look.shade)
        self.alarm = replace(self.box, bold=True, color=look.seal, fill=look.shade)
        self.warning_alone = replace(self.alarm, edges="trbl" if look.bordered else "", fill="")
        self.link = replace(self.box, color=look.accent, underline=1)
        self.side = replace(self.name, size=look.small, bold=True, color=look.ink)
        self.shop_box = replace(self.centered, size=look.small, bold=True, color=look.soft, face=look.name_font)
        self.title_box = replace(self.centered, size=look.title, bold=True)
        self.fact = style(look.small, edges="trbl", indent=1)
        if look.bordered:
            self.entry, self.number = self.box, self.centered
            self.standard = style(look.small, look.soft, edges="trbl", indent=1)
            self.heading = replace(self.box, bold=True, fill=look.band, face=look.name_font, spills=True)
            self.name = replace(self.name, color=look.ink)
            self.fact = replace(self.fact, size=look.small - 0.75)
        self.back = style(look.small, look.accent, underline=1)


@cache
def styles_of(look: Look) -> Styles:
    """The styles of a look; the same object each time."""
    return Styles(look)
