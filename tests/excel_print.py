"""Hard texts for a sheet, and the best height that LibreOffice finds for each cell of a workbook."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from xml.sax.saxutils import escape

import openpyxl

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.role.blanks import Filling
from tests.sample import every_kind

LINE = "统筹{平台}整店规划，每周一10:00前提交《经营小结》（含GMV、ROI、UV价值），转化率≥3.5%；"
LONG = LINE * 45
URL = "https://example.com/goods/list?category=shoes&page=12&sort=price_desc#reviews"
HARD = [
    "短",
    LINE,
    LINE * 6,
    f"见{URL}的说明，照做。",
    f"{URL}\n\n{URL}{URL}",
    "WMWMWMWM internationalization-standardization ERP/CRM/WMS " * 4,
    "第一行\n第二行，\n“第三行”——（完）\n",
    "！？。，、；：" * 20,
    "A" * 300,
    "བོད་ཡིག " * 200,
    LONG,
]


def document(value: str = "值", name: str = "", stamp: tuple[str, ...] = ()) -> tuple[Document, list[str]]:
    """The document of the sample role under another name, and its markers."""
    role, markers = every_kind(value)
    drawn = draw(role, Filling())
    name = name or drawn.name
    return Document(name, f"{name}岗位职责说明书", stamp, drawn.parts), markers


@dataclass(frozen=True)
class Written:
    """A cell as its file says: width in pixels, size and height of its row in points."""

    text: str
    width: int
    size: float
    bold: bool
    height: float


def written(file: BinaryIO) -> Iterator[Written]:
    """Every cell that holds a text and is printed."""
    for sheet in openpyxl.load_workbook(file):
        ends = {(merged.min_row, merged.min_col): merged.max_col for merged in sheet.merged_cells.ranges}
        groups = sheet.column_dimensions.values()
        widths = {at: round(group.width * 7) for group in groups for at in range(group.min, group.max + 1)}
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell.value, str) or cell.hyperlink or cell.data_type == "f":
                    continue
                last = ends.get((cell.row, cell.column), cell.column)
                if not (
                    cell.alignment.wrap_text or cell.alignment.shrink_to_fit
                ):  # it goes on over the cells beside it
                    last = max(each.column for each in row if not each.hyperlink)
                width = sum(widths[column] for column in range(cell.column, last + 1))
                width -= 12 * int(cell.alignment.indent)
                height = sheet.row_dimensions[cell.row].height
                yield Written(cell.value, width, cell.font.sz, bool(cell.font.b), height)


SPACES = {"office": "office", "style": "style", "text": "text", "table": "table", "fo": "xsl-fo-compatible"}
NAMES = " ".join(f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{v}:1.0"' for k, v in SPACES.items())
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMES} office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:automatic-styles>
<style:style style:name="r" style:family="table-row">
<style:table-row-properties style:use-optimal-row-height="true"/></style:style>"""
BODY = '</office:automatic-styles><office:body><office:spreadsheet><table:table table:name="a">'
FOOT = "</table:table></office:spreadsheet></office:body></office:document>"


def spreadsheet(cells: Sequence[Written], font: str) -> str:
    """A flat ODS with a cell a row, whose heights LibreOffice sets when it opens it."""
    widths = sorted({cell.width for cell in cells})
    looks = sorted({(cell.size, cell.bold) for cell in cells})
    columns = [f'<table:table-column table:style-name="c{width}"/>' for width in widths]
    rows = [_row(cell, widths.index(cell.width), looks.index((cell.size, cell.bold))) for cell in cells]
    styles = [*map(_column_style, widths), *(_cell_style(at, font, *look) for at, look in enumerate(looks))]
    return "\n".join((HEAD, *styles, BODY, *columns, *rows, FOOT))


def _column_style(width: int) -> str:
    properties = f'<style:table-column-properties style:column-width="{width / 96}in"/>'
    return f'<style:style style:name="c{width}" style:family="table-column">{properties}</style:style>'


def _cell_style(at: int, font: str, size: float, bold: bool) -> str:
    wished = {"family": font, "size": f"{size}pt", "weight": "bold" if bold else "normal"}
    letters = " ".join(f'fo:font-{k}="{v}" style:font-{k}-asian="{v}"' for k, v in wished.items())
    properties = f'<style:table-cell-properties fo:wrap-option="wrap"/><style:text-properties {letters}/>'
    return f'<style:style style:name="s{at}" style:family="table-cell">{properties}</style:style>'


def _row(cell: Written, column: int, look: int) -> str:
    before = f'<table:table-cell table:number-columns-repeated="{column}"/>' if column else ""
    lines = "".join(f"<text:p>{_spaced(line)}</text:p>" for line in cell.text.split("\n"))
    here = f'<table:table-cell table:style-name="s{look}" office:value-type="string">{lines}</table:table-cell>'
    return f'<table:table-row table:style-name="r">{before}{here}</table:table-row>'


def _spaced(line: str) -> str:
    """XML that keeps runs of spaces."""
    return re.sub("^ | {2,}", lambda run: f'<text:s text:c="{len(run[0])}"/>', escape(line))
