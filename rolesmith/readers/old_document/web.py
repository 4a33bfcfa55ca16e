"""Reads a saved web page as pieces; libxml2 parses it, in time that grows with its length."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from lxml import etree

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.files.text import decoded
from rolesmith.files.xlsx import COLUMNS
from rolesmith.formats.word_styles import FORM
from rolesmith.readers.old_document.own_form import StyledCell, fact, form_row
from rolesmith.readers.piece import Piece, line_pieces, row_pieces

TAGS = 60_000
"""Most tags of a page: one of a job board has some thousands."""
DEPTH = 200
"""Most elements within each other; libxml2 gives up at 256."""
HIDDEN = ("script", "style", "noscript", "template", "head", "svg", "select", "textarea", "iframe", "object")
"""What a browser does not show as text."""
BLOCKS = frozenset(
    [
        "p",
        "li",
        "div",
        "blockquote",
        "pre",
        "dt",
        "dd",
        "section",
        "article",
        "header",
        "footer",
        "main",
        "aside",
        "nav",
        "ul",
        "ol",
        "dl",
        "form",
        "fieldset",
        "figure",
        "address",
        "hr",
        "caption",
        "table",
    ]
)
WRAPPED = re.compile("(?<=[\u2e80-\uffef])[ \t\r]*\n\\s*(?=[\u2e80-\uffef])")
"""Where a line of Chinese was only broken in the source."""
BLANKS = re.compile("[ \t\r\n\f]+")
HEADING = re.compile("h[1-6]")
BELOW = 3
"""The level of a heading within a band of our form."""
ADDRESS = re.compile(r"https?://\S{1,500}", re.IGNORECASE)


def web_page(data: bytes, file: str) -> Iterator[Piece]:
    """The pieces of a saved page. Raises Unreadable."""
    text = decoded(data, file)
    if text.count("<") > TAGS:
        raise Unreadable([Problem(file, 0, "内容太多", "只留岗位描述那一段，粘贴进来")])
    return pieces_of(text, file)


def pieces_of(text: str, file: str) -> Iterator[Piece]:
    """The pieces of HTML. Raises Unreadable where elements stand too deep within each other."""
    collected = _Collector()
    parser = etree.HTMLParser(target=collected, encoding="utf-8", recover=True, no_network=True, remove_pis=True)
    parser.feed(text.replace("\x00", "").encode("utf-8", "replace"))
    parser.close()
    if collected.deepest > DEPTH:
        raise Unreadable([Problem(file, 0, "里面套得太深", "只留岗位描述那一段，粘贴进来")])
    yield from collected.found


def with_address(text: str, address: str) -> str:
    """The words of a link, and where it leads where they do not say so."""
    address = address.strip()
    return text if not ADDRESS.fullmatch(address) or address in text else f"{text}（{address}）"


class _Collector:
    """Collects what HTML shows: headings, lines, list items, rows. libxml2 closes what is left open."""

    def __init__(self) -> None:
        self.found: list[Piece] = []
        self.deepest = 0
        self._depth = self._hidden = self._tables = self._lists = self._level = self._kept = 0
        self._text: list[str] = []
        self._row: list[str] | None = None
        self._spans: dict[int, int] = {}
        """How many more rows a cell of the column reaches down."""
        self._high = 1
        """Rows of the cell that is open."""
        self._links: list[tuple[int, str]] = []
        self._kinds: list[str] | None = None
        """What each cell of the row is, where the page is a form of ours."""
        self._fact = ""

    def start(self, tag: Any, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        self.deepest = max(self.deepest, self._depth)
        self._hidden += tag in HIDDEN
        if self._hidden or not isinstance(tag, str):
            return
        if tag == "a":
            self._links.append((len(self._text), attributes.get("href", "")))
        elif tag == "br":
            self._text.append("\n")
        elif tag == "tr" and self._tables == 1:
            self._end_line()
            self._row = []
        elif tag in ("td", "th") and self._tables == 1 and self._row is not None:
            self._text = []
            if self._kinds is not None:
                self._kinds += attributes.get("class", "").split()[:1] or [""]
            high = attributes.get("rowspan", "1").strip()
            self._high = min(int(high), 1_000) if high.isdecimal() and len(high) < 5 else 1
        elif self._row is not None:
            self._text.append({"tr": "\n", "td": "\t", "th": "\t"}.get(tag, "\n" if tag in BLOCKS else ""))
        elif tag in BLOCKS or HEADING.fullmatch(tag):
            self._end_line()
            self._level = int(tag[1]) if HEADING.fullmatch(tag) else 0
            if tag == "article" and attributes.get("class") == "form":
                self._kinds = []
        self._lists += tag in ("ul", "ol")
        self._kept += tag == "pre"
        if tag == "table":
            self._tables += 1
            self._spans = {} if self._tables == 1 else self._spans

    def end(self, tag: Any) -> None:
        """An element ends."""
        self._depth -= 1
        hidden = self._hidden
        self._hidden -= tag in HIDDEN
        if hidden or not isinstance(tag, str):
            return
        if tag == "a" and self._links:
            begun, address = self._links.pop()
            words = "".join(self._text[begun:])
            self._text[begun:] = [with_address(words, address) if words.strip() else words]
        elif tag in ("td", "th") and self._tables == 1 and self._row is not None:
            self._end_cell(self._row)
        elif tag == "tr" and self._tables == 1 and self._row is not None:
            self._end_row(self._row)
        elif tag in ("dt", "dd") and self._kinds is not None:
            self._end_fact(tag)
        elif self._row is None and (tag in BLOCKS or HEADING.fullmatch(tag)):
            self._end_line()
            self._level = 0
        elif self._row is not None and tag in BLOCKS:
            self._text.append("\n")
        self._lists -= tag in ("ul", "ol")
        self._kept -= tag == "pre"
        self._tables -= tag == "table"

    def data(self, text: str) -> None:
        """Text, as it is written."""
        if not self._hidden:
            self._text.append(text if self._kept else BLANKS.sub(" ", WRAPPED.sub("", text)))

    def close(self) -> Sequence[Piece]:
        """All that was found."""
        if self._row is not None:
            self._end_row(self._row)
        self._end_line()
        return self.found

    def _end_cell(self, row: list[str]) -> None:
        while self._spans.get(len(row), 0):
            self._spans[len(row)] -= 1
            row.append("")
        if self._high > 1 and len(row) < COLUMNS:
            self._spans[len(row)] = self._high - 1
        row.append("\n".join(filter(None, map(str.strip, "".join(self._text).split("\n")))))
        self._text, self._links = [], []

    def _end_row(self, row: list[str]) -> None:
        if self._kinds is None:
            self.found += row_pieces(row)
        else:
            self.found += _form_row(row, self._kinds)
            self._kinds = []
        self._row, self._text = None, []

    def _end_fact(self, tag: str) -> None:
        """A name in the head of a form of ours, or what it says."""
        text, self._text = "".join(self._text).strip(), []
        if tag == "dt":
            self._fact = text
        else:
            self.found += fact(self._fact, text)

    def _end_line(self) -> None:
        text = "".join(self._text)
        if text.strip():
            self.found += line_pieces(text, self._level, self._lists > 0 and not self._level)
        self._text, self._links = [], []


def _form_row(row: Sequence[str], kinds: Sequence[str]) -> Iterator[Piece]:
    """A row of our form; a picture says again what its table says."""
    if "group" in kinds:
        yield from line_pieces("".join(row), BELOW)
    elif "picture" not in kinds:
        yield from form_row([StyledCell(text, FORM.get(kind, "")) for text, kind in zip(row, kinds, strict=False)])
