"""Word: a position description with real headings, numbering and tables, to edit, print and sign on A4."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Pt

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
from rolesmith.formats.excel.letterhead import logo_scale, logo_size
from rolesmith.formats.html import sheet_rows
from rolesmith.formats.looks import BRAND, Look
from rolesmith.formats.word_styles import (
    ENTRIES,
    HEADINGS,
    PAGE,
    SECTIONS,
    STANDARDS,
    Numbering,
    colour,
    field,
    number,
    set_up,
)
from rolesmith.role.text import LANGUAGE, one_line

CREATED = datetime(2000, 1, 1)
"""Always the same, so that the same role makes the same file."""
PIXEL = 9_525
"""English metric units, of which a pixel at 96 dpi has so many."""
NAME, SIGNED, DATE = 15, 20, 35
"""Percent of the page's width: a field's name, who signs, the date."""
LONG = 600
"""Characters of a field from which on a page break may split it."""
MOST_COLUMNS = 12
"""Columns that stand side by side; those beyond make a table of their own below."""


def write(document: Document, look: Look = BRAND) -> bytes:
    """The document as a .docx."""
    return _Writer(document, look).written()


class _Writer:
    """Writes one document."""

    def __init__(self, document: Document, look: Look) -> None:
        self.document, self.look = document, look
        self.word: Any = docx.Document()
        set_up(self.word, look)
        self.numbering = Numbering(self.word, look)
        self.width = PAGE[0] - 2 * round(look.side * 914_400)

    def written(self) -> bytes:
        """The file's bytes."""
        self._properties()
        self._edges()
        self._head()
        counted = self.numbering.new_list(SECTIONS)
        for part in self.document.parts:
            self._part(part, counted)
        file = io.BytesIO()
        self.word.save(file)
        return _settled(file.getvalue())

    def _properties(self) -> None:
        properties = self.word.core_properties
        properties.title, properties.author = one_line(self.document.title)[:255], one_line(self.document.shop)[:255]
        properties.language, properties.comments, properties.last_modified_by = LANGUAGE, "", ""
        properties.created = properties.modified = CREATED
        properties.revision = 1

    def _edges(self) -> None:
        """Shop and title at the head of each page but the first, page numbers at every foot."""
        section = self.word.sections[0]
        head = section.header.paragraphs[0]
        head.style = "Header"
        head.add_run(one_line(" · ".join(filter(None, (self.document.shop, self.document.title)))))
        for footer in (section.footer, section.first_page_footer):
            foot = footer.paragraphs[0]
            foot.style = "Footer"
            foot.paragraph_format.tab_stops.add_tab_stop(Emu(self.width), WD_TAB_ALIGNMENT.RIGHT)
            foot.add_run(one_line(self.document.name) + "\t第 ")
            field(foot, "PAGE")
            foot.add_run(" 页 / 共 ")
            field(foot, "NUMPAGES")
            foot.add_run(" 页")

    def _head(self) -> None:
        shop, logo = self.document.shop, self.document.logo
        if shop or logo:
            line = self.word.add_paragraph()
            if logo:
                wide, _ = logo_size(logo)
                line.add_run().add_picture(io.BytesIO(logo), Emu(round(wide * logo_scale(logo)) * PIXEL))
                line.add_run("  ")
            line.add_run(one_line(shop)).bold = True
        self.word.add_paragraph(one_line(self.document.title), "Title")
        if self.document.stamp:
            self.word.add_paragraph("　　".join(self.document.stamp), "Subtitle")

    def _part(self, part: Part, counted: int) -> None:
        title = self.word.add_paragraph(style="Heading 1")
        self._runs(title, part.title)
        if part.number:
            number(title, counted)
        headings = 0
        for at, element in enumerate(part.elements):
            if isinstance(element, Heading):
                headings = headings or self.numbering.new_list(HEADINGS)
                line = self.word.add_paragraph(style="Heading 2")
                self._runs(line, element.title)
                number(line, headings)
                continue
            if at and _is_table(element) and _is_table(part.elements[at - 1]):
                self._gap()
            self._element(element)

    def _element(self, element: Element) -> None:
        match element:
            case Sheet():
                self._sheet(element)
            case Numbered():
                listed = self.numbering.new_list(ENTRIES)
                for entry in element.entries:
                    self._entry(entry, listed)
            case Grid():
                for begin in range(0, len(element.columns), MOST_COLUMNS):
                    if begin:
                        self._gap()
                    self._grid(element, slice(begin, begin + MOST_COLUMNS))
            case Paragraphs():
                self._paragraphs(element.phrase)
            case Signatures():
                self._signatures(element)

    def _gap(self) -> None:
        """Room between two tables, which Word would join into one."""
        line = self.word.add_paragraph()
        line.paragraph_format.line_spacing = Pt(6)

    def _entry(self, entry: Entry, listed: int) -> None:
        line = self.word.add_paragraph(style="List Number")
        number(line, listed)
        if entry.label:
            self._runs(line, entry.label, strong=True)
            line.add_run("：").bold = True
        self._runs(line, entry.phrase)
        if entry.mark:
            line.add_run(f"（{entry.mark}）").font.color.rgb = colour(self.look.soft)
        if entry.standard:
            line.paragraph_format.keep_with_next, line.paragraph_format.space_after = True, Pt(0)
            below = self.word.add_paragraph(style=STANDARDS)
            below.add_run(LABEL)
            self._runs(below, entry.standard)

    def _paragraphs(self, phrase: Phrase) -> None:
        line = self.word.add_paragraph()
        for piece in phrase.pieces:
            for at, text in enumerate(piece.text.split("\n")):
                if at and line.runs:
                    line = self.word.add_paragraph()
                if text:
                    self._run(line, text, piece.open)

    def _sheet(self, sheet: Sheet) -> None:
        half = 50 - NAME
        table = self._table([NAME, half, NAME, half])
        for pairs in sheet_rows(sheet):
            row = self._row(table, whole=len(str(pairs[0][1])) < LONG)
            if len(pairs) == 1:
                row.cells[1].merge(row.cells[3])
            for at, (label, value) in enumerate(pairs):
                self._name(row.cells[2 * at], label)
                self._runs(row.cells[2 * at + 1].paragraphs[0], value)

    def _grid(self, grid: Grid, part: slice) -> None:
        table = self._table(grid.widths[part])
        head = self._row(table)
        head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for cell, column in zip(head.cells, grid.columns[part], strict=True):
            self._shaded(cell, self.look.band)
            line = cell.paragraphs[0]
            self._runs(line, column, strong=True)
        for phrases in grid.rows:
            row = self._row(table, whole=False)  # LibreOffice drops rows that cannot be split below a repeated head
            for cell, phrase in zip(row.cells, phrases[part], strict=True):
                self._runs(cell.paragraphs[0], phrase)

    def _signatures(self, signatures: Signatures) -> None:
        """A line each with room to sign and to date; they stay on one page."""
        known = any(str(who).strip() for _, who in signatures.rows)
        widths = [NAME, SIGNED, 100 - NAME - SIGNED - DATE, DATE] if known else [NAME, 100 - NAME - DATE, DATE]
        table = self._table(widths)
        for at, (label, who) in enumerate(signatures.rows):
            row = self._row(table)
            row.height = Pt(34)
            self._name(row.cells[0], label)
            if known:
                self._runs(row.cells[1].paragraphs[0], who)
            for cell, text in zip(row.cells[-2:], ("签字：", "日期：　　　年　　月　　日"), strict=True):
                cell.paragraphs[0].add_run(text).font.color.rgb = colour(self.look.soft)
            for cell in row.cells:
                cell.vertical_alignment = 1
                cell.paragraphs[0].paragraph_format.keep_with_next = at < len(signatures.rows) - 1

    def _table(self, widths: Sequence[int]) -> Any:
        """A table without rows whose columns have these shares of the page's width."""
        table = self.word.add_table(0, len(widths))
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        ink = self.look.line.lstrip("#")
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{ink}"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        properties = table._tbl.tblPr
        properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
        total = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(self.width * width // total)
        return table

    def _row(self, table: Any, whole: bool = True) -> Any:
        """Another row; `whole`: no page break splits it."""
        row = table.add_row()
        if whole:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width
            cell.paragraphs[0].style = "Cell"
        return row

    def _name(self, cell: Any, label: Phrase) -> None:
        self._shaded(cell, self.look.shade)
        self._runs(cell.paragraphs[0], label)
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = colour(self.look.soft)

    def _shaded(self, cell: Any, fill: str) -> None:
        if fill:
            shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill.lstrip("#")}"/>')
            cell._tc.get_or_add_tcPr().append(shade)

    def _runs(self, line: Any, phrase: Phrase, strong: bool = False) -> None:
        for piece in phrase.pieces:
            if piece.text:
                self._run(line, piece.text, piece.open, strong)

    def _run(self, line: Any, text: str, open: bool, strong: bool = False) -> None:
        run = line.add_run(text)
        for found in run._r.findall(qn("w:t")):  # python-docx preserves only spaces at the ends
            found.set(qn("xml:space"), "preserve")
        if strong:
            run.bold = True
        if open:
            run.font.color.rgb = colour(self.look.seal)


def _is_table(element: Element) -> bool:
    return isinstance(element, Sheet | Grid | Signatures)


def _settled(data: bytes) -> bytes:
    """The file with one date for all its parts, so that the same role makes the same file."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(zipfile.ZipInfo(name, CREATED.timetuple()[:6]), read.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
