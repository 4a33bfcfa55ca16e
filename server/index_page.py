"""Streamlit's index page in our words: Chinese, named, and dressed before anything is drawn; and only where a page is.

Streamlit answers every address with it, and its scripts find their way from one with a single part only.
"""

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from rolesmith.role.text import LANGUAGE, TEXT_LIMIT, TITLE_LIMIT
from server import preload
from server.guard import FRESH, browses, reads, refusal
from ui.assets import VERSION

INDEX = b"<title>Streamlit</title>"
"""What only Streamlit's index page holds."""
WORDS = {
    '<html lang="en">': f'<html lang="{LANGUAGE}">',
    "<title>Streamlit</title>": "<title>岗位匠</title>",
    '<link rel="shortcut icon" href="./favicon.png" />': f'<link rel="icon" href="/assets/{VERSION}/frame/seal.svg" />',
    "</head>": f"""<meta name="color-scheme" content="light dark" />
    <link rel="stylesheet" href="/assets/{VERSION}/frame/shell.css" />
    <script type="module" src="/assets/{VERSION}/frame/page.js"></script>
    <script type="module" src="/assets/{VERSION}/frame/connection.js"></script>
  </head>""",
}
NO_SCRIPT = "<noscript><p>岗位匠要用到 JavaScript：请在浏览器设置里允许它，再刷新一次。</p></noscript>"
PAGE = re.compile(r"/[a-z0-9_-]{0,60}")
"""Addresses at which a page may be; ui/navigation.py knows which ones are, and ui/shell.py says so of the others."""
NOWHERE = "/nowhere"
"""The address of a page that never is."""
UNASKED = ("accept-encoding", "if-none-match", "if-modified-since", "range")
"""Not heard for a page: we need it whole and plain, and its validators know nothing of our changes."""


class Page:
    """Rewrites the index page on its way out; where no page can be, leads who browses home, and refuses a script."""

    def __init__(self, app: ASGIApp, ours: Sequence[BaseRoute]) -> None:
        self._app, self._ours = app, ours

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif _is_page(scope):
            asked = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") not in UNASKED]
            ahead = preload.links(role=True) if b"role=" in scope["query_string"] else ""
            ahead = ahead or (preload.links(role=False) if scope["path"] == "/" else "")
            await self._app({**scope, "headers": asked}, receive, _rewriting(send, ahead))
        else:
            await self._or_nothing(scope, receive, send)

    async def _or_nothing(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What is at this address; where that is the index page, a way to it or an English refusal, our own answer.

        Who opened a link of ours to what is gone is led to a page that says so.
        """
        matches = [child for match, child in (route.matches(scope) for route in self._ours) if match is Match.FULL]
        role = matches[0]["path_params"].get("role", "") if matches else ""
        looks = browses(scope)
        nothing = False

        async def watch(message: Message) -> None:
            nonlocal nothing
            if message["type"] == "http.response.start":
                kind = Headers(raw=message["headers"]).get("content-type", "")
                refused = message["status"] in (400, 404, 405) and (looks or not kind.startswith("application/json"))
                led_on = message["status"] in (301, 308) and not looks
                nothing = refused or (not matches and (led_on or kind.startswith("text/html")))
            if not nothing:
                await send(message)

        await self._app(scope, receive, watch)
        if nothing:
            await _nothing(scope, role)(scope, receive, send)


def _is_page(scope: Scope) -> bool:
    path = scope["path"]
    return (browses(scope) and PAGE.fullmatch(path) is not None) or (path == "/" and reads(scope))


def _nothing(scope: Scope, role: str) -> Response:
    if browses(scope):
        return RedirectResponse(f"{NOWHERE}?{urlencode({'role': role})}" if role else NOWHERE, 303, FRESH)
    return refusal(404, "没有这个地址，请刷新页面后再试。")


def _rewriting(send: Send, ahead: str) -> Send:
    """A `send` that holds an HTML page back until it is whole."""
    started: Message | None = None
    body = b""

    async def rewrite(message: Message) -> None:
        nonlocal started, body
        if message["type"] == "http.response.start":
            if Headers(raw=message["headers"]).get("content-type", "").startswith("text/html"):
                started = message
                return
        elif started is not None and message["type"] == "http.response.body":
            body += message.get("body", b"")
            if message.get("more_body"):
                return
            whole = _in_our_words(body, ahead) if INDEX in body else body
            headers = MutableHeaders(raw=started["headers"])
            if "content-length" in headers and body:
                headers["content-length"] = str(len(whole))
            for name in ("etag", "last-modified", "accept-ranges"):
                if name in headers:
                    del headers[name]
            await send(started)
            message = {"type": "http.response.body", "body": whole}
        await send(message)

    return rewrite


@cache
def limits() -> str:
    """For ui/components/shared/limits.js. The tree is imported when a page is asked for: no start waits for it."""
    from rolesmith.role.tree import CHILD_LIMIT

    return f'<meta name="limits" content="{TEXT_LIMIT} {TITLE_LIMIT} {CHILD_LIMIT}" />'


def _in_our_words(page: bytes, ahead: str) -> bytes:
    text = page.decode()
    for theirs, ours in WORDS.items():
        text = text.replace(theirs, ours, 1)
    text = text.replace("</head>", f"    {limits()}\n{ahead}\n  </head>", 1)
    before, _, rest = text.partition("<noscript>")
    _, found, after = rest.partition("</noscript>")
    return (before + NO_SCRIPT + after if found else text).encode()
