"""The letterhead of a sheet: the shop's logo and name, the title, and number, version and date."""

import struct
from collections.abc import Sequence
from dataclasses import replace

from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.role.text import one_line

LOGO_WIDTH, LOGO_HEIGHT = 162, 40
"""Pixels of the box that a logo is fitted into."""
BESIDE = 12
"""Pixels between the logo and the shop's name."""


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
    left = 0
    cells = []
    if logo:
        left = -(-(round(logo_size(logo)[0] * logo_scale(logo)) + BESIDE) // 18) * 18
        cells.append(Cell(0, left, styles.shop, picture=logo))
    cells.append(Cell(left, styles.width, styles.shop, ((one_line(shop), ""),)))
    least = 36.0 / styles.look.air if logo else 24.0
    return list(flow(cells, least=least, pad=8, keep=True))


def title_rows(title: str, styles: Styles) -> list[Row]:
    """The title, a line below it, and room to what follows."""
    cell = Cell(0, styles.width, styles.title, ((title, ""),))
    return [*flow((cell,), least=42, pad=14, keep=True), Row(6.0, keep=True)]


def stamp_rows(stamp: Sequence[str], styles: Styles) -> list[Row]:
    """Number, version and date side by side, the first at the left and the last at the right edge."""
    aligns = ("left", "center", "right") if len(stamp) == 3 else ("left", "right") if len(stamp) == 2 else ("center",)
    cells = []
    for at, text in enumerate(stamp):
        style = replace(styles.stamp, align=aligns[min(at, len(aligns) - 1)])
        span = styles.width * at // len(stamp), styles.width * (at + 1) // len(stamp)
        cells.append(Cell(*span, style, ((text, ""),)))
    return list(flow(cells, least=24, pad=8, keep=True)) if cells else []
