"""全店: people written on the page stand in the chart, come back, and the example shop comes and goes by a click."""

import io
import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, Page, expect

from rolesmith.document.posts import Post
from rolesmith.formats.chart.pages import of_page, pages
from rolesmith.formats.chart.svg import ON_SCREEN
from rolesmith.formats.excel import people as workbook
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.store.store import PEOPLE
from rolesmith.team.chart import chart
from rolesmith.team.coverage import duties_in
from rolesmith.team.decisions import Claim, answers_in
from rolesmith.team.frames import by_post, holdings
from rolesmith.team.people import Held, Person, people_in
from tests.conftest import SHOP, Server
from tests.coverage_share import post as described
from tests.desk import choose, visit
from tests.nasty import NASTY

HOSTILE = "<img src=x onerror=alert(1)>"


def post(name: str, superior: str = "") -> Post:
    return Post(name, "", superior, "", (), (), ())


def drawn(posts: dict[str, Post], *people: Person) -> list[str]:
    names = {key: each.name for key, each in posts.items()}
    table = by_post(holdings(people, names), names)
    return [of_page(page, ON_SCREEN) for page in pages(chart(posts, table, leads=True))]


def test_each_of_500_posts_leads_to_its_role_once() -> None:
    posts = {f"r{at}": post(f"岗位{at}", f"岗位{at // 7}" if at else "") for at in range(500)}
    people = [Person(f"p{at}", f"员工{at}", "", False, (Held(f"r{at}", "", "100"),)) for at in range(100)]
    found = drawn(posts, *people)
    keys = re.findall(r'data-role="(r\d+)"', "".join(found))
    assert set(keys) == set(posts) and all(f"员工{at}<" in "".join(found) for at in range(100))
    assert "还没有人" in "".join(found) and 'role="img"' not in "".join(found)


def test_where_the_rest_stands_on_another_page_a_box_without_a_role_leads_there() -> None:
    found = drawn({f"r{at}": post(f"岗位{at}", f"外面的{at % 40}") for at in range(500)})
    assert set(re.findall(r'data-page="(\d+)" role="link"', found[0])) >= {"2", "3"}
    assert "data-page" not in "".join(drawn({"r1": post("客服", "运营主管")}))


def test_until_people_are_written_a_box_says_how_many_its_post_has() -> None:
    posts = {"r1": Post("客服", "", "", "3人", (), (), ())}
    assert "3人" in drawn(posts)[0] and "还没有人" not in drawn(posts)[0]


def test_a_superior_without_a_description_says_so_and_leads_nowhere() -> None:
    (svg,) = drawn({"r1": post("客服", "运营主管")}, Person("p1", "周禾", "", False, (Held("r1", "", "100"),)))
    assert svg.count("还没有说明书<") == 1 and svg.count("data-role") == 1


def test_names_are_only_text_in_the_chart() -> None:
    posts = {"r1": post(HOSTILE)}
    for name in (HOSTILE, *(each for _, each in NASTY)):
        (svg,) = drawn(posts, Person("p1", name, "", False, (Held("r1", "", "50"),)))
        assert "<img" not in svg and "<script" not in svg


def test_names_are_only_text_in_the_workbook() -> None:
    rows = [workbook.StaffRow(text, "客服", 62.5, "=1+1", False) for _, text in NASTY]
    rows.append(workbook.StaffRow("", "", float("nan"), "", True))
    held = [workbook.PostRow("客服", 2, 1, 1.5, "周禾、吴桐，待招 1 人")]
    data = workbook.write(rows, held, "青禾", LOOKS["bordered"])
    staff, posts = load_workbook(io.BytesIO(data)).worksheets
    texts = [cell for row in staff.iter_rows(values_only=True) for cell in row if cell is not None]
    assert {text for _, text in NASTY} - {""} <= set(texts) and 0.625 in texts and "待招" in texts and "=1+1" in texts
    assert not any(cell.data_type == "f" for row in staff.iter_rows() for cell in row)
    assert [cell for row in posts.iter_rows(values_only=True) for cell in row if cell is not None][-5:] == [
        "客服", 2, 1, 1.5, "周禾、吴桐，待招 1 人",
    ]  # fmt: skip


@pytest.fixture
def shop(server: Server) -> Server:
    """A shop of two roles, without people."""
    server.clear()
    store = server.store()
    store.create_all(SHOP, [shipped().starters[key].role for key in ("operations_supervisor", "live_host")])
    store.close()
    return server


def saved(page: Page) -> None:
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    expect(page.locator(".state.saved")).to_contain_text("已保存")


def shown(mark: Locator) -> bool:
    return mark.evaluate("(each) => getComputedStyle(each).opacity !== '0'") is True


@pytest.mark.browser
def test_a_person_with_two_posts_stands_in_the_chart_and_is_there_again(page: Page, shop: Server) -> None:
    visit(page, shop, "/")
    expect(page.get_by_test_id("stSidebar").get_by_role("link").first).to_have_text("全店")
    page.get_by_test_id("stSidebar").get_by_role("link", name="全店").click()
    expect(page.get_by_text("还没有写人员")).to_be_visible()
    page.get_by_role("button", name="加一个人").click()
    expect(page.locator(".tiles")).to_contain_text("要看一下")
    expect(page.locator(".told")).to_be_hidden()  # nobody is told what lacks before a key is pressed
    expect(page.get_by_role("button", name="载入示例店")).to_have_count(0)
    page.keyboard.type("周禾")
    page.get_by_role("combobox", name="周禾：加一个岗位").click()
    expect(page.get_by_role("option")).to_have_count(2)
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    choose(page, "周禾：加一个岗位", "运营主管")
    page.keyboard.type("70")
    choose(page, "周禾：加一个岗位", "主播")
    expect(page.get_by_role("textbox", name="周禾：主播占的时间")).to_have_value("30")
    page.get_by_role("textbox", name="周禾：运营主管占的时间").fill("60")
    expect(page.locator(".told")).to_have_text("占比合计 90，要正好 100。")
    page.get_by_role("textbox", name="周禾：主播占的时间").fill("40")
    expect(page.locator(".told")).to_have_count(0)
    page.get_by_role("button", name="加一个人").click()
    wanted = page.locator(".person .mark")
    assert [shown(each) for each in wanted.all()] == [False, True]
    page.keyboard.type(HOSTILE)
    page.locator("h1").click()
    page.mouse.move(0, 0)
    assert [shown(each) for each in wanted.all()] == [False, False]
    wanted.first.focus()
    assert [shown(each) for each in wanted.all()] == [True, False]
    saved(page)
    page.reload()
    expect(page.locator(".chart").get_by_text("周禾 60%")).to_be_visible()
    expect(page.locator(".chart").get_by_text("周禾 40%")).to_be_visible()
    expect(page.locator(".tiles")).to_contain_text("1 人兼几个岗")
    expect(page.locator(".who textarea").last).to_have_value(HOSTILE)
    assert page.locator("img[src=x]").count() == 0
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".person")).to_have_count(1)
    saved(page)
    page.locator(".chart [role=link]", has_text="主播").click()
    expect(page).to_have_url(re.compile(r"/finish\?role="))
    store = shop.store()
    (person,) = people_in(store.own(SHOP, PEOPLE).role.tree)
    store.close()
    assert (person.name, [held.written for held in person.posts]) == ("周禾", ["60", "40"])


@pytest.mark.browser
def test_the_example_shop_comes_and_goes_by_a_click_each(page: Page, server: Server) -> None:
    server.clear()
    visit(page, server, "/team")
    expect(page.get_by_text("还没有岗位。先在")).to_be_visible()
    page.get_by_role("button", name="载入示例店").click()
    expect(page.locator(".chart").get_by_text("周禾 60%")).to_be_visible()
    expect(page.locator(".person")).to_have_count(8)
    wide = page.locator(".chart svg").bounding_box()
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator(".chart svg")).not_to_have_attribute("width", f"{wide['width']:.0f}" if wide else "")
    assert page.locator(".chart").evaluate("(each) => each.scrollWidth <= each.clientWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    with page.expect_download() as waiting:
        page.locator(".staff").get_by_role("button", name="下载 Excel").click()
    assert load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes())).sheetnames == ["人员表", "岗位人员"]
    page.get_by_role("button", name="移除示例店").click()
    expect(page.get_by_text("移除了 9 个岗位、8 行人员。")).to_be_visible()
    expect(page.locator(".person")).to_have_count(0)


PASTE = """(box, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.mark.browser
def test_people_are_pasted_with_their_posts_and_too_many_are_not_taken_in_part(page: Page, shop: Server) -> None:
    visit(page, shop, "/team")
    page.get_by_role("button", name="加一个人").click()
    who = page.locator(".who textarea")
    who.evaluate(PASTE, "许静\t主播\t2024-05\n陈晓\t运营主管 60、主播 40\n孙强\t车间 100")
    expect(who).to_have_count(3)
    saved(page)
    expect(page.locator(".told")).to_have_text(re.compile("店里没有“车间”这个岗位"))
    expect(page.locator(".chart").get_by_text("许静、陈晓 40%")).to_be_visible()
    who.last.evaluate(PASTE, "\n".join(f"员工{at}" for at in range(5_000)))
    expect(page.get_by_text("粘贴了 5000 行，这里还放得下 497 行，一行也没有加")).to_be_visible()
    expect(who).to_have_count(3)
    page.get_by_role("button", name="撤销").click()
    expect(who).to_have_count(1)


@pytest.mark.browser
def test_a_duty_that_nobody_has_is_given_to_a_role_a_guess_is_denied_and_both_are_undone(
    page: Page, server: Server
) -> None:
    server.clear()
    store = server.store()
    picker, counter = store.create_all(
        SHOP, [described("发货员", ["每天和快递交接发货"]), described("仓管", ["登记入库"])]
    )
    store.close()
    visit(page, server, "/team")
    nobody = page.get_by_role("button", name=re.compile("^没人管")).locator("b")
    before = nobody.inner_text()
    expect(page.locator(".tiles")).to_contain_text(f"{before} 件事没人管")
    first = page.locator(".matrix .topic button").first.inner_text()
    choose(page, f"{first}：交给哪个岗位", "仓管")
    expect(page.locator(".duties .said")).to_contain_text("已放进“仓管”的")
    expect(page.locator(".matrix .topic button", has_text=first)).to_have_count(0)
    given = nobody.inner_text()
    expect(page.locator(".tiles")).to_contain_text(f"{given} 件事没人管")
    page.get_by_role("button", name=re.compile("少有店专门写")).click()
    expect(page.locator(".matrix .topic button", has_text="推广效果数据复盘")).to_have_count(1)
    assert int(given) < int(before)
    page.get_by_role("button", name=re.compile("^猜的")).click()
    page.get_by_role("button", name="快递物流对接发货", exact=True).click()
    page.get_by_role("button", name="快递物流对接发货：发货员，不对").click()
    expect(nobody).to_have_text(f"{int(given) + 1}")
    saved(page)
    page.reload()
    expect(nobody).to_have_text(f"{int(given) + 1}")
    assert len(given_to(server, counter)) == 2 and kept_answers(server) == {(picker, "快递物流对接发货"): "不管"}
    for step, left in (("撤销", given), ("撤销", before), ("重做", given), ("撤销", before)):
        page.get_by_role("button", name=step).click()
        expect(nobody).to_have_text(left)
    saved(page)
    assert given_to(server, counter) == ["登记入库"] and kept_answers(server) == {}


def given_to(server: Server, role: str) -> list[str]:
    """The duties of a role as they lie in the database."""
    store = server.store()
    found = store.role(SHOP, role)
    store.close()
    assert found
    return [line.text for line in duties_in(found.role.tree)]


def kept_answers(server: Server) -> dict[Claim, str]:
    store = server.store()
    found = answers_in(store.own(SHOP, PEOPLE).role.tree)
    store.close()
    return found
