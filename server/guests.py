"""Guests: the devices that were let in, each by a code of its own, until the server ends or they are put out."""

import asyncio
import hashlib
import logging
import secrets
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from time import monotonic

DIGITS = 8
FREE_TRIES = 5
"""So many wrong codes cost nothing; each further one doubles the wait."""
LONGEST_WAIT = 900.0
ADDRESSES = 1000
"""So many addresses have a count of their own; while all are taken, those that come new share one."""
FORGOTTEN = 86_400.0
"""Seconds after its last wrong code until an address may be forgotten: a thousand need three years for all codes."""
KINDS = {
    "ipad": "iPad", "iphone": "iPhone", "harmony": "鸿蒙设备", "android": "安卓设备", "windows": "Windows 电脑",
    "macintosh": "Mac 电脑", "linux": "Linux 电脑",
}  # fmt: skip
BROWSERS = {
    "micromessenger": "微信", "qqbrowser": "QQ 浏览器", "ucbrowser": "UC 浏览器", "huaweibrowser": "华为浏览器",
    "miuibrowser": "小米浏览器", "heytapbrowser": "OPPO 浏览器", "vivobrowser": "vivo 浏览器", "edg": "Edge",
    "firefox": "火狐", "fxios": "火狐", "crios": "Chrome", "chrome": "Chrome", "safari": "Safari",
}  # fmt: skip
"""What a browser's own words hold, and how people call it; the first hit counts, for many call themselves all."""


def called(agent: str) -> str:
    """A device's name in plain words, from what its browser says of itself."""
    words = agent.lower()
    kind = next((name for word, name in KINDS.items() if word in words), "一台设备")
    browser = next((name for word, name in BROWSERS.items() if word in words), "")
    return f"{kind}（{browser}）" if browser else kind


@dataclass
class Device:
    """One that was let in. Its id is for its owner's eyes and opens nothing."""

    name: str
    id: str = field(default_factory=lambda: secrets.token_urlsafe(8))
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    seen: datetime = field(default_factory=lambda: datetime.now(UTC))
    lines: set[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = field(default_factory=set)
    """Its open websockets: what ends each, and the loop to say it in."""

    @contextmanager
    def on_the_line(self) -> Iterator[asyncio.Event]:
        """While a websocket is open: what is set when it has to end."""
        line = asyncio.get_running_loop(), asyncio.Event()
        self.lines.add(line)
        try:
            yield line[1]
        finally:
            self.lines.discard(line)

    def hang_up(self) -> None:
        """End its websockets."""
        for loop, out in tuple(self.lines):
            loop.call_soon_threadsafe(out.set)


class Tries:
    """Wrong codes of one address: how many, when the last, and until when nothing is heard."""

    def __init__(self) -> None:
        self.wrong, self.last, self.until = 0, 0.0, 0.0

    def miss(self, now: float) -> bool:
        """One more; whether a wait begins."""
        self.wrong += 1
        self.last = now
        if self.wrong < FREE_TRIES:
            return False
        self.until = now + min(2.0 ** min(self.wrong - FREE_TRIES + 1, 20), LONGEST_WAIT)
        return True


class Guests:
    """Who has been let in: each code and each key opens once, for one device."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._devices: dict[bytes, Device] = {}
        self._tries: OrderedDict[str, Tries] = OrderedDict()
        """By address, the one that was wrong longest ago first."""
        self._others = Tries()
        self.tell: Callable[[], None] = lambda: None
        """Called whenever there is a new code."""
        self._renew()

    def _renew(self) -> None:
        self.code = "".join(secrets.choice("0123456789") for _ in range(DIGITS))
        """What a visitor types."""
        self.key = secrets.token_urlsafe(24)
        """What a scanned address carries; too long to be guessed, so that no wait stands before it."""

    def wait(self, address: str) -> float:
        """Seconds until a code from this address is heard again. Nobody waits for what another one typed."""
        return max(0.0, self._tried(address).until - self._clock())

    def _tried(self, address: str) -> Tries:
        if found := self._tries.get(address):
            return found
        return Tries() if self._has_room() else self._others

    def _has_room(self) -> bool:
        """For one more address, where need be in place of one that may be forgotten."""
        if len(self._tries) < ADDRESSES:
            return True
        oldest = next(iter(self._tries.values()))
        return self._clock() - oldest.last > FORGOTTEN

    def try_code(self, address: str, code: str, agent: str = "") -> str | None:
        """The new guest's token, or None where the code is wrong. Ask `wait` first."""
        digits = "".join(sign for sign in unicodedata.normalize("NFKC", code) if sign.isascii() and sign.isdigit())
        if secrets.compare_digest(digits, self.code):
            self._tries.pop(address, None)
            return self._welcome(agent)
        tries = self._tried(address)
        if tries is not self._others:
            if address not in self._tries and len(self._tries) >= ADDRESSES:
                self._tries.popitem(last=False)
            self._tries[address] = tries
            self._tries.move_to_end(address)
        if tries.miss(self._clock()):
            logging.getLogger("rolesmith").warning(
                "访问码输错 %d 次（%s），%d 秒内不再听。", tries.wrong, address, self.wait(address)
            )
        return None

    def try_key(self, key: str, agent: str = "") -> str | None:
        """The new guest's token, or None where the key is none, or has been used."""
        return self._welcome(agent) if secrets.compare_digest(key.encode(), self.key.encode()) else None

    def _welcome(self, agent: str) -> str:
        token = secrets.token_urlsafe(32)
        self._devices[_digest(token)] = Device(called(agent))
        self._renew()
        self.tell()
        return token

    def know(self, token: str | None) -> Device | None:
        """The device whose token this is; it has been seen now."""
        device = self._devices.get(_digest(token)) if token is not None else None
        if device is not None:
            device.seen = datetime.now(UTC)
        return device

    def devices(self) -> list[Device]:
        """All that were let in, the last one first."""
        return list(reversed(self._devices.values()))

    def put_out(self, device_id: str) -> None:
        """What the device has of ours ends now, and its token opens no more."""
        for token, device in tuple(self._devices.items()):
            if device.id == device_id:
                del self._devices[token]
                device.hang_up()


GUESTS = Guests()
"""This process's."""


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
