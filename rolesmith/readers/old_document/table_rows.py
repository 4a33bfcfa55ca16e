"""Rows of tables: labels and their values, and what a row of a list or of indicators says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rolesmith.files.counted import NUMBER
from rolesmith.readers.old_document.headings import SENTENCE, TELLING
from rolesmith.readers.old_document.names import OUTSIDE, guessed, share, target, tells_more
from rolesmith.readers.old_document.template_ids import LISTS, same_part
from rolesmith.readers.piece import Piece, line_piece, line_pieces

CELL_LONGEST = 12
"""Characters of a cell that may be a label or a column's head."""
SUM = re.compile("(?:权重)?(?:合计|总计)(?:（不是 ?100%）)?")
"""The label of a table's row of sums."""
WEIGHT = re.compile(r"(\S.{0,30}?)[\s，,；;]*[（(]?\s*(?:权重|占比)\s*[:：]?\s*(\d{1,3}(?:\.\d)?\s*[%％分]?)\s*[)）]?")
NUMBER_ALONE = re.compile(r"\d{1,4}(?:\.\d+)?\s*[%％分]?")


class LabelledCells(NamedTuple):
    """A label of a row, and the cells behind it."""

    to: str
    """The label's target; empty where there is no label."""
    label: str
    values: list[str]


def is_sum(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing but the sums of the rows above it, which are theirs to say."""
    label, *sums = filter(None, cells)
    return SUM.fullmatch(label) is not None and all(
        re.fullmatch(r"\d{1,4}(?:\.\d+)?\s*[%％分]?", each) for each in sums
    )


def labels(cells: Sequence[str], section: str) -> Iterator[LabelledCells]:
    """`名称 | 内容 | 名称 | 内容` as labels, each with the cells behind it; the first may be empty."""
    to, label, values = "", "", list[str]()
    waiting = False  # a label has no text yet, so the next cell is its text, also where it is empty
    alone = sum(map(bool, cells)) == 2
    for at, cell in enumerate(cells):
        found = "" if waiting and alone else _label(cells, at, section, waiting, bool(label))
        if found:
            if label or any(values):
                yield LabelledCells(to, label, values)
            to, label, values, waiting = found, cell, [], True
        else:
            if cell or waiting:
                values.append(cell)
            waiting = False
    yield LabelledCells(to, label, values)


def _label(cells: Sequence[str], at: int, section: str, waiting: bool, behind: bool) -> str:
    """The target of a cell that is a label: at the head of the row, behind another's text, or where one would be."""
    name = uncounted(cells[at])
    first = next((n for n, cell in enumerate(cells) if cell and not is_count(cell)), 0)
    if not name or not (behind or (at - first) % 2 == 0):
        return ""
    if to := target(name):
        return to
    if waiting or len(name) > CELL_LONGEST or TELLING.search(name) or not any(cells[at + 1 : at + 2]):
        return ""
    if behind:
        return guessed(name)
    if at == first and not cells[0]:  # below a merged cell
        return to if same_part(to := guessed(name), section) else ""
    return _first(name, section) if at == first or len(cells) >= 4 else ""


def content(cells: Sequence[str], section: str) -> tuple[str, list[Piece]]:
    """The kind of a row's lines, which a short cell before the last may name, and the lines."""
    texts = [each for each in cells if each]
    number = texts.pop(0) if len(texts) > 1 and is_count(texts[0]) else ""
    if not texts:
        return "", []
    *before, last = texts
    kind = ""
    if len(before) == 1 and len(before[0]) <= CELL_LONGEST and section and not SENTENCE.search(before[0]):
        kind = uncounted(before.pop())
    parts = list(line_pieces(" ｜ ".join([*before, last])))
    if number and len(parts) == 1 and not parts[0].counted:
        parts = [replace(parts[0], counted=number)]  # the number stands in a cell of its own
    return kind, parts


def indicator(cells: Sequence[str], sums: bool) -> tuple[tuple[str, str], ...]:
    """A row below 考核指标 without a head: what is measured, how, the target, and the weight if it is a number.

    `sums`: the numbers of the last column are weights, since they add up to a hundred.
    """
    filled = [each for each in cells if each]
    filled = filled[1:] if len(filled) > 2 and is_count(filled[0]) else filled
    weight = filled.pop() if len(filled) > 1 and sums and NUMBER_ALONE.fullmatch(filled[-1]) else ""
    names = {1: ["indicator"], 2: ["indicator", "target"]}.get(len(filled), ["indicator", "definition", "target"])
    found = dict(zip(names, [*filled[:2], "；".join(filled[2:])], strict=False))
    return tuple(found.items()) + ((("weight", weight),) if weight else ())


def add_up(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the numbers at the end of these rows are weights: they add up to a hundred."""
    last = [next((cell for cell in reversed(row) if cell), "") for row in rows]
    found = [float(each.strip(" %％分")) for each in last if NUMBER_ALONE.fullmatch(each)]
    return len(found) > 1 and abs(sum(found) - 100) < 0.5


def weighed(text: str) -> tuple[tuple[str, str], ...]:
    """A line of indicators with a weight behind it: 退款时效 40%, 退款时效（权重40%）; of a rate it is the target."""
    if found := WEIGHT.fullmatch(text):
        return ("indicator", found[1]), ("weight", found[2])
    name, *numbers = text.split()[:4] or [""]
    if not numbers or len(numbers) > 2 or not NUMBER_ALONE.fullmatch(numbers[-1]) or SENTENCE.search(text):
        return ()
    if len(numbers) == 2:
        return ("indicator", name), ("target", numbers[0]), ("weight", numbers[1])
    return ("indicator", name), ("target" if name.endswith("率") else "weight", numbers[0])


def relation(text: str, kind: str) -> tuple[tuple[str, str], ...]:
    """The cells of a relation, `运营组：对齐主推款`: with whom, on which side, about what."""
    side = next((f"{sign}部协作" for sign in "内外" if sign in kind), "")
    partner, matter = (kind, text) if kind and not side else _split(text)
    cells = {"partner": partner, "direction": side, "matter": matter}
    return tuple((name, text) for name, text in cells.items() if text)


def _split(text: str) -> tuple[str, str]:
    found = re.match(rf"([^：:—–]{{1,{CELL_LONGEST}}})(?:[：:]|[—–]+)\s*(\S.*)", text, re.DOTALL)
    return (found[1].strip(), found[2].strip()) if found else (text, "")


def uncounted(cell: str) -> str:
    """A cell's text without its number."""
    piece = line_piece(cell.replace("\n", ""))
    if piece is None:
        return ""
    found = NUMBER.match(piece.text) if piece.counted else None
    return piece.text[found.end() :] if found else piece.text


def _first(name: str, section: str) -> str:
    """The target of a row's first cell, by a word in it; within a list the cell must say little else."""
    to = guessed(name)
    alone = share(name) >= 0.5 or not tells_more(name, to)
    known = section not in LISTS or same_part(to, section) or alone or to == OUTSIDE
    return to if known else ""


def is_count(cell: str) -> bool:
    """Whether a cell holds the number of a row, or a formula that would count it."""
    return re.fullmatch(r"\d{1,3}[.、]?|（[A-Z]{1,2}\d{1,4} 是公式，没有读出来）", cell) is not None
