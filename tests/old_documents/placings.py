"""Files of strangers as small as shows what they ask of the reader, and where their words stand when they are read.

`python -m tests.old_documents.placings [-v]` prints what lies elsewhere.
"""

import io
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Any

import docx
import xlsxwriter
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rolesmith.readers import READERS
from rolesmith.role.tree import Node, Role
from tests.old_documents import Blocks, as_docx, layouts

FILES = ("faults.yaml", "placings.yaml")
FORMATS = {
    "chinese": ("chineseCountingThousand", "%1、"), "bracket": ("chineseCounting", "（%2）"),
    "decimal": ("decimal", "%3."), "article": ("chineseCounting", "第%1条"),
}  # fmt: skip
"""Word's own numbers by the name that a block gives them: number format and text of the level."""


def written(layout: Mapping[str, Any]) -> bytes:
    """The layout as a file."""
    match layout["as"]:
        case "xlsx":
            return _workbook(layout.get("sheets") or {"Sheet1": layout["rows"]}, layout.get("merged", ()))
        case "docx":
            return _word(layout["blocks"], layout.get("header", ""))
        case _:
            return str(layout["text"]).encode()


def read(layout: Mapping[str, Any]) -> Role:
    """The role that is made of it."""
    return READERS[layout["as"]](written(layout), f"a.{layout['as']}").role


def misplaced(layout: Mapping[str, Any]) -> list[str]:
    """What does not stand where it should, a sentence each."""
    role = read(layout)
    found = []
    for title, texts in layout["places"].items():
        stands = under(role, title.removeprefix("!"))
        unwanted = title.startswith("!")
        found += [f"{title}: {text}" for text in texts if _stands(text, stands) == unwanted]
    return found


def _stands(text: str, where: str) -> bool:
    return _plain(text) in _plain(where) if _plain(text) else text in where


def under(role: Role, title: str) -> str:
    """All that is shown under nodes with this title; under `*` all of the role."""
    if title == "*":
        return "\n".join(f"{node.title}\n{node.text}\n{node.standard}" for node in role.tree.walk())
    return "\n".join(text for node in _shown(role.tree) if title == node.title for text in _texts(node))


def _texts(node: Node) -> Iterator[str]:
    for at, each in enumerate(_shown(node)):
        yield each.text
        if at and each.kind in ("group", "section"):
            yield each.title


def _shown(node: Node) -> Iterator[Node]:
    yield node
    for child in node.shown():
        yield from _shown(child)


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()


def _workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], merged: Sequence[str]) -> bytes:
    """A cell may be a formula with the value that the file keeps of it: [=1+1, 2]."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for area in merged:
                sheet.merge_range(area, "")
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, list):
                        sheet.write_formula(at, column, cell[0], None, cell[1])
                    elif cell != "":
                        sheet.write(at, column, cell)
    return file.getvalue()


def _word(blocks: Blocks, header: str) -> bytes:
    """Word with numbers of its own, and boxes: what as_docx does not know."""
    made: Any = docx.Document(io.BytesIO(as_docx([])))
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{FORMATS[name][0]}"/>'
        f'<w:lvlText w:val="{FORMATS[name][1]}"/></w:lvl>'
        for level, name in {each["auto"][1]: each["auto"][0] for each in blocks if "auto" in each}.items()
    )
    numbering = made.part.numbering_part.element
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    body = made.element.body
    for block in blocks:
        match block:
            case {"auto": [_, level, text]}:
                paragraph = made.add_paragraph(text)._p.get_or_add_pPr()
                number = f'<w:ilvl w:val="{level}"/><w:numId w:val="91"/>'
                paragraph.append(parse_xml(f"<w:numPr {nsdecls('w')}>{number}</w:numPr>"))
            case {"box": lines}:
                inner = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in lines)
                box = f"<w:r {nsdecls('w')}><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>"
                made.add_paragraph()._p.append(parse_xml(box))
            case _:
                for each in docx.Document(io.BytesIO(as_docx([block]))).element.body[:-1]:
                    body.insert(len(body) - 1, each)
    if header:
        made.sections[0].header.paragraphs[0].text = header
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def main() -> None:
    """Print the table."""
    for file in FILES:
        told = [(each["layout"], misplaced(each)) for each in layouts(file)]
        for number, (name, bad) in zip(count(1), told, strict=False):
            if "-v" in sys.argv:
                print(number, "ok" if not bad else "FAIL", name, *bad)
        print(f"{file}：{sum(not bad for _, bad in told)} / {len(told)}")


if __name__ == "__main__":
    main()
