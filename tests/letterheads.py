"""Letterheads for tests: a whole one as a shop would make it, and hostile ones."""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from PIL import Image

from rolesmith.formats.word_text import field

SHOP = "青禾家居（杭州）有限公司"
SECRETS = (
    "正文机密",
    "作者机密",
    "题目机密",
    "批注机密",
    "隐藏机密",
    "删掉的机密",
    "图片说明机密",
    "书签机密",
    "自定机密",
)
"""What stands in it and is not shown in its header and footer."""


@cache
def picture(size: tuple[int, int] = (300, 90), kind: str = "PNG") -> bytes:
    """A picture of one colour, with words in it that nobody sees."""
    file = io.BytesIO()
    Image.new("RGB", size, "#1f6b5a").save(file, kind)
    return file.getvalue()


@cache
def letterhead(margin: float = 25, change: Callable[[Any], None] | None = None) -> bytes:
    """A .docx with a header with a picture, a footer with page numbers, styles, and all sorts of secrets."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(margin)
    section.top_margin, section.bottom_margin, section.header_distance = Mm(35), Mm(22), Mm(11)
    _head(section.header.paragraphs[0])
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("内部文件 第 ")
    field(foot, "PAGE")
    foot.add_run(" 页")
    _styles(document.styles)
    document.add_paragraph(SECRETS[0])
    document.core_properties.author, document.core_properties.title = SECRETS[1:3]
    document.core_properties.comments = SECRETS[3]
    if change:
        change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _head(head: Any) -> None:
    image = head.add_run().add_picture(io.BytesIO(picture()), height=Mm(10))
    image._inline.docPr.set("descr", f"C:\\{SECRETS[6]}.png")
    shop = head.add_run(f"　{SHOP}")
    shop.font.size, shop.font.color.rgb = Pt(14), RGBColor(0xC0, 0, 0)
    hidden = head.add_run(SECRETS[4])
    hidden.font.hidden = True
    marks = nsdecls("w")
    head._p.append(parse_xml(f"<w:del {marks}><w:r><w:delText>{SECRETS[5]}</w:delText></w:r></w:del>"))
    head._p.append(parse_xml(f'<w:bookmarkStart {marks} w:id="1" w:name="{SECRETS[7]}"/>'))
    control = f'<w:sdtPr><w:dataBinding w:xpath="{SECRETS[8]}"/></w:sdtPr>'
    said = "<w:sdtContent><w:r><w:t>电话 0571</w:t></w:r></w:sdtContent>"
    head._p.append(parse_xml(f"<w:sdt {marks}>{control}{said}</w:sdt>"))


def _styles(styles: Any) -> None:
    wanted = {"Normal": ("楷体", 12), "Heading 1": ("隶书", 17), "Heading 2": ("幼圆", 13), "Title": ("隶书", 24)}
    for name, (font, size) in wanted.items():
        style = styles[name]
        style.font.size = Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.attrib.clear()
        fonts.set(qn("w:eastAsia"), font)
        fonts.set(qn("w:ascii"), "Arial")


def parts(data: bytes) -> dict[str, bytes]:
    """What is packed in a .docx, by its name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in found.items():
            archive.writestr(name, part)
    return file.getvalue()


def with_part(name: str, change: bytes | Callable[[bytes], bytes], data: bytes | None = None) -> bytes:
    """A letterhead with another part, or with a part changed."""
    found = parts(data or letterhead())
    found[name] = change if isinstance(change, bytes) else change(found[name])
    return packed(found)


def with_relation(kind: str, target: str, of: str = "word/_rels/document.xml.rels", mode: str = "External") -> bytes:
    """A letterhead in which a part has one relation more."""
    said = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/" + kind
    one = f'<Relationship Id="rId99" Type="{said}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    found = parts(letterhead())
    whole = found.get(of) or b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
    whole = re.sub(rb"/>\s*$", b"></Relationships>", whole) if b"</Relationships>" not in whole else whole
    return packed({**found, of: whole.replace(b"</Relationships>", one.encode())})


def header(inner: str) -> bytes:
    """A letterhead whose header is this."""

    def change(document: Any) -> None:
        edge = document.sections[0].header._element
        spaces = nsdecls("w", "wp", "a", "pic", "r") + (
            ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
            ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
            ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
        )
        edge[:] = list(parse_xml(f"<w:hdr {spaces}>{inner}</w:hdr>"))

    return letterhead(change=change)
