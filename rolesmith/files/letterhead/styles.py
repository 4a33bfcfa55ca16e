"""The styles of a stranger's document: what each comes to, whatever it is based on, in fonts and colours of its own."""

from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import cached_property
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

MOST_BASED = 20
"""Styles that one may be based on, one on the other."""
SCRIPTS = ("ascii", "hAnsi", "eastAsia", "cs")
"""That a font is said for."""
LONGEST = 40
"""Characters of a font's name."""
SCHEME = {"tx1": "dk1", "bg1": "lt1", "tx2": "dk2", "bg2": "lt2"}
"""What drawings call the first colours of a theme."""
BLACK = "000000"

Properties = dict[str, Any]
"""By their names, each as Word writes it."""


class Styles:
    """What the styles of one document come to."""

    def __init__(self, document: Any) -> None:
        self._sheet = document.styles.element
        self._document = document
        found = self._sheet.findall(qn("w:style"))
        self._by_id = {style.get(qn("w:styleId"), ""): style for style in found}
        self._usual = next((style for style in found if _is_usual(style)), None)

    def named(self, name: str) -> str | None:
        """The id of the style of this name; None where there is none."""
        for key, style in self._by_id.items():
            called = style.find(qn("w:name"))
            if called is not None and called.get(qn("w:val"), "").lower() == name.lower():
                return str(key)
        return None

    def of(self, paragraph: Any) -> str:
        """The id of a paragraph's style."""
        said = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        key = said.get(qn("w:val"), "") if said is not None else ""
        return key if key in self._by_id or self._usual is None else self._usual.get(qn("w:styleId"), "")

    def letters(self, key: str, *, alone: bool = False) -> Properties:
        """What a style says of letters; `alone` without what is so for the whole document."""
        whole = [] if alone else [self._sheet.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")]
        return _merged([*whole, *(style.find(qn("w:rPr")) for style in self._chain(key))])

    def lines(self, key: str) -> Properties:
        """What a style says of paragraphs."""
        whole = self._sheet.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")
        return _merged([whole, *(style.find(qn("w:pPr")) for style in self._chain(key))])

    def table(self, key: str) -> Properties:
        """What a style says of tables."""
        return _merged(style.find(qn("w:tblPr")) for style in self._chain(key))

    def is_hidden(self, run: Any) -> bool:
        """Whether Word does not show a run, by itself or by its styles."""
        own = run.find(qn("w:rPr"))
        said = own.find(qn("w:rStyle")) if own is not None else None
        found = self.letters(self.of(next(run.iterancestors(qn("w:p")), run)))
        found |= self.letters(said.get(qn("w:val"), ""), alone=True) if said is not None else {}
        found |= _merged([own])
        hidden = found.get("vanish")
        return hidden is not None and hidden.get(qn("w:val"), "1") not in ("0", "false", "off")

    def fonts(self, said: Any) -> dict[str, str]:
        """The font of each script that an `rFonts` names, those of the theme by their own names."""
        found = {}
        for script in SCRIPTS:
            themed = said.get(qn(f"w:{'cstheme' if script == 'cs' else f'{script}Theme'}"))
            font = self._theme_fonts.get(themed or "", "") or said.get(qn(f"w:{script}"), "")
            if font and len(font) <= LONGEST and font.isprintable():
                found[script] = font
        return found

    def theme_colour(self, name: str) -> str:
        """A colour of the theme, black where there is none."""
        return self._theme_colours.get(SCHEME.get(name, name), BLACK)

    def _chain(self, key: str) -> list[Any]:
        """A style behind those that it is based on."""
        found: list[Any] = []
        while (style := self._by_id.get(key)) is not None and style not in found and len(found) < MOST_BASED:
            found.insert(0, style)
            based = style.find(qn("w:basedOn"))
            key = based.get(qn("w:val"), "") if based is not None else ""
        return found

    @cached_property
    def _theme(self) -> Any:
        relations = self._document.part.rels.values()
        part = next((each.target_part for each in relations if each.reltype == RELATIONSHIP_TYPE.THEME), None)
        return parse_xml(part.blob) if part is not None else None

    @cached_property
    def _theme_fonts(self) -> Mapping[str, str]:
        return dict(_theme_fonts(self._theme)) if self._theme is not None else {}

    @cached_property
    def _theme_colours(self) -> Mapping[str, str]:
        return dict(_theme_colours(self._theme)) if self._theme is not None else {}


def _is_usual(style: Any) -> bool:
    return style.get(qn("w:type")) == "paragraph" and style.get(qn("w:default")) in ("1", "true", "on")


def _merged(found: Iterable[Any]) -> Properties:
    """Properties by name: of two the later, with those attributes of the earlier that it does not say itself."""
    merged: Properties = {}
    for properties in found:
        for each in properties if properties is not None else ():
            if not isinstance(each.tag, str):
                continue
            name = each.tag.rpartition("}")[2]
            copy = deepcopy(each)
            if name in ("rFonts", "spacing", "ind", "lang") and name in merged:
                copy.attrib.update({**_without_themes(merged[name].attrib, each), **each.attrib})
            merged[name] = copy
    return merged


def _without_themes(earlier: Mapping[str, str], later: Any) -> dict[str, str]:
    """The earlier attributes; a font of the theme only where none is said later for its script."""
    said = {key.rpartition("}")[2] for key in later.attrib}
    return {
        key: value
        for key, value in earlier.items()
        if key.rpartition("}")[2].removesuffix("Theme").replace("cstheme", "cs") not in said
    }


def _theme_fonts(theme: Any) -> Iterator[tuple[str, str]]:
    for kind in ("major", "minor"):
        for fonts in theme.iter(qn(f"a:{kind}Font")):
            latin, east, cs = (_face(fonts.find(qn(f"a:{script}"))) for script in ("latin", "ea", "cs"))
            chinese = (_face(each) for each in fonts.iter(qn("a:font")) if each.get("script") == "Hans")
            named = {"HAnsi": latin, "Ascii": latin, "EastAsia": east or next(chinese, ""), "Bidi": cs}
            yield from ((f"{kind}{script}", face) for script, face in named.items())


def _face(said: Any) -> str:
    return str(said.get("typeface", "")) if said is not None else ""


def _theme_colours(theme: Any) -> Iterator[tuple[str, str]]:
    scheme = next(theme.iter(qn("a:clrScheme")), None)
    for each in scheme if scheme is not None else ():
        for colour in each:
            value = colour.get("lastClr") or colour.get("val", "")
            if len(value) == len(BLACK) and value.isalnum():
                yield each.tag.rpartition("}")[2], value
