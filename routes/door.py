"""The door: this machine walks in; whoever comes over the network has to bring an access code first.

One middleware over pages, websocket, uploads, assets and our own routes. Log-in, when it comes, takes its place here.
"""

import hashlib
import logging
import os
import secrets
import unicodedata
from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from routes.guard import refusal

if TYPE_CHECKING:
    from jinja2 import Template

LAN = "ROLESMITH_LAN"
"""Set where the network is let in at all; `run.py --lan` does. May hold further names of this machine, with commas."""
LOCAL = ("127.0.0.1", "localhost", "::1")
COOKIE = "rolesmith_guest"
DIGITS = 8
FREE_TRIES = 5
"""So many wrong codes cost nothing, ten times so many from all addresses; each further one doubles the wait."""
LONGEST_WAIT = 900.0
ADDRESSES = 1000
"""So many addresses are remembered; beyond, the one that was wrong longest ago is forgotten."""
FORM_LIMIT = 1000
HEADERS = {"x-frame-options": "DENY", "x-content-type-options": "nosniff", "referrer-policy": "same-origin"}
OWN = {"cache-control": "no-store", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


class Tries:
    """Wrong codes of one address, or of all: how many, and until when nothing is heard."""

    def __init__(self, free: int) -> None:
        self.free, self.wrong, self.until = free, 0, 0.0

    def miss(self, now: float) -> bool:
        """One more; whether a wait begins."""
        self.wrong += 1
        if self.wrong < self.free:
            return False
        self.until = now + min(2.0 ** min(self.wrong - self.free + 1, 20), LONGEST_WAIT)
        return True


class Guests:
    """Who has been let in: each code and each key opens once, for one device, until the server ends."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._tokens: set[bytes] = set()
        self._tries: OrderedDict[str, Tries] = OrderedDict()
        self._all = Tries(FREE_TRIES * 10)
        self.tell: Callable[[], None] = lambda: None
        """Called whenever there is a new code."""
        self._renew()

    def _renew(self) -> None:
        self.code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        """What a visitor types."""
        self.key = secrets.token_urlsafe(24)
        """What a scanned address carries; too long to be guessed, so that no wait stands before it."""

    def wait(self, address: str) -> float:
        """Seconds until a code from this address is heard again."""
        tries = self._tries.get(address)
        return max(0.0, max(self._all.until, tries.until if tries else 0.0) - self._clock())

    def try_code(self, address: str, code: str) -> str | None:
        """The new guest's token, or None where the code is wrong. Ask `wait` first."""
        digits = "".join(sign for sign in unicodedata.normalize("NFKC", code) if sign.isascii() and sign.isdigit())
        if secrets.compare_digest(digits, self.code):
            self._tries.pop(address, None)
            self._all = Tries(FREE_TRIES * 10)
            return self._welcome()
        tries = self._tries.setdefault(address, Tries(FREE_TRIES))
        self._tries.move_to_end(address)
        if len(self._tries) > ADDRESSES:
            self._tries.popitem(last=False)
        slowed = tries.miss(self._clock()) | self._all.miss(self._clock())
        if slowed:
            logging.getLogger("rolesmith").warning(
                "访问码输错 %d 次（%s），%d 秒内不再听。", tries.wrong, address, self.wait(address)
            )
        return None

    def try_key(self, key: str) -> str | None:
        """The new guest's token, or None where the key is none, or has been used."""
        return self._welcome() if secrets.compare_digest(key.encode(), self.key.encode()) else None

    def _welcome(self) -> str:
        token = secrets.token_urlsafe(32)
        self._tokens.add(_digest(token))
        self._renew()
        self.tell()
        return token

    def know(self, token: str | None) -> bool:
        """Whether this is a guest's token."""
        return token is not None and _digest(token) in self._tokens


GUESTS = Guests()
"""This process's."""


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
        here = is_here(visitor)
        if here or (is_expected(visitor) and self._guests.know(visitor.cookies.get(COOKIE))):
            return await self._app(scope, receive, send)
        if scope["type"] == "websocket":
            return await WebSocketClose(1008)(scope, receive, send)
        answer = await self._ask(Request(scope, receive)) if is_expected(visitor) else _shut(visitor)
        return await answer(scope, receive, send)

    async def _ask(self, request: Request) -> Response:
        """The page for the code; what it posts; and the address that carries a key."""
        if request.url.path == "/door" and request.method == "GET":
            token = self._guests.try_key(request.query_params.get("key", ""))
            return _in(token) if token else _form("这个二维码已经用过了，请扫窗口里最新的一个，或输入访问码。", 403)
        if request.url.path == "/door" and request.method == "POST":
            return await self._hear(request)
        if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
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
        token = self._guests.try_code(address, fields.get("code", [""])[0])
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


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _in(token: str) -> Response:
    """Let in, with an address that carries nothing."""
    answer = RedirectResponse("/", 303, headers=OWN)
    answer.set_cookie(COOKIE, token, httponly=True, samesite="lax")
    return answer


def _form(message: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return HTMLResponse(_page().render(message=message, form=True), status, {**OWN, **(headers or {})})


def _shut(visitor: HTTPConnection) -> Response:
    """The network is not let in, or the name is not ours."""
    message = "岗位匠只在它自己的电脑上打得开。要在手机上用，请在那台电脑上用 python3 run.py --lan 启动。"
    if visitor.scope["method"] == "GET" and "text/html" in visitor.headers.get("accept", ""):
        return HTMLResponse(_page().render(message=message, form=False), 403, OWN)
    return refusal(403, message)


def _with_headers(send: Send) -> Send:
    """Every answer says that it is for our own page alone."""

    async def send_more(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return send_more


@cache
def _page() -> "Template":
    """The door's own page. jinja2 is not imported before somebody stands there: a server that starts need not wait."""
    from jinja2 import Environment, FileSystemLoader

    return Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template("door.html.j2")
