"""Guesses how a stranger's table is to be read: where its heads are, and what its columns mean."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from rolesmith.libraries.columns import KINDS, key
from rolesmith.libraries.table.meanings import SKIP, TEXTS, Reading, meaning
from rolesmith.libraries.table.open_tables import Table
from rolesmith.role.text import one_line

HEAD_WITHIN = 10
"""Rows among which the heads are looked for: an owner may have written a title above them."""
LOOKED_AT = 200
"""Rows by which the columns are told."""
SHORT, LONG = 12, 40
"""Characters of a name that many lines share, and of what is no tag any more."""
FIGURE = re.compile(r"[≥≤＞＜><=]?\s*\d[\d.,]*\s*(?:[%％‰分秒元天次个件单]|小时|分钟)?(?:以[上内下])?")
EITHER = ("说明", "描述")
"""Heads of what is said of an item, or of the item itself: the cells decide."""
CHINESE = re.compile("[\u4e00-\u9fff]")
UNNAMED = re.compile(r"(?:sheet|工作表)?\s*\d*", re.IGNORECASE)
NUMBER = re.compile(r"\D{0,2}\d{1,4}\D?")


def guess(table: Table, file: str, sheet: int = 0) -> Reading:
    """How the table is probably to be read."""
    head = _head(table)
    body = table.rows[head : head + LOOKED_AT]
    columns = [[row[at] for row in body if row[at]] for at in range(len(table.rows[0]))]
    heads = table.rows[head - 1] if head else [""] * len(columns)
    guessed = [_named(text, cells) for text, cells in zip(heads, columns, strict=True)]
    return Reading(sheet=sheet, head=head, columns=tuple(_settled(guessed, columns)), title=_title(table, head, file))


def _head(table: Table) -> int:
    """The row of the heads; 0 where there is none."""
    for at, row in enumerate(table.rows[:HEAD_WITHIN], 1):
        filled = [cell for cell in row if cell]
        known = [cell for cell in filled if meaning(cell)]
        if len(known) >= 2 or (known and len(row) == 1 and len(table.rows) > at and len(known[0]) <= SHORT):
            return at
    return 0


def _title(table: Table, head: int, file: str) -> str:
    """What stands alone above the heads, else the sheet's name, else the file's where that is Chinese."""
    above = [[cell for cell in row if cell] for row in table.rows[: max(head - 1, 0)]]
    alone = next((cells[0] for cells in above if len(cells) == 1 and len(cells[0]) <= LONG), "")
    name = "" if UNNAMED.fullmatch(table.name) else table.name
    stem = PurePath(file).stem
    return one_line(alone or name or (stem if CHINESE.search(stem) else ""))[:100] or "导入的表"


def _named(head: str, cells: Sequence[str]) -> str:
    """What a column means by its head; by its cells where the head is a word for several things."""
    if key(head) in EITHER:
        return ""
    found = meaning(head)
    if found == "topic" and cells and all(cell in KINDS.values() for cell in cells):
        return "kind"
    if found == SKIP and not all(NUMBER.fullmatch(cell) for cell in cells):
        return "tags"
    return found


def _settled(guessed: Sequence[str], columns: Sequence[Sequence[str]]) -> list[str]:
    """The meanings, one or more of them items: what the heads do not say is said by how long the cells are."""
    found = list(guessed)
    lengths = [sum(map(len, cells)) / len(cells) if cells else 0.0 for cells in columns]
    for at, cells in enumerate(columns):
        counts = [cell for cell in cells if NUMBER.fullmatch(cell)]
        if not found[at] and len(columns) > 1 and 2 * len(counts) > len(cells) and len(set(counts)) == len(counts):
            found[at] = SKIP  # 1, 2, 3, and maybe headings between
    if "kpi" in found:  # beside indicators a goal is what they are to reach
        found = ["standard" if each == "goal" else each for each in found]
    for kind in TEXTS:
        those = [at for at, each in enumerate(found) if each == kind]
        for at in those:
            if at != max(those, key=lambda each: lengths[each]):
                found[at] = "topic" if lengths[at] <= SHORT else "standard"
    if not any(each in TEXTS for each in found):
        _choose_items(found, columns, lengths)
    texts = [at for at, each in enumerate(found) if each in TEXTS]
    named = any(guessed)
    for at, each in enumerate(found):
        if not each:
            grouping = not named and at < texts[0] and lengths[at] <= SHORT
            found[at] = "topic" if grouping else "tags" if lengths[at] <= LONG else "standard"
    return found


def _choose_items(found: list[str], columns: Sequence[Sequence[str]], lengths: Sequence[float]) -> None:
    """Say of one column that it holds the items: of indicators where figures stand beside them."""
    free = [at for at, each in enumerate(found) if each not in (SKIP, "kind")]
    free = [at for at in free if not found[at]] or [at for at in free if found[at] == "standard"] or free or [0]
    figures = [at for at in free if columns[at] and all(FIGURE.fullmatch(cell) for cell in columns[at])]
    names = [at for at in free if at not in figures]
    if figures and names and lengths[names[0]] <= LONG:
        found[names[-1] if names[-1] < figures[0] else names[0]] = "kpi"
        found[figures[0]] = "standard"
        return
    found[max(free, key=lambda at: lengths[at])] = "duty"
