"""Excel on paper: printed by LibreOffice, nothing is lost and no row is too low."""

import io
import re
import shutil
import subprocess
from functools import cache
from itertools import product
from pathlib import Path

import openpyxl
import pytest

from rolesmith.document.draw import draw
from rolesmith.formats.excel import workbook as excel
from rolesmith.formats.looks import LOOKS
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node, Role
from tests.excel_print import HARD, Written, document, spreadsheet, written
from tests.nasty import NASTY
from tests.office import Office, converted
from tests.outside import squeezed


def nasty_role() -> Role:
    """Every nasty text as a line, a field and a cell."""
    texts = [text.replace("{", "{{") for _, text in NASTY]
    lines = tuple(Node(id=f"l{n}", kind="line", text=text) for n, text in enumerate(texts))
    fields = tuple(Node(id=f"f{n}", kind="field", title=text, text=text) for n, text in enumerate(texts))
    columns = tuple(Node(id=f"c{n}", kind="column", title=f"列{n}") for n in range(7))
    rows = tuple(
        Node(
            id=f"r{n}",
            kind="row",
            children=tuple(Node(id=f"r{n}:c{at}", kind="cell", text=text) for at, text in enumerate(texts[n : n + 7])),
        )
        for n in range(0, len(texts), 7)
    )
    blocks = (
        Node(id="items", kind="items", children=lines),
        Node(id="fields", kind="fields", children=fields),
        Node(id="table", kind="table", children=(*columns, *rows)),
    )
    section = Node(id="section", kind="section", title="怪字", children=blocks)
    return Role(tree=Node(id="role", kind="role", children=(section,)))


SEVERAL = ("brand", "compact")
"""Looks that differ in their measures: 朴素黑白 measures as 品牌色."""
FONTS = ("Noto Sans CJK SC", "微软雅黑")


@converted("xlsx", "pdf", *((look,) for look in SEVERAL))
@cache
def hard(look: str) -> bytes:
    """The sample role with each hard text in all its places, and one of nasty texts."""
    documents = [document(value, name=f"岗位{at}")[0] for at, value in enumerate(HARD)]
    return excel.write([*documents, draw(nasty_role(), Filling())], LOOKS[look])


@cache
def cells_of(look: str) -> list[Written]:
    """Every cell; of those that show alike the one in the lowest row."""
    cells = sorted(written(io.BytesIO(hard(look))), key=lambda cell: cell.height, reverse=True)
    return list({(cell.text, cell.width, cell.size, cell.bold): cell for cell in cells}.values())


@converted("fods", "xlsx", *product(SEVERAL, FONTS))
def cell_by_cell(look: str, font: str) -> bytes:
    """Its cells one below the other, each in a row whose height LibreOffice finds."""
    return spreadsheet(cells_of(look), font).encode()


@pytest.fixture(params=SEVERAL)
def pdf(request: pytest.FixtureRequest, office: Office) -> Path:
    """The workbook as printed."""
    for program in ("pdftotext", "pdfinfo"):
        if not shutil.which(program):
            pytest.skip(f"没有装 {program}（poppler-utils），打印效果没有检查")
    return office(hard, request.param)


def pages(pdf: Path, order: str) -> list[str]:
    """The text of each page; `-raw` cell after cell, `-layout` from top to bottom."""
    command = ["pdftotext", order, "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return text.removesuffix("\f").split("\f")


def test_prints_on_a4(pdf: Path) -> None:
    info = subprocess.run(["pdfinfo", str(pdf)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", info)


def test_prints_every_text_whole(pdf: Path) -> None:
    printed = squeezed("".join(pages(pdf, "-raw")))
    markers = [marker for marker in document()[1] if "岗位" not in marker]
    assert [marker for marker in markers if printed.count(marker) < len(HARD)] == []
    for value in HARD:
        if len(value) < 800:
            plain = squeezed(value.replace("{平台}", "＿＿＿"))
            assert f"{plain}标11项记" in printed


def test_prints_head_and_page_number_on_every_page(pdf: Path) -> None:
    found = [squeezed(page) for page in pages(pdf, "-layout")]
    assert len(found) > len(HARD)
    assert [page for page in found if "岗位职责说明书" not in page] == []
    assert [page for page in found if not re.search(r"第\d+页$", page)] == []


def test_prints_no_heading_apart_from_what_follows(pdf: Path) -> None:
    heading = re.compile(r"(（[一二三四五六七八九十]+）|[一二三四五六七八九十]+、)标\d\d.+记")
    ends = []
    found = 0
    for page in pages(pdf, "-layout"):
        lines = [squeezed(line) for line in page.splitlines() if line.strip()]
        found += sum(bool(heading.fullmatch(line)) for line in lines)
        ends.append(lines[-2])
    assert found == 8 * len(HARD)
    assert [line for line in ends if heading.fullmatch(line)] == []


@pytest.mark.parametrize(("look", "font"), product(SEVERAL, FONTS))
def test_no_row_is_lower_than_its_text(look: str, font: str, office: Office) -> None:
    cells = cells_of(look)
    best = openpyxl.load_workbook(office(cell_by_cell, look, font)).worksheets[0]
    needed = [best.row_dimensions[row].height or 0 for row in range(1, len(cells) + 1)]
    assert len({*needed}) > 10
    assert [(cell, need) for cell, need in zip(cells, needed, strict=True) if cell.height < need] == []
