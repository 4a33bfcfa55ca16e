"""标准表格: a document as one bordered form. How it is cut and headed, the same in every format that draws it.

The form's head holds logo, title and facts; below it stand bands, each with its name in the grey column at the left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rolesmith.document.document import (
    Document,
    Element,
    Entry,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Part,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.kinds.lines import OTHERS
from rolesmith.document.standards import STANDARD
from rolesmith.formats.looks import Look
from rolesmith.role.memo import memo
from rolesmith.role.text import one_line

NUMBER = "序号"
"""Above the numbers of lines."""
DUTY = "工作职责"
"""Above duties."""
SEAL = 45
"""Millimetres that a seal needs."""
TITLES = ((13, 2), (30, -2), (10_000, -6))
"""Of titles with at most so many characters how much larger they are than the look says, in points."""


@dataclass(frozen=True)
class Band:
    """What stands beside one name in the column at the left: one table, the signatures, or any other elements."""

    label: Phrase
    elements: tuple[Element, ...]
    columns: tuple[str, ...] = ()
    """Above lines, repeated where they go on: 序号, what the lines are and, where any has one, 工作标准."""


def bands(document: Document) -> list[Band]:
    """The document's bands, in the order of the form."""
    return [band for part in sections(document) for band in bands_of(part)]


def sections(document: Document) -> list[Part]:
    """The document's sections in the order of the form, without what its head says; the same for the same."""
    return _ordered(_said_once(document))


def title_size(title: str, look: Look) -> float:
    """Points of the title, which is smaller the longer it is."""
    return look.title + next(points for most, points in TITLES if len(one_line(title)) <= most)


def is_sealed(label: Phrase) -> bool:
    """Whether a seal is put where this is signed: 批准（盖章）."""
    return "章" in str(label)


def _said_once(document: Document) -> list[Part]:
    """The sections without the fields that the form's head has room for."""
    ids = {fact.phrase.id for fact in document.facts} - {""}
    if not ids:
        return list(document.parts)
    parts = (_left(part, ids) or part for part in document.parts)
    return [part for part in parts if part.elements]


@memo
def _left(part: Part, ids: set[str]) -> Part | None:
    """The section without the fields of these ids; None where it has none of them."""
    left = tuple(_without(part.elements, ids))
    return None if _same(left, part.elements) else replace(part, elements=left)


def _same(some: Sequence[Element], others: Sequence[Element]) -> bool:
    return len(some) == len(others) and all(one is other for one, other in zip(some, others, strict=True))


def _without(elements: Sequence[Element], ids: set[str]) -> list[Element]:
    """The elements without the fields of these ids, and without the headings of which nothing is left."""
    found: list[Element] = []
    for element in elements:
        left = element
        match element:
            case Numbered():
                entries = [entry for entry in element.entries if not entry.label or entry.phrase.id not in ids]
                if len(entries) < len(element.entries):
                    numbered = tuple(replace(entry, number=at) for at, entry in enumerate(entries, 1))
                    left = replace(element, entries=numbered)
            case Sheet() if any(row[1].id in ids for row in element.rows):
                left = replace(element, rows=tuple(row for row in element.rows if row[1].id not in ids))
        if left is element or _holds(left):
            found.append(left)
        elif found and isinstance(found[-1], Heading):
            found.pop()
    return found


def _holds(element: Element) -> bool:
    return bool(element.entries if isinstance(element, Numbered) else isinstance(element, Sheet) and element.rows)


def _ordered(parts: Sequence[Part]) -> list[Part]:
    """The sections; running text without a number before all others, the 前言, goes to where is signed."""
    if not parts or not any(part.number for part in parts):
        return list(parts)
    first, *rest = parts
    if first.number or not all(isinstance(element, Paragraphs) for element in first.elements):
        return list(parts)
    signed = [at for at, part in enumerate(rest) if any(isinstance(each, Signatures) for each in part.elements)]
    if not signed:
        return [*rest, first]
    rest[signed[-1]] = _behind(rest[signed[-1]], first)
    return rest


@memo
def _behind(signed: Part, first: Part) -> Part:
    """The section where is signed, behind the running text of another."""
    title = Heading(first.id, "", first.title)
    return replace(signed, elements=(title, *first.elements, *signed.elements))


def bands_of(part: Part) -> Iterator[Band]:
    """The bands of a section: a table and the signatures each have their own.

    The first is named as the section is, one behind a table by its own heading, or again as the section is.
    """
    cuts: list[list[Element]] = [[]]
    for element in part.elements:
        alone = isinstance(element, Grid | Signatures)
        holds = [each for each in cuts[-1] if not isinstance(each, Heading)]
        begins = alone or (isinstance(element, Heading) and len(cuts) > 1) or any(map(_is_alone, holds))
        if begins and holds:
            heading = cuts[-1].pop() if alone and isinstance(cuts[-1][-1], Heading) else None
            cuts.append([heading] if heading else [])
        cuts[-1].append(element)
    for at, cut in enumerate(cuts):
        label = part.title
        if at and isinstance(cut[0], Heading):
            label = cut.pop(0).title  # type: ignore[union-attr]
        yield Band(label, tuple(cut), _columns(cut))


def _is_alone(element: Element) -> bool:
    return isinstance(element, Grid | Signatures)


def _columns(elements: Sequence[Element]) -> tuple[str, ...]:
    """What stands above the lines of a band that holds nothing but lines of one kind."""
    lists = [element for element in elements if not isinstance(element, Heading)]
    lines = [each for each in lists if isinstance(each, Numbered) and not has_labels(each)]
    if len(lines) < len(lists) or len({each.head for each in lines}) != 1:
        return ()
    return max(map(columns_of, lines), key=len)


def columns_of(lines: Numbered) -> tuple[str, ...]:
    """What stands above these lines, in a band without columns too where they have standards."""
    name = DUTY if lines.head == Numbered.head else lines.head
    if lines.has_standards:
        return NUMBER, name, STANDARD
    return () if lines.head == OTHERS else (NUMBER, name)


def has_labels(lines: Numbered) -> bool:
    """Whether these lines are fields, each with its label, which stand as in a sheet."""
    return any(entry.label for entry in lines.entries)


def pairs(element: Sheet | Numbered) -> tuple[tuple[Phrase, Phrase], ...]:
    """The labels and values of a sheet, or of lines with labels."""
    if isinstance(element, Sheet):
        return element.rows
    return tuple((entry.label or Phrase(""), entry.phrase) for entry in element.entries)


def text_of(entry: Entry) -> str:
    """A line without its number and its standard."""
    return f"{entry.phrase}（{entry.mark}）" if entry.mark else str(entry.phrase)
