"""The letterhead of a sheet: the shop's logo and name, the title, and number, version and date."""

import struct
from collections.abc import Sequence
from dataclasses import replace

from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.role.text import one_line

LOGO_WIDTH, LOGO_HEIGHT = 150, 40
"""Pixels of the box that a logo is fitted into."""


def logo_size(png: bytes) -> tuple[int, int]:
    """Width and height of a PNG in pixels. Raises ValueError."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or len(png) < 24:
        raise ValueError("not a PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def logo_scale(png: bytes) -> float:
    """The factor by which a logo is made smaller to fit its box; 1 for a small one."""
    width, height = logo_size(png)
    return min(1.0, LOGO_WIDTH / width, LOGO_HEIGHT / height)


def letterhead(shop: str, logo: bytes, styles: Styles) -> list[Row]:
    """The shop's logo and beside it its name; nothing where neither is known."""
    if not shop and not logo:
        return []
    shown = replace(styles.shop, align="right") if logo else styles.shop
    cell = Cell(0, styles.width, shown, ((one_line(shop), ""),), picture=logo)
    least = (LOGO_HEIGHT + 8) * 0.75 if logo else 24
    return [replace(row, fixed=bool(logo)) for row in flow((cell,), least=0, pad=8, keep=True, floor=least)]


def title_rows(title: str, styles: Styles, width: int = 0) -> list[Row]:
    """The title, a line below it, and room to what follows."""
    cell = Cell(0, width or styles.width, styles.title, ((title, ""),))
    return [*flow((cell,), least=42, pad=14, keep=True), Row(6.0, keep=True, fixed=True)]


def stamp_rows(stamp: Sequence[str], styles: Styles) -> list[Row]:
    """Number, version and date side by side."""
    if not stamp:
        return []
    cell = Cell(0, styles.width, styles.stamp, (("　·　".join(stamp), ""),))
    return list(flow((cell,), least=24, pad=8, keep=True))
