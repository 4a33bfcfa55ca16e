"""A shop's workbook: a job that one begins, watches, calls off, and takes the file of."""

import logging
import secrets
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from threading import Event, Lock, Thread
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.document.document import Document
from rolesmith.document.posts import Post
from rolesmith.formats import FORMATS
from rolesmith.formats.excel import shop as excel_shop
from rolesmith.formats.looks import LOOK, LOOKS, USUAL
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import file_stem, joined
from rolesmith.shop.logo import kept as kept_logo
from rolesmith.store.database import Unavailable
from rolesmith.store.store import LOCAL_SHOP, opened
from routes.download import Download, abandon, attachment, blank
from server.guard import FULL, day, make_sure_is_ours, refusal, sent_by_us
from server.heavy import Turns

AT_ONCE = 3
"""Jobs under way at the same time; one of them is written, and the others wait."""
KEPT = 600
"""Seconds after which a file that nobody took is thrown away."""
GONE = "这个文件已经不在了，请重新生成。"
FRESH = {"cache-control": "no-store"}
XLSX = FORMATS["xlsx"].media_type


TURNS = Turns(at_once=1)
"""Apart from the other heavy work: a whole shop takes long, and one role's file need not wait for it."""


class CalledOff(Exception):
    """Nobody wants the file any more."""


class AllGone(Exception):
    """Not one of the roles is left."""


@dataclass
class Job:
    """One workbook in the making."""

    roles: Sequence[str]
    look: str
    day: date
    file: IO[bytes] = field(default_factory=blank)
    begun: float = field(default_factory=time.monotonic)
    done: int = 0
    failed: str = ""
    status: int = 503
    """That of the answer where it failed."""
    name: str = ""
    """The file's name; given when it is there."""
    off: Event = field(default_factory=Event)

    @property
    def over(self) -> bool:
        """Whether nothing more happens."""
        return bool(self.name or self.failed)

    def run(self) -> None:
        """Write the file; what goes wrong stays in `failed` as a sentence."""
        try:
            excel_shop.write(self.file, self._drawn(), LOOKS[self.look], self._told)
            self.file.flush()
            shop = opened().facts(LOCAL_SHOP).role.tree.values.get("店名", "")
            self.name = f"{file_stem(joined(shop, '岗位职责说明书'))}_{self.day:%Y%m%d}.xlsx"
        except CalledOff:
            self.failed = GONE
        except AllGone:
            self.status, self.failed = 404, "选的岗位都已经被删掉了，没有生成文件；请刷新页面再选。"
        except Unavailable as error:
            self.failed = str(error)
        except OSError:
            self.failed = FULL
        except Exception:
            logging.getLogger("rolesmith").exception("a workbook failed")
            self.failed = "没有做成，您写的内容都在；请把窗口里的记录发给我们。"
        if self.failed or self.off.is_set():
            abandon(self.file)

    def _drawn(self) -> Iterator[tuple[Document, Post]]:
        facts, logo = opened().facts(LOCAL_SHOP).role.tree.values, kept_logo(opened(), LOCAL_SHOP)
        for role in self.roles:
            saved = opened().role(LOCAL_SHOP, role)
            if saved is not None:  # somebody has put it in the trash in the meantime
                yield excel_shop.drawn(saved.role, replace(shipped().filling(saved.role, facts), logo=logo))
        if not self.done:
            raise AllGone

    def _told(self, done: int) -> None:
        if self.off.is_set():
            raise CalledOff
        self.done = done


class Jobs:
    """The jobs of this server, by a name that only who began one knows."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._jobs: dict[str, Job] = {}
        self._lock = Lock()

    def begin(self, roles: Sequence[str], look: str, day: date) -> str | None:
        """The job's name; None where too many are under way."""
        with self._lock:
            self._forget()
            if sum(not job.over for job in self._jobs.values()) >= self._at_once:
                return None
            name = secrets.token_urlsafe(16)
            self._jobs[name] = job = Job(roles, look, day)
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


async def begin(request: Request) -> Response:
    """`{"roles": [ids], "day"}` → `{"job", "total"}`; the roles stand in the workbook in this order."""
    sent = await sent_by_us(request)
    wished = sent.get("roles")
    if not isinstance(wished, list) or not wished or not all(isinstance(role, str) for role in wished):
        return refusal(422, "先选要放进去的岗位。")
    roles = list(dict.fromkeys(wished))
    if len(roles) > excel_shop.MOST:
        return refusal(422, f"一个文件最多 {excel_shop.MOST:,} 个岗位，现在选了 {len(roles):,} 个，请分几次下载。")
    look = await run_in_threadpool(opened().setting, LOCAL_SHOP, LOOK)
    job = JOBS.begin(roles, look if look in LOOKS else USUAL, day(sent.get("day")))
    if job is None:
        return refusal(429, "别的窗口正在生成全店 Excel，等它好了再试。")
    return JSONResponse({"job": job, "total": len(roles)}, headers=FRESH)


def progress(request: Request) -> Response:
    """`{"done", "total", "ready"}`: how many roles are written, and whether the file is there."""
    job = JOBS.get(request.path_params["job"])
    if job is None:
        return refusal(404, GONE)
    if job.failed:
        JOBS.drop(request.path_params["job"])
        return refusal(job.status, job.failed)
    return JSONResponse({"done": job.done, "total": len(job.roles), "ready": bool(job.name)}, headers=FRESH)


async def cancel(request: Request) -> Response:
    """The job ends, and nothing stays of it."""
    make_sure_is_ours(request)
    await run_in_threadpool(JOBS.drop, request.path_params["job"])
    return JSONResponse({})


def take(request: Request) -> Response:
    """The file, once."""
    job = JOBS.hand_over(request.path_params["job"])
    if job is None:
        return refusal(404, GONE)
    return Download(job.file, XLSX, attachment(job.name))
