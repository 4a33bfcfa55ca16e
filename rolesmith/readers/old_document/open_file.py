"""Reads strangers' documents as pieces, within bounds: pasted text, and a file of each kind that READERS names."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html.parser import HTMLParser

from openpyxl.utils import range_boundaries

from rolesmith.files import csv, pdf, xlsx
from rolesmith.files.problem import Problem, Unreadable, make_sure_of_content
from rolesmith.files.text import decoded
from rolesmith.files.xlsx import COLUMNS, Cell, Sheet
from rolesmith.formats.chart.pdf import TITLE as CHART
from rolesmith.formats.excel.index import INDEX
from rolesmith.formats.excel.summaries import SHEETS
from rolesmith.formats.form import GUIDE
from rolesmith.readers.old_document import legacy
from rolesmith.readers.old_document.open_document import open_document
from rolesmith.readers.old_document.own_sheet import Row, is_own_sheet, sheet_pieces
from rolesmith.readers.old_document.web import web_page
from rolesmith.readers.old_document.word import unreadable, word
from rolesmith.readers.piece import Piece, line_pieces, row_pieces
from rolesmith.role.blanks import without_room
from rolesmith.role.text import TEXT_LIMIT, clean

SIZE_LIMIT = 3_000_000
"""Bytes of a file."""
DOCUMENT_LIMIT = 200_000
"""Characters of a document: a long handbook, not a library."""
PIECE_LIMIT = 2_000
LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\(([^()\n]{0,500})\)")
ADDRESS = re.compile(r"[a-z]{2,8}:", re.IGNORECASE)
HEADED = re.compile(r"\s{0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-*:?\s*){1,100}")
"""The line of Markdown below the heads of a table."""
BREAK, BROKEN = re.compile(r"<br\s*/?>", re.IGNORECASE), "\ue000"
BARS = 100
"""Most | in a line of Markdown."""
TICKS = 50
"""Most backquotes in a part of Markdown; where there are more, they are text."""
PART, PART_LIMIT = (40, 1_500), (200, 8_000)
"""Lines and characters from which on a part of Markdown ends where it can, and where it must."""
NO_MARKS = (
    "html", "entity", "autolink", "automail", "link", "image_link", "reference", "image_reference", "short_reference",
    "short_image_ref",
)  # fmt: skip
"""Inline patterns that are switched off: they hide text or take too much time."""
WEB = re.compile(rb"<(?:html|!doctype html|head|meta|table|\?xml)")
"""How a web page begins."""
SHOP_SHEETS = {INDEX, *SHEETS}


class WholeShop(Unreadable):
    """The shop's workbook, which is read back role by role; `sheets` are those of the roles."""

    def __init__(self, file: str, sheets: Sequence[str]) -> None:
        super().__init__([Problem(file, 0, "是全店的工作簿，里面有好几个岗位", "到每个岗位的“版本”里读回它")])
        self.sheets = tuple(sheets)


RULE = re.compile(r"[-=_*~·.\s|+:]{3,}")


def read(data: bytes, file: str) -> list[Piece]:
    """The pieces of a file. Raises Unreadable with one sentence."""
    ending = file.rpartition(".")[2].lower()
    reader = READERS.get(ending)
    if reader is None:
        raise unreadable(file, "读不了这种文件", f"可以读 {ENDINGS}")
    make_sure_of_content(data, file)
    if len(data) > SIZE_LIMIT:
        raise unreadable(file, "文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，删掉图片再试")
    try:
        return _bounded(reader(data, file), file)
    except Unreadable:
        raise
    except Exception as error:  # on hostile bytes zipfile, lxml and openpyxl raise errors of any kind
        raise unreadable(file, "打不开，可能没有传完或被改坏了", "用 Word、WPS 或记事本另存一次再试") from error


def pasted(text: str) -> list[Piece]:
    """The pieces of a pasted text, in which tabs separate the cells of tables. Raises Unreadable."""
    return _bounded(_plain(text), "粘贴的文字")


def _bounded(found: Iterator[Piece], file: str) -> list[Piece]:
    pieces: list[Piece] = []
    size = 0
    for piece in filter(None, map(_without_room, found)):
        pieces.append(piece)
        size += len(piece.text)
        if size > DOCUMENT_LIMIT or len(pieces) > PIECE_LIMIT:
            raise unreadable(file, "内容太多", "只留一个岗位的描述再试")
        if max(map(len, (piece.text, *piece.cells))) > TEXT_LIMIT:
            raise unreadable(file, f"“{piece.text[:20]}……”这一段太长", f"每段最多 {TEXT_LIMIT:,} 字，分成几段再试")
    if not pieces:
        raise unreadable(file, "里面没有文字", "换一份有文字的；图片里的字请先复制成文字")
    return pieces


def _without_room(piece: Piece) -> Piece | None:
    """A piece without lines to write on; None where it is one, or says how a form of ours is filled in."""
    text = piece.text if piece.cells else without_room(piece.text)
    if not text or text.startswith(GUIDE):
        return None
    return replace(piece, text=text)


def _text(data: bytes, file: str) -> Iterator[Piece]:
    return _plain(decoded(data, file))


def _plain(text: str) -> Iterator[Piece]:
    for each in clean(text).split("\n"):
        bare = each.strip()
        if not bare or RULE.fullmatch(bare):
            continue
        cells = _barred(bare) or bare.split("\t")
        if len(cells) > 1:
            yield from row_pieces(cells)
        elif heading := re.match(r"(#{1,6})\s+(.*)", bare):
            yield from line_pieces(heading[2], len(heading[1]))
        else:
            yield from line_pieces(each)


def _barred(text: str) -> list[str]:
    """The cells of a line between bars; empty where it is none."""
    return text[1:-1].split("|") if len(text) > 2 and text[0] == text[-1] == "|" and "\n" not in text else []


def _markdown(data: bytes, file: str) -> Iterator[Piece]:
    """Markdown without HTML: all tags but <br> are text."""
    import markdown

    text = decoded(data, file)
    if len(text) > DOCUMENT_LIMIT:
        raise unreadable(file, "内容太多", "只留一个岗位的描述再试")
    if any(len(each) > TEXT_LIMIT or each.count("|") > BARS for each in text.splitlines()):
        raise unreadable(file, "有一行太长", f"每行最多 {TEXT_LIMIT:,} 字，分成几行再试")
    converter = markdown.Markdown(extensions=["tables", "sane_lists", "nl2br"])
    converter.preprocessors.deregister("html_block")
    converter.parser.blockprocessors.deregister("reference")
    for name in NO_MARKS:
        converter.inlinePatterns.deregister(name)
    for part in _parts(_with_tables(LINK.sub(_linked, BREAK.sub(BROKEN, clean(text))).split("\n"))):
        parser = _Html()
        parser.feed(converter.reset().convert(part).replace(BROKEN, "<br>"))
        parser.close()
        yield from parser.pieces()


def _linked(found: re.Match[str]) -> str:
    """What a link shows, and where it leads if that is an address."""
    target = found[2].split()[0] if found[2].strip() else ""
    return f"{found[1]}（{target}）" if ADDRESS.match(target) and target not in found[1] else found[1]


def _with_tables(written: Sequence[str]) -> list[str]:
    """The lines, with an empty one before a table that stands right behind a paragraph."""
    found: list[str] = []
    for at, each in enumerate(written):
        below = written[at + 1] if at + 1 < len(written) else ""
        if "|" in each and found and found[-1].strip() and "|" not in found[-1] and HEADED.fullmatch(below):
            found.append("")
        found.append(each)
    return found


def _parts(written: Sequence[str]) -> Iterator[str]:
    """Markdown in parts that are converted one by one, since the converter's time grows faster than its input.

    A part that is long enough ends before a line that begins a block; a part that is too long, before any line.
    """
    part: list[str] = []
    size = 0
    for each in written:
        begins = bool(each) and not each[0].isspace() and "|" not in each and not RULE.fullmatch(each)
        if (begins and _beyond(PART, part, size)) or _beyond(PART_LIMIT, part, size):
            yield _with_few_ticks("\n".join(part))
            part, size = [], 0
        part.append(each)
        size += len(each) + 1
    yield _with_few_ticks("\n".join(part))


def _with_few_ticks(part: str) -> str:
    return part if part.count("`") <= TICKS else part.replace("`", "'")


def _beyond(limit: tuple[int, int], part: Sequence[str], size: int) -> bool:
    return len(part) >= limit[0] or size >= limit[1]


class _Html(HTMLParser):
    """Collects what HTML shows: headings, lines, list items, rows."""

    BLOCKS = ("p", "li", "div", "blockquote", "pre", "dt", "dd")

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Piece] = []
        self._text: list[str] = []
        self._cells: list[str] | None = None
        self._level = self._lists = 0

    def pieces(self) -> Iterator[Piece]:
        """What was collected, with the line that is not yet ended."""
        self._end()
        yield from self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._text.append("\n")
        elif tag == "tr":
            self._end()
            self._cells = []
        elif tag in ("td", "th") and self._cells is not None:
            self._text = []
        elif tag in self.BLOCKS or re.fullmatch("h[1-6]|[uo]l|table", tag):
            self._end()
            self._level = int(tag[1]) if re.fullmatch("h[1-6]", tag) else 0
            self._lists += tag in ("ul", "ol")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th") and self._cells is not None:
            self._cells.append("".join(self._text))
            self._text = []
        elif tag == "tr" and self._cells is not None:
            self._found += row_pieces(self._cells)
            self._cells = None
        elif tag in self.BLOCKS or re.fullmatch("h[1-6]|[uo]l|table", tag):
            self._end()
            self._level = 0
            self._lists -= tag in ("ul", "ol")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _end(self) -> None:
        text = "".join(self._text)
        if self._cells is None and (cells := _barred(text.strip())):
            self._found += row_pieces(cells)
        elif self._cells is None and text.strip():
            self._found += line_pieces(text, self._level, self._lists > 0 and not self._level)
        if self._cells is None:
            self._text = []


def _sheets(data: bytes, file: str) -> Iterator[Piece]:
    sheets = xlsx.read(data, file, values=True).sheets
    if set(sheets) >= SHOP_SHEETS - {CHART}:  # which older ones have not
        raise WholeShop(file, [name for name in sheets if name not in SHOP_SHEETS])
    for name, sheet in sheets.items():
        yield from (replace(piece, sheet=name) for piece in _cells(sheet))


def _cells(sheet: Sheet) -> Iterator[Piece]:
    """The rows of a sheet. Cells that a merged cell covers to its right are left out, other empty cells count."""
    covered = _covered(sheet.merged)
    rows: list[Row] = []
    for at, cells in sheet.rows.items():
        columns = (column for column in range(1, max(cells) + 1) if (at, column) not in covered)
        rows.append({column: _shown(cells[column]) if column in cells else "" for column in columns})
    if is_own_sheet(rows):
        yield from sheet_pieces(rows)
    else:
        yield from (piece for row in rows for piece in row_pieces(row.values()))
    if sheet.far:
        yield from line_pieces(f"（离得太远的格子没有读：{'、'.join(sheet.far)}）")


def _shown(cell: Cell) -> str:
    return f"（{cell.address} 是{cell.fault}，没有读出来）" if cell.fault else cell.text


def _covered(merged: Sequence[str]) -> set[tuple[int, int]]:
    """The cells of merged ranges right of the first cell, in the first row."""
    spans = map(_span, merged)
    return {(top, column) for columns, top in spans for column in columns}


def _span(area: str) -> tuple[range, int]:
    """Of B2:D4 the columns behind the first, and the first row."""
    first, top, last, _ = (at or 0 for at in range_boundaries(area))
    return range(first + 1, min(last, COLUMNS) + 1), top


def _pdf(data: bytes, file: str) -> Iterator[Piece]:
    for part in pdf.read(data, file):
        yield from row_pieces(part.cells) if part.cells else line_pieces(part.text, part.level)


def _csv(data: bytes, file: str) -> Iterator[Piece]:
    for row in csv.read(data, file):
        yield from row_pieces(row)


def _old(data: bytes, file: str) -> Iterator[Piece]:
    """An old .doc or .xls; programs also write web pages and new files under these names."""
    ending = file.rpartition(".")[2].lower()
    if data.startswith(b"PK"):
        return READERS[legacy.NEW[ending]](data, file)
    if WEB.match(data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").lower()):
        return web_page(data, file)
    return READERS[legacy.NEW[ending]](legacy.renewed(data, file, ending), file)


READERS: Mapping[str, Callable[[bytes, str], Iterator[Piece]]] = {
    "docx": word, "xlsx": _sheets, "pdf": _pdf, "html": web_page, "htm": web_page, "odt": open_document, "csv": _csv,
    "md": _markdown, "txt": _text, "doc": _old, "xls": _old,
}  # fmt: skip
ENDINGS = "、".join(f".{ending}" for ending in READERS if ending != "htm")
