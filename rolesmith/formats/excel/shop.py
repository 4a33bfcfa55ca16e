"""The Excel workbook of a whole shop: summaries in front, then a sheet a role.

Roles are written one after another and their rows go to the disk at once, so that memory holds one role at a time.
"""

import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import IO, Any

from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.worksheet import Worksheet

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.document.matrix import Matrix
from rolesmith.document.posts import Post, post_of
from rolesmith.formats.chart import without_pictures
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.document_rows import document_rows
from rolesmith.formats.excel.index import HEADING, INDEX, IndexEntry, index
from rolesmith.formats.excel.sheet_names import SheetNames
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.excel.summaries import SHEETS
from rolesmith.formats.excel.summaries.summary import Listed
from rolesmith.formats.excel.workbook import CREATED, Formats, add_document, add_summary, options, properties
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.blanks import Filling
from rolesmith.role.text import joined
from rolesmith.role.tree import Role

MOST = 1_000
"""Roles of one workbook."""
PICTURED = 10
"""Rows of a sheet whose heights are kept, since the logo lies over them."""


def drawn(role: Role, filling: Filling) -> tuple[Document, Post]:
    """A role as `write` takes it."""
    document = draw(role, filling)
    return document, post_of(role, filling, document)


def write(
    file: IO[bytes],
    roles: Iterable[tuple[Document, Post]],
    look: Look = BRAND,
    report: Callable[[int], None] = lambda _: None,
    matrix: Matrix | None = None,
) -> None:
    """Write a workbook; `matrix` says who does what, where that is known.

    `report` is called with the number of roles written so far, and may raise to stop.
    Raises OSError where the disk does not take it.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        workbook = Book(file, {**options(), **on_disk(folder)})
        try:
            fill(workbook, roles, look, report, matrix)
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
    workbook: Any,
    roles: Iterable[tuple[Document, Post]],
    look: Look,
    report: Callable[[int], None] = lambda _: None,
    matrix: Matrix | None = None,
) -> None:
    """Write the sheets into an xlsxwriter.Workbook, which stays open."""
    formats, styles = Formats(workbook), styles_of(look)
    fronts = {name: workbook.add_worksheet(name) for name in (INDEX, *SHEETS)}
    names = SheetNames(fronts)
    posts, sheets, shop = [], [], ""
    for at, (document, post) in enumerate(islice(roles, MOST), 1):
        sheets.append(names.named(document.name))
        posts.append(post)
        shop = shop or document.shop
        sheet = workbook.add_worksheet(sheets[-1])
        add_document(sheet, document, document_rows(without_pictures(document), styles), formats, styles, back=True)
        release(sheet)
        report(at)
    title = joined(shop, HEADING)
    workbook.set_properties(properties(title, shop, CREATED))
    listed = Listed(posts, sheets, shop, styles, matrix)
    entries = [IndexEntry(post.name, post.stamp, sheet) for post, sheet in zip(posts, sheets, strict=True)]
    add_summary(fronts[INDEX], index(entries, shop, styles), formats, styles)
    for name, summary in SHEETS.items():
        add_summary(fronts[name], summary(listed), formats, styles, back=True)


class Merges:
    """A sheet's merged ranges as numbers in one array, which takes less memory than lists."""

    def __init__(self, ranges: Iterable[Iterable[int]]) -> None:
        self._flat = array("I", chain.from_iterable(ranges))

    def __len__(self) -> int:
        return len(self._flat) // 4

    def __iter__(self) -> Iterator[Sequence[int]]:
        return (self._flat[at : at + 4] for at in range(0, len(self._flat), 4))


def release(sheet: Any) -> None:
    """Close the file of a sheet that is written, and drop what xlsxwriter keeps of it but does not need to finish."""
    sheet._opt_close()  # a process may have only about a thousand files open; xlsxwriter opens it again
    if not isinstance(sheet, Worksheet):
        return
    last = sheet.previous_row
    sheet.row_info = {row: info for row, info in sheet.row_info.items() if row == last}
    sheet.row_sizes = {row: size for row, size in sheet.row_sizes.items() if row < PICTURED}
    sheet.merged_cells.clear()
    sheet.merge = Merges(sheet.merge)
