"""Form: the template with nothing in it, to fill in offline, as Excel, Word or Markdown.

It has every section and every block, also those that are off. The Excel form is read back like any workbook of ours
(excel/form.py); the others are drawn as any empty role is, with the template's hints, and read in as old documents.
"""

from collections.abc import Iterator, Mapping

from rolesmith.document.document import Document, Element, Heading, Paragraphs, Part, Phrase
from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS, Format
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Node, Role

FORMS: Mapping[str, Format] = {ending: FORMATS[ending] for ending in ("xlsx", "docx", "md")}
"""The kinds of file that a form can be, by their endings."""
TITLE = "岗位职责说明书（填写表）"
GUIDE = "填写提示"
"""Before each hint, and before what it is of; a line that begins so is not read in."""


def write(role: Role, ending: str, look: Look = BRAND, *, standards: bool = False) -> bytes:
    """The form of a role, such as the template's; `ending` is one of FORMS.

    `standards`: the Excel form has a column for them.
    """
    if ending == "xlsx":
        from rolesmith.formats.excel import form

        return form.write(role, look, standards=standards)
    document = _document(role.replace(_emptied(role.tree)))
    if ending == "docx":
        from rolesmith.formats import word

        return word.write(document, look)
    from rolesmith.formats import markdown

    return markdown.write(document).encode()


def _emptied(node: Node) -> Node:
    """The tree switched on and without the template's own texts, lines and rows."""
    children = tuple(_emptied(child) for child in node.children if child.kind not in ("line", "row"))
    return node.with_(text="", on=True, children=children)


def _document(role: Role) -> Document:
    drawn = draw(role, Filling())
    hints = {node.id: hint for node in role.tree.walk() if (hint := _guides(node))}
    parts = tuple(_with_hints(part, hints) for part in drawn.parts)
    return Document("填写表", TITLE, (), parts)


def _guides(node: Node) -> str:
    """What a node asks for, behind GUIDE; of fields a line each."""
    fields = node.of("field") if node.kind == "fields" else ()
    lines = [(GUIDE, _hint(node)), *((f"{GUIDE}·{field.title}", _hint(field)) for field in fields)]
    return "\n".join(f"{what}：{hint}" for what, hint in lines if hint)


def _hint(node: Node) -> str:
    example = f"（例：{'、'.join(node.examples[:2])}）" if node.examples else ""
    return f"{node.hint}{example}"


def _with_hints(part: Part, hints: Mapping[str, str]) -> Part:
    return Part(part.id, part.number, part.title, tuple(_elements(part, hints)))


def _elements(part: Part, hints: Mapping[str, str]) -> Iterator[Element]:
    """The section's elements, with what it asks for above all, and with that of a block or a group above its own."""
    told = set()
    for element in (part, *part.elements):
        if not isinstance(element, Part | Heading) and element.id not in told and element.id in hints:
            yield _guide(hints[element.id])
        if not isinstance(element, Part):
            yield element
        if isinstance(element, Part | Heading) and element.id in hints:
            told.add(element.id)
            yield _guide(hints[element.id])


def _guide(hint: str) -> Paragraphs:
    return Paragraphs("", Phrase("", (Piece(hint),)))
