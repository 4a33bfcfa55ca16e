"""Reads a stranger's table as a library, as its owner says that it is meant; tells what of it is not taken."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from rolesmith.files.counted import NUMBER, parted, without_number
from rolesmith.files.problem import Problem, Problems, Unreadable
from rolesmith.files.yaml import in_chinese
from rolesmith.libraries.columns import FIELD_NAMES, KINDS, LEVELS
from rolesmith.libraries.files.item_ids import new_id
from rolesmith.libraries.table.guess import NUMBER as ALONE
from rolesmith.libraries.table.meanings import LABELS, SKIP, TEXTS, Reading, is_tag, named
from rolesmith.libraries.table.open_tables import Table
from rolesmith.libraries.tree import WORD_LIMIT
from rolesmith.libraries.word_lists import split_words
from rolesmith.presets.library import ITEM_LIMIT, Item, Library

MOST_LEFT = 20
"""Rows that are not taken and named; more are counted."""
LONG_TEXTS = ("standard", "definition")
LISTS = ("platforms", "kpis", "aliases", "tags")
OF_INDICATORS = ("definition", "unit", "source")
KIND_WORDS = {"要求": "requirement", "资格": "requirement", "指标": "kpi", "考核": "kpi", "目标": "goal"}
SUM = re.compile(r"(?:合计|总计|小计|总分|total|sum)[:：]?", re.IGNORECASE)
"""Stands in the place of an item in a row that adds others up."""
NO_KIND = "另选一列作“职责”“任职要求”“考核指标”或“目标”，它们是条目本身"


class Found(NamedTuple):
    """A library, and what stands in the table but not in it, in words."""

    library: Library
    left: tuple[str, ...]


@dataclass
class _Draft:
    """An item in the making."""

    kind: str
    topic: str
    text: str
    row: int
    texts: dict[str, list[str]] = field(default_factory=dict)
    """Of each further field what several cells say."""

    def say(self, name: str, text: str) -> None:
        """One thing more, unless it says so already."""
        said = self.texts.setdefault(name, [])
        if text and text not in said:
            said.append(text)


def read(tables: Sequence[Table], reading: Reading, file: str) -> Found:
    """The library of the table. Raises Unreadable with every problem."""
    if reading.sheet >= len(tables) or len(reading.columns) != len(tables[reading.sheet].rows[0]):
        raise Unreadable([Problem(file, 0, "这张表和刚才看到的不一样了", "重新选一次文件")])
    if any(each not in LABELS for each in reading.columns) or not set(reading.columns) & set(TEXTS):
        raise Unreadable([Problem(file, 0, "没有选哪一列是条目", NO_KIND)])
    reader = _Reader(tables[reading.sheet], reading)
    drafts = reader.drafts()
    if not drafts:
        raise Unreadable([Problem(file, 0, "选作条目的那一列里没有内容", NO_KIND)])
    if len(drafts) > ITEM_LIMIT:
        what = f"条目太多：有 {len(drafts):,} 条"
        raise Unreadable([Problem(file, 0, what, f"一个预设库最多 {ITEM_LIMIT:,} 条，请拆成几个")])
    problems = Problems(file)
    items = list(_items(drafts, problems))
    if problems.count:
        raise problems.unreadable()
    title = reading.title.strip() or "导入的表"
    name = f"table_{zlib.crc32(title.encode()):08x}"
    return Found(Library(library=name, title=title, items=tuple(items)), _few(reader.left))


def _few(left: Sequence[str]) -> tuple[str, ...]:
    more = len(left) - MOST_LEFT
    return (*left[:MOST_LEFT], f"还有 {more:,} 处") if more > 0 else tuple(left)


def _items(drafts: Sequence[_Draft], problems: Problems) -> Iterator[Item]:
    used: set[str] = set()
    for draft in drafts:
        mark = new_id(draft.kind, f"{draft.topic}\n{draft.text}", used)
        used.add(mark)
        given: dict[str, Any] = {"id": mark, "kind": draft.kind, "topic": draft.topic, "text": draft.text}
        for name, said in draft.texts.items():
            given[name] = tuple(said) if name in LISTS else "\n".join(said)
        try:
            yield Item.model_validate(given)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                name = str(fault["loc"][0])
                what, mend = in_chinese(fault, (FIELD_NAMES[name],))
                problems.add(Problem(problems.file, draft.row, what, mend))


class _Reader:
    """Goes down the rows of a table."""

    def __init__(self, table: Table, reading: Reading) -> None:
        self.left: list[str] = []
        """What is not taken."""
        self._table, self._reading = table, reading
        self._heads = table.rows[reading.head - 1] if 0 < reading.head <= len(table.rows) else ()
        self._section = ""
        self._topics = {at: "" for at, each in enumerate(reading.columns) if each == "topic"}
        self._skipped: dict[int, list[str]] = {}
        self._waiting: dict[str, int] = {}
        """Topics under which no item stands yet, and their rows."""
        self._drafts: dict[tuple[str, str, str], _Draft] = {}

    def drafts(self) -> list[_Draft]:
        """What becomes an item; two rows that say the same become one that says all of both."""
        for row in self._table.rows[: max(self._reading.head - 1, 0)]:
            if (text := "　".join(filter(None, row))) != self._reading.title:
                self.left.append(f"列名上面的“{text[:60]}”")
        for number, row in zip(self._table.numbers, self._table.rows, strict=True):
            if number > (self._table.numbers[self._reading.head - 1] if self._reading.head else 0):
                self._take(number, row)
        for at, cells in self._skipped.items():
            self.left.append(f"第 {at + 1} 列“{self._head(at) or cells[0][:20]}”，{len(cells):,} 格")
        self.left += [f"第 {number} 行：{text}" for text, number in self._waiting.items()]
        return list(self._drafts.values())

    def _head(self, at: int) -> str:
        return self._heads[at] if at < len(self._heads) else ""

    def _take(self, number: int, row: Sequence[str]) -> None:
        columns = self._reading.columns
        filled = [at for at, cell in enumerate(row) if cell]
        texts = {at: row[at] for at in filled if columns[at] in TEXTS}
        self._carry(number, row)
        if any(map(SUM.fullmatch, texts.values())):
            self.left.append(f"第 {number} 行：" + "　".join(filter(None, row))[:60])
        elif not texts and len(filled) == 1 and columns[filled[0]] != "topic" and not ALONE.fullmatch(row[filled[0]]):
            self._section = without_number(row[filled[0]])  # a heading between the rows
            self._waiting[self._section] = number
        else:
            for at in filled:
                if columns[at] == SKIP:
                    self._skipped.setdefault(at, []).append(row[at])
            if texts:
                self._take_texts(number, row, texts)
            elif any(columns[at] not in ("topic", SKIP) for at in filled):
                self.left.append(f"第 {number} 行没有条目：" + "　".join(filter(None, row))[:60])

    def _carry(self, number: int, row: Sequence[str]) -> None:
        """A topic holds until the next; a new one ends those in the columns behind it."""
        new = [at for at in self._topics if row[at]]
        for at in self._topics:
            if row[at]:
                self._topics[at] = row[at]
                self._waiting[row[at]] = number
            elif new and at > new[0]:
                self._topics[at] = ""

    def _take_texts(self, number: int, row: Sequence[str], texts: dict[int, str]) -> None:
        over = dict.fromkeys(filter(None, (self._section, *self._topics.values())))
        for each in over:
            self._waiting.pop(each, None)
        topic = " · ".join(over)
        saying = next((at for at, each in enumerate(self._reading.columns) if each == "kind"), None)
        said = _kind(row[saying]) if saying is not None else ""
        kind = said or next((found for each in over if (found := named(each)) in TEXTS), "")
        made: list[list[_Draft]] = []
        standards = any(row[at] for at, each in enumerate(self._reading.columns) if each in LONG_TEXTS)
        for at, text in texts.items():
            lines = [text.strip()] if standards else _lines(text)
            meant = kind if kind and self._reading.columns[at] == "duty" else self._reading.columns[at]
            made.append([self._draft(meant, topic, line, number) for line in lines])
        duties = next((drafts for drafts in made if drafts[0].kind == "duty"), made[0])
        indicators = next((drafts for drafts in made if drafts[0].kind == "kpi"), made[0])
        for at, each in enumerate(self._reading.columns):
            if row[at] and each not in (*TEXTS, "topic", SKIP) and not (at == saying and said):
                for draft in indicators if each in OF_INDICATORS else duties:
                    self._detail(draft, each, row[at], self._head(at))
        if len(topic) > WORD_LIMIT:
            for drafts in made:
                for draft in drafts:
                    draft.say("standard", f"小组：{topic}")

    def _draft(self, kind: str, topic: str, text: str, number: int) -> _Draft:
        made = _Draft(kind, topic[:WORD_LIMIT].strip(), text, number)
        return self._drafts.setdefault((made.kind, made.topic, made.text), made)

    def _detail(self, draft: _Draft, name: str, text: str, head: str) -> None:
        """What a cell says of an item; what its field cannot hold is said with its head among the tags, or the long
        texts.
        """
        if name in LONG_TEXTS:
            others = [at for at, each in enumerate(self._reading.columns) if each == name]
            draft.say(name, f"{head}：{text}" if len(others) > 1 and head else text)
        elif name in LISTS and name != "tags":
            for word in split_words(text):
                draft.say(name if len(word) <= WORD_LIMIT else "standard", word)
        elif name in ("tags", "kind") or (name == "level" and text not in LEVELS) or draft.texts.get(name):
            word = text if is_tag(head) else f"{head}：{text}"
            draft.say("tags" if len(word) <= WORD_LIMIT else "standard", word)
        else:
            draft.say(name if len(text) <= WORD_LIMIT else "standard", text)


def _kind(said: str) -> str:
    """The kind that a cell names; empty where it names none."""
    exact = next((kind for kind, label in KINDS.items() if said in (kind, label)), "")
    return exact or next((kind for word, kind in KIND_WORDS.items() if word in said), "")


def _lines(text: str) -> list[str]:
    """The lines of a cell, each an item; where some are numbered, the others go on with the line before."""
    parts = [part.strip() for line in text.split("\n") for part in parted(line) if part.strip()]
    numbered = any(NUMBER.match(part) for part in parts)
    found: list[str] = []
    for part in parts:
        if numbered and found and not NUMBER.match(part):
            found[-1] += f"\n{part}"
        else:
            found.append(without_number(part))
    return found
