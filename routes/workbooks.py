"""A shop's workbook: a job that one begins, watches, calls off, and takes the file of."""

import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Event, Lock, Thread
from typing import IO, Annotated

from pydantic import Field
from starlette.responses import JSONResponse, Response

from rolesmith.document.document import Document
from rolesmith.document.matrix import Matrix
from rolesmith.document.posts import Post
from rolesmith.formats import SPREADSHEET
from rolesmith.formats.excel import shop as excel_shop
from rolesmith.formats.looks import LOOK, USUAL, is_look, look_named
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import joined
from rolesmith.shop import logo
from rolesmith.shop.duties import duties
from rolesmith.shop.duty_rows import matrix
from rolesmith.shop.filling import shows_standards
from rolesmith.store.store import opened
from routes.bodies import Day
from routes.download import Download, abandon, attachment, blank, dated
from routes.handler import Body, Wrong, handler
from server.guard import FRESH, FULL, TurnedAway
from server.heavy import Turns

AT_ONCE = 3
"""Jobs under way at the same time; one of them is written, and the others wait."""
KEPT = 600
"""Seconds after which a file that nobody took is thrown away."""
GONE = "这个文件已经不在了，请重新生成。"
TURNS = Turns(at_once=1)
"""Apart from the other heavy work: a whole shop takes long, and one role's file need not wait for it."""


@dataclass
class Job:
    """One workbook in the making."""

    shop: str
    roles: Sequence[str]
    look: str
    day: date
    file: IO[bytes] = field(default_factory=blank)
    begun: float = field(default_factory=time.monotonic)
    done: int = 0
    failed: Exception | None = None
    """Why there is no file; failure.py answers it to who asks."""
    name: str = ""
    """The file's name; given when it is there."""
    off: Event = field(default_factory=Event)

    @property
    def over(self) -> bool:
        """Whether nothing more happens."""
        return bool(self.name or self.failed)

    def run(self) -> None:
        """Write the file; what goes wrong stays in `failed`."""
        try:
            excel_shop.write(self.file, self._drawn(), look_named(self.look), self._count, self._matrix())
            self.file.flush()
            shop = opened().facts(self.shop).role.tree.values.get("店名", "")
            self.name = dated(joined(shop, "岗位职责说明书"), self.day, "xlsx")
        except OSError:
            self.failed = TurnedAway(503, FULL)
        except Exception as error:
            self.failed = error
        if self.failed or self.off.is_set():
            abandon(self.file)

    def _drawn(self) -> Iterator[tuple[Document, Post]]:
        facts, picture = opened().facts(self.shop).role.tree.values, logo.kept(opened(), self.shop)
        standards = shows_standards(opened(), self.shop)
        for role in self.roles:
            saved = opened().role(self.shop, role)
            if saved is not None and saved.kind == "position":  # else it was put in the trash in the meantime
                filling = shipped().filling(saved.role, facts, standards=standards)
                yield excel_shop.drawn(saved.role, replace(filling, logo=picture))
        if not self.done:
            raise TurnedAway(404, "选的岗位都已经被删掉了，没有生成文件；请刷新页面再选。")

    def _matrix(self) -> Matrix | None:
        """Who does what; None where not all of the shop's posts are in the workbook."""
        found = duties(opened(), self.shop)
        return matrix(found, people=False) if found.read and set(found.read) <= set(self.roles) else None

    def _count(self, done: int) -> None:
        if self.off.is_set():
            raise TurnedAway(404, GONE)
        self.done = done


class Jobs:
    """The jobs of this server, by a name that only who began one knows."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()

    def begin(self, shop: str, roles: Sequence[str], look: str, day: date) -> str | None:
        """The job's name; None where too many are under way."""
        with self._lock:
            self._forget()
            if sum(not job.over for job in self._jobs.values()) >= self._at_once:
                return None
            name = secrets.token_urlsafe(16)
            self._jobs[name] = job = Job(shop, roles, look, day)
        Thread(target=TURNS.do_here, args=(job.run,), daemon=True).start()
        return name

    def get(self, name: str) -> Job | None:
        """The job of that name, as long as it is kept."""
        return self._jobs.get(name)

    def drop(self, name: str) -> Job | None:
        """Call a job off, or forget one that is done; the file goes with it."""
        with self._lock:
            job = self._jobs.pop(name, None)
        if job is not None:
            job.off.set()
            if job.over:
                abandon(job.file)
        return job

    def hand_over(self, name: str) -> Job | None:
        """The job of that name where its file is whole; whoever has it closes the file."""
        with self._lock:
            job = self._jobs.get(name)
            return self._jobs.pop(name) if job is not None and job.name else None

    def _forget(self) -> None:
        old = [name for name, job in self._jobs.items() if job.over and time.monotonic() - job.begun > KEPT]
        for name in old:
            abandon(self._jobs.pop(name).file)


JOBS = Jobs()


class Wish(Body):
    """The roles by their ids, in the order in which they are to stand in the workbook; the visitor's day."""

    roles: Annotated[list[str], Field(min_length=1), Wrong("先选要放进去的岗位。")]
    day: Day = Field(default_factory=date.today)


@handler(Wish)
def begin(shop: str, sent: Wish) -> Response:
    """`{"job", "total"}`."""
    roles = list(dict.fromkeys(sent.roles))
    if len(roles) > excel_shop.MOST:
        message = f"一个文件最多 {excel_shop.MOST:,} 个岗位，现在选了 {len(roles):,} 个，请分几次下载。"
        raise TurnedAway(422, message)
    look = opened().setting(shop, LOOK)
    job = JOBS.begin(shop, roles, look if is_look(look) else USUAL, sent.day)
    if job is None:
        raise TurnedAway(429, "别的窗口正在生成全店 Excel，等它好了再试。")
    return JSONResponse({"job": job, "total": len(roles)}, headers=FRESH)


@handler()
def progress(_shop: str, job: str) -> Response:
    """`{"done", "total", "ready"}`: how many roles are written, and whether the file is there."""
    found = JOBS.get(job)
    if found is None:
        raise TurnedAway(404, GONE)
    if found.failed:
        JOBS.drop(job)
        raise found.failed
    return JSONResponse({"done": found.done, "total": len(found.roles), "ready": bool(found.name)}, headers=FRESH)


@handler()
def cancel(_shop: str, job: str) -> Response:
    """The job ends, and nothing stays of it."""
    JOBS.drop(job)
    return JSONResponse({})


@handler()
def take(_shop: str, job: str) -> Response:
    """The file, once."""
    found = JOBS.hand_over(job)
    if found is None:
        raise TurnedAway(404, GONE)
    return Download(found.file, SPREADSHEET, attachment(found.name))
