"""Wholes: checks of a role as a whole: duplicates, order, levels, weights, and what is still missing."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rolesmith.advice.finding import Line
from rolesmith.advice.folded_text import OPEN, Reading, read
from rolesmith.advice.pattern import Hit
from rolesmith.advice.texts import measures
from rolesmith.advice.verbs import level_of
from rolesmith.document.kinds import KINDS
from rolesmith.presets.rule import Rule, Rulebook
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Node, Role

MOST_COMPARED, LONGEST_COMPARED = 400, 300
"""Lines of one kind that are compared with each other, and characters of them; more would take quadratic time."""
GRADES = (
    ("总监|负责人|总经理|经理", 3),
    ("主管|店长|组长|领班", 2),
    ("资深|高级", 1),
    ("助理|实习|专员|客服|员|助手", 1),
)
"""Titles of roles and the highest level of verbs that suits them."""


@dataclass(frozen=True)
class Scene:
    """What is checked together: the role, or None for loose lines."""

    role: Role | None
    filling: Filling
    lines: tuple[Line, ...]
    readings: tuple[Reading, ...]

    def of(self, rule: Rule) -> Iterator[tuple[Line, Reading]]:
        """The lines that a rule looks at."""
        for line, reading in zip(self.lines, self.readings, strict=True):
            if line.look in rule.looks or "any" in rule.looks:
                yield line, reading


Found = Iterator[tuple[Line, Reading, Hit]]


def whole_line(line: Line, reading: Reading, instead: str = "", what: str = "") -> tuple[Line, Reading, Hit]:
    return line, reading, Hit(0, len(reading.text), instead, what)


def _place(line: Line, scene: Scene) -> str:
    """Where a line stands, as one says it."""
    if scene.role is None:
        return f"第 {line.number} 行"
    holder, _, last = line.path.rpartition("/")
    return f"“{holder.rpartition('/')[2]}”第 {line.number} 条" if line.kind == "line" else f"“{last}”"


def find_duplicates(rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """Each line that says the same as one before it, letter for letter."""
    seen: dict[tuple[str, str], Line] = {}
    for line, reading in scene.of(rule):
        text = reading.bare
        first = seen.setdefault((line.look, text), line)
        if text and first is not line and line.kind == "line":
            yield whole_line(line, reading, what=f"{rule.message}：{_place(first, scene)}")


def find_near(rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """Each line that is nearly one before it; `least` is the likeness in percent."""
    before: dict[str, tuple[list[str], list[Line]]] = {}
    for line, reading in scene.of(rule):
        text = reading.bare
        texts, lines = before.setdefault(line.look, ([], []))
        if not 8 <= len(text) <= LONGEST_COMPARED or len(texts) >= MOST_COMPARED:
            continue
        near = process.extractOne(text, texts, scorer=fuzz.ratio, processor=None, score_cutoff=rule.least)
        if near and near[0] != text:
            first = lines[near[2]]
            yield whole_line(line, reading, what=f"{rule.message}：{_place(first, scene)}")
        if not near or near[0] != text:
            texts.append(text)
            lines.append(line)


def find_disorder(rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """An open-ended line before another line."""
    duties = [(line, reading, rule.found.search(reading.text)) for line, reading in scene.of(rule)]
    last = max((at for at, (_, _, match) in enumerate(duties) if not match), default=-1)
    for at, (line, reading, match) in enumerate(duties):
        if match and at < last and scene.role:
            yield line, reading, Hit(*match.span())


def find_levels(rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """A duty whose verb is two levels above the role's."""
    name = scene.role.meaning("name") if scene.role else None
    title = name.text if name else ""
    most = next((level for titles, level in GRADES if re.search(titles, title)), None)
    if most is None:
        return
    for line, reading in scene.of(rule):
        level = level_of(reading.text)
        if level is not None and level > most + 1:
            yield line, reading, Hit(0, min(6, len(reading.text)))


def _tables(scene: Scene) -> Iterator[tuple[Node, str]]:
    for section in scene.role.tree.shown() if scene.role else ():
        for block in section.shown():
            if block.kind == "table" and measures(block):
                yield block, section.title


def _column(block: Node, book: Rulebook, name: str) -> int | None:
    words = book.words(name)
    return next((n for n, c in enumerate(block.of("column")) if c.on and any(w in c.title for w in words)), None)


def _rows(block: Node, filling: Filling) -> Iterator[tuple[int, Node, list[str]]]:
    """The rows that hold a text: number, row and its cells' texts, filled."""
    for at, row in enumerate(block.of("row"), 1):
        texts = [filling.fill(cell.text).strip() for cell in block.cells(row)]
        if row.on and any(texts):
            yield at, row, texts


def _cell(block: Node, title: str, at: int, row: Node, column: int, filling: Filling) -> tuple[Line, Reading]:
    cell = block.cells(row)[column]
    path = f"{title}/第{at}行/{block.of('column')[column].title}"
    text = filling.fill(cell.text)
    return Line(cell.text, "kpi", cell.id, path, at, kind="cell"), read([Piece(text)], [len(cell.text)])


def find_weights(rule: Rule, book: Rulebook, scene: Scene) -> Found:
    """Weights that are no numbers, or do not sum to `most`."""
    for block, title in _tables(scene):
        column = _column(block, book, "权重列")
        rows = list(_rows(block, scene.filling))
        if column is None or not rows:
            continue
        numbers = [re.fullmatch(r"(\d{1,4}(?:\.\d{1,3})?)%?", texts[column].replace("％", "%")) for _, _, texts in rows]
        for (at, row, _), match in zip(rows, numbers, strict=True):
            if match is None:
                line, reading = _cell(block, title, at, row, column, scene.filling)
                yield whole_line(line, reading, "写一个0到100的数", "权重没有写成数字")
        total = sum(float(match[1]) for match in numbers if match)
        if all(numbers) and abs(total - rule.most) > 0.01:
            at, row, _ = rows[-1]
            line, reading = _cell(block, title, at, row, column, scene.filling)
            yield whole_line(line, reading, what=f"权重合计是{total:g}，不是{rule.most}")


def find_lacking_cells(rule: Rule, book: Rulebook, scene: Scene) -> Found:
    """Cells of the column that `find` names which are empty, or where nothing of `unless` is in them."""
    for block, title in _tables(scene):
        column = _column(block, book, rule.find[0])
        if column is None:
            continue
        for at, row, texts in _rows(block, scene.filling):
            line, reading = _cell(block, title, at, row, column, scene.filling)
            if not texts[column] or (rule.unless and not rule.allowed.search(reading.text)):
                yield whole_line(line, reading)


UP = re.compile(r"不低于|不少于|至少|以上|≥|>=|提高|提升|增长|增加|高于|超过(?<!不超过)")
DOWN = re.compile(r"不高于|不超过|不多于|至多|以内|以下|≤|<=|降低|降到|降至|减少|低于(?<!不低于)|缩短|压缩|控制在")


def find_contradictions(_rule: Rule, book: Rulebook, scene: Scene) -> Found:
    """A target that goes against what is better for its indicator."""
    good, bad = book.words("越高越好"), book.words("越低越好")
    for block, title in _tables(scene):
        what, target = _column(block, book, "指标列"), _column(block, book, "目标列")
        if what is None or target is None:
            continue
        for at, row, texts in _rows(block, scene.filling):
            line, reading = _cell(block, title, at, row, target, scene.filling)
            up, down = UP.search(reading.text), DOWN.search(reading.text)
            name = texts[what].lower()
            lower = any(word in name for word in bad)
            higher = not lower and any(word in name for word in good)
            if (higher and down and not up) or (lower and up and not down):
                yield whole_line(line, reading)


def find_required(_rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """What the template asks for: required fields and cells, and lines enough."""
    for section in scene.role.tree.shown() if scene.role else ():
        for block in section.shown():
            for gap in KINDS[block.kind].gaps(block):
                node = block.find(gap.node) or block
                path = "/".join(dict.fromkeys(filter(None, (section.title, node.title))))
                line = Line(node.text, "text", gap.node, path, kind=node.kind)
                yield whole_line(line, read([Piece(node.text)], [len(node.text)]), what=gap.what)


def find_blanks(_rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """Open blanks, each once a text."""
    for line, reading in zip(scene.lines, scene.readings, strict=True):
        if OPEN in reading.text and scene.role:
            pieces = scene.filling.pieces(line.text, dict(line.values))
            for name in dict.fromkeys(piece.blank for piece in pieces if piece.open):
                start = reading.text.index(OPEN)
                yield line, reading, Hit(start, start + 1, what=f"“{scene.filling.blank(name).label}”还没填")


def find_empty(_rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """Sections that are on and hold no text."""
    for section in scene.role.tree.shown() if scene.role else ():
        if not any(node.text.strip() for block in section.shown() for node in block.walk()):
            line = Line("", "text", section.id, section.title, kind="section")
            yield whole_line(line, read([], []))


def find_goals_without_kpi(_rule: Rule, _book: Rulebook, scene: Scene) -> Found:
    """Goals none of whose measures is an indicator; where there is a table of indicators at all.

    A goal speaks of an indicator where two characters of its name's kernel stand together in it.
    """
    names = [texts[0] for block, _ in _tables(scene) for _, _, texts in _rows(block, scene.filling)]
    if not names:
        return
    said = {pair for name in names for pair in _pairs(_kernel(name.lower()))}
    for line, reading in zip(scene.lines, scene.readings, strict=True):
        if line.look == "goal" and said.isdisjoint(("", *reading.text, *_pairs(reading.text))):
            yield whole_line(line, reading)


def _kernel(indicator: str) -> str:
    return re.sub(r"(?:增长|完成|达成|提升|控制|下降|目标|平均|月|年|度|率|额|数|量|值)", "", indicator) or indicator


def _pairs(text: str) -> Iterator[str]:
    """Characters that stand together; of a shorter text all of it."""
    return (text[at : at + 2] for at in range(max(1, len(text) - 1)))


WHOLES: Mapping[str, Callable[[Rule, Rulebook, Scene], Found]] = {
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
"""What each check of a whole does."""
