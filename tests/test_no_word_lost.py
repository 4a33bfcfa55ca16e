"""Documents of strangers in random order and nesting: every word that is no name stands in the role that is made."""

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rolesmith.readers import READERS, old_document
from rolesmith.readers.old_document.account import WORD
from rolesmith.readers.old_document.names import known_words, names
from tests.conftest import THOROUGH, tried
from tests.old_document_share import FILES as SHARED
from tests.old_documents import MAKERS, Blocks, layouts
from tests.old_documents.placings import FILES, written

COUNT = 600 if THOROUGH else 50
"""Documents of each ending."""
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
"""What the words that are looked for are made of; no name holds two of them in a row."""
PLAIN = ["收货", "按库位放好", "对账", "带新人", "整理话术", "处理退款"]
TRAPS = [
    "部门经理", "上岗证书", "目标客户", "工作时间外", "职责以外", "标准件", "不限", "要求严格", "合计", "指标口径",
    "其他事项", "五年经验", "大专学历", "考核不严", "上级交办", "项目", "说明书", "版本", "薪资表",
    "面试安排", "签字", "内部", "频率高",
]  # fmt: skip
"""Words that look like names; in free text they are none."""
STRANGE = [
    "公司大事",
    "带教安排",
    "隔级领导",
    "形象要求",
    "归口",
    "来源渠道",
    "推广组工作职责",
    "薪点区间",
    "注意",
    "附言",
    "客服部分工",
]
"""Headings and labels that the naming data does not know, or knows by a word only."""
COLONS = ["：", ":", "： ", " | ", "｜", "/", "\t", "        ", "　　"]
MARKS = [
    "{n}、", "{n}. ", "（{n}）", "({n})", "（{c}）", "{c}、", "{o}", "第{c}条 ", "第{c}章 ",
    "{n}.1 ", "[{n}] ", "{n}) ", "• ", "- ", "■ ", "✅", "● ", "★ ", "\uf06c ", "",
]  # fmt: skip
STEPS = ["a. ", "（1）", "①", "a、", "1) "]
HEADS = [
    ["序号", "工作职责", "标准"], ["模块", "工作内容", "频率", "标准"], ["指标", "目标", "权重"], ["项目", "内容"],
    ["事项", "说明"], ["考核项目", "评分办法", "分值", "数据来源"], ["对象", "关系", "事项"], ["岗位", "部门", "人数"],
    ["工作时间", "工作环境", "出差"], ["序号", "任职要求", "工作标准"], ["岗位", "岗位职责", "任职要求"],
    ["职责", "内容"],
]  # fmt: skip


class Writer:
    """Writes a document of pieces, and remembers the words that it must not lose."""

    def __init__(self, seed: int) -> None:
        self.any = random.Random(seed)
        self.words: list[str] = []
        self._known = [*(name for each in (names().blocks, names().fields) for kind in each.values() for name in kind)]

    def free(self, *more: str) -> str:
        """A text that occurs once, and may look like a name."""
        number = len(self.words) + 1
        sign = SIGNS[number % len(SIGNS)] + SIGNS[number // len(SIGNS) % len(SIGNS)] + SIGNS[self.any.randrange(20)]
        parts = [self.any.choice(self.any.choice([PLAIN, TRAPS, *([more] if more else [])])), sign]
        self.any.shuffle(parts)
        self.words.append("".join(parts))
        return self.words[-1]

    def strange(self) -> str:
        """A heading or label that says more than a name."""
        return self.free(*STRANGE) if self.any.random() < 0.5 else self.free()

    def name(self) -> str:
        return self.any.choice(self._known)

    def label(self) -> str:
        return self.name() if self.any.random() < 0.6 else self.strange()

    def line(self) -> str:
        """A line of one or two labels, or of free text."""
        colon = self.any.choice(COLONS)
        kinds: list[Callable[[], str]] = [
            self.free,
            lambda: f"{self.free()}，{self.free()}",
            lambda: f"{self.free()}；{self.free()}。",
            lambda: f"（例如：{self.free()}）",
            lambda: f"{self.label()}{colon}{self.free()}",
            lambda: f"{self.label()}：{self.free()}        {self.label()}：{self.free()}",
            lambda: f"{self.label()}：　　　{self.label()}：{self.free()}",
            lambda: f"{self.label()}：1、{self.free()}；2、{self.free()}。{self.label()}：{self.free()}",
            lambda: f"【{self.label()}】{self.free()}",
            lambda: f"{self.free()}：",
            lambda: f"{self.free()}；标准：{self.free()}",
            lambda: f"{self.free()} 40%",
            lambda: f"{self.free()}，具体要求如下：",
        ]
        return self.any.choice(kinds)()

    def heading(self) -> dict[str, Any]:
        mark = self.any.choice(MARKS).format(n=self.any.randint(1, 9), c=self.any.choice("一二三四五"), o="①")
        text = self.label() + self.any.choice(["", "", "：", ":"])
        level = self.any.randint(1, 3)
        return {"h": [level, mark + text]} if self.any.random() < 0.5 else {"p": mark + text}

    def items(self) -> Iterator[dict[str, Any]]:
        mark = self.any.choice([each for each in MARKS if "章" not in each])
        yield {"list": [mark, [self.line() for _ in range(self.any.randint(1, 3))]]}
        if self.any.random() < 0.3:
            yield {"list": [self.any.choice(STEPS), [self.free() for _ in range(2)]]}

    def cell(self) -> str:
        roll = self.any.random()
        if roll < 0.15:
            return ""
        return self.free() if roll < 0.8 else "\n".join(f"{n}、{self.free()}" for n in (1, 2))

    def table(self) -> dict[str, Any]:
        wide = self.any.randint(2, 5)
        roll = self.any.random()
        rows = [[self.cell() for _ in range(wide)] for _ in range(self.any.randint(1, 4))]
        if roll < 0.35:
            head = self.any.choice(HEADS)
            rows = [head, *([self.cell() for _ in head] for _ in rows)]
        elif roll < 0.5:
            rows = [[self.label() for _ in range(wide)], *rows]
        elif roll < 0.85:
            rows = [[cell if at % 2 else self.label() for at, cell in enumerate(row)] for row in rows]
        if self.any.random() < 0.25:  # a merged cell: what it covers is empty
            rows = [
                ["" if at and not column else cell for column, cell in enumerate(row)] for at, row in enumerate(rows)
            ]
        return {"table": rows}

    def blocks(self) -> Blocks:
        """A whole document."""
        found: list[dict[str, Any]] = []
        for _ in range(self.any.randint(3, 9)):
            kinds: list[Callable[[], list[dict[str, Any]]]] = [
                lambda: [self.heading()],
                lambda: [{"p": self.line()}],
                lambda: list(self.items()),
                lambda: [self.table()],
            ]
            found += self.any.choice(kinds)()
        written = str(found)
        self.words = [each for each in self.words if each in written]
        return found


@pytest.mark.parametrize("ending", MAKERS)
def test_every_word_of_a_document_stands_in_its_role(ending: str) -> None:
    lost = []
    for seed in range(COUNT):
        writer = Writer(seed)
        blocks = writer.blocks()
        if not writer.words:
            continue
        role = READERS[ending](MAKERS[ending](blocks), f"a.{ending}").role
        shown = "\n".join(_plain(f"{node.title}\n{node.text}\n{node.standard}") for node in role.tree.walk())
        words = [_plain(word).removesuffix("工作职责") for word in writer.words]  # a title's own words
        lost += [(seed, word) for word in words if word not in shown]
    assert lost == []


def _plain(text: str) -> str:
    return re.sub(r"[^\w\n]+", "", text)


LAID_OUT = [(layout, ending) for file in SHARED for layout in layouts(file) for ending in MAKERS]
SMALL = [layout for file in FILES for layout in layouts(file)]


@pytest.mark.parametrize("each", tried(LAID_OUT, 8), ids=lambda each: f"{each[0]['layout']}-{each[1]}")
def test_every_word_of_a_layout_stands_in_its_role(each: tuple[dict[str, Any], str]) -> None:
    layout, ending = each
    assert lost_of(MAKERS[ending](layout["blocks"]), ending) == []


@pytest.mark.parametrize("layout", SMALL, ids=lambda each: each["layout"])
def test_every_word_of_a_small_file_stands_in_its_role(layout: dict[str, Any]) -> None:
    assert lost_of(written(layout), layout["as"]) == []


def lost_of(data: bytes, ending: str) -> list[str]:
    """Words of a file that neither stand in its role nor are numbers, or a name of the naming data."""
    role = READERS[ending](data, f"a.{ending}").role
    shown = _plain("\n".join(f"{node.title}\n{node.text}\n{node.standard}\n{node.mark}" for node in role.tree.walk()))
    words = {word for piece in old_document.read(data, f"a.{ending}") for word in WORD.findall(piece.text)}
    parts = {part for word in words for part in re.sub(TITLED, " ", word.lstrip("①②③④⑤")).split()}
    return sorted(part for part in parts if part not in shown and not (_is_name(part) or _is_number(part)))


TITLED = r"^招聘|(岗位|职位|工作)(职责说明书|说明书?|职责|描述)表?|(招聘启事|JD|修订|版)$"
"""What a title says beside the position, and a stamp beside version and date."""


def _is_name(word: str) -> bool:
    """Whether a word is a name, or of a name of several."""
    found = names()
    whole = any(known_words(word, to) == [word] for to in ("", *found.blocks, *found.fields, *found.words))
    every = [name for kind in (found.blocks, found.fields, found.words) for each in kind.values() for name in each]
    part = word.isascii() or len(word) == 1
    return whole or (part and any(word.lower() in name for name in every))


def _is_number(word: str) -> bool:
    return (
        re.fullmatch(r"\d{1,3}|[一二三四五六七八九十]{1,2}|第[一二三四五六七八九十\d]{1,2}[章条节]", word) is not None
    )
