"""预览与导出: three big ways, all others behind one word; the papers as pictures below; what is open, and the score."""

from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.role.tree import new_id
from rolesmith.store.store import Saved
from tests.conftest import SHOP, Server
from tests.desk import new_desk
from tests.thumbnails import FORM_LIMIT, FORM_SIZE, LIMIT, PICTURES, SIZE
from ui.advice import LEAST, points

BROKEN = """(smalls) => smalls.flatMap((small) => {
  const range = document.createRange();
  const text = small.firstChild;
  const found = [];
  for (let at = 1; at < text.length; at++) {
    const tops = [at - 1, at].map((from) => {
      range.setStart(text, from);
      range.setEnd(text, from + 1);
      return range.getBoundingClientRect().top;
    });
    if (tops[0] + 4 < tops[1] && !"，、；".includes(text.data[at - 1])) found.push(text.data);
  }
  return found;
})"""
"""Texts that go on in another line elsewhere than behind a comma."""
TOPS = "(found) => found.map((each) => each.getBoundingClientRect().top)"


def test_every_paper_has_a_picture_that_weighs_little() -> None:
    pictures = {path.stem: path.read_bytes() for path in PICTURES.iterdir()}
    form = pictures.pop("form")
    assert len(form) <= FORM_LIMIT and Image.open(BytesIO(form)).size == FORM_SIZE
    assert pictures.keys() == shipped().papers.keys()
    assert {kind: len(data) for kind, data in pictures.items() if len(data) > LIMIT} == {}
    assert {Image.open(BytesIO(data)).size for data in pictures.values()} == {SIZE}
    assert len(set(pictures.values())) == len(pictures)


@pytest.mark.parametrize("starter", ["operations_specialist", ""])
def test_a_score_is_told_of_what_somebody_wrote_here_and_never_a_low_one(starter: str) -> None:
    role = shipped().starters[starter].role if starter else shipped().templates["ecommerce"].role()

    def said(revision: int, score: int) -> str:
        return points(Saved("r1", "position", role, revision, 0, False, datetime.now(UTC)), score)

    assert said(2, 89) == "：89 分" and said(2, LEAST) == f"：{LEAST} 分"
    assert said(2, 0) == said(2, LEAST - 1) == ""
    assert said(1, 89) == ("：89 分" if starter else ""), "nobody has written in what was read in, or in an empty one"


@pytest.mark.browser
def test_three_ways_stand_first_and_papers_above_what_is_open_and_no_word_is_broken(page: Page, server: Server) -> None:
    desk = new_desk(page, server)
    name = desk.stored().meaning("name")
    assert name
    long = Edit(id=new_id("edit-"), op="set", target=name.id, name="text", value="某某家居百货旗舰店客服" * 18)
    store = server.store()
    store.apply(SHOP, desk.role, [long])
    store.close()
    for width, height in ((1440, 900), (768, 1024), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        desk.open("finish")
        ways = page.locator(".way")
        expect(ways).to_have_count(3)
        tops = ways.evaluate_all(TOPS)
        assert max(tops) - min(tops) < 1, f"beside one another at {width}"
        expect(page.locator(".paper img")).to_have_count(len(shipped().papers))
        order = [page.locator(place).evaluate_all(TOPS)[0] for place in (".way", ".paper", "[class*=st-key-card-gaps]")]
        order += page.get_by_role("heading", name="写得怎么样").evaluate_all(TOPS)
        assert order == sorted(order)
        assert page.locator(".way b").evaluate_all("found => found.every((b) => b.offsetHeight < 30)")
        assert page.locator(".way small, .paper small").evaluate_all(BROKEN) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    further = page.get_by_role("button", name="复制全文")
    expect(further).to_have_count(0)
    desk.button("更多").press("Enter")
    expect(further).to_be_visible()
    expect(page.get_by_role("button", name="下载 Markdown")).to_be_visible()


@pytest.mark.browser
def test_from_the_last_blank_to_the_page_and_its_signatures(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("blanks")
    onwards = page.locator(".st-key-next a")
    expect(onwards).to_have_text("前言 →")
    for blank in page.locator(".ask.open input").all():
        blank.evaluate("input => input.setAttribute('data-to-fill', '')")
    for blank in page.locator("input[data-to-fill]").all():
        blank.fill("3")
    expect(onwards).to_have_text("预览与导出 →")
    expect(page.locator(".st-key-aside a")).to_have_text("前言 →")
    onwards.click()
    chip = desk.button("＋签字栏")
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(desk.paper).not_to_contain_text("员工签收")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")
    expect(desk.paper).to_contain_text("员工签收")
    (closing,) = (section for section in desk.stored().tree.of("section") if section.title == "附则")
    assert closing.on
    desk.open("outline")
    desk.button("撤销").click()
    expect(page.get_by_role("status").filter(has_text="已撤销：附则")).to_be_visible()
    desk.saved()
    assert not next(each for each in desk.stored().tree.of("section") if each.id == closing.id).on
