"""What a visitor does in the browser, in the words of the product. Waits for what the page shows, never for time."""

import re
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role
from tests.conftest import SHOP, Server
from tests.visitors import Theme, is_visit

ROWS = 30
"""Roles that 我的岗位 shows until one asks for more (ui/components/home/more.js)."""
READ_ONLY = ("finish", "versions")
"""Pages about a role on which nothing is written."""


class Desk:
    """One tab with a role open."""

    def __init__(self, page: Page, server: Server, role: str) -> None:
        self.page, self.server, self.role = page, server, role

    def open(self, path: str) -> "Desk":
        """Open a page of the role by its address, as a link from outside would; in a visit, within the tab."""
        visit(self.page, self.server, f"/{path}?role={self.role}")
        expect(self.page.get_by_test_id("stSidebar").locator(f"a[href*='{self.role}']").first).to_be_attached()
        self.drawn()
        if path not in READ_ONLY:
            expect(self.page.locator(".editor")).to_be_attached()
        return self

    def turn(self, path: str) -> "Desk":
        """Turn to another page of the role within the tab."""
        turn(self.page, f"/{path}?role={self.role}")
        self.drawn()
        return self

    def drawn(self) -> None:
        """Wait until the paper shows the document and the bar says that all is saved."""
        expect(self.paper.locator("h1")).to_be_attached()
        self.saved()

    def settled(self) -> None:
        """Wait until the server has answered everything typed; the bar needs a frame to hear of the last key."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        expect(self.page.locator(".state:is(.saved, .choose)")).to_be_visible()

    def saved(self) -> None:
        """Wait until everything typed is committed."""
        self.settled()
        expect(self.page.locator(".state.saved")).to_contain_text("已保存")

    @property
    def paper(self) -> Locator:
        """The document beside the form."""
        return self.page.locator(".st-key-paper article")

    def box(self, name: str) -> Locator:
        """A text box by its label."""
        return self.page.get_by_role("textbox", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """A button by its label."""
        return self.page.get_by_role("button", name=name, exact=True)

    def type(self, name: str, text: str) -> None:
        """Put the caret at the end of a box and type, key by key; click beside its text, where no blank lies."""
        self.box(name).click(position={"x": 3, "y": 3})
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def next(self) -> None:
        """Follow the link to the next step."""
        self.page.locator(".st-key-next a").click()

    def download(self, label: str, folder: Path) -> Path:
        """Take a file, clicked at once."""
        with self.page.expect_download() as waiting:
            self.button(label).click()
        found: Download = waiting.value
        path = folder / found.suggested_filename
        found.save_as(path)
        return path

    def markdown(self) -> str:
        """The document as Markdown, once all that was typed is committed."""
        self.saved()
        return self.page.request.get(f"{self.server.url}/roles/{self.role}/export.md").text()

    def stored(self) -> Role:
        """The role as it lies in the database."""
        store = self.server.store()
        try:
            saved = store.role(SHOP, self.role)
        finally:
            store.close()
        assert saved is not None
        return saved.role

    def text(self, node: str) -> str:
        """A node's text in the database."""
        found = self.stored().tree.find(node)
        assert found is not None, f"{node} is gone"
        return found.text


def new_desk(page: Page, server: Server, starter: str = "operations_specialist") -> Desk:
    """A tab with a new role of a starter, or an empty one, put straight into the database."""
    presets = shipped()
    role = presets.starters[starter].role if starter else presets.templates["ecommerce"].role()
    return desk_of(page, server, role)


def desk_of(page: Page, server: Server, role: Role) -> Desk:
    """A tab with a role of one's own making."""
    store = server.store()
    try:
        return Desk(page, server, store.create(SHOP, role))
    finally:
        store.close()


def choose(page: Page, menu: str, title: str) -> None:
    """Choose in one of our menus, by its label."""
    page.get_by_role("combobox", name=menu, exact=True).click()
    page.get_by_role("option", name=title, exact=True).click()


def at_rest(page: Page) -> None:
    """Wait until Streamlit has drawn the whole page: also the sidebar, which comes last.

    The server being done is not enough: an element whose script is still on its way stands as a skeleton until then.
    """
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)


def visit(page: Page, server: Server, address: str) -> None:
    """Open a page by its address; in a visit that has begun, within the tab."""
    if is_visit(page) and page.url.startswith(f"{server.url}/"):
        turn(page, address)
    else:
        page.goto(f"{server.url}{address}")


def turn(page: Page, address: str) -> None:
    """Turn to another page by its address within the tab, as Back does: it costs a quarter of what it does to load."""
    page.evaluate(
        """(address) => {
        document.title = "";
        history.pushState({}, "", address);
        dispatchEvent(new PopStateEvent("popstate"));
    }""",
        address,
    )
    expect(page).not_to_have_title("")
    at_rest(page)


def seen_by(page: Page, theme: Theme) -> None:
    """Day or night by the system: our own colours change at once, Streamlit draws its own again, and some fade over."""
    page.emulate_media(color_scheme=theme)
    expect(page.get_by_test_id("stApp")).to_have_css("color-scheme", theme)
    page.wait_for_function("document.getAnimations().every(({ playState }) => playState !== 'running')")


def role_in(page: Page) -> str:
    """The role's id in the address bar."""
    match = re.search(r"role=(\w+)", page.url)
    assert match, page.url
    return match[1]


def home_of(page: Page) -> Locator:
    """What 我的岗位 shows, once it is drawn."""
    home = page.locator(".home")
    expect(home).to_be_visible()
    return home


def row_of(page: Page, role: str) -> Locator:
    """The row of a role on 我的岗位."""
    return page.locator(f".rows [data-role='{role}']")


def begin(page: Page, title: str) -> None:
    """On 我的岗位, begin a role with the starter of this title."""
    home = home_of(page)
    if home.locator("dialog").count():
        home.get_by_role("button", name="新建岗位").click()
    home.locator(".areas").get_by_role("button", name=title, exact=True).click()
    page.wait_for_url("**/blanks?role=*")


def with_more_than_a_page_of_roles(server: Server) -> None:
    """Make it so many roles that 我的岗位 does not show them at once."""
    store = server.store()
    try:
        for _ in range(ROWS + 1 - len(store.roles(SHOP))):
            store.create(SHOP, shipped().starters["operations_specialist"].role)
    finally:
        store.close()
