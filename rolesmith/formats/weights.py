"""Weights: a column of texts as numbers that must add up to 100 %, for every format that shows their sum."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

TOTAL = "合计"
"""The label of the row of sums."""
ALARM = "不是 100%"
OFF = f"（{ALARM}）"
"""Beside it, and behind it, where they do not add up."""
UNITS = "秒|分钟|小时|天|元|万元|万|次|人|个|条|单|件|分|篇|场|款|家|位|名|倍"
NUMBER = re.compile(rf"(0|[1-9]\d{{0,11}})(\.\d{{1,6}})?( ?)(%?|{UNITS})")


@dataclass(frozen=True)
class Number:
    """A text as a number, with the Excel format that shows it as it was written."""

    value: float
    shown_as: str
    percent: bool


def number_in(text: str) -> Number | None:
    """`30`, `12.5%`, `３０ ％`, `30秒`; None for any other text, also one with a leading zero or a range."""
    found = NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return None
    whole, part, space, unit = found[1], found[2] or "", found[3], found[4]
    if space and not unit:
        return None
    decimals = max(0, len(part) - 1)
    code = "0" + ("." + "0" * decimals if decimals else "")
    value = float(whole + part)
    if unit != "%":
        return Number(value, f'{code}{space}"{unit}"' if unit else code, False)
    return Number(round(value / 100, decimals + 2), f"{code}{space}%", True)


class Weights:
    """The weights of one table."""

    def __init__(self, texts: Iterable[str]) -> None:
        found = [number_in(text) for text in texts]
        self.percent = any(number.percent for number in found if number)
        """Whether they are written with %, if only some of them."""
        self.numbers = [self._weight(number) for number in found]
        """Of each row, None where it has no number."""
        self.any = any(found)
        self.whole = 1.0 if self.percent else 100.0
        self.total = round(sum(number.value for number in self.numbers if number), 8)
        self.off = abs(self.total - self.whole) > 1e-6
        """Whether they do not add up to 100 %."""

    def _weight(self, number: Number | None) -> Number | None:
        """A weight; in a column with percents somewhere, all are percents."""
        if number is None or number.percent == self.percent:
            return number
        return replace(number, value=round(number.value / 100, 8), shown_as=f"{number.shown_as}%", percent=True)

    def __str__(self) -> str:
        """The sum as a text."""
        return f"{round(self.total * 100, 6):g}%" if self.percent else f"{self.total:g}"
