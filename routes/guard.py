"""Who may write: only our own pages. Any web page can post plain text to 127.0.0.1, so we ask for more."""

import json
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

BODY_LIMIT = 3_000_000
"""Largest body of a request, in bytes."""
DEPTH_LIMIT = 50
"""Most levels of a body; a section with its blocks, rows and cells has ten."""
LONE = re.compile("[\ud800-\udfff]")
HEADER = "x-rolesmith"
"""A custom header that a foreign page cannot send without asking first; we never answer that question."""


def refusal(status: int, message: str) -> JSONResponse:
    """A calm sentence for the page to show."""
    return JSONResponse({"message": message}, status, {"cache-control": "no-store"})


def stranger(request: Request, kind: str = "application/json") -> Response | None:
    """A refusal where a request to write does not come from our own page, or is not of the kind that it should be."""
    origin = request.headers.get("origin", "")
    same = _host(origin) == request.headers.get("host", "")
    typed = request.headers.get("content-type", "").split(";")[0].strip() == kind
    if not (origin and same and typed and HEADER in request.headers):
        return refusal(403, "这个请求不是从岗位匠的页面发出的，没有执行。")
    return None


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def day(asked: object) -> date:
    """The visitor's own day where it can be one, within a day of the server's; else the server's."""
    here = date.today()
    try:
        theirs = date.fromisoformat(str(asked))
    except ValueError:
        return here
    return theirs if abs(theirs - here) <= timedelta(days=1) else here


async def body(request: Request) -> Any | None:
    """The JSON body, or None where it is too large, too deep or no JSON.

    It is read to its end even so: a browser that is cut off would tell of a broken connection, not of our answer.
    """
    received = bytearray()
    async for chunk in request.stream():
        if len(received) <= BODY_LIMIT:
            received += chunk
    if len(received) > BODY_LIMIT:
        return None
    try:
        return _whole(json.loads(received))
    except (ValueError, RecursionError):
        return None


def _whole(value: Any, depth: int = 0) -> Any:
    """The value without lone surrogates, which JSON can spell and nothing behind us can hold. Raises ValueError."""
    if depth > DEPTH_LIMIT:
        raise ValueError("too deep")
    if isinstance(value, str):
        return LONE.sub("", value)
    if isinstance(value, list):
        return [_whole(each, depth + 1) for each in value]
    if isinstance(value, dict):
        return {LONE.sub("", key): _whole(each, depth + 1) for key, each in value.items()}
    return value
