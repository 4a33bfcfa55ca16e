"""标准表格 on the screen: the page and the preview show the form that prints, from the same rows."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Page

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS, html
from rolesmith.formats.bordered import bands
from rolesmith.formats.bordered_rows import tables
from rolesmith.formats.looks import BORDERED, BRAND, LOOKS
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.readers import from_document
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Node, Role
from tests.generated_roles import roles, with_standards
from tests.outside import squeezed, text_in
from tests.test_whole_template import ROLE as WHOLE
from tests.test_whole_template import by_place

FACTS = {"店名": "青禾家居", "部门": "电商部", "平台": "天猫"}
ROLE = shipped().starters["operations_specialist"].role


def switched_on(role: Role) -> Role:
    """The role with all its sections."""
    return role.replace(role.tree.with_(children=tuple(each.with_(on=True) for each in role.tree.children)))


def drawn(role: Role, *, standards: bool = True) -> Document:
    return draw(role, shipped().filling(role, FACTS, standards=standards))


def parsed(document: Document, **more: str) -> etree._Element:
    return etree.HTML(html.article(document, BORDERED, **more))


def text_of(element: etree._Element) -> str:
    return squeezed("".join(element.itertext()))


@pytest.mark.parametrize("standards", [False, True])
def test_the_page_has_the_rows_of_pdf_and_word_and_no_others(standards: bool) -> None:
    made = [switched_on(ROLE), *(with_standards(role) for role in roles(6))]
    papers = [make_paper(paper, ROLE, shipped().filling(ROLE, FACTS)) for paper in shipped().papers.values()]
    for role in (*made, *papers):
        document = drawn(role, standards=standards)
        rows = parsed(document).xpath("//div[@class='band']//tr")
        wanted = [
            row
            for band in bands(document)
            for table in tables(band)
            for row in (*((table.head,) if table.head else ()), *table.rows)
        ]
        assert len(rows) == len(wanted)
        for shown, row in zip(rows, wanted, strict=True):
            assert len(shown) == len(row.cells)
            for place, cell in zip(shown, row.cells, strict=True):
                if cell.kind != "sign" and not cell.picture:
                    assert text_of(place) == squeezed(str(cell))
        labels = parsed(document).xpath("//div[@class='band']/h2")
        assert [text_of(each) for each in labels] == [
            squeezed(str(table.label)) for band in bands(document) for table in tables(band)
        ]


def test_the_cells_of_each_row_fill_its_table() -> None:
    for table in parsed(drawn(switched_on(ROLE))).iter("table"):
        columns = len(table.findall("colgroup/col"))
        shares = [float(re.findall("[0-9.]+", col.get("style"))[0]) for col in table.iter("col")]
        assert sum(shares) == pytest.approx(100, abs=0.1)
        for row in table.iter("tr"):
            assert sum(int(cell.get("colspan", 1)) for cell in row) == columns


def test_every_text_says_whose_it_is_and_the_heads_facts_follow_too() -> None:
    document = drawn(switched_on(ROLE))
    plain = etree.HTML(html.article(document, BRAND))
    known = {each.get("data-node") for each in plain.iter() if each.get("data-part") == "text"}
    form = parsed(document)
    assert {each.get("data-node") for each in form.iter() if each.get("data-part") == "text"} == known
    assert len(form.xpath("//header//dd/span[@data-node]")) == 3
    assert [text_of(each) for each in form.iter("dt")] == [fact.label for fact in document.facts]


def test_the_foreword_stands_where_one_signs_and_is_still_its_own_section() -> None:
    document = drawn(switched_on(ROLE))
    foreword = document.parts[0]
    assert not foreword.number
    (body,) = parsed(document).xpath(f"//*[@data-section='{foreword.id}']")
    assert body.tag == "tbody" and body.xpath("ancestor::section")[0].get("data-section") != foreword.id
    assert text_of(body) == squeezed("".join(map(str, (foreword.title, *(e.phrase for e in foreword.elements)))))
    places = [each.get("data-section") for each in parsed(document).iter() if each.get("data-section")]
    assert sorted(places) == sorted(part.id for part in document.parts)


def test_an_edit_draws_its_own_section_anew_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    role = switched_on(ROLE)
    html.article(drawn(role), BORDERED)
    times: list[str] = []
    render = html.html_bordered.tables_of
    monkeypatch.setitem(html._environment().globals, "tables_of", lambda part: times.append(part.id) or render(part))
    line = next(node for node in role.tree.walk() if node.kind == "line")
    edit = Edit(id="one-line", op="set", target=line.id, name="text", value="改了一条")
    changed = apply(role, edit)
    assert "改了一条" in html.article(drawn(changed), BORDERED)
    (of_line,) = [each.id for each in role.tree.children if line in each.walk()]
    assert times == [of_line]


@pytest.mark.parametrize("standards", [False, True])
def test_the_page_is_read_in_again_where_all_of_it_stood(standards: bool) -> None:
    filling = shipped().filling(WHOLE, standards=standards)
    again = from_document(FORMATS["html"].write(WHOLE, filling, "bordered"), "岗位.html")
    shown = by_place(WHOLE, filling)
    if not standards:
        shown = {place: (text, "", mark) for place, (text, _, mark) in shown.items()}
    assert by_place(again.role) == shown and not again.notes


@pytest.mark.browser
def test_the_name_of_a_band_stands_beside_it_and_on_a_phone_above_it(page: Page, tmp_path: Path) -> None:
    """Nothing stands beyond the screen, and what is copied has a line a row."""
    page.set_content(html.page(drawn(switched_on(ROLE)), BORDERED))
    boxes = "bands => bands.map((band) => [...band.children].map((each) => each.getBoundingClientRect().toJSON()))"
    for width in (1200, 390):
        page.set_viewport_size({"width": width, "height": 800})
        for name, table in page.locator(".band").evaluate_all(boxes):
            beside = abs(name["bottom"] - table["bottom"]) < 1 and name["right"] <= table["left"] + 1
            above = abs(name["left"] - table["left"]) < 1 and name["bottom"] <= table["top"] + 1
            assert (beside, above) == (width > 480, width < 480)
        assert page.evaluate("document.documentElement.scrollWidth") == width
    page.set_viewport_size({"width": 1200, "height": 800})
    copied = page.evaluate("getSelection().selectAllChildren(document.body) ?? getSelection().toString()")
    assert "基本信息" in copied and "岗位名称\t电商运营专员\t所属部门\t电商部" in copied
    file = page.pdf(prefer_css_page_size=True, print_background=True)
    assert [each for each in ("工作职责", "签收", "日") if each not in squeezed(text_in("pdf", file))] == []


@pytest.mark.parametrize("look", ["bordered", "fangsong"])
def test_a_title_is_smaller_the_longer_it_is_as_on_paper(look: str) -> None:
    short = replace(drawn(ROLE), name="店长", title="店长岗位职责说明书")
    long = replace(short, title="店" * 40)
    sizes = [
        float(re.findall(r'<h1 style="font-size:([0-9.]+)pt"', html.page(each, LOOKS[look]))[0])
        for each in (short, long)
    ]
    assert sizes == [20, 12]
    assert "<wbr>岗位职责说明书</h1>" in html.page(short, LOOKS[look])


@pytest.mark.browser
@pytest.mark.parametrize("look", LOOKS)
def test_beside_the_editor_nothing_runs_out_of_its_cell_and_what_is_short_stays_on_one_line(
    page: Page, look: str
) -> None:
    """Blanks in narrow columns, lines to write on, a date in the head, names of fields."""
    known = shipped()
    paper, post = (make_paper(known.papers[name], ROLE, known.filling(ROLE)) for name in ("assessment", "post"))
    head = {"closing": {"on": True}, "closing.record.date": {"text": "2026-12-01"}}
    for role, width in ((paper, 558), (post, 558), (edited(ROLE, head), 558), (without_lines(ROLE), 430)):
        page.set_viewport_size({"width": width, "height": 900})
        sheet = html.article(draw(role, known.filling(role)), LOOKS[look])
        page.set_content(f"<style>body {{ margin: 0 }} {html.style(LOOKS[look])}</style>{sheet}")
        assert page.evaluate(RUN_OUT) == [] == page.evaluate(BROKEN), (role.tree.title, width)


RUN_OUT = """[...document.querySelectorAll("td")].filter((cell) => {
  const { right } = cell.getBoundingClientRect();
  return [...cell.querySelectorAll("span")].some((text) => text.getBoundingClientRect().right > right);
}).map((cell) => cell.textContent)"""
BROKEN = """[...document.querySelectorAll(".line-to-fill, .form dd, th.name")].filter((place) => {
  const text = document.createRange();
  text.selectNodeContents(place);
  return new Set([...text.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
}).map((place) => place.textContent)"""


def edited(role: Role, changes: Mapping[str, Mapping[str, object]]) -> Role:
    def change(node: Node) -> Node:
        return node.with_(children=tuple(map(change, node.children)), **changes.get(node.id, {}))

    return role.replace(change(role.tree))


def without_lines(role: Role) -> Role:
    def bare(node: Node) -> Node:
        return node.with_(children=tuple(bare(each) for each in node.children if each.kind != "line"))

    return role.replace(bare(role.tree))
