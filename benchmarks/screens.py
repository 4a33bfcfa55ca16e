"""Screens: what one sees in the browser, timed there: keys, pages, and the first page of a fresh server."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.figures import Figure, at_most, never_over
from benchmarks.roles import FIELD
from benchmarks.servers import Server

HERE = Path(__file__).parent
CHROMIUM = os.environ.get("ROLESMITH_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync")
PATIENCE = 60_000
"""How long to wait for what must come, in ms."""

Sample = TypeVar("Sample")


@contextmanager
def chromium() -> Iterator[Browser]:
    """A running browser."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


def visit(browser: Browser, address: str, awaited: str) -> Page:
    """A fresh visitor's tab with the stopwatch in it, once it shows what is awaited."""
    visitor = browser.new_context(viewport={"width": 1440, "height": 900})
    visitor.set_default_timeout(PATIENCE)
    visitor.add_init_script(path=HERE / "stopwatch.js")
    page = visitor.new_page()
    page.goto(address)
    page.locator(awaited).first.wait_for()
    return page


def in_turn(count: int, *acts: Callable[[], Sample]) -> list[list[Sample]]:
    """Each act's samples; they take turns, so that a busy machine is busy for all; the first round is left out."""
    rounds = [[act() for act in acts] for _ in range(count + 1)]
    return [list(samples) for samples in zip(*rounds[1:], strict=True)]


def timed(page: Page, event: str, do: Callable[[], None], seen: str, **given: str) -> tuple[float, int]:
    """Do something that begins with an event: ms, and frames begun, from there until `seen` holds.

    `seen` is the body of a function of what is given; it looks around before and returns what is asked again and
    again.
    """
    page.evaluate(f"(given) => stopwatch.arm('{event}', ((given) => {{ {seen} }})(given))", given)
    do()
    result = page.evaluate("stopwatch.result")
    return result["ms"], result["frames"]


# keys

SHOWN = """
    const before = stopwatch.find(given.box).value;
    return () => {
      const now = stopwatch.find(given.box).value;
      return now !== before && stopwatch.find(given.place)?.textContent === now;
    };
"""
"""The place shows what the box holds now."""

REDRAWN = """
    const drawn = stopwatch.find(given.place);
    const revision = Number(stopwatch.find(".state").dataset.revision);
    return () => Number(stopwatch.find(".state").dataset.revision) > revision
      && stopwatch.find(given.place) !== drawn
      && stopwatch.find(given.place).textContent === stopwatch.find(given.box).value;
"""
"""A later revision is committed, and another drawing of the server's stands there with the text in it."""

ECHOED = """
    const box = stopwatch.find("input");
    return () => stopwatch.find("[data-testid=stMarkdownContainer]:not(label *)").textContent.trim() === box.value;
"""
"""Streamlit has drawn what its text widget holds."""


def write(page: Page, box: str, place: str) -> tuple[float, int]:
    """One key at the end of a box: until the place shows it."""
    page.bring_to_front()
    page.locator(box).focus()
    page.keyboard.press("End")
    return timed(page, "keydown", lambda: page.keyboard.press("a"), SHOWN, box=box, place=place)


class Desk:
    """A role's page in a tab, and the text box that is typed in."""

    def __init__(
        self, browser: Browser, server: Server, lines: int = 0, path: str = "basics", node: str = FIELD
    ) -> None:
        self.page = visit(browser, f"{server.url}/{path}?role={server.add_role(lines)}", ".state.saved")
        self.page.locator(".st-key-paper article").wait_for()
        self.box, self.place = f"[data-edit='{node}']", f"[data-node='{node}'][data-part=text]"

    def write(self) -> tuple[float, int]:
        """A key, until the paper shows it; it is sent by leaving the box, and settled before the next."""
        taken = write(self.page, self.box, self.place)
        self.page.locator(self.box).blur()
        self.settle()
        return taken

    def commit(self) -> float:
        """A key and Enter, which leaves the box and so sends at once: ms from Enter until committed and redrawn."""
        write(self.page, self.box, self.place)
        ms, _ = timed(self.page, "keydown", self.enter, REDRAWN, box=self.box, place=self.place)
        self.settle()
        return ms

    def enter(self) -> None:
        self.page.keyboard.press("Enter")

    def settle(self) -> None:
        """Until all is saved and Streamlit has nothing more to draw."""
        self.page.locator(".state.saved").wait_for()
        self.page.wait_for_function(
            "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
        )


def typing(browser: Browser, folder: Path, count: int) -> Iterator[Figure]:
    """A key until it is on the paper; the last key until it is committed and redrawn.

    Enter sends at once here and there, so neither Streamlit's pause of 250 ms nor ours of 300 ms is in it.
    """
    mirror = visit(browser, (HERE / "floors" / "mirror.html").as_uri(), "textarea")
    with (
        Server("benchmarks.floors:two_widgets", folder / "floor") as floor,
        Server("app:app", folder / "typing.db") as ours,
    ):
        desk = Desk(browser, ours)
        keys = in_turn(count, lambda: write(mirror, "textarea", "p"), desk.write)
        yield Figure("键 → 纸面", "毫秒", *([ms for ms, _ in samples] for samples in keys))
        yield Figure(
            "键 → 纸面，其间开始的帧",
            "帧",
            *([frames for _, frames in samples] for samples in keys),
            never_over(1, "帧"),
        )
        two = visit(browser, floor.url, "input")

        def echo() -> float:
            two.bring_to_front()
            two.locator("input").focus()
            two.keyboard.press("End")
            two.keyboard.press("a")
            return timed(two, "keydown", lambda: two.keyboard.press("Enter"), ECHOED)[0]

        yield Figure("末键 → 已提交并重画", "毫秒", *in_turn(count, echo, desk.commit), at_most(1.3))


def growth(browser: Browser, folder: Path, count: int) -> Iterator[Figure]:
    """The same in a role of 200 lines, with one of 20 as its floor."""
    with Server("app:app", folder / "growth.db") as ours:
        few, many = (Desk(browser, ours, lines, "duties", "line0") for lines in (20, 200))
        keys = in_turn(count, few.write, many.write)
        yield Figure("20 → 200 条：键 → 纸面", "毫秒", *([ms for ms, _ in samples] for samples in keys), at_most(1.3))
        few, many = (Desk(browser, ours, lines) for lines in (20, 200))
        yield Figure("20 → 200 条：末键 → 已提交并重画", "毫秒", *in_turn(count, few.commit, many.commit), at_most(1.3))


# pages

TURNED = """
    return () => stopwatch.find(given.head)?.textContent.includes(given.title)
      && stopwatch.find(given.last)
      && (!given.next || stopwatch.find(".st-key-next a")?.textContent.includes(given.next));
"""
"""The page's heading and the last of what it holds are there, and the link to the next where that is waited for too."""


def turn(page: Page, link: str, head: str, title: str, last: str, next_: str = "") -> float:
    """A click on a link: ms until the page is drawn."""
    page.bring_to_front()
    click = page.get_by_role("link", name=link).first.click
    return timed(page, "click", click, TURNED, head=head, title=title, last=last, next=next_)[0]


def pages(browser: Browser, folder: Path, count: int) -> Iterator[Figure]:
    """From one page to another and back: until one can write there, and until what leads further is there as well."""
    with (
        Server("benchmarks.floors:two_pages", folder / "floor") as floor,
        Server("app:app", folder / "pages.db") as ours,
    ):
        bare = visit(browser, floor.url, "input")
        desk = Desk(browser, ours)

        def there(name: str) -> float:
            return turn(bare, f"到{name}", "h2", name, f"[aria-label={name}第\\ 9\\ 项]")

        for what, onward in (("换页 → 画好，可以写", False), ("换页 → 上一步、下一步也换好", True)):
            samples = in_turn(
                (count + 1) // 2,
                lambda: (there("第二页"), there("第一页")),
                lambda onward=onward: turned(desk, onward=onward),
            )
            yield Figure(what, "毫秒", *([ms for both in each for ms in both] for each in samples), at_most(1.3))


def turned(desk: Desk, *, onward: bool = False) -> tuple[float, float]:
    """From 基本信息 to the next step and back: ms of each. Onward: until the link to what follows is there, too."""

    def step(title: str, last: str, next_: str) -> float:
        taken = turn(desk.page, title, ".editor h1", title, f".editor {last}", next_ if onward else "")
        desk.settle()
        return taken

    return (
        step("岗位目标", ".ghost", "主要工作职责"),
        step("基本信息", "[data-edit='basics.info.overview']", "岗位目标"),
    )


def first(browser: Browser, folder: Path, count: int) -> Iterator[Figure]:
    """A fresh process until a fresh visitor can begin on its first page; the database is there already."""
    ours = Server("app:app", folder / "first.db")
    with ours:
        ours.add_role()
    floor = Server("benchmarks.floors:trivial", ours.database)
    samples = in_turn(count, lambda: start(browser, floor, PARAGRAPH), lambda: start(browser, ours, CARD))
    yield Figure("启动 → 首页，可以点起点", "毫秒", *samples, at_most(1.3))


CARD = ".start"
"""What a fresh visitor begins with."""
BOX = f"[data-edit='{FIELD}']"
PARAGRAPH = "[data-testid=stMarkdownContainer] p"


def start(browser: Browser, server: Server, awaited: str) -> float:
    """A server that does not run yet: ms until a fresh visitor sees what is awaited."""
    begun = time.perf_counter()
    with server:
        starting = time.perf_counter() - begun
        return 1000 * starting + arrive(browser, server.url, awaited)


def arrive(browser: Browser, address: str, awaited: str) -> float:
    """Ms until a fresh visitor sees what is awaited."""
    begun = time.perf_counter()
    page = visit(browser, address, awaited)
    taken = time.perf_counter() - begun
    page.context.close()
    return taken * 1000
