"""Visitors: a tab lent to one test after another. In a tab that has drawn our page before, it costs a third.

Tests of one visit (`pytest.mark.one_visit`) go on in the page that the last one left, each with a role of its own, as
somebody at work does: `Desk.open` turns to it, which costs a quarter of what it does to load.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Literal, NoReturn
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Frame, Page

PATIENCE = 30_000
"""How long a browser test waits for what must come, in ms: these machines are slow at times."""
Theme = Literal["light", "dark"]
STAYS = ("add_init_script", "expose_function", "expose_binding", "route_web_socket")
"""What a tab does not forget: a test that needs it takes a `fresh` one."""
STANDS = "[data-testid=stApp][data-test-connection-state=CONNECTED]"
"""Our page, with a server behind it."""


class Visitors:
    """Those with a mouse and those with a finger: a context each, with the tab that was opened first."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self._free: dict[bool, list[Tab]] = {False: [], True: []}

    @contextmanager
    def lend(
        self, width: int = 1440, height: int = 900, *, taps: bool = False, theme: Theme = "light", visit: str = ""
    ) -> Iterator[Page]:
        """The tab of somebody who was never here; or who is, where it was lent for the same visit last."""
        free = self._free[taps]
        tab = free.pop() if free else Tab(self.fresh(taps=taps))
        if tab.visit and tab.visit != visit:
            tab.forget()
        tab.visit = vars(tab.page)["visit"] = visit
        try:
            tab.page.bring_to_front()  # the last to use it may have closed another tab of its own
            tab.page.set_viewport_size({"width": width, "height": height})
            tab.page.emulate_media(color_scheme=theme, reduced_motion="no-preference")
            yield tab.page
            if not tab.page.is_closed():
                tab.leave()
                free.append(tab)
        finally:
            if tab not in free:
                tab.context.close()

    def fresh(self, *, taps: bool = False) -> BrowserContext:
        """A context of its own, for whoever closes it."""
        context = self.browser.new_context(
            viewport={"width": 1440, "height": 900}, has_touch=taps, is_mobile=taps, timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(PATIENCE)
        return context


class Tab:
    """A tab, and what it has to forget."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.visit = ""
        self._origins: set[str] = set()
        self._heard: list[tuple[Any, Any]] = []
        context.on("page", lambda other: other.on("framenavigated", self._visit))
        self.page = context.new_page()
        self._on = self.page.on
        vars(self.page)["on"] = self._listen
        for name in STAYS:
            vars(self.page)[name] = _refuse(name)

    def _visit(self, frame: Frame) -> None:
        address = urlsplit(frame.url)
        if address.scheme in ("http", "https"):
            self._origins.add(f"{address.scheme}://{address.netloc}")

    def _listen(self, event: Any, handler: Any) -> None:
        self._heard.append((event, handler))
        self._on(event, handler)

    def leave(self) -> None:
        """No other tab, nobody who listens; and as new, unless a visit goes on."""
        page, context = self.page, self.context
        for event, handler in self._heard:
            page.remove_listener(event, handler)
        self._heard.clear()
        for other in context.pages:
            if other is not page:
                other.close()
        context.set_offline(False)
        for asked in (page, context):
            asked.unroute_all(behavior="ignoreErrors")
        context.clear_permissions()
        page.mouse.move(-1, -1)
        if not (self.visit and page.locator(STANDS).count()):
            self.forget()

    def forget(self) -> None:
        """Be as new: no cookie, no storage."""
        page = self.page
        self.context.clear_cookies()
        for origin in list(self._origins):
            self._enter(origin)
            page.evaluate("localStorage.clear(), sessionStorage.clear()")
        page.goto("about:blank")
        self._origins.clear()
        self.visit = ""

    def _enter(self, origin: str) -> None:
        """Its smallest page, or where no server is left an empty one; with that the browser forgets all files too."""
        try:
            self.page.goto(f"{origin}/_stcore/health")
        except Error:
            self.page.route("**", lambda route: route.fulfill(body="<!doctype html>", content_type="text/html"))
            self.page.goto(origin)
            self.page.unroute_all()


def is_visit(page: Page) -> bool:
    """Whether one goes on in the page that the last test left."""
    return bool(vars(page).get("visit"))


def _refuse(name: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError(f"a lent tab never forgets {name}: take a fresh one")

    return refuse
