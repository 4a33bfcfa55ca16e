"""From a role to the document that it shows."""

from collections.abc import Iterator
from dataclasses import replace

from rolesmith.document.document import DEPARTMENT, Document, Element, Fact, Numbered, Part, Pen, Phrase
from rolesmith.document.kinds import KINDS
from rolesmith.document.numbering import numbered_sections
from rolesmith.document.rhythm import rhythm_of
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.memo import memo
from rolesmith.role.text import joined, one_line
from rolesmith.role.tree import NAMELESS, Node, Role

BASED_ON = "依据岗位说明书"


@memo
def draw(role: Role, filling: Filling) -> Document:
    """The document of a role: all that is switched on, in order, numbered, with every blank filled or shown open.

    A section in which nothing is written is drawn as a form: each of its blocks with lines or rows to fill in. Where
    anything is written, empty blocks, groups, lines and rows are left out; of fields, which always show, a whole block
    without a text has lines to fill in. A paper is to be written in: each of its empty blocks is a form.
    """
    name = text_of(role, filling, "name") or NAMELESS
    parts = tuple(_part(section, filling, number, bool(role.paper)) for section, number in numbered_sections(role))
    shop = filling.shop.get("店名", "").strip()
    title = joined(name, role.paper or "岗位职责说明书")
    stamp = tuple(filter(None, _stamp(role, filling)))
    return Document(name, title, stamp, parts, shop, filling.logo, _facts(role, filling), filling.letterhead)


def _stamp(role: Role, filling: Filling) -> tuple[str, ...]:
    """Number, version and date; of a paper, which has none of its own, the description that it is based on."""
    number, version, date = (text_of(role, filling, meaning) for meaning in ("number", "version", "date"))
    number = number.removeprefix("编号").strip(" ：:")
    if role.paper:
        based = filter(None, (number, f"第{version}版" if version.isdecimal() else version))
        return (f"{BASED_ON} {' '.join(based)}",) if number or version else ()
    return number and f"编号 {number}", f"第 {version} 版" if version.isdecimal() else version, date


def _facts(role: Role, filling: Filling) -> tuple[Fact, ...]:
    """Number, version, date and department; of a paper, the description that it is based on."""
    if role.paper:
        (based,) = _stamp(role, filling) or ("",)
        named = based.removeprefix("依据").replace(" ", "\n", 1)  # on two lines, so that none breaks 第2版
        return (Fact("依据", Phrase("", (Piece(named),))),) if based else ()
    shown = {node.id for section in role.tree.shown() for block in section.shown() for node in block.shown()}

    def fact(label: str, meaning: str) -> Fact:
        node = role.meaning(meaning)
        if not node:
            return Fact(label, Phrase(""))
        text = Pen(filling).text(node)
        counted = ("第 ", " 版") if meaning == "version" and str(text).strip().isdecimal() else ("", "")
        return Fact(str(Pen(filling).title(node)) if node.id in shown else label, text, *counted)

    department = fact(DEPARTMENT, "department").phrase
    pieces = department.pieces if department.id in shown else ()
    own = (fact("文件编号", "number"), fact("版本", "version"), fact("生效日期", "date"))
    return *own, Fact(DEPARTMENT, Phrase("", pieces))


@memo
def _part(section: Node, filling: Filling, number: str, paper: bool) -> Part:
    """One section as the document shows it."""
    elements = tuple(_elements(section, Pen(filling, paper)))
    return Part(section.id, number, Pen(filling).title(section), elements if paper else _with_rhythm(elements))


def _with_rhythm(elements: tuple[Element, ...]) -> tuple[Element, ...]:
    """The elements of a section, its last list of duties with the rhythm of them all."""
    lists = {at: each for at, each in enumerate(elements) if isinstance(each, Numbered) and each.are_duties}
    entries = (entry for each in lists.values() for entry in each.entries if entry.standard)
    rhythm = rhythm_of((str(entry.phrase), str(entry.standard)) for entry in entries)
    if not rhythm:
        return elements
    last = max(lists)
    return (*elements[:last], replace(lists[last], rhythm=rhythm), *elements[last + 1 :])


def _elements(section: Node, pen: Pen) -> Iterator[Element]:
    blank = not any(_is_written(block, pen.filling) for block in section.shown())
    for block in section.shown():
        kind = KINDS[block.kind]
        as_form = blank or ((pen.paper or block.kind == "fields") and not _is_written(block, pen.filling))
        elements = tuple((kind.form if as_form else kind.draw)(block, pen))
        if elements and block.title:
            yield pen.heading(block, to_fill=blank)
        yield from elements


def _is_written(block: Node, filling: Filling) -> bool:
    """Whether a block shows any text of an owner's; the names of fields are none."""
    if block.kind == "fields":
        return any(field.text.strip() for field in block.shown())
    return any(True for _ in KINDS[block.kind].draw(block, Pen(filling)))


def name_of(role: Role, filling: Filling) -> str:
    """What the role is called, on one line."""
    return one_line(text_of(role, filling, "name")) or NAMELESS


def text_of(role: Role, filling: Filling, meaning: str) -> str:
    """The text of the role's field with this meaning, filled; empty where there is none."""
    node = role.meaning(meaning)
    return filling.fill(node.text, node.values).strip() if node and node.text.strip() else ""
