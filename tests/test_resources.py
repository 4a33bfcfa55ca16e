"""What the machine lends (disk, handles, memory) is given back, and where it lacks one sentence says so."""

import asyncio
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Coroutine, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

import httpx
import pytest

from app import KEPT_SESSIONS
from benchmarks.wire import Session
from rolesmith.formats.excel import row_height
from rolesmith.role.tree import Node, Role
from rolesmith.store import role_rows
from rolesmith.store.database import CONNECTIONS, MORE, Unavailable
from rolesmith.store.store import LAST_BACKUP, Store
from server.heavy import AT_ONCE, Busy, Turns
from tests.conftest import PATIENCE, ROOT, SHOP, THOROUGH, Server
from tests.sample import every_kind

linux = pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 能给另一个进程设限")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One running app with a folder of its own for temporary files."""
    folder = tmp_path_factory.mktemp("server")
    (folder / "tmp").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "tmp"))
        running = Server(folder)
        running.start()
    yield running
    running.kill()
    assert "Traceback" not in running.log.read_text("utf-8")


@pytest.fixture
def own(server: Server) -> Iterator[httpx.Client]:
    """What our own page sends."""
    headers = {"origin": server.url, "x-rolesmith": "1", "content-type": "application/json"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        yield client


def setting(server: Server, name: str) -> str:
    store = server.store()
    try:
        return store.setting(SHOP, name)
    finally:
        store.close()


def alone(work: Coroutine[Any, Any, None]) -> None:
    """Run it in a thread of its own: another test may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as apart:
        apart.submit(asyncio.run, work).result()


# —— The disk ——


def unpackable_role(lines: int) -> Role:
    """A role whose texts do not shrink below two thousand bytes a line."""
    return role_of(secrets.token_hex(2000) for _ in range(lines))


def role_of(texts: Iterable[str]) -> Role:
    """A role with these lines."""
    lines = tuple(Node(id=f"l{at}", kind="line", text=text) for at, text in enumerate(texts))
    block = Node(id="list", kind="items", children=lines)
    return Role(tree=Node(id="role", kind="role", children=(Node(id="goals", kind="section", children=(block,)),)))


@pytest.fixture(scope="module")
def full_shop(server: Server) -> list[str]:
    """Two roles, of which a file has some hundred thousand bytes."""
    store = server.store()
    try:
        return [store.create(SHOP, unpackable_role(100)), store.create(SHOP, every_kind()[0])]
    finally:
        store.close()


@contextmanager
def full_disk(server: Server) -> Iterator[None]:
    """No file of the server's grows beyond twenty thousand bytes: to it that is a disk without room."""
    import resource

    assert server.process
    former = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, former)


def left_over(server: Server) -> list[str]:
    """Temporary files, by name or still held open without one."""
    folder = server.database.parent / "tmp"
    assert server.process
    held = []
    for handle in Path(f"/proc/{server.process.pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            held.append(str(handle.readlink()))
    held = [target for target in held if target.startswith(str(folder))]
    return held + [path.name for path in folder.rglob("*") if path.is_file()]


def nothing_stays(server: Server, own: httpx.Client) -> None:
    """What has been sent goes; the visitor has the last of it a moment before the server knows."""
    end = time.monotonic() + PATIENCE / 1000
    while left := left_over(server):
        assert own.get("/_stcore/health").status_code == 200 and time.monotonic() < end, left


@linux
def test_a_backup_for_which_the_disk_has_no_room_is_told_and_leaves_nothing(
    server: Server, own: httpx.Client, full_shop: list[str]
) -> None:
    with full_disk(server):
        answer = own.post("/backup.zip", json={})
    assert answer.status_code == 503 and "磁盘写不进去" in answer.json()["message"]
    assert left_over(server) == []
    assert setting(server, LAST_BACKUP) == ""
    taken = own.post("/backup.zip", json={})
    assert taken.status_code == 200 and len(taken.content) == int(taken.headers["content-length"]) > 20_000
    nothing_stays(server, own)


@linux
def test_a_backup_that_the_disk_cannot_take_in_is_told_and_leaves_nothing(
    server: Server, own: httpx.Client, full_shop: list[str]
) -> None:
    backup = own.post("/backup.zip", json={}).content
    with full_disk(server):
        answer = own.post("/backup", content=backup, headers={"content-type": "application/zip"})
    assert answer.status_code == 507 and "磁盘写不进去" in answer.json()["message"]
    assert left_over(server) == []


@linux
def test_a_workbook_for_which_the_disk_has_no_room_is_told_and_leaves_nothing(
    server: Server, own: httpx.Client, full_shop: list[str]
) -> None:
    with full_disk(server):
        job = own.post("/workbooks", json={"roles": full_shop}).json()["job"]
        while (answer := own.get(f"/workbooks/{job}")).status_code == 200:
            assert not answer.json()["ready"]
    assert answer.status_code == 503 and answer.json()["message"] == "磁盘写不进去，没有做成；腾出一些空间再试。"
    assert left_over(server) == []
    job = own.post("/workbooks", json={"roles": full_shop}).json()["job"]
    while not own.get(f"/workbooks/{job}").json()["ready"]:
        pass
    assert len(own.get(f"/workbooks/{job}/file").content) > 20_000
    nothing_stays(server, own)


@linux
def test_a_download_that_is_broken_off_leaves_nothing(server: Server, own: httpx.Client, full_shop: list[str]) -> None:
    """A backup that is longer than what lies between server and browser, and a workbook."""
    store = server.store()
    for _ in range(8):
        store.create(SHOP, unpackable_role(450))
    store.close()
    with own.stream("POST", "/backup.zip", json={}) as begun:
        assert begun.status_code == 200
    nothing_stays(server, own)
    job = own.post("/workbooks", json={"roles": full_shop}).json()["job"]
    while not own.get(f"/workbooks/{job}").json()["ready"]:
        pass
    with own.stream("GET", f"/workbooks/{job}/file") as begun:
        assert begun.status_code == 200
    nothing_stays(server, own)


def test_the_last_backup_is_when_the_page_says_that_it_has_it(server: Server, own: httpx.Client) -> None:
    before = setting(server, LAST_BACKUP)
    taken = own.post("/backup.zip", json={})
    assert setting(server, LAST_BACKUP) == before, "nobody has it yet"
    for wrong in ({}, {"at": 3}, {"at": "gestern"}, {"at": "2999-01-01T00:00:00+00:00"}, {"at": "2026-01-01"}, []):
        assert own.post("/backup/taken", json=wrong).status_code in (413, 422)
    assert own.post("/backup/taken", json={"at": taken.headers["x-rolesmith-at"]}).status_code == 200
    assert setting(server, LAST_BACKUP) == taken.headers["x-rolesmith-at"]


# —— Connections ——


def test_one_who_waits_in_vain_for_a_connection_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    database = store._database
    monkeypatch.setattr(database._engine.pool, "_timeout", 0.05)
    with ExitStack() as held:
        for _ in range(CONNECTIONS + MORE):
            held.enter_context(database.read())
        with pytest.raises(Unavailable, match="正被别的程序占用"):
            store.roles(SHOP)
    assert store.roles(SHOP) == []


def test_few_connections_stay_open(store: Store) -> None:
    with ExitStack() as held:
        for _ in range(CONNECTIONS + MORE):
            held.enter_context(store._database.read())
    assert store._database._engine.pool.checkedin() == CONNECTIONS  # type: ignore[attr-defined]


# —— Heavy work ——


class Work:
    """Work that lasts until it is told to end, and counts how much of it is under way."""

    def __init__(self) -> None:
        self.under_way = self.most = self.done = 0
        self.end = Event()
        self._lock = Lock()

    def __call__(self) -> int:
        with self._lock:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
        self.end.wait(PATIENCE / 1000)
        with self._lock:
            self.under_way -= 1
            self.done += 1
        return self.done

    def stuck(self) -> None:
        raise ValueError


def test_only_so_much_is_done_at_once_and_all_of_it_in_the_end() -> None:
    """By requests and by threads, and whatever fails gives its place on."""
    work, turns = Work(), Turns(at_once=2)
    threads = [Thread(target=turns.do_here, args=(work,)) for _ in range(5)]

    async def ask() -> None:
        asked = [asyncio.ensure_future(turns.do(work)) for _ in range(20)]
        failing = [asyncio.ensure_future(turns.do(work.stuck)) for _ in range(5)]
        while work.under_way < 2:
            await asyncio.sleep(0)
        work.end.set()
        await asyncio.gather(*asked)
        for each in failing:
            with pytest.raises(ValueError):
                await each

    for thread in threads:
        thread.start()
    alone(ask())
    for thread in threads:
        thread.join()
    assert (work.most, work.done) == (2, 25)


def test_who_finds_the_line_too_long_or_waits_too_long_is_told_and_takes_no_place() -> None:
    work, turns = Work(), Turns(at_once=1, line=2, patience=0.05)

    async def ask() -> None:
        first = asyncio.ensure_future(turns.do(work))
        while not work.under_way:
            await asyncio.sleep(0)
        waiting = [asyncio.ensure_future(turns.do(work)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Busy, match="请过一会儿再试"):
            await turns.do(work)
        for each in waiting:
            with pytest.raises(Busy):
                await each
        gone = asyncio.ensure_future(turns.do(work))
        await asyncio.sleep(0)
        gone.cancel()
        work.end.set()
        assert await first == 1
        assert await turns.do(work) == 2, "the place is free again"

    alone(ask())
    assert work.most == 1


def large_role(signs: int) -> Role:
    """A role of so many signs, no text of it like another."""
    return role_of(f"{at} " + "每天核对库存并处理异常订单，" * 300 for at in range(signs // 4200))


LARGE_PDF = """
import sys
from rolesmith.role.blanks import Filling
from rolesmith.formats import FORMATS
from server.memory import give_back
from tests.test_resources import large_role, resident

FORMATS["pdf"].write(large_role(5_000), Filling())
give_back()
before = resident("self")
FORMATS["pdf"].write(large_role(1_000_000), Filling())
held = resident("self")
give_back()
print(held - before, resident("self") - before)
"""


def resident(process: object) -> int:
    """Megabytes of its own that a process has in memory: without the pages of files, which the system lets go and reads
    again as it likes.
    """
    resident, of_files = map(int, Path(f"/proc/{process}/statm").read_text().split()[1:3])
    return (resident - of_files) * os.sysconf("SC_PAGE_SIZE") >> 20


@linux
def test_a_large_pdf_leaves_no_memory_behind() -> None:
    """Typst would remember it: a hundred megabytes and more."""
    done = subprocess.run(
        [sys.executable, "-c", LARGE_PDF], cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE / 100
    )
    held, left = map(int, done.stdout.split())
    assert held > 80, "it is not large enough to tell"
    assert left < 40


def test_few_large_roles_are_kept_in_memory(store: Store) -> None:
    for _ in range(8):
        store.create(SHOP, large_role(1_700_000))
    assert len(store.roles(SHOP)) == 8
    assert 0 < sum(map(len, role_rows._kept)) <= role_rows.KEPT_SIGNS


def test_long_texts_are_measured_and_not_remembered() -> None:
    row_height.forget()
    assert row_height.lines("很长" * 2_000, 40.0) == 100
    assert row_height.lines("不长" * 100, 40.0) == 5
    assert row_height._lines.cache_info().currsize == 1


def test_many_large_files_asked_for_at_once_come_in_turn_and_the_pages_go_on(server: Server, own: httpx.Client) -> None:
    store = server.store()
    role = store.create(SHOP, large_role(20_000))
    store.close()

    def take(ending: str) -> int:
        with httpx.Client(base_url=server.url, timeout=10 * PATIENCE / 1000) as client:
            return client.get(f"/roles/{role}/export.{ending}").status_code

    with ThreadPoolExecutor(16) as crowd:
        asked = [crowd.submit(take, ending) for ending in ("pdf", "xlsx", "docx", "html") * 4]
        for _ in range(10):
            assert own.get("/items").status_code == 200
        answers = [each.result() for each in asked]
    assert set(answers) <= {200, 429} and answers.count(200) >= AT_ONCE


# —— Handles ——


def handles(server: Server) -> int:
    assert server.process
    return len(list(Path(f"/proc/{server.process.pid}/fd").iterdir()))


@linux
def test_handles_stay_flat_over_many_loads_and_few_are_enough(server: Server) -> None:
    """As few as a Mac allows; each page that was left is kept for a while, and holds three of them."""
    import resource

    assert server.process

    async def load(times: int) -> None:
        for _ in range(times):
            await (await Session(server.url).open()).close()

    server.clear()  # a page is soon drawn where there are no large roles
    former = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (256, former[1]))
    try:
        alone(load(KEPT_SESSIONS + 4))
        settled = handles(server)
        alone(load(24 if THOROUGH else 8))
        assert handles(server) <= settled + 8
    finally:
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, former)


def test_nothing_is_started_by_an_import_alone() -> None:
    """What reads ahead begins with the server."""
    asked = "import gc, threading, app; print(threading.active_count(), gc.get_threshold()[0] > 0)"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "True"]
