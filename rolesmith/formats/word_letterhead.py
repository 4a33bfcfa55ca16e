"""A shop's own letterhead on a Word file: its page, its header and footer, and its fonts and sizes.

It comes from rolesmith/files/letterhead/, which lets nothing else into it. Fields, pictures and texts stay as they are.
"""

import io
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Pt, RGBColor

from rolesmith.formats.looks import Look

HEADS = ("header", "first_page_header", "even_page_header")
FEET = ("footer", "first_page_footer", "even_page_footer")
"""Of a section, as python-docx names them."""
SIZES = {"Normal": (9.0, 12.0), "Title": (14.0, 28.0), "Heading 1": (10.5, 20.0), "Heading 2": (9.0, 16.0)}
"""The smallest and the largest letters that a style may have here, in points."""
FORM_TEXT = 10.5
"""The largest text of a form."""


class Face(NamedTuple):
    """What a style of a letterhead says of letters, as far as it does; colour as RRGGBB."""

    east: str = ""
    latin: str = ""
    size: float = 0
    bold: bool | None = None
    colour: str = ""


def fitted(look: Look, letterhead: bytes) -> Look:
    """The look with the letterhead's fonts and sizes; a form keeps its lines and the sizes of its heads."""
    faces, line = _said(letterhead)
    text, head, title = (faces.get(name, Face()) for name in ("Normal", "Heading 1", "Title"))
    size = text.size or look.text
    found = replace(
        look,
        font=text.east or look.font,
        name_font=head.east or look.name_font,
        text=min(size, FORM_TEXT) if look.bordered else size,
        line=f"#{line}" if line and not look.bordered else look.line,
    )
    if look.bordered:
        return found
    return replace(found, title=title.size or look.title, section=head.size - 1 if head.size else look.section)


def put_on(document: Any, letterhead: bytes, look: Look) -> None:
    """Give a document that is set up in this look, which fits the letterhead, its page, styles, header and footer."""
    own = _opened(letterhead)
    section, said = document.sections[0], own.sections[0]
    for name in (
        "page_width", "page_height", "orientation", "left_margin", "right_margin", "top_margin", "bottom_margin",
        "header_distance", "footer_distance", "different_first_page_header_footer",
    ):  # fmt: skip
        setattr(section, name, getattr(said, name))
    document.settings.odd_and_even_pages_header_footer = own.settings.odd_and_even_pages_header_footer
    used: set[str] = set()
    for name in (*HEADS, *FEET):
        if not getattr(said, name).is_linked_to_previous:
            used |= _copy_edge(getattr(said, name), getattr(section, name))
    known = {style.style_id for style in document.styles}
    for style in own.styles:
        if style.style_id not in known and style.style_id in used:
            document.styles.element.append(deepcopy(style.element))
    _take_faces(document, look, _said(letterhead)[0])


def shows(document: Any, names: tuple[str, ...]) -> bool:
    """Whether any of these headers or footers shows anything."""
    edges = [getattr(document.sections[0], name) for name in names]
    drawn = (qn("w:drawing"), qn("w:instrText"), qn("w:fldSimple"))
    return any(
        not edge.is_linked_to_previous
        and (any(True for _ in edge._element.iter(*drawn)) or any(text.text for text in edge._element.iter(qn("w:t"))))
        for edge in edges
    )


def text_area(document: Any) -> tuple[Length, Length]:
    """How wide and how high a page's text is, between its margins."""
    section = document.sections[0]
    wide = section.page_width - section.left_margin - section.right_margin
    return Emu(wide), Emu(section.page_height - section.top_margin - section.bottom_margin)


def _copy_edge(source: Any, made: Any) -> set[str]:
    """Copy a header or a footer; the ids of the styles that it uses."""
    made.is_linked_to_previous = False
    made._element[:] = [deepcopy(each) for each in source._element]
    for picture in made._element.iter(qn("a:blip")):
        data = source.part.related_parts[picture.get(qn("r:embed"))].blob
        picture.set(qn("r:embed"), made.part.get_or_add_image(io.BytesIO(data))[0])
    return {style.get(qn("w:val")) for style in made._element.iter(qn("w:pStyle"))}


def _take_faces(document: Any, look: Look, faces: dict[str, Face]) -> None:
    """Letters and digits in the letterhead's faces everywhere, and its titles as they are."""
    latin = {look.name_font: faces.get("Heading 1", Face()).latin, look.font: faces.get("Normal", Face()).latin}
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        if face := latin.get(fonts.get(qn("w:eastAsia"), "")):
            for script in ("ascii", "hAnsi", "cs"):
                fonts.set(qn(f"w:{script}"), face)
    for name in () if look.bordered else ("Title", "Heading 1", "Heading 2"):
        said, font = faces.get(name, Face()), document.styles[name].font
        if said.size:
            font.size = Pt(said.size)
        if said.bold is not None:
            font.bold = said.bold
        if said.colour:
            font.color.rgb = RGBColor.from_string(said.colour)


def _opened(letterhead: bytes) -> Any:
    return docx.Document(io.BytesIO(letterhead))


@lru_cache(2)
def _said(letterhead: bytes) -> tuple[dict[str, Face], str]:
    """What its styles say of letters, and the colour of its tables' lines."""
    styles = {style.name: style for style in _opened(letterhead).styles}
    faces = {name: _face(styles[name], *SIZES[name]) for name in SIZES if name in styles}
    grid = styles.get("Table Grid")
    lines = [] if grid is None else [each.get(qn("w:color"), "auto") for each in grid.element.iter(qn("w:insideH"))]
    return faces, next(("000000" if line == "auto" else line for line in lines), "")


def _face(style: Any, least: float, most: float) -> Face:
    fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
    east, latin = ("", "") if fonts is None else (fonts.get(qn(f"w:{each}"), "") for each in ("eastAsia", "ascii"))
    size = style.font.size
    colour = style.font.color.rgb
    return Face(east, latin, min(max(size.pt, least), most) if size else 0, style.font.bold, str(colour or ""))
