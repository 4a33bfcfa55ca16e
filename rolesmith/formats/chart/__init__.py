"""Charts: who reports to whom, as boxes and lines, and a strip of what comes back each day, week and month.

Laid out here, drawn as SVG; Word and Excel get it as PNG.
"""

from dataclasses import replace

from rolesmith.document.chart import Box
from rolesmith.document.document import Document, Element, Numbered, Part, Sheet
from rolesmith.document.rhythm import Rhythm
from rolesmith.formats.chart.strip import of_rhythm
from rolesmith.formats.chart.svg import Inks, of_role, said

Picture = Box | Rhythm
"""What a document shows as a picture."""


def drawn(picture: Picture, inks: Inks) -> str:
    """A picture as SVG."""
    return of_role(picture, inks) if isinstance(picture, Box) else of_rhythm(picture, inks)


def picture_of(element: Element) -> Picture | None:
    """What stands below an element as a picture."""
    match element:
        case Sheet():
            return element.chart
        case Numbered():
            return element.rhythm
    return None


def without_pictures(document: Document) -> Document:
    """The document without any, where it is one of very many."""
    return replace(document, parts=tuple(map(_bare, document.parts)))


def _bare(part: Part) -> Part:
    if not any(map(picture_of, part.elements)):
        return part
    kept = (
        replace(each, chart=None)
        if isinstance(each, Sheet)
        else replace(each, rhythm=None)
        if isinstance(each, Numbered)
        else each
        for each in part.elements
    )
    return replace(part, elements=tuple(kept))


def in_words(picture: Picture) -> str:
    """What a picture says, for those who do not see it."""
    return said(picture) if isinstance(picture, Box) else f"多久做一次：{picture.said}"
