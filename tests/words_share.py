"""How formal the duties are: `python -m tests.words_share`, or with `-v` each line that a reader would mend.

It reads what is shipped, libraries and starters. A line's text says what is done; its standard how often, to what
measure, and what is left behind. The figures come first, then open blanks a starter.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from rolesmith.advice import check_lines
from rolesmith.advice.folded_text import fold
from rolesmith.advice.verbs import words
from rolesmith.presets.shipped import shipped
from rolesmith.presets.starter import Starter
from rolesmith.role.blanks import Piece

TEXT_LENGTH, JOINED_LENGTH, SHORTEST = 28, 40, 6
"""Longest text, longest with several nouns joined by 、, shortest."""
STANDARD_LENGTH = 60
REPEATS = 0.35
"""More of the text's pairs than this in its standard: it says the text again."""
DOUBLE = 0.7
FAVOURITE = 0.08
"""A verb that begins more lines than this is a habit (in sets of 50 lines and more)."""

# words

TOKEN = re.compile(r"\{([^{}\n]{1,30})\}")
NAMES = re.compile(
    r"1688|618|双(?:11|12|十一|十二|旦)|88VIP|99大促|3C|A\+|FBA|FBM|FNSKU|VC|B2[BC]|C2M|360度|3D|4K"
    r"|[一二两三四五]级类目|第[一二三]方|三方|三包|七[天日]无理由|百亿补贴|千川|千牛|万相台|万里牛|百度|千次|万次"
    r"|一件代发|一键|一次性|一对一|一站式|一线|一手|统一|一致|一同|一并|二维码|二手|二次|二创|双人|双方|双面|两者|两人|两端"
    r"|半托管|半成品|上半年|下半年|前半|后半|四方|四面|四角|三角|五官|八角|前三秒|十字|一式两份|五一|六一|十一|七夕|三八"
    r"|(?:周|星期)[一二三四五六日天末](?:[至到、和]周?[一二三四五六日天])?(?![个条款篇张份家位人名场次件单])|前一[日天]|后一[日天]|上一|下一|每一|逐一|同一|任一|唯一|之一|第一|首[一]"
)
"""Names and fixed phrases whose figures are no quantity."""
NUMERAL = r"(?:\d+(?:\.\d+)?%?|[二两三四五六七八九十百千万半]+|几|数[十百千万])"
UNITS = (
    r"个?(?:工作日|自然日|秒钟?|分钟?|小时|钟头|天|日|周|星期|月|季度?|年|号|点|刻钟?|"
    r"次|条|件|款|张|份|家|店|位|人|名|场|篇|项|页|屏|句|字|单|笔|箱|台|部|版|组|档|轮|遍|处|种|类|倍|成|折|元|块|角|分|公斤|斤|克|千克|"
    r"厘米|毫米|米|级|步|套|批|段|格|行|样|秒|个|期|道|把|本|桩|趟|回|圈|寸|寸屏|像素|兆|度|价)"
)
QUANTITY = re.compile(
    rf"(?:前|第|近|头|满|至少|不少于|不超过|不低于|超过|最多)?{NUMERAL}{UNITS}|\d+(?:\.\d+)?%?|百分之|[二三四五十]分之[一二三四五六七八九]"
    r"|前[二三四五六七八九十]+(?=[，；、]|$)|提前一个?[天日周月]|一[半成倍](?![功就本品交])"
    r"|(?<![每同逐任某各])一个?(?:工作日|小时|分钟|秒|周|月|季度|年|天)(?:之?内|以内|后|前|以上|以下|左右)"
)
"""Figures that a shop would set differently. A bare 一 (一次, 一份, 一条) is an article, unless it measures time."""
FREQUENCY = re.compile(
    r"(?:^|[，、；])每(?:一|个|两|隔)?(?:工作日|日|天|周|星期|月|季度?|年|场|班|批|次|单|款|晚|早|小时|件|箱|票)"
    r"|每(?:日|天|周|月|季度?|年|班|场)(?:[前后上下早晚各约]|[一二三四五六七八九十\d])"
    r"|当[天日周晚班](?!工作)|次[日周月](?!达)|隔[天日周]|当月|(?:周|星期)[一二三四五六日天末]|[月季年]初|月中|[月季年]末|(?:上|下)午|早晚|前一[天日]|(?:\d|半|[一二两三四五六十])个?(?:小时|分钟)"
)
"""How often and when: of the standard, not of the text."""
SPOKEN = re.compile(
    r"拿不准|过一遍|差不多|颗粒度|放大招|打样款|到手里|一样样|盯住|盯紧|盯着|盯牢|堵住|发火|打架"
    r"|站台|兜底|讲清|讲透|说清|问清|答透|算上|顶上|看过|垫底|拍板|挨个|哪家|怎么|的话|赶紧"
    r"|马上|一下|东西|麻烦|活儿|活计|甩锅|背锅|拉齐|抓手|闭环|赋能|打通|跑通|好好|老是|摊开"
    r"|顺手|打钩|打勾|挂着|糊弄|摸清|摸底|看看|想想|写清|弄清|收单|憋单|养号|洗稿|起量|拉满"
    r"|卡点|跑量|心里|眼前|几样|攒|捡|搞|弄|谁|哪|咱|你|您|我|别|塞|掉|没|凑|瞎|乱|吵|骂"
    r"|哄|蹲|揪|抠|挤|扛|撑|啥|咋|呢|吧|啦|嘛|蹭|薅|砍|捎|掐|踩|砸"
)
"""Words of talk and of trade slang. Where a word is part of a formal one, see `FORMAL`."""
FORMAL = re.compile(
    r"抠图|[签验回]收单|没收|淹没|沉没|埋没|特别|区别|级别|类别|景别|辨别|识别|鉴别|分别|判别|个别|性别|关掉电源|争吵|噪|自我"
    r"|支撑|撑杆|拥挤|挤压|踩踏|填塞|堵塞|搞笑|拼凑|哪吒|辱骂|混乱|捣乱|乱价|乱码|乱序|的话[题术]|猜你喜欢|[砸扛压]伤|跑量款"
)
BLAME = re.compile(r"罚|扣[钱薪]|扣工资|扣绩效|追责|问责|处分|处罚|责骂|批评|赔偿损失|连坐|末位|垫付赔")
HALF_WIDTH = re.compile(r"[一-鿿\}][,;:!?()][一-鿿\{]|[一-鿿][,;:]$")
LEVELS = {"执行": 0, "独立": 1, "带人": 2, "负责": 3}


@dataclass(frozen=True)
class Duty:
    """An item of a library, `library/id`, with its two texts and the level of post that it is for."""

    key: str
    text: str
    standard: str
    level: str


@dataclass(frozen=True)
class Finding:
    key: str
    field: str
    rule: str
    what: str


@dataclass(frozen=True)
class Targets:
    """What the issue asks for."""

    text_median: float = 24
    text_95: float = 32
    without_verb: int = 0
    overlap_median: float = 0.25
    with_figure: float = 0.10
    open_blanks: int = 12


Check = Callable[[Duty], Iterator[Finding]]

# measures


def blanks_of(text: str) -> list[str]:
    return TOKEN.findall(text)


def shown(text: str) -> str:
    """A text with the names of its blanks in their place: as long as it prints, roughly."""
    return TOKEN.sub(lambda match: match[1], text)


def without_blanks(text: str) -> str:
    return TOKEN.sub("◇", text)


def pairs(text: str) -> set[str]:
    """Pairs of neighbouring characters; signs and blanks divide."""
    runs = re.findall(r"[0-9A-Za-z一-鿿]+", TOKEN.sub(" ", text))
    return {run[at : at + 2].lower() for run in runs for at in range(len(run) - 1)}


def covered(part: set[str], by: set[str]) -> float:
    """The share of pairs that stand in others, too."""
    return len(part & by) / len(part) if part else 0.0


def overlap(duty: Duty) -> float:
    """How much of the text its standard repeats."""
    return covered(pairs(duty.text), pairs(duty.standard))


def figures(text: str) -> list[str]:
    """Quantities written out, names and blanks apart."""
    return [match[0] for match in QUANTITY.finditer(NAMES.sub("〇", without_blanks(text)))]


def spoken(text: str) -> list[str]:
    return SPOKEN.findall(FORMAL.sub("〇", text))


def starts_with_verb(text: str) -> bool:
    """By the product's own lists, which rule verb-first uses."""
    shown_text = without_blanks(text)
    return words().acts(fold([Piece(shown_text)], [len(shown_text)]))


def first_verb(text: str) -> str:
    """The verb a text starts with; two characters where the lists have none."""
    return words().verb(text) or text[:2]


def percentile(values: Sequence[float], share: float) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * share))]


# checks of a line


def check_text_length(duty: Duty) -> Iterator[Finding]:
    length = len(shown(duty.text))
    joined = duty.text.count("、") >= 1 and len(re.findall("[、与及和]", duty.text)) >= 2
    if length < SHORTEST:
        yield Finding(duty.key, "text", "short", f"{length} 字")
    elif length > JOINED_LENGTH:
        yield Finding(duty.key, "text", "long", f"{length} 字，最多 {JOINED_LENGTH}")
    elif length > TEXT_LENGTH and not joined:
        yield Finding(duty.key, "text", "long", f"{length} 字，没有几个名词并列")


def check_text_form(duty: Duty) -> Iterator[Finding]:
    if duty.text.count("，") > 1 or re.search("[；：。]", duty.text[:-1]):
        yield Finding(duty.key, "text", "signs", "至多一个逗号，没有分号、冒号、句号")
    if not starts_with_verb(duty.text):
        yield Finding(duty.key, "text", "verb", f"开头“{duty.text[:4]}”不是动词")
    if found := figures(duty.text):
        yield Finding(duty.key, "text", "figure", "、".join(found))
    if found := FREQUENCY.findall(duty.text):
        yield Finding(duty.key, "text", "when", "、".join(found))


def check_words(duty: Duty) -> Iterator[Finding]:
    for field, text in (("text", duty.text), ("standard", duty.standard)):
        if found := spoken(text):
            yield Finding(duty.key, field, "spoken", "、".join(found))
        if found := BLAME.findall(text):
            yield Finding(duty.key, field, "blame", "、".join(found))
        if text.endswith(("。", "；", "，", ".", "、")):
            yield Finding(duty.key, field, "end", text[-1])
        if HALF_WIDTH.search(text):
            yield Finding(duty.key, field, "half-width", "半角标点")
        if text != text.strip() or "  " in text:
            yield Finding(duty.key, field, "space", "多余的空格")


def check_standard(duty: Duty) -> Iterator[Finding]:
    if not duty.standard:
        yield Finding(duty.key, "standard", "empty", "没有标准")
        return
    length = len(shown(duty.standard))
    if length > STANDARD_LENGTH:
        yield Finding(duty.key, "standard", "long", f"{length} 字，最多 {STANDARD_LENGTH}")
    if duty.standard.count("；") > 1:
        yield Finding(duty.key, "standard", "clauses", "至多两个分句")
    if "。" in duty.standard[:-1]:
        yield Finding(duty.key, "standard", "signs", "分句用分号")
    if found := figures(duty.standard):
        yield Finding(duty.key, "standard", "figure", "、".join(found))


def check_repeats(duty: Duty) -> Iterator[Finding]:
    text, standard = pairs(duty.text), pairs(duty.standard)
    if (share := covered(text, standard)) > REPEATS:
        again = "、".join(sorted(text & standard))
        yield Finding(duty.key, "standard", "repeats", f"职责的 {share:.0%} 又说一遍：{again}")


def check_advice(duty: Duty) -> Iterator[Finding]:
    """What the product itself would say of the text (law, slogans); verbs are checked above."""
    for finding in check_lines([(duty.text, duty.standard)], "duty"):
        if finding.rule not in ("verb-first", "verb-level"):
            yield Finding(duty.key, finding.name, f"advice:{finding.rule}", finding.message)


LINE_CHECKS: tuple[Check, ...] = (
    check_text_length,
    check_text_form,
    check_words,
    check_standard,
    check_repeats,
    check_advice,
)

# checks of a set


def check_blanks(duties: Sequence[Duty]) -> Iterator[Finding]:
    """Each blank is known and has a default where a standard needs one; a unit is not written behind it again."""
    for duty in duties:
        for field, text in (("text", duty.text), ("standard", duty.standard)):
            for match in TOKEN.finditer(text):
                blank = shipped().blanks.get(match[1])
                if blank is None:
                    yield Finding(duty.key, field, "blank", f"{{{match[1]}}} 不在 blanks.yaml")
                    continue
                if blank.unit and text[match.end() :].startswith(blank.unit):
                    yield Finding(duty.key, field, "unit", f"{{{match[1]}}} 打印时自带“{blank.unit}”")
                if field == "standard" and not blank.default:
                    yield Finding(duty.key, field, "open-blank", f"{{{match[1]}}} 没有默认值")


def check_doubles(duties: Sequence[Duty]) -> Iterator[Finding]:
    """Pairs of texts that say almost the same, each pair once; equal standards, too."""
    sets = [pairs(duty.text) for duty in duties]
    holders: dict[str, list[int]] = defaultdict(list)
    for at, these in enumerate(sets):
        shared: Counter[int] = Counter(other for pair in these for other in holders[pair])
        for other, count in shared.items():
            if count / len(these | sets[other]) >= DOUBLE:
                twin = duties[other]
                yield Finding(duties[at].key, "text", "double", f"同 {twin.key}：{twin.text}")
        for pair in these:
            holders[pair].append(at)
    first: dict[str, str] = {}
    for duty in duties:
        if duty.standard and first.setdefault(duty.standard, duty.key) != duty.key:
            yield Finding(duty.key, "standard", "double", f"同 {first[duty.standard]}")
    keys = Counter(duty.key for duty in duties)
    yield from (Finding(key, "key", "double", f"{count} 行") for key, count in keys.items() if count > 1)


def check_levels(duties: Sequence[Duty]) -> Iterator[Finding]:
    """A verb two levels above the post of its item: 审批 of an assistant."""
    for duty in duties:
        post, verb = LEVELS.get(duty.level), words().level(duty.text)
        if post is not None and verb is not None and verb - post >= 2:
            yield Finding(duty.key, "text", "level", f"“{first_verb(duty.text)}”高于{duty.level}")


def check_favourites(duties: Sequence[Duty]) -> Iterator[Finding]:
    if len(duties) >= 50:
        for verb, count in Counter(first_verb(duty.text) for duty in duties).items():
            if count / len(duties) > FAVOURITE:
                yield Finding("*", "text", "favourite", f"“{verb}”开头 {count} 行")


def list_findings(duties: Sequence[Duty]) -> list[Finding]:
    """All findings, line by line in the order of the set."""
    found = [finding for duty in duties for check in LINE_CHECKS for finding in check(duty)]
    for check_all in (check_blanks, check_doubles, check_levels, check_favourites):
        found += check_all(duties)
    order = {duty.key: at for at, duty in enumerate(duties)}
    return sorted(found, key=lambda finding: order.get(finding.key, len(order)))


# figures


@dataclass(frozen=True)
class Figure:
    """One figure of a set, as printed; `met` is true where no target stands."""

    name: str
    value: str
    met: bool = True


def spread(values: Sequence[float], form: str) -> str:
    """Median, 95 % and highest of values in a format."""
    return " / ".join(format(value, form) for value in (median(values), percentile(values, 0.95), max(values)))


def summary(duties: Sequence[Duty], found: Sequence[Finding], aims: Targets = Targets()) -> list[Figure]:
    """The figures that the issue asks for, and some that show how a set was written."""
    lengths = [len(shown(duty.text)) for duty in duties]
    overlaps = [overlap(duty) for duty in duties]
    fixed = sum(bool(figures(duty.standard)) for duty in duties) / len(duties)
    filled = sum(bool(blanks_of(duty.standard)) for duty in duties) / len(duties)
    rules = Counter((finding.field, finding.rule) for finding in found)
    verbs = Counter(first_verb(duty.text) for duty in duties)
    verbless, doubles = rules["text", "verb"], rules["text", "double"]
    unknown = rules["text", "blank"] + rules["standard", "blank"]
    empty = rules["standard", "empty"]
    common = "、".join(f"{verb} {count}" for verb, count in verbs.most_common(8))
    return [
        Figure("条数", f"{len(duties)}，没有标准 {empty}", not empty),
        Figure("职责字数 中位", f"{median(lengths):g}（≤ {aims.text_median:g}）", median(lengths) <= aims.text_median),
        Figure(
            "职责字数 95%",
            f"{percentile(lengths, 0.95):g}（≤ {aims.text_95:g}）",
            percentile(lengths, 0.95) <= aims.text_95,
        ),
        Figure("没有动词开头", f"{verbless}（{aims.without_verb}）", verbless <= aims.without_verb),
        Figure("标准字数 中位 / 95% / 最长", spread([len(shown(duty.standard)) for duty in duties], "g")),
        Figure(
            "标准重复职责 中位 / 95% / 最多",
            f"{spread(overlaps, '.0%')}（中位 ≤ {aims.overlap_median:.0%}）",
            median(overlaps) <= aims.overlap_median,
        ),
        Figure("标准里写死的数", f"{fixed:.0%}（≤ {aims.with_figure:.0%}）", fixed <= aims.with_figure),
        Figure("标准里有填空", f"{filled:.0%}"),
        Figure("职责近似重复", f"{doubles} 对", not doubles),
        Figure("不认识的填空", f"{unknown} 处", not unknown),
        Figure("开头动词", f"{len(verbs)} 种；{common}"),
    ]


# what is shipped


def list_duties() -> list[Duty]:
    """The duties of all shipped libraries, in order."""
    return [
        Duty(f"{library.library}/{item.id}", item.text, item.standard, item.level)
        for library in shipped().libraries.values()
        for item in library.items
        if item.kind == "duty"
    ]


def open_blanks(starter: Starter) -> set[str]:
    """The blanks that an owner meets open in a starter: in what is switched on, without a value or a default."""
    filling = shipped().filling(starter.role)
    found: set[str] = set()
    waiting = list(starter.role.tree.shown())
    while waiting:
        node = waiting.pop()
        for text in (node.title, node.text, node.standard):
            found |= {piece.blank for piece in filling.pieces(text, node.values) if piece.open}
        waiting += node.shown()
    return found


def main() -> int:
    """Print the figures; 1 where a target is missed."""
    duties = list_duties()
    found = list_findings(duties)
    if "-v" in sys.argv:
        for finding in found:
            print(finding.key, finding.field, finding.rule, finding.what, sep="\t")
        print()
    printed = summary(duties, found)
    most = max(((len(open_blanks(each)), each.title) for each in shipped().starters.values()), default=(0, ""))
    printed.append(
        Figure(
            "起点里空着的填空 最多", f"{most[0]}（≤ {Targets.open_blanks}）{most[1]}", most[0] <= Targets.open_blanks
        )
    )
    for figure in printed:
        print(f"{'  ' if figure.met else '✗ '}{figure.name}\t{figure.value}")
    rules = Counter(f"{finding.field}.{finding.rule}" for finding in found)
    print("  要看的\t" + ("、".join(f"{rule} {count}" for rule, count in rules.most_common()) or "没有"))
    return 0 if all(figure.met for figure in printed) else 1


if __name__ == "__main__":
    sys.exit(main())
