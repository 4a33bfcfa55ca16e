"""Letterhead: a .docx of a shop's own, of which its papers in Word take header, footer, margins, page size and styles.

What is kept is a file of our own making: what kept.py names is copied into a new one, pictures are made anew, styles
are written out. Body, properties, comments, custom XML and all else never come near it.
"""

from typing import NamedTuple

from rolesmith.files.letterhead.open_file import opened, refused
from rolesmith.files.problem import Unreadable


class Letterhead(NamedTuple):
    """A file of our own making, and what of the other was left out, though it was shown."""

    data: bytes
    left_out: tuple[str, ...] = ()


def cleaned(data: bytes, file: str) -> Letterhead:
    """The letterhead that a file is to be. Raises Unreadable with one sentence."""
    from rolesmith.files.letterhead.make import Maker

    document = opened(data, file)
    try:
        return Letterhead(*Maker(document, file).made())
    except Unreadable:
        raise
    except Exception as error:  # python-docx stumbles over numbers that are none, and parts that are missing
        raise refused(file, "里面有写坏的地方", "请用 Word 或 WPS 另存为 .docx 再传") from error
