"""Excel of a whole shop: summaries in front, then a sheet a role, written one after another and let go at once.

Rows go to the disk as they are written; what is held of a role that is written is next to nothing.
"""

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import IO, Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.document.posts import Post, post_of
from rolesmith.formats.excel import summaries
from rolesmith.formats.excel.index import HEADING, INDEX, index
from rolesmith.formats.excel.sheet_names import SheetNames
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.excel.workbook import CREATED, Formats, add, options, put
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.blanks import Filling
from rolesmith.role.text import joined, one_line
from rolesmith.role.tree import Role

MOST = 1_000
"""Roles of one workbook."""
PICTURED = 10
"""Rows of a sheet whose heights are kept, for the logo stands over them."""


def drawn(role: Role, filling: Filling) -> tuple[Document, Post]:
    """What `write` takes of a role."""
    document = draw(role, filling)
    return document, post_of(role, filling, document)


def write(
    file: IO[bytes],
    roles: Iterable[tuple[Document, Post]],
    look: Look = BRAND,
    told: Callable[[int], None] = lambda _: None,
) -> None:
    """Write the workbook of roles that come one after another; `told` hears how many are written, and may raise.

    Raises OSError where the disk does not take it.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workbook = xlsxwriter.Workbook(file, {**options(), **on_disk(folder)})
        try:
            fill(workbook, roles, look, told)
            workbook.close()
        except FileCreateError as error:
            raise OSError from error
        finally:
            for sheet in workbook.worksheets():
                with suppress(OSError):
                    sheet._opt_close()


def on_disk(folder: str) -> dict[str, Any]:
    """Options of xlsxwriter.Workbook that let rows go to files in a folder as they are written."""
    return {"in_memory": False, "constant_memory": True, "tmpdir": folder}


def fill(
    workbook: Any, roles: Iterable[tuple[Document, Post]], look: Look, told: Callable[[int], None] = lambda _: None
) -> None:
    """Write the sheets into an xlsxwriter.Workbook, which stays open."""
    formats, styles = Formats(workbook), styles_of(look)
    fronts = {name: workbook.add_worksheet(name) for name in (INDEX, *summaries.SHEETS)}
    names = SheetNames(fronts)
    posts, sheets, shop = [], [], ""
    for at, (document, post) in enumerate(islice(roles, MOST), 1):
        sheets.append(names.named(document.name))
        posts.append(post)
        shop = shop or document.shop
        sheet = workbook.add_worksheet(sheets[-1])
        add(sheet, document, formats, styles, back=True)
        let_go(sheet)
        told(at)
    title = joined(shop, HEADING)
    workbook.set_properties({"title": one_line(title)[:255], "created": CREATED})
    listed = summaries.Listed(posts, sheets, shop, styles)
    put(
        fronts[INDEX],
        index([(p.name, p.stamp, s) for p, s in zip(posts, sheets, strict=True)], shop, styles),
        formats,
        styles,
    )
    made = (summaries.staff, summaries.reports, summaries.duties, summaries.kpis)
    for name, make in zip(summaries.SHEETS, made, strict=True):
        put(fronts[name], make(listed), formats, styles, back=True)


class Merges:
    """A sheet's merged ranges, eight bytes each rather than a hundred."""

    def __init__(self, ranges: Iterable[Iterable[int]]) -> None:
        self._flat = array("I", chain.from_iterable(ranges))

    def __len__(self) -> int:
        return len(self._flat) // 4

    def __iter__(self) -> Iterator[Sequence[int]]:
        return (self._flat[at : at + 4] for at in range(0, len(self._flat), 4))


def let_go(sheet: Any) -> None:
    """Hold no more of a sheet that is written than xlsxwriter needs in the end: its file, which it opens again."""
    sheet._opt_close()  # a system lends a thousand open files, or fewer
    if not isinstance(sheet, Worksheet):
        return
    last = sheet.previous_row
    sheet.row_info = {row: info for row, info in sheet.row_info.items() if row == last}
    sheet.row_sizes = {row: size for row, size in sheet.row_sizes.items() if row < PICTURED}
    sheet.merged_cells.clear()
    sheet.merge = Merges(sheet.merge)
