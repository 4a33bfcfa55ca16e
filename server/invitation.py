"""What the window says to bring a phone in: addresses on the local network, the access code, a QR code."""

import contextlib
import io
import socket
from collections.abc import Iterator

import segno

from server.guests import GUESTS

NEIGHBOURS = ("192.168.0.1", "10.0.0.1", "172.16.0.1", "8.8.8.8")
"""Asked for the way there; nothing is sent. The way to a home network comes first."""


def addresses() -> list[str]:
    """This machine's own on the local network, the likeliest first; empty where it is on none."""
    return list(dict.fromkeys(address for address in _candidates() if not address.startswith("127.")))


def _candidates() -> Iterator[str]:
    for neighbour in NEIGHBOURS:
        with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
            way.connect((neighbour, 9))
            yield way.getsockname()[0]
    with contextlib.suppress(OSError):
        for *_, where in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET):
            yield str(where[0])


def invitation(port: int) -> str:
    """The words and the QR code for the next device."""
    found = addresses()
    if not found:
        return "这台电脑没有连上局域网：请先连上 Wi-Fi，再用 --lan 启动一次。"
    first, *others = [f"http://{address}:{port}" for address in found]
    picture = io.StringIO()
    segno.make(f"{first}/door?key={GUESTS.key}", error="l").terminal(picture, border=2, compact=True)
    lines = [
        picture.getvalue(),
        f"手机连同一个 Wi-Fi，扫上面的码；或打开 {first} ，输入访问码 {GUESTS.code[:4]} {GUESTS.code[4:]}",
        *(f"也可能是：{other}" for other in others),
        "访问码和二维码只能用一次，用过就换新的。",
    ]
    return "\n".join(lines)
