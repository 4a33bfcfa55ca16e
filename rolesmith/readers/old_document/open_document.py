"""Reads a stranger's .odt straight from its XML, within the bounds of a .docx."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.files.xlsx import COLUMNS
from rolesmith.files.xml_part import unpacked
from rolesmith.readers.old_document.web import with_address
from rolesmith.readers.piece import Piece, line_pieces, row_pieces

NAMES = "urn:oasis:names:tc:opendocument:xmlns:"
TEXT, TABLE, OFFICE, STYLE = (f"{{{NAMES}{name}:1.0}}" for name in ("text", "table", "office", "style"))
KIND = b"application/vnd.oasis.opendocument.text"
LINK = "{http://www.w3.org/1999/xlink}href"
GONE = (TEXT + "tracked-changes", TEXT + "sequence-decls", OFFICE + "forms", TABLE + "shapes")
"""What a reader does not see: what was deleted, above all."""


def open_document(data: bytes, file: str) -> Iterator[Piece]:
    """The pieces of an .odt in order; its header and footer behind them. Raises Unreadable."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        kind = unpacked(archive, "mimetype", file) if "mimetype" in names else b""
        if "content.xml" not in names or not kind.startswith(KIND):
            raise Unreadable([Problem(file, 0, "不是 .odt 文件", "用 LibreOffice 或 WPS 另存为 .docx 再试")])
        content = etree.fromstring(unpacked(archive, "content.xml", file), _parser())
        styles = unpacked(archive, "styles.xml", file) if "styles.xml" in names else b""
    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise ValueError("no document")
    yield from _blocks(body)
    if styles:
        for page in etree.fromstring(styles, _parser()).iter(STYLE + "header", STYLE + "footer"):
            yield from _blocks(page)


def _parser() -> Any:
    return etree.XMLParser(resolve_entities=False, no_network=True)


def _blocks(parent: Any, listed: bool = False) -> Iterator[Piece]:
    for child in parent:
        if child.tag in (TEXT + "p", TEXT + "h"):
            level = child.get(TEXT + "outline-level", "1") if child.tag == TEXT + "h" else "0"
            yield from line_pieces(_text(child), min(int(level), 6) if level.isdecimal() else 0, listed)
        elif child.tag == TABLE + "table":
            for row in _below(child, "table-row"):
                yield from row_pieces(_cells(row))
        elif child.tag not in GONE and isinstance(child.tag, str):
            yield from _blocks(child, listed or child.tag == TEXT + "list")


def _below(parent: Any, *names: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, whatever wraps them; those of tables within are left out."""
    for child in parent:
        if child.tag in [TABLE + name for name in names]:
            yield child
        elif isinstance(child.tag, str) and child.tag not in (TABLE + "table", TABLE + "table-cell", *GONE):
            yield from _below(child, *names)


def _cells(row: Any) -> Iterator[str]:
    """The texts of a row's cells: one that is covered from the left is left out, from above it is empty."""
    covering = 0
    for cell in _below(row, "table-cell", "covered-table-cell"):
        if cell.tag == TABLE + "covered-table-cell" and covering:
            covering -= 1
            continue
        wide = cell.get(TABLE + "number-columns-spanned", "1")
        covering = min(int(wide), COLUMNS) - 1 if wide.isdecimal() else 0
        yield "\n".join(_lines(cell))


def _lines(parent: Any) -> Iterator[str]:
    for child in parent:
        if child.tag in (TEXT + "p", TEXT + "h"):
            yield _text(child)
        elif child.tag == TABLE + "table":
            yield from ("\t".join(_cells(row)) for row in _below(child, "table-row"))
        elif child.tag not in GONE and isinstance(child.tag, str):
            yield from _lines(child)


def _text(node: Any) -> str:
    """The text of a paragraph, with its links, and its notes in brackets."""
    found = [node.text or ""]
    for child in node:
        match child.tag:
            case etree.Comment | etree.PI:
                pass
            case tag if tag == TEXT + "s":
                count = child.get(TEXT + "c", "1")
                found.append(" " * (min(int(count), 100) if count.isdecimal() else 1))
            case tag if tag in (TEXT + "tab", TEXT + "line-break"):
                found.append("\t" if tag == TEXT + "tab" else "\n")
            case tag if tag == TEXT + "a":
                found.append(with_address(_text(child), child.get(LINK, "")))
            case tag if tag == TEXT + "note":
                found.append("（" + "\n".join(_lines(child)) + "）")
            case tag if tag in GONE or tag == TEXT + "note-citation" or tag == TEXT + "page-number":
                pass
            case _:
                found.append(_text(child))
        found.append(child.tail or "")
    return "".join(found)
