"""PDF: set in our own fonts, on A4, with an outline; a user's text is never markup."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from rolesmith.document.document import Document, Entry, Grid, Numbered, Part, Phrase, Signatures
from rolesmith.document.draw import draw
from rolesmith.formats import pdf
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling, Piece
from tests.excel_print import HARD, document
from tests.nasty import NASTY
from tests.outside import squeezed, text_in
from tests.sample import every_kind
from tests.test_render import lines_of


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
def test_all_its_letters_come_along_in_our_fonts(starter: str, tmp_path: Path) -> None:
    role = shipped().starters[starter].role
    said = told("pdffonts", pdf.write(draw(role, shipped().filling(role))), tmp_path)
    fonts = [line.split() for line in said.splitlines()[2:]]
    assert fonts_of(said) == ["RoleSmithHei-Bold", "RoleSmithHei-Regular"], "bold is drawn, not smeared"
    assert all(font[-5] == "yes" for font in fonts), "embedded"


def fonts_of(said: str) -> list[str]:
    return sorted(line.split()[0].partition("+")[2] for line in said.splitlines()[2:])


def test_emoji_are_pictures_of_ours_and_copied_as_they_are(tmp_path: Path) -> None:
    emoji = "👍🏽 👨‍👩‍👧 🇨🇳 ❤️ 1️⃣ ⚠️ ✅ 🫠"
    content = pdf.write(document(emoji)[0])
    fonts = fonts_of(told("pdffonts", content, tmp_path))
    assert fonts == ["RoleSmithEmoji-Regular", "RoleSmithHei-Bold", "RoleSmithHei-Regular"]
    assert squeezed(emoji) in squeezed(text_in("pdf", content))


def test_a_tab_is_a_gap_and_braces_are_braces(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.write(document("甲\t乙{{{{ x }} ")[0]))
    assert "甲 乙{{ x }}" in text_in("pdf", file.read_bytes())
    lines = [line.text for line in lines_of(file)[1] if "甲" in line.text]
    assert lines and all("甲乙" not in line for line in lines)


def test_a_window_shows_its_title_and_readers_find_every_part(tmp_path: Path) -> None:
    content = pdf.write(whole())
    assert b"/DisplayDocTitle true" in content
    done = subprocess.run(["pdfinfo", "-"], input=content, capture_output=True, check=True)
    assert b"xref" not in done.stderr, "the table of places was found"


def test_lines_of_a_list_begin_at_one_edge_and_full_ones_end_at_one(tmp_path: Path) -> None:
    """In a list of three as in one of twelve; the lines that go on fill their line, whatever signs stand in it."""
    text = "依据日报数据安排工作，查明流量（含GMV）与转化的原因；“提出”改进措施，与产品、设计、客服和仓储岗位协作。" * 3
    entries = tuple(Entry(at, Phrase("a", (Piece(text),))) for at in range(1, 13))
    parts = tuple(Part("p", "", Phrase("a", (Piece("事"),)), (Numbered("n", each),)) for each in (entries[:3], entries))
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.write(Document("甲", "甲", (), parts)))
    _, found = lines_of(file)
    lines = [line for line in found if len(line.text) > 30]
    lefts = [line.left for line in lines if re.match("[一-龥]", line.text)]
    assert len(lefts) > 20 and max(lefts) - min(lefts) < 1
    rights = [line.right for line in lines if re.search("[一-龥]$", line.text)]
    assert len(rights) > 10 and max(rights) - min(rights) < 1
    assert not [line for line in lines if line.text[0] in "，。；、）”"]


def test_a_heading_is_nearer_to_its_own_list_than_to_the_one_above(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.write(draw(every_kind()[0], Filling())))
    _, found = lines_of(file)
    at = [at for at, line in enumerate(found) if line.text.startswith("（二）")][-1]
    above, heading, below = found[at - 1 : at + 2]
    assert above.text[0] == "2" and below.text[0] == "1" and above.page == heading.page == below.page
    assert heading.top - above.bottom > 2 * (below.top - heading.bottom)


def test_weights_have_a_sum_behind_the_last_row(tmp_path: Path) -> None:
    def said(*weights: str) -> str:
        rows = tuple(
            (Phrase("n", (Piece(f"指标{at}"),)), Phrase("n", (Piece(each),))) for at, each in enumerate(weights)
        )
        grid = Grid("g", rows[0], (60, 40), rows, ("indicator", "weight"))
        signing = Signatures("s", ((Phrase("n", (Piece("编制"),)), Phrase("")),))
        file = pdf.write(Document("甲", "甲", (), (Part("a", "", Phrase(""), (grid, signing)),)))
        return squeezed(told("pdftotext", file, tmp_path, "-layout") or (tmp_path / "a.txt").read_text("utf-8"))

    assert said("30", "30", "40").count("合计100") == 1
    assert said("30", "10", "10", "10").count("合计（不是100%）60") == 1
    assert "合计" not in said("高", "低")


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
