"""Reads a stranger's .docx straight from its XML, so that all text is found that Word shows."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.files.xlsx import OLE
from rolesmith.readers.old_document.own_form import StyledCell, form_pieces, is_form
from rolesmith.readers.piece import Piece, line_pieces, row_pieces

UNPACKED_LIMIT, MARKS = 20_000_000, 400_000
"""Bytes of a part of a .docx, unpacked, and angle brackets and equals signs in it."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
GONE = (W + "del", W + "moveFrom", W + "rt")
"""What Word does not show as text: deleted, moved away, phonetic guides above characters."""
STYLE = re.compile(r"(?:heading|标题)\s*([1-6])", re.IGNORECASE)
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def word(data: bytes, file: str) -> Iterator[Piece]:
    """The pieces of a .docx in order, with tracked insertions, and the text of controls and boxes."""
    body, styles = _word_parts(data, file)
    for block in _blocks(body):
        if block.tag == W + "p":
            yield from _paragraph(block, styles)
            continue
        rows = [
            [StyledCell(_cell_text(cell), _style_of(cell, styles)) for cell in _below(each, "tc")]
            for each in _below(block, "tr")
        ]
        if is_form(rows):
            yield from form_pieces(rows)
            continue
        for row in rows:
            yield from row_pieces(cell.text for cell in row)


def _style_of(cell: Any, styles: Mapping[str, str]) -> str:
    """The name of the style of a cell's first paragraph."""
    named = cell.find(f"{W}p/{W}pPr/{W}pStyle")
    return styles.get(named.get(W + "val", ""), "") if named is not None else ""


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


def _cell_text(cell: Any) -> str:
    texts = []
    for block in _blocks(cell):
        if block.tag == W + "p":
            texts.append(_text_of(block))
        else:
            texts += ["\t".join(map(_cell_text, _below(each, "tc"))) for each in _below(block, "tr")]
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


def _paragraph(paragraph: Any, styles: Mapping[str, str]) -> Iterator[Piece]:
    properties = paragraph.find(W + "pPr")
    named = properties.find(W + "pStyle") if properties is not None else None
    style = styles.get(named.get(W + "val", ""), "") if named is not None else ""
    heading = STYLE.match(style)
    listed = properties is not None and properties.find(W + "numPr") is not None and not heading
    level = int(heading[1]) if heading else (1 if style in ("Title", "标题") else 0)
    yield from line_pieces(_text_of(paragraph), level, listed or style.lower().startswith("list "))


def _word_parts(data: bytes, file: str) -> tuple[Any, dict[str, str]]:
    """The document's body, and its styles' names by their ids; nothing else of the file is unpacked."""
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what, mend = ("加了密码", "去掉密码再存一次") if locked else ("是旧版的 .doc", "在 Word 或 WPS 里另存为 .docx")
        raise unreadable(file, f"这个文件{what}", mend)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise unreadable(file, "不是 Word 文件", "在 Word 或 WPS 里另存为 .docx")
        document = _part(archive, "word/document.xml", file)
        styles = _part(archive, "word/styles.xml", file) if "word/styles.xml" in names else b"<none/>"
    root, found = (
        etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True)) for part in (document, styles)
    )
    body = root.find(W + "body")
    if body is None:
        raise ValueError("no document")
    titles = ((style.get(W + "styleId", ""), style.find(W + "name")) for style in found.iter(W + "style"))
    return body, {name: title.get(W + "val", "") for name, title in titles if title is not None}


def _part(archive: zipfile.ZipFile, name: str, file: str) -> bytes:
    member = archive.getinfo(name)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed otherwise")
    if member.file_size > UNPACKED_LIMIT:
        raise unreadable(file, "解开后太大", "只留文字再试")
    with archive.open(member) as stream:
        part = stream.read(UNPACKED_LIMIT + 1)
    plain = part.replace(b"\x00", b"")  # in whatever encoding
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ValueError("no word processor writes this")
    if plain.count(b"<") + plain.count(b"=") > MARKS:
        raise unreadable(file, "内容太多", "只留一个岗位的描述再试")
    return part


def unreadable(file: str, what: str, mend: str) -> Unreadable:
    """The error for a whole file, with one problem."""
    return Unreadable([Problem(file, 0, what, mend)])
