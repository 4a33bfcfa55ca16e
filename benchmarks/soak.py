"""Soak: a crowd that writes, turns pages, searches and takes files for many minutes. What goes wrong, what grows?"""

import asyncio
import itertools
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks.figures import Figure, at_most, never_over
from benchmarks.load import FIELD, OURS, PERIOD, Crowd, crowd
from benchmarks.servers import Server
from benchmarks.wire import Session

SAMPLES = 60
"""How often the server is looked at, evenly over the time."""
EVERY = 5
"""Edits of a session between two errands."""
ERRANDS = (
    "load", "/items?words=库存", "/roles/{role}/advice", "load", "/roles/{role}/text", "/roles/{role}/export.xlsx",
    "/roles/{role}/export.pdf", "/roles/{role}/export.docx", "load", "/roles/{role}/export.html", "/form.xlsx",
    "/libraries/content.yaml", "workbook", "backup",
)  # fmt: skip


class Soak:
    """Sessions that each do their round until the time is over, and what was seen meanwhile."""

    def __init__(self, everybody: Crowd, seconds: float) -> None:
        self.everybody, self.server = everybody, everybody.servers[0]
        self.seconds, self.end = seconds, time.monotonic() + seconds
        self.acts = 0
        self.errors: list[str] = []
        self.memory: list[float] = []
        self.handles: list[float] = []

    async def run(self) -> None:
        """To the end of the time."""
        visits = (self._visit(at, session) for at, session in enumerate(self.everybody.sessions))
        await asyncio.gather(self._watch(), *visits)
        self.errors += re.findall(r"^\w*Error\b.*|^Traceback", self.server.log.read_text("utf-8"), re.MULTILINE)

    async def _watch(self) -> None:
        while time.monotonic() < self.end:
            self.memory.append(self.server.memory() / 2**20)
            self.handles.append(self.server.handles())
            await asyncio.sleep(self.seconds / SAMPLES)

    async def _visit(self, at: int, session: Session) -> None:
        await asyncio.sleep(PERIOD * at / len(self.everybody.sessions))
        errands = itertools.islice(itertools.cycle(ERRANDS), at, None)
        for turn in itertools.count(at):
            if time.monotonic() > self.end:
                return
            act = session.write(FIELD, f"运营主管{turn}") if turn % EVERY else self._errand(session, next(errands))
            self.acts += 1
            try:
                await act
            except (Exception, SystemExit) as error:
                self.errors.append(f"{type(error).__name__}: {error}")
                with suppress(Exception):
                    await self._load(session)
            await asyncio.sleep(PERIOD)

    async def _errand(self, session: Session, errand: str) -> None:
        if errand == "load":
            await self._load(session)
        elif errand == "backup":
            (await session.client.post("/backup.zip", json={})).raise_for_status()
        elif errand == "workbook":
            begun = await session.client.post("/workbooks", json={"roles": [session.role]})
            if begun.status_code == 429:  # others are at it
                return
            job = begun.raise_for_status().json()["job"]
            while not (await session.client.get(f"/workbooks/{job}")).raise_for_status().json()["ready"]:
                await asyncio.sleep(0.2)
            (await session.client.get(f"/workbooks/{job}/file")).raise_for_status()
        else:
            (await session.client.get(errand.format(role=session.role))).raise_for_status()

    async def _load(self, session: Session) -> None:
        """The page anew, as with F5."""
        await session.close()
        await session.open()


def soak(folder: Path, minutes: float, sessions: int) -> Iterator[Figure]:
    """Errors; memory and handles of the last third of the time with the second third as their floor."""
    with Server(OURS, folder / "soak.db") as ours:
        done = asyncio.run(_soaked(ours.rest(), 60 * minutes, sessions))
    what = f"{minutes:g} 分钟、{sessions} 个会话"
    yield Figure(f"{what}：出错", "次", [0], [len(done.errors)], never_over(0, "次"), done.acts)
    for name, unit, seen in (("内存", "MB", done.memory), ("句柄", "个", done.handles)):
        third = len(seen) // 3
        yield Figure(f"{what}：{name}，后三分之一比中三分之一", unit, seen[third:-third], seen[-third:], at_most(1.1))
    for error in sorted(set(done.errors)):
        print(error[:200])


async def _soaked(ours: Server, seconds: float, sessions: int) -> Soak:
    async with crowd(ours) as everybody:
        await everybody.become(sessions)
        soaking = Soak(everybody, seconds)
        await soaking.run()
    return soaking
