"""The document as HTML: an article for the preview, or a page of its own to download.

Jinja2 with autoescaping: the templates are ours, the user's text only ever goes in as a value.
"""

from base64 import b64encode
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from rolesmith.document.document import Document, Element, Part, Phrase, Sheet
from rolesmith.document.standards import LABEL
from rolesmith.role.memo import memo
from rolesmith.role.text import LANGUAGE

FOLDER = Path(__file__).parent
WIDE = 14
"""A sheet's value of more characters than this gets a row of its own."""


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True)
    environment.globals |= {"language": LANGUAGE, "label_of_standards": LABEL}
    environment.globals |= {"kind_of": _kind_of, "sheet_rows": sheet_rows}
    return environment


@cache
def style() -> str:
    """The document's style sheet."""
    return (FOLDER / "document.css").read_text("utf-8")


def article(document: Document) -> str:
    """The document as one `<article>`; each text carries its node's id for the preview to follow."""
    sections = [_section(part) for part in document.parts]
    return _environment().get_template("document.html.j2").render(document=document, sections=sections)


@memo
def _section(part: Part) -> Markup:
    return Markup(_environment().get_template("section.html.j2").render(part=part))


def page(document: Document) -> str:
    """A whole HTML page in one file, ready to print on A4."""
    inner, logo = Markup(article(document)), b64encode(document.logo).decode()
    page = _environment().get_template("page.html.j2")
    return page.render(document=document, article=inner, style=Markup(style()), logo=logo)


def _kind_of(element: Element) -> str:
    return type(element).__name__


def sheet_rows(sheet: Sheet) -> Iterator[list[tuple[Phrase, Phrase]]]:
    """A sheet's pairs in rows of two; a pair with a long value has a row of its own."""
    waiting: list[tuple[Phrase, Phrase]] = []
    for pair in sheet.rows:
        text = str(pair[1])
        if len(text) > WIDE or "\n" in text:
            if waiting:
                yield waiting
            yield [pair]
            waiting = []
            continue
        waiting.append(pair)
        if len(waiting) == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
