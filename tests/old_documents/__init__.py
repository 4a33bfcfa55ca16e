"""Layouts of descriptions written elsewhere, and the files that they make."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
import openpyxl
import yaml

HERE = Path(__file__).parent
CHINESE = "一二三四五六七八九十"
Blocks = Sequence[Mapping[str, Any]]


def layouts(file: str) -> list[dict[str, Any]]:
    """The layouts of one file here, see README.md."""
    found: list[dict[str, Any]] = yaml.CSafeLoader((HERE / file).read_text("utf-8")).get_single_data()
    return found


def marked(mark: str, at: int) -> str:
    """What stands before the list's item with this number, from 1."""
    mark = "{n}. " if mark == "auto" else mark
    return mark.replace("{n}", str(at)).replace("{c}", CHINESE[at - 1]).replace("{o}", chr(ord("①") + at - 1))


def as_txt(blocks: Blocks) -> bytes:
    rows: list[str] = []
    for block in blocks:
        match block:
            case {"h": [_, text]} | {"p": text}:
                rows.append(text)
            case {"list": [mark, items]}:
                rows += [marked(mark, at) + item for at, item in enumerate(items, 1)]
            case {"table": table}:
                rows += ["\t".join(cell.replace("\n", " ") for cell in row) for row in table]
    return "\r\n".join(rows).encode("gb18030")


def as_md(blocks: Blocks) -> bytes:
    parts: list[str] = []
    for block in blocks:
        match block:
            case {"h": [level, text]}:
                parts.append(f"{'#' * level} {text}")
            case {"p": text}:
                parts.append(text)
            case {"list": [mark, items]}:
                parts.append("\n".join(marked(mark, at) + item for at, item in enumerate(items, 1)))
            case {"table": table}:
                head, *rest = [[cell.replace("\n", "<br>") for cell in row] for row in table]
                wide = max(map(len, table))
                lines = [head, ["---"] * wide, *rest]
                parts.append("\n".join("| " + " | ".join(row + [""] * (wide - len(row))) + " |" for row in lines))
    return "\n\n".join(parts).encode()


def as_docx(blocks: Blocks) -> bytes:
    made: Any = docx.Document()
    for block in blocks:
        match block:
            case {"h": [level, text]}:
                made.add_heading(text, level)
            case {"p": text}:
                made.add_paragraph(text)
            case {"list": [mark, items]}:
                for at, item in enumerate(items, 1):
                    auto = mark == "auto"
                    made.add_paragraph(item if auto else marked(mark, at) + item, "List Number" if auto else None)
            case {"table": table}:
                grid = made.add_table(0, max(map(len, table)))
                for row in table:
                    for cell, text in zip(grid.add_row().cells, row, strict=False):
                        cell.text = text
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def as_xlsx(blocks: Blocks) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for block in blocks:
        match block:
            case {"h": [_, text]} | {"p": text}:
                sheet.append([text])
            case {"list": [mark, items]}:
                for at, item in enumerate(items, 1):
                    sheet.append([marked(mark, at) + item])
            case {"table": table}:
                for row in table:
                    sheet.append(row)
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


MAKERS = {"txt": as_txt, "md": as_md, "docx": as_docx, "xlsx": as_xlsx}
