"""保存长图: the whole document as one picture, made in the browser."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.conftest import Server
from tests.desk import Desk, new_desk
from ui.assets import VERSION

pytestmark = pytest.mark.browser

WIDTH, SCALE = 560, 2


def take(desk: Desk, folder: Path) -> Image.Image:
    path = desk.download("保存长图 一张图，手机上直接看", folder)
    assert path.name.startswith("电商运营专员岗位职责说明书") and path.suffix == ".png"
    assert path.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")
    return Image.open(BytesIO(path.read_bytes())).convert("L")


def article_height(page: Page, desk: Desk) -> float:
    """The exported article's height in CSS pixels, laid out as wide as the picture."""
    page.goto(f"{desk.server.url}/roles/{desk.role}/text")  # any page of the same origin
    return float(
        page.evaluate(
            """async ([address, width]) => {
            document.body.innerHTML = await (await fetch(address)).text();
            const article = document.querySelector("article");
            article.style.cssText = `width: ${width}px; max-width: none; margin: 0; padding: 40px 34px 48px`;
            return article.getBoundingClientRect().height;
        }""",
            [f"/roles/{desk.role}/export.html", WIDTH],
        )
    )


def ink(picture: Image.Image, top: float, bottom: float) -> int:
    """How many dark pixels lie between two heights, as shares of the picture."""
    part = picture.crop((0, round(picture.height * top), picture.width, round(picture.height * bottom)))
    return sum(part.histogram()[:128])


def test_the_picture_holds_the_whole_document_at_twice_its_size(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server).open("finish")
    picture = take(desk, tmp_path)
    expect(page.get_by_role("status").filter(has_text="长图已保存")).to_be_visible()
    assert picture.width == WIDTH * SCALE
    assert picture.height == pytest.approx(article_height(page, desk) * SCALE, abs=4)
    assert ink(picture, 0, 0.1) > 1000, "the title"
    assert ink(picture, 0.9, 1) > 1000, "the last lines"
    margin = picture.crop((0, 0, 40, picture.height))
    assert margin.getextrema() == (255, 255), "a white margin"


def test_the_picture_holds_what_was_typed_last(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server).open("finish")
    before = take(desk, tmp_path)
    page.get_by_role("link", name="基本信息").first.click()
    desk.type("直接上级", "兼店长，也管客服、仓库和两位兼职主播")
    page.get_by_role("link", name="预览与导出").first.click()
    expect(page.locator("h1").filter(has_text="预览与导出")).to_be_visible()
    after = take(desk, tmp_path)
    assert (before.size, before.tobytes()) != (after.size, after.tobytes())


def test_a_document_too_long_for_a_picture_is_told_so(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/assets/{VERSION}/shared/limits.js")
    said = page.evaluate(
        """async (module) => {
        const { draw } = await import(module);
        const article = (lines) => `<style></style><article><p>${"一行<br>".repeat(lines)}</p></article>`;
        const long = await createImageBitmap(await draw(article(600)));
        const refused = await draw(article(5000)).catch((error) => error.message);
        return [long.width, long.height, refused];
    }""",
        f"/assets/{VERSION}/shared/picture.js",
    )
    width, height, refused = said
    assert WIDTH <= width < WIDTH * SCALE and height <= 16_384 and width * height <= 16_777_216 * 1.01
    assert refused == "文件太长，一张图放不下，请改用 Excel 或网页。"
