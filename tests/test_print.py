"""The printed page: A4, nothing torn, page numbers, and the button that hands it to the printer."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from rolesmith.document.draw import draw
from rolesmith.formats import html
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
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
    page.get_by_role("button", name="打印 A4").click()
    page.wait_for_function("window.printedText?.includes('刚写的一句')")
    assert shipped().starters["operations_specialist"].role.meaning("name").text in page.evaluate("window.printedText")
    expect(page.locator("#printed")).to_have_count(1)
