"""The empty file that every Word document begins as: python-docx's template without what is not ours."""

import io
from functools import lru_cache
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from rolesmith.formats.looks import LOOKS, Look
from rolesmith.formats.word_letterhead import put_on
from rolesmith.formats.word_styles import set_up
from rolesmith.role.text import LANGUAGE

KEPT_PARTS = {
    getattr(RELATIONSHIP_TYPE, name)
    for name in (
        "STYLES",
        "SETTINGS",
        "THEME",
        "NUMBERING",
        "OFFICE_DOCUMENT",
        "CORE_PROPERTIES",
        "EXTENDED_PROPERTIES",
    )
}
"""What stays of the template: no thumbnail, no second styles for an older Word, no other fonts, no data of another."""
MODE = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
}
"""That of today's Word, which then shows no 兼容模式 beside the name."""
SETTINGS = (
    f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:useFELayout/>'
    + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in MODE.items()
    )
    + f'</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="{LANGUAGE}"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)
IGNORABLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>RoleSmith</Application></Properties>"
)


def new_document(look: Look, letterhead: bytes = b"") -> Any:
    """A document of this look, which fits the letterhead where there is one, with nothing else in it."""
    return docx.Document(io.BytesIO(_empty(look, letterhead)))


@lru_cache(2 * len(LOOKS))
def _empty(look: Look, letterhead: bytes) -> bytes:
    document: Any = docx.Document()
    for part in (document.part.package, document.part):
        for key, relation in list(part.rels.items()):
            if relation.reltype not in KEPT_PARTS:
                del part.rels[key]
            elif relation.reltype == RELATIONSHIP_TYPE.EXTENDED_PROPERTIES:
                relation.target_part._blob = PROPERTIES
    settings = document.settings.element
    settings[:] = list(parse_xml(SETTINGS))
    settings.attrib.pop(IGNORABLE, None)
    set_up(document, look)
    if letterhead:
        put_on(document, letterhead, look)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
