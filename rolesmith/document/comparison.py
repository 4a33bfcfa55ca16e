"""Comparison: what has changed from one document to another, section by section, in words for a reader."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from time import monotonic
from typing import Literal, NamedTuple

from diff_match_patch import diff_match_patch

from rolesmith.document.document import (
    Document,
    Element,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Part,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.standards import STANDARD

SECONDS = 2.0
"""For comparing words, over all texts together; the texts that are left then are shown as old and new."""
KINSHIP = 0.3
"""Share of the longer text that two texts of one node have in common, or they count as two texts."""
Aspect = Literal["gone", "same", "new"]
ASPECTS: Mapping[int, Aspect] = {-1: "gone", 0: "same", 1: "new"}
"""By the numbers of diff_match_patch."""

What = Literal["新增", "删除", "改写", "移动"]


class Segment(NamedTuple):
    """A part of a text that was compared."""

    aspect: Aspect
    text: str


@dataclass(frozen=True)
class Change:
    """One text that differs. `where` is the heading that it stands under; `moved` may be set for 改写 too.

    `key` is its node's id, the old one's where it is gone; `#title` stands behind it for a title, `#standard` for a
    line's standard and `#head` for a table's head.
    """

    key: str
    what: What
    where: str
    pieces: tuple[Segment, ...]
    moved: bool = False


@dataclass(frozen=True)
class Changed:
    """The changes of one section, in reading order, a deleted text where it was."""

    title: str
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class _Unit:
    """A text that is compared as a whole: a line, a field, a row of a table, a title."""

    key: str
    section: str
    heading: str
    where: str
    text: str
    to_fill: bool = False
    """A heading with nothing but lines to fill in below it: neither new nor gone, since nobody wrote it."""

    @property
    def line(self) -> str:
        """For a standard the key of its line, else empty."""
        line, _, aspect = self.key.partition("#")
        return line if aspect == "standard" else ""


def compare(old: Document, new: Document) -> tuple[Changed, ...]:
    """The sections that differ, in the order of the new document and then the old one's own.

    Texts are matched by their nodes' ids, then by their words, so that a document whose nodes all have other ids
    (from a file, from another starter) is compared by what it says.
    """
    before, after = list(_units(old)), list(_units(new))
    shown = {unit.key for unit in (*before, *after)}
    before += _head(old, shown)
    after += _head(new, shown)
    pairs = _matched(before, after)
    moved = _moved(pairs, {unit.key: at for at, unit in enumerate(before)})
    until = monotonic() + SECONDS
    twins = {unit.key: was for was, unit in pairs}
    kept = {was.key for was, _ in pairs}
    found: list[tuple[str, Change]] = []
    added = _with_standards(unit for unit in after if unit.key not in twins and not unit.to_fill)
    for unit in after:
        was, key, where = twins.get(unit.key), unit.key, unit.where
        if was is None:
            if key in added:
                found.append((unit.section, Change(key, "新增", where, (Segment("new", added[key]),))))
        elif was.text != unit.text:
            pieces = _pieces(was.text, unit.text, until)
            found.append((unit.section, Change(key, "改写", where, pieces, key in moved)))
        elif key in moved:
            found.append((unit.section, Change(key, "移动", where, (Segment("same", unit.text),), True)))
    gone = {unit.key: unit for unit in before if unit.key not in kept and not unit.to_fill}
    for key, text in _with_standards(gone.values()).items():
        found.append((gone[key].section, Change(key, "删除", gone[key].where, (Segment("gone", text),))))
    titles = {part.id: str(part.title) for document in (old, new) for part in document.parts}
    titles |= {"title": "文件名称", "head": "文件头"}
    order = dict.fromkeys([*(part.id for part in new.parts), *(part.id for part in old.parts), "title", "head"])
    by_section = ((titles[section], tuple(c for at, c in found if at == section)) for section in order)
    return tuple(Changed(title, changes) for title, changes in by_section if changes)


def _with_standards(units: Iterable[_Unit]) -> dict[str, str]:
    """The texts by key; a standard is added to its line's text if both are among the units."""
    texts: dict[str, str] = {}
    for unit in units:
        if unit.line in texts:
            texts[unit.line] += f"（{unit.text}）"
        else:
            texts[unit.key] = unit.text
    return texts


def _units(document: Document) -> Iterator[_Unit]:
    yield _Unit("title", "title", "", "", document.title)
    for part in document.parts:
        yield _Unit(f"{part.id}#title", part.id, "", "章节标题", str(part.title))
        yield from _of_part(part)


def _head(document: Document, shown: Set[str]) -> Iterator[_Unit]:
    """What stands at the head alone, such as a number whose section is switched off; all else is compared in place."""
    for fact in document.facts:
        if fact.phrase.id and fact.phrase.id not in shown and str(fact.phrase).strip():
            yield _Unit(fact.phrase.id, "head", "", "", f"{fact.label}：{fact.phrase}")


def _of_part(part: Part) -> Iterator[_Unit]:
    heading, where = "", ""
    for element in part.elements:
        if isinstance(element, Heading):
            heading, where = element.id, str(element.title)
            yield _Unit(f"{element.id}#title", part.id, "", "小标题", where, element.to_fill)
            continue
        for key, text in _texts(element):
            if text.strip():
                yield _Unit(key, part.id, heading or element.id, where, text)


def _texts(element: Element) -> Iterator[tuple[str, str]]:
    match element:
        case Sheet() | Signatures():
            for label, value in element.rows:
                yield value.id, f"{label}：{value}"
        case Numbered():
            for entry in element.entries:
                asked = f"{entry.label}：" if entry.label else ""
                yield entry.phrase.key, asked if entry.phrase.to_fill else str(entry)
                if entry.standard:
                    yield entry.standard.key, f"{STANDARD}：{entry.standard}"
        case Grid():
            yield f"{element.id}#head", _row(element.columns)
            for cells in (row for row in element.rows if row[0].id):
                yield cells[0].id.split(":")[0], _row(cells)
        case Paragraphs():
            yield element.phrase.id, "" if element.phrase.to_fill else str(element.phrase)


def _row(cells: Iterable[Phrase]) -> str:
    return " ｜ ".join(map(str, cells))


def _matched(before: Sequence[_Unit], after: Sequence[_Unit]) -> list[tuple[_Unit, _Unit]]:
    """Pairs of the same text, old and new; each text is in one pair at the most."""
    by_key = {unit.key: unit for unit in before}
    pairs = {unit.key: (was, unit) for unit in after if (was := by_key.get(unit.key)) and _akin(was.text, unit.text)}
    free: dict[str, list[_Unit]] = {}
    for unit in reversed(before):
        if unit.key not in pairs:
            free.setdefault(unit.text, []).append(unit)
    for unit in after:
        if unit.key not in pairs and free.get(unit.text):
            pairs[unit.key] = (free[unit.text].pop(), unit)
    return [pairs[unit.key] for unit in after if unit.key in pairs]


def _akin(one: str, other: str) -> bool:
    """Whether the texts of one node are the same text, rewritten."""
    if one == other or min(len(one), len(other)) < 8:
        return True
    return (Counter(one) & Counter(other)).total() / max(len(one), len(other)) >= KINSHIP


def _moved(pairs: Sequence[tuple[_Unit, _Unit]], positions: Mapping[str, int]) -> set[str]:
    """The keys of the new texts that stand under another heading, or in another order among those that stayed.

    `positions` are those of the old texts, by key.
    """
    moved = set()
    stayed: dict[tuple[str, str], list[tuple[_Unit, _Unit]]] = {}
    for was, unit in pairs:
        if unit.line:
            continue  # a standard moves with its line
        if was.section != unit.section or (was.heading != unit.heading and was.where != unit.where):
            moved.add(unit.key)
        else:
            parent = ("", "") if unit.key == f"{unit.section}#title" else (unit.section, unit.heading)
            stayed.setdefault(parent, []).append((was, unit))
    return moved | {key for together in stayed.values() for key in _out_of_order(together, positions)}


def _out_of_order(pairs: Sequence[tuple[_Unit, _Unit]], positions: Mapping[str, int]) -> set[str]:
    now = [unit.key for _, unit in pairs]
    then = [unit.key for was, unit in sorted(pairs, key=lambda pair: positions[pair[0].key])]
    return out_of_order(then, now)


def out_of_order(then: Sequence[str], now: Sequence[str]) -> set[str]:
    """Of the same names in two orders, those that have moved: all but a longest sequence that kept its order."""
    positions = {name: at for at, name in enumerate(then)}
    ends: list[int] = []  # for each length: where the sequence of that length which ends first has its end
    last: list[str] = []
    behind: dict[str, str] = {}
    for name in now:
        at = bisect_left(ends, positions[name])
        behind[name] = last[at - 1] if at else ""
        ends[at : at + 1], last[at : at + 1] = [positions[name]], [name]
    kept, name = set(), last[-1] if last else ""
    while name:
        kept.add(name)
        name = behind[name]
    return set(now) - kept


def _pieces(old: str, new: str, until: float) -> tuple[Segment, ...]:
    """Old and new text as one, cut into what is gone, the same and new; cut at words rather than single characters."""
    left = until - monotonic()
    if left <= 0:
        return Segment("gone", old), Segment("new", new)
    differ = diff_match_patch()
    differ.Diff_Timeout = left
    found = differ.diff_main(old, new)
    differ.diff_cleanupSemantic(found)
    return tuple(Segment(ASPECTS[aspect], text) for aspect, text in found)
