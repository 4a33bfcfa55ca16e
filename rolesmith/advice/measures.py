"""Measures: checks of one text that count: hours of work, months of probation, characters."""

import re
from collections.abc import Iterator

from rolesmith.advice.folded_text import FoldedText
from rolesmith.advice.match_rules import Hit

NUMBER = r"(\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九半])"
TO = r"(?:-|~|—|–|至|到)"
DIGITS = {digit: at for at, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def number(text: str) -> float:
    """12, 十二 and 半 as a number."""
    if text.isdecimal():
        return int(text)
    if text == "半":
        return 0.5
    tens, ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else 0) + DIGITS.get(ones, 0)


PROBATION = re.compile(
    rf"试用期?(?:限|间|为|是|约|最长|最短|不超过|一般|统一|共|满|:){{0,3}}(?:{NUMBER}个?月?{TO})?{NUMBER}(个?月|年)"
    rf"|{NUMBER}(个?月|年)(?:的)?试用期?(?!装|品|报告|活动)"
)
CONTRACT = re.compile(
    rf"合同(?:期限|期|为|是|约|一签|签|签订|共|年限|:|签署){{0,3}}{NUMBER}(个?月|年)"
    rf"|{NUMBER}(个?月|年)(?:期|的|固定期限)?(?:劳动)?合同|签(?:订)?{NUMBER}(个?月|年)"
)
BY_LAW = re.compile(r"依法|法定|(?:按照?|根据|依据?|依照|随|视)(?:劳动)?合同|依合同|无固定期限|法律规定")
LONGEST_EVER, LONGEST_UNSAID = 6, 3
"""Months of probation in any contract, and in one of unknown length (劳动合同法第19条)."""


def _months(amount: str, unit: str) -> float:
    return number(amount) * (12 if unit == "年" else 1)


def _longest(contract: float) -> int:
    """Months of probation that a contract of so many months allows (劳动合同法第19条)."""
    return 0 if contract < 3 else 1 if contract < 12 else 2 if contract < 36 else 6


def overlong_probation(folded: FoldedText) -> Iterator[Hit]:
    """Probation longer than the contract allows."""
    text = folded.text
    if "试用" not in text or BY_LAW.search(text):
        return
    lengths = [_months(*(part for part in match.groups() if part)) for match in CONTRACT.finditer(text)]
    most = _longest(min(lengths)) if lengths else LONGEST_UNSAID
    for match in PROBATION.finditer(text):
        months = _months(match[2] or match[4], match[3] or match[5])
        if months > min(most, LONGEST_EVER):
            yield Hit(*match.span())


SHIFT = re.compile("$|[,;。)、(]|的?(?:工作|上班|班)|制|两?班?倒|以上|左右|起")
"""What is behind hours of work where no verb says that they are."""
SAYS_HOURS = re.compile(r"小时|\dh|\d[:点](?:\d\d)?分?[-~—–至到]")
HOURS = r"(?:个?小时|h(?![a-z]))"
LONG_DAY = re.compile(
    r"(?:每天|每日|日均|一天|每班|单日|平均每天)(?:需要?|要|须|累计|至少|不少于|实际){0,2}"
    r"(工作|上班|出勤|在岗|坐班|工时|直播|播|开播|上岗|站立|干|站|守|熬)?(?:够|满|足)?(?:时间|时长|工作)?"
    rf"(?:为|约|不低于|不少于|至少|满|达|:|是|工作|需){{0,2}}(?:{NUMBER}{TO})?{NUMBER}{HOURS}"
    r"(?![之以]?内|后|前|响应|在线|回复|一次|更新)"
)
LONG_SHIFT = re.compile(
    rf"(?:工作时间|工时|上班时间|工作时长|在岗时间)(?:为|约|达|每天|每日|:){{0,2}}{NUMBER}{HOURS}(?![之以]?内)"
)
LONG_WEEK = re.compile(
    r"(?:每周|一周|周均|平均每周|周(?=工))(?:工作|上班|出勤|工时|时间|时长|为|约|不低于|不少于|:){0,3}"
    rf"{NUMBER}{HOURS}(?![之以]?内)"
)
OVERTIME = re.compile(
    rf"(每月|月|每天|每日)加班(?:时长|时间|约|不低于|不少于|至少|平均|达|:){{0,2}}{NUMBER}{HOURS}(?![之以]?内)"
)
TIMES = re.compile(
    r"(?:^|(?P<said>工作时间|上班时间|作息时间|作息|工时|上班|坐班|出勤时间)[^,;。]{0,6}?)"
    r"(?:早上?|上午)?(?P<begins>\d{1,2})(?:[:点](?:\d{2})?分?)"
    rf"{TO}(?:晚上?|下午|当晚|次日)?(?P<over>\d{{1,2}})(?:[:点](?:\d{{2}})?|$)"
)
ALONE = re.compile("$|[,;。]|上班|工作")
"""What is behind the times of a shift where no word before them says that they are."""
SHOPS = re.compile(
    "在线|店铺|客服|直播间|营业|服务|监控|轮班|轮值|早班|晚班|排班|含|包括|其中|午休|用餐|休息|系统|自动"
)
"""Words that show opening hours rather than a person's, or a break within."""


def overlong_hours(folded: FoldedText) -> Iterator[Hit]:
    """More than 8 hours a day, 44 a week, overtime of 3 a day or 36 a month (劳动法第36、41条)."""
    text = folded.text
    if not SAYS_HOURS.search(text):
        return
    for match in LONG_DAY.finditer(text):
        start, end = folded.clause(match.start())
        person = match[1] is not None and match[1] not in ("直播", "播", "开播")
        around = text[max(start, match.start() - 24) : min(end, match.end() + 12)]
        shop = SHOPS.search(text[match.end() : end][:12] if person else around)
        alone = match[1] or SHIFT.match(text, match.end())
        if number(match[3]) > 8 and alone and not shop:
            yield Hit(*match.span())
    for match in LONG_SHIFT.finditer(text):
        if 8 < number(match[1]) <= 24 and not SHOPS.search(text[match.end() : folded.clause(match.start())[1]][:12]):
            yield Hit(*match.span())
    for match in LONG_WEEK.finditer(text):
        if number(match[1]) > 44 and not SHOPS.search(text[max(0, match.start() - 12) : match.start()]):
            yield Hit(*match.span())
    for match in OVERTIME.finditer(text):
        if number(match[2]) > (36 if "月" in match[1] else 3):
            yield Hit(*match.span())
    for match in TIMES.finditer(text):
        if not match["said"] and not ALONE.match(text, match.end()):
            continue
        begins, over = int(match["begins"]), int(match["over"])
        over += 12 if over <= 12 and ("晚" in match[0] or "下午" in match[0]) else 0
        if over - begins >= 11 and not SHOPS.search(text[match.start() : match.end() + 24]):
            yield Hit(*match.span())


def length(folded: FoldedText, least: int, most: int) -> Iterator[Hit]:
    """A hit over a text with fewer or more characters than these; 0 means no limit."""
    count = len(folded.text)
    if folded.text and ((least and count < least) or (most and count > most)):
        yield Hit(0, count)
