"""Targets: which number a target's words plainly say, in which unit, and which way is better.

What is not plain, such as a range, a comparison with last year, or two numbers, is no target here: the shop scores it
by hand.
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from rolesmith.presets.taken import AT_LEAST, LOWER

MOST = 60
"""Characters of a target that are read."""
UNITS: Mapping[str, tuple[str, float]] = {
    "%": ("%", 1), "‰": ("%", 0.1), "‱": ("%", 0.01), "元": ("元", 1), "万元": ("元", 10_000), "千元": ("元", 1_000),
    "万": ("", 10_000), "千": ("", 1_000), "秒": ("秒", 1), "分钟": ("秒", 60), "小时": ("秒", 3_600),
    "天": ("秒", 86_400), "": ("", 1),
}  # fmt: skip
"""Of each unit that is counted in another: in which, and how many of those it is."""
SPELLINGS: Mapping[str, str] = {
    "s": "秒", "秒钟": "秒", "min": "分钟", "h": "小时", "个小时": "小时", "日": "天", "个点": "%", "个百分点": "%",
    "块": "元", "块钱": "元", "万块": "万元", "w": "万", "k": "千", "w元": "万元", "名": "人", "位": "人",
}  # fmt: skip
"""Other ways to write a unit."""
COUNTED = "条|单|件|个|个月|处|项|人|次|款|篇|场|家|分|级|倍|套|张|部|支|笔|户|箱|页|星"
MONEY = re.compile("额|gmv|业绩|成本|费|单价|金额|利润|净利|收入|人效|销售$|流水|营收|回款", re.IGNORECASE)
"""In an indicator whose 万 are 万元."""
UNIT = "|".join(sorted((*filter(None, UNITS), *SPELLINGS, *COUNTED.split("|")), key=lambda unit: (-len(unit), unit)))
NUMBER = re.compile(rf"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>{UNIT})?(?![a-z])", re.IGNORECASE)
DIGITS = dict(zip("零一二两三四五六七八九", (0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
PLACES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
SPELT = re.compile(rf"[零一二两三四五六七八九十百千]+(?=万?(?:{UNIT})|投诉|差错|失误|事故|违规)")
PART = re.compile(r"(百|千|万)分之([\d.]+|[零一二两三四五六七八九十]+)")
PARTS = {"百": "%", "千": "‰", "万": "‱"}
RATIO = re.compile(r"(?<![\d.])1\s*[::比]\s*(?=\d)")
"""What is put in beside what comes of it: 1:3."""
ASIDE = re.compile(r"[（(].*?[)）]|\d+\s*(?:秒|分钟|小时|h)(?:之?内)?(?=[^\d\s]{0,6}率)")
PERIOD = re.compile(
    r"(?:每|一|一个|每个|当|本|单|按)(?:天|日|周|月|小时|班|场|人|单|件|工作日)(?!之?内|以内)|/(?:天|日|周|月|小时|班|场|人|单|件)"
    r"|[月日周人场均]均|平均|全店|全组|三项|各项|均值?(?=不|≥|达)"
)
"""For what a number counts; the actual value counts for the same."""
HIGHER = re.compile(
    r"不低于|不少于|不小于|至少|最少|≥|>=?|大于等?于?|高于|超过|以上|及以上|起步|起$|[+＋]$|达到|达成|冲|保底"
)
MORE_LOWER = re.compile(rf"{LOWER.pattern}|别超过|不超|不得超过|最多|至多|以下|小于等?于?|内|<=")
NAMES_LOWER = re.compile(
    "退款|退货|退单|投诉|差评|流失|错|漏|损|返工|违规|扣分|处罚|超时|时长|时间|时效|时限|响应|响$|成本|费比|费用率|费占比|纠纷|介入|缺货|"
    "滞销|周转天|差异|跳出|退群|离职|事故|逾期|误差|快递费|缺陷|ACoS"
)
"""In an indicator of which less is better, where neither the target nor a library says so."""
NAMES_HIGHER = re.compile(
    "及时|准时|达标|达成|完成|准确|正确|合格|停留|直播时长|开播|在线时长|播放|观看|响应率|周转率|解决率|办结率"
)
"""In one of which more is better all the same."""
GROWTH = re.compile("增长|增幅|增速|涨幅|降幅|降本|下降率|提升率|降低率")
"""In an indicator that is itself a growth."""
GROWN = re.compile("同比|环比|增长|提升|提高|增加|上升|下降|降低|降|减少")
"""In a target that is no amount unless its indicator is a growth."""
FILLERS = re.compile(
    "完成|目标|销售|的|都|均|也|要|做到|做|保持|保证|确保|力争|争取|涨|新增|回复|答复|处理|办结|发出|内|之|率|为|是|在|控制|约定|"
    "投诉|差错|失误|事故|违规|大于|等于|小于|等|或|和|及|与|[\\s,。;:、~]"
)
"""Words beside a number that change nothing of it."""


class Target(NamedTuple):
    """A number to reach, in its unit as it is said; `lower`: less is better; `told`: whether its own words say so."""

    value: float
    unit: str
    lower: bool
    told: bool


class Amount(NamedTuple):
    """A number and its unit; without one where only a number is said."""

    value: float
    unit: str


def target_in(text: str, name: str = "", better: str = "") -> Target | None:
    """What the target of an indicator plainly says; None where it is not plain.

    `better` is what a library says of the indicator: 越高越好, 越低越好 or 落在区间. Where the words say no direction
    that one counts, else what the name says; else more is better.
    """
    whole = _plain(text, name)
    found = list(NUMBER.finditer(whole))
    if len(whole) > MOST or len(found) != 1:
        return None
    rest = _without(whole[: found[0].start()] + "|" + whole[found[0].end() :], name)
    if re.sub(r"\|", "", rest):
        return None
    more, less = bool(HIGHER.search(_less(whole))), bool(MORE_LOWER.search(AT_LEAST.sub("", whole)))
    if (more and less) or (better == "落在区间" and not (more or less)):
        return None
    unit = _unit(found[0]["unit"] or "", name)
    lower = less if more or less else _lower(name, better)
    return Target(float(found[0]["number"]), unit, lower, more or less)


def amount_in(text: str, name: str = "") -> Amount | None:
    """What an actual value says: a number and its unit, such as 95%, 1.5 小时, 32 万; None for anything else."""
    whole = RATIO.sub("", unicodedata.normalize("NFKC", text).replace(",", "").strip())
    found = re.fullmatch(rf"(-)?{NUMBER.pattern}", whole, re.IGNORECASE)
    if found is None or len(whole) > MOST:
        return None
    return Amount(float((found[1] or "") + found["number"]), _unit(found["unit"] or "", name))


def converted(amount: Amount, unit: str) -> float | None:
    """The amount in a unit; None where that is another kind of thing. A number without a unit is in it already."""
    if not amount.unit or amount.unit == unit:
        return amount.value
    base, factor = UNITS.get(amount.unit, (amount.unit, 1.0))
    other, part = UNITS.get(unit, (unit, 1.0))
    return round(amount.value * factor / part, 9) if base == other else None


def _plain(text: str, name: str) -> str:
    """The words with numbers as digits, without what stands aside and for what they count."""
    whole = ASIDE.sub("", unicodedata.normalize("NFKC", text)).strip().replace(",", "")
    whole = PART.sub(lambda found: f"{_digits(found[2]):g}{PARTS[found[1]]}", RATIO.sub("", whole))
    whole = PERIOD.sub("", whole)
    if GROWTH.search(name):
        whole = GROWN.sub("", whole)
    return SPELT.sub(lambda found: f"{_digits(found[0]):g}", whole)


def _digits(word: str) -> float:
    """千 → 1000, 三十五 → 35, 0.5 → 0.5."""
    if not set(word) <= {*DIGITS, *PLACES}:
        return float(word) if re.fullmatch(r"\d+(\.\d+)?", word) else 0.0
    total, digit = 0, -1
    for sign in word:
        if sign in DIGITS:
            digit = DIGITS[sign]
        else:
            total, digit = total + (1 if digit < 0 else digit) * PLACES[sign], -1
    return float(total + max(0, digit))


def _without(words: str, name: str) -> str:
    """What is left beside a number: the name, comparisons and words that change nothing taken away."""
    if name:
        words = words.replace(unicodedata.normalize("NFKC", name), "")
    for pattern in (AT_LEAST, LOWER, MORE_LOWER, HIGHER, FILLERS):
        words = pattern.sub("", words)
    return words


def _less(words: str) -> str:
    """The words without 不高于 and the like, in which 高于 would be found."""
    return re.sub("不(?:得)?(?:高于|超过|大于|多于)|别超过", "", words)


def _lower(name: str, better: str) -> bool:
    if better:
        return better == "越低越好"
    return bool(NAMES_LOWER.search(name)) and not NAMES_HIGHER.search(name)


def _unit(written: str, name: str) -> str:
    unit = SPELLINGS.get(written.lower(), written)
    return f"{unit}元" if unit in ("万", "千") and MONEY.search(name) else unit
