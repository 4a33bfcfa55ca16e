"""Logo: the picture that a shop puts above its papers, always a small PNG of our own making."""

import binascii
import zlib
from base64 import b64decode, b64encode
from functools import lru_cache

from rolesmith.files import picture
from rolesmith.files.picture import NoPicture
from rolesmith.store.store import Store

SETTING = "logo"
WIDTH, HEIGHT = 600, 200
"""Pixels that it is fitted into."""


def cleaned(data: bytes) -> bytes:
    """A picture as a PNG of at most 600×200 pixels that holds nothing but the picture. Raises NoPicture."""
    return picture.cleaned(data, WIDTH, HEIGHT, "店标")


def kept(store: Store, shop: str) -> bytes:
    """The shop's logo as a PNG; empty where it has none."""
    return _checked(store.setting(shop, SETTING))


def address(store: Store, shop: str) -> str:
    """Where a page finds it, elsewhere for another picture; empty where there is none. No picture is opened for it."""
    text = store.setting(shop, SETTING)
    return f"/shop/logo.png?{zlib.crc32(text.encode()):08x}" if text else ""


def keep(store: Store, shop: str, data: bytes) -> None:
    """Put a picture in the logo's place; empty takes it away. Raises NoPicture."""
    store.set_setting(shop, SETTING, b64encode(cleaned(data)).decode() if data else "")


@lru_cache(4)
def _checked(text: str) -> bytes:
    """What the setting holds, cleaned again: a backup is somebody's file."""
    try:
        return cleaned(b64decode(text, validate=True)) if text else b""
    except (binascii.Error, ValueError, NoPicture):
        return b""
