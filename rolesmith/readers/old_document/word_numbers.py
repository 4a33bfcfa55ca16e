"""The numbers that Word and WPS count themselves, which stand in no text: 一、 （一） 1. before a paragraph."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from rolesmith.files.counted import CHINESE, NUMBER

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = CHINESE[:10]
UNCOUNTED = ("bullet", "none", "")
CIRCLED = ("decimalEnclosedCircle", "decimalEnclosedCircleChinese")
INHERITED = 10
"""Styles that a style may be based on, one on another."""
LONGEST = 40
"""Characters of what stands before a paragraph."""


class _Level(NamedTuple):
    """How a level of a list is counted."""

    format: str
    text: str
    start: int
    style: str
    """The style whose paragraphs are of this level."""


class Numbers:
    """Counts the paragraphs of a document, as they come."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for each in numbering.iter(W + "abstractNum"):
            self._levels[_value(each, "abstractNumId")] = dict(_levels(each))
        for each in numbering.iter(W + "num"):
            self._lists[_value(each, "numId")] = _value(each.find(W + "abstractNumId"))
        self._styles: dict[str, Any] = {_value(each, "styleId"): each for each in styles.iter(W + "style")}

    def is_listed(self, paragraph: Any) -> bool:
        """Whether a paragraph itself says that it is an item of a list."""
        return paragraph.find(f"{W}pPr/{W}numPr") is not None

    def count(self, paragraph: Any) -> str:
        """The number before a paragraph, as Word shows it; empty where it has none, or a bullet."""
        numbered, level = self._place(paragraph)
        levels = self._levels.get(self._lists.get(numbered, ""), {})
        if level not in levels or levels[level].format in UNCOUNTED:
            return ""
        counts = self._counts.setdefault(self._lists[numbered], {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]

        def counted(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            own = levels.get(at, levels[level])
            return _shown(counts.get(at, own.start), own.format)

        return re.sub(r"%(\d)", counted, levels[level].text)[:LONGEST]

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and the level of a paragraph, which its style may say."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return "", 0
        own = properties.find(W + "numPr")
        name = _value(properties.find(W + "pStyle"))
        number, level = _numbered(own)
        based = name
        for _ in range(INHERITED):
            if number or based not in self._styles:
                break
            style = self._styles[based]
            number, inherited = _numbered(style.find(f"{W}pPr/{W}numPr"))
            level = inherited if level is None else level
            based = _value(style.find(W + "basedOn"))
        if level is None:
            levels = self._levels.get(self._lists.get(number, ""), {})
            level = next((at for at, each in levels.items() if each.style and each.style == name), 0)
        return number, level


def parted(number: str, text: str) -> tuple[str, str]:
    """A number and the text behind it; a number with words in it, such as 职责1：, is part of the text."""
    found = NUMBER.match(f"{number} ")
    whole = found is not None and not number[found.end() :].strip()
    return (number, text) if whole or not re.search("[\u4e00-\u9fff]", number) else ("", f"{number} {text}")


def _levels(abstract: Any) -> Iterator[tuple[int, _Level]]:
    for each in abstract.findall(W + "lvl"):
        form, text, start, style = (_value(each.find(W + name)) for name in ("numFmt", "lvlText", "start", "pStyle"))
        yield _number(_value(each, "ilvl")), _Level(form, text, _number(start or "1"), style)


def _numbered(properties: Any) -> tuple[str, int | None]:
    if properties is None:
        return "", None
    level = properties.find(W + "ilvl")
    return _value(properties.find(W + "numId")), None if level is None else _number(_value(level))


def _value(node: Any, name: str = "val") -> str:
    return "" if node is None else str(node.get(W + name, ""))


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,5}", text) else 0


def _shown(number: int, format: str) -> str:
    """A number as a format writes it."""
    if format in CIRCLED and 1 <= number <= 20:
        return chr(ord("①") + number - 1)
    if re.search("chinese|japanese|taiwanese|ideographDigital", format) and 1 <= number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else DIGITS[tens - 1]) + ("十" if tens else "") + (DIGITS[ones - 1] if ones else "")
    if format in ("lowerLetter", "upperLetter") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return letter if format == "lowerLetter" else letter.upper()
    return str(number)
