"""Letterhead: a .docx of the shop's own for its papers in Word, kept as a file of our own making."""

import binascii
from base64 import b64decode, b64encode
from functools import lru_cache

from rolesmith.files.letterhead import cleaned
from rolesmith.store.store import Store

SETTING = "letterhead"


def kept(store: Store, shop: str) -> bytes:
    """The shop's letterhead; empty where it has none."""
    return _checked(store.setting(shop, SETTING))


def keep(store: Store, shop: str, data: bytes, file: str) -> tuple[str, ...]:
    """Put a file in the letterhead's place; empty takes it away. What of it was left out. Raises Unreadable."""
    made = cleaned(data, file) if data else None
    store.set_setting(shop, SETTING, b64encode(made.data).decode() if made else "")
    return made.left_out if made else ()


@lru_cache(2)
def _checked(text: str) -> bytes:
    """What the setting holds, made anew: a backup is somebody's file."""
    try:
        return cleaned(b64decode(text, validate=True), "").data if text else b""
    except (binascii.Error, ValueError):
        return b""
