r"""Markdown (GFM) out of a document.

Plain code, no template: what stands between two blocks is one rule (a blank line), and how a text is escaped
depends on where it stands (line start, table cell, heading), which a template's filter cannot see.

A user's text shows as it was typed in python-markdown, markdown-it, cmark-gfm (GitHub) and pandoc (`gfm` and
`markdown`). A backslash works in all before ``\ ` * _ { [ ( ) # + - . ! >`` alone, an entity everywhere. Only
what one of them would take for markup is escaped: the file is read raw, too.
"""

import re
from collections.abc import Iterable, Iterator

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

SHEET_HEAD = ("项目", "内容")
SHEET_WIDTHS = (25, 75)
SIGNATURE_HEAD = ("签署", "姓名", "签字", "日期")
SIGNATURE_WIDTHS = (20, 20, 30, 30)
ROOM = "＿＿＿＿＿＿"
"""Room to sign in."""
INSET = 4
"""Spaces before a list within a list; where the number above is longer, as many as that."""
NOTHING = "<!-- -->"
"""Shows nothing. It separates two lists, and keeps a@b.cn from becoming a link: GitHub looks for addresses after it
has undone all escapes."""

SPACES = " \t\n"
"""The spaces that HTML collapses; it shows all others."""
BACKSLASHED = frozenset("\\`*_{[()#+-.!>")
ENTITIES = {"<": "&lt;", "&": "&amp;", '"': "&quot;", "“": "&ldquo;", "‘": "&lsquo;", "\xa0": "&nbsp;"}
"""Entities that read better than a number."""

MARKUP = re.compile(
    r"""[\\`*{\['"]                                       # pandoc curls straight quotes
      | “(?![^“”"]*[^“”"\s]”)                             # and mends curly ones that are not closed
      | (?<![^\W_])‘(?![^‘’“”'"\s]+’(?![^\W_]))
      | (?<![^\W_])_                                      # within_a_word it is no emphasis
      | (?<=-)- | (?<=\.)\.(?=\.)                         # dashes, ellipsis
      | <(?![\d\s=])                                      # tags; <5% is none
      | &(?=\#|[a-z0-9]+;)
      | (?<=/)/ | (?<=www)\. | (?<=mailto):               # http://, www. and mailto:
      | (?<=\S)\.(?=(?:[a-z][a-z]|рф|aero|asia|biz|coop|com|edu|gov|info|museum|name|net|org|pro|shop|web
          |xxx|xn--[a-z\d-]+)(?![a-z]))                   # shop.cn
      | (?P<address>(?<=[a-z\d.+_-])@(?=[a-z\d@_-]))      # a@b.cn
      | @(?=[\w{]|$)                                      # citations
      | :(?=[a-z\d_ñ+-]{,50}[a-z][a-z\d_ñ+-]{,50}:|[+-]1:|100:|1234:)  # :smile:""",
    re.VERBOSE | re.IGNORECASE,
)
PAIRED = "~$^"
"""Markup where two of them are in one text: ~…~ strikes out (3~5天，2~3次), $…$ is a formula, ^…^ raises."""
BLOCK = re.compile(
    r"""(?P<lead>(?=[#>|:] | [-+](?:[\s=+-]|$) | ~(?:[\s~]|$))      # headings, quotes, bullets, definitions
      | \(?(?:\d+|[a-z]|[ivxlcdm]+|[#@]|@[\w-]+)(?=[.)](?:\s|$))   # 1. a) (iv) (@)
      | table(?=:)                                               # a table's caption
      | \[[ x]\](?=\s))                                          # a task's box
      (?P<mark>.)""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
"""At a line's start, what would make a block of it, and the character to escape, `mark`."""


def write(document: Document) -> str:
    """The document as GFM, ending in one newline."""
    blocks = [f"# {_heading(document.title)}"]
    if said := [_one_line(document.shop), *document.stamp] if document.shop.strip() else document.stamp:
        blocks.append(_text(" · ".join(said), block=True))
    for part in document.parts:
        blocks.extend(_part(part))
    return "\n\n".join(blocks) + "\n"


def _part(part: Part) -> Iterator[str]:
    if title := part.number + _heading(str(part.title)):
        yield f"## {title}"
    before: Element | None = None
    for element in part.elements:
        if isinstance(element, Numbered) and isinstance(before, Numbered):
            yield NOTHING
        yield from _element(element)
        before = element


def _element(element: Element) -> Iterator[str]:
    match element:
        case Heading():
            yield f"### {element.number}{_heading(str(element.title))}"
        case Sheet():
            yield _table(SHEET_HEAD, SHEET_WIDTHS, _texts(element.rows))
        case Numbered():
            yield "\n".join(map(_entry, element.entries))
        case Grid():
            columns = (_one_line(str(column)) for column in element.columns)
            yield _table(columns, element.widths, _texts(element.rows))
        case Paragraphs():
            yield from (_text(line, block=True) for line in str(element.phrase).split("\n") if line.strip())
        case Signatures():
            rows = ((*row, ROOM, ROOM) for row in _texts(element.rows))
            yield _table(SIGNATURE_HEAD, SIGNATURE_WIDTHS, rows)


def _texts(rows: Iterable[Iterable[Phrase]]) -> Iterator[Iterator[str]]:
    return ((str(phrase) or _one_line(phrase.ticks) for phrase in row) for row in rows)


def _entry(entry: Entry) -> str:
    label = _title(str(entry.label)) if entry.label else ""
    least = 1 if entry.standard else 2  # the two are one text to pandoc, which looks for pairs across their lines
    text = _text(str(entry.phrase), block=not label, least=least)
    mark = f"（{_title(entry.mark)}）" if entry.mark else ""
    line = f"{f'**{label}**：' if label else ''}{text}{mark}"
    number = f"{entry.number}. "
    whole = f"{number}{line or '&nbsp;'}"
    if not entry.standard:
        return whole
    below = f"{' ' * max(INSET, len(number))}- {LABEL}{_text(str(entry.standard), least=1)}"
    return f"{whole}\n{below}".replace("\\`", "&#96;")  # pandoc takes `…` across both for code, escaped or not


def _table(head: Iterable[str], widths: Iterable[int], rows: Iterable[Iterable[str]]) -> str:
    """Pandoc takes the columns' widths, in percent, from the number of dashes."""
    rule = ["-" * max(3, width // 2) for width in widths]
    lines = [map(_cell, head), rule, *(map(_cell, row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(text: str) -> str:
    """Pandoc looks for formulas before it looks for cells."""
    return _text(text).replace("|", "&#124;").replace("$", "&#36;")


def _heading(text: str) -> str:
    """A title in a heading, at whose end # would count as markup."""
    return re.sub("#(?=#*$)", r"\\#", _title(text))


def _title(text: str) -> str:
    return _text(_one_line(text), least=1)


def _one_line(text: str) -> str:
    return text.replace("\n", " ")


def _text(text: str, block: bool = False, least: int = 2) -> str:
    """The text escaped, its lines joined by <br>; `block` where it begins a line of the file.

    `least` is the number of equal paired signs from which they are escaped.
    """
    first, *others = text.strip(SPACES).split("\n")
    escaped = "<br>".join((_line(first, block), *map(_line, others)))
    for sign in PAIRED:
        if text.count(sign) >= least:
            escaped = escaped.replace(sign, _sign(sign))
    return escaped


def _line(line: str, block: bool = False) -> str:
    """One line escaped; spaces at its edges, which parsers strip, become entities."""
    line = line.rstrip(SPACES)
    bare = line.strip()
    start = len(line) - len(line.lstrip())
    return _spaces(line[:start]) + _escaped(bare, block and not start) + _spaces(line[start + len(bare) :])


def _spaces(text: str) -> str:
    return "".join(map(_sign, text.replace("\t", "    ").replace(" ", "\xa0")))


def _escaped(line: str, block: bool = False) -> str:
    if block and (found := BLOCK.match(line)):
        at = found.start("mark")
        return _escaped(line[:at]) + _sign(line[at]) + _escaped(line[at + 1 :])
    return MARKUP.sub(_markup, line)


def _markup(found: re.Match[str]) -> str:
    return f"@{NOTHING}" if found["address"] else _sign(found[0])


def _sign(sign: str) -> str:
    return f"\\{sign}" if sign in BACKSLASHED else ENTITIES.get(sign, f"&#{ord(sign)};")
