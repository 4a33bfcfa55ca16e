"""Sheet names that Excel takes: at most 31 UTF-16 units, none of []:*?/\\, no edge apostrophe, each once."""

import unicodedata
from collections.abc import Iterable

from rolesmith.text import one_line

MOST = 31
STAND_INS = str.maketrans("[]:*?/\\", "［］：＊？／＼")
NAMELESS = "岗位"
KEPT_BY_EXCEL = "History"


def sheet_names(wishes: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each wish, near to it and unlike every other, also to those who ignore case and width."""
    used = {_key(name) for name in (*taken, KEPT_BY_EXCEL)}
    times: dict[str, int] = {}
    names = []
    for wish in wishes:
        wished = _trimmed(one_line(wish).translate(STAND_INS), MOST) or NAMELESS
        name, at = wished, times.get(wished, 1)
        while _key(name) in used:
            at += 1
            ending = f" ({at})"
            name = _trimmed(wished, MOST - len(ending)) + ending
        times[wished] = at
        used.add(_key(name))
        names.append(name)
    return names


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _trimmed(name: str, most: int) -> str:
    """Cut to so many UTF-16 units, with no space or apostrophe at an edge."""
    name = name.strip("' ")
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[: max(most, len(name) // 2) if len(name) > 2 * most else -1]
    return name.strip("' ")
