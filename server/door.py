"""The door: this machine walks in; whoever comes over the network has to bring an access code first.

One middleware over pages, websocket, uploads, assets and our own routes. Log-in, when it comes, takes its place here.
"""

import asyncio
import os
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from server.guard import FOREIGN, browses, is_foreign, refusal
from server.guests import GUESTS, Guests
from server.sentence_page import OWN, sentence_page

LAN = "ROLESMITH_LAN"
"""Set where the network is let in at all; `run.py --lan` does. May hold further names of this machine, with commas."""
LOCAL = ("127.0.0.1", "localhost", "::1")
COOKIE = "rolesmith_guest"
FORM_LIMIT = 1000
HEADERS = {"x-frame-options": "DENY", "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}


class Door:
    """ASGI middleware: to whom the app behind it opens."""

    def __init__(self, app: ASGIApp, guests: Guests = GUESTS) -> None:
        self._app, self._guests = app, guests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let pass, or answer with the page that asks for the code."""
        if scope["type"] not in ("http", "websocket"):
            return await self._app(scope, receive, send)
        visitor = HTTPConnection(scope)
        send = _with_headers(send)
        socket = scope["type"] == "websocket"
        if is_foreign(visitor):
            refused = WebSocketClose(1008) if socket else refusal(403, FOREIGN)
            return await refused(scope, receive, send)
        if is_here(visitor):
            return await self._app(scope, receive, send)
        if is_expected(visitor) and (guest := self._guests.know(visitor.cookies.get(COOKIE))):
            if not socket:
                return await self._app(scope, receive, send)
            with guest.on_the_line() as out:
                return await self._app(scope, *_until(out, receive, send))
        if socket:
            return await WebSocketClose(1008)(scope, receive, send)
        answer = await self._ask(Request(scope, receive)) if is_expected(visitor) else _shut(visitor)
        return await answer(scope, receive, send)

    async def _ask(self, request: Request) -> Response:
        """The page for the code; what it posts; and the address that carries a key."""
        if request.url.path == "/door" and request.method == "GET":
            token = self._guests.try_key(request.query_params.get("key", ""), _agent(request))
            return _in(token) if token else _form("这个二维码已经用过了，请扫窗口里最新的一个，或输入访问码。", 403)
        if request.url.path == "/door" and request.method == "POST":
            return await self._hear(request)
        if browses(request.scope):
            return _form("", 401)
        return refusal(401, "这台设备要重新输入访问码：请刷新页面。您写的内容还在这台设备上")

    async def _hear(self, request: Request) -> Response:
        sent = bytearray()
        async for chunk in request.stream():
            sent += chunk[: FORM_LIMIT + 1 - len(sent)]
        address = request.client.host if request.client else ""
        if wait := self._guests.wait(address):
            seconds = int(wait) + 1
            again = f"{seconds} 秒" if seconds < 60 else f"{seconds // 60 + 1} 分钟"
            return _form(f"错得太多，请等 {again}再试。", 429, {"retry-after": str(seconds)})
        fields = parse_qs(sent.decode("utf-8", "replace")) if len(sent) <= FORM_LIMIT else {}
        token = self._guests.try_code(address, fields.get("code", [""])[0], _agent(request))
        return _in(token) if token else _form("访问码不对，请看一眼窗口里最新的访问码，再输一次。", 403)


def is_here(visitor: HTTPConnection) -> bool:
    """Whether somebody sits at this machine and calls it by its own name.

    A page elsewhere that points its own name at us (DNS rebinding) comes from here too, but with that name.
    """
    return _is_loopback(visitor.client.host if visitor.client else "") and _host(visitor) in LOCAL


def is_expected(visitor: HTTPConnection) -> bool:
    """Whether the network is let in, and the visitor asks for this machine: by number, or by a name of ours."""
    names = os.environ.get(LAN, "")
    if not names:
        return False
    host = _host(visitor)
    return _is_number(host) or host in [name.strip().lower() for name in names.split(",")]


def _is_loopback(address: str) -> bool:
    return _is_number(address) and ip_address(address).is_loopback


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _host(visitor: HTTPConnection) -> str:
    try:
        return (urlsplit(f"//{visitor.headers.get('host', '')}").hostname or "").lower()
    except ValueError:
        return ""


def _agent(request: Request) -> str:
    return request.headers.get("user-agent", "")


def _in(token: str) -> Response:
    """Let in, with an address that carries nothing."""
    answer = RedirectResponse("/", 303, headers=OWN)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax")
    return answer


def _form(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return sentence_page(message, status, headers, form=True)


def _shut(visitor: HTTPConnection) -> Response:
    """The network is not let in, or the name is not ours."""
    message = "岗位匠只在它自己的电脑上打得开。要在手机上用，请在那台电脑上用 python3 run.py --lan 启动。"
    if browses(visitor.scope):
        return sentence_page(message, 403)
    return refusal(403, message)


def _until(out: asyncio.Event, receive: Receive, send: Send) -> tuple[Receive, Send]:
    """A guest's line, which is closed on both sides when the guest is put out."""

    async def hear() -> Message:
        heard, ends = asyncio.ensure_future(receive()), asyncio.ensure_future(out.wait())
        try:
            await asyncio.wait((heard, ends), return_when=asyncio.FIRST_COMPLETED)
            if not out.is_set():
                return await heard
        finally:
            heard.cancel()
            ends.cancel()
        await send({"type": "websocket.close", "code": 1008})
        return {"type": "websocket.disconnect", "code": 1008}

    async def say(message: Message) -> None:
        if not out.is_set():
            await send(message)

    return hear, say


def _with_headers(send: Send) -> Send:
    """Every answer says that it is for our own page alone."""

    async def send_more(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_more
