"""Plain text out of a document, to paste into a chat: no markup, a line for each line of the document."""

import re
from collections.abc import Iterator
from dataclasses import replace

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
from rolesmith.document.standards import LABEL
from rolesmith.formats.bordered import DUTY
from rolesmith.formats.weights import OFF, TOTAL, Weights, number_in
from rolesmith.role.blanks import OPEN
from rolesmith.role.text import one_line

ROOM = "＿＿＿＿＿＿"
"""Room to sign in."""
CLOSED = re.compile("[；。！？;!?…]$")
"""A cell that ends so needs no ； behind it."""
FULL = "满分"
"""The title of a column whose targets are no aims, but the most that can be given."""
UNIT = re.compile("[（(].*")
"""In a column's title, what its numbers are."""


def write(document: Document) -> str:
    """The document as lines, an empty one before each section and heading; no newline at the end."""
    head = [one_line(document.title), *([one_line(" · ".join(document.stamp))] if document.stamp else [])]
    return "\n\n".join(["\n".join(head), *map(_part, document.parts)])


def duties(document: Document) -> str:
    """Only the duties, below their headings, without the standards beside them; empty where there are none."""
    blocks = []
    heading: Heading | None = None
    for part in document.parts:
        heading = None
        for element in part.elements:
            if isinstance(element, Heading):
                heading = element
            elif isinstance(element, Numbered) and element.are_duties:
                entries = (_entry(replace(entry, standard=None)) for entry in element.entries)
                blocks.append("\n".join([*(_element(heading) if heading else ()), *entries]))
                heading = None
    return "\n\n".join([one_line(f"{document.name}{DUTY}"), *blocks]) if blocks else ""


def _part(part: Part) -> str:
    lines = list(filter(None, [part.number + one_line(str(part.title))]))
    for element in part.elements:
        if isinstance(element, Heading) and len(lines) > 1:
            lines.append("")
        lines.extend(_element(element))
    return "\n".join(lines)


def _element(element: Element) -> Iterator[str]:
    match element:
        case Heading():
            yield element.number + one_line(str(element.title))
        case Sheet():
            yield from (_labelled(label, _lines(value)) for label, value in element.rows)
        case Numbered():
            yield from map(_entry, element.entries)
        case Grid():
            yield from (f"{at}. {_row(element, row)}" for at, row in enumerate(element.rows, 1))
            yield from _sum(element)
        case Paragraphs():
            yield from filter(None, map(str.strip, str(element.phrase).split("\n")))
        case Signatures():
            for what, who in element.rows:
                signer = "：".join(filter(None, (one_line(str(what)), one_line(str(who)))))
                yield f"{signer}　签字：{ROOM}　日期：{ROOM}"


def _entry(entry: Entry) -> str:
    text = _lines(entry.phrase) + (f"（{one_line(entry.mark)}）" if entry.mark else "")
    below = f"\n　{LABEL}{_lines(entry.standard)}" if entry.standard else ""
    return f"{entry.number}. {_labelled(entry.label, text) if entry.label else text}{below}"


def _row(grid: Grid, row: tuple[Phrase, ...]) -> str:
    """`column: text；column: text`, the empty ones left out; of a row to fill in, all with room.

    An indicator is read in a chat: it stands first with its target and its weight, `退款率：不高于5%；权重 10%`.
    """
    texts = [one_line(cell.printed) or (OPEN if cell.to_fill else "") for cell in row]
    cells = [_labelled(column, text) if text else "" for column, text in zip(grid.columns, texts, strict=True)]
    if grid.weight and texts[0] not in ("", OPEN):
        target = grid.meanings.index("target") if "target" in grid.meanings else 0
        first = _with_target(texts[0], one_line(str(grid.columns[target])), texts[target]) if target else texts[0]
        others = (cell for at, cell in enumerate(cells) if at not in (0, target, grid.weight))
        cells = [first, _weight(grid, texts[grid.weight]), *others]
    cells = [cell for cell in cells if cell]
    ends = ["" if CLOSED.search(cell) else "；" for cell in cells[:-1]]
    return "".join(cell + end for cell, end in zip(cells, [*ends, ""], strict=True))


def _with_target(name: str, column: str, target: str) -> str:
    """`退款率：不高于5%`; a full score says what it is: `合规（满分 5）`."""
    if column == FULL and target:
        return f"{name}（{FULL} {target}）"
    return "：".join(filter(None, (name, target)))


def _weight(grid: Grid, text: str) -> str:
    """`权重 10%`, also where it is the column that says what its numbers are."""
    name = one_line(str(grid.columns[grid.weight]))
    number = number_in(text)
    unit = "%" if number and not number.percent and UNIT.search(name) else ""
    return f"{UNIT.sub('', name)} {text}{unit}" if text else ""


def _sum(grid: Grid) -> Iterator[str]:
    """The weights' sum."""
    weights = Weights(str(row[grid.weight]) for row in grid.rows if grid.weight)
    if weights.any:
        yield f"权重{TOTAL}：{str(weights).removesuffix('%')}%{OFF if weights.off else ''}"


def _labelled(label: Phrase, text: str) -> str:
    name = one_line(str(label))
    return f"{name}：{text}" if name else text


def _lines(phrase: Phrase) -> str:
    """The phrase without empty lines and spaces around it; those within it are kept."""
    return "\n".join(line.rstrip() for line in phrase.printed.strip().split("\n"))
