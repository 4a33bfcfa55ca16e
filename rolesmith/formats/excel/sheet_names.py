"""Sheet names that Excel accepts: at most 31 UTF-16 units, none of []:*?/\\, no apostrophe at an end, each once."""

import unicodedata
from collections.abc import Iterable

from rolesmith.role.text import one_line

MOST = 31
STAND_INS = str.maketrans("[]:*?/\\", "［］：＊？／＼")
NAMELESS = "岗位"
KEPT_BY_EXCEL = "History"


def sheet_names(wishes: Iterable[str], taken: Iterable[str] = ()) -> list[str]:
    """A name for each wish, near to it and different from all others even without regard to case and width."""
    names = SheetNames(taken)
    return [names.named(wish) for wish in wishes]


class SheetNames:
    """The names of one workbook, given one after another."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._used = {_key(name) for name in (*taken, KEPT_BY_EXCEL)}
        self._times: dict[str, int] = {}

    def named(self, wish: str) -> str:
        """A name near to the wish and different from all others."""
        wished = _trimmed(one_line(wish).translate(STAND_INS), MOST) or NAMELESS
        name, at = wished, self._times.get(wished, 1)
        while _key(name) in self._used:
            at += 1
            ending = f" ({at})"
            name = _trimmed(wished, MOST - len(ending)) + ending
        self._times[wished] = at
        self._used.add(_key(name))
        return name


def _key(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _trimmed(name: str, most: int) -> str:
    """Cut to so many UTF-16 units, with no space or apostrophe at an edge."""
    name = name.strip("' ")
    while len(name.encode("utf-16-le")) > 2 * most:
        name = name[: max(most, len(name) // 2) if len(name) > 2 * most else -1]
    return name.strip("' ")
