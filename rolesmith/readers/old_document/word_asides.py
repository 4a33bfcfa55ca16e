"""What stands beside a .docx's text: notes, symbols and where links lead are written into it, comments behind it."""

from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from rolesmith.readers.old_document.web import with_address
from rolesmith.readers.piece import Piece, line_pieces

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATIONS = "word/_rels/document.xml.rels"
ASIDES = ("word/footnotes.xml", "word/endnotes.xml", "word/comments.xml", RELATIONS)
"""The parts of the file that hold them."""
REFERENCES = {W + "footnoteReference": "word/footnotes.xml", W + "endnoteReference": "word/endnotes.xml"}
SYMBOLS = {0x52: "☑", 0x6F: "□", 0xA8: "□", 0xE0: "→", 0xFB: "✗", 0xFC: "✓", 0xFE: "☑"}
"""Characters of Wingdings that say something; the others are bullets."""
HEADING = "批注"


def write_in(body: Any, parts: Mapping[str, Any]) -> None:
    """Write notes in brackets where they are referred to, symbols as letters, and the address of a link behind it."""
    notes = {name: dict(_texts(root)) for name, root in parts.items() if name != RELATIONS}
    for node in list(body.iter(*REFERENCES)):
        text = notes.get(REFERENCES[node.tag], {}).pop(node.get(W + "id", ""), "")  # once, however often it is named
        _become(node, f"（{text}）" if text else "")
    for node in list(body.iter(W + "sym")):
        code = node.get(W + "char", "")
        known = int(code, 16) & 0xFF if len(code) == 4 and code.isalnum() and _is_hex(code) else 0
        _become(node, SYMBOLS.get(known, chr(0xF000 + known) if known else ""))
    targets = {each.get("Id", ""): each.get("Target", "") for each in parts.get(RELATIONS, ())}
    for node in body.iter(W + "hyperlink"):
        words = "".join(each.text or "" for each in node.iter(W + "t"))
        if words and (more := with_address(words, targets.get(node.get(R + "id", ""), ""))[len(words) :]):
            etree.SubElement(etree.SubElement(node, W + "r"), W + "t").text = more


def comments(parts: Mapping[str, Any]) -> Iterator[Piece]:
    """The comments as lines under a heading of their own."""
    found = [text for _, text in _texts(parts.get("word/comments.xml", ())) if text]
    if found:
        yield from line_pieces(HEADING, 1)
        for text in found:
            yield from line_pieces(text, listed=True)


def _texts(root: Any) -> Iterator[tuple[str, str]]:
    """The notes or comments of a part by their ids; what only draws a line between text and notes has a type."""
    for note in root:
        if isinstance(note.tag, str) and note.get(W + "type") is None:
            lines = ("".join(each.text or "" for each in line.iter(W + "t")) for line in note.iter(W + "p"))
            yield note.get(W + "id", ""), "\n".join(filter(None, map(str.strip, lines)))


def _become(node: Any, text: str) -> None:
    """Be a text in its run."""
    for child in list(node):
        node.remove(child)
    node.tag, node.text = W + "t", text


def _is_hex(text: str) -> bool:
    return all(letter in "0123456789abcdefABCDEF" for letter in text)
