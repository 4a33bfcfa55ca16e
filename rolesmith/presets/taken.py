"""Taken: what a paper takes from a role: texts, lines, rows, and what has changed since the version that was signed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Any

from rolesmith.document.comparison import Change, compare
from rolesmith.document.document import Document, Part
from rolesmith.document.draw import draw
from rolesmith.document.kinds.table import meanings
from rolesmith.role.blanks import Filling, with_values
from rolesmith.role.portions import portions
from rolesmith.role.text import TEXT_LIMIT
from rolesmith.role.tree import Node, Role

Extract = Mapping[str, str]
"""What was taken from one place of a role, by name; `origin` is where that text was copied from."""

LISTS = ("duty", "goal", "requirement")
ANYWHERE = ("name", "number", "version", "date")
"""What a role's fields say of it wherever they stand, also where that is off."""
NUMBER = re.compile(r"\{[^{}\n]{1,30}\}%?|\d+(?:\.\d+)?%?")
LOWER = re.compile("不高于|不超过|不多于|不大于|低于|少于|小于|以内|以下|控制在|≤|<")
COMPARED = re.compile("^(不[高低大小超多少][于过]|达到|控制在|至少|[≥≤<>])")
AT_LEAST = re.compile("不(低于|少于|小于)")
MONTH = re.compile(r"\d+(?=年|月|日)")
YEARLY = re.compile("[全半整]年|年度")
"""In an indicator that is reckoned once in half a year, or more seldom."""
DIRECTIONS = ("越高越好", "越低越好")
ADDED, DROPPED = "（原无此项）", "（取消）"
MOST = 500
"""Lines of a kind unless the file says fewer."""


class Source:
    """A role, as something to take from; `signed` is the version with which it is compared."""

    def __init__(self, role: Role, filling: Filling, signed: Role | None = None) -> None:
        self._role, self._filling, self._signed = role, filling, signed
        self._nodes = {node.id: node for node in _on(role.tree)}

    def first(self, wanted: Sequence[str]) -> str:
        """The text of the first of these nodes that has one."""
        for name in wanted:
            kind, _, meaning = name.partition(":")
            node = self._meant(meaning) if kind == "meaning" else self._nodes.get(name)
            if node is not None and node.text.strip():
                return _own(node)
        return ""

    def _meant(self, meaning: str) -> Node | None:
        if meaning in ANYWHERE:
            return self._role.meaning(meaning)
        return next((node for node in self._nodes.values() if node.kind == "field" and node.meaning == meaning), None)

    def extracts(self, entry: Mapping[str, Any], taken: set[str]) -> Iterator[Extract]:
        """All that an entry of lines or rows takes, but for what was `taken` before; that grows by what it takes."""
        wanted = entry.get("take")
        if wanted is None:
            yield {}
            return
        most = int(entry.get("most", MOST))
        if wanted == "change":
            yield from islice(self._changes(), most)
        elif wanted in LISTS:
            yield from self._chosen(wanted, entry, most, taken)
        elif wanted == "kpi" or self._kind(wanted) == "table":
            rows = self._kpis(entry) if wanted == "kpi" else _rows(self._nodes[wanted])
            for row, texts in islice(((row, texts) for row, texts in rows if row not in taken), most):
                taken.add(row)
                yield texts
        elif self._kind(wanted) == "items":
            lines = (line for line in _written(self._nodes[wanted]) if _fits(line.text, entry))
            yield from ({"text": self._settled(line.text, line)} for line in islice(lines, most))
        elif (text := self.first([wanted])) and _fits(text, entry):
            yield {"text": text}

    def _kind(self, node_id: str) -> str:
        node = self._nodes.get(node_id)
        return node.kind if node else ""

    def _chosen(self, wanted: str, entry: Mapping[str, Any], most: int, taken: set[str]) -> Iterator[Extract]:
        groups = [
            [(group, line) for line in lines if line.id not in taken and self._suits(group, line, entry)]
            for group, lines in self._groups(wanted)
        ]
        for group, line in _in_turns(groups, most):
            taken.add(line.id)
            title = self._filling.fill(group.title, group.values)
            yield {
                "text": self._settled(line.text, line),
                "standard": self._settled(line.standard, line),
                "group": title,
                "origin": line.origin,
            }

    def _suits(self, group: Node, line: Node, entry: Mapping[str, Any]) -> bool:
        if "mark" in entry and line.mark != entry["mark"]:
            return False
        if "of" in entry and not _is_of(entry["of"], line.origin, group.area):
            return False
        return _fits(line.text, entry)

    def groups(self, wanted: str) -> Iterator[tuple[str, list[dict[str, str]]]]:
        """Each group that has lines: its title, and of each line text and standard."""
        for group, lines in self._groups(wanted):
            told = [
                {"text": self._settled(line.text, line), "standard": self._settled(line.standard, line)}
                for line in lines
            ]
            if told:
                yield with_values(group.title, group.values), told

    def _groups(self, wanted: str) -> Iterator[tuple[Node, list[Node]]]:
        """Each group or list that is on, and its lines."""
        for section in self._role.tree.shown():
            for block in section.shown():
                if block.picks == wanted:
                    for group in block.shown() if block.kind == "groups" else (block,):
                        yield group, _written(group)

    def _settled(self, text: str, node: Node) -> str:
        """A text without the clauses, divided by ；, in which a blank is open; whole where nothing would be left."""
        kept = [clause for clause in text.split("；") if not self._open(clause, node.values)]
        return with_values("；".join(kept) or text, node.values)

    def _open(self, text: str, values: Mapping[str, str]) -> bool:
        return any(piece.open for piece in self._filling.pieces(text, values))

    def _kpis(self, entry: Mapping[str, Any]) -> Sequence[tuple[str, Extract]]:
        """The rows of the table of indicators; with `off` even where its section is off: a shop may keep it to itself.

        Where the entry leaves some out, the weights of the others sum up to 100 again.
        """
        sections = self._role.tree.children if entry.get("off") else self._role.tree.shown()
        blocks = [block for section in sections for block in section.shown()]
        tables = [block for block in blocks if block.kind == "table" and block.picks == "kpi"]
        every = [(row, {**texts, **_kpi(texts)}) for table in tables for row, texts in _rows(table)]
        found = [(row, texts) for row, texts in every if _fits(texts["text"], entry) and _in_time(texts, entry)]
        weights = _whole([texts.get("weight", "") for _, texts in found]) if len(found) < len(every) else None
        if weights is None:
            return found
        return [(row, {**texts, "weight": weight}) for (row, texts), weight in zip(found, weights, strict=True)]

    def _changes(self) -> Iterator[Extract]:
        """Each text that differs from the signed version's, as it was and as it is; what only moved is none."""
        if self._signed is None:
            return
        now = replace(self._filling, standards=True)
        then = replace(now, role=self._signed.tree.values, shop=self._signed.shop)
        for section in compare(_contents(self._signed, then), _contents(self._role, now)):
            for change in section.changes:
                if change.what != "移动":
                    where = f"{section.title}·{change.where}" if change.where else section.title
                    yield {"group": where, "old": _side(change, "gone"), "new": _side(change, "new")}


def _on(node: Node) -> Iterator[Node]:
    """A node and all below it that stands in no node that is off."""
    yield node
    for child in node.shown():
        yield from _on(child)


def _contents(role: Role, filling: Filling) -> Document:
    """The document without its head and the sections that say which version it is."""
    document = draw(role, filling)
    stamps = {section.id for section in role.tree.children if any(node.meaning == "version" for node in section.walk())}
    parts: tuple[Part, ...] = tuple(part for part in document.parts if part.id not in stamps)
    return replace(document, parts=parts, facts=())


def _side(change: Change, aspect: str) -> str:
    """The text as it was (`gone`) or as it is (`new`)."""
    if (change.what, aspect) in (("新增", "gone"), ("删除", "new")):
        return ADDED if aspect == "gone" else DROPPED
    return "".join(piece.text for piece in change.pieces if piece.aspect in (aspect, "same"))[:TEXT_LIMIT]


def _in_turns(groups: list[list[tuple[Node, Node]]], most: int) -> Iterator[tuple[Node, Node]]:
    """The lines in their order; where they are more than `most`, the groups give their first ones in turns."""
    turns = (pair for turn in zip_longest(*groups) for pair in turn if pair)
    chosen = {line.id for _, line in islice(turns, most)}
    return (pair for group in groups for pair in group if pair[1].id in chosen)


def _is_of(place: str, origin: str, area: str) -> bool:
    """Whether a line belongs to a library, or to a topic of it (`service/orders`)."""
    library, _, topic = place.partition("/")
    if topic:
        return origin.startswith(f"{place}.")
    return library == (origin.partition("/")[0] if "/" in origin and "@" not in origin else area)


def _written(block: Node) -> list[Node]:
    """The lines that are on and say something."""
    return [line for line in block.shown() if line.kind == "line" and line.text.strip()]


def _fits(text: str, entry: Mapping[str, Any]) -> bool:
    """Whether an entry's patterns let a text be taken."""
    if "with" in entry and not re.search(entry["with"], text):
        return False
    return "without" not in entry or not re.search(entry["without"], text)


def _in_time(texts: Extract, entry: Mapping[str, Any]) -> bool:
    """Whether an entry lets an indicator be taken that is reckoned this often."""
    told = (texts.get(name, "") for name in ("indicator", "definition", "target"))
    takes_years = "within_months" not in entry
    return takes_years or not ("年" in texts.get("period", "") or YEARLY.search("；".join(told)))


def _rows(table: Node) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows that are on and say something: their ids, and their texts by the meaning or the name of the column.

    A column that is off has no texts.
    """
    columns = table.of("column")
    names = [
        meaning or column.id.rpartition(".")[2] for column, meaning in zip(columns, meanings(columns), strict=True)
    ]
    for row in table.of("row"):
        cells = zip(names, columns, table.cells(row), strict=True)
        texts = {name: _own(cell) if column.on else "" for name, column, cell in cells}
        if row.on and any(text.strip() for text in texts.values()):
            yield row.id, texts


def _kpi(texts: Mapping[str, str]) -> dict[str, str]:
    """What a row of the table of indicators says beside the texts of its cells."""
    indicator = texts.get("indicator") or next(iter(texts.values()), "")
    target = texts.get("target", "")
    lower = bool(LOWER.search(AT_LEAST.sub("", target)))
    numbers = NUMBER.findall(MONTH.sub("", target))
    goal = numbers[0] if len(numbers) == 1 else ""
    beyond = "" if goal and COMPARED.sub("", target).strip() == goal else target
    return {"indicator": indicator, "text": indicator, "direction": DIRECTIONS[lower], "goal": goal, "beyond": beyond}


def _whole(weights: Sequence[str]) -> list[str] | None:
    """Weights in whole numbers that sum up to 100, in the same proportions; None where one is no number."""
    if not weights or not all(re.fullmatch(r"[1-9]\d{0,2}", weight.strip()) for weight in weights):
        return None
    return list(map(str, portions(list(map(int, weights)))))


def _own(node: Node) -> str:
    """A node's text with the blanks for which it has values of its own."""
    return with_values(node.text, node.values)
