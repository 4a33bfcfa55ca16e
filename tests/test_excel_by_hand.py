"""A sheet of ours in the hands of somebody who knows nothing of us: rows put in, taken out and moved, and printed."""

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from rolesmith.formats import FORMATS
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import read
from rolesmith.role.tree import Role
from tests.by_hand import Command, work
from tests.outside import squeezed, text_in
from tests.test_workbook_reader import all_on, cell, lines

STORE, ORDER = "duties.duties.store", "duties.duties.other"
TYPED = "每天开店前核对昨日订单、库存与活动价，发现不一致当场改正并登记，" * 6 + "逐项写明原因与经手人"
ROLE = shipped().starters["operations_specialist"].role


@dataclass(frozen=True)
class Sheet:
    """A role in a look."""

    role: Role
    look: str
    standards: bool = False

    def file(self) -> bytes:
        filling = shipped().filling(self.role, {"店名": "青禾"}, standards=self.standards)
        return FORMATS["xlsx"].write(self.role, filling, self.look)


def _without_goals(role: Role) -> Role:
    """So that its first duties stand on one page: a line that is moved over its end keeps the number of its page."""
    sections = (each.with_(on=each.on and each.id != "goals") for each in role.tree.children)
    return role.replace(role.tree.with_(children=tuple(sections)))


SHEETS = {
    "form": Sheet(ROLE, "bordered"),
    "form-standards": Sheet(_without_goals(ROLE), "bordered", standards=True),
    "form-tables": Sheet(all_on(ROLE), "bordered"),
    "brand": Sheet(ROLE, "brand"),
    "compact-tables": Sheet(all_on(ROLE), "compact"),
}
FIRST, SECOND, THIRD, FOURTH = lines(ROLE, STORE)[:4]


def commands(data: bytes) -> list[Command]:
    """The third line is moved before the first and the fourth taken out; behind the second a long one is put in."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    one, two, three, four = (cell(sheet, text).row for text in (FIRST, SECOND, THIRD, FOURTH))
    column = cell(sheet, FIRST).column_letter
    number, last = chr(ord(column) - 1), openpyxl.utils.get_column_letter(sheet.max_column)
    return [
        ("goto", f"A{four}"), ("do", "DeleteRows"),
        ("goto", f"{column}{two}"), ("do", "InsertRowsAfter"),
        ("goto", f"{column}{two + 1}"), ("type", TYPED),
        ("goto", f"{number}{two}:{number}{two + 1}"), ("do", "FillDown"),
        ("goto", f"A{one}"), ("do", "InsertRowsBefore"),
        ("goto", f"{number}{three + 2}:{last}{three + 2}"), ("do", "Cut"),
        ("goto", f"{number}{one}"), ("do", "Paste"),
        ("goto", f"A{three + 2}"), ("do", "DeleteRows"),
    ]  # fmt: skip


@pytest.fixture(scope="module")
def worked_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with all sheets after that."""
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("没有装 LibreOffice（soffice），改过的表没有检查")
    folder = tmp_path_factory.mktemp("by_hand")
    files = {name: (data := sheet.file(), commands(data)) for name, sheet in SHEETS.items()}
    work(folder, files)
    return folder


def test_rows_are_put_in_taken_out_and_moved_and_it_prints_and_comes_back(worked_in: Path) -> None:
    wanted = [THIRD, FIRST, SECOND, TYPED, *lines(ROLE, STORE)[4:]]
    for name, sheet in SHEETS.items():
        after = worked_in / f"{name}-after.xlsx"
        assert lines(read(after.read_bytes(), "a.xlsx", sheet.role).role, STORE) == wanted, name
        printed = squeezed(text_in("pdf", (worked_in / f"{name}-after.pdf").read_bytes()))
        assert [text for text in wanted if squeezed(_shown(text)) not in printed] == [], name
        book = openpyxl.load_workbook(after, data_only=True).worksheets[0]
        cells = [cell(book, _shown(text)) for text in wanted]
        heights = [book.row_dimensions[each.row].height for each in cells]
        assert heights[3] > 3 * heights[2], f"{name}: the row did not grow with its text"
        told = [book.cell(each.row, each.column - 1).value for each in cells]
        assert told[:4] == [1, 2, 3, 4], name


def _shown(text: str) -> str:
    return text.partition("{")[0]
