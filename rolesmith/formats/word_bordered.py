"""标准表格 as Word: a head and one table a band, each with its name in a column of its own at the left.

Tables are written as XML, which takes a tenth of python-docx's time; texts go in as runs. A name's column is one cell
over its rows; where a band may go on over a page, its name stands beside its heads, and repeats with them.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from rolesmith.document.document import Document, Fact, Phrase
from rolesmith.formats.bordered import bands, title_size
from rolesmith.formats.bordered_rows import (
    LABEL,
    WIDTH,
    Cell,
    Row,
    Table,
    is_short,
    kept,
    phrase,
    tables,
    with_heads,
)
from rolesmith.formats.excel.letterhead import logo_size
from rolesmith.formats.label_lines import broken, label_height, label_size
from rolesmith.formats.looks import Look
from rolesmith.formats.word_picture import add_picture
from rolesmith.formats.word_styles import FORM, ROWS, Numbering, number
from rolesmith.formats.word_text import colour, write_phrase
from rolesmith.role.text import one_line

TWIPS = 1440 / 25.4
"""Of a millimetre."""
FRAME, PARTING, INNER = 12, 6, 4
"""Eighths of a point: the line around the form, between its bands, and within a band."""
MARK, FACT, SAID = 30, 19, 32
"""Millimetres of the head's columns: logo and shop, names of facts, and what they say."""
LOGO = 24, 13
"""Millimetres that a logo is fitted into."""
TALLEST = 14
"""Lines of the highest row that is kept on one page: more than the ten that must be, since lines are counted high.

One that is kept with a higher one would leave much of a page empty; only what names it is.
"""
LINE, ROOM, POINT = 15, 5, 2.835
"""Points of a line of text, of what a row takes beside its lines, and of a millimetre."""
AGAIN, WIDE_AGAIN = 8, 4
"""Points of a name that is said again on each page with the heads of its table, and how many characters stand beside
each other there, so that the heads are hardly higher than any."""
TIGHT = 1.25
"""Times its letters that a line of a name is high at least."""
DATE = "年　　月　　日"
HEIGHT = 257
"""Millimetres of a usual page between its margins."""


class _Box(NamedTuple):
    """A cell of a row that is written: how wide in millimetres, over how many columns, and how it looks."""

    width: float
    span: int
    fill: str = ""
    merge: str = ""
    """`restart` or `continue` where it is one cell with those below or above it."""
    top: bool = False
    """Whether its text stands at the top."""
    open: tuple[str, ...] = ()
    """`top` and `bottom` where no line parts it from the cell there."""
    narrow: bool = False
    """Whether it has hardly any room beside its text."""


class Room(NamedTuple):
    """What a page has between its margins: millimetres from side to side, and how high it is beside the usual one."""

    wide: float = LABEL + WIDTH
    high: float = 1.0

    @property
    def scale(self) -> float:
        """Of what stands beside the column of names."""
        return (self.wide - LABEL) / WIDTH


class Form:
    """Writes one document's form."""

    def __init__(self, word: Any, look: Look, numbering: Numbering, room: Room) -> None:
        self.word, self.look, self.numbering, self.room = word, look, numbering, room
        self._body = word.element.body
        self._listed = 0

    def write(self, document: Document) -> None:
        """The head, and each band."""
        self._head(document)
        of_bands = [table for band in bands(document) for table in tables(band, self.look, self.room.scale)]
        for at, table in enumerate(of_bands):
            self._gap()
            self._write(table, first=not at)

    # —— The head ——

    def _head(self, document: Document) -> None:
        facts = document.facts or (Fact("", Phrase("")),)
        marked = bool(document.shop or document.logo)
        said = (FACT, SAID) if document.facts else ()
        widths = [*((MARK,) if marked else ()), self.room.wide - MARK * marked - sum(said), *said]
        table = self._table(widths, first=True)
        for at, fact in enumerate(facts):
            merge = "" if len(facts) == 1 else "continue" if at else "restart"
            boxes = [_Box(width, 1, merge=merge) for width in widths[: len(widths) - len(said)]]
            if said:
                boxes += [_Box(FACT, 1, self.look.shade), _Box(SAID, 1)]
            row = self._row(table, boxes, height=18 / len(facts) if len(facts) < 3 else 5.5)
            if at == 0:
                self._title(row[int(marked)], document.title)
                if marked:
                    self._mark(row[0], document)
            if said:
                self._set(row[-2], FORM["name"])
                row[-2].add_run(_spelled(fact.label))
                self._set(row[-1], FORM["small"])
                if str(fact):
                    write_phrase(row[-1], _framed(fact), self.look)

    def _title(self, line: Paragraph, title: str) -> None:
        self._set(line, "Title")
        line.add_run(one_line(title)).font.size = Pt(title_size(title, self.look))

    def _mark(self, line: Paragraph, document: Document) -> None:
        """The logo, and the shop's name below it."""
        self._set(line, FORM["mark"])
        if document.logo:
            wide, high = logo_size(document.logo)
            scale = min(LOGO[0] / wide, LOGO[1] / high)
            image = self.word.part.new_pic_inline(
                io.BytesIO(document.logo), Mm(max(1, wide * scale)), Mm(max(1, high * scale))
            )
            for side in ("distT", "distB", "distL", "distR"):  # else LibreOffice leaves room around it
                image.set(side, "0")
            line.add_run()._r.add_drawing(image)
            if document.shop:
                line.add_run().add_break()
        line.add_run(one_line(document.shop)).bold = True

    # —— Bands ——

    def _write(self, table: Table, first: bool) -> None:
        widths = [LABEL, *((end - begin) * self.room.scale for begin, end in pairwise(table.edges))]
        made = self._table(widths)
        last = len(table.rows) - 1
        heights = [max(each.lines * LINE + ROOM, max(each.height, each.room) * POINT) for each in table.rows]
        whole = is_short(table, heights, first, self.room.high)
        if not whole:
            table = with_heads(table)
        if table.head:
            row = self._cells(made, table, table.head, _Box(LABEL, 1, self.look.shade, open=("bottom",), narrow=True))
            self._keep(row)
            row[0]._p.getparent().getparent().get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            if not whole:
                self._name_again(row[0], table.label)
        stays = kept(table, heights, whole)
        named = _named(table, heights) if whole else 1
        for at, each in enumerate(table.rows):
            merge = "" if named == 1 or at >= named else "continue" if at else "restart"
            inner = ("top",) * bool(at or table.head) + ("bottom",) * (at < last)
            box = _Box(LABEL, 1, self.look.shade, merge=merge, top=each.lines > TALLEST, open=inner, narrow=True)
            row = self._cells(made, table, each, box)
            if at == 0 and whole:
                self._name(row[0], table.label)
            if stays[at] and at < last and (each.leads or max(each.lines, table.rows[at + 1].lines) <= TALLEST):
                self._keep(row)

    def _name(self, line: Paragraph, label: Phrase) -> None:
        """A band's name."""
        self._sized_name(line, label, *label_size(label))

    def _name_again(self, line: Paragraph, label: Phrase) -> None:
        """A band's name beside the heads of its table, with which it is repeated."""
        self._sized_name(line, label, AGAIN, WIDE_AGAIN)

    def _sized_name(self, line: Paragraph, label: Phrase, size: int, across: int) -> None:
        self._set(line, "Heading 1")
        write_phrase(line, broken(label, across), self.look)
        for run in line.runs:
            run.font.size = Pt(size)
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST  # LibreOffice loses rows below exact ones
        line.paragraph_format.line_spacing = Pt(TIGHT * size)

    def _cells(self, made: Any, table: Table, row: Row, label: _Box) -> list[Paragraph]:
        """A row with its texts; the paragraphs of its first cell."""
        boxes = [label]
        for cell in row.cells:
            span = table.edges.index(cell.end) - table.edges.index(cell.begin)
            fill = {"name": self.look.shade, "head": self.look.band, "group": self.look.band, "total": self.look.band}
            narrow = cell.kind in ("number", "head")
            boxes.append(
                _Box(
                    (cell.end - cell.begin) * self.room.scale,
                    span,
                    fill.get(cell.kind, ""),
                    top=cell.kind == "sign",
                    narrow=narrow,
                )
            )
        lines = self._row(made, boxes, height=max(row.height, row.room), whole=row.lines <= TALLEST)
        for line, cell in zip(lines[1:], row.cells, strict=True):
            self._fill(line, cell, row.height)
        return lines

    def _fill(self, line: Paragraph, cell: Cell, height: float) -> None:
        self._set(line, "Heading 2" if cell.kind == "group" else FORM[cell.kind])
        if cell.centred:
            _centre(line)
        if cell.kind == "number":
            if str(cell.phrase) == "1":
                self._listed = self.numbering.new_list(ROWS)
            number(line, self._listed)
            return
        write_phrase(line, cell.phrase, self.look)
        for run in line.runs if cell.again else ():
            run.font.hidden = True
        if cell.picture:
            add_picture(self.word, line, cell.picture, self.look, Mm(WIDTH * self.room.scale))
        if cell.mark:
            line.add_run(f"（{cell.mark}）").font.color.rgb = colour(self.look.soft)
        if cell.kind == "sign":
            if cell.who:
                line.add_run("　")
                write_phrase(line, cell.who, self.look)
            below = self._another(line, FORM["date"])
            below.paragraph_format.space_before = Pt(max(0, height * POINT - 2.6 * LINE))
            below.add_run(DATE)

    # —— XML ——

    def _table(self, widths: Sequence[float], first: bool = False) -> Any:
        edges = {"top": FRAME if first else PARTING, "left": FRAME, "bottom": PARTING, "right": FRAME}
        lines = {**edges, "insideH": INNER, "insideV": INNER}
        ink, edge = self.look.line.lstrip("#"), self.look.accent.lstrip("#")
        borders = "".join(
            f'<w:{name} w:val="single" w:sz="{size}" w:space="0" w:color="{ink if size == INNER else edge}"/>'
            for name, size in lines.items()
        )
        grid = "".join(f'<w:gridCol w:w="{round(width * TWIPS)}"/>' for width in widths)
        table = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{round(sum(widths) * TWIPS)}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid></w:tbl>"
        )
        self._body.insert_element_before(table, "w:sectPr")
        return table

    def _row(self, table: Any, boxes: Iterable[_Box], *, height: float = 0, whole: bool = True) -> list[Paragraph]:
        """Another row; of each of its cells the paragraph."""
        said = f'<w:trHeight w:val="{round(height * TWIPS)}" w:hRule="atLeast"/>' if height else ""
        cut = "<w:cantSplit/>" if whole else ""
        row = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr>{cut}{said}</w:trPr>{''.join(map(_box, boxes))}</w:tr>")
        table.append(row)
        return [Paragraph(cell.find(qn("w:p")), self.word._body) for cell in row.iterfind(qn("w:tc"))]

    def _another(self, line: Paragraph, style: str) -> Paragraph:
        """A paragraph below one."""
        made = OxmlElement("w:p")
        line._p.addnext(made)
        below = Paragraph(made, self.word._body)
        self._set(below, style)
        return below

    def _set(self, line: Paragraph, style: str) -> None:
        line._p.get_or_add_pPr().style = style.replace(" ", "")

    def _gap(self) -> None:
        """Between two tables, which Word would join into one."""
        line = self.word.add_paragraph()
        self._set(line, FORM["gap"])

    def _keep(self, row: Sequence[Paragraph]) -> None:
        """Keep a row, or what stands between two tables, with what follows."""
        cell = row[0]._p.getparent()
        for each in cell.getparent().iter(qn("w:p")) if cell.tag == qn("w:tc") else [row[0]._p]:
            each.get_or_add_pPr().get_or_add_keepNext()


def _named(table: Table, heights: Sequence[float]) -> int:
    """On how many rows the band's name stands: on those at its beginning that are surely on one page.

    LibreOffice loses rows where a cell over several is cut by a page's end, and those of the next band too.
    """
    if max(row.lines for row in table.rows) <= TALLEST:
        return len(heights)
    least = label_height(table.label)
    for at, below in enumerate(accumulate(heights)):
        if below >= least or table.rows[at].lines > TALLEST:
            return at + (table.rows[at].lines <= TALLEST) or 1
    return len(heights)


def _box(box: _Box) -> str:
    merged = f'<w:vMerge w:val="{box.merge}"/>' if box.merge else ""
    edges = "".join(f'<w:{side} w:val="nil"/>' for side in box.open)
    edges = f"<w:tcBorders>{edges}</w:tcBorders>" if edges else ""
    beside = "".join(f'<w:{side} w:w="20" w:type="dxa"/>' for side in ("left", "right")) if box.narrow else ""
    room = f"<w:tcMar>{beside}</w:tcMar>" if beside else ""
    fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{box.fill.lstrip("#")}"/>' if box.fill else ""
    span = f'<w:gridSpan w:val="{box.span}"/>' if box.span > 1 else ""
    stands = "top" if box.top else "center"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{round(box.width * TWIPS)}" w:type="dxa"/>{span}{merged}{edges}{fill}{room}'
        f'<w:vAlign w:val="{stands}"/></w:tcPr><w:p/></w:tc>'
    )


def _centre(line: Paragraph) -> None:
    line.paragraph_format.alignment = 1


def _spelled(label: str) -> str:
    """A name of two characters as wide as one of four."""
    return "　　".join(label) if len(label) == 2 else label


def _framed(fact: Fact) -> Phrase:
    pieces = (*phrase(fact.before).pieces, *fact.phrase.pieces, *phrase(fact.after).pieces)
    return Phrase(fact.phrase.id, pieces)
