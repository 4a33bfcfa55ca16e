"""Readers of what strangers write take time in proportion to it: measured in steps at a size and at four times as much.

A step is a line of Python that runs or a call into C. A new reader is a line in READERS with what it is given.
"""

import base64
import gc
import io
import json
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from types import FrameType
from typing import Any

import openpyxl
import pytest
from PIL import Image

from rolesmith.advice import check_lines, check_role
from rolesmith.advice.check import forget
from rolesmith.document.comparison import compare, out_of_order
from rolesmith.document.draw import draw
from rolesmith.document.partial import without
from rolesmith.files import pdf
from rolesmith.files.letterhead import cleaned
from rolesmith.files.picture import SCAN, SCANS, NoPicture
from rolesmith.files.problem import LONGEST, MOST, Problem, Unreadable
from rolesmith.formats.excel.carried import FORMAT, SHEET, CarriedCell
from rolesmith.libraries import files
from rolesmith.libraries import table as tables
from rolesmith.libraries.files import chat_code
from rolesmith.libraries.search import search
from rolesmith.libraries.word_lists import split_words
from rolesmith.presets.library import Library
from rolesmith.presets.shipped import shipped
from rolesmith.readers import old_document
from rolesmith.readers.workbook import read as reading
from rolesmith.readers.workbook.match_rows import ShownRow, match, unchanged
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node, Role
from rolesmith.shop import logo
from tests.conftest import tried
from tests.letterheads import header
from tests.test_old_document_kinds import odt

GROWTH = 5.3
"""Most times the steps when there is four times as much; what is refused at once takes fewer."""
ENOUGH = 20_000
"""Steps below which nobody waits, whatever they grow by."""

REFUSALS = (Unreadable, NoPicture, ValueError)
"""What a reader says of what it does not take."""

Make = Callable[[int], Any]
"""What a reader is given, of a size."""


def steps(act: Callable[[], object]) -> int:
    """How many lines of Python run, and calls into C."""
    count = 0

    def line(_frame: FrameType, event: str, _value: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    def call(_frame: FrameType, event: str, _value: object) -> None:
        nonlocal count
        count += event == "c_call"

    tracing = sys.gettrace()
    gc.disable()  # what is thrown away is thrown away elsewhere
    sys.settrace(line)
    sys.setprofile(call)
    try:
        with suppress(*REFUSALS):
            act()
    finally:
        sys.setprofile(None)
        sys.settrace(tracing)
        gc.enable()
    return count


def grows(act: Callable[[Any], object], make: Make, size: int) -> list[int]:
    """The steps at a size, and at four times as much."""
    with suppress(*REFUSALS):  # first what is made once a process, such as the words of a first finding
        act(make(4 * size))
    return [steps(partial(act, make(size * times))) for times in (1, 4)]


# what readers are given


def repeated(*pieces: str, before: str = "", behind: str = "") -> dict[str, Make]:
    """Each piece again and again: what asks a parser to look ahead, to keep or to go back shows so."""
    return {piece: lambda n, piece=piece: before + piece * n + behind for piece in pieces}  # type: ignore[misc]


LIBRARY = "schema: rolesmith/library@1\nlibrary: a\ntitle: b\n"
YAML = {
    **repeated(
        "- ", "{", "[", "a: ", "? ", "- &a b\n", "&a ", "*a ", "!!x y\n", "a: |\n", "'", '"', "\t", "#", "# a\n",
        "a: b\n", "-a\n", "a：b\n", "---\n", "a: b #c\n", ">\n a\n", "\n", "schema: rolesmith/library@2\n", "schema",
        before=LIBRARY,
    ),
    **repeated(
        "a,", "{},", "{a: b},", "[],", "'a',", "a #b\n,", "&a b,", "*a,", "!x y,",
        before=f"{LIBRARY}items: [", behind="]",
    ),
    **repeated("- a\n", "- {}\n", "- id: a\n", "- id: a\n  text: b\n", "- -a\n", before=f"{LIBRARY}items:\n"),
    "names": lambda n: LIBRARY + "".join(f"k{at}: b\n" for at in range(n)),
    "long names": lambda n: LIBRARY + f"{'k' * n}: b\n",
    "words": lambda n: f"{LIBRARY}items:\n- id: a\n  text: b\n  tags: [{'a,' * n}]",
}  # fmt: skip
MARKDOWN = repeated(
    "a\n-\n", "*_", "- ", "- a\n", "> ", "> a\n", "1. a\n", "# ", "# a\n", "|", "|a|b|\n", "|a|b|\n|-|-|\n", "`",
    "``a`", "\\``", "[", "](", "![", "<", "&", "&amp;", "~", "=\n", "---\n", "***\n",
    "a\n", "a\n\n", "- a\n  - b\n", "    a\n",
    "**a", "__a__ ", "a*", "\\", "<br>", "* a\n\n    b\n", "a\n===\n", "  \n", "a | b\n- | -\n",
)  # fmt: skip
PLAIN = repeated(
    "a\n", "岗位职责\n", "岗位名称：客服\n", "任职要求\n本科\n", "1 甲\n", "1. 甲\n2. 乙\n", "（一）甲\n",
    "指标\t目标\n",
    "甲\t乙\n",
    "1、甲；2、乙；\n", "联系人：甲 电话：乙\n", "工作内容如下：\n", "★ 甲\n", "| a |\n", "# 甲\n", "；", "：",
    "【】", "（", "甲",
    "1、",
    "\t", " ", "甲 1 ", "2023年", "岗位职责：", "学历：本科\n",
)  # fmt: skip


def packed(text: str) -> str:
    """A code for a chat that unpacks to a text."""
    data = lzma.compress(text.encode(), lzma.FORMAT_RAW, filters=chat_code.FILTERS)
    body = base64.urlsafe_b64encode(data).decode().rstrip("=")
    return f"RSL1.{len(body)}.{zlib.crc32(data):08x}.{body}"


def library_json(items: str) -> str:
    return f'{{"schema":"rolesmith/library@1","library":"a","title":"b","items":[{items.rstrip(",")}]}}'


CODES = {
    **repeated("RSL1.", "RSL1.9.", "RSL1.9.00000000.", "> ", "a", "RSL"),
    **{
        f"packed {piece}": lambda n, piece=piece: packed(library_json(piece * n))  # type: ignore[misc]
        for piece in ("0,", "{},", '{"id":"a","text":"b"},', '{"a":0},', "[[]],")
    },
}


def zipped(parts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RUN = "<w:r><w:t>甲</w:t></w:r>"
BOX = f"<w:r><w:txbxContent><w:p>{RUN}</w:p></w:txbxContent></w:r>"


def word(body: str) -> bytes:
    return zipped({"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>"})


WORD: dict[str, Make] = {
    "paragraphs": lambda n: word("<w:p/>" * n),
    "lines": lambda n: word(f"<w:p>{RUN}</w:p>" * n),
    "runs": lambda n: word(f"<w:p>{RUN * n}</w:p>"),
    "boxes": lambda n: word(f"<w:p>{BOX * n}</w:p>"),
    "cells": lambda n: word(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * n}</w:tr></w:tbl>"),
    "rows": lambda n: word(f"<w:tbl>{f'<w:tr><w:tc><w:p>{RUN}</w:p></w:tc></w:tr>' * n}</w:tbl>"),
    "tables in tables": lambda n: word(
        (f"{'<w:tbl><w:tr><w:tc>' * 60}<w:p>{RUN}</w:p>{'</w:tc></w:tr></w:tbl>' * 60}") * (n // 50)
    ),
    "controls": lambda n: word(f"{'<w:sdt>' * 200}{f'<w:p>{RUN}</w:p>' * n}{'</w:sdt>' * 200}"),
    "struck out": lambda n: word(f"<w:p>{f'<w:del>{RUN}</w:del>' * n}</w:p>"),
}
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(
    rows: str = "", strings: str = "", styles: str = "<cellXfs><xf/></cellXfs>", more: str = "", root: str = ""
) -> bytes:
    """A workbook of one sheet; `more` are further sheets of the same part."""
    kinds = {
        "workbook": "sheet.main",
        "sharedStrings": "sharedStrings",
        "styles": "styles",
        "worksheets/sheet1": "worksheet",
    }
    types = "".join(f'<Override PartName="/xl/{n}.xml" ContentType="{KIND}.{kind}+xml"/>' for n, kind in kinds.items())
    package = "http://schemas.openxmlformats.org/package/2006"
    relations = [(1, "worksheet", "worksheets/sheet1"), (2, "styles", "styles"), (3, "sharedStrings", "sharedStrings")]
    links = "".join(f'<Relationship Id="rId{n}" Type="{RELATION}/{k}" Target="{t}.xml"/>' for n, k, t in relations)
    whole = f'<Relationship Id="rId1" Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/>'
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">{whole}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{RELATION}"><sheets><sheet name="甲" sheetId="1" r:id="rId1"/>'
        f"{more}</sheets></workbook>",
        "xl/styles.xml": f"<styleSheet {MAIN} {root}>{styles}</styleSheet>",
        "xl/sharedStrings.xml": f"<sst {MAIN}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>",
    })  # fmt: skip


SHARED, PLACED, FAR = '<c t="s"><v>0</v></c>', '<c r="A1"><v>1</v></c>', '<c r="ZZ1"><v>1</v></c>'
WRITTEN, AGAIN = '<c r="A1"><f t="shared" ref="A1:Z9" si="0">', '<c r="B1"><f t="shared" si="0"/></c>'
SHEETS: dict[str, Make] = {
    "rows": lambda n: book("<row/>" * n),
    "rows back and forth": lambda n: book('<row r="5000"/><row r="1"/>' * n),
    "cells": lambda n: book(f"<row>{'<c><v>1</v></c>' * n}</row>"),
    "cells in one place": lambda n: book(f'<row r="1">{PLACED * n}</row>'),
    "cells far out": lambda n: book(f'<row r="1">{FAR * n}</row>'),
    "one text in many cells": lambda n: book(f"<row>{SHARED * 20}</row>" * (n // 20), f"<si><t>{'甲' * n}</t></si>"),
    "runs of a text": lambda n: book(f"<row>{SHARED}</row>", f"<si>{'<r><t>a</t></r>' * n}</si>"),
    "texts": lambda n: book(f"<row>{SHARED}</row>", "<si><t>a</t></si>" * n),
    "formulas": lambda n: book(f"<row>{'<c><f>A1</f></c>' * n}</row>"),
    "a shared formula": lambda n: book(f'<row r="1">{WRITTEN}{"A1+" * n}1</f></c>{AGAIN * n}</row>'),
    "attributes": lambda n: book(root=" ".join(f'a{at}="b"' for at in range(2 * n))),
    "formats": lambda n: book(
        styles="<numFmts>"
        + "".join(f'<numFmt numFmtId="{200 + at}" formatCode="0.{at}"/>' for at in range(n))
        + "</numFmts><cellXfs>"
        + "".join(f'<xf numFmtId="{200 + at}"/>' for at in range(n))
        + "</cellXfs>"
    ),
    "sheets of one part": lambda n: book(
        f"<row>{'<c><v>1</v></c>' * n}</row>",
        more="".join(f'<sheet name="s{at}" sheetId="{at + 5}" r:id="rId1"/>' for at in range(n // 50)),
    ),
}
CELLS = {"words": lambda n: "甲、" * n, "strokes": lambda n: "\\" * n, "spaces": lambda n: " " * n + "\\ " * n}


def role(*lines: str, again: int = 1, title: str = "甲") -> Role:
    """A role of blocks of lines."""
    blocks = [
        Node(
            id=f"b{block}",
            kind="items",
            children=tuple(Node(id=f"l{block}.{at}", kind="line", text=text) for at, text in enumerate(lines)),
        )
        for block in range(again)
    ]
    return Role(tree=Node(id="r", kind="role", children=(Node(id="s", kind="section", title=title, children=blocks),)))


def some(n: int, more: str = "") -> list[str]:
    return [f"每天核对第 {at} 单的发货情况{more}" for at in range(n)]


def table(n: int) -> Role:
    columns = (Node(id="t.a", kind="column", title="指标"), Node(id="t.b", kind="column", title="目标值"))
    rows = (
        Node(id=f"w{at}", kind="row", children=(Node(id=f"w{at}:t.a", kind="cell", text=f"退款率{at}"),))
        for at in range(n)
    )
    block = Node(id="t", kind="table", picks="kpi", children=(*columns, *rows))
    return Role(tree=Node(id="r", kind="role", children=(Node(id="s", kind="section", children=(block,)),)))


PAIRS: dict[str, Callable[[int], tuple[Role, Role]]] = {
    "other words": lambda n: (role(*some(n)), role(*some(n, "和签收"))),
    "other ids": lambda n: (role(*some(n)), role("", *some(n))),
    "the other way round": lambda n: (role(*some(n)), role(*reversed(some(n)))),
    "nothing left": lambda n: (role(*some(n)), role()),
    "all new": lambda n: (role(), role(*some(n))),
    "tables": lambda n: (table(n), table(n // 2)),
}
ROWS: dict[str, Callable[[int], tuple[list[ShownRow], dict[int, dict[int, str]]]]] = {
    "one text": lambda n: (
        [ShownRow({1: "甲"}, {1: CarriedCell(1, "甲", f"n{at}", 0, 0, "")}) for at in range(n)],
        {at: {1: "甲"} for at in range(1, 2 * n)},
    ),
    "one label": lambda n: (
        [ShownRow({1: "名", 2: f"甲{at}"}, {2: CarriedCell(2, f"甲{at}", f"n{at}", 0, 0, "")}) for at in range(n)],
        {at: {1: "名", 2: "乙"} for at in range(1, n)},
    ),
    "upside down": lambda n: (
        [ShownRow({1: f"甲{at}"}, {1: CarriedCell(1, f"甲{at}", f"n{at}", 0, 0, "")}) for at in range(n)],
        {n - at: {1: f"甲{at}"} for at in range(n)},
    ),
}  # fmt: skip


def found(given: tuple[list[ShownRow], dict[int, dict[int, str]]]) -> None:
    unchanged(*given)
    match(*given)


def carrying(n: int) -> bytes:
    """A workbook that says of itself that it is a role's, of so many rows."""
    texts = [[[1, f"甲{at}", f"l0.{at}", 0, 0, ""]] for at in range(n)]
    carried = {
        "format": FORMAT,
        "sheet": "甲",
        "role": json.loads(role(*(f"甲{at}" for at in range(n))).to_json()),
        "rows": texts,
    }
    made = openpyxl.Workbook()
    assert made.active
    made.active.title = "甲"
    for at in range(n):
        made.active.append([f"甲{at}{'改' * (at % 7 == 0)}"])
    made.create_sheet(SHEET).append([f"|{json.dumps(carried, ensure_ascii=False)[:30_000]}"])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def backup(children: list[Any], **more: Any) -> str:
    return json.dumps({"tree": {"id": "r", "kind": "role", "children": children}, **more})


BACKUPS: dict[str, Make] = {
    "no nodes": lambda n: backup([0] * n),
    "names": lambda n: backup([], **{f"k{at}": 0 for at in range(n)}),
    "levels": lambda n: '{"tree":' * n,
    "values": lambda n: backup([], shop={f"k{at}": "a" for at in range(n)}),
}


def edge(inner: str) -> Make:
    """A letterhead whose header holds something again and again."""
    return lambda n: header(f"<w:p>{inner * n}</w:p>")


LETTERHEADS: dict[str, Make] = {
    "runs": edge("<w:r><w:t>a</w:t></w:r>"),
    "hidden runs": edge('<w:r><w:rPr><w:rStyle w:val="Strong"/><w:vanish/></w:rPr><w:t>a</w:t></w:r>'),
    "fields": edge('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'),
    "wraps": edge("<w:sdt><w:sdtContent><w:r/></w:sdtContent></w:sdt>"),
}


def photograph(scans: int) -> bytes:
    """A JPEG whose last pass is made again and again."""
    file = io.BytesIO()
    Image.new("L", (64, 64), "white").save(file, "JPEG", progressive=True)
    data = file.getvalue()
    return data[:-2] + data[data.rindex(SCAN) : -2] * scans + data[-2:]


TABLES = repeated(
    "a,b\n", "a\n", "1,甲,乙\n", "岗位,职责\n客服,回复\n", "，", '"', '"a\n",', "甲：乙\n", "1、甲；2、乙\n", ";", "\t",
    "合计,1\n", "一、甲,,\n",
)  # fmt: skip


def read_table(text: str) -> None:
    found = tables.open_tables(text.encode(), "a.csv")
    tables.read(found, tables.guess(found[0], "a.csv"), "a.csv")


WEB = repeated(
    "<p>甲", "<p>甲</p>\n", "<table><tr><td>甲<td>乙</table>", "<tr><td rowspan=9>", "<div>", "<!--", "<a ",
    "<a href=b>甲</a>", "<ul><li>", "<![CDATA[", "&", "&lt;", "甲\n", "<br>",
    "<b>甲", "</p>", "<script>", "<", before="<table><tr><td>",
)  # fmt: skip
ODT: dict[str, Make] = {
    piece: lambda n, piece=piece: odt(piece * n)  # type: ignore[misc]
    for piece in (
        "<text:p>甲</text:p>", "<text:p/>", "<text:h>甲</text:h>",
        "<table:table><table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row></table:table>",
        "<text:list><text:list-item><text:p>甲</text:p></text:list-item></text:list>",
    )
}  # fmt: skip
PDF: dict[str, Make] = {
    "streams": lambda n: b"%PDF-" + b"stream\n" * n,
    "packed": lambda n: b"%PDF-" + (b"stream\n" + zlib.compress(b"a" * 99) + b"endstream") * n,
}


READERS: Mapping[str, tuple[Callable[[Any], object], Mapping[str, Callable[[int], Any]], int]] = {
    "library.yaml": (lambda text: Library.read(text, "a.yaml"), YAML, 200),
    "library.txt": (lambda text: chat_code.read(text, "a.txt"), CODES, 200),
    "library.xlsx": (lambda data: files.read(data, "a.xlsx"), SHEETS, 200),
    "library.csv": (read_table, TABLES, 300),
    "document.md": (lambda text: old_document.place(old_document.read(text.encode(), "a.md")), MARKDOWN, 300),
    "document.txt": (lambda text: old_document.place(old_document.pasted(text)), PLAIN, 200),
    "document.docx": (lambda data: old_document.place(old_document.read(data, "a.docx")), WORD, 200),
    "document.html": (lambda text: old_document.place(old_document.read(text.encode(), "a.html")), WEB, 200),
    "document.odt": (lambda data: old_document.place(old_document.read(data, "a.odt")), ODT, 200),
    "document.csv": (lambda text: old_document.place(old_document.read(text.encode(), "a.csv")), TABLES, 200),
    "streams of a .pdf": (pdf.fits, PDF, 200),
    "document.xlsx": (lambda data: old_document.place(old_document.read(data, "a.xlsx")), SHEETS, 200),
    "role.json": (Role.from_json, BACKUPS, 200),
    "role.xlsx": (lambda data: reading.read(data, "a.xlsx"), {"rows": carrying}, 60),
    "rows found again": (found, ROWS, 500),
    "roles compared": (lambda pair: compare(*(draw(each, Filling()) for each in pair)), PAIRS, 100),
    "changes taken": (lambda pair: without(*pair, [f"l0.{at}" for at in range(500)]), PAIRS, 100),
    "lines checked": (
        lambda lines: (forget(), check_lines(lines)),
        {
            "lines": some,
            "one line": lambda n: ["每天核对" * n],
            "one line of 100,000 characters": lambda n: ["迟到罚kuan50元，限女性，三·十·歲。" * 11 * n],
        },
        100,
    ),
    "role checked": (
        lambda role: (forget(), check_role(role, Filling())),
        {"lines": lambda n: role(*some(n)), "rows": table},
        100,
    ),
    "words of a cell": (split_words, CELLS, 500),
    "words searched": (
        lambda words: search(list(shipped().libraries.values()), words),
        repeated("yi", "ss", "客服", "甲 "),
        50,
    ),
    "logo": (logo.cleaned, {"scans": photograph}, 200),
    "letterhead": (lambda data: cleaned(data, "a.docx"), LETTERHEADS, 100),
}
"""Whatever reads what a stranger wrote: how it is asked, what it is given, and of what size at first."""


@pytest.mark.parametrize(
    ("reader", "shape"),
    [(name, shape) for name, (_, shapes, _) in READERS.items() for shape in tried(shapes)],
)
def test_four_times_as_much_takes_four_times_as_many_steps(reader: str, shape: str) -> None:
    read, shapes, size = READERS[reader]
    less, more = grows(read, shapes[shape], size)
    assert more <= max(GROWTH * less, ENOUGH), (less, more)


# what was measured, at its full size: bounded steps, and a short answer

MEASURED: Mapping[str, tuple[str, str]] = {
    "a list of words": (f"{LIBRARY}items: [{'a,' * 950_000}a]", "a.yaml"),
    "a name again and again": (LIBRARY + "a: b\n" * 380_000, "a.yaml"),
    "anchors": (f"{LIBRARY}items:\n" + "- &a b\n" * 280_000, "a.yaml"),
    "one long name": (f"{LIBRARY}{'k' * 1_900_000}: b\n", "a.yaml"),
    "lists in Markdown": ("a\n-\n" * 10_000, "a.md"),
    "marks in Markdown": ("*_" * 2_400, "a.md"),
    "lines of marks in Markdown": (("*_" * 2_400 + "\n") * 10, "a.md"),
    "strokes in Markdown": (("``a`" * 1_200 + "\n") * 10, "a.md"),
}
MOST_STEPS = 30_000_000
"""Some seconds on a slow machine."""


@pytest.mark.parametrize("name", tried(MEASURED))
def test_what_once_took_a_minute_takes_bounded_steps_and_is_answered_shortly(name: str) -> None:
    text, file = MEASURED[name]
    told: list[Problem] = []

    def read() -> None:
        try:
            (files.read if file.endswith("yaml") else old_document.read)(text.encode(), file)
        except Unreadable as error:
            told.extend(error.problems)

    assert steps(read) < MOST_STEPS
    assert len(told) <= MOST + 1 and all(len(str(problem)) < 2 * LONGEST + 200 for problem in told)


def test_fifty_problems_are_told_and_how_many_more() -> None:
    problems = [Problem("a.yaml", at, "甲" * 9_999, "乙") for at in range(1, 61)]
    error = Unreadable(problems)
    assert len(error.problems) == MOST + 1 and str(error.problems[-1]) == "a.yaml：还有 10 处。先改好上面这些再试一次"
    assert all(len(str(problem)) < 2 * LONGEST for problem in error.problems)
    assert Unreadable(problems[:MOST]).problems == tuple(problems[:MOST])


def test_what_moved_is_the_least_that_can_have() -> None:
    assert out_of_order("abcdef", "abcdef") == out_of_order("", "") == set()
    assert out_of_order("abcdef", "bcdefa") == {"a"} and out_of_order("abcdef", "fabcde") == {"f"}
    assert len(out_of_order("abcdef", "fedcba")) == 5


def test_lines_that_a_bare_number_counts_are_read() -> None:
    assert [piece.text for piece in old_document.place(old_document.pasted("1 岗位职责\n2 回复咨询\n3 处理售后"))][
        -2:
    ] == [
        "回复咨询",
        "处理售后",
    ]


def test_a_picture_of_very_many_passes_is_refused() -> None:
    with pytest.raises(NoPicture, match="太碎"):
        logo.cleaned(photograph(SCANS))
    assert logo.cleaned(photograph(20))
