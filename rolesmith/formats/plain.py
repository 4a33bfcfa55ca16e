"""Plain text out of a document, to paste into a chat: no markup, a line for each line of the document."""

import re
from collections.abc import Iterator

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
from rolesmith.role.blanks import OPEN
from rolesmith.role.text import one_line

ROOM = "＿＿＿＿＿＿"
"""Room to sign in."""
CLOSED = re.compile("[；。！？;!?…]$")
"""A cell that ends so needs no ； behind it."""


def write(document: Document) -> str:
    """The document as lines, an empty one before each section and heading; no newline at the end."""
    head = [one_line(document.title), *([one_line(" · ".join(document.stamp))] if document.stamp else [])]
    return "\n\n".join(["\n".join(head), *map(_part, document.parts)])


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
            yield from (f"{at}. {_row(element.columns, row)}" for at, row in enumerate(element.rows, 1))
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


def _row(columns: tuple[Phrase, ...], row: tuple[Phrase, ...]) -> str:
    """`column: text；column: text`, the empty ones left out; of a row to fill in, all with room."""
    texts = [one_line(str(cell)) or (OPEN if cell.to_fill else "") for cell in row]
    cells = [_labelled(column, text) for column, text in zip(columns, texts, strict=True) if text]
    ends = ["" if CLOSED.search(cell) else "；" for cell in cells[:-1]]
    return "".join(cell + end for cell, end in zip(cells, [*ends, ""], strict=True))


def _labelled(label: Phrase, text: str) -> str:
    name = one_line(str(label))
    return f"{name}：{text}" if name else text


def _lines(phrase: Phrase) -> str:
    """The phrase without empty lines and spaces around it; those within it are kept."""
    return "\n".join(line.rstrip() for line in str(phrase).strip().split("\n"))
