"""What tests share: a real store, a real server on a port of its own, a real browser."""

import gc
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from rolesmith.store.store import LOCAL_SHOP, Store
from rolesmith.store.tables import metadata
from routes import blanks
from server.index_page import limits
from tests.__main__ import CHROMIUM_NAMES, find_program
from tests.office import SOURCES, Office, convert, once
from tests.visitors import PATIENCE, Visitors

SHOP = LOCAL_SHOP
"""The shop of every test that needs no other."""
THOROUGH = bool(os.environ.get("ROLESMITH_THOROUGH"))
"""Whether this is `python3 run.py test --thorough`."""
REPEATS = 20 if THOROUGH else 3
"""How often a browser test does again what must go well every time."""


def examples(count: int) -> int:
    """How many random examples are tried: all of them with --thorough, a quarter in every run."""
    return count if THOROUGH else count // 4


for profile in ("default", "ci"):
    settings.register_profile(profile, settings.get_profile(profile), max_examples=examples(100))

Each = TypeVar("Each")


def tried(each: Iterable[Each], one_in: int = 3) -> list[Each]:
    """What is tried of many alike: all of them with --thorough, one in so many in every run."""
    return list(each)[:: 1 if THOROUGH else one_in]


ROOT = Path(__file__).parent.parent
CHROMIUM = os.environ.get("ROLESMITH_CHROMIUM") or find_program(*CHROMIUM_NAMES)
ARGUMENTS = [
    f"--{switch}"
    for switch in (
        "no-sandbox", "disable-gpu", "disable-quic", "no-first-run",
        "disable-background-networking", "disable-component-update", "disable-sync",
        "in-process-gpu", "js-flags=--no-opt,--no-maglev",
    )
]  # fmt: skip
"""The last two save a fifth of the processor time: no test runs a script for so long that optimizing it pays."""


expect.set_options(timeout=PATIENCE)
gc.set_threshold(50_000)  # garbage is looked for seldom: an eighth of the processor time of the tests without a browser
# Each client of httpx would read all certificates of the world anew, to ask 127.0.0.1 without any.
ssl.create_default_context = cache(ssl.create_default_context)


def pytest_collection_finish() -> None:
    """What modules and tests hold stays to the end, and is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty database with all migrations behind it."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"
    Store(f"sqlite:///{file}").close()
    return file


@pytest.fixture
def store(tmp_path: Path, migrated: Path) -> Iterator[Store]:
    """An empty database."""
    shutil.copyfile(migrated, tmp_path / "test.db")
    opened = Store(f"sqlite:///{tmp_path}/test.db")
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def office(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """What LibreOffice made of what a function makes."""
    if not (shutil.which("soffice") or shutil.which("libreoffice")):
        pytest.skip("没有装 LibreOffice（soffice），打印效果没有检查")
    items = [item for item in request.session.items if isinstance(item, pytest.Function)]
    modules = {item.module.__name__ for item in items if "office" in item.fixturenames}
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if hasattr(request.config, "workerinput") else base) / "office"
    once(folder, lambda: convert(modules, folder))
    return lambda make, *keys: SOURCES[make, *keys].made(folder)


class Server:
    """The app as it is run, with a database of its own; it can be killed and started again on its port."""

    def __init__(self, folder: Path, *, by_streamlit: bool = False, app: Path = ROOT) -> None:
        self.app = app
        self.database = folder / "rolesmith.db"
        self.log = folder / "server.log"
        self.by_streamlit = by_streamlit
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start and wait until it answers."""
        port = str(self.port)
        command = (
            ["streamlit", "run", "app.py", "--server.port", port]
            if self.by_streamlit
            else ["uvicorn", "app:app", "--port", port, "--log-level", "warning"]
        )
        environment = {**os.environ, "ROLESMITH_DATABASE_URL": f"sqlite:///{self.database}"}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", *command], cwd=self.app, env=environment, stdout=log, stderr=log
            )
        while not self._answers():
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health"):
                return True
        except (URLError, OSError):
            return False

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    @contextmanager
    def halted(self) -> Iterator[None]:
        """It hangs for a while, and then goes on."""
        if os.name == "nt":
            pytest.skip("没有 SIGSTOP")
        assert self.process
        self.process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    def clear(self) -> None:
        """Take everything out of its database, while it runs."""
        store = self.store()
        with store._database.write() as connection:
            for table in metadata.sorted_tables:
                connection.execute(table.delete())
        store.close()

    def empty(self) -> None:
        """Take everything out of its database and its folder, while it runs."""
        self.clear()
        for path in self.database.parent.iterdir():
            if path.is_dir():
                shutil.rmtree(path)
        os.truncate(self.log, 0)

    def store(self) -> Store:
        """Another connection to its database."""
        return Store(f"sqlite:///{self.database}")


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The running app that all modules share."""
    running = Server(tmp_path_factory.mktemp("server"))
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="session")
def by_streamlit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as `streamlit run` serves it."""
    running = Server(tmp_path_factory.mktemp("streamlit"), by_streamlit=True)
    running.start()
    yield running
    running.kill()


@pytest.fixture(scope="module")
def server(served: Server) -> Server:
    """The running app, with an empty database for a module's tests."""
    served.empty()
    return served


@pytest.fixture(scope="session")
def spare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Another running app."""
    running = Server(tmp_path_factory.mktemp("spare"))
    running.start()
    yield running
    running.kill()


@pytest.fixture
def own(request: pytest.FixtureRequest) -> Server:
    """A server that the test may harm, with an empty database; by `streamlit run` where the test asks for it."""
    running: Server = request.getfixturevalue("by_streamlit" if getattr(request, "param", False) else "spare")
    running.empty()
    if running.process is None:  # the last one has killed it
        running.start()
    return running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the system's, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            running = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        except Exception as error:
            pytest.skip(f"没有 Chromium：{error}")
        yield running
        running.close()


class Modules:
    """Our JavaScript modules, in a page that holds nothing else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def run(self, module: str, body: str, value: Any = None) -> Any:
        """What `body` returns, given the module as `m` and a value as `v`; both ways as ASCII JSON, surrogates too."""
        script = f"""async (json) => {{
            const m = await import("/ui/components/{module}.js");
            const v = JSON.parse(json);
            return JSON.stringify(await (async () => {{ {body} }})());
        }}"""
        return json.loads(self.page.evaluate(script, json.dumps(value)))


@pytest.fixture(scope="session")
def visitors(browser: Browser) -> Visitors:
    return Visitors(browser)


@pytest.fixture(scope="session")
def modules(browser: Browser) -> Iterator[Modules]:
    """No server: they are read where they lie."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.route("**/*", _hand_over)
    page.goto("http://127.0.0.1:9/")
    yield Modules(page)
    page.close()


def _hand_over(route: Route) -> None:
    path = urlsplit(route.request.url).path.strip("/")
    if not path:
        route.fulfill(body=f"<!doctype html><head>{limits()}</head>", content_type="text/html")
    elif path == "blanks.json":
        route.fulfill(body=blanks._written(), content_type="application/json")
    elif path.endswith((".js", ".mjs")):
        route.fulfill(path=ROOT / path, content_type="text/javascript")
    elif path == "blanks.json":
        route.fulfill(json={})
    else:
        route.abort()  # there is no server


@pytest.fixture
def page(visitors: Visitors, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The tab of a visitor at a desk, who was never here, or who stays for the visit of a module."""
    with visitors.lend(visit=_visit(request)) as tab:
        yield tab


@pytest.fixture
def phone(visitors: Visitors, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The tab of a visitor with a phone."""
    with visitors.lend(390, 844, taps=True, visit=_visit(request)) as tab:
        yield tab


def _visit(request: pytest.FixtureRequest) -> str:
    return request.node.nodeid.partition("::")[0] if request.node.get_closest_marker("one_visit") else ""


@pytest.fixture
def context(page: Page) -> BrowserContext:
    """That visitor's browser, with the tab open."""
    return page.context


@pytest.fixture
def fresh(visitors: Visitors) -> Iterator[Page]:
    """A tab that is not lent, for what a tab never forgets."""
    context = visitors.fresh()
    yield context.new_page()
    context.close()
