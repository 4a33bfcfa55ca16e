"""Of two texts that say how much is asked, the one that asks more: 本科 more than 大专, 3年以上 more than 1年以上."""

import re
import unicodedata

NOTHING = re.compile(r"(无|没有|不限|不要求|无要求|均可|—+|-+)?[。；]?")
"""Asks nothing."""
DEGREES = ("初中", "高中|中专|中职|职高|技校", "大专|专科|高职", "本科|学士", "硕士|研究生", "博士")
"""From low to high."""
DIGITS = dict(zip("一二两三四五六七八九十", (1, 2, 2, 3, 4, 5, 6, 7, 8, 9, 10), strict=True))
AMOUNT = re.compile(r"(\d+(?:\.\d+)?|[一二两三四五六七八九十])(?=\s*(?:年|个月|级|场|次|人|%))")


def stronger(one: str, other: str) -> str:
    """The one of two texts that asks more; empty where they ask different things, so that both are to stand."""
    if NOTHING.fullmatch(one.strip()) or NOTHING.fullmatch(other.strip()):
        return other if NOTHING.fullmatch(one.strip()) else one
    degrees = _degree(one), _degree(other)
    if all(degrees) and _bare(one) == _bare(other):
        return one if degrees[0] >= degrees[1] else other
    amounts = _amount(one), _amount(other)
    if None not in amounts and AMOUNT.sub("", _plain(one)) == AMOUNT.sub("", _plain(other)):
        return one if (amounts[0] or 0) >= (amounts[1] or 0) else other
    return ""


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _degree(text: str) -> int:
    """The place of the lowest degree that a text names, from 1: what it asks at least; 0 where it names none."""
    return next((at for at, words in enumerate(DEGREES, 1) if re.search(words, text)), 0)


def _bare(text: str) -> str:
    """A text without its degrees and the words around them."""
    return re.sub(rf"{'|'.join(DEGREES)}|及?以上|学历|毕业|或|[，。；、]", "", _plain(text))


def _amount(text: str) -> float | None:
    """The only amount that a text names."""
    found = AMOUNT.findall(_plain(text))
    if len(found) != 1:
        return None
    return float(DIGITS.get(found[0], 0) or found[0])
