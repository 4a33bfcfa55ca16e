"""The styles of a Word file: A4, a few styles of our own, and numbering that Word itself counts."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips

from rolesmith.formats.looks import FANGSONG, FONT, HEI, SMALLEST, SONG, Look
from rolesmith.formats.word_text import colour
from rolesmith.role.text import LANGUAGE

PAGE = Mm(210), Mm(297)
KEPT = ("Normal", "Default Paragraph Font", "Normal Table", "No List", "Title", "Subtitle", "Heading 1", "Heading 2")
"""Styles of python-docx's template that stay, under Word's own names, which outlines and tables of contents use."""
TITLES, HEADINGS, ENTRIES, ROWS = 1, 2, 3, 4
"""The ways of counting: 一、 with （一） in each, （一） where a title has no number, 1. in a list, 1 in a form."""
FORM = {
    "text": "表格正文", "number": "表格序号", "standard": "表格标准", "name": "表格项目", "head": "表格表头",
    "total": "表格项目", "said": "表格标准", "sign": "表格签署", "date": "表格日期", "mark": "表格单位",
    "small": "表格小字", "gap": "表格间隔",
}  # fmt: skip
"""The styles of what stands in 标准表格, by kind."""
LATIN = {SONG: "Times New Roman", FANGSONG: "Times New Roman", HEI: "Arial"}
"""The faces of letters and digits beside these Chinese ones."""
STANDARDS = "工作标准"
"""The style of standards, each below its line."""
CHINESE = "chineseCountingThousand"
AIRY, CLOSE = 1.65, 1.5
"""Times its letters that a line is high at least, with much air and with little: what no common font is higher than, so
that a page holds the same in every program."""
INSET = 420
"""How far the text of a list is set in, in twentieths of a point."""
COUNTED = {
    TITLES: ((CHINESE, "%1、", "nothing", "Heading1"), (CHINESE, "（%2）", "nothing", "Heading2")),
    HEADINGS: ((CHINESE, "（%1）", "nothing", ""),),
    ENTRIES: (("decimal", "%1.", "tab", ""),),
    ROWS: (("decimal", "%1", "nothing", ""),),
}
"""Of each level how it counts, how it shows a number, what stands behind it, and the style that it belongs to."""


def set_up(document: Any, look: Look) -> None:
    """Page, styles and language of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = round(look.side * 914_400)
    section.top_margin = section.bottom_margin = Mm(20)
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    styles = document.styles
    for style in list(styles):
        if style.name not in KEPT:
            style.delete()
            continue
        for found in style.element.xpath("w:link | w:pPr/w:numPr"):
            found.getparent().remove(found)
    for default in styles.element.iter(qn("w:rPrDefault")):
        default.getparent().remove(default)
    _text(styles["Normal"], look.text, look.ink, font=look.font)
    _lined(styles["Normal"], look.text * line_height(look))
    _spaced(styles["Normal"], 0, 2 * look.air)
    _text(styles["Title"], look.title, look.ink, bold=True, font=look.name_font)
    styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _spaced(styles["Title"], 6 * look.air, 6 * look.air)
    _ruled(styles["Title"], "bottom", 12, look.accent, 6)
    _text(styles["Subtitle"], look.small, look.soft, font=look.font)
    styles["Subtitle"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _spaced(styles["Subtitle"], 0, 6 * look.air)
    for name, size, before in (("Heading 1", look.section + 1, 14), ("Heading 2", look.text + 0.5, 7)):
        _text(styles[name], size, look.accent if name == "Heading 1" else look.ink, bold=True, font=look.name_font)
        _lined(styles[name], size * CLOSE)
        _spaced(styles[name], before * look.air, 4 * look.air)
        styles[name].paragraph_format.keep_with_next = True
    _ruled(styles["Heading 1"], "bottom", 6, look.line, 3)
    entry = styles.add_style("List Number", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
    entry.base_style = styles["Normal"]
    entry.paragraph_format.keep_together = True
    standard = styles.add_style(STANDARDS, WD_STYLE_TYPE.PARAGRAPH)
    standard.base_style = styles["Normal"]
    _text(standard, look.small, look.soft, font=look.font)
    _lined(standard, look.small * CLOSE)
    _spaced(standard, 0, 4 * look.air)
    standard.paragraph_format.keep_together = True
    standard.paragraph_format.left_indent = Twips(INSET)
    cell = styles.add_style("Cell", WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    _spaced(cell, 2 * look.air, 2 * look.air)
    cell.paragraph_format.keep_together = True
    for name in ("Header", "Footer"):
        edge = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        edge.base_style = styles["Normal"]
        _text(edge, look.small, look.soft, font=look.name_font)
    if look.bordered:
        _form(styles, look)


def _form(styles: Any, look: Look) -> None:
    """The styles of a form: cells with little room, names in the middle."""
    for name in ("Title", "Heading 1"):
        for ruled in styles[name].element.findall(f"{qn('w:pPr')}/{qn('w:pBdr')}"):
            ruled.getparent().remove(ruled)
    for name, size in (("Heading 1", 11), ("Heading 2", look.text - 0.5)):
        _text(styles[name], size, look.ink, bold=True, font=look.name_font)
        _lined(styles[name], size * CLOSE)
    middle, right = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
    styles["Heading 1"].paragraph_format.alignment = middle
    for name in ("Title", "Heading 1", "Heading 2"):
        _spaced(styles[name], 2 * look.air, 2 * look.air)
        styles[name].paragraph_format.keep_with_next = False
    small = look.small + 0.5
    wanted = {
        "text": (look.text, look.font, None), "number": (look.text, look.font, middle),
        "standard": (small, look.font, None),
        "name": (small, look.name_font, middle), "head": (look.small, look.name_font, middle),
        "sign": (small, look.name_font, None), "date": (look.small, look.font, right),
        "mark": (look.small, look.name_font, middle), "small": (look.small, look.font, None),
        "gap": (1, look.font, None),
    }  # fmt: skip
    for kind, (size, font, alignment) in wanted.items():
        style = styles.add_style(FORM[kind], WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _text(style, size, look.ink, bold=kind == "head", font=font)
        _lined(style, size * CLOSE)
        style.paragraph_format.alignment = alignment
        _spaced(style, 2.5 * look.air, 2.5 * look.air)
        style.paragraph_format.keep_together = True
    gap = styles[FORM["gap"]].paragraph_format
    gap.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    gap.line_spacing, gap.space_before, gap.space_after = Twips(2), Pt(0), Pt(0)


def set_closer(document: Any, look: Look, closer: Look) -> None:
    """Set a document that is written already in the air and the sizes of a closer look."""
    share, less = closer.air / look.air, look.text - closer.text
    for style in document.styles:
        if style.type != WD_STYLE_TYPE.PARAGRAPH:
            continue
        form = style.paragraph_format
        before, after = form.space_before, form.space_after
        _spaced(style, before.pt * share if before else 0, after.pt * share if after else 0)
        size = style.font.size.pt if style.font.size else 0
        if less and size - less >= SMALLEST:
            style.font.size = Pt(size - less)
            if form.line_spacing_rule == WD_LINE_SPACING.AT_LEAST:
                form.line_spacing = Pt(form.line_spacing.pt * (size - less) / size)


def line_height(look: Look) -> float:
    """Times its letters that a line of text is high."""
    return AIRY if look.air >= 1 else CLOSE


def _lined(style: Any, points: float) -> None:
    """Have the style's lines at least so high: a picture or a taller script has the room that it needs."""
    form = style.paragraph_format
    form.line_spacing, form.line_spacing_rule = Pt(points), WD_LINE_SPACING.AT_LEAST


def _text(style: Any, size: float, ink: str, bold: bool = False, font: str = FONT) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = colour(ink)
    properties = style.element.get_or_add_rPr()
    for fonts in properties.findall(qn("w:rFonts")):
        properties.remove(fonts)
    fonts = OxmlElement("w:rFonts")
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), font if script == "eastAsia" else LATIN.get(font, font))
    properties.insert(0, fonts)
    for name in ("w:spacing", "w:kern"):
        for found in properties.findall(qn(name)):
            properties.remove(found)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), LANGUAGE)
    for found in properties.findall(qn("w:lang")):
        properties.remove(found)
    properties.append(language)


def _spaced(style: Any, before: float, after: float) -> None:
    """In half points, as Word's own pages ask for them; LibreOffice lost rows that stood at odd fractions of one."""
    style.paragraph_format.space_before, style.paragraph_format.space_after = _halves(before), _halves(after)


def _halves(points: float) -> Pt:
    return Pt(round(2 * points) / 2)


def _ruled(style: Any, edge: str, eighths: int, ink: str, space: int) -> None:
    """A line along a paragraph's edge, in eighths of a point."""
    properties = style.element.get_or_add_pPr()
    for found in properties.findall(qn("w:pBdr")):
        properties.remove(found)
    line = f'<w:{edge} w:val="single" w:sz="{eighths}" w:space="{space}" w:color="{ink.lstrip("#")}"/>'
    properties.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>"), "w:shd", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


class Numbering:
    """The document's numbering. Titles count by their styles; every other list is counted anew by Word."""

    def __init__(self, document: Any, look: Look) -> None:
        self._root = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        for way in COUNTED:
            self._root.append(parse_xml(_counting(way, look)))
        self._root.append(
            parse_xml(f'<w:num {nsdecls("w")} w:numId="{TITLES}"><w:abstractNumId w:val="{TITLES}"/></w:num>')
        )
        self._last = TITLES
        for level in range(0 if look.bordered else 2):
            properties = document.styles[f"Heading {level + 1}"].element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val, properties.get_or_add_numId().val = level, TITLES

    def new_list(self, way: int) -> int:
        """Begin a list that counts from 1; its number in the file."""
        self._last += 1
        self._root.append(
            parse_xml(
                f'<w:num {nsdecls("w")} w:numId="{self._last}"><w:abstractNumId w:val="{way}"/>'
                '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            )
        )
        return self._last


def _counting(way: int, look: Look) -> str:
    ink = f'<w:rPr><w:color w:val="{look.soft.lstrip("#")}"/></w:rPr>' if way == ENTRIES else ""
    indent = f'<w:pPr><w:ind w:left="{INSET}" w:hanging="{INSET}"/></w:pPr>' if way == ENTRIES else ""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{counts}"/>'
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + f'<w:suff w:val="{behind}"/><w:lvlText w:val="{shows}"/><w:lvlJc w:val="left"/>{indent}{ink}</w:lvl>'
        for level, (counts, shows, behind, style) in enumerate(COUNTED[way])
    )
    kind = "multilevel" if len(COUNTED[way]) > 1 else "singleLevel"
    inner = f'<w:multiLevelType w:val="{kind}"/>{levels}'
    return f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{way}">{inner}</w:abstractNum>'


UNCOUNTED = 0
"""The number of no list: a title without a number."""


def number(paragraph: Any, listed: int) -> None:
    """Make a paragraph one of the list with this number."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = listed
