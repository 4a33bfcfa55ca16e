"""Everyone can use it: keyboard alone, a screen reader, weak eyes, and no word of English on the way."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rolesmith.libraries.tree import key_of
from rolesmith.presets.shipped import FOLDER, shipped
from rolesmith.shop import example, libraries
from tests.conftest import ROOT, SHOP, THOROUGH, Server
from tests.desk import Desk, at_rest, home_of, new_desk, role_in, seen_by, turn, with_more_than_a_page_of_roles
from tests.test_main_job import read_excel
from tests.visitors import Theme

pytestmark = pytest.mark.browser

AXE = ROOT / "tests" / "vendor" / "axe.min.js"
SHOP_PAGES = ("", "bring", "libraries", "team", "shop")
ROLE_PAGES = ("blanks", "basics", "goals", "duties", "qualifications", "kpis", "outline", "versions", "finish")
FOCUSED = """() => {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at;
}"""
ENGLISH = re.compile(r"[A-Za-z]{3,}")
OUR_NAMES = {
    "Excel",
    "Word",
    "PDF",
    "JPG",
    "docx",
    "csv",
    "html",
    "odt",
    "pdf",
    "doc",
    "xls",
    "txt",
    "Markdown",
    "JavaScript",
    "Ctrl",
    "Shift",
    "json",
    "yaml",
    "zip",
    "xlsx",
    "SKU",
    "FBA",
    "kucun",
    "YAML",
    "RSL",
}
CONTENT = "\n".join(path.read_text("utf-8") for path in (FOLDER / "duties").glob("*.yaml"))
"""Latin words that a Chinese reader expects: names of formats, endings and keys, and what the trade says."""
WORDS_IN_SIGHT = """() => {
  const found = [document.title];
  const walk = (root) => {
    for (const element of root.querySelectorAll("*")) {
      if (element.matches("script, style, noscript, code, code *, head *")) continue;
      if (element.closest("[aria-hidden=true]")) continue;
      for (const name of ["aria-label", "title", "alt", "placeholder", "aria-roledescription", "aria-valuetext"])
        found.push(element.getAttribute(name) ?? "");
      for (const child of element.childNodes) if (child.nodeType === Node.TEXT_NODE) found.push(child.data);
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(document);
  return found.filter(Boolean);
}"""


EYES: tuple[tuple[Theme, int], ...] = (("light", 1440), ("dark", 390))
"""A visitor at a desk by day, and with a phone at night: colours do not hang on the width."""

OF_A_LOOK = ("color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable")


PAPER = ".st-key-paper"
ROWS = {"fromShadowDom": [".st-key-home [data-testid=stBidiComponentIsolated]", ".rows"]}
"""The roles of 我的岗位; they scroll beneath the bar of those that are ticked, where axe holds half a row for small."""


def findings(page: Page, *, without: Sequence[object] = (), rules: tuple[str, ...] = ()) -> list[str]:
    """What axe holds for serious or critical, by all rules or by these, one line each."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    look = """async ([exclude, rules]) => {
      const only = rules.length ? { runOnly: rules } : {};
      return (await axe.run({ exclude }, { resultTypes: ["violations"], ...only })).violations;
    }"""
    found = page.evaluate(look, [list(without), rules])
    return [
        f"{finding['id']}: {node['target']} {node['failureSummary']}"
        for finding in found
        if finding["impact"] in ("serious", "critical")
        for node in finding["nodes"]
    ]


def all_pages(page: Page, server: Server) -> Iterator[str]:
    """Every page in turn, drawn and at rest; 回收站 is open and something was just deleted from a section."""
    for place in turned(page, server):
        at_rest(page)
        yield place


def turned(page: Page, server: Server) -> Iterator[str]:
    """Every page in turn, with what it is about in view."""
    desk = new_desk(page, server)
    with_trash(server)
    with_more_than_a_page_of_roles(server)
    with_tags(server)
    page.goto(f"{server.url}/{SHOP_PAGES[-1]}")
    at_rest(page)
    for path in SHOP_PAGES:
        if path == "team":
            with_example(server)
        turn(page, f"/{path}")
        expect(page.get_by_test_id("stMain").locator("h1")).to_be_visible()
        if not path:
            expect(page.get_by_role("button", name=re.compile("^再看"))).to_be_visible()
            page.locator("summary").filter(has_text="回收站").click()
            expect(page.get_by_role("button", name="恢复").first).to_be_visible()
        if path == "libraries":
            expect(page.locator("a.card").first).to_be_visible()
        if path == "shop":
            expect(page.locator(".ask").first).to_be_visible()
        if path == "team":
            expect(page.locator(".person").first).to_be_visible()
        yield path or "我的岗位"
        if not path:
            yield from beginning(page)
    yield from libraries_read(page)
    with_library(server, "team")
    turn(page, f"/library?role={key_of('team')}")
    page.locator(".told").first.click()
    expect(page.locator(".details-rows").first).to_be_visible()
    yield "library"
    for path in ROLE_PAGES:
        desk.turn(path)
        yield path
        if path == "duties":
            page.get_by_role("button", name="从预设库挑").click()
            expect(page.locator(".found li").first).to_be_visible()
            yield "duties, picking"
    page.goto(f"{server.url}/finish?role=none")
    expect(page.get_by_text("这个岗位不存在或已经删掉了")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".rows li").first).to_be_visible()
    yield "a role that is gone"


def beginning(page: Page) -> Iterator[str]:
    """What the ticked ones are tagged with, what one can begin with, and what is found for a name."""
    page.get_by_role("checkbox", name="全选").check()
    page.get_by_role("group", name="选中的岗位").get_by_role("button", name="标签").click()
    expect(page.get_by_role("option").first).to_be_visible()
    yield "我的岗位, tagging"
    page.keyboard.press("Escape")
    page.get_by_role("button", name="新建岗位").click()
    expect(page.locator(".start").first).to_be_visible()
    yield "我的岗位, beginning"
    page.get_by_role("combobox", name="您要写什么岗位？").fill("kefu")
    expect(page.get_by_role("option").first).to_be_visible()
    yield "我的岗位, found"
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_be_hidden()


def libraries_read(page: Page) -> Iterator[str]:
    """What one may open on the page of all libraries, and a library to read."""
    turn(page, "/libraries")
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_label("搜全部预设库").fill("库存")
    expect(page.locator(".topic li").first).to_be_visible()
    yield "libraries, searching"
    turn(page, f"/library?role={key_of('service')}")
    page.get_by_role("button", name="发给别人").click()
    expect(page.locator(".topic li").first).to_be_visible()
    yield "library, to read"


def with_tags(server: Server) -> None:
    store = server.store()
    store.tag(SHOP, [head.id for head in store.heads(SHOP)[::2]], ["急招", "夜班"])
    store.close()


def with_example(server: Server) -> None:
    store = server.store()
    example.bring(store, SHOP)
    store.close()


def with_trash(server: Server) -> None:
    store = server.store()
    try:
        if not store.roles(SHOP, trashed=True):
            store.trash(SHOP, store.create(SHOP, shipped().starters["operations_specialist"].role))
    finally:
        store.close()


def with_library(server: Server, key: str) -> None:
    store = server.store()
    libraries.copy(store, SHOP, key)
    store.close()


def english(page: Page, server: Server) -> set[str]:
    """Words of the framework's that are in sight or read aloud."""
    texts = [text for text in page.evaluate(WORDS_IN_SIGHT) if text != str(server.database)]
    return {word for text in texts for word in ENGLISH.findall(text)} - OUR_NAMES - set(ENGLISH.findall(CONTENT))


def test_axe_has_nothing_serious_to_say_of_any_page_and_no_english_shows(page: Page, server: Server) -> None:
    """By all rules by day; by those that ask for colours and sizes by night too, and with --thorough by all."""
    unsound: dict[tuple[str, Theme], list[str]] = {}
    foreign: dict[str, set[str]] = {}

    def look(theme: Theme, width: int) -> None:
        page.set_viewport_size({"width": width, "height": 900})
        seen_by(page, theme)
        at_rest(page)

    for place in all_pages(page, server):
        foreign[place] = set()
        for eye in EYES:
            look(*eye)
            foreign[place] |= english(page, server)  # before axe, whose own words are English
        for eye in reversed(EYES):
            look(*eye)
            # the document is the same on each page of a role
            rules = OF_A_LOOK if eye[0] == "dark" and place != "duties" and not THOROUGH else ()
            without = [] if place == "finish" else [PAPER, ROWS] if place.startswith("我的岗位, ") else [PAPER]
            unsound[place, eye[0]] = findings(page, without=without, rules=rules)
    assert {place: found for place, found in unsound.items() if found} == {}
    assert {place: words for place, words in foreign.items() if words} == {}


def test_a_damaged_database_is_told_in_one_sound_sentence_and_left_alone(page: Page, own: Server) -> None:
    damaged = b"this is no database" * 100
    own.kill()
    for path in own.database.parent.glob("rolesmith.db*"):
        path.unlink()
    own.database.write_bytes(damaged)
    own.start()
    try:
        for place in ("", "duties?role=r1", "libraries"):
            page.goto(f"{own.url}/{place}")
            expect(page.get_by_role("heading", name="暂时打不开数据")).to_be_visible()
            expect(page.get_by_text("可能已损坏")).to_contain_text("rolesmith.db")
            expect(page.get_by_role("dialog")).to_have_count(0)
        assert findings(page) == []
        assert own.database.read_bytes() == damaged
    finally:
        own.kill()
        own.database.unlink()


# keyboard alone


NAME = f"""() => {{
  const at = ({FOCUSED})();
  return at === document.body ? "" : at.getAttribute("aria-label") || at.innerText || at.tagName;
}}"""
"""Of what has the focus: its text or label; empty where nothing has."""
OUTLINED = f"""() => {{
  const style = getComputedStyle(({FOCUSED})());
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
}}"""
"""Whether one sees where the focus is."""


def focused(page: Page) -> str:
    return str(page.evaluate(NAME))


def tab_to(page: Page, wanted: str, key: str = "Tab") -> None:
    """Press Tab until what is wanted has the focus; on the way there, one always sees where one is."""
    passed = []
    for _ in range(200):
        page.keyboard.press(key)
        at, seen = page.evaluate(f"[({NAME})(), ({OUTLINED})()]")
        passed.append(at)
        assert at == "" or seen, f"no focus to see on {at}"
        if re.search(wanted, at):
            return
    raise AssertionError(f"{wanted} is not among {json.dumps(passed, ensure_ascii=False)}")


def holds_focus(page: Page) -> None:
    """The page has turned, or was drawn again, and the keyboard still has a place on it."""
    page.wait_for_function(f"() => ({FOCUSED})() !== document.body")


def step_through(desk: Desk, *titles: str) -> None:
    """On to each of the next pages."""
    for title in titles:
        tab_to(desk.page, f"^{title} →$")
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator("h1").filter(has_text=title)).to_be_visible()
        desk.drawn()
        holds_focus(desk.page)


def test_the_keyboard_alone_does_the_main_job(
    context: BrowserContext, page: Page, server: Server, tmp_path: Path
) -> None:
    page.goto(server.url)
    home_of(page)
    tab_to(page, "^新建岗位|^您要写什么岗位")
    if focused(page) == "新建岗位":
        page.keyboard.press("Enter")
    page.keyboard.type("dsyyzy")
    expect(page.get_by_role("option").first).to_contain_text("电商运营专员")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blanks?role=*")
    desk = Desk(page, server, role_in(page))
    desk.drawn()
    holds_focus(page)

    tab_to(page, "^主营平台$")
    page.keyboard.type("抖音小店")
    page.keyboard.press("Enter")
    assert focused(page) not in ("", "主营平台"), "Enter goes on to the next blank"
    expect(desk.paper.locator("[data-blank=平台]").first).to_have_text("抖音小店")
    desk.saved()
    holds_focus(page)

    step_through(desk, "前言", "基本信息", "岗位目标", "主要工作职责与任务")

    tab_to(page, "^店铺运营与管理第 1 条$")
    page.keyboard.press("Control+End")
    page.keyboard.type("，并发到店铺群")
    page.keyboard.press("Alt+ArrowDown")
    expect(desk.box("店铺运营与管理第 2 条")).to_have_value(re.compile("并发到店铺群$"))
    holds_focus(page)
    tab_to(page, "^店铺运营与管理第 2 条：拖动", "Shift+Tab")
    page.keyboard.press("ArrowUp")
    expect(desk.box("店铺运营与管理第 1 条")).to_have_value(re.compile("并发到店铺群$"))
    assert "拖动" in focused(page), "the grip keeps the focus"
    tab_to(page, "^删除店铺运营与管理第 1 条$")
    page.keyboard.press("Enter")
    expect(desk.box("店铺运营与管理第 1 条")).not_to_have_value(re.compile("并发到店铺群$"))
    holds_focus(page)
    assert focused(page) == "删除店铺运营与管理第 1 条", "the same button of the next line"
    page.keyboard.press("Control+z")
    expect(desk.box("店铺运营与管理第 1 条")).to_have_value(re.compile("并发到店铺群$"))
    holds_focus(page)

    step_through(desk, "任职资格要求", "预览与导出")
    tab_to(page, "^下载 Excel\\s+打印")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    for reading in read_excel(path):
        assert "抖音小店" in reading and "并发到店铺群" in reading
