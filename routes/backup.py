"""Everything as one file, and back: checked in full first, replaced only when the visitor has seen what it holds."""

import secrets
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO
from urllib.parse import quote

from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from rolesmith import backup
from rolesmith.database import Unavailable
from rolesmith.problem import Unreadable
from rolesmith.store import LAST_BACKUP, LOCAL_SHOP, opened
from rolesmith.text import one_line
from routes.guard import body, day, refusal, stranger

UPLOAD_LIMIT = 200_000_000
"""Bytes of a backup, packed."""
ZIP = "application/zip"


@dataclass
class Waiting:
    """The last backup that was brought in and checked, until somebody says that it shall replace everything."""

    token: str = ""
    file: IO[bytes] = field(default_factory=tempfile.TemporaryFile)


WAITING = Waiting()


def take_backup(request: Request) -> Response:
    """Everything as one zip, named by the visitor's `?day=`."""
    with tempfile.NamedTemporaryFile("wb", suffix=".zip", delete=False) as file:
        path = Path(file.name)
        try:
            opened().back_up(file)
            opened().set_setting(LOCAL_SHOP, LAST_BACKUP, datetime.now(UTC).isoformat(timespec="seconds"))
        except Unavailable as error:
            path.unlink()
            return refusal(503, str(error))
    name = quote(f"岗位匠备份_{day(request.query_params.get('day')):%Y-%m-%d}.zip")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"}
    return FileResponse(path, media_type=ZIP, headers=headers, background=BackgroundTask(path.unlink))


async def bring_backup(request: Request) -> Response:
    """A backup's bytes, its name in `?file=` → what it holds and a token to restore it with; or all its problems."""
    if no := stranger(request, ZIP):
        return no
    file = tempfile.TemporaryFile()  # noqa: SIM115 — kept open in WAITING until it is restored
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size <= UPLOAD_LIMIT:
            await run_in_threadpool(file.write, chunk)
    if size > UPLOAD_LIMIT:
        return refusal(413, f"文件太大，最大 {UPLOAD_LIMIT // 1_000_000} MB。")
    name = one_line(request.query_params.get("file", ""))[:120] or "备份文件"
    try:
        found = await run_in_threadpool(backup.check, file, name)
    except Unreadable as error:
        return JSONResponse({"problems": [str(problem) for problem in error.problems]}, 422)
    WAITING.file.close()
    WAITING.token, WAITING.file = secrets.token_urlsafe(16), file
    return JSONResponse({"token": WAITING.token, **vars(found), "at": found.at.isoformat()})


async def restore_backup(request: Request) -> Response:
    """`{"token"}`: the checked backup takes the place of everything → where what was here is kept."""
    if no := stranger(request):
        return no
    sent = await body(request)
    token = str(sent.get("token", "")) if isinstance(sent, dict) else ""
    if not token or not secrets.compare_digest(token.encode(), WAITING.token.encode()):
        return refusal(409, "请重新选一次备份文件。")
    WAITING.token = ""
    try:
        kept = await run_in_threadpool(lambda: opened().restore_backup(WAITING.file))
    except Unavailable as error:
        return refusal(503, str(error))
    except OSError:
        return refusal(503, "磁盘写不进去，没有恢复，原来的内容都在。")
    return JSONResponse({"kept": str(kept)})
