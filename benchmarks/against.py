"""Two checkouts on one machine: the same acts in turn on a server of each, and the other's times as the floor of ours.

`python -m benchmarks typing first --against ../before`. Each checkout makes the roles that its server is given, so that
the two may write and keep them in different ways.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager, suppress
from functools import partial
from itertools import repeat
from pathlib import Path

import httpx

from benchmarks.figures import NO_SLOWER, SHOWN, Bound, Figure, Pairs, interval, percentile
from benchmarks.load import OURS, Crowd, crowd
from benchmarks.screens import BOX, CARD, Desk, arrive, chromium, in_turn, start, turned
from benchmarks.servers import ROOT, Server
from rolesmith.formats import FORMATS
from rolesmith.formats.looks import LOOKS

CROWD = 32
"""Sessions that edit at once: half of what a server holds."""
PROBE = 0.01
"""Seconds from one look whether a server answers to the next."""


@contextmanager
def running(other: Path, folder: Path) -> Iterator[list[Server]]:
    """The two servers, the other's first."""
    with ExitStack() as stack:
        yield [stack.enter_context(server) for server in servers(other, folder)]


def servers(other: Path, folder: Path) -> list[Server]:
    """The same, not started yet."""
    return [Server(OURS, folder / f"{name}.db", root) for name, root in (("other", other), ("ours", ROOT))]


def pairs(what: str, count: int, acts: Sequence[Callable[[], float]]) -> Figure:
    return Pairs(what, "毫秒", *in_turn(count, *acts), NO_SLOWER)


def typing(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """A key until it is on the paper, and the last key until it is committed and redrawn."""
    with running(other, folder) as both, chromium() as browser:
        desks = [Desk(browser, server) for server in both]
        yield pairs("键 → 纸面", count, [lambda desk=desk: desk.write()[0] for desk in desks])
        yield pairs("末键 → 已提交并重画", count, [desk.commit for desk in desks])


def growth(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """The same in a role of 200 lines."""
    with running(other, folder) as both, chromium() as browser:
        desks = [Desk(browser, server, 200, "duties", "line0") for server in both]
        yield pairs("200 条：键 → 纸面", count, [lambda desk=desk: desk.write()[0] for desk in desks])
        desks = [Desk(browser, server, 200) for server in both]
        yield pairs("200 条：末键 → 已提交并重画", count, [desk.commit for desk in desks])


def pages(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """To another page and back: until one can write there, and until what leads further is there as well."""
    with running(other, folder) as both, chromium() as browser:
        desks = [Desk(browser, server) for server in both]
        yield pairs("换页 → 画好，可以写", count, [lambda desk=desk: sum(turned(desk)) / 2 for desk in desks])
        acts = [lambda desk=desk: sum(turned(desk, onward=True)) / 2 for desk in desks]
        yield pairs("换页 → 上一步、下一步也换好", count, acts)


def first(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """A fresh process until a fresh visitor can begin on its first page."""
    with running(other, folder) as both:
        for server in both:
            server.add_role()
    with chromium() as browser:
        acts = [lambda server=server: start(browser, server, CARD) for server in both]
        yield pairs("启动 → 首页，可以点起点", count, acts)


def arrival(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """A fresh visitor of a server that has run for a while, until one can begin, and until one can write."""
    with running(other, folder) as both, chromium() as browser:
        roles = [f"{server.url}/basics?role={server.add_role()}" for server in both]
        homes = [server.rest().url for server in both]
        for what, addresses, awaited in (("首页，可以点起点", homes, CARD), ("岗位，可以写", roles, BOX)):
            acts = [lambda address=address, seen=awaited: arrive(browser, address, seen) for address in addresses]
            yield pairs(f"第一次来 → {what}", count, acts)


def sessions(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """A crowd that edits, once every two seconds each: how long edits take, what they cost, when nothing is answered.

    How many sessions a server holds is a single number a search; this is what decides it.
    """
    with running(other, folder) as both:
        rounds = asyncio.run(_rounds([server.rest() for server in both], count))
    for what, bound, samples in zip(
        ("95% 的修改，已提交并画好", "一次修改用的处理器时间", "最久没有应答"),
        (NO_SLOWER, NO_SLOWER, SHOWN),
        zip(*rounds, strict=True),
        strict=True,
    ):
        yield Pairs(f"{CROWD} 个会话：{what}", "毫秒", *zip(*samples, strict=True), bound)


Spent = tuple[float, float, float]
"""Milliseconds of a round: in which 95 of 100 edits were done; of processor for an edit; longest without an answer."""


async def _rounds(both: Sequence[Server], count: int) -> list[list[tuple[float, ...]]]:
    """Each round by both, in turn; the first is left out."""
    async with AsyncExitStack() as stack:
        crowds = [await stack.enter_async_context(crowd(server)) for server in both]
        for everybody in crowds:
            await everybody.become(CROWD)
        rounds = [[await _round(everybody) for everybody in crowds] for _ in range(count + 1)]
    return [list(zip(*each, strict=True)) for each in rounds[1:]]


async def _round(everybody: Crowd) -> Spent:
    server = everybody.servers[0]
    before = server.processor_time()
    watch = asyncio.create_task(_longest_silence(server))
    taken = await everybody.work(1)
    watch.cancel()
    spent = server.processor_time() - before
    return 1000 * percentile(taken, 0.95), 1000 * spent / (2 * CROWD), 1000 * await watch


async def _longest_silence(server: Server) -> float:
    """Seconds that the slowest of many answers took, asked for one after another until this is cancelled."""
    longest = 0.0
    async with httpx.AsyncClient(base_url=server.url) as client:
        with suppress(asyncio.CancelledError):
            while True:
                begun = time.perf_counter()
                await client.get("/_stcore/health")
                longest = max(longest, time.perf_counter() - begun)
                await asyncio.sleep(PROBE)
    return longest


SAME_LOOKS = ("brand", "plain", "compact")
"""Looks that older checkouts have, too."""
A_TENTH_MORE = Bound("区间不全在 1.1 以上", lambda floor, ours: interval(floor, ours)[0] <= 1.1)
"""Asked of what is written."""
MAKE = """
import json, sys
from rolesmith.presets.shipped import shipped
print(json.dumps([starter.role.to_json() for starter in list(shipped().starters.values())[:int(sys.argv[1])]]))
"""
"""Makes roles of the other's starters, which ours reads, too."""
ROLES = 6


def excel(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """Writing the other's starters as Excel in each look that it has: milliseconds of processor a role.

    First each time under other names, so that their charts are drawn anew; then with charts that were drawn before.
    """
    yield from _written(other, folder, count, ("xlsx",))
    yield from _written(other, folder, count, ("xlsx",), "，图已画过")


def formats(other: Path, folder: Path, count: int) -> Iterator[Figure]:
    """The same in all other formats."""
    yield from _written(other, folder, count, [ending for ending in FORMATS if ending != "xlsx"])


def _written(other: Path, folder: Path, count: int, endings: Sequence[str], again: str = "") -> Iterator[Figure]:
    """Both sides in turn; `again` says of roles that they are the same each time."""
    file = folder / "roles.json"
    file.write_bytes(subprocess.check_output([sys.executable, "-c", MAKE, str(ROLES)], cwd=other))
    with ExitStack() as stack:
        both = [stack.enter_context(_writer(root, file)) for root in (other, ROOT)]
        for ending in endings:
            for look in SAME_LOOKS if FORMATS[ending].looks else ("",):
                acts = [
                    partial(_asked, side, ending, look, repeat(0) if again else iter(range(count + 1))) for side in both
                ]
                label = f"{FORMATS[ending].label}，{LOOKS[look].label}" if look else FORMATS[ending].label
                yield Pairs(label + again, "毫秒", *in_turn(count, *acts), A_TENTH_MORE)


@contextmanager
def _writer(checkout: Path, roles: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-P", str(ROOT / "benchmarks" / "writer.py"), str(roles)]
    environment = {**os.environ, "PYTHONPATH": str(checkout)}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=checkout, env=environment, text=True, **pipes) as process:
        yield process


def _asked(side: subprocess.Popen[str], ending: str, look: str, runs: Iterator[int]) -> float:
    """What it took to write the roles once more."""
    assert side.stdin and side.stdout
    print(ending, look, next(runs), sep="\t", file=side.stdin, flush=True)
    return float(side.stdout.readline())


PARTS = {part.__name__: part for part in (typing, growth, pages, first, arrival, sessions, excel, formats)}
