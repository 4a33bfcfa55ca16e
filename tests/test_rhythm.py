"""每日、每周、每月: the strip of duties by how often their standards say they come back."""

import io
import zipfile
from xml.etree import ElementTree

import pytest
from PIL import Image

from rolesmith.document.document import Document, Numbered
from rolesmith.document.draw import draw
from rolesmith.document.rhythm import Rhythm, rhythm_of
from rolesmith.formats import html, pdf, plain, word
from rolesmith.formats.chart import drawn, in_words
from rolesmith.formats.chart.strip import MOST, WIDE
from rolesmith.formats.chart.svg import inks_of, size_of
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from tests.nasty import NASTY
from tests.outside import squeezed, text_in

ROLE = shipped().starters["operations_specialist"].role
FACE = inks_of(LOOKS["brand"])


@pytest.mark.parametrize(
    ("standard", "period"),
    [
        ("每日查看；任一项连续两日下降的，当日列出原因", "每日"),
        ("每班接待开始前逐项试算", "每日"),
        ("每周五下班前提交", "每周"),
        ("每月第一周交，之后每日更新", "每月"),
        ("周报里写明", "每周"),
        ("当日查明原因并确定完成日", ""),
        ("发现后附截图通知值班人", ""),
        ("", ""),
    ],
)
def test_a_standard_says_how_often(standard: str, period: str) -> None:
    beside = [("甲", "每日"), ("乙", "每周"), ("丙", "每月")]
    found = rhythm_of([("上架", standard), *beside])
    assert found and next((name for name, duties in found.periods if "上架" in duties), "") == period


def test_one_period_alone_is_no_rhythm() -> None:
    assert rhythm_of([("甲", "每日"), ("乙", "每天"), ("丙", "")]) is None
    assert rhythm_of([]) is None


def rhythms(document: Document) -> list[Rhythm]:
    lists = (each for part in document.parts for each in part.elements if isinstance(each, Numbered))
    return [each.rhythm for each in lists if each.rhythm]


def test_a_section_has_its_rhythm_below_its_last_duties_where_standards_are_shown() -> None:
    shown = draw(ROLE, shipped().filling(ROLE, standards=True))
    (rhythm,) = rhythms(shown)
    assert [period for period, _ in rhythm.periods] == ["每日", "每周", "每月"]
    assert "上架新品并复查页面信息" not in str(rhythm), "a duty that says no period"
    duties = [each for part in shown.parts for each in part.elements if isinstance(each, Numbered) and each.are_duties]
    assert duties[-1].rhythm == rhythm
    assert rhythms(draw(ROLE, shipped().filling(ROLE))) == []


@pytest.mark.parametrize("kind", shipped().papers)
def test_a_paper_has_none(kind: str) -> None:
    paper = make_paper(shipped().papers[kind], ROLE, shipped().filling(ROLE, standards=True))
    assert rhythms(draw(paper, shipped().filling(paper, standards=True))) == []


@pytest.mark.parametrize("look", ["brand", "bordered"])
def test_every_file_shows_it(look: str) -> None:
    document = draw(ROLE, shipped().filling(ROLE, standards=True))
    assert "每日 5 件" in html.page(document) and "编制店铺核心数据日报</li>" in html.page(document)
    text = squeezed(text_in("pdf", pdf.write(document, LOOKS[look])))
    assert "每日5件" in text and text.count("编制店铺核心数据日报") == 2
    with zipfile.ZipFile(io.BytesIO(word.write(document, LOOKS[look]))) as file:
        assert 'descr="多久做一次：每日 5 件；每周 4 件；每月 3 件"' in file.read("word/document.xml").decode()
        pictures = [Image.open(io.BytesIO(file.read(name))) for name in file.namelist() if name.endswith(".png")]
        assert 2 * WIDE in {picture.width for picture in pictures}
    assert "每日 5 件" not in plain.write(document)


def test_many_duties_and_any_text_stay_within_the_strip() -> None:
    many = Rhythm((("每日", tuple(f"第{at}件" for at in range(30))), ("每周", ("一件",))))
    root = ElementTree.fromstring(drawn(many, FACE))
    texts = ["".join(each.itertext()) for each in root if each.tag.endswith("text")]
    assert f"另有 {30 - MOST + 1} 件" in texts and len(texts) == 2 + MOST + 1
    for _, text in NASTY:
        rhythm = Rhythm((("每日", (" ".join(text.split()) * 9, "短")), ("每月", (text,))))
        picture = drawn(rhythm, FACE)
        wide, high = size_of(picture)
        root = ElementTree.fromstring(picture)
        assert {each.tag.rpartition("}")[2] for each in root} == {"rect", "text", "circle"}
        assert all(float(each.attrib["y"]) < high for each in root if "y" in each.attrib) and wide == WIDE
        assert in_words(rhythm) == "多久做一次：每日 2 件；每月 1 件"
