"""Pages of printed documents: what stands on which, and where that breaks the rules of a good page.

`marked` puts a character of its own at the beginning and the end of every heading, line and row, which stands nowhere
else in the document; `breaches` looks on which pages of the PDF they are, and `last_page` how full the last one is.

`python -m tests.pages` prints a sample of generated roles and every paper as PDF in each look, and says how many pages
it looked at and what is wrong with them; with `--thorough` a hundred roles, as Word and Excel by LibreOffice too.
`pdf`, `docx` or `xlsx` behind it names the formats.
"""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
from docx.shared import Pt

from rolesmith.document.document import (
    Document,
    Element,
    Entry,
    Fact,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Part,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.draw import draw
from rolesmith.formats import pdf, word
from rolesmith.formats.excel import workbook
from rolesmith.formats.excel.row_height import is_tall
from rolesmith.formats.looks import BRAND, LOOKS, Look
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Piece
from tests.generated_roles import roles, with_standards

FIRST, LAST = 0x3400, 0x4DB5
"""Chinese characters that nobody writes, and that the fonts at hand have."""
MARK = re.compile("[\u3400-\u4db5]")
FACTS = {"店名": "青禾家居旗舰店", "平台": "天猫"}
SHIFT = 8
"""Paragraphs of no height before a document that is printed again."""
LEAST = 0.25
"""Share of the last of several pages that is filled."""
HEAD = 55
"""Points from the top within which nothing but the head of a page stands."""
FOOT = re.compile(r"第 ?\d+ ?页")
WRITERS: Mapping[str, Callable[[Document, Look], bytes]] = {
    "pdf": pdf.write,
    "docx": word.write,
    "xlsx": lambda document, look: workbook.write([document], look),
}


@dataclass(frozen=True)
class Block:
    """What stands together: a heading, a line or a row, by the marks at its beginning and its end."""

    kind: str
    begin: str
    end: str
    name: str
    table: int = 0
    """Rows of one table have one number."""
    tall: bool = False
    """Whether a row has so many lines that it may be split."""


class _Marker:
    """Marks a document, and remembers its blocks in their order."""

    def __init__(self, facts: Sequence[Fact], width: float) -> None:
        self._width = width
        self.blocks: list[Block] = []
        self._used = FIRST - 1
        self._tables = 0
        self._in_head = {fact.phrase.id for fact in facts} - {""}

    def _new(self) -> str:
        self._used += 1
        assert self._used <= LAST
        return chr(self._used)

    def _one(self, kind: str, phrase: Phrase, table: int = 0) -> Phrase:
        begin, end = self._new(), self._new()
        self.blocks.append(Block(kind, begin, end, str(phrase)[:20], table))
        return _around(phrase, begin, end)

    def part(self, part: Part) -> Part:
        """The section, marked."""
        title = self._one("heading", part.title)
        following = (*part.elements[1:], None)
        elements = (
            element if isinstance(element, Heading) and self._is_in_head(after) else self._element(element)
            for element, after in zip(part.elements, following, strict=True)
        )
        return replace(part, title=title, elements=tuple(elements))

    def _is_in_head(self, element: Element | None) -> bool:
        """Whether a form says all of these lines in its head."""
        return isinstance(element, Numbered) and all(entry.phrase.id in self._in_head for entry in element.entries)

    def _element(self, element: Element) -> Element:
        match element:
            case Heading():
                return replace(element, title=self._one("heading", element.title))
            case Paragraphs():
                return replace(element, phrase=self._one("line", element.phrase))
            case Numbered():
                return replace(element, entries=tuple(map(self._entry, element.entries)))
            case Grid():
                self._tables += 1
                head = self._row("head", element.columns, element.widths)
                rows = tuple(self._row("row", row, element.widths) for row in element.rows)
                return replace(element, columns=head, rows=rows)
            case Sheet():
                self._tables += 1
                return replace(element, rows=tuple((label, self._one("pair", value)) for label, value in element.rows))
            case Signatures():
                self._tables += 1
                return replace(element, rows=tuple((self._one("sign", who), by) for who, by in element.rows))

    def _entry(self, entry: Entry) -> Entry:
        if entry.phrase.id in self._in_head:  # a form says it there
            return entry
        if not entry.standard:
            return replace(entry, phrase=self._one("line", entry.phrase))
        begin, end = self._new(), self._new()
        self.blocks.append(Block("line", begin, end, str(entry.phrase)[:20]))
        phrase, standard = _around(entry.phrase, begin, ""), _around(entry.standard, "", end)
        return replace(entry, phrase=phrase, standard=standard)

    def _row(self, kind: str, row: Sequence[Phrase], widths: Sequence[int]) -> tuple[Phrase, ...]:
        begin, end = self._new(), self._new()
        pixels = [width / sum(widths) * self._width for width in widths]
        tall = is_tall([(f"一{cell}一", width) for cell, width in zip(row, pixels, strict=True)], BRAND.text)
        self.blocks.append(Block(kind, begin, end, str(row[0])[:20], self._tables, tall))
        longest = max(range(len(row)), key=lambda at: len(str(row[at])))
        return tuple(
            _around(phrase, "" if at else begin, end if at == longest else "") for at, phrase in enumerate(row)
        )


def _around(phrase: Phrase, begin: str, end: str) -> Phrase:
    return replace(phrase, pieces=(Piece(begin), *phrase.pieces, Piece(end)))


def marked(document: Document, look: Look = BRAND, width: float = BRAND.width) -> tuple[Document, list[Block]]:
    """The document with marks in it, and its blocks in their order; `width` pixels between the margins."""
    marker = _Marker(document.facts if look.bordered else (), width)
    return replace(document, parts=tuple(map(marker.part, document.parts))), marker.blocks


def pages_of(file: Path) -> list[str]:
    """The text of each page of a PDF."""
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def breaches(blocks: Sequence[Block], pages: Sequence[str]) -> Iterator[str]:
    """Where the pages break a rule."""
    found: dict[str, list[int]] = {}
    for at, page in enumerate(pages, 1):
        for mark in set(MARK.findall(page)):
            found.setdefault(mark, []).append(at)
    lost = [block.name for block in blocks if block.begin not in found or block.end not in found]
    if lost:
        yield f"没有印出来：{lost}"
        return
    begins = {block.begin: found[block.begin][0] for block in blocks}
    ends = {block.begin: found[block.end][0 if block.kind == "heading" else -1] for block in blocks}
    for block, following in pairwise(blocks):
        if block.kind == "heading" and ends[block.begin] != begins[following.begin]:
            yield f"第 {ends[block.begin]} 页底只剩标题：{block.name}"
        if block.kind == "row" and begins[block.begin] != ends[block.begin] and not block.tall:
            yield f"第 {begins[block.begin]} 页底有一行拆开了：{block.name}"
    yield from _lone_rows(blocks, begins, ends)
    yield from _heads(blocks, found, begins, ends)
    yield from _lone_signatures(blocks, begins, ends)


def _lone_rows(blocks: Sequence[Block], begins: Mapping[str, int], ends: Mapping[str, int]) -> Iterator[str]:
    for table in {block.table for block in blocks if block.kind == "row"}:
        rows = [block for block in blocks if block.kind == "row" and block.table == table]
        for page in {begins[row.begin] for row in rows}:
            on_it = [row for row in rows if begins[row.begin] <= page <= ends[row.begin]]
            at = rows.index(on_it[0])
            near = rows[max(0, at - 1) : at + 2]
            if len(on_it) == 1 < len(rows) and not any(row.tall for row in near):
                yield f"第 {page} 页只有表格的一行：{on_it[0].name}"


def _heads(
    blocks: Sequence[Block], found: Mapping[str, list[int]], begins: Mapping[str, int], ends: Mapping[str, int]
) -> Iterator[str]:
    for head in (block for block in blocks if block.kind == "head"):
        rows = [block for block in blocks if block.kind == "row" and block.table == head.table]
        for page in {page for row in rows for page in range(begins[row.begin], ends[row.begin] + 1)}:
            if page not in found[head.begin]:
                yield f"第 {page} 页的表格没有表头：{head.name}"


def _lone_signatures(blocks: Sequence[Block], begins: Mapping[str, int], ends: Mapping[str, int]) -> Iterator[str]:
    for at, block in enumerate(blocks):
        if block.kind != "sign" or blocks[at - 1].kind == "sign":
            continue
        signs = [each for each in blocks[at:] if each.table == block.table or each.kind == "sign"]
        before = next((each for each in reversed(blocks[:at]) if each.kind != "heading"), block)
        if len({begins[each.begin] for each in signs}) > 1:
            yield f"第 {begins[block.begin]} 页的签署栏拆开了"
        if ends[before.begin] != begins[block.begin]:
            yield f"第 {begins[block.begin]} 页只有签署栏"


def last_page(file: Path) -> Iterator[str]:
    """Where the last of several pages holds hardly anything."""
    command = ["pdftotext", "-bbox-layout", "-enc", "UTF-8", str(file), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    ends = [_body(page) for page in said.split("<page ")[1:]]
    top, bottom = min(top for top, _ in ends), max(bottom for _, bottom in ends)
    filled = (ends[-1][1] - top) / (bottom - top)
    if len(ends) > 1 and filled < LEAST:
        yield f"末页只有 {filled:.0%}"


def _body(page: str) -> tuple[float, float]:
    """From where to where a page is filled, its head and its foot left out."""
    line = r'<line [^>]*yMin="([\d.-]+)"[^>]*yMax="([\d.-]+)">(.*?)</line>'
    lines = [
        (float(top), float(bottom), " ".join(re.findall(r"<word [^>]*>(.*?)</word>", inner)))
        for top, bottom, inner in re.findall(line, page, re.DOTALL)
    ]
    foot = min((top for top, _, text in lines if FOOT.search(text)), default=1_000.0)
    body = [(top, bottom) for top, bottom, _ in lines if HEAD < top < foot - 4]
    return min((top for top, _ in body), default=HEAD), max((bottom for _, bottom in body), default=HEAD)


def extreme() -> Document:
    """A title of 300 characters, 200 duties, one of them and one cell of 2,000 characters, and lines to sign on."""

    def phrase(text: str) -> Phrase:
        return Phrase("n", (Piece(text),))

    long = "核对店铺评分，" * 286
    entries = tuple(Entry(at, phrase(long if at == 100 else f"第{at}条职责")) for at in range(1, 201))
    rows = tuple((phrase(f"第{at}行"), phrase(long if at == 3 else "短")) for at in range(6))
    grid = Grid("g", (phrase("事项"), phrase("说明")), (20, 80), rows)
    parts = (
        Part("duties", "一、", phrase("职责"), (Numbered("n", entries),)),
        Part("table", "二、", phrase("权限"), (grid,)),
        Part(
            "sign",
            "三、",
            phrase("签署"),
            (Signatures("s", tuple((phrase(who), Phrase("")) for who in ("编制", "批准"))),),
        ),
    )
    return Document("名" * 300, "题" * 300, (), parts, "店" * 60)


@cache
def documents(count: int) -> list[Document]:
    """Generated roles, every other one with standards, and the papers of the first."""
    generated = [with_standards(role, at) if at % 2 else role for at, role in enumerate(roles(count))]
    drawn = [draw(role, shipped().filling(role, FACTS, standards=True)) for role in generated]
    for paper in shipped().papers.values():
        made = make_paper(paper, generated[0], shipped().filling(generated[0], FACTS))
        drawn.append(draw(made, shipped().filling(made, FACTS)))
    return drawn


def looked_at(ending: str, look: str, made: Sequence[Document], folder: Path) -> tuple[int, list[str]]:
    """How many pages these documents have in this format and look, and what is wrong with them."""
    files = [folder / f"{at}.{ending}" for at in range(len(made))]
    blocks = []
    for file, document in zip(files, made, strict=True):
        with_marks, found = marked(document, LOOKS[look])
        file.write_bytes(WRITERS[ending](with_marks, LOOKS[look]))
        blocks.append(found)
    if ending != "pdf":
        _print(files, folder)
    number = sum(len(pages_of(file.with_suffix(".pdf"))) for file in files)
    wrong = {file: _wrong(file, of_it) for file, of_it in zip(files, blocks, strict=True)}
    again = [file for file in files if ending == "docx" and wrong[file]]
    for file in again:
        file.write_bytes(shifted(file.read_bytes()))
    if again:
        _print(again, folder)
    for file, of_it in zip(files, blocks, strict=True):
        if file in again:
            wrong[file] = [each for each in _wrong(file, of_it) if each in wrong[file]]
    return number, [
        f"{document.title}：{each}" for document, file in zip(made, files, strict=True) for each in wrong[file]
    ]


def shifted(data: bytes) -> bytes:
    """A Word file with paragraphs of no height before all.

    LibreOffice first guesses that twenty paragraphs and rows fill a page (SwLayHelper::CheckInsertPage), and where its
    guess falls right below a heading at a foot, or among lines at the end that are kept together, it parts them.
    What breaks a rule wherever the guess falls is ours.
    """
    made = docx.Document(io.BytesIO(data))
    for _ in range(SHIFT):
        line = made.add_paragraph()
        made.element.body.insert(0, line._p)
        line.paragraph_format.line_spacing, line.paragraph_format.space_after = Pt(1), Pt(0)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def _print(files: Sequence[Path], folder: Path) -> None:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice prints Excel and Word"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(command, check=True, capture_output=True)


def _wrong(file: Path, blocks: Sequence[Block]) -> list[str]:
    printed = file.with_suffix(".pdf")
    return [*breaches(blocks, pages_of(printed)), *last_page(printed)]


def main(arguments: Sequence[str]) -> int:
    """Print what is wrong; the exit code is 0 only where nothing is."""
    thorough = "--thorough" in arguments
    endings = [each for each in arguments if each in WRITERS] or (list(WRITERS) if thorough else ["pdf"])
    made = documents(100 if thorough else 10)
    total = 0
    for ending in endings:
        for look in LOOKS:
            with tempfile.TemporaryDirectory() as folder:
                number, wrong = looked_at(ending, look, made, Path(folder))
            total += len(wrong)
            print(f"{ending} {look}：{len(made)} 份，{number} 页，{len(wrong)} 处不好", *wrong, sep="\n  ", flush=True)
    return bool(total)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
