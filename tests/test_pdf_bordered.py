"""标准表格 as PDF: names in their column, on each page where their rows go on; a head; room to sign and to seal."""

import io
import re
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from rolesmith.document.document import Document, Fact, Phrase, Sheet, Signatures
from rolesmith.document.draw import draw
from rolesmith.formats import pdf
from rolesmith.formats.looks import LOOKS
from rolesmith.role.blanks import Filling
from tests.outside import squeezed, text_in
from tests.pages import extreme, pages_of
from tests.sample import every_kind
from tests.test_pages import list_of, part, words
from tests.test_pdf import fonts_of, told, whole
from tests.test_render import lines_of

BORDERED = LOOKS["bordered"]


def pages(document: Document, folder: Path) -> list[str]:
    file = folder / "a.pdf"
    file.write_bytes(pdf.write(document, BORDERED))
    return pages_of(file)


def test_every_text_is_in_it() -> None:
    read = squeezed(text_in("pdf", pdf.write(whole(), BORDERED)))
    assert [marker for marker in every_kind()[1] if marker not in read] == []


def test_its_head_says_the_facts_and_leaves_room_for_those_not_known(tmp_path: Path) -> None:
    facts = (Fact("文件编号", words("YY-03")), Fact("版本", words("2"), "第 ", " 版"), Fact("生效日期", Phrase("")))
    (page,) = pages(Document("甲", "甲岗位职责说明书", (), (part("事情", list_of(1)),), "青禾", facts=facts), tmp_path)
    read = squeezed(page)
    assert all(text in read for text in ("青禾", "甲岗位职责说明书", "文件编号", "YY-03", "第2版", "生效日期"))


def test_a_name_is_said_again_where_its_rows_go_on(tmp_path: Path) -> None:
    found = pages(Document("甲", "甲岗位", (), (part("日常的事", list_of(110)), part("别的", list_of(1)))), tmp_path)
    assert len(found) > 2
    assert ["日常" in squeezed(page) for page in found] == [True] * len(found)
    assert ["（续）" in page for page in found] == [False] + [True] * (len(found) - 1)
    assert all("工作职责" in squeezed(page) for page in found), "the head too"


def test_a_name_is_read_before_its_rows(tmp_path: Path) -> None:
    document = Document("甲", "甲岗位", (), (part("甲事", list_of(2)), part("乙事", list_of(1))), "青禾")
    (page,) = pages(document, tmp_path)
    read = squeezed(page)
    assert read.index("甲事") < read.index("第1件") < read.index("乙事")


def test_nothing_covers_a_name_and_it_stands_within_its_rows(tmp_path: Path) -> None:
    """Nor do the last rows of a band, which are a table of their own that goes with the signatures."""
    rooms = [Phrase("", room=room) for room in (8, 20, 8, 20, 20)]
    fields = Sheet("f", tuple((words(f"项目{at}"), room) for at, room in enumerate(rooms)))
    signing = Signatures("s", ((words("编制"), Phrase("")),))
    short = part("任职资格要求", Sheet("g", ((words("学历"), words("大专")),)))
    (tmp_path / "a.pdf").write_bytes(
        pdf.write(Document("甲", "甲", (), (short, part("结论", fields), part("签字", signing))), BORDERED)
    )
    subprocess.run(["pdftoppm", "-r", "72", "-gray", "-singlefile", tmp_path / "a.pdf", tmp_path / "a"], check=True)
    picture = Image.open(tmp_path / "a.pgm")
    names = [line for line in lines_of(tmp_path / "a.pdf", "word")[1] if line.right < 84 and line.bottom < 780]
    assert squeezed("".join(name.text for name in names)) == "任职资格要求结论签字"
    for name in names:
        box = picture.crop((round(name.left), round(name.top), round(name.right), round(name.bottom)))
        assert min(box.tobytes()) < 90, f"{name.text} is to be seen"


def test_its_outline_names_every_band(tmp_path: Path) -> None:
    content = pdf.write(Document("甲", "甲岗位", (), (part("甲事", list_of(1)), part("乙事", list_of(1)))), BORDERED)
    assert [title.encode("utf-16-be").hex().upper().encode() in content for title in ("甲事", "乙事")] == [True, True]


@pytest.mark.parametrize("look", ["bordered", "fangsong"])
def test_its_letters_are_song_and_hei_and_come_along(look: str, tmp_path: Path) -> None:
    document = draw(every_kind()[0], Filling())
    fonts = fonts_of(told("pdffonts", pdf.write(document, LOOKS[look]), tmp_path))
    assert len(fonts) == 3 and fonts[:2] == ["RoleSmithHei-Bold", "RoleSmithHei-Regular"]
    assert look == "fangsong" or fonts[2].startswith("RoleSmithSong-Regular")


def places(document: Document, folder: Path) -> dict[str, float]:
    """How far below the top of its page each word stands, in millimetres."""
    file = folder / "a.pdf"
    file.write_bytes(pdf.write(document, BORDERED))
    said = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True).stdout.decode()
    found = re.findall(r'yMin="([\d.]+)"[^>]*>(.*?)</word>', said)
    return {text: float(top) / 72 * 25.4 for top, text in found}


@pytest.mark.parametrize(("labels", "least"), [(("编制", "批准"), 8), (("编制", "批准（盖章）"), 36)])
def test_where_is_signed_a_seal_has_its_room(labels: tuple[str, ...], least: float, tmp_path: Path) -> None:
    """Between the name of a place and the date below it."""
    signing = Signatures("s", tuple((words(each), Phrase("")) for each in labels))
    found = places(Document("甲", "甲岗位", (), (part("签", signing),)), tmp_path)
    assert found["日"] - found["编制"] > least


def test_an_employee_says_what_signing_means(tmp_path: Path) -> None:
    signing = Signatures("s", ((words("编制"), Phrase("")), (words("员工签收"), words("王小明"))))
    read = squeezed("".join(pages(Document("甲", "甲岗位", (), (part("签", signing),)), tmp_path)))
    assert "本人已阅读、理解并同意按本说明书履职" in read and "王小明" in read


def test_nothing_of_a_document_that_is_too_much_of_all_is_cut_off(tmp_path: Path) -> None:
    found = pages(extreme(), tmp_path)
    read = squeezed("".join(found))
    assert read.count("题") >= 300 and all(f"第{at}条职责" in read for at in range(1, 201) if at != 100)
    assert read.count("核对店铺评分") >= 2 * 286 - len(found), "but where a line of it begins a page"
    assert all(top > 0 for top in places(extreme(), tmp_path).values())


def test_a_role_without_a_duty_and_a_tall_logo(tmp_path: Path) -> None:
    mark = io.BytesIO()
    Image.new("RGB", (100, 2_000), "#1f6b5a").save(mark, "PNG")
    (page,) = pages(Document("甲", "甲岗位", (), (), "青禾", mark.getvalue()), tmp_path)
    assert "甲岗位" in squeezed(page) and "第1页/共1页" in squeezed(page)
    assert places(Document("甲", "甲岗位", (), (), "青禾", mark.getvalue()), tmp_path)["青禾"] < 45
