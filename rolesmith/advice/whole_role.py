"""Checks of a role as a whole: duplicates, order, levels, weights, and what is still missing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from rolesmith.advice.finding import Line
from rolesmith.advice.folded_text import OPEN, FoldedText, fold
from rolesmith.advice.match_rules import Hit
from rolesmith.advice.role_texts import measures
from rolesmith.advice.verbs import level_of
from rolesmith.document.kinds import KINDS
from rolesmith.presets.rule import Rule, Rulebook
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Node, Role

MOST_COMPARED, LONGEST_COMPARED = 400, 300
"""Lines of one kind that are compared with each other, and characters of such lines: comparing takes quadratic time."""
GRADES = (
    ("总监|负责人|总经理|经理", 3),
    ("主管|店长|组长|领班", 2),
    ("资深|高级", 1),
    ("助理|实习|专员|客服|员|助手", 1),
)
"""Titles of positions, and the highest level of verbs that suits them."""


@dataclass(frozen=True)
class Whole:
    """What is checked together: the lines of a role, or lines without one."""

    role: Role | None
    filling: Filling
    lines: tuple[Line, ...]
    folded_texts: tuple[FoldedText, ...]

    def of(self, rule: Rule) -> Iterator[tuple[Line, FoldedText]]:
        """The lines of the kinds that a rule looks at."""
        for line, folded in zip(self.lines, self.folded_texts, strict=True):
            if line.text_kind in rule.looks or "any" in rule.looks:
                yield line, folded


class HitLine(NamedTuple):
    """A hit, and the line that it is in."""

    line: Line
    folded: FoldedText
    hit: Hit


Hits = Iterator[HitLine]


def whole_line(line: Line, folded: FoldedText, instead: str = "", what: str = "") -> HitLine:
    """A hit over a whole line."""
    return HitLine(line, folded, Hit(0, len(folded.text), instead, what))


def _location(line: Line, whole: Whole) -> str:
    """Where a line is, in Chinese."""
    if whole.role is None:
        return f"第 {line.number} 行"
    holder, _, last = line.path.rpartition("/")
    return f"“{holder.rpartition('/')[2]}”第 {line.number} 条" if line.node_kind == "line" else f"“{last}”"


def find_duplicates(rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Each line that is the same as one before it."""
    seen: dict[tuple[str, str], Line] = {}
    for line, folded in whole.of(rule):
        text = folded.bare
        first = seen.setdefault((line.text_kind, text), line)
        if text and first is not line and line.node_kind == "line":
            yield whole_line(line, folded, what=f"{rule.message}：{_location(first, whole)}")


def find_near(rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Each line that is nearly the same as one before it; `least` is the likeness in percent."""
    of_kind: dict[str, dict[str, tuple[Line, FoldedText]]] = {}
    for line, folded in whole.of(rule):
        different = of_kind.setdefault(line.text_kind, {})
        if 8 <= len(folded.bare) <= LONGEST_COMPARED and len(different) < MOST_COMPARED:
            different.setdefault(folded.bare, (line, folded))
    for different in of_kind.values():
        texts, lines = list(different), list(different.values())
        alike = np.tril(process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=rule.least), -1)
        for at in np.flatnonzero(alike.any(axis=1)):
            first, _ = lines[alike[at].argmax()]
            yield whole_line(*lines[at], what=f"{rule.message}：{_location(first, whole)}")


def find_disorder(rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Open-ended duties, such as 其他工作, before other duties; in the last of several groups they stand anywhere."""
    duties = [(line, folded, rule.found.search(folded.text)) for line, folded in whole.of(rule)]
    if not any(match for _, _, match in duties):
        return
    last = max((at for at, (_, _, match) in enumerate(duties) if not match), default=-1)
    groups = [line.path.rpartition("/")[0] for line, _, _ in duties]
    for at, (line, folded, match) in enumerate(duties):
        in_last = len(set(groups)) > 1 and groups[at] == groups[last]
        if match and at < last and whole.role and not in_last:
            yield HitLine(line, folded, Hit(*match.span()))


def find_levels(rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Duties with a verb two levels above the position."""
    title = whole.role.name if whole.role else ""
    most = next((level for titles, level in GRADES if re.search(titles, title)), None)
    if most is None:
        return
    for line, folded in whole.of(rule):
        level = level_of(folded.text)
        if level is not None and level > most + 1:
            yield HitLine(line, folded, Hit(0, min(6, len(folded.text))))


def _tables(whole: Whole) -> Iterator[tuple[Node, str]]:
    for section in whole.role.tree.shown() if whole.role else ():
        for block in section.shown():
            if block.kind == "table" and measures(block):
                yield block, section.title


def _column(block: Node, book: Rulebook, name: str) -> int | None:
    words = book.words(name)
    return next((n for n, c in enumerate(block.of("column")) if c.on and any(w in c.title for w in words)), None)


class _Row(NamedTuple):
    """A row of a table, with its number from 1."""

    number: int
    row: Node
    texts: list[str]
    """Of its cells, filled."""


def _rows(block: Node, filling: Filling) -> Iterator[_Row]:
    """The rows that hold a text."""
    for at, row in enumerate(block.of("row"), 1):
        texts = [filling.fill(cell.text).strip() for cell in block.cells(row)]
        if row.on and any(texts):
            yield _Row(at, row, texts)


def _cell(block: Node, title: str, at: int, row: Node, column: int, filling: Filling) -> tuple[Line, FoldedText]:
    cell = block.cells(row)[column]
    path = f"{title}/第{at}行/{block.of('column')[column].title}"
    text = filling.fill(cell.text)
    return Line(cell.text, "kpi", cell.id, path, at, node_kind="cell"), fold([Piece(text)], [len(cell.text)])


def find_weights(rule: Rule, book: Rulebook, whole: Whole) -> Hits:
    """Weights that are no numbers, or that do not add up to `most`."""
    for block, title in _tables(whole):
        column = _column(block, book, "权重列")
        rows = list(_rows(block, whole.filling))
        if column is None or not rows:
            continue
        numbers = [re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)%?", texts[column].replace("％", "%")) for _, _, texts in rows]
        for (at, row, _), match in zip(rows, numbers, strict=True):
            if match is None:
                line, folded = _cell(block, title, at, row, column, whole.filling)
                yield whole_line(line, folded, "写一个0到100的数", "权重没有写成数字")
        total = sum(float(match[1]) for match in numbers if match)
        if all(numbers) and abs(total - rule.most) > 0.01:
            at, row, _ = rows[-1]
            line, folded = _cell(block, title, at, row, column, whole.filling)
            yield whole_line(line, folded, what=f"权重合计是{total:g}，不是{rule.most}")


def find_lacking_cells(rule: Rule, book: Rulebook, whole: Whole) -> Hits:
    """Cells of the column that `find` names which are empty, or match nothing of `unless`."""
    for block, title in _tables(whole):
        column = _column(block, book, rule.find[0])
        if column is None:
            continue
        for at, row, texts in _rows(block, whole.filling):
            line, folded = _cell(block, title, at, row, column, whole.filling)
            if not texts[column] or (rule.unless and not rule.allowed.search(folded.text)):
                yield whole_line(line, folded)


UP = re.compile(r"不低于|不少于|至少|以上|≥|>=|提高|提升|增长|增加|高于|超过(?<!不超过)")
DOWN = re.compile(r"不高于|不超过|不多于|至多|以内|以下|≤|<=|降低|降到|降至|减少|低于(?<!不低于)|缩短|压缩|控制在")


def find_contradictions(_rule: Rule, book: Rulebook, whole: Whole) -> Hits:
    """Targets in the wrong direction for their indicator."""
    good, bad = book.words("越高越好"), book.words("越低越好")
    for block, title in _tables(whole):
        what, target = _column(block, book, "指标列"), _column(block, book, "目标列")
        if what is None or target is None:
            continue
        for at, row, texts in _rows(block, whole.filling):
            line, folded = _cell(block, title, at, row, target, whole.filling)
            up, down = UP.search(folded.text), DOWN.search(folded.text)
            name = texts[what].lower()
            lower = any(word in name for word in bad)
            higher = not lower and any(word in name for word in good)
            if (higher and down and not up) or (lower and up and not down):
                yield whole_line(line, folded)


def find_required(_rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Gaps by the template: required fields and cells, and too few lines."""
    for section in whole.role.tree.shown() if whole.role else ():
        for block in section.shown():
            for gap in KINDS[block.kind].gaps(block):
                node = block.find(gap.node) or block
                path = "/".join(dict.fromkeys(filter(None, (section.title, node.title))))
                line = Line(node.text, "text", gap.node, path, node_kind=node.kind)
                yield whole_line(line, fold([Piece(node.text)], [len(node.text)]), what=gap.what)


def find_blanks(_rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Open blanks, each once in a text."""
    for line, folded in zip(whole.lines, whole.folded_texts, strict=True):
        if OPEN in folded.text and whole.role:
            start = folded.text.index(OPEN)
            pieces = whole.filling.cut(line.text, dict(line.values))
            for name in dict.fromkeys(piece.blank for piece in pieces if piece.open):
                yield HitLine(line, folded, Hit(start, start + 1, what=f"“{whole.filling.blank(name).label}”还没填"))


def find_empty(_rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Sections that are on and hold no text."""
    for section in whole.role.tree.shown() if whole.role else ():
        if not any(node.text.strip() for block in section.shown() for node in block.walk()):
            line = Line("", "text", section.id, section.title, node_kind="section")
            yield whole_line(line, fold([], []))


def find_goals_without_kpi(_rule: Rule, _book: Rulebook, whole: Whole) -> Hits:
    """Goals that name none of the indicators, if the role has a table of indicators.

    A goal names an indicator if it holds two neighbouring characters of the core of the indicator's name.
    """
    names = [texts[0] for block, _ in _tables(whole) for _, _, texts in _rows(block, whole.filling)]
    if not names:
        return
    of_indicators = {pair for name in names for pair in _pairs(_core(name.lower()))}
    for line, folded in zip(whole.lines, whole.folded_texts, strict=True):
        if line.text_kind == "goal" and of_indicators.isdisjoint(("", *folded.text, *_pairs(folded.text))):
            yield whole_line(line, folded)


def _core(indicator: str) -> str:
    return re.sub(r"(?:增长|完成|达成|提升|控制|下降|目标|平均|月|年|度|率|额|数|量|值)", "", indicator) or indicator


def _pairs(text: str) -> Iterator[str]:
    """Neighbouring characters; of a shorter text all of it."""
    return (text[at : at + 2] for at in range(max(1, len(text) - 1)))


WHOLE_CHECKS: Mapping[str, Callable[[Rule, Rulebook, Whole], Hits]] = {
    "duplicate": find_duplicates,
    "near": find_near,
    "order": find_disorder,
    "verb-level": find_levels,
    "weights": find_weights,
    "kpi-part": find_lacking_cells,
    "direction": find_contradictions,
    "required": find_required,
    "blanks": find_blanks,
    "empty": find_empty,
    "goal-kpi": find_goals_without_kpi,
}
"""The checks of a whole, by the rule's `check`."""
