"""The pictures in README, made anew: `python -m tests.pictures` (it takes Chromium, LibreOffice and Poppler).

- `docs/first.png`: a film of somebody who is here for the first time, from the empty page to a finished Excel.
- `docs/form.png`, `docs/assessment.png`: the first page of a description and of an assessment, as they are printed.
"""

import base64
import io
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from rolesmith.document.draw import draw
from rolesmith.formats import pdf
from rolesmith.formats.excel import workbook
from rolesmith.formats.looks import look_named
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Role
from tests.conftest import ARGUMENTS, CHROMIUM, ROOT, Server
from tests.desk import Desk, role_in
from tests.film import Film

DOCS = ROOT / "docs"
SIZE = {"width": 1104, "height": 690}
"""The least width at which form and paper stand side by side; README shows it at three quarters."""
ANSWERS = {
    "店名": "青禾家居旗舰店", "平台": "天猫", "主营类目": "家居日用", "工作地址": "杭州市余杭区文一西路1818号",
    "岗位编制人数": "2", "岗位等级": "P3", "销售额增长率": "25", "当前支付转化率": "2.1", "支付转化率目标": "2.6",
    "客单价增幅": "5", "店铺评分目标": "4.8", "违规扣分上限": "2", "主推款占比目标": "40",
}  # fmt: skip
NUMBERS = {
    "首次响应时长": "30",
    "询单转化率目标": "45",
    "一次性解决率目标": "90",
    "投诉响应准时率目标": "98",
    "主营类目": "女装",
}
FACTS_OF_FILE = {"number": "YY-03", "version": "2", "date": "2026-12-01"}
RESOLUTION = 82
"""Dots an inch of a printed page."""
QUICK = 60
"""Milliseconds from one key to the next, where it is no longer news."""
SHEET = """<style>::-webkit-scrollbar {{ display: none }}</style>
<body style="margin: 0; background: #e9e4da; text-align: center">
  <img src="data:image/png;base64,{picture}" style="width: 860px; margin: 24px 0" alt="">
</body>"""


def first_visit(page: Page, server: Server, folder: Path) -> Film:
    """From the empty page: a job is chosen, its blanks are filled, a duty is added, the file is taken."""
    page.goto(server.url)
    page.get_by_test_id("stSidebar").hover()
    page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
    film = Film(page)
    film.caption("一　说一声要写什么岗位，正文已经写好")
    film.hold(1000)
    film.click(page.get_by_role("combobox", name="您要写什么岗位？"), wait=200)
    film.type("客服")
    start = page.get_by_role("option", name="客服专员")
    expect(start).to_be_visible()
    film.hold(600)
    film.click(start, wait=0)
    page.wait_for_url("**/blanks?role=*")
    desk = Desk(page, server, role_in(page))
    desk.drawn()
    fill(film, desk)
    add_a_duty(film, desk)
    take(film, desk, folder)
    return film


def fill(film: Film, desk: Desk) -> None:
    """Two of the blanks at leisure, the others quickly."""
    film.caption("二　填您店里的数字和名字，右边就是成稿")
    film.hold(1000)
    film.click(desk.box("岗位编制"), wait=200)
    film.type("2")
    film.hold(600)
    quickly(film, desk, {"岗位等级": "P3", "工作地点": "杭州市余杭区"})
    film.click(desk.page.get_by_role("button", name="抖音小店", exact=True), wait=0)
    expect(desk.paper).to_contain_text("抖音小店")
    film.hold(900)
    quickly(film, desk, NUMBERS)
    desk.saved()
    film.hold(600)


def quickly(film: Film, desk: Desk, answers: Mapping[str, str]) -> None:
    """What is no longer news."""
    for name, text in answers.items():
        desk.box(name).focus()
        film.type(text, QUICK)


def add_a_duty(film: Film, desk: Desk) -> None:
    """A click on the paper leads to where it is written; what is common for the post is added."""
    page = desk.page
    film.caption("三　点纸上哪一条就改哪一条，少的从预设库挑")
    line = desk.paper.get_by_text("处理商品中差评").first
    film.move(desk.paper)
    film.roll(line)
    film.click(line, wait=0)
    page.wait_for_url("**/duties?**")
    desk.drawn()
    film.hold(800)
    film.click(desk.button("从预设库挑"), wait=0)
    duty = page.get_by_role("checkbox").first
    expect(duty).to_be_visible()
    film.hold(600)
    film.click(duty, wait=500)
    film.click(desk.button("挑好了"), wait=0)
    desk.saved()
    film.hold(1200)


def take(film: Film, desk: Desk, folder: Path) -> None:
    """The Excel is taken, and shown as it is printed."""
    film.caption("四　带走 Excel：打开就能打印、能签字，也能接着改")
    film.move(desk.button("下载 Excel"))
    file = desk.download("下载 Excel", folder)
    film.hold(600)
    page = film.page
    page.set_content(SHEET.format(picture=base64.b64encode(printed(file, 144)).decode()))
    film.hold(1500)
    film.roll(page.locator("img"), share=-0.55)
    film.hold(2200)


def description() -> Role:
    """A starter whose blanks are filled, as it is published."""
    role = shipped().starters["operations_specialist"].role
    for meaning, text in FACTS_OF_FILE.items():
        node = role.meaning(meaning)
        assert node
        role = apply(role, Edit(id=f"file-{meaning}", op="set", target=node.id, name="text", value=text))
    return role.replace(role.tree.with_(values={**role.tree.values, **ANSWERS}))


def sheets(folder: Path) -> None:
    """A description as Excel prints it, and its assessment as PDF."""
    role, look = description(), look_named("")
    filling = shipped().filling(role, ANSWERS)
    assessment = make_paper(shipped().papers["assessment"], role, filling)
    (folder / "form.xlsx").write_bytes(workbook.write([draw(role, filling)], look))
    (folder / "assessment.pdf").write_bytes(pdf.write(draw(assessment, shipped().filling(assessment, ANSWERS)), look))
    for file in (folder / "form.xlsx", folder / "assessment.pdf"):
        page = Image.open(io.BytesIO(printed(file, RESOLUTION))).convert("RGB")
        page.quantize(32, dither=Image.Dither.NONE).save(DOCS / f"{file.stem}.png", optimize=True)


def printed(file: Path, resolution: int) -> bytes:
    """The first page of a document as a PNG."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office
    profile = f"-env:UserInstallation={(file.parent / 'profile').as_uri()}"
    if file.suffix != ".pdf":
        command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", file.parent, file]
        subprocess.run(command, check=True, capture_output=True)
    command = ["pdftoppm", "-png", "-r", str(resolution), "-f", "1", "-l", "1", file.with_suffix(".pdf")]
    return subprocess.run(command, check=True, capture_output=True).stdout


def main() -> None:
    """Make them all."""
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        server = Server(folder)
        server.start()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            context = browser.new_context(viewport=SIZE)
            film = first_visit(context.new_page(), server, folder)
        finally:
            browser.close()
            server.kill()
        film.save(DOCS / "first.png")
        sheets(folder)


if __name__ == "__main__":
    main()
