"""Everything as one file, and back: tried in full first, replaced only when the visitor has seen what it holds."""

import secrets
import shutil
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import IO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.files.problem import Unreadable
from rolesmith.role.text import one_line
from rolesmith.shop import trial
from rolesmith.store.database import Unavailable
from rolesmith.store.store import LAST_BACKUP, LOCAL_SHOP, opened
from routes.download import Download, abandon, attachment, blank
from server.guard import day, make_sure_is_ours, refusal, sent_by_us, unreadable
from server.heavy import TURNS

ZIP = "application/zip"
MOMENT = "x-rolesmith-at"
"""The header of a backup that says of which moment it is."""
SPARED = 50_000_000
"""Bytes of the disk that a backup brought in must leave free."""
NO_ROOM = "磁盘写不进去，可能满了，备份没有做成；腾出一些空间再试。您写的内容都在。"
NOT_TAKEN = "磁盘写不进去，可能满了，没有读完这份备份；腾出一些空间再试。现在的内容没有动。"
NOT_RESTORED = "磁盘写不进去，可能满了，没有恢复；腾出一些空间再试。原来的内容都在。"


@dataclass(frozen=True)
class Tried:
    """A backup that was brought in and tried: a database of its own, which goes when nobody holds it any more."""

    folder: tempfile.TemporaryDirectory[str]
    since: float = field(default_factory=monotonic)

    @property
    def data_file(self) -> Path:
        """Where the database lies."""
        return Path(self.folder.name) / "trial.db"


class Waiting:
    """Tried backups by a token that only who brought one knows, until it is restored, or for an hour, or a few more."""

    MOST, KEPT = 4, 3600.0

    def __init__(self) -> None:
        self._tried: dict[str, Tried] = {}
        self._lock = Lock()

    def put(self, tried: Tried) -> str:
        """Its token."""
        token = secrets.token_urlsafe(16)
        with self._lock:
            self._tried[token] = tried
            old = [token for token, each in self._tried.items() if monotonic() - each.since > self.KEPT]
            for token_ in dict.fromkeys((*old, *list(self._tried)[: -self.MOST])):
                self._tried.pop(token_).folder.cleanup()
        return token

    def take(self, token: str) -> Tried | None:
        """The one of this token, once; it is the caller's from now on."""
        with self._lock:
            return self._tried.pop(token, None)


WAITING = Waiting()


async def take_backup(request: Request) -> Response:
    """`{"day"}`: everything as one zip, named by the visitor's day. Who has it says so to `taken`."""
    sent = await sent_by_us(request)
    return await TURNS.do(_made, day(sent.get("day")))


def _made(today: date) -> Response:
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    file = blank()
    try:
        opened().back_up(file)
        file.flush()
    except (Unavailable, OSError) as error:
        abandon(file)
        return refusal(503, str(error) if isinstance(error, Unavailable) else NO_ROOM)
    return Download(file, ZIP, {**attachment(f"岗位匠备份_{today:%Y-%m-%d}.zip"), MOMENT: moment})


async def taken(request: Request) -> Response:
    """`{"at"}`, the moment of a backup that is downloaded: the last one is of then."""
    sent = await sent_by_us(request)
    try:
        at = datetime.fromisoformat(str(sent.get("at")))
        if at.tzinfo is None or at > datetime.now(UTC):
            raise ValueError
    except ValueError:
        return refusal(422, "这份备份的时间不对，请重新备份一次。")
    await run_in_threadpool(opened().set_setting, LOCAL_SHOP, LAST_BACKUP, at.isoformat(timespec="seconds"))
    return JSONResponse({})


async def bring_backup(request: Request) -> Response:
    """A backup's bytes, its name in `?file=` → what it holds and a token to restore it with; or all its problems."""
    make_sure_is_ours(request, ZIP)
    name = one_line(request.query_params.get("file", ""))[:120] or "备份文件"
    failed = False
    with tempfile.TemporaryFile() as file:
        async for chunk in request.stream():  # to its end even so: a browser that is cut off hears no answer
            failed = failed or not await run_in_threadpool(_written, file, chunk)
        if failed:
            return refusal(507, NOT_TAKEN)
        return await TURNS.do(_tried, file, name)


def _written(file: IO[bytes], chunk: bytes) -> bool:
    """Whether the disk takes it, and has room for what others write meanwhile."""
    try:
        file.write(chunk)
        file.flush()
        return shutil.disk_usage(tempfile.gettempdir()).free > SPARED
    except OSError:
        return False


def _tried(file: IO[bytes], name: str) -> Response:
    tried = Tried(tempfile.TemporaryDirectory(prefix="rolesmith-", ignore_cleanup_errors=True))
    try:
        found = trial.tried(file, name, tried.data_file, LOCAL_SHOP)
    except (Unreadable, Unavailable, OSError) as error:
        tried.folder.cleanup()
        if isinstance(error, Unreadable):
            return unreadable(error)
        return refusal(507, NOT_TAKEN)
    return JSONResponse({"token": WAITING.put(tried), **vars(found), "at": found.at.isoformat()})


async def restore_backup(request: Request) -> Response:
    """`{"token"}`: the tried backup takes the place of everything → where what was here is kept."""
    sent = await sent_by_us(request)
    tried = WAITING.take(str(sent.get("token", "")))
    if tried is None:
        return refusal(409, "请重新选一次备份文件。")
    try:
        kept = await run_in_threadpool(lambda: opened().restore_backup(tried.data_file))
    except OSError:
        return refusal(503, NOT_RESTORED)
    finally:
        await run_in_threadpool(tried.folder.cleanup)
    return JSONResponse({"kept": str(kept)})
