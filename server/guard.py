"""Who may write: only our own pages. Any web page can post plain text to 127.0.0.1, so we ask for more."""

import json
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import JSONResponse
from starlette.types import Scope

from rolesmith.files.problem import Unreadable

BODY_LIMIT = 3_000_000
"""Largest body of a request, in bytes."""
DEPTH_LIMIT = 50
"""Most levels of a body; a section with its blocks, rows and cells has ten."""
LONE = re.compile("[\ud800-\udfff]")
FULL = "磁盘写不进去，没有做成；腾出一些空间再试。"
FOREIGN = "这个请求不是从岗位匠的页面发出的，没有执行。"
CUT_OFF = "内容太大或没有传完，请再试一次。"
JSON = "application/json"
FRESH = {"cache-control": "no-store"}
"""Of an answer that is true now alone."""
HEADER = "x-rolesmith"
"""A custom header that a foreign page cannot send without asking first; we never answer that question."""


def refusal(status: int, message: str) -> JSONResponse:
    """A calm sentence for the page to show."""
    return JSONResponse({"message": message}, status, FRESH)


def unreadable(error: Unreadable) -> JSONResponse:
    """All that is wrong with a file."""
    problems = [str(problem) for problem in error.problems]
    return JSONResponse({"message": problems[0], "problems": problems}, 422, FRESH)


class TurnedAway(Exception):
    """A request that is answered with a sentence and no more; failure.py does it."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def make_sure_is_ours(request: Request, kind: str = JSON) -> None:
    """Raises TurnedAway where a request to write is not from our own page, or not of the kind that it should be."""
    typed = request.headers.get("content-type", "").split(";")[0].strip() == kind
    if not (_is_own(request, "origin") and typed and HEADER in request.headers):
        raise TurnedAway(403, FOREIGN)


def reads(scope: Scope) -> bool:
    """Whether a request only asks for something."""
    return scope["method"] in ("GET", "HEAD")


def browses(scope: Scope) -> bool:
    """Whether somebody wants to look at it, rather than a script to have it."""
    return reads(scope) and "text/html" in Headers(scope=scope).get("accept", "")


def is_foreign(visitor: HTTPConnection) -> bool:
    """Whether another page sent this: one may lead a visitor here, and no more than that.

    Browsers say `Sec-Fetch-Site` to this machine alone, and to addresses of the network neither it nor a way to tell a
    link from a picture but by what is accepted. Who is no browser says nothing.
    """
    headers = visitor.headers
    if "origin" in headers:
        return not _is_own(visitor, "origin")
    if "sec-fetch-site" in headers:
        arrives = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest")) == ("navigate", "document")
        return headers["sec-fetch-site"] not in ("same-origin", "none") and not arrives
    return "referer" in headers and not _is_own(visitor, "referer") and "text/html" not in headers.get("accept", "")


def _is_own(visitor: HTTPConnection, header: str) -> bool:
    """Whether an address in a header is one of ours, as the visitor calls us."""
    try:
        host = urlsplit(visitor.headers.get(header, "")).netloc
    except ValueError:
        return False
    return bool(host) and host == visitor.headers.get("host")


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
