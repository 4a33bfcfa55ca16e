"""Files whose address changes with their content: each is read once, and a browser asks for each once.

Whoever comes first asks for a hundred while the server is still importing. Starlette hands a file over to a thread for
every piece of it, and waits its turn each time; these are answered where they are asked for. Without it the first page
takes 1.04 times as long (1.00–1.12, benchmarks/README.md).
"""

from functools import cache
from mimetypes import guess_type
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.preload import STATIC
from ui.assets import FOLDER, VERSION

STREAMLIT = STATIC / "static"
"""Streamlit's own: their names hold a hash. Its route for them cannot be replaced, so that this is a middleware."""
OURS = "/assets/"


class Lasting:
    """Answers for these files alone; what is no name of one goes on as it came."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._files = {**_under("/static/", STREAMLIT), **_under(f"{OURS}{VERSION}/", FOLDER)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        path = self._files.get(scope["path"]) if read else None
        await (_answer(path) if path else self._app)(scope, receive, send)


def _under(address: str, folder: Path) -> dict[str, Path]:
    return {address + path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}


def _answer(path: Path) -> Response:
    lasting = {"cache-control": "public, immutable, max-age=31536000"}
    return Response(_content(path), headers=lasting, media_type=guess_type(path)[0])


_content = cache(Path.read_bytes)
