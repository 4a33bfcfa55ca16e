"""The pages of printed documents: generated roles and every paper, in each look; what the checker says is a breach."""

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from rolesmith.document.document import Document, Element, Entry, Grid, Numbered, Part, Phrase, Signatures
from rolesmith.formats import pdf
from rolesmith.formats.excel import workbook
from rolesmith.formats.looks import LOOKS
from rolesmith.formats.pdf_pages import tie
from rolesmith.role.blanks import Piece
from tests import pages
from tests.conftest import THOROUGH, tried

COUNT = 100 if THOROUGH else 6


@pytest.mark.parametrize("look", LOOKS)
def test_no_page_of_a_pdf_breaks_a_rule(look: str, tmp_path: Path) -> None:
    """All documents in each look with --thorough; in every run a third of them, and others in the next look."""
    third = list(LOOKS).index(look) % 3
    made = [each for at, each in enumerate(pages.documents(COUNT)) if THOROUGH or at % 3 == third]
    number, found = pages.looked_at("pdf", look, made, tmp_path)
    assert number > len(made) and found == []


def words(text: str) -> Phrase:
    return Phrase("a", (Piece(text),))


def part(name: str, *elements: Element) -> Part:
    return Part(name, "", words(name), elements)


def list_of(count: int, head: str = Numbered.head) -> Numbered:
    entries = tuple(Entry(at, words(f"第{at}件要做好的事情，写得不长也不短")) for at in range(1, count + 1))
    return Numbered("list", entries, head)


def table_of(count: int, lines: int = 2) -> Grid:
    columns = (words("甲列的名字很长"), words("乙列的名字很长"))
    rows = tuple(
        (words(f"{at}号这一行的名字"), words("\n".join(f"{at}号的第{n}行字" for n in range(lines))))
        for at in range(count)
    )
    return Grid("table", columns, (50, 50), rows)


SIGNING = Signatures("sign", ((words("编制的人"), Phrase("")), (words("员工签收"), Phrase(""))))


LISTED = ("brand", "bordered")


def wrong(document: Document, folder: Path) -> list[str]:
    return [each for look in LISTED for each in pages.looked_at("pdf", look, [document], folder)[1]]


MANY_SIGNING = Signatures("sign", tuple((words(f"第{n}个人（盖章）"), Phrase("")) for n in range(1, 7)))
"""So high that no closer setting brings it back to the page before."""


@pytest.mark.parametrize("count", tried(range(20, 44), 4))
def test_signatures_take_what_stands_before_them_along(count: int, tmp_path: Path) -> None:
    """Wherever the page ends: behind a list, and behind a table, whose head is said again."""
    for before in (list_of(count), table_of(count // 2)):
        document = Document("甲", "甲岗位", (), (part("事情", before), part("签署的地方", MANY_SIGNING)))
        assert wrong(document, tmp_path) == []


@pytest.mark.parametrize("look", LISTED)
def test_signatures_take_what_stands_before_them_along_in_excel(look: str) -> None:
    for count in range(20, 44, 2):
        document = Document("甲", "甲岗位", (), (part("事情", list_of(count)), part("签署的地方", MANY_SIGNING)))
        sheet = openpyxl.load_workbook(BytesIO(workbook.write([document], LOOKS[look]))).worksheets[0]
        said = ["".join(str(cell.value or "") for cell in row) for row in sheet]
        signed = next(at for at, text in enumerate(said) if "第1个人" in text)
        begin = max((end.id for end in sheet.row_breaks.brk if end.id <= signed), default=0)
        assert any("要做好的事情" in text for text in said[begin:signed]), count


@pytest.mark.parametrize("above", tried(range(18, 36), 2))
def test_no_row_of_a_table_stands_alone(above: int, tmp_path: Path) -> None:
    for count in (3, 4, 5, 9):
        document = Document("甲", "甲岗位", (), (part("事情", list_of(above)), part("表的标题", table_of(count, 4))))
        assert wrong(document, tmp_path) == []


def test_rows_behind_a_high_one_stand_together() -> None:
    """A table of three: the high one may be parted from the others, which are not parted from each other."""
    known = {(40, 1, 1): [1, 2, 0], (1, 1, 40): [2, 0, 1], (1, 40, 1): [1, 1, 1], (1, 1, 1): [3, 0, 0]}
    for heights, ties in known.items():
        rows = [{"lines": lines} for lines in heights]
        tie(rows)
        assert [row["tie"] for row in rows] == ties


def test_a_page_that_is_saved_leaves_no_other_hardly_filled(tmp_path: Path) -> None:
    """A form of six pages that is five in one step, of which the last holds little, is four in the next."""
    made = [each for each in pages.documents(7) if "售后客服6" in each.title]
    assert pages.looked_at("pdf", "bordered", made, tmp_path) == (4, [])


def test_a_form_that_hardly_needs_another_page_is_set_closer(tmp_path: Path) -> None:
    """As many pages as with a few lines less, until a quarter of a page is too much to save."""

    def number(count: int) -> int:
        file = tmp_path / "a.pdf"
        file.write_bytes(pdf.write(Document("甲", "甲岗位", (), (part("事情", list_of(count)),))))
        return len(pages.pages_of(file))

    numbers = [number(count) for count in range(30, 60)]
    assert numbers == sorted(numbers) and numbers[0] == 1 and numbers[-1] == 2
    assert numbers.index(2) > 36 - 30, "36 lines are what the usual air leaves room for"


def test_the_checker_sees_each_breach() -> None:
    """Two headings, a table of four rows in which the third is whole, and signatures, on pages cut anyhow."""
    document = Document("甲", "甲岗位", (), (part("标题", table_of(4)), part("签署的地方", SIGNING)))
    blocks = pages.marked(document)[1]
    heading, head, *rows, signing = [block.begin + block.end for block in blocks if block.name != "员工签收"]
    table, last, marks = head + "".join(rows), blocks[-1].begin + blocks[-1].end, "".join

    def found(*each: str) -> list[str]:
        return list(pages.breaches(blocks, each))

    title = rows.pop()
    table = marks((head, *rows))
    assert found(heading + table + title + signing + last) == []
    assert "标题" in found(heading, table + title + signing + last)[0]
    assert "一行" in found(heading + marks((head, *rows[:3])), marks((head, rows[3], title, signing, last)))[0]
    assert "表头" in found(heading + marks((head, *rows[:2])), marks((*rows[2:], title, signing, last)))[0]
    assert "拆开" in found(heading + head + marks(rows[:3]) + rows[3][0], head + rows[3][1] + title + signing + last)[0]
    assert "签署" in found(heading + table, title + signing + last)[0]
