"""Reading documents of strangers: pasted text, .txt, .md, .docx and .xlsx, each within bounds, as pieces."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Any

from rolesmith.formats.excel_index import INDEX
from rolesmith.formats.excel_summaries import SHEETS as SUMMARIES
from rolesmith.intake.piece import Piece, lines, row
from rolesmith.problem import Problem, Unreadable
from rolesmith.sharing.workbook import OLE, Sheet
from rolesmith.sharing.workbook import read as read_workbook
from rolesmith.text import clean

SIZE_LIMIT = 3_000_000
"""Bytes of a file."""
TEXT_LIMIT = 200_000
"""Characters of a document: a long handbook, not a library."""
PIECE_LIMIT = 2_000
UNPACKED_LIMIT, MARKS = 30_000_000, 400_000
"""Of a .docx: bytes unpacked, and angle brackets in its text."""
STYLE = re.compile(r"(?:heading|标题)\s*([1-6])", re.IGNORECASE)
SHOP_SHEETS = {INDEX, *SUMMARIES}
RULE = re.compile(r"[-=_*~·.\s|+:]{3,}")


def read(data: bytes, file: str) -> list[Piece]:
    """What a file holds, by its ending. Raises Unreadable with one sentence."""
    ending = file.rpartition(".")[2].lower()
    reader = READERS.get(ending)
    if reader is None:
        raise _unreadable(file, "读不了这种文件", f"可以读 {ENDINGS}；.doc 请先另存为 .docx")
    if len(data) > SIZE_LIMIT:
        raise _unreadable(file, "文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，删掉图片再试")
    try:
        return _bounded(reader(data, file), file)
    except Unreadable:
        raise
    except Exception as error:  # zipfile, lxml and openpyxl meet hostile bytes with whatever their code runs into
        raise _unreadable(file, "打不开，可能没有传完或被改坏了", "用 Word、WPS 或记事本另存一次再试") from error


def pasted(text: str) -> list[Piece]:
    """What was pasted; a table's cells are parted by tabs. Raises Unreadable."""
    return _bounded(_plain(text), "粘贴的文字")


def _bounded(found: Iterator[Piece], file: str) -> list[Piece]:
    pieces: list[Piece] = []
    size = 0
    for piece in found:
        pieces.append(piece)
        size += len(piece.text)
        if size > TEXT_LIMIT or len(pieces) > PIECE_LIMIT:
            raise _unreadable(file, "内容太多", "只留一个岗位的描述再试")
    if not pieces:
        raise _unreadable(file, "里面没有文字", "换一份有文字的；图片里的字请先复制成文字")
    return pieces


def _unreadable(file: str, what: str, mend: str) -> Unreadable:
    return Unreadable([Problem(file, 0, what, mend)])


def _text(data: bytes, file: str) -> Iterator[Piece]:
    return _plain(_decoded(data, file))


def _decoded(data: bytes, file: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise _unreadable(file, "不是文字文件", "用记事本打开，另存为 .txt 再试")


def _plain(text: str) -> Iterator[Piece]:
    for each in clean(text).split("\n"):
        bare = each.strip()
        if not bare or RULE.fullmatch(bare):
            continue
        cells = bare.strip("|").split("|") if bare[0] == bare[-1] == "|" else bare.split("\t")
        if len(cells) > 1:
            yield from row(cells)
        elif heading := re.match(r"(#{1,6})\s+(.*)", bare):
            yield from lines(heading[2], len(heading[1]))
        else:
            yield from lines(each)


def _markdown(data: bytes, file: str) -> Iterator[Piece]:
    import markdown

    text = _decoded(data, file)
    if len(text) > TEXT_LIMIT:
        raise _unreadable(file, "内容太多", "只留一个岗位的描述再试")
    parser = _Html()
    parser.feed(markdown.markdown(text, extensions=["tables", "sane_lists", "nl2br"]))
    parser.close()
    yield from parser.pieces()


class _Html(HTMLParser):
    """What a page shows: headings, lines, list items, rows."""

    BLOCKS = ("p", "li", "div", "blockquote", "pre", "dt", "dd")

    def __init__(self) -> None:
        super().__init__()
        self._found: list[Piece] = []
        self._text: list[str] = []
        self._cells: list[str] | None = None
        self._level = self._lists = 0

    def pieces(self) -> Iterator[Piece]:
        """All that was found."""
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
            self._found += row(self._cells)
            self._cells = None
        elif tag in self.BLOCKS or re.fullmatch("h[1-6]|[uo]l|table", tag):
            self._end()
            self._level = 0
            self._lists -= tag in ("ul", "ol")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def _end(self) -> None:
        text = "".join(self._text)
        if self._cells is None and text.strip():
            self._found += lines(text, self._level, self._lists > 0 and not self._level)
        if self._cells is None:
            self._text = []


def _word(data: bytes, file: str) -> Iterator[Piece]:
    import docx
    from docx.table import Table

    _check_word(data, file)
    document = docx.Document(io.BytesIO(data))
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _rows(block)
        else:
            yield from _paragraph(block)


def _paragraph(paragraph: Any) -> Iterator[Piece]:
    style = paragraph.style.name if paragraph.style is not None else ""
    heading = STYLE.match(style or "")
    properties = paragraph._p.pPr
    listed = properties is not None and properties.numPr is not None and not heading
    level = int(heading[1]) if heading else (1 if style in ("Title", "标题") else 0)
    yield from lines(paragraph.text, level, listed)


def _rows(table: Any) -> Iterator[Piece]:
    for each in table.rows:
        cells: list[str] = []
        seen: list[Any] = []
        for cell in each.cells:
            if cell._tc not in seen:  # a merged cell comes once for every column
                seen.append(cell._tc)
                cells.append("\n".join(p.text for p in cell.paragraphs))
        yield from row(cells)


def _check_word(data: bytes, file: str) -> None:
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what, mend = ("加了密码", "去掉密码再存一次") if locked else ("是旧版的 .doc", "在 Word 或 WPS 里另存为 .docx")
        raise _unreadable(file, f"这个文件{what}", mend)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        if "word/document.xml" not in archive.namelist():
            raise _unreadable(file, "不是 Word 文件", "在 Word 或 WPS 里另存为 .docx")
        if len(members) > 1_000 or sum(member.file_size for member in members) > UNPACKED_LIMIT:
            raise _unreadable(file, "解开后太大", "删掉图片，只留文字再试")
        for member in members:
            if not member.filename.endswith((".xml", ".rels")):
                continue
            if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise ValueError("packed otherwise")
            part = archive.read(member)
            if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                raise ValueError("no word processor writes this")
            if part.count(b"<") > MARKS:
                raise _unreadable(file, "内容太多", "只留一个岗位的描述再试")


def _sheets(data: bytes, file: str) -> Iterator[Piece]:
    sheets, _ = read_workbook(data, file)
    if set(sheets) >= SHOP_SHEETS:
        raise _unreadable(file, "是全店的工作簿，里面有好几个岗位", "到每个岗位的“版本”里读回它")
    for sheet in sheets.values():
        yield from _cells(sheet)


def _cells(sheet: Sheet) -> Iterator[Piece]:
    for cells in sheet.rows.values():
        bad = next((cell for cell in cells.values() if cell.fault), None)
        yield from row("" if cell is bad else cell.text for cell in cells.values())


READERS: Mapping[str, Callable[[bytes, str], Iterator[Piece]]] = {
    "docx": _word, "xlsx": _sheets, "md": _markdown, "txt": _text,
}  # fmt: skip
ENDINGS = "、".join(f".{ending}" for ending in READERS)
