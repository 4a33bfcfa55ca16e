"""Streamlit's index page in our words: Chinese, named, and dressed before anything is drawn."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from routes import preload
from ui.assets import VERSION

INDEX = b"<title>Streamlit</title>"
"""What only Streamlit's index page holds."""
WORDS = {
    '<html lang="en">': '<html lang="zh-CN">',
    "<title>Streamlit</title>": "<title>岗位匠</title>",
    '<link rel="shortcut icon" href="./favicon.png" />': f'<link rel="icon" href="/assets/{VERSION}/seal.svg" />',
    "</head>": f"""<meta name="color-scheme" content="light dark" />
    <link rel="stylesheet" href="/assets/{VERSION}/shell.css" />
    <script type="module" src="/assets/{VERSION}/frame.js"></script>
    <script type="module" src="/assets/{VERSION}/connection.js"></script>
  </head>""",
}
NO_SCRIPT = "<noscript><p>岗位匠要用到 JavaScript：请在浏览器设置里允许它，再刷新一次。</p></noscript>"
UNASKED = ("accept-encoding", "if-none-match", "if-modified-since", "range")
"""Not heard for a page: we need it whole and plain, and its validators know nothing of our changes."""


class Page:
    """Rewrites the index page on its way out; every other answer passes as it is."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or "." in scope["path"] or scope["path"].count("/") > 1:
            await self._app(scope, receive, send)
            return
        asked = [(name, value) for name, value in scope["headers"] if name.decode("latin-1") not in UNASKED]
        await self._app({**scope, "headers": asked}, receive, _rewriting(send, role=b"role=" in scope["query_string"]))


def _rewriting(send: Send, *, role: bool) -> Send:
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
            whole = _in_our_words(body, role) if INDEX in body else body
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


def _in_our_words(page: bytes, role: bool) -> bytes:
    text = page.decode()
    for theirs, ours in WORDS.items():
        text = text.replace(theirs, ours, 1)
    text = text.replace("</head>", f"{preload.links(role=role)}\n  </head>", 1)
    before, _, rest = text.partition("<noscript>")
    _, found, after = rest.partition("</noscript>")
    return (before + NO_SCRIPT + after if found else text).encode()
