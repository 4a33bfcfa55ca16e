"""Load: what edits and sessions cost the server, and how many it holds; by sessions without a screen, see wire.py."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path

from benchmarks.figures import SHOWN, Figure, at_least, at_most, percentile
from benchmarks.roles import FIELD
from benchmarks.servers import Server
from benchmarks.wire import Session

OURS, FLOOR = "app:app", "benchmarks.floors:sixty_widgets"
WARM = 10
"""Edits before anything is counted."""
PERIOD = 2.0
"""Seconds from one edit of a session to its next."""
PATIENCE = 0.5
"""Seconds in which 95 of 100 edits must be committed and drawn for the sessions to count as held."""
FIRST = 8
"""Sessions that are tried first."""
ROUNDS = 4
"""Edits of each session that a number of sessions is judged by, behind one to warm up."""
MARKS = (200, 2_000)
"""Edits after which memory is compared."""


class Crowd:
    """Sessions on one or several servers of one kind, each with something of its own to write in."""

    def __init__(self, *servers: Server) -> None:
        self.servers = servers
        self.sessions: list[Session] = []
        self.written = 0

    async def become(self, count: int) -> None:
        """Let sessions in, to the servers in turn, or out again, until there are so many."""
        while len(self.sessions) > count:
            await self.sessions.pop().close()
        while len(self.sessions) < count:
            server = self.servers[len(self.sessions) % len(self.servers)]
            ours = server.app == OURS
            session = Session(server.url, "basics", server.add_role()) if ours else Session(server.url)
            self.sessions.append(await session.open())

    async def edit(self, session: Session) -> float:
        """One edit: seconds from sending it until it is committed, where there is something to commit, and drawn."""
        self.written += 1
        begun = time.perf_counter()
        await session.write(FIELD, f"运营主管{self.written}")
        return time.perf_counter() - begun

    async def work(self, rounds: int) -> list[float]:
        """Every session edits once a period for so many rounds and one to warm up; each edit's seconds."""

        async def one(session: Session, share: float) -> list[float]:
            taken = []
            due = time.perf_counter() + PERIOD * share
            for _ in range(rounds + 1):
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                taken.append(await self.edit(session))
                due += PERIOD
            return taken[1:]

        count = len(self.sessions)
        done = await asyncio.gather(*(one(each, at / count) for at, each in enumerate(self.sessions)))
        return [seconds for each in done for seconds in each]

    async def spend(self, edits: int) -> float:
        """The first session edits without a pause: milliseconds of processor that one edit takes."""
        before = self.servers[0].processor_time()
        for _ in range(edits):
            await self.edit(self.sessions[0])
        return 1000 * (self.servers[0].processor_time() - before) / edits


@asynccontextmanager
async def crowd(*servers: Server) -> AsyncIterator[Crowd]:
    """An empty crowd; whoever came leaves at the end."""
    everybody = Crowd(*servers)
    try:
        yield everybody
    finally:
        await everybody.become(0)


def costs(folder: Path, count: int) -> Iterator[Figure]:
    """Processor time of an edit, and memory of a session."""
    with Server(FLOOR, folder / "floor") as floor, Server(OURS, folder / "costs.db") as ours:
        yield from asyncio.run(_costs(floor.rest(), ours.rest(), count))


async def _costs(floor: Server, ours: Server, count: int) -> list[Figure]:
    async with crowd(floor) as theirs, crowd(ours) as mine:
        spent, grown = [], []
        for everybody in (theirs, mine):
            await everybody.become(1)
            await everybody.spend(WARM)
        for _ in range(count):
            spent.append([await everybody.spend(2) for everybody in (theirs, mine)])
        for everybody in (theirs, mine):
            before = everybody.servers[0].memory()
            await everybody.become(1 + count)
            for session in everybody.sessions[1:]:
                await everybody.edit(session)
            grown.append((everybody.servers[0].memory() - before) / count / 2**20)
    return [
        Figure("一次修改用的处理器时间", "毫秒", *zip(*spent, strict=True)),
        Figure("一个会话占的内存", "MB", *([each] for each in grown), SHOWN, count),
    ]


def sessions(folder: Path, count: int) -> Iterator[Figure]:
    """How many sessions are held, by one server and by two on one database."""
    for number, words in ((1, "一台服务器"), (2, "两台，同一个数据库")):
        with ExitStack() as running:
            floor, ours = (
                [running.enter_context(Server(app, folder / f"{number}.db")) for _ in range(number)]
                for app in (FLOOR, OURS)
            )
            yield asyncio.run(_sessions(f"{words}撑得住的会话", floor, ours, max(1, ROUNDS * count // 30)))


async def _sessions(what: str, floor: list[Server], ours: list[Server], rounds: int) -> Figure:
    async with crowd(*floor) as theirs, crowd(*ours) as mine:
        searches = [Search(theirs, rounds), Search(mine, rounds)]
        while unfinished := [search for search in searches if not search.finished]:
            for search in unfinished:  # in turn, so that a busy machine is busy for both
                await search.step()
    return Figure(what, "个", *([each.held] for each in searches), at_least(1.0), searches[1].judged)


class Search:
    """For the most sessions that are held, to an eighth: `held`, judged by the times of so many edits."""

    def __init__(self, everybody: Crowd, rounds: int) -> None:
        self.everybody, self.rounds = everybody, rounds
        self.held, self.judged, self.over = 0, 0, 0
        self.tried = FIRST

    @property
    def finished(self) -> bool:
        return bool(self.over) and self.over - self.held <= max(1, self.held // 8)

    async def step(self) -> None:
        """Try the next number: twice as many until that is too many, then halfway between."""
        await self.everybody.become(self.tried)
        taken = await self.everybody.work(self.rounds)
        if percentile(taken, 0.95) <= PATIENCE:
            self.held, self.judged = self.tried, len(taken)
        else:
            self.over = self.tried
        self.tried = (self.held + self.over) // 2 if self.over else 2 * self.held


def memory(folder: Path, count: int) -> Iterator[Figure]:
    """Memory after many edits, with memory after fewer as its floor."""
    with Server(OURS, folder / "memory.db") as ours:
        few, many = (edits * count // 30 for edits in MARKS)
        after = asyncio.run(_memory(ours.rest(), few, many))
        yield Figure(
            f"内存：{many:,} 次修改之后比 {few:,} 次之后", "MB", *([each] for each in after), at_most(1.1), many
        )


async def _memory(ours: Server, *marks: int) -> list[float]:
    async with crowd(ours) as everybody:
        await everybody.become(1)
        after = []
        for mark in marks:
            await everybody.spend(mark - everybody.written)
            after.append(ours.memory() / 2**20)
    return after
