"""Word: a position description with real headings, numbering and tables, to edit, print and sign on A4."""

import io
import zipfile
from dataclasses import replace
from datetime import datetime

from docx.enum.text import WD_TAB_ALIGNMENT
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
from rolesmith.formats.edges import foot_line, head_line
from rolesmith.formats.excel.letterhead import logo_scale, logo_size
from rolesmith.formats.excel.row_height import is_tall
from rolesmith.formats.looks import BRAND, Look, closer
from rolesmith.formats.word_bordered import HEIGHT, Form, Room
from rolesmith.formats.word_letterhead import FEET, HEADS, fitted, shows, text_area
from rolesmith.formats.word_package import new_document
from rolesmith.formats.word_picture import add_picture, in_the_middle
from rolesmith.formats.word_styles import ENTRIES, HEADINGS, PAGE, STANDARDS, UNCOUNTED, Numbering, number, set_closer
from rolesmith.formats.word_tables import PIXEL, Tables
from rolesmith.formats.word_tail import ONE, OVER, closer_look, keep_tail, pages
from rolesmith.formats.word_text import colour, field, write_phrase, write_text
from rolesmith.role.text import LANGUAGE, one_line

CREATED = datetime(2000, 1, 1)
"""Always the same, so that the same role makes the same file."""


def write(document: Document, look: Look = BRAND) -> bytes:
    """The document as a .docx; set closer where it would else need a second page for little."""
    writer = _Writer(document, look)
    if not look.bordered and ONE < writer.pages <= OVER:
        closer_ones = (_Writer(document, each) for each in closer(look))
        writer = next((each for each in closer_ones if each.pages <= ONE), writer)
    return writer.written()


class _Writer:
    """Writes one document."""

    def __init__(self, document: Document, look: Look) -> None:
        letterhead = document.letterhead
        look = fitted(look, letterhead) if letterhead else look
        self.look, self.word = look, new_document(look, letterhead)
        self.document = document
        self.body = replace(document, shop="", logo=b"") if letterhead and shows(self.word, HEADS) else document
        """Without shop and logo where the letterhead says whose it is."""
        self.numbering = Numbering(self.word, look)
        self.width, self.room = PAGE[0] - 2 * round(look.side * 914_400), Room()
        if letterhead:
            self.width, height = text_area(self.word)
            self.room = Room(self.width.mm, height.mm / HEIGHT)
        self.tables = Tables(self.word, look, self.width)
        self._properties()
        self._edges()
        if self.look.bordered:
            Form(self.word, self.look, self.numbering, self.room).write(self.body)
        else:
            self._head()
            for part in self.body.parts:
                self._part(part)

    @property
    def pages(self) -> float:
        """How many pages it fills, about."""
        return pages(self.word.element.body, self.look, self.width / PIXEL, self.room.high)

    def written(self) -> bytes:
        """The file's bytes."""
        look = closer_look(self.word.element.body, self.look, self.width / PIXEL, self.room.high)
        if look is not self.look:
            set_closer(self.word, self.look, look)
            self.look = look
        keep_tail(self.word.element.body, self.look, self.width / PIXEL, self.room.high)
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
        """Shop and title at the head of each page but the first, page numbers at every foot.

        A letterhead has its own head; and its own foot, unless it says nothing there.
        """
        section = self.word.sections[0]
        if not self.document.letterhead:
            head = section.header.paragraphs[0]
            head.style = "Header"
            head.add_run(head_line(self.document))
        elif shows(self.word, FEET):
            return
        both = self.word.settings.odd_and_even_pages_header_footer
        for footer in (section.footer, section.first_page_footer, *((section.even_page_footer,) if both else ())):
            foot = footer.paragraphs[0]
            foot.style = "Footer"
            foot.paragraph_format.tab_stops.add_tab_stop(Emu(self.width), WD_TAB_ALIGNMENT.RIGHT)
            foot.add_run(foot_line(self.document) + "\t第 ")
            field(foot, "PAGE")
            foot.add_run(" 页 / 共 ")
            field(foot, "NUMPAGES")
            foot.add_run(" 页")

    def _head(self) -> None:
        shop, logo = self.body.shop, self.body.logo
        if shop or logo:
            line = self.word.add_paragraph()
            if logo:
                in_the_middle(line)
                wide, _ = logo_size(logo)
                picture = line.add_run().add_picture(io.BytesIO(logo), Emu(round(wide * logo_scale(logo)) * PIXEL))
                for edge in ("distT", "distB", "distL", "distR"):  # else LibreOffice leaves room around it
                    picture._inline.set(edge, "0")
                line.add_run("  ")
            line.add_run(one_line(shop)).bold = True
        self.word.add_paragraph(one_line(self.document.title), "Title")
        if self.document.stamp:
            self.word.add_paragraph("　　".join(self.document.stamp), "Subtitle")

    def _part(self, part: Part) -> None:
        title = self.word.add_paragraph(style="Heading 1")
        write_phrase(title, part.title, self.look)
        headings = 0
        if not part.number:
            number(title, UNCOUNTED)
            headings = self.numbering.new_list(HEADINGS)
        for at, element in enumerate(part.elements):
            if isinstance(element, Heading):
                line = self.word.add_paragraph(style="Heading 2")
                write_phrase(line, element.title, self.look)
                if headings:
                    number(line, headings)
                continue
            if at and _is_table(element) and _is_table(part.elements[at - 1]):
                self.tables.gap()
            self._element(element)

    def _element(self, element: Element) -> None:
        match element:
            case Sheet():
                self.tables.sheet(element)
                if element.chart:
                    add_picture(self.word, self.word.add_paragraph(), element.chart, self.look, self.width)
            case Numbered():
                listed = self.numbering.new_list(ENTRIES)
                for entry in element.entries:
                    self._entry(entry, listed)
                if element.rhythm:
                    add_picture(self.word, self.word.add_paragraph(), element.rhythm, self.look, self.width)
            case Grid():
                self.tables.grid(element)
            case Paragraphs():
                self._paragraphs(element.phrase)
            case Signatures():
                self.tables.signatures(element)

    def _entry(self, entry: Entry, listed: int) -> None:
        line = self.word.add_paragraph(style="List Number")
        number(line, listed)
        if is_tall([(str(entry), self.width / PIXEL)], self.look.text):
            line.paragraph_format.keep_together = False
        if entry.label:
            write_phrase(line, entry.label, self.look, strong=True)
            line.add_run("：").bold = True
        write_phrase(line, entry.phrase, self.look)
        if entry.mark:
            line.add_run(f"（{entry.mark}）").font.color.rgb = colour(self.look.soft)
        if entry.standard:
            line.paragraph_format.keep_with_next, line.paragraph_format.space_after = True, Pt(0)
            below = self.word.add_paragraph(style=STANDARDS)
            below.add_run(LABEL)
            write_phrase(below, entry.standard, self.look)

    def _paragraphs(self, phrase: Phrase) -> None:
        line = self.word.add_paragraph()
        for piece in phrase.pieces:
            for at, text in enumerate(piece.text.split("\n")):
                if at and line.runs:
                    line = self.word.add_paragraph()
                if text:
                    write_text(line, text, self.look, open=piece.open)


def _is_table(element: Element) -> bool:
    return isinstance(element, Sheet | Grid | Signatures)


def _settled(data: bytes) -> bytes:
    """The file with one date for all its parts, so that the same role makes the same file."""
    settled = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as read, zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as written:
        for name in read.namelist():
            written.writestr(zipfile.ZipInfo(name, CREATED.timetuple()[:6]), read.read(name), zipfile.ZIP_DEFLATED)
    return settled.getvalue()
