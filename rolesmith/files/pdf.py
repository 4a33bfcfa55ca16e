"""A stranger's PDF: its streams are unpacked within bounds before it is parsed, in a process of its own.

That process is `python -m rolesmith.files.pdf`: a PDF comes in, its lines and rows go out as JSON.
"""

import io
import json
import re
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rolesmith.files import apart
from rolesmith.files.counted import NUMBER
from rolesmith.files.problem import Problem, Unreadable

PAGES = 40
"""Most pages: a long handbook has fewer."""
PARTS = 5_000
"""Lines and rows that are read; a description has fewer by far."""
UNPACKED_LIMIT, PLAIN_LIMIT = 60_000_000, 3_000_000
"""Bytes of all streams, unpacked; and of those of plain letters, which say what is drawn on the pages."""
CHUNK, LOOKED_AT = 1_000_000, 2_000
"""Bytes that are unpacked at a time, and by which a stream is told to be of plain letters."""
TWICE = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\s*/(?:Fl|LZW|Run|RL)")
"""Packed in packed: no program writes this."""
OBJECTS = 60_000
"""Objects and streams of a file."""
SECONDS, MEMORY = 20, 400_000_000
"""What parsing may take."""
STREAM = re.compile(rb"stream\r?\n")
PAGE_NUMBER = re.compile(r"[-—–\s]*(?:第\s*)?\d{1,3}\s*(?:页)?\s*(?:[,，/／]?\s*(?:共|of)?\s*\d{1,3}\s*页?)?[-—–\s]*")
LATIN_GAP, GAP, WIDE_GAP = 0.2, 0.45, 1.6
"""Of a letter's height: what lies so far apart on a line are two words, or two cells."""
LONG = 12
"""Letters of a line, at least, that may go on in the next."""
HEADING = 40
"""Letters of a heading, at most."""
LOCKED, SCANNED = "locked", "scanned"


class Part(NamedTuple):
    """A line, or a row of a table."""

    text: str
    level: int = 0
    """Of a heading, from 1."""
    cells: tuple[str, ...] = ()


def read(data: bytes, file: str) -> list[Part]:
    """The lines and rows in reading order. Raises Unreadable with one sentence."""

    def refuse(what: str, mend: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, mend)])

    if b"%PDF-" not in data[:1024]:
        raise refuse("不是 PDF 文件", "重新下载，或用 Word 另存一次再试")
    if data.count(b"endobj") + data.count(b"endstream") > OBJECTS or TWICE.search(data) or not fits(data):
        raise refuse("解开后太大", "只留岗位描述那几页再试")
    try:
        answer = json.loads(apart.run([sys.executable, "-m", __name__], data, seconds=SECONDS, memory=MEMORY))
    except apart.TooMuch as error:
        raise refuse("打不开，可能被改坏了，或者太复杂", "用 Word 或浏览器另存成新的 PDF，或把文字粘贴进来") from error
    if answer == LOCKED:
        raise refuse("这个文件加了密码", "去掉密码再存一次")
    if isinstance(answer, int):
        raise refuse(f"有 {answer:,} 页", f"最多 {PAGES} 页，只留岗位描述那几页再试")
    if answer == SCANNED:
        raise refuse("是扫描或拍照的图片，里面没有文字", "先用手机或扫描软件认出文字，再粘贴进来")
    return [Part(text, level, tuple(cells)) for text, level, cells in answer]


def fits(data: bytes) -> bool:
    """Whether all streams together unpack to no more than they may, and those of plain letters to far less."""
    left, plain_left = UNPACKED_LIMIT, PLAIN_LIMIT
    end = 0
    while (found := STREAM.search(data, end)) and (end := data.find(b"endstream", found.end())) >= 0:
        unpacking, more, plain = zlib.decompressobj(), data[found.end() : end], True
        try:
            while more and not unpacking.eof and min(left, plain_left) >= 0:
                part = unpacking.decompress(more, CHUNK)
                plain = plain and part[:LOOKED_AT].isascii()
                left -= len(part)
                plain_left -= len(part) if plain else 0
                more = unpacking.unconsumed_tail
        except zlib.error:
            continue  # a picture, or packed otherwise
        if min(left, plain_left) < 0:
            return False
    return True


# in the process of its own


def main() -> None:
    """Read a PDF from the input and write what it says."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(sys.stdin.buffer.read())) as book:
            found: Any = len(book.pages)
            if found <= PAGES:
                found = _whole([_page(page) for page in book.pages])[:PARTS] or SCANNED
    except PdfminerException as error:
        if "Password" not in type(error.args[0] if error.args else error).__name__:
            raise
        found = LOCKED
    sys.stdout.write(json.dumps(found))


class _Line(NamedTuple):
    """A line of a page, or a table in its place."""

    top: float
    right: float
    size: float
    cells: tuple[str, ...]
    lefts: tuple[float, ...] = ()
    """Where each cell begins."""
    rows: tuple[tuple[str, ...], ...] = ()


def _page(page: Any) -> list[_Line]:
    """The lines and tables of a page, from its top."""
    page = page.filter(lambda thing: not _is_ground(thing))
    tables = page.find_tables()
    found = [_Line(table.bbox[1], 0, 0, (), (), tuple(_rows(table))) for table in tables]
    boxes = [table.bbox for table in tables]

    def free(thing: Any) -> bool:
        if thing["object_type"] != "char":
            return True
        x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    outside = page.filter(free)
    for line in outside.extract_text_lines(return_chars=True, strip=True):
        sizes = Counter(round(char["size"], 1) for char in line["chars"])
        size = sizes.most_common(1)[0][0] if sizes else 0.0
        texts, lefts = zip(*_cells(line["chars"], size), strict=True)
        found.append(_Line(line["top"], line["x1"], size, texts, lefts))
    page.close()
    return sorted(found, key=lambda line: line.top)


def _is_ground(thing: Any) -> bool:
    """Whether it is a colour behind cells, not a line: a wide one that has no border of its own."""
    return bool(
        thing["object_type"] == "rect"
        and thing["fill"]
        and not thing["stroke"]
        and min(thing["width"], thing["height"]) > 3
    )


def _cells(chars: Sequence[Any], size: float) -> Iterator[tuple[str, float]]:
    """The texts of a line that lie far apart, and where each begins; a number belongs to what stands behind it."""
    text = ""
    left = end = min(char["x0"] for char in chars)
    for char in sorted(chars, key=lambda each: each["x0"]):
        blank = char["text"].isspace()
        gap = 0 if blank else char["x0"] - end
        counts = NUMBER.match(text)
        if gap > WIDE_GAP * size and text.strip() and not (counts and counts.end() >= len(text.strip())):
            yield text.strip(), left
            text, left = "", char["x0"]
        elif text and not text[-1].isspace():
            between = LATIN_GAP if _latin(text[-1]) and _latin(char["text"]) else GAP
            text += " " if gap > between * size else ""
        text += char["text"]
        end = end if blank else char["x1"]
    yield text.strip(), left


def _rows(table: Any) -> Iterator[tuple[str, ...]]:
    """A table's rows; a cell that is covered from the left is left out, one that is covered from above is empty."""
    columns = {round(box[2]) for row in table.rows for box in row.cells if box}
    for row, texts in zip(table.rows, table.extract(), strict=True):
        cells = []
        wide = False  # whether the last cell reaches over more than one column
        for box, text in zip(row.cells, texts, strict=True):
            if box is not None:
                wide = sum(round(box[0]) < edge <= round(box[2]) for edge in columns) > 1
                cells.append(_unwrapped((text or "").split("\n")))
            elif not wide:
                cells.append("")
        yield tuple(cells)


def _whole(pages: Sequence[Sequence[_Line]]) -> list[Part]:
    """All parts of all pages: wrapped lines are joined, heads and feet stand first, large lines are headings."""
    sizes = Counter[float]()
    for line in (line for page in pages for line in page):
        sizes[line.size] += len("".join(line.cells))
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    large = sorted({size for size in sizes if size >= 1.14 * body}, reverse=True)
    found: list[Part] = []
    before: _Line | None = None
    inner, edges = _parted(pages)
    for page in inner:
        right = max((line.right for line in page if line.size == body), default=0.0)
        for line in page:
            if line.rows:
                found += [Part("", 0, row) for row in line.rows]
                before = None
            elif before is not None and _goes_on(before, line, right):
                found[-1] = _longer(found[-1], line.cells[0])
                before = line._replace(lefts=before.lefts)
            else:
                several = len(line.cells) > 1
                heading = line.size in large and not several and len(line.cells[0]) <= HEADING
                level = min(large.index(line.size) + 1, 6) if heading else 0
                found.append(Part("" if several else line.cells[0], level, line.cells if several else ()))
                before = line
    known = {part.text for part in found}
    found[:0] = [Part(text) for text in edges if text not in known]
    return [part for part in found if part.text.strip() or any(map(str.strip, part.cells))]


def _longer(part: Part, more: str) -> Part:
    if part.cells:
        return part._replace(cells=(*part.cells[:-1], _joined(part.cells[-1], more)))
    return part._replace(text=_joined(part.text, more))


def _parted(pages: Sequence[Sequence[_Line]]) -> tuple[list[list[_Line]], list[str]]:
    """The lines of each page without its number and without what stands at the edge of several; and that, once."""
    edges = [[line for line in (*page[:2], *page[2:][-2:]) if line.cells] for page in pages]
    counts = Counter(_name(line) for page in edges for line in page)
    inner: list[list[_Line]] = []
    said: dict[str, str] = {}
    for page, outer in zip(pages, edges, strict=True):
        inner.append([])
        for line in page:
            if not any(line is each for each in outer):
                inner[-1].append(line)
                continue
            kept = [at for at, cell in enumerate(line.cells) if not PAGE_NUMBER.fullmatch(cell)]
            texts = tuple(line.cells[at] for at in kept)
            if counts[_name(line)] > 1:
                said.setdefault(_name(line), "　".join(texts))
            elif texts:
                inner[-1].append(line._replace(cells=texts, lefts=tuple(line.lefts[at] for at in kept)))
    return inner, list(said.values())


def _name(line: _Line) -> str:
    """What a line says on each page, but for the number."""
    return re.sub(r"\d", "0", "".join(line.cells))


def _goes_on(before: _Line, line: _Line, right: float) -> bool:
    """Whether a line was only broken because the page ends: it begins where the line before, or its last cell, does."""
    return (
        before.size == line.size
        and len(line.cells) == 1
        and before.right >= right - 1.5 * line.size
        and before.right - before.lefts[-1] >= LONG * line.size
        and not NUMBER.match(line.cells[0])
        and not before.cells[-1].endswith(("。", "；", ";", "：", ":", "！"))
        and (len(before.lefts) == 1 or abs(line.lefts[0] - before.lefts[-1]) < line.size)
    )


def _unwrapped(lines: Sequence[str]) -> str:
    """The text of a cell; a line that is as wide as the widest goes on in the next one."""
    lines = [line for line in map(str.strip, lines) if line]
    if not lines:
        return ""
    widest = max(map(_width, lines))
    text = lines[0]
    for before, line in pairwise(lines):
        wrapped = _width(before) >= widest - 2 and not NUMBER.match(line) and before[-1] not in "。；;：:"
        text = _joined(text, line) if wrapped and len(lines) > 1 and widest > 4 else f"{text}\n{line}"
    return text


def _joined(text: str, more: str) -> str:
    return f"{text} {more}" if text and more and _latin(text[-1]) and _latin(more[0]) else text + more


def _latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in text)


if __name__ == "__main__":
    main()
