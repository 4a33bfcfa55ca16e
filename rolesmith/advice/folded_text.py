"""Folded text: a text as the rules see it, and where each of its characters is in the original."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from threading import Lock

from rolesmith.role.blanks import Piece

OPEN = "◇"
"""Stands for an open blank; no rule looks for it."""
SKIPPED = {"Cf", "Mn", "Me", "So", "Sk", "Zs", "Cn", "Co", "Cs"}
"""Classes of characters that are left out: zero-width, accents, emoji, white space."""
SPECIAL = {"♀": "女", "♂": "男", "〇": "零", "○": "零", OPEN: OPEN, "\t": "", "—": "—", "，": ",", "\n": "\n"}
DIVIDED = re.compile(
    r"(?<=[一-鿿])(?:(?<![一二三四五六七八九十])[·•・.*#_^~|=\-]{1,3}(?=[一-鿿])"
    r"|[·•・.*#_^~|=\-](?=[一-鿿](?:[^一-鿿]|$)))"
    r"|(?<=\d)[·•・](?=\d)"
)
"""Punctuation between two characters, put there to hide a word; behind a number it must go on: 三·十·岁."""
OPENED, CLOSED, NO_NUMBER = r"[\[「『“\"'【<《]", r"[\]」』”\"'】>》]", "(?![一二三四五六七八九十])[一-鿿]"
WRAPPED = re.compile(f"{OPENED}(?={NO_NUMBER}{CLOSED})|(?<={OPENED}[一-鿿]){CLOSED}")
"""Brackets around a single character: 「女」."""
DIVIDERS = frozenset("·•・.*#_^~|=-[「『“\"'【<《")
"""Every match of the two above holds one of these."""
SIGNS = re.compile(r"[^\w◇]{1,20}")
NUMBERED = re.compile(
    r"^(?:[(\[【](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)\]】]|(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[a-z])[.、):,](?!\d)"
    r"|[-*>#•·√:]|\d(?=[一-鿿])(?!\d?[天日周月年个次场点小人份名款条]))[、.:]?"
)
"""A number or a bullet before a line."""
SOUNDS = tuple(
    """
罚款 fa kuan 扣钱 kou qian 工资 gong zi 社保 she bao 押金 ya jin 赔偿 pei chang 违约 wei yue 加班 jia ban 合同 he tong
辞退 ci tui 离职 li zhi 试用 shi yong 刷单 shua dan 补单 bu dan 刷单 shua d 补单 bu d 好评 hao ping 差评 cha ping
返现 fan xian 红包 hong bao 回扣 hui kou 治疗 zhi liao 最低 zui di 年龄 nian ling 女生 nv sheng 男生 nan sheng
女性 nv xing 男性 nan xing 未婚 wei hun 已婚 yi hun 怀孕 huai yun 身高 shen gao 户籍 hu ji 党员 dang yuan 残疾 can ji
抑郁 yi yu 乙肝 yi gan 属相 shu xiang 星座 xing zuo
""".split()  # noqa: SIM905
)
"""Words that people write as they are spoken, in whole or in part, to hide them: 罚kuan, fa款, fakuan."""
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")
MARKS = DIVIDERS | LETTERS
"""A text without them hides no word."""
ENDING = frozenset(",;。!?\n")
ENDS = re.compile(f"[{''.join(ENDING)}]")
"""Where a clause ends."""
CLAUSE = re.compile(r"[^,;:。!?\n]+")
"""A clause, also one before a colon."""


@cache
def _simplified() -> dict[str, str]:
    from opencc_purepy import OpenCC

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    lines = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, lines, strict=True) if old != new}


_loading = Lock()


def simplified() -> dict[str, str]:
    """Traditional characters with their simplified ones; loaded once."""
    with _loading:
        return _simplified()


class _Table(dict[str, str]):
    """Each character folded, when it first occurs."""

    def __init__(self) -> None:
        super().__init__()
        self.plain = {","}
        """Those that are folded as themselves and hide no word."""

    def __missing__(self, character: str) -> str:
        if character in SPECIAL:
            folded = SPECIAL[character]
        elif unicodedata.category(character) in SKIPPED:
            normal = unicodedata.normalize("NFKC", character)
            folded = normal.strip().lower() if normal.isalnum() else ""
        else:
            known = simplified()
            normal = unicodedata.normalize("NFKC", character).lower()
            folded = "".join(known.get(each, each) for each in normal if not each.isspace())
        self[character] = folded
        if folded == character and character not in MARKS:
            self.plain.add(character)
        return folded


TABLE = _Table()


@cache
def _spoken() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds words written by their sound, and what they mean."""
    words: dict[str, str] = {}
    for word, first, second in zip(SOUNDS[::3], SOUNDS[1::3], SOUNDS[2::3], strict=True):
        for written in (word[0] + second, first + word[1], first + second):
            words[written] = word
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile(f"(?<![a-z])(?:{'|'.join(longest_first)})(?![a-z])"), words


def _sounds(text: str) -> list[tuple[int, int, str]]:
    """Where a word is written by its sound, and which."""
    if LETTERS.isdisjoint(text):
        return []
    pattern, words = _spoken()
    return [(*match.span(), words[match[0]]) for match in pattern.finditer(text)]


def _dropped(text: str) -> set[int]:
    """The offsets of punctuation that only divides or wraps characters."""
    if DIVIDERS.isdisjoint(text):
        return set()
    return {n for sign in (DIVIDED, WRAPPED) for match in sign.finditer(text) for n in range(*match.span())}


@dataclass(eq=False)
class FoldedText:
    """A folded text. Its character n comes from the characters `starts[n]` to `stops[n]` of the original.

    Two lists of numbers, since the garbage collector would have to visit each of as many pairs.
    """

    text: str
    starts: Sequence[int]
    stops: Sequence[int]
    length: int
    """Characters of the original."""
    ends: Sequence[int]
    """Offsets of the ends of clauses."""

    @property
    def labelled(self) -> bool:
        """Whether a label stands before it that is not in the original."""
        return bool(self.stops) and self.stops[0] == 0

    @cached_property
    def bare(self) -> str:
        """The text for comparing, without a number before it and without punctuation."""
        return SIGNS.sub("", NUMBERED.sub("", self.text, count=1))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end, in the original, of a part of the folded text."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else self.length
            return at, at
        return self.starts[start], self.stops[end - 1]

    def clause(self, at: int) -> tuple[int, int]:
        """Start and end of the clause at an offset, without punctuation at its ends."""
        before = bisect_right(self.ends, at - 1)
        start = self.ends[before - 1] + 1 if before else 0
        behind = bisect_left(self.ends, at)
        return start, self.ends[behind] if behind < len(self.ends) else len(self.text)

    def part(self, start: int, end: int) -> "FoldedText":
        """A part of it, whose characters are where they were in the original."""
        ends = [at - start for at in self.ends if start <= at < end]
        return FoldedText(self.text[start:end], self.starts[start:end], self.stops[start:end], self.length, ends)


def _plain(piece: Piece, length: int) -> FoldedText | None:
    """A text each of whose characters is folded as one, as most are."""
    text = piece.text.replace("，", ",")
    if piece.blank or len(text) != length:
        return None
    if not TABLE.plain.issuperset(text):
        read = list(map(TABLE.__getitem__, text))
        text = "".join(read)
        if len(text) != length or "" in read or not MARKS.isdisjoint(text):
            return None
    ends = () if ENDING.isdisjoint(text) else [at for at, character in enumerate(text) if character in ENDING]
    return FoldedText(text, range(length), range(1, length + 1), length, ends)


def fold(pieces: Sequence[Piece], raw: Sequence[int], label: str = "") -> FoldedText:
    """Fold pieces, whose lengths in the original are `raw`; a label before them has no characters there.

    A filled blank is folded as its value, an open one as OPEN; all its characters come from the whole blank.
    """
    if len(pieces) == 1 and not label and (simple := _plain(pieces[0], raw[0])):
        return simple
    characters: list[str] = [TABLE[character] for character in f"{label}:"] if label else []
    characters = list("".join(characters))
    starts, stops = [0] * len(characters), [0] * len(characters)
    at = 0
    for piece, length in zip(pieces, raw, strict=True):
        text = OPEN if piece.open else piece.text
        whole = bool(piece.blank) or length != len(text)
        plain = list(map(TABLE.__getitem__, text))
        if not whole and "" not in plain and len("".join(plain)) == length:
            characters += plain
            starts += range(at, at + length)
            stops += range(at + 1, at + length + 1)
        else:
            for offset, read_as in enumerate(plain):
                start, stop = (at, at + length) if whole else (at + offset, at + offset + 1)
                characters += read_as
                starts += [start] * len(read_as)
                stops += [stop] * len(read_as)
        at += length
    joined = "".join(characters)
    if dropped := _dropped(joined):
        kept = [n for n in range(len(joined)) if n not in dropped]
        joined = "".join(joined[n] for n in kept)
        starts, stops = [starts[n] for n in kept], [stops[n] for n in kept]
    for start, end, word in reversed(_sounds(joined)):
        joined = joined[:start] + word + joined[end:]
        starts[start:end] = [starts[start]] * len(word)
        stops[start:end] = [stops[end - 1]] * len(word)
    return FoldedText(joined, starts, stops, at, [match.start() for match in ENDS.finditer(joined)])
