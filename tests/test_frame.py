"""What we rely on in Streamlit's own page, line by line of the list in ui/components/frame/streamlit.js.

Another Streamlit that differs fails here; what is built on it is tested elsewhere.
"""

import re
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from streamlit import delta_generator

from server import index_page, preload
from tests.conftest import Server
from tests.desk import at_rest, new_desk
from ui.assets import FOLDER

FRAME = FOLDER / "frame"
TEST_ID = re.compile(r"data-testid=\"?(\w+(?:-\w+)?)")


@cache
def scripts() -> str:
    """All that Streamlit's page is made of."""
    return "\n".join(path.read_text("utf-8") for path in sorted(preload.SCRIPTS.glob("*.js")))


def ids_in_use() -> list[str]:
    """Those by which the frame finds and dresses Streamlit's elements."""
    files = [FRAME / "shell.css", FRAME / "streamlit.js"]
    return sorted({name for path in files for name in TEST_ID.findall(path.read_text("utf-8"))})


def test_the_frame_alone_looks_into_streamlits_page() -> None:
    """And there one file names its elements, and one style sheet."""
    theirs = re.compile(r"data-testid|data-stale|data-test-|\bstMain\b|role=\"?dialog")
    naming = [path for path in FOLDER.rglob("*") if path.suffix in (".js", ".css") and theirs.search(path.read_text())]
    ours = {path for path in naming if 'role="dialog"' in path.read_text("utf-8")}  # a window of our own
    assert {path.relative_to(FOLDER).as_posix() for path in set(naming) - ours} == {
        "frame/shell.css",
        "frame/streamlit.js",
    }


def test_streamlit_has_an_element_for_each_id() -> None:
    assert len(ids_in_use()) > 25
    assert [name for name in ids_in_use() if not re.search(rf"""["'`]{name}["'`]""", scripts())] == []


@pytest.mark.parametrize(
    "name",
    ["data-test-connection-state", "data-stale", "data-collapsed", "st-key-", "pushState", "DISCONNECTED_FOREVER"],
)
def test_streamlit_still_says_it_so(name: str) -> None:
    assert name in scripts()


def test_streamlit_still_says_each_english_word() -> None:
    words = (FRAME / "words.js").read_text("utf-8").partition("const WORDS = {")[2].partition("}")[0]
    english = [quoted or bare for quoted, bare in re.findall(r'^  (?:"([^"]+)"|(\w+)):', words, re.MULTILINE)]
    assert len(english) > 10
    assert [word for word in english if f'"{word}"' not in scripts() and f"`{word}`" not in scripts()] == []


def test_the_index_page_is_the_one_that_is_put_into_our_words() -> None:
    page = (preload.STATIC / "index.html").read_text("utf-8")
    assert [text for text in (*index_page.WORDS, "<noscript>", "</noscript>") if page.count(text) != 1] == []


def test_streamlit_still_has_the_name_that_says_it_need_not_look_who_has_started_it() -> None:
    assert vars(delta_generator)["_use_warning_has_been_displayed"] in (False, True)


@pytest.mark.parametrize("element", preload.ELEMENTS)
def test_each_element_has_a_script_of_its_own(element: str) -> None:
    assert [path for path in preload.SCRIPTS.glob(f"{element}.*.js") if Path.is_file(path)]


@pytest.mark.browser
def test_one_element_scrolls_grows_by_its_child_and_takes_the_keyboard(page: Page, server: Server) -> None:
    new_desk(page, server).open("duties")
    at_rest(page)
    main = page.get_by_test_id("stMain")
    scrolled = main.evaluate(
        """(main) => {
        main.scrollTo(0, 1e6);
        main.focus();
        const child = main.firstElementChild;
        return { moved: main.scrollTop > 0, page: window.scrollY, id: main.id, focused: document.activeElement === main,
          grows: child.scrollHeight >= main.scrollHeight - 2 };
        }"""
    )
    assert scrolled == {"moved": True, "page": 0, "id": "stMain", "focused": True, "grows": True}
    page.keyboard.press("Shift")  # the keyboard is at work: the one ring is ours, and none where the page has led there
    ring = "(main) => [getComputedStyle(main).outlineStyle, getComputedStyle(main, '::before').content]"
    assert main.evaluate(ring) == ["solid", "none"]
    main.evaluate("(main) => { main.dataset.led = ''; }")
    assert main.evaluate(ring) == ["none", "none"]


@pytest.mark.browser
def test_the_page_is_in_chinese_once_it_is_drawn(page: Page, server: Server) -> None:
    page.goto(server.url)
    at_rest(page)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("跳到正文")


@pytest.mark.browser
def test_links_at_the_side_name_their_pages(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("goals")
    here = page.get_by_test_id("stSidebar").locator("[aria-current=page]")
    expect(here).to_have_count(1)
    expect(here).to_contain_text("岗位目标")
    desk.next()
    expect(here).to_contain_text("主要工作职责")
    expect(here).to_have_count(1)
    expect(page).to_have_title("主要工作职责与任务 · 岗位匠")
    page.get_by_role("link", name="我的岗位").click()
    expect(here).to_have_text("我的岗位")


@pytest.mark.browser
def test_the_side_folds_over_a_page_that_was_chosen_in_it_on_a_phone(page: Page, server: Server) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    new_desk(page, server).open("goals")
    side = page.get_by_test_id("stSidebar")
    page.get_by_test_id("stExpandSidebarButton").click()
    expect(side).to_have_attribute("data-collapsed", "false")
    side.get_by_role("link", name="基本信息").click()
    expect(page.locator("h1").filter(has_text="基本信息")).to_be_visible()
    expect(side).to_have_attribute("data-collapsed", "true")


@pytest.mark.browser
def test_a_lost_connection_is_told_by_the_app_and_in_a_window_that_its_last_button_shuts(
    page: Page, own: Server
) -> None:
    page.route("**/frame/connection.js", lambda route: route.abort())  # which shuts it at once
    page.goto(own.url)
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
    at_rest(page)
    own.kill()
    expect(app).not_to_have_attribute("data-test-connection-state", "CONNECTED")
    window = page.get_by_role("dialog")
    expect(window).to_be_visible()
    assert window.evaluate("(window) => window.closest('body > *').matches(':not(#root)')")
    window.locator("button").last.click()
    expect(window).to_have_count(0)
