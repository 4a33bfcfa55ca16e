"""Copies a header's or footer's content: what kept.py names, with letterhead's own colours and fonts written out."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from rolesmith.files.letterhead.kept import (
    DRAWN,
    KEPT,
    LETTERS,
    LINES,
    NAMES,
    OPENED,
    OWN,
    OWN_ID,
    PLACES,
    SPACES,
    TABLES,
)
from rolesmith.files.letterhead.styles import Properties, Styles

PREFIXES = {uri: prefix for prefix, uri in SPACES.items()}
LENGTH = 200
"""Characters of an attribute's value; geometry has numbers alone."""
INSTRUCTION = re.compile(r'\s*([A-Z]+)((?:\s+\\[*#@]\s+(?:\w+|"[^"\\]{1,40}"))*)\s*')
"""A field's name, and how it shows what it finds."""
OTHER, GRAPHS = "水印或旧式图形", "图表或 SmartArt"
"""What is left out and was shown: the user is told."""
SAYING = ("t", "instrText", "posOffset", "align")
"""Elements that hold text."""
PLAIN = (
    '<w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/><w:ind w:left="0" w:firstLine="0"/>'
    '<w:jc w:val="left"/></w:pPr><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    '<w:color w:val="auto"/><w:sz w:val="20"/></w:rPr>'
)
"""What Word takes for granted where a document says nothing."""


class Copier:
    """Copies one header or footer.

    `made` are our styles, with their ids, by the ids of those that they say all of; `picture` puts the picture of a
    relation in the new part, and says its id there.
    """

    def __init__(self, styles: Styles, made: dict[str, tuple[str, Any]], picture: Callable[[str], str]) -> None:
        self.styles, self.made, self._picture = styles, made, picture
        self.left_out: set[str] = set()
        self._drawings = 0

    def blocks(self, parent: Any) -> list[Any]:
        """The paragraphs and tables of a header or footer."""
        found = [copy for child in parent for copy in self._copies(child)]
        blocks = [each for each in found if each.tag in (qn("w:p"), qn("w:tbl"))]
        for block in blocks:
            _settle_fields(block)
        return blocks

    def _copies(self, node: Any) -> Iterator[Any]:
        """A copy of a node; of one that only wraps, those of what is in it."""
        space, name = _named(node)
        if space == "w" and name in OPENED:
            for child in node:
                yield from self._copies(child)
        elif space == "mc" and name == "AlternateContent":
            yield from self._chosen(node)
        elif space == "w" and name in ("pict", "object"):
            self.left_out.add(OTHER)
        elif name in KEPT.get(space, ()) and not self._is_hidden(space, name, node):
            yield self._copy(space, name, node)

    def _chosen(self, node: Any) -> Iterator[Any]:
        """Of a shape that is written for two ages of Word, the newer one."""
        choice = node.find(f"{{{SPACES['mc']}}}Choice")
        drawings = [] if choice is None else [each for child in choice for each in self._copies(child)]
        if not drawings:
            self.left_out.add(OTHER)
        yield from drawings

    def _is_hidden(self, space: str, name: str, node: Any) -> bool:
        """Text that Word does not show, and drawings of other kinds."""
        if space == "w" and name == "r":
            return self.styles.is_hidden(node)
        if space == "w" and name == "drawing":
            data = next(node.iter(f"{{{SPACES['a']}}}graphicData"), None)
            if data is None or data.get("uri") not in DRAWN:
                self.left_out.add(GRAPHS)
                return True
        return False

    def _copy(self, space: str, name: str, node: Any) -> Any:
        if space == "a" and name == "schemeClr":
            copy = parse_xml(f'<a:srgbClr {nsdecls("a")} val="{self.styles.theme_colour(node.get("val", ""))}"/>')
        else:
            copy = node.makeelement(node.tag, _attributes(space, name, node), nsmap=SPACES)
            if name in SAYING:
                copy.text = node.text
        if name in ("docPr", "cNvPr"):
            self._drawings += 1
            copy.attrib.update({"id": str(self._drawings), "name": f"信纸{self._drawings}"})
            return copy
        if space == "a" and name == "blip":
            copy.set(qn("r:embed"), self._picture(node.get(qn("r:embed"), "")))
        if space == "a" and name == "graphicData":
            copy.set("uri", node.get("uri"))
        for child in node:
            copy.extend(self._copies(child))
        if space == "w":
            self._settle(name, node, copy)
        return copy

    def _settle(self, name: str, node: Any, copy: Any) -> None:
        """What an element of Word's takes from the styles, and what it needs."""
        if name == "p":
            copy.get_or_add_pPr().get_or_add_pStyle().val = self._style(self.styles.of(node))
        elif name in ("tc", "txbxContent") and (not len(copy) or copy[-1].tag != qn("w:p")):
            copy.append(parse_xml(f"<w:p {nsdecls('w')}/>"))
        elif name == "rPr" and (based := node.find(qn("w:rStyle"))) is not None:
            said = self.styles.letters(based.get(qn("w:val"), ""), alone=True)
            self._fill(copy, said, LETTERS)
        elif name == "tblPr" and (based := node.find(qn("w:tblStyle"))) is not None:
            self._fill(copy, self.styles.table(based.get(qn("w:val"), "")), TABLES)
        elif name == "rFonts":
            copy.attrib.update({qn(f"w:{script}"): font for script, font in self.styles.fonts(node).items()})

    def _fill(self, copy: Any, said: Properties, order: Sequence[str]) -> None:
        """Properties of a style, but for those that the element has of its own, and all in Word's order."""
        own = {_named(child)[1]: child for child in copy}
        found = {name: child for name, child in said.items() if name in order and name not in own}
        own |= {name: each for name, child in found.items() for each in self._copies(child)}
        copy[:] = [own[name] for name in order if name in own]

    def _style(self, key: str) -> str:
        """The id of a style of our own that says all that this one comes to."""
        if key not in self.made:
            made = f"{OWN_ID}{len(self.made) + 1}"
            style = _new_style(made, f"{OWN}{len(self.made) + 1}", PLAIN)
            self._fill_style(style.find(qn("w:pPr")), self.styles.lines(key), LINES)
            self._fill_style(style.find(qn("w:rPr")), self.styles.letters(key), LETTERS)
            self.made[key] = made, style
        return self.made[key][0]

    def letters_of(self, key: str, made: str, name: str) -> Any:
        """A style with all that one says of letters, based on none."""
        style = _new_style(made, name, "<w:rPr/>")
        self._fill(style.find(qn("w:rPr")), self.styles.letters(key), LETTERS)
        return style

    def table_style(self, key: str, name: str) -> Any:
        """The lines of a style of tables."""
        style = parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:styleId="TableGrid"><w:name w:val="{name}"/><w:tblPr/></w:style>'
        )
        self._fill(style.find(qn("w:tblPr")), self.styles.table(key), ("tblBorders",))
        return style

    def _fill_style(self, properties: Any, said: Properties, order: Sequence[str]) -> None:
        """What a style says in place of what Word takes for granted."""
        for child in list(properties):
            if said.get(_named(child)[1]) is not None:
                said[_named(child)[1]].attrib.update({**child.attrib, **said[_named(child)[1]].attrib})
                properties.remove(child)
        self._fill(properties, said, order)


def _new_style(key: str, name: str, holds: str) -> Any:
    return parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{holds}</w:style>'
    )


def _named(node: Any) -> tuple[str, str]:
    """The prefix and the name of an element; empty for a comment and for markup of others."""
    if not isinstance(node.tag, str):
        return "", ""
    uri, _, name = node.tag[1:].partition("}")
    return PREFIXES.get(uri, ""), name


def _attributes(space: str, name: str, node: Any) -> dict[str, str]:
    """Those of Word's own markup for it, those without a namespace for drawings; none with words in it."""
    found = {}
    for key, value in node.attrib.items():
        uri, _, local = key[1:].rpartition("}") if key.startswith("{") else ("", "", key)
        words = local in NAMES or local.startswith("rsid") or "://" in value or len(value) > LENGTH
        own = uri == SPACES["w"] if space == "w" else not uri
        if (own and not words and "theme" not in local.lower()) or (name == "t" and local == "space"):
            found[key] = value
    return found


def _settle_fields(block: Any) -> None:
    """Have simple fields of place and time stay, and of all others what they show."""
    for simple in list(block.iter(qn("w:fldSimple"))):
        if wanted := _instruction(simple.get(qn("w:instr"), "")):
            simple.set(qn("w:instr"), wanted)
            continue
        for child in list(simple):
            simple.addprevious(child)
        simple.getparent().remove(simple)
    _settle_marked_fields(block)


def _settle_marked_fields(block: Any) -> None:
    """The same of fields whose beginning and end stand in runs of their own."""
    open_fields: list[list[Any]] = []
    dropped: list[Any] = []
    for node in block.iter(qn("w:fldChar"), qn("w:instrText")):
        kind = node.get(qn("w:fldCharType"))
        if kind == "begin":
            open_fields.append([])
        if not open_fields:
            dropped.append(node)
            continue
        open_fields[-1].append(node)
        if kind == "end":
            field = open_fields.pop()
            said = [each for each in field if each.tag == qn("w:instrText")]
            wanted = "" if open_fields else _instruction("".join(each.text or "" for each in said))
            if not wanted:
                dropped += field
                continue
            said[0].text = f" {wanted} "
            dropped += said[1:]
    for node in (*dropped, *(node for field in open_fields for node in field)):
        node.getparent().remove(node)


def _instruction(text: str) -> str:
    """A field's instruction where it is one that stays; else nothing."""
    found = INSTRUCTION.fullmatch(text)
    return " ".join(found[0].split()) if found and found[1] in PLACES else ""
