"""Reads a library from a workbook; all problems at once, each with its sheet and cell."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from pydantic import ValidationError

from rolesmith.files import xlsx
from rolesmith.files.problem import Problem, Problems, Unreadable
from rolesmith.files.xlsx import MOST_LISTED, Cell, Sheet
from rolesmith.files.yaml import in_chinese
from rolesmith.libraries import files
from rolesmith.libraries.columns import COLUMNS, ENTRIES, KINDS, Column, key
from rolesmith.libraries.files.item_ids import new_id
from rolesmith.libraries.files.sheet_writer import ABOUT, ITEMS
from rolesmith.libraries.word_lists import split_words
from rolesmith.presets.library import ITEM_LIMIT, SCHEMAS, Item, Library, newer

HEAD_WITHIN = 10
"""Rows among which the heads are looked for; an owner may have written a title above them."""
HEADS = {key(name): column for column in COLUMNS for name in (column.head, *column.also)}
KIND_OF = {label: kind for kind, label in KINDS.items()} | {kind: kind for kind in KINDS}


class _SheetProblems(Problems):
    """Problems with their sheets and cells."""

    def complain(self, sheet: str, cell: str, what: str, mend: str) -> None:
        self.add(Problem(self.file, 0, what, mend, sheet, cell))


def read(data: bytes, file: str) -> Library:
    """The library of a workbook. Raises Unreadable with every problem."""
    sheets, names = xlsx.read(data, file, (ITEMS, ABOUT), values=True)
    problems = _SheetProblems(file)
    for name in (ABOUT, ITEMS):
        if name not in sheets:
            there = "、".join(f"“{each}”" for each in names[:5])
            problems.complain(
                "", "", f"没有工作表“{name}”", f"这个文件里有{there}；用“导出”得到的 .xlsx 改，工作表不要改名"
            )
    if not sheets:
        raise files.Foreign(problems.unreadable().problems)
    head = _head(sheets[ABOUT], problems) if ABOUT in sheets else {}
    items = _items(sheets[ITEMS], problems) if ITEMS in sheets else []
    if len(items) > ITEM_LIMIT:
        address = xlsx.address(max(sheets[ITEMS].rows), 1)
        problems.complain(
            ITEMS, address, f"条目太多：有 {len(items)} 条", f"一个预设库最多 {ITEM_LIMIT} 条，请拆成几个"
        )
    if problems.count:
        raise problems.unreadable()
    return Library.model_validate({**head, "items": items})


# the sheet 库信息


def _head(sheet: Sheet, problems: _SheetProblems) -> dict[str, Any]:
    """The library's own fields. Raises Unreadable for a newer schema."""
    entries = {key(name): entry for entry in ENTRIES for name in (entry.head, entry.field)}
    found: dict[str, Any] = {}
    addresses: dict[str, str] = {}
    for at, row in sheet.rows.items():
        label = row.get(1)
        entry = entries.get(key(label.text)) if label else None
        value = row.get(2) or Cell(at, 2, "")
        if not entry:
            continue
        if value.fault:
            problems.complain(ABOUT, value.address, f"“{entry.head}”是{value.fault}", "改成写死的文字")
        if entry.field == "changes":
            found.setdefault("changes", []).append(value.text)
            addresses.setdefault("changes", value.address)
        elif entry.field in found:
            problems.complain(
                ABOUT, value.address, f"“{entry.head}”写了两次", f"留下一行，另一行在 {addresses[entry.field]}"
            )
        else:
            text = value.text.strip() if entry.field == "library" else value.text
            found[entry.field], addresses[entry.field] = text, value.address
    _check_schema(found.pop("schema", ""), addresses.get("schema", ""), problems.file)
    if not found.get("order", "").strip():
        found.pop("order", None)
    for entry in ENTRIES:
        if entry.needed and not found.get(entry.field, "").strip():
            what = f"“{entry.head}”空着" if entry.field in addresses else f"少了“{entry.head}”这一行"
            problems.complain(ABOUT, addresses.get(entry.field, ""), what, f"写上内容：{entry.note}")
            found[entry.field] = "x"
    try:
        Library.model_validate({**found, "items": ()})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            entry = next(entry for entry in ENTRIES if entry.field == fault["loc"][0])
            what, mend = in_chinese(fault, (entry.head,))
            exact = {"library": "用小写字母、数字、下划线，最多 60 个", "order": "写一个整数，例如 100"}
            problems.complain(ABOUT, addresses.get(entry.field, ""), what, exact.get(entry.field, mend))
    return found


def _check_schema(text: str, address: str, file: str) -> None:
    name, _, number = text.strip().partition("@")
    if name == SCHEMAS[0].partition("@")[0] and number.isdecimal() and int(number[:9]) > len(SCHEMAS):
        raise Unreadable([newer(file, sheet=ABOUT, cell=address)])


# the sheet 条目


def _items(sheet: Sheet, problems: _SheetProblems) -> list[Item]:
    for address in sheet.far:
        problems.complain(ITEMS, address, "离表格太远的地方有内容", "删掉它，或把它移到表格里")
    for address in sheet.merged[:MOST_LISTED]:
        problems.complain(ITEMS, address, "单元格合并了", "取消合并，每一行都写上内容")
    head = next((at for at in sorted(sheet.rows)[:HEAD_WITHIN] if _names_columns(sheet.rows[at])), 0)
    if not head:
        named = "、".join(column.head for column in COLUMNS if column.needed)
        problems.complain(ITEMS, "A1", "第一行不是列的名称", f"第一行写上 {named} …，用“导出”得到的 .xlsx 对照")
        return []
    columns = _columns(sheet.rows[head], problems)
    for column in COLUMNS:
        if column.needed and column not in columns.values():
            problems.complain(ITEMS, f"{head}:{head}", f"少了“{column.head}”这一列", f"补上它：{column.note}")
    rows = {at: row for at, row in sheet.rows.items() if at > head and any(map(_filled, row.values()))}
    strange = {
        cell.column: cell
        for row in reversed(rows.values())
        for cell in row.values()
        if cell.column not in columns and _filled(cell)
    }
    for at in sorted(strange.keys() - sheet.rows[head].keys()):
        problems.complain(ITEMS, strange[at].address, "这一列没有名称", "在第一行写上名称，或清掉这一列")
    return _identified({at: _contents(row, columns, problems) for at, row in rows.items()}, columns, problems)


def _filled(cell: Cell) -> bool:
    return bool(cell.text.strip() or cell.fault)


def _names_columns(row: Mapping[int, Cell]) -> bool:
    return len({HEADS[key(cell.text)].field for cell in row.values() if key(cell.text) in HEADS}) >= 2


def _columns(row: Mapping[int, Cell], problems: _SheetProblems) -> dict[int, Column]:
    """The fields of the columns."""
    found: dict[int, Column] = {}
    for at, cell in row.items():
        column = HEADS.get(key(cell.text))
        if column is None:
            near = get_close_matches(key(cell.text), list(HEADS), 1)
            hint = f"要写“{HEADS[near[0]].head}”吗？" if near else ""
            problems.complain(
                ITEMS, cell.address, f"没有“{cell.text[:30]}”这一列", f"{hint}改成表里有的列名，或删掉这一列"
            )
        elif column in found.values():
            problems.complain(ITEMS, cell.address, f"“{column.head}”有两列", "留下一列，删掉另一列")
        else:
            found[at] = column
    return found


def _contents(row: Mapping[int, Cell], columns: Mapping[int, Column], problems: _SheetProblems) -> dict[str, Any]:
    """The fields of an item; what cannot be used is a problem, and left out."""
    found: dict[str, Any] = {}
    for at, column in columns.items():
        cell = row.get(at)
        if cell is None:
            continue
        if cell.fault:
            problems.complain(
                ITEMS, cell.address, f"“{column.head}”是{cell.fault}", "改成写死的文字：复制，再“选择性粘贴”为值"
            )
            found[column.field] = None
        elif column.listed:
            found[column.field] = split_words(cell.text)
        elif column.choices and not column.free:
            chosen = cell.text.strip()
            if chosen and chosen not in column.choices and chosen not in (KIND_OF if column.field == "kind" else ()):
                choices = "、".join(column.choices)
                problems.complain(
                    ITEMS, cell.address, f"“{column.head}”写的“{chosen[:30]}”不认识", f"从下拉里选：{choices}"
                )
            elif chosen:
                found[column.field] = KIND_OF.get(chosen, chosen)
        else:
            found[column.field] = cell.text.strip() if column.field in ("id", "area") else cell.text
    return found


def _identified(
    rows: Mapping[int, dict[str, Any]], columns: Mapping[int, Column], problems: _SheetProblems
) -> list[Item]:
    """The items of the rows, each with an id of its own."""
    letters = {column.field: at for at, column in columns.items()}

    def cell(row: int, name: str) -> str:
        return xlsx.address(row, letters.get(name, 1))

    first: dict[str, int] = {}
    for at, contents in rows.items():
        if item_id := contents.get("id"):
            if item_id in first:
                before = first[item_id]
                what = f"编号“{item_id[:80]}”和第 {before} 行（{cell(before, 'id')}）重复"
                problems.complain(ITEMS, cell(at, "id"), what, "是同一条就删掉一行；是新的一条就把编号清空")
            first.setdefault(item_id, at)
    items: list[Item] = []
    for at, contents in rows.items():
        if contents.get("text") == "" or ("text" not in contents and "text" in letters):
            problems.complain(ITEMS, cell(at, "text"), "“条目”空着", "写上内容，或删掉这一行")
        filled = {"text": "x", **{name: value for name, value in contents.items() if value}}
        filled["id"] = contents.get("id") or new_id(filled.get("kind", "duty"), filled["text"], first)
        first.setdefault(filled["id"], at)
        try:
            items.append(Item.model_validate(filled))
        except ValidationError as error:
            for name, what, mend in _faults(error):
                problems.complain(ITEMS, cell(at, name), what, mend)
    return items


class _Fault(NamedTuple):
    """What is wrong with a field of an item, and how to mend it."""

    field: str
    what: str
    mend: str


def _faults(error: ValidationError) -> Iterator[_Fault]:
    exact = {
        "id": "用小写字母、数字、下划线，中间可用一个点；新加的行可以空着",
        "area": "写那个预设库的编号：小写字母、数字、下划线；一般空着",
    }
    for fault in error.errors(include_url=False):
        column = next(column for column in COLUMNS if column.field == fault["loc"][0])
        what, mend = in_chinese(fault, (column.head,))
        yield _Fault(column.field, what, exact.get(column.field, mend))
