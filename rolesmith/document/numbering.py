"""Numbering: 一、 before sections, （一） before the headings within one."""

from collections.abc import Iterator

from rolesmith.role.tree import Node, Role

DIGITS = "一二三四五六七八九十"


def chinese(number: int) -> str:
    """1 → 一, 12 → 十二, 20 → 二十; from 100 on in digits."""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else DIGITS[tens - 1] + "十")
    return head + (DIGITS[ones - 1] if ones else "")


def numbered_sections(role: Role) -> Iterator[tuple[Node, str]]:
    """The sections that are on, each with its number 一、 or an empty text."""
    count = 0
    for section in role.tree.shown():
        count += section.numbered
        yield section, f"{chinese(count)}、" if section.numbered else ""


def heading_number(number: int) -> str:
    """1 → （一）"""
    return f"（{chinese(number)}）"
