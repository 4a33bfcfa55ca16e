"""A stranger's workbook, opened within bounds: its size and contents are counted before anything is parsed."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, NamedTuple

from rolesmith.files.problem import Problem, Unreadable, make_sure_of_content
from rolesmith.role.text import clean

SIZE_LIMIT = 10_000_000
"""Bytes of the file."""
UNPACKED_LIMIT = 50_000_000
"""Bytes of all that is packed in it."""
TEXTS_LIMIT = 20_000_000
"""Bytes of the shared strings, and characters of all cells together, since many cells may show one string."""
CELL_MARKS, OTHER_MARKS = 800_000, 150_000
"""Angle brackets and equals signs: in all sheets and the shared strings together, and in all other parts together.

openpyxl needs up to half a kilobyte for an element. The sheet of the largest library has 700,000 of these characters.
"""
ATTRIBUTES = 1_000
"""Equals signs in one element of a part that is no sheet; openpyxl's time grows with their square."""
ANEW = "新建一个 .xlsx，只把要导入的工作表粘贴过去"
ENTRY_LIMIT, SHEET_LIMIT = 1_000, 50
ROWS, COLUMNS = 6_000, 60
"""Rows and columns that are read of a sheet; filled cells beyond them are reported."""
MOST_LISTED = 20
"""Cells beyond them that are listed of a sheet."""
MOST_MERGED = 5_000
"""Merged ranges that are listed of a sheet: several in each row of a long role."""
CHUNK = 65_536

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAR = re.compile(rb"""<(?:\w{1,9}:)?c\s[^<>]{0,99}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]{0,99}(?<!/)>\s*<[^/]""")
"""Cells of a sheet that hold something."""
MERGED = re.compile(rb"""<(?:\w{1,9}:)?mergeCell\s[^<>]{0,99}?\bref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
ROOT = re.compile(rb"<(?:[^<>\s/:]+:)?worksheet\b[^<>]*>")
DATA = re.compile(rb"<((?:[^<>\s/:]+:)?sheetData)\b[^<>]*?(/?)>")
NAMED = re.compile(rb"<(?:[^<>\s/:]+:)?sheet\s")
"""A sheet in the list of all sheets."""
FORMULA = re.compile(rb"<((?:[^<>\s/:]+:)?f)\s[^<>]*?(/?)>")
"""A formula's attributes: with them openpyxl would write a shared formula out for each of its cells."""
STORED = re.compile(rb"<((?:[^<>\s/:]+:)?f)\b[^<>]*(?:/>|(?<!/)>[^<]*</\1>)(?=\s*<(?:[^<>\s/:]+:)?v>[^<\s])")
"""A formula whose value stands behind it, as spreadsheet programs store it: the value is read, the formula is not."""
UNIT = re.compile(r'0( ?)"([^"]{1,4})"$')
"""At the end of a number format: the unit that Excel shows behind the number."""
ESCAPED = re.compile(rb"_x([0-9A-Fa-f]{4})_|x005F(?=_)")
"""How a workbook writes characters that XML cannot hold, and `x005F`, which openpyxl drops wherever it stands."""


@dataclass(frozen=True)
class Cell:
    """A filled cell. `fault` says why its text cannot be used: 公式, 错误值."""

    row: int
    column: int
    text: str
    fault: str = ""

    @property
    def address(self) -> str:
        """D7"""
        return address(self.row, self.column)


@dataclass(frozen=True)
class Sheet:
    """A sheet's filled cells by row and column, both from 1."""

    rows: dict[int, dict[int, Cell]]
    far: tuple[str, ...]
    """Addresses of filled cells beyond ROWS and COLUMNS, the first few."""
    merged: tuple[str, ...]
    """Merged ranges, at most MOST_MERGED."""


class Workbook(NamedTuple):
    """What was read of a workbook."""

    sheets: dict[str, Sheet]
    """The wanted sheets by name, or all."""
    names: list[str]
    """The names of all sheets."""


def address(row: int, column: int) -> str:
    """A cell as Excel names it; rows and columns count from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def read(
    data: bytes, file: str, wanted: Sequence[str] | None = None, *, cut: bool = False, values: bool = False
) -> Workbook:
    """The wanted sheets, or all. Raises Unreadable with one sentence.

    `cut`: of more than SHEET_LIMIT sheets the first are read; without it they are refused. `values`: a formula is read
    as the value that the file stores behind it; without it, and where there is none, it is a fault.
    """
    make_sure_of_content(data, file)
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what, mend = ("加了密码", "去掉密码再存一次") if locked else ("是旧版的 .xls", "在 Excel 里另存为 .xlsx")
        raise Unreadable([Problem(file, 0, f"这个文件{what}", mend)])
    if len(data) > SIZE_LIMIT:
        raise Unreadable([Problem(file, 0, "文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，请拆成几个")])
    try:
        return _read(_repacked(data, file, values), file, wanted, cut)
    except Unreadable:
        raise
    except Exception as error:  # on hostile bytes zipfile and openpyxl raise errors of any kind
        raise Unreadable(
            [Problem(file, 0, "不是完整的 .xlsx 文件", "请重新下载，或在 Excel 里另存为 .xlsx")]
        ) from error


@dataclass(frozen=True)
class _Counted:
    """A workbook's XML parts, packed again after they were counted: openpyxl reads these and nothing else."""

    file: io.BytesIO
    far: dict[str, tuple[str, ...]]
    """Of each sheet's part: see Sheet."""
    merged: dict[str, tuple[str, ...]]


def _repacked(data: bytes, file: str, values: bool) -> _Counted:
    def refuse(what: str, mend: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, mend)])

    found = _Counted(io.BytesIO(), {}, {})
    left, cells_left, texts_left = OTHER_MARKS, CELL_MARKS, TEXTS_LIMIT
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(found.file, "w", zipfile.ZIP_STORED) as packed:
        members = archive.infolist()
        names = {member.filename: member for member in members}
        if len(members) > ENTRY_LIMIT:
            raise refuse(_too_many(names), ANEW)
        if sum(member.file_size for member in members) > UNPACKED_LIMIT:
            raise refuse("解开后太大", f"最大 {UNPACKED_LIMIT // 1_000_000} MB；{ANEW}")
        if any(member.flag_bits & 1 for member in members):
            raise refuse("这个文件加了密码", "去掉密码再存一次")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise refuse("这个文件带有宏", "另存为不带宏的 .xlsx")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise refuse("不是 Excel 文件", "用“导出”得到的 .xlsx 改，或另存为 .xlsx")
        for name, member in names.items():
            if not name.endswith((".xml", ".rels")):
                continue
            part = _part(archive, member)
            if name == "[Content_Types].xml" and b"macroEnabled" in part:
                raise refuse("这个文件带有宏", "另存为不带宏的 .xlsx")
            marks = part.count(b"<") + part.count(b"=")
            texts = name.startswith(("xl/sharedStrings", "xl/worksheets/")) and name.endswith(".xml")
            left -= 0 if texts else marks
            cells_left -= marks if texts else 0
            texts_left -= len(part) if name.startswith("xl/sharedStrings") else 0
            if min(left, cells_left, texts_left) < 0:
                raise refuse("里面的格式和内容太多", ANEW)
            crowded = any(element.count(b"=") > ATTRIBUTES for element in part.split(b"<"))
            if not texts and (crowded or len(NAMED.findall(part)) > len(names)):
                raise ValueError("no spreadsheet program writes this")
            if name.startswith("xl/worksheets/") and texts:
                found.far[name] = tuple(islice(_far(part), MOST_LISTED))
                found.merged[name] = tuple(each[1].decode() for each in islice(MERGED.finditer(part), MOST_MERGED))
                part = _cells(part, values)
            packed.writestr(name, ESCAPED.sub(_unescaped, part) if texts else part)
    return found


def _too_many(names: Iterable[str]) -> str:
    sheets = sum(name.startswith("xl/worksheets/sheet") for name in names)
    return f"有 {sheets:,} 张工作表，太多了" if sheets > SHEET_LIMIT else "里面的图片和附件太多"


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A part's bytes. Raises ValueError where it is packed or written as no spreadsheet program does."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("a workbook is packed otherwise")
    with archive.open(member) as stream:
        part = b"".join(iter(lambda: stream.read(CHUNK), b""))
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise ValueError("no spreadsheet program writes this")
    return part


def _cells(part: bytes, values: bool) -> bytes:
    """A sheet's part with nothing but its cells: no rules, no dropdowns. Raises ValueError."""
    root, data = ROOT.search(part), DATA.search(part)
    if not root or not data:
        raise ValueError("no sheet")
    end = b"</" + data[1] + b">"
    until = data.end() if data[2] else part.index(end, data.end()) + len(end)
    prefix = data[1].removesuffix(b"sheetData")
    first = b"<" + prefix + b'dimension ref="A1"/>'  # so that openpyxl does not look for the last cell
    cells = part[data.start() : until]
    cells = FORMULA.sub(rb"<\1\2>", STORED.sub(b"", cells) if values else cells)
    return root[0] + first + cells + b"</" + prefix + b"worksheet>"


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1] is None:
        return "x005F\ufdd0".encode()  # `clean` takes the non-character out again
    letter = clean(chr(int(found[1], 16)))
    return f"&#{ord(letter)};".encode() if letter else b""


def _read(counted: _Counted, file: str, wanted: Sequence[str] | None, cut: bool) -> Workbook:
    import openpyxl

    book = openpyxl.load_workbook(counted.file, read_only=True, keep_links=False)
    if len(book.sheetnames) > SHEET_LIMIT and wanted is None and not cut:
        raise Unreadable([Problem(file, 0, f"有 {len(book.sheetnames)} 张工作表", f"最多 {SHEET_LIMIT} 张")])
    found: dict[str, Sheet] = {}
    sheets: Any = book.worksheets
    if len({sheet._worksheet_path for sheet in sheets}) < len(sheets):
        raise ValueError("two sheets share a part: one that was counted once would be read many times")
    texts = _Texts()
    for sheet in sheets[: None if wanted is not None else SHEET_LIMIT]:
        name = clean(str(sheet.title)).strip()
        if (wanted is None or name in wanted) and name not in found:
            rows = {cells[0].row: {cell.column: cell for cell in cells} for cells in _rows(sheet, texts)}
            if texts.size > TEXTS_LIMIT:
                raise Unreadable([Problem(file, 0, "里面的文字太多", ANEW)])
            path = sheet._worksheet_path
            found[name] = Sheet(rows, counted.far.get(path, ()), counted.merged.get(path, ()))
    return Workbook(found, [clean(name) for name in book.sheetnames])


class _Texts(dict[str, str]):
    """Texts by how the workbook writes them, each cleaned once; `size` adds up over all cells that show them."""

    size = 0

    def __missing__(self, text: str) -> str:
        self[text] = clean(text)
        return self[text]

    def shown(self, text: str) -> str:
        """The text of one more cell."""
        self.size += len(text)
        return self[text]


def _rows(sheet: Any, texts: _Texts) -> Iterator[list[Cell]]:
    """The filled cells of each row that has any; ends where there is too much text."""
    for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS):
        cells = [_cell(cell, texts) for cell in row if cell.value is not None]
        if cells := [cell for cell in cells if cell.text or cell.fault]:
            yield cells
        if texts.size > TEXTS_LIMIT:
            return


def _cell(cell: Any, texts: _Texts) -> Cell:
    fault = {"f": "公式", "e": "错误值"}.get(cell.data_type, "")
    return Cell(cell.row, cell.column, "" if fault else texts.shown(_text(cell.value, cell.number_format or "")), fault)


def _text(value: Any, shown_as: str) -> str:
    """A value as the owner sees it in Excel, which turns typed text into numbers and dates."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case int() | float() if shown_as.endswith("%"):
            return f"{value * 100:.10g}%"
        case int() | float() if unit := UNIT.search(shown_as):
            return f"{value:.15g}{unit[1]}{unit[2]}"
        case float() if value.is_integer() and abs(value) < 1e18:
            return f"{value:.0f}"
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


def _far(part: bytes) -> Iterator[str]:
    """Addresses of filled cells beyond ROWS and COLUMNS."""
    for found in FAR.finditer(part):
        letters, row = found[1].decode(), int(found[2])
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        if row > ROWS or column > COLUMNS:
            yield f"{letters}{row}"
