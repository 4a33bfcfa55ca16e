"""Makes the file that is kept: a new one, with what is taken of a stranger's first section."""

import io
from datetime import datetime
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm
from lxml import etree

from rolesmith.files.letterhead.copied import Copier
from rolesmith.files.letterhead.open_file import refused
from rolesmith.files.letterhead.room import height_of
from rolesmith.files.letterhead.styles import Styles
from rolesmith.files.picture import NoPicture, cleaned

PAGE = Mm(210), Mm(297)
"""Where a file says none."""
EDGES = ("header", "first_page_header", "even_page_header", "footer", "first_page_footer", "even_page_footer")
"""Of a section, as python-docx names them."""
NARROWEST, SHORTEST, LARGEST = Mm(120), Mm(120), Mm(600)
"""What a page leaves between its margins, for a table and its texts; and the longest side of a page."""
SHARE = 0.35
"""Of the page's height that is above its text at most, or below."""
TEXT_LIMIT = 1_000
"""Characters of a header or a footer."""
PIXELS, PICTURES, KEPT_LIMIT = 1_600, 12, 3_000_000
"""What a picture is fitted into, how many there are, and bytes of the file that is kept."""
STYLES = {"Normal": "Normal", "heading 1": "Heading1", "heading 2": "Heading2", "Title": "Title"}
"""The styles that are taken, and our ids of them, by their names in a file."""
GRID = "Table Grid"
CREATED = datetime(2000, 1, 1)


class Maker:
    """Makes the letterhead of one document."""

    def __init__(self, document: Any, file: str) -> None:
        self.document, self.file = document, file
        self.section = document.sections[0]
        self.made_document: Any = docx.Document()
        self.styles = Styles(document)
        self.left_out: set[str] = set()
        self._styles_made: dict[str, tuple[str, Any]] = {}
        self._pictures: dict[bytes, bytes] = {}

    def made(self) -> tuple[bytes, tuple[str, ...]]:
        """The file, and what was left out. Raises Unreadable."""
        self._empty()
        wide = self._page()
        heights = {name: self._edge(name, wide) for name in EDGES}
        self._make_sure_of_room(heights)
        self._take_styles()
        edges = (getattr(self.made_document.sections[0], name) for name in EDGES)
        roots = [each._element for each in edges if not each.is_linked_to_previous]
        for root in (self.made_document.styles.element, *roots):
            etree.cleanup_namespaces(root)
        file = io.BytesIO()
        self.made_document.save(file)
        if file.tell() > KEPT_LIMIT:
            raise refused(self.file, "里面的图片太大", "请缩小或少放几张再传")
        return file.getvalue(), tuple(sorted(self.left_out))

    def _empty(self) -> None:
        """Have the new file hold nothing of python-docx's template but what Word needs."""
        made = self.made_document
        for part in (made.part.package, made.part):
            for key, relation in list(part.rels.items()):
                if not relation.reltype.endswith(("/officeDocument", "/styles", "/settings", "/core-properties")):
                    del part.rels[key]
        for style in list(made.styles):
            if style.name not in ("Default Paragraph Font", "Normal Table", "No List", "Header", "Footer"):
                style.delete()
        for default in list(made.styles.element.iter(qn("w:docDefaults"))):
            made.styles.element.remove(default)
        properties = made.core_properties
        properties.author = properties.title = properties.comments = ""
        properties.created = properties.modified = CREATED

    def _page(self) -> Length:
        """The page's size and margins; how wide its text is."""
        own, made = self.section, self.made_document.sections[0]
        wide, high = own.page_width or PAGE[0], own.page_height or PAGE[1]
        left, right = (max(0, side or 0) for side in (own.left_margin, own.right_margin))
        left += max(0, own.gutter or 0)
        if max(wide, high) > LARGEST:
            raise refused(self.file, "纸张太大", "请把纸张改成 A4 再传")
        if wide - left - right < NARROWEST:
            room = f"左右边距之间只剩 {max(0, wide - left - right) // 36_000} 毫米"
            raise refused(self.file, f"{room}，放不下表格", "请把左右边距改小，至少留出 120 毫米再传")
        made.page_width, made.page_height, made.orientation = wide, high, own.orientation
        made.left_margin, made.right_margin, made.gutter = Emu(left), Emu(right), Emu(0)
        for name in ("top_margin", "bottom_margin", "header_distance", "footer_distance"):
            said = getattr(own, name)
            setattr(made, name, Mm(20 if "margin" in name else 10) if said is None else Emu(abs(said)))
        made.different_first_page_header_footer = own.different_first_page_header_footer
        both = self.document.settings.odd_and_even_pages_header_footer
        self.made_document.settings.odd_and_even_pages_header_footer = both
        return Emu(wide - left - right)

    def _edge(self, name: str, wide: Length) -> Length:
        """Copy a header or a footer, where there is one; how high it is."""
        edge, made = getattr(self.section, name), getattr(self.made_document.sections[0], name)
        if edge.is_linked_to_previous:
            return Emu(0)
        copier = Copier(self.styles, self._styles_made, lambda key: self._picture(edge.part, key, made.part))
        made.is_linked_to_previous = False
        blocks = copier.blocks(edge._element)
        made._element[:] = blocks
        if not blocks or blocks[-1].tag != qn("w:p"):
            made.add_paragraph()
        self.left_out |= copier.left_out
        if sum(len(text.text or "") for text in made._element.iter(qn("w:t"))) > TEXT_LIMIT:
            raise refused(self.file, "页眉或页脚里的字太多", f"最多 {TEXT_LIMIT:,} 字，请删短再传")
        return height_of(made._element, self._styles_made, wide)

    def _picture(self, part: Any, key: str, made: Any) -> str:
        """Make a picture anew in the new part; its relation's id there."""
        if key not in part.rels or part.rels[key].is_external:
            raise refused(self.file, "页眉或页脚里有一张图片缺了", "请重新插入再传")
        data = part.rels[key].target_part.blob
        try:
            if data not in self._pictures:
                self._pictures[data] = cleaned(data, PIXELS, PIXELS, "信纸里的图片", photos=True)
        except NoPicture as error:
            raise refused(self.file, "页眉或页脚里有一张图片不能用", str(error).removesuffix("。")) from error
        if len(self._pictures) > PICTURES:
            raise refused(self.file, "页眉和页脚里的图片太多", f"最多 {PICTURES} 张，请删掉一些再传")
        return str(made.get_or_add_image(io.BytesIO(self._pictures[data]))[0])

    def _make_sure_of_room(self, heights: dict[str, Length]) -> None:
        made = self.made_document.sections[0]
        above = max(made.top_margin, made.header_distance + max(heights[name] for name in EDGES[:3]))
        below = max(made.bottom_margin, made.footer_distance + max(heights[name] for name in EDGES[3:]))
        for name, taken in (("页眉", above), ("页脚", below)):
            if taken > SHARE * made.page_height:
                raise refused(self.file, f"{name}太高，占了一页的三分之一以上", f"请把{name}和上下边距改小再传")
        if made.page_height - above - below < SHORTEST:
            raise refused(self.file, "页眉和页脚之间放不下正文", "请把上下边距改小再传")

    def _take_styles(self) -> None:
        """The styles of its headers and footers, and those that its text is to have."""
        sheet = self.made_document.styles.element
        for _, style in self._styles_made.values():
            sheet.append(style)
        copier = Copier(self.styles, {}, lambda _: "")
        for name, own in STYLES.items():
            if (key := self.styles.named(name)) is not None:
                sheet.append(copier.letters_of(key, own, name))
        if (key := self.styles.named(GRID)) is not None:
            sheet.append(copier.table_style(key, GRID))
