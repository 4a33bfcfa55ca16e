"""The printed page: A4, nothing torn, page numbers, and the button that hands it to the printer."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from rolesmith.document.document import Document, Grid, Part, Phrase, Signatures
from rolesmith.document.draw import draw
from rolesmith.formats import html
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling, Piece
from tests.conftest import Server
from tests.desk import new_desk
from tests.excel_print import LINE, document
from tests.outside import squeezed, text_in
from tests.sample import every_kind


def test_the_page_needs_nothing_from_elsewhere() -> None:
    mark = io.BytesIO()
    Image.new("RGB", (300, 90), "#1f6b5a").save(mark, "PNG")
    page = html.page(replace(draw(every_kind()[0], Filling()), shop="青禾<b>", logo=mark.getvalue()))
    assert re.findall(r'(?:src|href)="(?!data:image/png;base64,)', page) == [] and "<script" not in page
    assert "青禾&lt;b&gt;" in page


def phrase(text: str) -> Phrase:
    return Phrase("n", (Piece(text),))


@pytest.mark.parametrize("name", LOOKS)
def test_sizes_and_colours_on_screen_are_the_looks_and_no_others(name: str) -> None:
    look = LOOKS[name]
    said = html.style(look)
    for size in ("title", "section", "text", "small"):
        assert f"--{size}: {getattr(look, size):g}pt;" in said
    for variable, colour in (("ink", look.ink), ("accent", look.accent), ("open", look.seal), ("rule", look.line)):
        assert f"--{variable}: {colour};" in said
    layout = said.partition("\n")[2]
    assert re.findall(r"font(?:-size)?:[^;]*\b\d+px", layout) == []
    assert set(re.findall(r"[:\s](#[0-9a-f]{3,8})\b", layout)) <= {"#e2efe9", "#0002", "#0000000f"}
    assert set(re.findall(r"font-weight: (\d+)", layout)) == {"400", "700"}


@pytest.mark.parametrize(("last", "off"), [("60", ""), ("50%", '<span class="alarm">（不是 100%）</span>')])
def test_weights_have_their_sum_and_signing_says_what_is_signed(last: str, off: str) -> None:
    columns = tuple(map(phrase, ("指标", "权重", "说明")))
    rows = tuple(tuple(map(phrase, row)) for row in (("退款率", "40%" if off else "40", "长说明"), ("好评", last, "")))
    grid = Grid("g", columns, (40, 20, 40), rows, ("indicator", "weight", ""))
    sign = Signatures("s", ((phrase("批准（盖章）"), phrase("")), (phrase("员工签收"), phrase(""))))
    article = html.article(Document("名", "题", (), (Part("p", "一、", phrase("考核"), (grid, sign)),)))
    total = "90%" if off else "100"
    assert f'colspan="1">合计{off}</th><td data-label="权重" class="sum codes">{total}</td><td></td></tr>' in article
    assert f'<p class="said">{sign.said}。</p>' in article and article.count('style="height:45mm"') == 1


@pytest.mark.browser
def test_a_phone_gets_one_column_a_night_is_dark_and_paper_stays_white(page: Page) -> None:
    drawn, markers = document(LINE)
    page.set_viewport_size({"width": 390, "height": 800})
    page.emulate_media(color_scheme="dark")
    page.set_content(html.page(replace(drawn, shop="青禾")))
    lefts = page.locator(".sheet th").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().left)")
    assert len(lefts) > 1 and len(set(map(round, lefts))) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    sizes = "each => [each.querySelector('td').getBoundingClientRect().width, getComputedStyle(each).fontSize]"
    width, size = page.locator(".sheet").first.evaluate(sizes)
    assert width > 200 and size == "15px"
    paper = "each => getComputedStyle(each).backgroundColor"
    assert page.locator("article").evaluate(paper) == "rgb(35, 37, 40)"
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("article").evaluate(paper) == "rgb(255, 255, 255)"
    page.emulate_media(media="screen")
    labels = page.locator("[data-label]").evaluate_all("cells => cells.map((cell) => cell.dataset.label)")
    shown = page.locator("article").inner_text() + "".join(labels)
    assert [marker for marker in markers if marker not in squeezed(shown)] == []


@pytest.mark.browser
def test_it_prints_on_a4_and_tears_nothing(page: Page, tmp_path: Path) -> None:
    drawn, markers = document(LINE * 3)
    page.set_content(html.page(drawn))
    file = tmp_path / "printed.pdf"
    file.write_bytes(page.pdf(prefer_css_page_size=True, print_background=True))
    said = subprocess.run(["pdfinfo", str(file)], capture_output=True, check=True).stdout.decode()
    assert re.search(r"Page size:\s+59[45]\.\d+ x 84[12]\.\d+ pts \(A4\)", said)
    count = int(re.findall(r"Pages:\s+(\d+)", said)[0])
    assert count > 1
    text = text_in("pdf", file.read_bytes())
    assert [marker for marker in markers if marker not in squeezed(text)] == []
    sheets = [
        [squeezed(line) for line in sheet.splitlines() if line.strip()] for sheet in text.rstrip("\f").split("\f")
    ]
    for number, lines in enumerate(sheets, 1):
        assert f"第{number}页/共{count}页" in lines
        lines.remove(f"第{number}页/共{count}页")
        assert not re.fullmatch(r"(（.）|.、)?标\d\d[^条项格]{1,3}记", lines[-1]), (
            "a title stands apart from what follows"
        )


@pytest.mark.browser
def test_a_click_hands_the_newest_text_to_the_printer(fresh: Page, server: Server) -> None:
    page = fresh
    page.add_init_script("window.print = () => { window.top.printedText = document.body.innerText; }")
    desk = new_desk(page, server).open("basics")
    desk.type("岗位概述", "刚写的一句")
    page.locator("[data-testid=stSidebar] a", has_text="预览与导出").click()
    desk.button("更多").click()
    page.get_by_role("button", name="打印 A4").click()
    page.wait_for_function("window.printedText?.includes('刚写的一句')")
    assert shipped().starters["operations_specialist"].role.meaning("name").text in page.evaluate("window.printedText")
    expect(page.locator("#printed")).to_have_count(1)
