"""汇报关系 as a chart: which boxes there are, where they stand, and that nothing stands in it that is not shown."""

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import combinations, pairwise
from random import Random
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image

from rolesmith.document.chart import Box, count, folded, of_role
from rolesmith.document.document import Sheet
from rolesmith.document.draw import draw
from rolesmith.document.posts import CIRCLE, Post, organisation
from rolesmith.formats import FORMATS, html
from rolesmith.formats.chart import layout, letters, svg
from rolesmith.formats.chart import pdf as chart_pdf
from rolesmith.formats.chart.layout import Layout, across, down
from rolesmith.formats.chart.pages import LEAST, MOST_WIDE, ROOMS, circles, every, of_page, pages, shapes
from rolesmith.formats.chart.png import png
from rolesmith.formats.chart.svg import size_of
from rolesmith.formats.excel import shop as excel_shop
from rolesmith.formats.excel import summaries
from rolesmith.formats.excel.page import SHORT
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.excel.summaries.summary import Listed
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Role
from tests.nasty import NASTY
from tests.outside import squeezed, text_in
from tests.test_leaks import changed

ROLE = shipped().starters["operations_specialist"].role
FACE = svg.inks_of(LOOKS["brand"])
NAMESPACE = "{http://www.w3.org/2000/svg}"


def post(name: str, superior: str = "", headcount: str = "") -> Post:
    return Post(name, "", superior, headcount, (), (), ())


def names(boxes: Sequence[Box]) -> list[object]:
    return [(box.name, names(box.below)) if box.below else box.name for box in boxes]


def some_shop(seed: int, size: int) -> list[Post]:
    """Posts that report to each other, to outsiders, to nobody and in circles, some with long names."""
    random = Random(seed)
    every = [f"{'跨境电商' * random.choice([0, 0, 0, 3])}岗位{at}" for at in range(size)]
    above = [*every, *every[:3] * size, "外面的老板", "无", ""]
    return [post(name, random.choice(above), random.choice(["", "2 人"])) for name in every]


# —— Which boxes there are ——


@pytest.mark.parametrize(
    ("superior", "subordinates", "expected"),
    [
        ("店长", "客服、打包员；美工", [("店长", [("运营", ["客服", "打包员", "美工"])])]),
        ("店长", "无", [("店长", ["运营"])]),
        ("无（店主）", "客服（早班、晚班）/打包", [("运营", ["客服（早班、晚班）", "打包"])]),
        ("—", "暂无", None),
        ("", "", None),
    ],
)
def test_a_role_says_who_is_above_and_below(superior: str, subordinates: str, expected: list[object] | None) -> None:
    box = of_role("运营", superior, subordinates)
    assert (names([box]) if box else None) == expected


def test_a_post_without_a_name_has_no_chart() -> None:
    assert of_role("", "店长", "客服") is None


def test_a_shop_is_its_posts_below_those_they_report_to_with_outsiders_and_circles() -> None:
    posts = [post("运营主管", "店长"), post("运营专员", "运营主管", "2 人"), post("客服", "店长"), post("财务", "无")]
    found = organisation([*posts, post("甲岗", "乙岗"), post("乙岗", "甲岗")])
    assert names(found) == [("店长", [("运营主管", ["运营专员"]), "客服"]), "财务", ("甲岗", ["乙岗"])]
    assert [box.kind for box in found] == ["outside", "post", "post"]
    assert found[0].below[0].below[0].note == "2 人" and found[2].note == CIRCLE


def test_of_many_side_by_side_the_last_says_how_many_are_left_out() -> None:
    boxes = tuple(Box(f"岗位{at}") for at in range(9))
    assert folded(boxes, 9) == boxes
    assert count(folded(boxes, 4)) == 9 and [box.name for box in folded(boxes, 4)][2:] == ["岗位2", "另有 6 个岗位"]


# —— Where they stand ——


def stands_well(found: Layout) -> None:
    for one, other in combinations(found.boxes, 2):
        apart = one.x + one.wide <= other.x or other.x + other.wide <= one.x
        above = one.y + one.high <= other.y or other.y + other.high <= one.y
        assert apart or above, (one, other)
    for each in found.boxes:
        assert each.x > 0 and each.x + each.wide < found.wide + 1 and each.y > 0 and each.y + each.high < found.high + 1
        assert all(letters.width(text, layout.TEXT) <= each.wide - layout.PAD for text in each.texts)
    for line in (*found.lines, *found.arrows):
        assert all(0 <= x <= found.wide and 0 <= y <= found.high for x, y in line)
        assert all(a == c or b == d for (a, b), (c, d) in pairwise(line)), "no line is slanted"


@pytest.mark.parametrize("seed", range(20))
def test_the_boxes_of_a_shop_stand_apart(seed: int) -> None:
    boxes = organisation(some_shop(seed, Random(seed).choice([2, 7, 20, 60])))
    found = down(boxes, 900)
    stands_well(found)
    assert sorted(each.box.name for each in found.boxes) == sorted(box.name for box in every(boxes))


@pytest.mark.parametrize("seed", range(6))
def test_a_screen_gets_everybody_in_shapes_that_grow_narrower(seed: int) -> None:
    boxes = organisation(some_shop(seed, Random(seed).choice([1, 7, 12])))
    found = [each.layout for each in shapes(boxes)]
    for one in found:
        stands_well(one)
        assert sorted(each.box.name for each in one.boxes) == sorted(box.name for box in every(boxes))
    widths = [each.wide for each in found]
    assert widths == sorted(widths, reverse=True)


def test_five_below_one_stand_side_by_side_where_a_screen_has_room_and_in_a_list_on_a_phone() -> None:
    leads = [post("店主"), *(post(f"{each}主管", "店主") for each in ("运营", "客服"))]
    found = [
        each.layout for each in shapes(organisation([*leads, *(post(f"运营专员{at}", "运营主管") for at in range(5))]))
    ]
    heights = [len({each.y for each in one.boxes}) for one in found]
    assert (heights[0], heights[-1]) == (3, 8) and found[0].wide < MOST_WIDE and found[-1].wide < 300


@pytest.mark.parametrize("text", [text for _, text in NASTY], ids=[name for name, _ in NASTY])
def test_any_name_stands_in_its_box(text: str) -> None:
    name = " ".join(text.split())
    box = of_role(name, f"上{name}", f"下{name}")
    assert bool(box) == bool(name)
    if box:
        stands_well(across(box))


def test_a_small_chart_is_hardly_wider_than_a_phone() -> None:
    box = of_role("很长的岗位名称" * 5, "很长的上级名称" * 5, "、".join(f"很长的下级名称{at}" * 3 for at in range(9)))
    assert box
    found = across(box)
    stands_well(found)
    assert found.wide < 480 and len(found.boxes) == 2 + layout.MOST_SHOWN
    assert "另有 6 个岗位" in found.boxes[-1].texts


def test_lines_fit_and_say_where_they_are_cut() -> None:
    assert letters.lines("运营主管", 10, 100, 3) == ("运营主管",)
    assert letters.lines("一二三四五六七", 10, 31, 3) == ("一二三", "四五六", "七")
    assert letters.lines("一二三四五六七", 10, 31, 2) == ("一二三", "四五…")
    assert letters.lines("KOL Manager", 10, 50, 3) == ("KOL", "Manager")
    assert letters.lines("", 10, 50, 3) == ()


# —— On paper ——


def wide_and_deep() -> list[list[Post]]:
    """Shops that no page has room for, and ones that hardly any has."""
    wide = [post("老板"), *(post(f"岗位{at}号", "老板") for at in range(500))]
    deep = [post(f"岗位{at}号", f"岗位{at - 1}号" if at else "") for at in range(100)]
    apart = [post(f"岗位{at}号") for at in range(300)]
    named = [post("甲" * 200, "乙" * 200), post("乙" * 200, "甲" * 200)]
    return [wide, deep, apart, named, [post("只有一个")], some_shop(3, 200)]


def test_everybody_stands_on_a_page_in_letters_of_seven_points_and_the_pages_say_where_the_others_are() -> None:
    shops = [some_shop(seed, size) for seed in range(6) for size in (2, 9, 30, 60)]
    for posts in (*shops, *wide_and_deep()):
        boxes = organisation(posts)
        found = pages(boxes)
        shown = [each.box for page in found for each in page.layout.boxes]
        assert {box.name for box in every(boxes)} <= {box.name for box in shown}
        for page in found:
            stands_well(page.layout)
            wide, high = ROOMS[page.paper]
            assert page.layout.wide * page.scale <= wide + 1 and page.layout.high * page.scale <= high + 1
            assert layout.SMALL * 0.75 * page.scale >= 7 - 1e-9
        said = sorted(int(at) for box in shown for at in re.findall(r"见第 (\d+) 页", f"{box.name}{box.note}"))
        assert said == list(range(2, len(found) + 1)), "each page but the first is named once"


def test_a_shop_of_sixty_is_one_page_and_a_circle_is_told_and_not_walked_in() -> None:
    names = ("运营", "客服", "仓储", "内容", "推广", "采购")
    areas = [post("店长"), *(post(f"{area}主管", "店长", "1 人") for area in names)]
    staff = [post(f"{each.name[:2]}专员{at}", each.name, "2 人") for each in areas[1:] for at in range(9)]
    (page,) = pages(organisation([*areas, *staff]))
    assert len(page.layout.boxes) == 61 and page.paper == "a4"
    boxes = organisation([post("甲岗", "乙岗"), post("乙岗", "甲岗"), *areas])
    assert circles(boxes) == ["甲岗"] and len(pages(boxes)) == 1
    text = text_in("pdf", chart_pdf.write(boxes, "青禾", LOOKS["bordered"]))
    assert "青禾组织架构图" in text and "绕成了圈，请核对：甲岗" in squeezed(text) and "9个岗位" in squeezed(text)


# —— How it is drawn ——


def test_names_are_text_and_nothing_else_in_the_picture() -> None:
    for _, text in NASTY:
        name = " ".join(text.split())
        box = of_role(f"甲{name}", f"乙{name}", "")
        assert box
        root = ElementTree.fromstring(svg.of_role(box, svg.ON_SCREEN))
        assert {each.tag.removeprefix(NAMESPACE) for each in root.iter()} == {"svg", "rect", "path", "text"}
        drawn = "".join("".join(each.itertext()) for each in root.iter(f"{NAMESPACE}text"))
        assert drawn.startswith("直接上级本岗位乙") or len(name) > 8
        assert {name for each in root.iter() for name in each.attrib} <= {
            "width", "height", "viewBox", "role", "aria-label", "style", "d", "x", "y", "rx", "text-anchor"
        }  # fmt: skip


def test_word_and_excel_get_it_twice_as_large() -> None:
    (page,) = pages(organisation([post("店长<b>"), post("客服👍", "店长<b>")]))
    drawn = of_page(page, FACE)
    picture = Image.open(io.BytesIO(png(drawn)))
    assert picture.size == tuple(2 * size for size in size_of(drawn))
    colours = {colour for _, colour in picture.convert("RGB").getcolors(100_000)}
    assert (31, 107, 90) in colours and (255, 255, 255) in colours


def drawings(file: bytes) -> list[str]:
    """The words of each picture in a workbook."""
    with zipfile.ZipFile(io.BytesIO(file)) as workbook:
        texts = (workbook.read(name).decode() for name in workbook.namelist() if name.startswith("xl/drawings/drawing"))
        return [found for text in texts for found in re.findall('descr="([^"]*)"', text)]


def shop_workbook(*roles: Role) -> bytes:
    file = io.BytesIO()
    excel_shop.write(file, [excel_shop.drawn(role, shipped().filling(role)) for role in roles])
    return file.getvalue()


def test_the_shops_workbook_has_the_chart_on_a_sheet_that_prints_on_one_page_across() -> None:
    alone = ROLE.replace(changed(ROLE.tree, "basics.info.superior", text="无"))
    assert drawings(shop_workbook(ROLE, alone)) == ["组织架构图：3 个岗位"]
    sheet = openpyxl.load_workbook(io.BytesIO(shop_workbook(ROLE, alone)))["组织架构图"]
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    for posts, paper in ((some_shop(0, 20), "a4"), (some_shop(0, 60), "a3")):
        listed = Listed(posts, [each.name for each in posts], "青禾", styles_of(LOOKS["brand"]))
        made = summaries.organisation.summary(listed)
        assert made.paper == paper and not any(row.begins for row in made.rows)
        (drawing,) = (cell.drawing for row in made.rows for cell in row.cells if cell.drawing)
        wide, _ = size_of(drawing.svg)
        assert wide * drawing.scale <= made.width and drawing.scale >= LEAST - 0.01
        longer = {"a4": 1.0, "a3": 2**0.5}[paper]
        room = longer * SHORT - 72 * (styles_of(LOOKS["brand"]).look.top + styles_of(LOOKS["brand"]).look.bottom)
        assert sum(row.height for row in made.rows) <= room


def test_a_workbook_of_one_role_has_its_pictures_and_the_shops_has_none_of_theirs() -> None:
    filling = shipped().filling(ROLE, standards=True)
    assert drawings(FORMATS["xlsx"].write(ROLE, filling, "brand")) == [
        "汇报关系：运营主管 → 电商运营专员",
        "多久做一次：每日 5 件；每周 4 件；每月 3 件",
    ]
    file = io.BytesIO()
    excel_shop.write(file, [excel_shop.drawn(ROLE, filling)])
    assert drawings(file.getvalue()) == ["组织架构图：2 个岗位"]


def charts(role: Role, **facts: str) -> list[Box]:
    parts = draw(role, shipped().filling(role, facts)).parts
    sheets = (element for part in parts for element in part.elements if isinstance(element, Sheet))
    return [sheet.chart for sheet in sheets if sheet.chart]


def test_a_description_has_its_chart_where_it_says_who_is_above() -> None:
    (box,) = charts(ROLE)
    assert names([box]) == [("运营主管", ["电商运营专员"])]
    role = ROLE.replace(changed(ROLE.tree, "basics.info.subordinates", text="运营助理<br>、客服"))
    page = html.page(draw(role, shipped().filling(role)))
    chart = page[page.index("<svg") : page.index("</svg>")]
    assert 'aria-label="汇报关系：运营主管 → 电商运营专员 → 运营助理&lt;br&gt;、客服"' in chart
    assert "var(--accent)" in chart and "<br>" not in chart


@pytest.mark.parametrize("look", ["brand", "bordered"])
def test_a_pdf_draws_the_chart_and_word_has_it_as_a_picture_with_its_words(look: str) -> None:
    role = ROLE.replace(changed(ROLE.tree, "basics.info.subordinates", text="运营助理、客服"))
    text = text_in("pdf", FORMATS["pdf"].write(role, shipped().filling(role), look))
    assert text.count("直接上级") == text.count("运营助理") == 2, "in the table and in the chart"
    with zipfile.ZipFile(io.BytesIO(FORMATS["docx"].write(role, shipped().filling(role), look))) as word:
        assert 'descr="汇报关系：运营主管 → 电商运营专员 → 运营助理、客服"' in word.read("word/document.xml").decode()
        (picture,) = (Image.open(io.BytesIO(word.read(name))) for name in word.namelist() if name.endswith(".png"))
        assert picture.format == "PNG" and picture.width > 400


def test_nothing_that_is_off_or_open_stands_in_a_chart() -> None:
    assert charts(ROLE.replace(changed(ROLE.tree, "basics", on=False))) == []
    assert charts(ROLE.replace(changed(ROLE.tree, "basics.info.superior", on=False))) == []
    assert charts(ROLE.replace(changed(ROLE.tree, "basics.info.superior", text="{谁}"))) == []
    with_below = ROLE.replace(changed(ROLE.tree, "basics.info.subordinates", text="客服"))
    (box,) = charts(with_below.replace(changed(with_below.tree, "basics.info.superior", on=False)))
    assert names([box]) == [("电商运营专员", ["客服"])]


@pytest.mark.parametrize("kind", shipped().papers)
def test_a_paper_has_no_chart(kind: str) -> None:
    assert charts(make_paper(shipped().papers[kind], ROLE, Filling())) == []
