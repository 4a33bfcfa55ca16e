"""Tables of a Word file: pairs of labels and values, tables with a head, lines to sign on; and what stays on one page.

A row is whole unless it is tall, a head repeats, and no row stands alone on a page: the first two hold together, and
the last two. LibreOffice keeps rows together as Word does: by the paragraphs of their first cells.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Emu, Mm, Pt

from rolesmith.document.document import Grid, Phrase, Sheet, Signatures
from rolesmith.formats.excel.row_height import is_tall
from rolesmith.formats.looks import Look
from rolesmith.formats.sheet_rows import sheet_rows
from rolesmith.formats.weights import OFF, TOTAL, Weights
from rolesmith.formats.word_text import colour, write_phrase, write_text

PIXEL = 9_525
"""English metric units, of which a pixel at 96 dpi has so many."""
NAME, SIGNED, DATE = 15, 20, 35
"""Percent of the page's width: a field's name, who signs, the date."""
MOST_COLUMNS = 12
"""Columns that stand side by side; those beyond make a table of their own below."""
SIGNATURES_KEPT, LINES_KEPT = 12, 4
"""Most lines to sign on that stay on one page, and lines before them that stay with them."""


class Tables:
    """Writes the tables of one document, `width` English metric units wide."""

    def __init__(self, word: Any, look: Look, width: int) -> None:
        self.word, self.look, self.width = word, look, width

    def gap(self) -> None:
        """Room between two tables, which Word would join into one."""
        self.word.add_paragraph().paragraph_format.line_spacing = Pt(6)

    def sheet(self, sheet: Sheet) -> None:
        """Labels and their values."""
        half = 50 - NAME
        table = _Table(self, [NAME, half, NAME, half])
        for pairs in sheet_rows(sheet):
            values = [value for _, value in pairs]
            widths = [half, half] if len(pairs) > 1 else [100 - NAME]
            cells = table.row(zip((value.printed for value in values), widths, strict=True), height=room(values))
            if len(pairs) == 1:
                cells[1].merge(cells[3])
            for at, (label, value) in enumerate(pairs):
                self._name(cells[2 * at], label)
                write_phrase(cells[2 * at + 1].paragraphs[0], value, self.look)
        table.finish()

    def grid(self, grid: Grid) -> None:
        """A table with a head and, where it has weights, their sum; too many columns make several tables."""
        for begin in range(0, len(grid.columns), MOST_COLUMNS):
            if begin:
                self.gap()
            self._grid(grid, slice(begin, begin + MOST_COLUMNS))

    def _grid(self, grid: Grid, part: slice) -> None:
        widths = grid.widths[part]
        texts = [[phrase.printed for phrase in phrases[part]] for phrases in grid.rows]
        centred = grid.codes[part]
        table = _Table(self, widths)
        for cell, column, middle in zip(table.head(), grid.columns[part], centred, strict=True):
            shade(cell, self.look.band)
            self._write(cell, column, middle, strong=True)
        for phrases, row, again in zip(grid.rows, texts, grid.again, strict=True):
            cells = table.row(zip(row, widths, strict=True), height=room(phrases[part]))
            for cell, phrase, middle in zip(cells, phrases[part], centred, strict=True):
                self._write(cell, phrase, middle)
            if again and not part.start:
                hide(cells[0])
        meanings = list(grid.meanings[part])
        at = meanings.index("weight") if "weight" in meanings else 0
        weights = Weights(row[at] for row in texts)
        if at and weights.any:
            self._total(table.sums(), meanings, weights, centred[at])
        table.finish()

    def _total(self, cells: Sequence[Any], meanings: Sequence[str], weights: Weights, middle: bool) -> None:
        """The sum below the weights; the column of weighted scores has room for its own."""
        at = meanings.index("weight")
        edges = {0, at, at + 1, len(cells)}
        edges |= {
            edge for found, meaning in enumerate(meanings) if meaning == "weighted" for edge in (found, found + 1)
        }
        for begin, end in pairwise(sorted(edges)):
            shade(cells[begin], self.look.shade)
            if end > begin + 1:
                cells[begin].merge(cells[end - 1])
        label, total = cells[0].paragraphs[0], cells[at].paragraphs[0]
        label.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write_text(label, TOTAL, self.look, strong=True)
        if weights.off:
            write_text(label, OFF, self.look, open=True, strong=True)
        write_text(total, str(weights), self.look, strong=True)
        if middle:
            total.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _write(self, cell: Any, phrase: Phrase, middle: bool, strong: bool = False) -> None:
        line = cell.paragraphs[0]
        if middle:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        write_phrase(line, phrase, self.look, strong)

    def signatures(self, signatures: Signatures) -> None:
        """A line each with room to sign and to date; they stay on one page, with the end of what stands before them."""
        if signatures.said:
            said = self.word.add_paragraph(f"{signatures.said}。")
            said.paragraph_format.keep_with_next = True
        self._keep_before()
        known = any(str(who).strip() for _, who in signatures.rows)
        widths = [NAME, SIGNED, 100 - NAME - SIGNED - DATE, DATE] if known else [NAME, 100 - NAME - DATE, DATE]
        table = _Table(self, widths)
        for label, who in signatures.rows:
            cells = table.row((), height=34)
            self._name(cells[0], label)
            if known:
                write_phrase(cells[1].paragraphs[0], who, self.look)
            for cell, text in zip(cells[-2:], ("签字：", "日期：　　　年　　月　　日"), strict=True):
                cell.paragraphs[0].add_run(text).font.color.rgb = colour(self.look.soft)
        table.finish(whole=len(signatures.rows) <= SIGNATURES_KEPT)

    def _keep_before(self) -> None:
        """Keep the last lines, or the last two rows, with what is written next; titles between keep by their style."""
        kept = 0
        for block in self.word.element.body.iterchildren(qn("w:tbl"), qn("w:p"), reversed=True):
            if block.tag == qn("w:tbl"):
                for row in block.tr_lst[-2:]:
                    _keep(row)
                return
            if (block.style or "").startswith("Heading"):
                if kept:
                    return
                continue
            block.get_or_add_pPr().get_or_add_keepNext()
            kept += bool(block.r_lst)
            if kept == LINES_KEPT:
                return

    def _name(self, cell: Any, label: Phrase) -> None:
        shade(cell, self.look.shade)
        write_phrase(cell.paragraphs[0], label, self.look)
        for run in cell.paragraphs[0].runs:
            run.font.color.rgb = colour(self.look.soft)


class _Table:
    """A table whose columns have these shares of the page's width."""

    def __init__(self, tables: Tables, widths: Sequence[int]) -> None:
        self._table = tables.word.add_table(0, len(widths))
        self._table.alignment, self._table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        ink = tables.look.line.lstrip("#")
        edges = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="{ink}"/>'
            for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        self._table._tbl.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
        total = sum(widths)
        for column, width in zip(self._table.columns, widths, strict=True):
            column.width = Emu(tables.width * width // total)
        self._pixels, self._size = tables.width / PIXEL / total, tables.look.text
        self._rows: list[Any] = []
        self._heads = self._sums = 0

    def head(self) -> Sequence[Any]:
        """The cells of the head."""
        cells = self.row(())
        self._rows[-1].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._heads += 1
        return cells

    def sums(self) -> Sequence[Any]:
        """The cells of the row of sums."""
        self._sums += 1
        return self.row(())

    def row(self, texts: Iterable[tuple[str, int]], height: float = 0) -> Sequence[Any]:
        """The cells of another row, which holds these texts in cells of these shares; `height` in points."""
        row = self._table.add_row()
        if not is_tall(((text, width * self._pixels) for text, width in texts), self._size):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        if height:
            row.height = Pt(height)
        cells: Sequence[Any] = row.cells
        for cell in cells:
            cell.paragraphs[0].style = "Cell"
            cell.vertical_alignment = 1
        self._rows.append(row._tr)
        return cells

    def finish(self, whole: bool = False) -> None:
        """Keep the first two rows on one page, and the last two with the sum below them; or the `whole`."""
        last = len(self._rows) - 1
        for at, row in enumerate(self._rows[:last]):
            if whole or at <= self._heads or at >= last - 1 - self._sums:
                _keep(row)


def hide(cell: Any) -> None:
    """Have a cell's text neither shown nor printed: the cell above says the same. Who reads the file finds it."""
    for run in cell.paragraphs[0].runs:
        run.font.hidden = True


def room(phrases: Iterable[Phrase]) -> float:
    """Points that the row of these cells is high at least, so that one can write in it by hand."""
    return float(Mm(max((phrase.room for phrase in phrases), default=0)).pt)


def _keep(row: Any) -> None:
    """Keep a row with what follows, unless it is tall."""
    if row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None:
        for properties in row.iterfind(f"{qn('w:tc')}/{qn('w:p')}/{qn('w:pPr')}"):
            properties.get_or_add_keepNext()


def shade(cell: Any, fill: str) -> None:
    """Put a colour behind a cell; none where it is empty."""
    if fill:
        found = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{fill.lstrip("#")}"/>')
        properties = cell._tc.get_or_add_tcPr()
        properties.insert_element_before(found, "w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")
