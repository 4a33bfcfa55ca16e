"""Ids for items that a file gives none: made of what an item says, so that the same file gives the same ids."""

import zlib
from collections.abc import Container


def new_id(kind: str, text: str, used: Container[str]) -> str:
    """An id that is not used."""
    mark = zlib.crc32(f"{kind}\n{text}".encode())
    found, at = f"own.{mark:08x}", 1
    while found in used:
        at += 1
        found = f"own.{mark:08x}_{at}"
    return found
