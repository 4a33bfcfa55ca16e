"""Rules are their own tests: each hits and passes its own examples, and its rewrite mends them."""

import datetime
import gc
import re
import time
import warnings
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.advice import check_lines, check_role
from rolesmith.advice.check import forget, reader, rulebooks
from rolesmith.advice.finding import Finding, Options
from rolesmith.advice.folded_text import fold, simplified
from rolesmith.advice.grams import Joined
from rolesmith.advice.prefilter import alternatives
from rolesmith.advice.whole_role import WHOLE_CHECKS
from rolesmith.document.kinds import KINDS
from rolesmith.files.problem import Unreadable
from rolesmith.presets.rule import Rule, Rulebook, faults
from rolesmith.presets.shipped import shipped
from rolesmith.presets.template import grow
from rolesmith.role.blanks import Piece
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Node, Role
from rolesmith.team import shifts
from tests.conftest import THOROUGH, examples
from tests.law_table import TABLE, table

RULES = [(book, rule) for book in rulebooks() for rule in book.rules]
IDS = frozenset(rule.id for _, rule in RULES)
each_rule = pytest.mark.parametrize(("book", "rule"), RULES, ids=[rule.id for _, rule in RULES])
GATES = reader().gates
LINES = [rule for _, rule in RULES if rule.check not in WHOLE_CHECKS and any(isinstance(hit, str) for hit in rule.hit)]


def role_of(section: dict[str, Any]) -> Role:
    """A role of one section, written as a template writes it, tables with their rows."""
    rows = {block["id"]: block.get("rows") for block in section["blocks"]}
    bare = {**section, "blocks": [{k: v for k, v in block.items() if k != "rows"} for block in section["blocks"]]}
    node = grow(bare, "section", "", 1, "example")
    blocks = [
        KINDS[block.kind].fill(block, rows[key])
        if (key := block.id.rpartition(".")[2]) in rows and rows[key]
        else block
        for block in node.children
    ]
    return Role(tree=Node(id="role", kind="role", children=(node.with_(children=tuple(blocks)),)))


def findings(rule: Rule, example: str | dict[str, Any]) -> list[Finding]:
    """What a rule alone says of one of its examples."""
    if isinstance(example, str):
        look = next((look for look in rule.looks if look != "any"), "duty")
        found = check_lines([example], look, Options(off=IDS - {rule.id}))
    else:
        role = role_of(example)
        found = check_role(role, shipped().filling(role))
    return [finding for finding in found if finding.rule == rule.id]


@each_rule
def test_a_rule_has_two_examples_of_either_kind(book: Rulebook, rule: Rule) -> None:
    assert len(rule.hit) >= 2 and len(rule.passes) >= 2
    assert all((rule.message, rule.why, rule.source, rule.suggestion))


@each_rule
def test_a_rule_hits_its_examples(book: Rulebook, rule: Rule) -> None:
    assert [example for example in rule.hit if not findings(rule, example)] == []


TRADITIONAL = {new: old for old, new in simplified().items()}
BETWEEN = re.compile("(?<=[一-鿿])(?=[一-鿿])")
DISGUISES: dict[str, Callable[[str], str]] = {
    "spaces": " ".join,
    "no width": "\u200b".join,
    "dots": lambda text: BETWEEN.sub("·", text),
    "stars": lambda text: BETWEEN.sub("*", text),
    "traditional": lambda text: "".join(TRADITIONAL.get(each, each) for each in text),
    "full width": lambda text: "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text),
}


@pytest.mark.parametrize("disguise", DISGUISES)
def test_a_rule_of_law_hits_its_examples_in_disguise(disguise: str) -> None:
    disguised = DISGUISES[disguise]
    laws = [(rule, hit) for book, rule in RULES if book.family == "law" for hit in rule.hit if isinstance(hit, str)]
    assert [(rule.id, hit) for rule, hit in laws if not findings(rule, disguised(hit))] == []


DUTIES = [
    *("接待顾客", "上报商品错价", "核对库存并登记", "整理货架", "每天更新店铺商品信息", "登记到货数量", "回复售前咨询"),
    *("打包发货并贴好面单", "月底与仓库核对台账", "统计每周销售数据", "跟进物流异常件", "安排直播间场次"),
]


def beside(text: str) -> list[str]:
    """A text behind and in front of each of these duties."""
    signs = [(duty, "，：" if THOROUGH else "，：，"[at % 3]) for at, duty in enumerate(DUTIES)]
    return [line for duty, any_of in signs for sign in any_of for line in (duty + sign + text, text + sign + duty)]


def law_of(text: str, rule: Rule) -> set[str]:
    look = "duty" if {"any", "duty"} & set(rule.looks) else rule.looks[0]
    return {finding.rule for finding in check_lines([text], look) if finding.family == "law"}


def test_a_harmless_duty_beside_it_hides_no_rule_of_law() -> None:
    laws = [(rule, hit) for book, rule in RULES if book.family == "law" for hit in rule.hit if isinstance(hit, str)]
    told = {(rule.id, line): rule.id in law_of(line, rule) for rule, hit in laws for line in beside(hit)}
    hidden = [pair for pair, is_told in told.items() if not is_told]
    assert len(hidden) <= 0.03 * len(told), hidden
    for line in ("上报商品错价，迟到一次罚款200元", "核对库存并登记，盘亏的从工资里扣"):
        assert [finding.severity for finding in check_lines([line], "duty") if finding.family == "law"] == ["红"]


def test_a_harmless_duty_beside_it_makes_no_harmless_line_unlawful() -> None:
    laws = [
        (rule, text) for book, rule in RULES if book.family == "law" for text in rule.passes if isinstance(text, str)
    ]
    harmless = [(rule, text) for rule, text in laws if not law_of(text, rule)]
    assert len(laws) - len(harmless) <= 1, "酒水类目运营 alone is one"
    assert [line for rule, text in harmless for line in beside(text) if law_of(line, rule)] == []


@pytest.mark.parametrize(
    "line", ["不得对迟到的罚款，核对库存", "店里有迟到罚款，核查并纠正", "发现有人收押金的，上报店长"]
)
def test_what_governs_a_line_still_excuses_it(line: str) -> None:
    assert [finding for finding in check_lines([line], "duty") if finding.family == "law"] == []


@each_rule
def test_a_rule_passes_its_examples(book: Rulebook, rule: Rule) -> None:
    assert [example for example in rule.passes if findings(rule, example)] == []


@pytest.mark.parametrize("rule", [rule for rule in LINES if rule.rewrite is not None], ids=lambda rule: rule.id)
def test_a_rewrite_mends_what_the_rule_found_and_brings_no_new_law(rule: Rule) -> None:
    for example in rule.hit:
        assert isinstance(example, str)
        finding = findings(rule, example)[0]
        assert finding.rewrite is not None and finding.rewrite != example
        again = findings(rule, finding.rewrite) if finding.rewrite else []
        assert again == [], finding.rewrite
        law = {f.rule for f in check_lines([example]) if f.family == "law"}
        assert {f.rule for f in check_lines([finding.rewrite]) if f.family == "law"} <= law


@pytest.mark.parametrize(
    "text",
    [
        *(hit for rule in LINES if rule.rewrite is not None for hit in rule.hit if isinstance(hit, str)),
        "22-28岁，已婚已育优先",
        "打包发货，限男性，35岁以下，及时处理，抗压能力强",
        "入职交押金300元，试岗7天无薪，转正后缴纳社保，单休",
        "本地人优先，形象好气质佳，985毕业",
    ],
)
def test_one_click_mends_a_line_whole(text: str) -> None:
    """Whichever finding it is asked of, it leaves nothing that could be mended, and no law."""
    found = [finding for finding in check_lines([text]) if finding.rewrite is not None]
    assert len({finding.rewrite for finding in found}) <= 1
    for finding in found[:1]:
        again = check_lines([finding.rewrite]) if finding.rewrite else ()
        assert [(each.rule, each.rewrite) for each in again if each.family == "law" or each.rewrite is not None] == []


SEVERAL = (
    "限女，22-28岁，迟到罚款50",
    "未婚女生优先，入职交押金300元",
    "35岁以下，不缴纳社保",
    "男士优先，转正后签合同",
    "发错货自己赔，迟到一次罚款50元",
    "试岗三天无薪，身份证由公司保管",
    "河南人勿扰，党员优先",
    "985优先，形象气质佳",
    "属虎的不要，O型血优先",
    "有案底的不要，乙肝携带者勿扰",
    "月休两天，离职提前三个月",
    "离职提前三个月，离职要付违约金",
    "末位淘汰，淘汰的当月工资不发",
    "单休，加班没有加班费",
    "自愿放弃社保，试用期六个月，合同一年",
    "好评返现五元，标题写全网最低价",
    "大促前先提价再打折，编造销量",
    "竞品图去水印，用数字人直播不标识",
    "收供应商回扣，买来手机号群发",
    "要会陪酒，限女",
    "宿舍装摄像头，离职两年内不得从事同行业",
    "怀孕的自动离职，迟到罚款100",
    "轻松月入过万，培训费自理",
    "打包员限男，40岁以下，丢件自己赔",
    "刷单补单，联系买家改差评，编造买家秀",
    "详情页写包治失眠，主打销量第一",
    "残疾人勿扰，四肢健全，身高160以上",
    "请假扣三天工资，盘亏员工平摊",
    "抗压能力强，服从公司一切安排，单休",
    "信佛的不要，少数民族勿扰，只招本地人",
    "迟到一次扣50，一个月三次以上当月工资不发",
)
"""Lines that break two laws or three, each clause for itself."""


@pytest.mark.parametrize("text", SEVERAL)
def test_one_click_mends_every_law_that_a_line_breaks(text: str) -> None:
    laws = [finding for finding in check_lines([text], "text") if finding.family == "law"]
    (rewrite,) = {finding.rewrite for finding in laws}
    assert rewrite is not None
    alone = [part for part in text.split("，") if any(each.family == "law" for each in check_lines([part], "text"))]
    assert len(alone) > 1 and [part for part in alone if part in rewrite] == []
    assert [each.rule for each in check_lines([rewrite], "text") if rewrite and each.family == "law"] == []
    assert not re.search("[，；、]{2}|考核自", rewrite)


def test_what_one_goal_lacks_is_one_finding_with_one_click() -> None:
    (finding,) = (each for each in check_lines(["提升销售额"], "goal") if each.family == "goal")
    assert finding.message == "没有写现在是多少（基线）、要到多少（目标值）、到什么时候（期限）、在哪里看数（数据来源）"
    assert finding.rewrite and all(part in finding.rewrite for part in ("现值", "目标", "期限", "数据来源"))
    assert [each for each in check_lines([finding.rewrite], "goal") if each.family == "goal"] == []
    off = Options(off=frozenset({finding.rule}))
    assert [each.message.count("、") for each in check_lines(["提升销售额"], "goal", off) if each.family == "goal"] == [
        2
    ]


@each_rule
def test_a_finding_names_where_and_why(book: Rulebook, rule: Rule) -> None:
    for example in rule.hit:
        for finding in findings(rule, example):
            start, end = finding.span
            assert 0 <= start <= end <= len(finding.text)
            assert finding.family == book.family and finding.source == rule.source
            assert "违法" not in finding.message + finding.suggestion
            assert start < end or finding.family == "complete" or not finding.text.strip()


def test_ids_are_unique_and_laws_name_what_was_read_in_two_places() -> None:
    ids = [rule.id for _, rule in RULES]
    assert len(ids) == len(set(ids))
    laws = [rule for book, rule in RULES if book.family == "law"]
    assert {rule.id: unknown for rule in laws if (unknown := shipped().articles.unknown(rule))} == {}
    named = {article.article for rule in laws for article in shipped().articles.named_by(rule)}
    assert named | set(shifts.SOURCES) == {article.article for article in shipped().articles.root}


WHERE = re.compile(r"https?://[\w.-]+/[!-~]*|[\w-]+/[\w-]+@[0-9a-f]{7,40}:\S+\.md")
"""The address of a page, or a file of a public repository at a commit."""


def test_a_source_is_where_everybody_can_read_it() -> None:
    sources = [source for each in shipped().articles.root for source in each.sources]
    assert [source for source in sources if not WHERE.fullmatch(source)] == []


def test_the_table_of_laws_is_true() -> None:
    assert TABLE.read_text("utf-8") == table(), "python -m tests.law_table"


HALF_A_YEAR = datetime.timedelta(days=183)


def test_articles_that_were_read_long_ago_are_listed() -> None:
    """No failure: what stands in the repository does not break because time passes."""
    old = [each.article for each in shipped().articles.root if datetime.date.today() - each.checked > HALF_A_YEAR]
    if old:
        warnings.warn(f"请重新核对：{'、'.join(old)}", stacklevel=1)
    assert all(each.checked <= datetime.date.today() for each in shipped().articles.root)


@pytest.mark.parametrize("pattern", ["a+", "(a|b)*", "a{2,}", "<没有>", "(", "[a-z"])
def test_a_pattern_that_cannot_be_used_is_told(pattern: str) -> None:
    assert list(faults(pattern))


@pytest.mark.parametrize("pattern", ["a?", r"\+", "[*+]", "a{0,8}", "(?<![不无])限"])
def test_a_pattern_that_can_be_used_is_not(pattern: str) -> None:
    assert list(faults(pattern)) == []


def test_a_file_with_a_wrong_pattern_says_which() -> None:
    good = {"severity": "红", "message": "一", "why": "二", "source": "三", "suggestion": "四"}
    lines = "\n".join(f"    {key}: {value}" for key, value in good.items())
    head = "schema: rolesmith/rules@1\nrulebook: x\ntitle: 一\nfamily: law\nrules:\n  - id: one\n"
    text = f"{head}{lines}\n    find: ['a+']\n"
    with pytest.raises(Unreadable) as caught:
        Rulebook.read(text, "x.yaml")
    assert "规则“one”" in str(caught.value) and "没有上限的重复" in str(caught.value)


HOSTILE = {
    "one letter": "a" * 100_000 + "!",
    "one character": "限" * 100_000,
    "limits": "限女性用户" * 20_000,
    "digits": "18-" * 33_000 + "岁",
    "commas": "，" * 100_000,
    "mixed": "限Ａ女ㄅ１８歲以下😀\u200b的優先" * 6_000,
    "emoji": "👩‍👩‍👧‍👦" * 14_000,
    "braces": "{平台}" * 25_000,
    "negations": "不得组织或参与" * 14_000,
    "one clause": "试用期合同每天工作每周加班年龄身高" * 6_000,
    "verbs": "并负责的前后里按在与" * 10_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str, request: pytest.FixtureRequest) -> None:
    """100,000 characters take some four times as long as 25,000; what is quadratic would take sixteen times as long."""
    text = HOSTILE[name]
    quarter, whole = len(text) // 4, len(text)
    best = dict.fromkeys((quarter, whole), float("inf"))
    gc.disable()  # what other tests have left is not looked through while this one is timed
    request.addfinalizer(gc.enable)
    for again in range(20):  # the least of several times is the work itself; the rest is what else the machine does
        for size in best:
            begun = time.process_time()
            check_lines([text[:size] + "!" * again], "duty")
            check_lines([text[:size] + "!" * again], "goal")
            best[size] = min(best[size], time.process_time() - begun)
            forget()
        if best[whole] < 9 * best[quarter]:
            return
    raise AssertionError(best)


def test_a_click_mends_the_role_and_can_be_taken_back() -> None:
    section = {
        "id": "q",
        "blocks": [{"id": "s", "kind": "items", "marks": ["必备"], "lines": ["会Excel，限女，能出差", "35岁以下"]}],
    }
    role = role_of(section)
    before = role
    for _ in range(9):
        found = [f for f in check_role(role, shipped().filling(role)) if f.family == "law" and f.fix]
        if not found:
            break
        for edit in found[0].fix:
            role = apply(role, Edit.model_validate({"id": "edit000001", **edit}))
    lines = [node.text for node in role.tree.walk() if node.kind == "line"]
    assert lines == ["会Excel，能出差"]
    assert [node.text for node in before.tree.walk() if node.kind == "line"] == ["会Excel，限女，能出差", "35岁以下"]


def test_a_shop_switches_rules_off_and_adds_words() -> None:
    options = Options.model_validate_json('{"off": ["sex"], "words": [{"word": "亲亲", "instead": "您"}]}')
    found = check_lines(["用 親 親 称呼顾客，限女"], "duty", options)
    assert [f.rule for f in found if f.family == "law"] == []
    own = next(f for f in found if f.rule == "own-words")
    assert own.text[slice(*own.span)] == "親 親" and own.suggestion == "您"
    assert Options.model_validate_json(options.model_dump_json()) == options


@given(
    st.lists(
        st.sampled_from([*(h for _, r in RULES for h in r.hit if isinstance(h, str)), "，", "；", "女装", "不"]),
        max_size=4,
    )
)
@settings(max_examples=examples(200), deadline=None)
def test_a_gate_keeps_out_no_match(parts: list[str]) -> None:
    """Each alternative of each pattern that matches a text comes through its gate."""
    text = fold([Piece("".join(parts))], [len("".join(parts))]).text
    opened = {(gate.owner, gate.written) for gate in GATES.open_to(Joined([text]))[0]}
    assert [
        gate.written for gate in GATES.gates if (gate.owner, gate.written) not in opened and gate.pattern.search(text)
    ] == []


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("a|b", ["a", "b"]),
        ("(a|b)c|d", ["(a|b)c", "d"]),
        (r"[|(]x|\|y", ["[|(]x", r"\|y"]),
        ("[^]|]|b", ["[^]|]", "b"]),
    ],
)
def test_a_pattern_is_cut_at_its_own_bars(pattern: str, parts: list[str]) -> None:
    assert alternatives(pattern) == parts
