"""Row heights. Excel does not fit merged rows, and LibreOffice fits none on opening, so each height is computed.

Widths are pixels (96 to the inch) and sizes points, as in Excel. Each letter counts as wide as the widest of
微软雅黑, Noto Sans CJK and DejaVu Sans draws it, each line as high as the highest: a row may be too high, never too
low. tests/test_excel_print.py holds it against LibreOffice.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from itertools import accumulate
from math import ceil

LINE = 1.5
"""Height of a line as a multiple of the font size: by their font files 1.32 for 微软雅黑, 1.45 for Noto Sans CJK."""
TALL_LINE = 2.2
"""The same for Tibetan, Thai, Arabic and emoji, which another font draws."""
PADDING = 6.0
"""Pixels that a cell keeps free at its sides: 5 in Excel, 5.3 in LibreOffice."""
RESERVE = 0.97
"""Share of the width that is used: LibreOffice breaks a line at 97.5 %, and screens and printers round letters."""
BOLD = 1.06
"""How much wider bold letters are at most."""

SPACES = " \t"
OPENING = "（【《〈「『〔［｛"
CLOSING = "，。、；：？！）】》〉」』…—～·％〕］｝"
QUOTES = "“”‘’"
WIDE = "\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6"
ATOM = f"[{OPENING}]*(?:[{WIDE}]|[^{SPACES}{WIDE}{OPENING}{CLOSING}{QUOTES}]+)?[{CLOSING}]*"
WORD = re.compile(f"[{SPACES}]+|{ATOM}(?:[{QUOTES}]+{ATOM})*", re.DOTALL)
"""What stays on one line: spaces, a Chinese character or a Latin word, with the punctuation beside it.

Quotes cling to both sides (Unicode's UAX 14, class QU, which LibreOffice follows).
"""
SEGMENT = re.compile("[^-/?&=.:,]*[-/?&=.:,]*", re.DOTALL)
ADDRESS = 24
"""Words with more letters, and words longer than a line, get one more line: LibreOffice may begin them anywhere."""
TALL = re.compile("[\u0590-\u1cff\u2600-\u27bf\ua840-\uabff\ufb1d-\ufdff\ufe70-\ufefe\U00010000-\U0001ffff]")
NO_LATIN = f"{SPACES}{WIDE}{OPENING}{CLOSING}{QUOTES}"
CLINGING = re.compile(
    f"[{OPENING}{QUOTES}][^{SPACES}]|[^{SPACES}][{CLOSING}{QUOTES}]|[^{NO_LATIN}][^{NO_LATIN}]|.[{SPACES}]", re.DOTALL
)
"""Two characters that stay on one line, by the rule of WORD."""
LONG = re.compile(f"[^ {WIDE}]{{{ADDRESS // 2},}}|\t")
"""What a paragraph with a long word or a tab holds."""
WIDEST = 1.4
"""Em of the widest character but the tab."""
TALLEST_WHOLE = 10
"""Lines of the highest row that Word keeps on one page."""
SENTENCE_END = re.compile(r"[\n。！？；!?;]+[”’）」』]?")


NARROW = (
    (1.0, "MW@%&m"),
    (0.84, "CDGHNOQUw+<=>~^#"),
    (0.72, "ABEFKLPRSTVXYZ"),
    (0.5, 'frtJ()[]\\/"!`*-_'),
    (0.34, "iIjl|.,:;' "),
)
"""Em of Latin letters in the widest of the fonts; other letters have 0.64, as digits have in DejaVu Sans."""


class _Widths(dict[str, float]):
    """Widths of characters in em, each computed once."""

    def __missing__(self, character: str) -> float:
        width = self[character] = _width(character)
        return width


def _width(character: str) -> float:
    if character == "\t":
        return 4.0
    if character < "\x7f":
        return next((width for width, letters in NARROW if character in letters), 0.64)
    if character >= "\U00010000" and unicodedata.category(character) in ("So", "Sk", "Cn"):
        return 1.4
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.95


EM = _Widths()
REMEMBERED = 500
"""Longest text whose lines are kept in memory."""


@lru_cache(2_000)
def room(width: float, size: float, bold: bool = False) -> float:
    """How many em of text fit a line of a cell."""
    return max(1.0, (width - PADDING) * RESERVE / (size * 4 / 3) / (BOLD if bold else 1))


def wide_enough(letters: int, size: float) -> int:
    """Pixels of a cell in whose lines so many Chinese letters stand."""
    return ceil(letters * (size * 4 / 3) / RESERVE + PADDING)


def beside_bold(em: float, bold: Iterable[str]) -> float:
    """How many em fit a line that may hold all these bold letters among others."""
    wider = (BOLD - 1) * sum(EM[character] for text in bold for character in text)
    return max(em / BOLD, em - wider)


def line_starts(text: str, em: float) -> list[int]:
    """Where each line of a text begins when it is wrapped at so many em."""
    starts: list[int] = []
    begin = 0
    for paragraph in text.split("\n"):
        starts.append(begin)
        if len(paragraph) > em or sum(map(EM.__getitem__, paragraph)) > em:
            starts.extend(begin + at for at in _wraps(paragraph, em))
        begin += len(paragraph) + 1
    return starts


def _wraps(paragraph: str, em: float) -> list[int]:
    """Where the lines after the first begin."""
    if LONG.search(paragraph):
        return _wraps_of_long(paragraph, em)
    passed = list(accumulate(map(EM.__getitem__, paragraph)))
    em += 1e-9  # rounding errors of the sum
    wraps: list[int] = []
    begin, end = 0, bisect_right(passed, em)
    while end < len(passed):
        at = end
        while paragraph[at] == " ":  # spaces hang over the end
            at += 1
            if at == len(passed):
                return wraps
        while at > begin and CLINGING.match(paragraph, at - 1):
            at -= 1
        if at == begin:
            return _wraps_of_long(paragraph, em)
        wraps.append(at)
        begin, end = at, bisect_right(passed, passed[at - 1] + em, at)
    return wraps


def _wraps_of_long(paragraph: str, em: float) -> list[int]:
    """The same for a paragraph with words that may be longer than a line."""
    wraps: list[int] = []
    used = 0.0
    at = 0
    for word in filter(None, WORD.findall(paragraph)):
        width = EM[word] if len(word) == 1 else sum(map(EM.__getitem__, word))
        if word[0] in SPACES or used + width <= em:
            used += width
        else:
            if used:
                wraps.append(at)
            used = width
            if width > em:
                inside, used = _split(word, em)
                wraps.extend(at + offset for offset in inside)
        if width > em or (2 * width > em and len(word) > ADDRESS):
            wraps.append(at + len(word))
        at += len(word)
    return wraps


def _split(word: str, em: float) -> tuple[list[int], float]:
    """Where a word longer than a line is split, and how much of its last line it takes.

    Excel splits at any letter, LibreOffice at punctuation first: whichever gives more lines.
    """
    ways = []
    for parts in (list(word), SEGMENT.findall(word)):
        wraps: list[int] = []
        used = 0.0
        at = 0
        for part in parts:
            width = sum(map(EM.__getitem__, part))
            if used and used + width > em:
                wraps.append(at)
                used = 0.0
            if width > em and len(part) > 1:
                inside, used = _split(part, em) if part != word else ([], width)
                wraps.extend(at + offset for offset in inside)
            else:
                used += width
            at += len(part)
        ways.append((wraps, used))
    return max(ways, key=lambda way: (len(way[0]), way[1]))


def lines(text: str, em: float) -> int:
    """How many lines a text takes at most, wrapped at so many em."""
    if len(text) * WIDEST <= em and text.isprintable():  # neither tab nor line break
        return 1
    return _lines(text, em) if len(text) <= REMEMBERED else len(line_starts(text, em))


@lru_cache(maxsize=20_000)
def _lines(text: str, em: float) -> int:
    if len(text) <= em and "\n" not in text and sum(map(EM.__getitem__, text)) <= em:
        return 1
    return len(line_starts(text, em))


def is_tall(cells: Iterable[tuple[str, float]], size: float) -> bool:
    """Whether a row of these texts, each with its cell's width, is too tall to be kept on one page."""
    return any(lines(text, room(width, size)) > TALLEST_WHOLE for text, width in cells)


def most_lines(cells: Iterable[object], widths: Iterable[float], size: float) -> int:
    """Lines of the cell that has most, each wrapped at its width."""
    return max((lines(str(text), room(width, size)) for text, width in zip(cells, widths, strict=True)), default=1)


def forget() -> None:
    """Drop the measured texts from memory."""
    _lines.cache_clear()


def line_height(text: str, size: float) -> float:
    """What a line of a text needs from top to bottom, in points."""
    return size * (LINE if text.isascii() or not TALL.search(text) else TALL_LINE)


def pieces(text: str, em: float, most: int) -> list[tuple[int, int]]:
    """A text cut into stretches (begin, end) of so many lines, where it can at a sentence's end."""
    found: list[tuple[int, int]] = []
    begin = 0
    while begin < len(text):
        starts = line_starts(text[begin:], em)
        if len(starts) <= most:
            found.append((begin, len(text)))
            break
        late, end = begin + starts[most // 2], begin + starts[most]
        ends = [match.end() for match in SENTENCE_END.finditer(text, late, end)]
        end = max(ends[-1] if ends else end, begin + 1)
        found.append((begin, end))
        begin = end
    return found or [(0, 0)]
