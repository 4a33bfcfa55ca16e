"""PDF: set in our own font, on A4, with an outline; a user's text is never markup."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.formats import pdf
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from tests.excel_print import HARD, document
from tests.nasty import NASTY
from tests.outside import squeezed, text_in
from tests.sample import every_kind


def whole() -> Document:
    """A document of every kind of block, with a letterhead and a stamp."""
    mark = io.BytesIO()
    Image.new("RGB", (300, 90), "#1f6b5a").save(mark, "PNG")
    return replace(draw(every_kind()[0], Filling()), shop="青禾", logo=mark.getvalue(), stamp=("编号：A-1", "第 2 版"))


def told(program: str, data: bytes, tmp_path: Path, *more: str) -> str:
    """What a program of poppler's says of a PDF."""
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    return subprocess.run([program, *more, str(file)], capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("look", LOOKS)
def test_the_same_document_makes_the_same_file(look: str) -> None:
    assert pdf.write(whole(), LOOKS[look]) == pdf.write(whole(), LOOKS[look])


def test_every_text_is_in_it_in_order() -> None:
    read = squeezed(text_in("pdf", pdf.write(whole())))
    places = [read.find(marker) for marker in every_kind()[1] if "岗位" not in marker]
    assert -1 not in places and places == sorted(places)
    for number in ("一、标04", "（一）标09", "（二）标26", "1.标10名记："):
        assert number in read


def test_it_is_a4_and_says_what_it_is(tmp_path: Path) -> None:
    said = told("pdfinfo", pdf.write(whole()), tmp_path)
    assert re.search(r"Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)", said)
    assert whole().title in said and "青禾" in said
    assert re.search(r"Tagged:\s+yes", said)


@pytest.mark.parametrize("starter", ["operations_specialist", "service_agent"])
def test_all_its_letters_come_along_in_one_font(starter: str, tmp_path: Path) -> None:
    role = shipped().starters[starter].role
    said = told("pdffonts", pdf.write(draw(role, shipped().filling(role))), tmp_path)
    fonts = [line.split() for line in said.splitlines()[2:]]
    assert [font[0].partition("+")[2] for font in fonts] == ["RoleSmithHei-Regular"]
    assert all(font[-5] == "yes" for font in fonts), "embedded"


def test_a_users_text_is_never_markup() -> None:
    values = [
        '#read("/etc/passwd")',
        "#let x = 1",
        "$x^2$ @ref <label> *b* _i_ `c` \\ #",
        "] #[ { } //注释 /* */",
        "= 标题\n+ 条\n- 条",
    ]
    for value in values:
        read = squeezed(text_in("pdf", pdf.write(document(value.replace("{", "{{"))[0])))
        assert read.count(squeezed(value)) >= 10, value


def test_hard_texts_are_kept() -> None:
    ordinary = [text for name, text in NASTY if text.isascii()]
    for text in [*ordinary[:60], *HARD[:-2]]:
        read = squeezed(text_in("pdf", pdf.write(document(text.replace("{", "{{"))[0])))
        assert squeezed(text)[:200] in read, text[:60]


def test_a_long_word_stays_in_its_cell(tmp_path: Path) -> None:
    """Nothing stands beyond the right margin, and no two texts of one row over each other."""
    said = told("pdftotext", pdf.write(document("A" * 300)[0]), tmp_path, "-bbox")
    # pdftotext writes where each word stands to a file beside
    boxes = re.findall(r'xMin="([\d.]+)" yMin="[\d.]+" xMax="([\d.]+)"', (tmp_path / "a.html").read_text() + said)
    assert boxes and max(float(right) for _, right in boxes) < 595 - 72 * LOOKS["brand"].side + 1
