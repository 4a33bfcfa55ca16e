"""保存长图: the whole document as pictures for chat, made in the browser."""

from base64 import b64decode
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from rolesmith.document.document import Document, Entry, Grid, Heading, Numbered, Part, Phrase, Sheet
from rolesmith.document.draw import draw
from rolesmith.formats import html
from rolesmith.formats.looks import BRAND, LOOKS, Look
from rolesmith.formats.summary import summary
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Node
from tests.conftest import Modules, Server
from tests.desk import new_desk

SCALE, TALLEST = 2, 3_000
ROLE = shipped().starters["operations_specialist"].role
DRAW = """
const read = (blob) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",")[1]);
  reader.readAsDataURL(blob);
});
try { return await Promise.all((await m.draw(v)).map(read)); } catch (error) { return error.message; }
"""
HEIGHT = """
document.body.innerHTML = v;
const height = document.querySelector("article").getBoundingClientRect().height;
document.body.innerHTML = "";
return height;
"""


def phrase(text: str) -> Phrase:
    return Phrase("n", (Piece(text, open="＿" in text),))


def document_of(*texts: str) -> Document:
    entries = tuple(Entry(at, phrase(text)) for at, text in enumerate(texts, 1))
    return Document(
        "店长", "店长岗位职责说明书", ("第 2 版",), (Part("p", "一、", phrase("节"), (Numbered("n", entries),)),)
    )


def pictures(modules: Modules, document: Document, look: Look = BRAND) -> list[Image.Image]:
    drawn = modules.run("shared/picture", DRAW, html.picture(document, look))
    assert isinstance(drawn, list), drawn
    return [Image.open(BytesIO(b64decode(each))).convert("L") for each in drawn]


def ink(picture: Image.Image, top: int, bottom: int) -> int:
    """How many dark pixels lie between two heights."""
    return sum(picture.crop((0, top, picture.width, bottom)).histogram()[:128])


@pytest.mark.browser
def test_pictures_hold_the_whole_document_and_none_is_too_tall_to_read(modules: Modules) -> None:
    document = replace(draw(ROLE, shipped().filling(ROLE, standards=True)), shop="青禾")
    found = pictures(modules, document)
    assert len(found) > 2 and {picture.width for picture in found} == {html.PICTURE * SCALE}
    assert all(TALLEST * 0.3 < picture.height <= TALLEST for picture in found)
    whole = modules.run("shared/picture", HEIGHT, html.picture(document)) * SCALE
    foot, top = html.FOOT * SCALE, 16 * SCALE
    assert sum(each.height - foot for each in found) - top * (len(found) - 1) == pytest.approx(whole, abs=4)
    for picture in found:
        assert ink(picture, 0, 200) > 300, "each begins with a text"
        assert ink(picture, picture.height - foot, picture.height) > 100, "which version, and which of how many"
        assert picture.crop((0, 0, 36, picture.height)).getextrema() == (255, 255), "a white margin"


@pytest.mark.browser
def test_a_logo_has_its_room_before_it_is_known_where_pictures_end(modules: Modules) -> None:
    """Else every one of them would end so much higher than it seems: within a line, and without the last ones."""
    mark = BytesIO()
    Image.new("RGB", (300, 150), "#1f6b5a").save(mark, "PNG")
    document = replace(document_of(*("一条职责" * 4,) * 100), shop="青禾", logo=mark.getvalue())
    found = [picture for look in (BRAND, LOOKS["bordered"]) for picture in pictures(modules, document, look)]
    assert len(found) > 4
    for picture in found[:-1]:
        end = picture.height - html.FOOT * SCALE
        assert ink(picture.crop((100, 0, picture.width - 60, picture.height)), end - 3, end - 2) == 0


@pytest.mark.browser
def test_no_picture_ends_within_a_line(modules: Modules) -> None:
    """Nor does one begin so: the row of pixels at a cut holds no letter."""
    for text in ("负责店铺日常运营，", "长" * 40 + "\n"):
        found = pictures(modules, document_of("短的一条", text * (2000 // len(text)), *("一条职责" * 9,) * 60))
        assert len(found) > 2
        for picture in found[:-1]:
            end = picture.height - html.FOOT * SCALE
            assert ink(picture, end - 2, end) == 0
        assert all(ink(picture, 16 * SCALE, 16 * SCALE + 2) == 0 for picture in found[1:])


@pytest.mark.browser
def test_a_picture_ends_above_a_heading_else_above_a_block_and_within_one_only_where_it_must(modules: Modules) -> None:
    def cuts(height: int, blocks: list[tuple[int, int, bool]], lines: list[int]) -> Any:
        boxes = [{"top": top, "bottom": bottom, "heading": heading} for top, bottom, heading in blocks]
        of_lines = [{"top": top, "bottom": top + 20} for top in lines]
        body = "return m.cuts(v[0], 1000, v[1], () => v[2]);"
        return modules.run("shared/picture", body, [height, boxes, of_lines])

    rows = [(top, top + 90, False) for top in range(0, 1900, 100)]
    assert cuts(900, rows, []) == [900]
    assert cuts(1900, rows, []) == [1000, 1900]
    assert cuts(1900, [*rows[:8], (800, 890, True), *rows[9:]], []) == [800, 1800, 1900]
    assert cuts(1900, [*rows[:9], (900, 1050, True), *rows[10:]], []) == [900, 1900], "a heading keeps what follows"
    assert cuts(2500, [(0, 100, False), (100, 2500, False)], list(range(110, 2490, 20))) == [990, 1990, 2500]
    assert cuts(2500, [(0, 2500, False)], []) == [1000, 2000, 2500]


@pytest.mark.browser
def test_a_document_of_too_many_pictures_is_told_so(modules: Modules) -> None:
    said = modules.run("shared/picture", DRAW, html.picture(document_of("一行\n" * 3000)))
    assert said.startswith("文件太长，要切成 ") and said.endswith(" 张图，请改用 PDF 或网页。")


@pytest.mark.browser
def test_a_click_saves_what_was_typed_last(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server).open("basics")
    desk.type("直接上级", "刚写的上级")
    page.get_by_role("link", name="预览与导出").first.click()
    expect(page.locator("h1").filter(has_text="预览与导出")).to_be_visible()
    desk.button("更多").click()
    with page.expect_response(lambda answer: answer.url.split("?")[0].endswith("/picture")) as asked:
        path = desk.download("保存长图 发聊天，手机上看", tmp_path)
    assert "刚写的上级" in asked.value.text()
    assert path.name.startswith("电商运营专员岗位职责说明书_20") and path.name.endswith("_1.png")
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    expect(page.get_by_role("status").filter(has_text="张，按顺序发到聊天里")).to_be_visible()
    shown = page.locator(".pictures a")
    expect(shown.first.locator("img")).to_have_attribute("alt", "长图第 1 张")
    assert shown.evaluate_all("links => links.map((link) => link.download.at(-5))")[:2] == ["1", "2"]


def test_the_page_for_pictures_is_as_wide_as_a_phone_always_light_and_says_the_version_in_its_foot() -> None:
    page = html.picture(replace(document_of("上架<新品>"), shop="青禾&"))
    assert f"width: {html.PICTURE}px" in page and "prefers-color-scheme" not in page and "--text: 11.25pt" in page
    assert "<span>店长</span><b>第 2 版</b>" in page and "青禾&amp;" in page and "上架&lt;新品&gt;" in page


def test_the_card_says_at_a_glance_what_the_document_says() -> None:
    facts = (("岗位名称", "店长"), ("直接上级", "店主"), ("编制", "＿＿＿人"), ("概述", "长" * 20), ("等级", ""))
    goals = tuple(Entry(at, phrase(text)) for at, text in enumerate(("增长", "＿＿＿", "评分", "退款", "复购"), 1))
    duties = Numbered("d", (Entry(1, phrase("上架")), Entry(2, phrase("改价"))))
    fields = Numbered("f", (Entry(1, phrase("大专"), label=phrase("学历")),))
    rows = tuple(
        tuple(map(phrase, row)) for row in (("退款率", "60%"), ("＿＿＿", "10%"), ("好评", "25.5%"), ("无", ""))
    )
    grid = Grid("g", (phrase("指标"), phrase("权重")), (50, 50), rows, ("indicator", "weight"))
    elements = (
        Sheet("s", tuple((phrase(label), phrase(text)) for label, text in facts)),
        Numbered("goals", goals, "工作目标"),
        Heading("h", "（一）", phrase("店铺")),
        duties,
        fields,
        grid,
    )
    document = Document("店长", "店长岗位职责说明书", (), (Part("p", "一、", phrase("节"), elements),))
    found = summary(document)
    assert found.facts == (("直接上级", "店主"),) and found.goals == ("增长", "评分", "退款")
    assert (found.duties, found.number) == ((("店铺", 2),), 2)
    assert found.weights == (("退款率", 60.0), ("好评", 25.5))
    page = html.picture(document)
    assert (
        "工作职责 2 条" in page and "width:25.5%" in page and page.index('class="card"') < page.index("<section data-")
    )


def test_a_document_of_facts_alone_has_no_card() -> None:
    sheet = Sheet("s", ((phrase("直接上级"), phrase("店主")),))
    document = Document("店长", "题", (), (Part("p", "", phrase("节"), (sheet,)),))
    assert not summary(document) and 'class="card"' not in html.picture(document)
    assert not summary(draw(shipped().templates["ecommerce"].role(), Filling())), "nothing of an empty form"


POST = shipped().starters["warehouse"].role


def post(**texts: str) -> Document:
    """A post with these texts of fields, by the ends of their ids."""

    def written(node: Node) -> Node:
        text = texts.get(node.id.rpartition(".")[2], node.text)
        return node.with_(text=text, children=tuple(map(written, node.children)))

    made = make_paper(shipped().papers["post"], POST, shipped().filling(POST, {"店名": "青禾&", "平台": "天猫"}))
    paper = made.replace(written(made.tree))
    return draw(paper, shipped().filling(paper, {"店名": "青禾&", "平台": "天猫", "主营类目": "家居"}))


def test_a_poster_says_whose_it_is_what_is_offered_and_nothing_that_nobody_has_filled_in() -> None:
    page = html.poster(post(pay="5000元<每月>", phone="138 0000 0000"))
    assert "<small>诚聘</small>仓储打包" in page and "青禾&amp;" in page and "5000元&lt;每月&gt;" in page
    assert "138 0000 0000" in page and "扫码应聘" in page and "岗位职责" in page
    assert "＿" not in page and "招聘人数" not in page and "联系人" not in page, "which are empty"
    assert "招聘人数" in html.poster(post(count="2人"))
    assert page.count("青禾&amp;") == 2, "at the top, and where the shop says what it is"
    assert "<footer></footer>" in page


def test_only_a_post_is_drawn_as_a_poster() -> None:
    known = shipped()
    made = {kind: make_paper(paper, POST, known.filling(POST)) for kind, paper in known.papers.items()}
    assert [kind for kind, paper in made.items() if known.is_poster(paper)] == ["post"]
    assert not known.is_poster(POST)


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_a_poster_is_one_picture_of_one_size_with_room_for_a_code(modules: Modules, look: str) -> None:
    drawn = modules.run("shared/picture", DRAW, html.poster(post(pay="5000元", phone="138"), LOOKS[look]))
    (picture,) = [Image.open(BytesIO(b64decode(each))).convert("L") for each in drawn]
    assert picture.size == (1080, 1440)
    assert ink(picture, 0, 300) > 1000, "the shop and the post"
    room = picture.crop((800, 1120, 1000, 1150))
    assert room.getextrema() == (255, 255), "white, for a QR code"


@pytest.mark.browser
def test_a_poster_for_which_there_is_too_much_says_so(modules: Modules) -> None:
    said = modules.run("shared/picture", DRAW, html.poster(post(company="很长的介绍" * 300)))
    assert said == "内容太多，一张海报放不下，请删掉几条职责或要求。"
