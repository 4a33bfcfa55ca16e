"""Reads a stranger's .docx straight from its XML, so that all text is found that Word shows."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from lxml import etree

from rolesmith.files.letterhead.kept import OWN
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.files.xlsx import OLE
from rolesmith.files.xml_part import unpacked
from rolesmith.readers.old_document import word_asides
from rolesmith.readers.old_document.account import WORD, letters
from rolesmith.readers.old_document.own_form import StyledCell, form_pieces, is_form
from rolesmith.readers.old_document.word_numbers import Numbers, parted
from rolesmith.readers.piece import Piece, line_pieces, row_pieces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = (W + "del", W + "moveFrom", W + "rt")
"""What Word does not show as text: deleted, moved away, phonetic guides above characters."""
STYLE = re.compile(r"(?:heading|标题)\s*([1-6])", re.IGNORECASE)
EDGE, MOST_EDGES = re.compile(r"word/(?:header|footer)\d{0,3}\.xml"), 6
"""Parts that hold the head or the foot of pages, and how many are read: a section has three of each."""
PAGES = re.compile(
    r"第?\s*\d*\s*页?\s*[/，,、]?\s*共\s*\d*\s*页|第\s*\d*\s*页|[Pp]age\s*\d*(?:\s*of\s*\d*)?|^\W*\d+\W*$"
)
"""The numbers of pages."""


def word(data: bytes, file: str) -> Iterator[Piece]:
    """The pieces of a .docx in order, with tracked insertions, and the text of controls and boxes."""
    document = _word_parts(data, file)
    yield from _edges(document)
    for block in _blocks(document.body):
        if block.tag == W + "p":
            yield from _paragraph(block, document)
            continue
        rows = [
            [
                StyledCell(_cell_text(cell, document.numbers), _style_of(cell.find(W + "p"), document))
                for cell in _below(each, "tc")
            ]
            for each in _below(block, "tr")
        ]
        if is_form(rows):
            yield from form_pieces(rows)
            continue
        for row in rows:
            yield from row_pieces(cell.text for cell in row)
    yield from word_asides.comments(document.beside)


def _style_of(paragraph: Any, document: "_Document") -> str:
    """The name of a paragraph's style."""
    named = paragraph.find(f"{W}pPr/{W}pStyle") if paragraph is not None else None
    return document.styles.get(named.get(W + "val", ""), "") if named is not None else ""


def _edges(document: "_Document") -> Iterator[Piece]:
    """What stands at the head and the foot of the pages, but for their numbers and what the body says as well.

    A letterhead that we have put on is the shop's own, and no text of a role.
    """
    said = letters("".join(node.text or "" for node in document.body.iter(W + "t")))
    for edge in document.edges:
        for paragraph in edge.iter(W + "p"):
            if _style_of(paragraph, document).startswith(OWN):
                continue
            text = PAGES.sub("", _text_of(paragraph))
            if not all(word in said for word in WORD.findall(text)):
                said += f"\n{letters(text)}"
                yield from line_pieces(text)


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables, whatever wraps them, and behind each paragraph those in its boxes."""
    for child in parent:
        if child.tag in (W + "p", W + "tbl"):
            yield child
            if child.tag == W + "p":
                yield from _boxed(child)
        elif child.tag not in GONE:
            yield from _blocks(child)


def _boxed(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables of the boxes in a paragraph; a box within a box comes with its own paragraph."""
    walk = etree.iterwalk(parent, events=("start",))
    for _, node in walk:
        if node.tag in (*GONE, FALLBACK):
            walk.skip_subtree()
        elif node.tag == W + "txbxContent":
            walk.skip_subtree()
            yield from _blocks(node)


def _below(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, whatever wraps them; those of tables within are left out."""
    for child in parent:
        if child.tag == W + name:
            yield child
        elif child.tag not in (*GONE, W + "tbl", W + "p"):
            yield from _below(child, name)


def _cell_text(cell: Any, numbers: Numbers) -> str:
    texts = []
    for block in _blocks(cell):
        if block.tag == W + "p":
            texts.append(numbers.count(block) + _text_of(block))
        else:
            rows = _below(block, "tr")
            texts += ["\t".join(_cell_text(each, numbers) for each in _below(row, "tc")) for row in rows]
    return "\n".join(texts)


def _text_of(paragraph: Any) -> str:
    """A paragraph's text, without deleted text and the text in its boxes."""
    texts = []
    walk = etree.iterwalk(paragraph, events=("start",))
    for _, node in walk:
        if node is not paragraph and (node.tag in GONE or node.tag == W + "txbxContent" or node.tag == FALLBACK):
            walk.skip_subtree()
        elif node.tag in (W + "t", M + "t"):
            texts.append(node.text or "")
        elif node.tag in (W + "br", W + "cr"):
            texts.append("\n")
        elif node.tag == W + "tab" and node.getparent().tag == W + "r":
            texts.append("\t")
    return "".join(texts)


def _paragraph(paragraph: Any, document: "_Document") -> Iterator[Piece]:
    style = _style_of(paragraph, document)
    heading = STYLE.match(style)
    listed = document.numbers.is_listed(paragraph) and not heading
    level = int(heading[1]) if heading else (1 if style in ("Title", "标题") else 0)
    number, text = parted(document.numbers.count(paragraph), _text_of(paragraph))
    for at, piece in enumerate(line_pieces(text, level, listed or style.lower().startswith("list "))):
        counts = number and at == 0 and piece.counted in ("", "·")
        yield replace(piece, counted=number) if counts else piece


class _Document(NamedTuple):
    """What is read of a file: nothing else of it is unpacked."""

    body: Any
    styles: dict[str, str]
    """Names by their ids."""
    numbers: Numbers
    edges: list[Any]
    """Heads and feet of the pages."""
    beside: dict[str, Any]
    """Parts that hold what stands beside the text, by their names."""


def _word_parts(data: bytes, file: str) -> _Document:
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what, mend = ("加了密码", "去掉密码再存一次") if locked else ("是旧版的 .doc", "在 Word 或 WPS 里另存为 .docx")
        raise unreadable(file, f"这个文件{what}", mend)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise unreadable(file, "不是 Word 文件", "在 Word 或 WPS 里另存为 .docx")
        document, styles, numbering = (
            _root(unpacked(archive, name, file) if (name := f"word/{each}.xml") in names else b"<none/>")
            for each in ("document", "styles", "numbering")
        )
        edges = sorted(filter(EDGE.fullmatch, names))[:MOST_EDGES]
        found = [_root(unpacked(archive, name, file)) for name in edges]
        beside = {name: _root(unpacked(archive, name, file)) for name in word_asides.ASIDES if name in names}
    body = document.find(W + "body")
    if body is None:
        raise ValueError("no document")
    word_asides.write_in(body, beside)
    titles = ((style.get(W + "styleId", ""), style.find(W + "name")) for style in styles.iter(W + "style"))
    called = {name: title.get(W + "val", "") for name, title in titles if title is not None}
    return _Document(body, called, Numbers(numbering, styles), found, beside)


def _root(part: bytes) -> Any:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))


def unreadable(file: str, what: str, mend: str) -> Unreadable:
    """The error for a whole file, with one problem."""
    return Unreadable([Problem(file, 0, what, mend)])
