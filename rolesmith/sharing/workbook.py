"""A stranger's workbook, opened within bounds: what it may weigh is checked before anything of it is parsed."""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rolesmith.problem import Problem, Unreadable
from rolesmith.text import clean

SIZE_LIMIT = 10_000_000
"""Bytes of the file."""
UNPACKED_LIMIT = 50_000_000
"""Bytes of all that is packed in it."""
MARK_LIMIT = 3_000_000
"""Angle brackets and equals signs in a part: each element and attribute takes a hundred bytes of memory."""
ENTRY_LIMIT, SHEET_LIMIT = 1_000, 50
ROWS, COLUMNS = 6_000, 60
"""What is read of a sheet; text further out is told."""
MOST_FAR = 20
CHUNK = 65_536

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAR = re.compile(rb"""<(?:\w{1,9}:)?c\s[^<>]{0,99}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]{0,99}(?<!/)>\s*<[^/]""")
"""Cells of a sheet that hold something."""
MERGED = re.compile(rb"""<(?:\w{1,9}:)?mergeCell\s[^<>]{0,99}?\bref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']""")
ESCAPED = re.compile(rb"_x([0-9A-Fa-f]{4})_|x005F(?=_)")
"""How a workbook writes characters that XML cannot, and the letters that openpyxl drops wherever they stand."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell. `fault` says why it cannot be taken: 公式, 错误值."""

    row: int
    column: int
    text: str
    fault: str = ""

    @property
    def place(self) -> str:
        """D7"""
        return place(self.row, self.column)


@dataclass(frozen=True)
class Sheet:
    """A sheet's filled cells by row and column (from 1), what lies too far out, and what is merged."""

    rows: dict[int, dict[int, Cell]]
    far: tuple[str, ...]
    merged: tuple[str, ...]


def place(row: int, column: int) -> str:
    """A cell as Excel names it; rows and columns count from 1."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


def read(data: bytes, file: str, wanted: Sequence[str]) -> tuple[dict[str, Sheet], list[str]]:
    """The wanted sheets that are there, and the names of all. Raises Unreadable with one sentence."""
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what, mend = ("加了密码", "去掉密码再存一次") if locked else ("是旧版的 .xls", "在 Excel 里另存为 .xlsx")
        raise Unreadable([Problem(file, 0, f"这个文件{what}", mend)])
    if len(data) > SIZE_LIMIT:
        raise Unreadable([Problem(file, 0, "文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，请拆成几个")])
    try:
        return _read(_repacked(data, file), file, wanted)
    except Unreadable:
        raise
    except Exception as error:  # zipfile and openpyxl meet hostile bytes with whatever their code runs into
        raise Unreadable(
            [Problem(file, 0, "不是完整的 .xlsx 文件", "请重新下载，或在 Excel 里另存为 .xlsx")]
        ) from error


def _repacked(data: bytes, file: str) -> io.BytesIO:
    """The parts that are text, packed anew: whatever reads them finds no more than was counted here."""

    def refuse(what: str, mend: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, mend)])

    bounded = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(bounded, "w", zipfile.ZIP_STORED) as packed:
        members = archive.infolist()
        names = {member.filename: member for member in members}
        if len(members) > ENTRY_LIMIT or sum(member.file_size for member in members) > UNPACKED_LIMIT:
            raise refuse("解开后太大", f"最大 {UNPACKED_LIMIT // 1_000_000} MB；只留要导入的工作表，另存为 .xlsx")
        if any(member.flag_bits & 1 for member in members):
            raise refuse("这个文件加了密码", "去掉密码再存一次")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise refuse("这个文件带有宏", "另存为不带宏的 .xlsx")
        if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
            raise refuse("不是 Excel 文件", "用“导出”得到的 .xlsx 改，或另存为 .xlsx")
        for name, member in names.items():
            if name.endswith((".xml", ".rels")):
                part = _part(archive, member)
                if name == "[Content_Types].xml" and b"macroEnabled" in part:
                    raise refuse("这个文件带有宏", "另存为不带宏的 .xlsx")
                packed.writestr(name, part)
    return bounded


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A part's bytes, never more than it says it has. Raises ValueError."""
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("a workbook is packed otherwise")
    with archive.open(member) as stream:
        part = b"".join(iter(lambda: stream.read(CHUNK), b""))
    if part.count(b"<") + part.count(b"=") > MARK_LIMIT or b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise ValueError("no spreadsheet program writes this")
    texts = member.filename.startswith(("xl/sharedStrings", "xl/worksheets/"))
    return ESCAPED.sub(_unescaped, part) if texts else part


def _unescaped(found: re.Match[bytes]) -> bytes:
    if found[1] is None:
        return "x005F\ufdd0".encode()  # `clean` takes the non-character out again
    letter = clean(chr(int(found[1], 16)))
    return f"&#{ord(letter)};".encode() if letter else b""


def _read(packed: io.BytesIO, file: str, wanted: Sequence[str]) -> tuple[dict[str, Sheet], list[str]]:
    import openpyxl

    book = openpyxl.load_workbook(packed, read_only=True, keep_links=False)
    sheets: Any = book.worksheets
    with zipfile.ZipFile(packed) as parts:
        if len(book.sheetnames) > SHEET_LIMIT:
            raise Unreadable([Problem(file, 0, f"有 {len(book.sheetnames)} 张工作表", f"最多 {SHEET_LIMIT} 张")])
        found = {}
        for sheet in sheets:
            name = clean(str(sheet.title)).strip()
            if name in wanted and name not in found:
                part = parts.read(sheet._worksheet_path)
                rows = {cells[0].row: {cell.column: cell for cell in cells} for cells in _rows(sheet)}
                found[name] = Sheet(rows, tuple(_far(part)), tuple(m[1].decode() for m in MERGED.finditer(part)))
        return found, [clean(name) for name in book.sheetnames]


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    """The filled cells of each row that has any."""
    for row in sheet.iter_rows(max_row=ROWS, max_col=COLUMNS):
        cells = [_cell(cell) for cell in row if cell.value is not None]
        if cells := [cell for cell in cells if cell.text or cell.fault]:
            yield cells


def _cell(cell: Any) -> Cell:
    fault = {"f": "公式", "e": "错误值"}.get(cell.data_type, "")
    return Cell(cell.row, cell.column, "" if fault else clean(_text(cell.value, cell.number_format or "")), fault)


def _text(value: Any, shown_as: str) -> str:
    """What the owner sees of a number or a date that Excel made of their typing."""
    match value:
        case bool():
            return "TRUE" if value else "FALSE"
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
        case int() | float() if shown_as.endswith("%"):
            return f"{value * 100:.10g}%"
        case float():
            return f"{value:.15g}"
        case _:
            return str(value)


def _far(part: bytes) -> Iterator[str]:
    """Filled cells beyond what is read, at most so many."""
    told = 0
    for found in FAR.finditer(part):
        letters, row = found[1].decode(), int(found[2])
        column = 0
        for letter in letters:
            column = column * 26 + ord(letter) - 64
        if row > ROWS or column > COLUMNS:
            yield f"{letters}{row}"
            told += 1
            if told == MOST_FAR:
                return
