"""Reading back the workbook of a role, after people have written, sorted, added and deleted in it.

It carries the role out of sight, and which cell showed what (formats/excel/carried.py). Rows are found again by their
texts (match_rows.py): an unchanged cell stands for all that its node held, a changed one gives the node a new text
(rebuild_role.py). What it does not show stays as it is here; where the role is not here, it is not there.
A workbook that carries no role, as the shop's does not, is compared with the role as it is here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rolesmith.document.document import Document
from rolesmith.document.shown import completed, part_of, with_help
from rolesmith.document.standards import STANDARD
from rolesmith.files import xlsx
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.formats.chart import without_pictures
from rolesmith.formats.excel.carried import BEFORE, FORMAT, SHEET, CarriedRow, document_cells
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.match_rows import SAME, UNREAD, Rows, ShownRow, aligned, match, unchanged
from rolesmith.readers.workbook.rebuild_role import Rebuilt, rebuild_role
from rolesmith.role.text import TEXT_LIMIT
from rolesmith.role.tree import CHILD_LIMIT, Role, is_newer

LEAST = 0.1
"""Least share of the rows that must still be there word for word; with fewer it is another file."""
ROWS = 3_000
"""Most rows in the sheet that carries the role; the largest role has half as many."""
SPOILT, INSTEAD = "里面记着岗位的那一页被改坏了", "到“我的岗位”里点“拿进来”，当作旧文档读入，或用备份文件"
NEWER = "是更新版本的岗位匠写的", "先升级岗位匠，再读入它"
"""What is said of a file that only a later version reads."""
NEWER_FORMAT = re.compile(rf'\s*{{\s*"format"\s*:\s*"(?!(?:{BEFORE}|{FORMAT})"){FORMAT.partition("@")[0]}@')
ONLY_SHOWN = "这个文件里只有看得见的内容，停用的章节和条目不在里面，没有读入；要全部的内容，请到原来的店里下载备份"
"""What is said of a file that is read where its role is not."""
NAMESAKES = 20
"""Sheets that are tried where roles have the same name."""


class Foreign(Exception):
    """A workbook that is not ours: it carries no role."""


@dataclass(frozen=True)
class ReadBack:
    """What was read from a file: a role, and sentences about what in the file could not be used."""

    role: Role
    notes: tuple[str, ...]
    base: Role | None = field(default=None, compare=False)
    """The role as it was when the file was written, where the file carries it; but for what the file does not show."""
    id: str = ""
    """The role's id in the shop that wrote the file, where the file carries it."""


class _Carried(BaseModel):
    """What the hidden sheet holds, see formats/excel/carried.py."""

    model_config = ConfigDict(extra="forbid")

    format: str
    sheet: str
    revision: int = 0
    whole: bool = False
    role: Role
    rows: list[CarriedRow] = Field(max_length=ROWS)


def read(data: bytes, file: str, here: Role | None = None) -> ReadBack:
    """The role that the workbook carries; `here` is that role as it is here, and has all that the file does not show.

    Raises Foreign, and Unreadable with one sentence.
    """
    sheets, _ = xlsx.read(data, file, cut=True)
    if SHEET not in sheets:
        raise Foreign
    carried = _carried(sheets.pop(SHEET), file)
    shown = _shown(carried.rows)
    alike = {name: unchanged(shown, _now(sheet)) for name, sheet in sheets.items()}
    name = carried.sheet if carried.sheet in sheets else max(alike, key=lambda each: alike[each], default="")
    if name not in sheets or (name != carried.sheet and len(sheets) > 1 and alike[name] < SAME):
        raise Unreadable([Problem(file, 0, f"没有名叫“{carried.sheet}”的工作表", "把工作表的名字改回来再试")])
    now = aligned(shown, _now(sheets[name]))
    if unchanged(shown, now) < LEAST:
        raise Unreadable([Problem(file, 0, "里面几乎没有一行和导出时一样", "到“我的岗位”里点“拿进来”，当作旧文档读入")])
    match(shown, now)
    notes = tuple(
        f"工作表“{other}”也像这个岗位，没有读；要读的是它，就把“{name}”删掉再试"
        for other, share in alike.items()
        if other != name and share >= SAME
    )
    base, lacking = _base(carried, here, file)
    role, more = _rebuilt(base, shown, now, file)
    return ReadBack(role, (*notes, *more, *lacking), base, carried.role.id)


def _base(carried: _Carried, here: Role | None, file: str) -> tuple[Role, tuple[str, ...]]:
    """The role as it was when the file was written, and what is said of what it lacks."""
    role = carried.role.model_copy(update={"id": ""})
    if here is not None and (here.library, here.paper) == (role.library, role.paper):
        keys = {cell.node for row in carried.rows for cell in row}
        with _told(file):
            return completed(role.replace(part_of(role.tree, keys)), here), ()
    if carried.whole or carried.format == BEFORE:
        return role, ()
    template = shipped().templates.get(role.template.partition("@")[0])
    return (with_help(role, template.role().tree) if template else role), (ONLY_SHOWN,)


def read_beside(data: bytes, file: str, role: Role, documents: Sequence[Document]) -> ReadBack:
    """The role as its sheet has it in a workbook that carries no role, such as the shop's.

    The sheet is compared with `role` as it is here, and with `documents`: what the sheet may show of it; in the shop's
    no sheet has pictures, which move the ends of pages.

    Raises Foreign where no sheet is the role's, and Unreadable with one sentence.
    """
    (name,) = sheet_names([documents[0].name])
    namesakes = [name, *(sheet_names([name] * NAMESAKES)[1:])]
    sheets, names = xlsx.read(data, file, namesakes)
    if not sheets and len(names) == 1:
        sheets, _ = xlsx.read(data, file)
    tries = [
        (_shown(document_cells(document, styles_of(look))), _now(sheet))
        for document in dict.fromkeys((*map(without_pictures, documents), *documents))
        for look in LOOKS.values()
        for sheet in sheets.values()
    ]
    best = max(tries, key=lambda each: (_head(each[0]) == _head(each[1]), unchanged(*each)), default=None)
    if best is None or unchanged(*best) < SAME:
        raise Foreign
    match(*best)
    return ReadBack(*_rebuilt(role, *best, file))


def _head(rows: Sequence[ShownRow] | Rows) -> bool:
    """Whether any row heads a column of standards."""
    texts = (row.texts for row in rows) if isinstance(rows, Sequence) else rows.values()
    return any(STANDARD in row.values() for row in texts)


def _rebuilt(role: Role, shown: Sequence[ShownRow], now: Rows, file: str) -> Rebuilt:
    with _told(file):
        return rebuild_role(role, shown, now)


@contextmanager
def _told(file: str) -> Iterator[None]:
    """Raises Unreadable where no role can be made of what the file holds."""
    try:
        yield
    except LookupError as error:
        raise Unreadable([Problem(file, 0, SPOILT, INSTEAD)]) from error
    except ValidationError as error:
        mend = f"一节最多 {CHILD_LIMIT} 条，一格最多 {TEXT_LIMIT:,} 字，拆开再试"
        raise Unreadable([Problem(file, 0, "有一节太多，或者有一格太长", mend)]) from error


def _shown(rows: Iterable[CarriedRow]) -> list[ShownRow]:
    return [
        ShownRow(
            {cell.column: cell.text for cell in row},
            {cell.column: cell for cell in row if cell.node},
        )
        for row in rows
    ]


def _now(sheet: xlsx.Sheet) -> Rows:
    return {
        at: {c: UNREAD if cell.fault else cell.text for c, cell in row.items() if cell.text or cell.fault}
        for at, row in sheet.rows.items()
    }


def _carried(sheet: xlsx.Sheet, file: str) -> _Carried:
    text = "".join(row[1].text[1:] for _, row in sorted(sheet.rows.items()) if 1 in row)
    try:
        carried = _Carried.model_validate(json.loads(text))
    except (ValueError, ValidationError, RecursionError) as error:
        told = NEWER if NEWER_FORMAT.match(text) or is_newer(text) else (SPOILT, INSTEAD)
        raise Unreadable([Problem(file, 0, *told)]) from error
    if carried.format not in (FORMAT, BEFORE):
        raise Unreadable([Problem(file, 0, *NEWER)])
    return carried
