"""Excel on paper: printed by LibreOffice, nothing is lost and no row is too low."""

import re
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from rolesmith.document.draw import draw
from rolesmith.formats.excel import workbook as excel
from rolesmith.formats.looks import LOOKS
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node, Role
from tests.excel_print import HARD, Office, document, spreadsheet, written
from tests.nasty import NASTY


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


@pytest.fixture(scope="module", params=["brand", "compact"])
def workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample role with each hard text in all its places, and one of nasty texts. 朴素黑白 measures as 品牌色."""
    file = tmp_path_factory.mktemp("excel") / f"hard-{request.param}.xlsx"
    documents = [document(value, name=f"岗位{at}")[0] for at, value in enumerate(HARD)]
    file.write_bytes(excel.write([*documents, draw(nasty_role(), Filling())], LOOKS[request.param]))
    return file


@pytest.fixture(scope="module")
def pdf(workbook: Path, office: Office) -> Path:
    """The workbook as printed."""
    for program in ("pdftotext", "pdfinfo"):
        if not shutil.which(program):
            pytest.skip(f"没有装 {program}（poppler-utils），打印效果没有检查")
    return office(workbook, "pdf")


def pages(pdf: Path, order: str) -> list[str]:
    """The text of each page; `-raw` cell after cell, `-layout` from top to bottom."""
    command = ["pdftotext", order, "-enc", "UTF-8", str(pdf), "-"]
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return text.removesuffix("\f").split("\f")


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


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


def test_prints_title_and_page_number_on_every_page(pdf: Path) -> None:
    found = [squeezed(page) for page in pages(pdf, "-layout")]
    assert len(found) > len(HARD)
    assert [page for page in found if "岗位职责说明书" not in page] == []
    assert [page for page in found if not re.search(rf"第\d+页/共{len(found)}页$", page)] == []


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


@pytest.mark.parametrize("font", ["Noto Sans CJK SC", "微软雅黑"])
def test_no_row_is_lower_than_its_text(workbook: Path, office: Office, font: str, tmp_path: Path) -> None:
    cells = list(written(workbook))
    source = tmp_path / "best.fods"
    source.write_text(spreadsheet(cells, font), encoding="utf-8")
    best = openpyxl.load_workbook(office(source, "xlsx")).active
    assert best is not None
    needed = [best.row_dimensions[row].height or 0 for row in range(1, len(cells) + 1)]
    assert len({*needed}) > 10
    assert [(cell, need) for cell, need in zip(cells, needed, strict=True) if cell.height < need] == []
