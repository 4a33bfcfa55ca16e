"""Pictures of ours on a sheet: over rows that are as high as they are, and as wide as they fit."""

import io
from collections.abc import Iterator
from typing import Any

from rolesmith.formats.chart import Picture, drawn, in_words
from rolesmith.formats.chart.png import SCALE, png
from rolesmith.formats.chart.svg import inks_of, size_of
from rolesmith.formats.excel.cells import Cell, Drawing, Row, pixels
from rolesmith.formats.excel.columns import Columns
from rolesmith.formats.excel.style import Style, Styles

POINT = 0.75
"""Points of a pixel."""
TALLEST, HIGHEST = 540.0, 360.0
"""Points of the tallest picture, which stands on one page, and of the highest row."""
ABOVE = 6.0
"""Points above and below it."""


def drawing_rows(
    svg: str, label: str, shown: Style, left: int, right: int, largest: float = 1.0, tallest: float = TALLEST
) -> Iterator[Row]:
    """Rows of a style that a picture stands over, in the middle between two edges; they stay on one page."""
    wide, high = size_of(svg)
    scale = min(largest, (right - left) / wide, tallest / POINT / high)
    needed = high * scale * POINT + 2 * ABOVE
    number = -int(-needed // HIGHEST)
    for at in range(number):
        drawing = None if at else Drawing(svg, label, scale, round((right - left - wide * scale) / 2))
        cell = Cell(left, right, shown, loose=True, drawing=drawing)
        yield Row(pixels(needed / number), (cell,), keep=at < number - 1, fixed=True)


def picture_rows(picture: Picture, styles: Styles, columns: Columns) -> Iterator[Row]:
    """A picture of a document, as wide as its tables."""
    svg = drawn(picture, inks_of(styles.look))
    yield from drawing_rows(svg, in_words(picture), styles.entry, columns.left, columns.width)


def insert(sheet: Any, row: int, column: int, drawing: Drawing) -> None:
    """The picture over a cell; it moves with the cell, and stays as large as it is."""
    scale = drawing.scale / SCALE
    wish = {"image_data": io.BytesIO(png(drawing.svg)), "x_scale": scale, "y_scale": scale, "object_position": 2}
    place = {"x_offset": drawing.left, "y_offset": round(ABOVE / POINT)}
    sheet.insert_image(row, column, "chart.png", {**wish, **place, "description": drawing.label})
