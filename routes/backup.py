"""Everything as one file, and back: tried in full first, replaced only when the visitor has seen what it holds."""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import IO, Annotated

from pydantic import BeforeValidator
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.role.text import one_line
from rolesmith.shop import trial
from rolesmith.store.database import Unavailable
from rolesmith.store.store import LAST_BACKUP, opened
from routes.bodies import Today
from routes.download import Download, abandon, attachment, blank
from routes.handler import Body, Wrong, handler, shop_of
from server.guard import TurnedAway, make_sure_is_ours
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


@handler(Today, heavy=True)
def take_backup(_shop: str, sent: Today) -> Response:
    """Everything as one zip, named by the visitor's day. Who has it says so to `keep_moment`."""
    moment = datetime.now(UTC).isoformat(timespec="seconds")
    file = blank()
    try:
        with disk_full(503, NO_ROOM):
            opened().back_up(file)
            file.flush()
    except Exception:
        abandon(file)
        raise
    return Download(file, ZIP, {**attachment(f"岗位匠备份_{sent.day:%Y-%m-%d}.zip"), MOMENT: moment})


def _past(sent: object) -> datetime:
    """A moment that a backup can be of. Raises ValueError."""
    at = datetime.fromisoformat(str(sent))
    if at.tzinfo is None or at > datetime.now(UTC):
        raise ValueError("no moment, or still to come")
    return at


class Moment(Body):
    """The moment of a backup that is downloaded."""

    at: Annotated[datetime, BeforeValidator(_past), Wrong("这份备份的时间不对，请重新备份一次。")]


@handler(Moment)
def keep_moment(shop: str, sent: Moment) -> Response:
    """The last backup is of then, unless another tab has told of a later one."""

    def last(known: str) -> str:
        with suppress(ValueError):
            return max(sent.at, _past(known)).isoformat(timespec="seconds")
        return sent.at.isoformat(timespec="seconds")

    opened().change_setting(shop, LAST_BACKUP, last)
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
            raise TurnedAway(507, NOT_TAKEN)
        return await TURNS.do(_tried, shop_of(request), file, name)


def _written(file: IO[bytes], chunk: bytes) -> bool:
    """Whether the disk takes it, and has room for what others write meanwhile."""
    try:
        file.write(chunk)
        file.flush()
        return shutil.disk_usage(tempfile.gettempdir()).free > SPARED
    except OSError:
        return False


def _tried(shop: str, file: IO[bytes], name: str) -> Response:
    tried = Tried(tempfile.TemporaryDirectory(prefix="rolesmith-", ignore_cleanup_errors=True))
    try:
        found = trial.tried(file, name, tried.data_file, shop)
    except Exception as error:
        tried.folder.cleanup()
        if isinstance(error, Unavailable | OSError):  # its own database, which lies on the disk
            raise TurnedAway(507, NOT_TAKEN) from error
        raise
    return JSONResponse({"token": WAITING.put(tried), **vars(found), "at": found.at.isoformat()})


class Token(Body):
    """Of a tried backup."""

    token: str = ""


@handler(Token)
def restore_backup(_shop: str, sent: Token) -> Response:
    """The tried backup takes the place of everything → where what was here is kept."""
    tried = WAITING.take(sent.token)
    if tried is None:
        raise TurnedAway(409, "请重新选一次备份文件。")
    with tried.folder, disk_full(503, NOT_RESTORED):
        kept = opened().restore_backup(tried.data_file)
    return JSONResponse({"kept": str(kept)})


@contextmanager
def disk_full(status: int, message: str) -> Iterator[None]:
    """What is said where the disk takes no more."""
    try:
        yield
    except OSError as error:
        raise TurnedAway(status, message) from error
