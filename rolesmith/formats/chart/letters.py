"""How wide texts are in the font that we ship, and where their lines end."""

from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

FAMILY = "RoleSmith Hei"
FILE = Path(__file__).parents[1] / "fonts" / "RoleSmithHei.ttf"
UNITS = 100
"""Pixels at which letters are measured."""


@cache
def _font() -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILE), UNITS, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(4_096)
def width(text: str, size: float) -> float:
    """The width of a text on one line, in pixels."""
    return _font().getlength(text) * size / UNITS


@lru_cache(4_096)
def lines(text: str, size: float, wide: float, most: int) -> tuple[str, ...]:
    """A text on lines of at most `wide` pixels; what is beyond the `most` lines is cut with …"""
    found: list[str] = []
    rest = text
    while rest and len(found) < most:
        end = _fitting(rest, size, wide)
        if len(found) == most - 1 and end < len(rest):
            end = _fitting(rest, size, wide - size)
            found.append(f"{rest[:end].rstrip()}…")
            break
        found.append(rest[:end].strip())
        rest = rest[end:].lstrip()
    return tuple(found)


def _fitting(text: str, size: float, wide: float) -> int:
    """How many of its first characters fit, at least one; a Latin word is kept whole where it is not the first."""
    end = next((at for at in range(1, len(text)) if width(text[: at + 1], size) > wide), len(text))
    if end == len(text):
        return end
    begin = end
    while begin and text[begin].isascii() and text[begin - 1].isascii() and not text[begin - 1].isspace():
        begin -= 1
    return begin or end
