"""Files out. What is long is made in a file without a name: however its making or its way ends, nothing stays of it."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import IO
from urllib.parse import quote

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

from rolesmith.role.text import file_stem

PIECE = 1 << 16


def blank() -> IO[bytes]:
    """An empty file that goes when it is closed, and with the process."""
    return tempfile.TemporaryFile()


def abandon(file: IO[bytes]) -> None:
    """Close a file that nobody will read, whether or not the disk takes the rest of it."""
    with suppress(OSError):
        file.close()


def attachment(name: str) -> dict[str, str]:
    """Headers of a file to be saved under a name, and of which nobody keeps a copy on the way."""
    return {"content-disposition": f"attachment; filename*=UTF-8''{quote(name)}", "cache-control": "no-store"}


def dated(title: str, day: date, ending: str) -> str:
    """The name of a file: what is in it, and the visitor's day."""
    return f"{file_stem(title)}_{day:%Y%m%d}.{ending}"


class Download(StreamingResponse):
    """A whole file, which goes at the end of its way, or where its visitor goes away before."""

    def __init__(self, file: IO[bytes], kind: str, headers: dict[str, str]) -> None:
        self._file = file
        size = str(file.seek(0, os.SEEK_END))
        super().__init__(_pieces(file), media_type=kind, headers={**headers, "content-length": size})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        with self._file:
            await super().__call__(scope, receive, send)


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece
