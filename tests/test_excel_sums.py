"""Excel reckons: weights come to a sum that warns, scores follow from what was reached; LibreOffice says the same."""

import io
import re
import zipfile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.formats.excel import style, workbook
from rolesmith.formats.excel.row_height import EM, room
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.excel.sums import ROOM
from rolesmith.formats.looks import BORDERED, LOOKS, Look
from rolesmith.formats.weights import ALARM, number_in
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Meaning, Node, Role
from tests.office import Office, converted

KPI: tuple[tuple[str, Meaning], ...] = (("指标", ""), ("目标值", "target"), ("权重（%）", "weight"), ("数据来源", ""))
SHEET: tuple[tuple[str, Meaning], ...] = (
    ("指标", ""), ("目标值", "target"), ("方向", "direction"), ("权重", "weight"),
    ("实际值", "actual"), ("得分", "score"), ("加权得分", "weighted"),
)  # fmt: skip


def drawn(columns: tuple[tuple[str, Meaning], ...], *rows: tuple[str, ...], name: str = "表") -> Document:
    """A document of one table."""
    heads = tuple(Node(id=f"c{at}", kind="column", title=title, meaning=m) for at, (title, m) in enumerate(columns))
    lines = []
    for at, texts in enumerate(rows):
        cells = zip(heads, texts, strict=True)
        children = tuple(Node(id=f"r{at}:{head.id}", kind="cell", text=text) for head, text in cells)
        lines.append(Node(id=f"r{at}", kind="row", children=children))
    table = Node(id="t", kind="table", children=(*heads, *lines))
    field = Node(id="name", kind="field", title="岗位名称", text=name, meaning="name")
    info = Node(id="i", kind="section", title="信息", children=(Node(id="f", kind="fields", children=(field,)),))
    section = Node(id="s", kind="section", title="绩效考核", children=(table,))
    return draw(Role(tree=Node(id="role", kind="role", children=(info, section))), Filling())


def sheet_of(data: bytes, name: str = "", *, values: bool = False) -> Worksheet:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=values)
    return book[name] if name else book.active


def total_row(sheet: Worksheet) -> int:
    (row,) = [cell.row for cell in sheet["A"] if cell.value == "合计"]
    return int(row)


def in_row(sheet: Worksheet, row: int) -> list[object]:
    return [cell.value for cell in sheet[row] if cell.value is not None]


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("30", 30, "0"), ("30%", 0.3, "0%"), ("30 %", 0.3, "0 %"), ("３０％", 0.3, "0%"), (" 12.50% ", 0.125, "0.00%"),
        ("33.3%", 0.333, "0.0%"), ("30秒", 30, '0"秒"'), ("5000 元", 5000, '0 "元"'),
        ("0.5", 0.5, "0.0"), ("0", 0, "0"),
    ],
)  # fmt: skip
def test_a_text_that_is_a_number_is_one_that_looks_the_same(text: str, value: float, shown: str) -> None:
    number = number_in(text)
    assert number is not None
    assert (number.value, number.shown_as) == (value, shown)


@pytest.mark.parametrize("text", ["", "030", "30分制", "1/3", "约30%", "-5", "3 0", "一", "1e3", "=1", "9" * 40])
def test_any_other_text_stays_what_it_is(text: str) -> None:
    assert number_in(text) is None


def test_weights_are_numbers_above_a_live_sum() -> None:
    data = workbook.write([drawn(KPI, ("转化率", "3%", "60", "后台"), ("退款率", "不高于5%", "４０", "后台"))])
    sheet = sheet_of(data)
    row = total_row(sheet)
    column = next(cell for cell in sheet[row - 1] if cell.value == 40)
    assert (
        sheet.cell(row, column.column).value == f"=SUM({column.column_letter}{row - 3}:{column.column_letter}{row - 1})"
    )
    assert sheet.cell(row - 3, column.column).value == "权重（%）"
    assert "3%" in in_row(sheet, row - 2), "目标值在没有得分的表里是文字"
    assert in_row(sheet_of(data, values=True), row) == ["合计", 100]


@pytest.mark.parametrize("weights", [("60", "30"), ("60%", "30%"), ("60%", "30"), ("60", "三成")])
def test_a_sum_off_100_is_told_in_red_and_in_words(weights: tuple[str, str]) -> None:
    data = workbook.write([drawn(KPI, ("甲", "", weights[0], "x"), ("乙", "", weights[1], "x"))])
    row = total_row(sheet_of(data))
    assert ALARM in in_row(sheet_of(data, values=True), row)
    rules = [rule for rules in sheet_of(data).conditional_formatting for rule in rules.rules]
    (warning,) = [rule for rule in rules if rule.type != "dataBar"]
    assert warning.formula[0].startswith("ABS(")
    assert sum(rule.type == "dataBar" for rule in rules) == sum(weight != "三成" for weight in weights)


@pytest.mark.parametrize("look", LOOKS.values(), ids=lambda look: look.label)
def test_a_warning_beside_a_sum_fits_its_cell(look: Look) -> None:
    """LibreOffice prints an empty page for what goes beyond the last column, though it is drawn smaller."""
    shown = style.warning(styles_of(look).total)
    assert sum(map(EM.__getitem__, ALARM)) <= room(ROOM - 12 * shown.indent, shown.size, shown.bold)


def test_a_warning_stands_before_the_sum_where_it_has_no_room_behind_it() -> None:
    """So that no empty row waits for it below the table of a form."""
    meanings: tuple[Meaning, ...] = ("", "target", "actual", "score", "weight", "weighted")
    columns = tuple((f"第{at}列", meaning) for at, meaning in enumerate(meanings))
    for weight, said in (("30", ["合计", ALARM, 90]), ("40", ["合计", 100])):
        rows = [("甲", "1", "", "", "60", ""), ("乙", "1", "", "", weight, "")]
        sheet = sheet_of(workbook.write([drawn(columns, *rows)], BORDERED), values=True)
        (row,) = [cell.row for cell in sheet["B"] if cell.value == "合计"]
        assert in_row(sheet, row)[: len(said)] == said and sheet.max_row == row


def test_a_warning_without_room_beside_the_sum_stands_below_it() -> None:
    columns: tuple[tuple[str, Meaning], ...] = (("指标", ""), ("权重", "weight"))
    data = workbook.write([drawn(columns, ("甲", "60"), ("乙", "30"))])
    row = total_row(sheet_of(data))
    assert in_row(sheet_of(data, values=True), row) == ["合计", 90]
    assert in_row(sheet_of(data, values=True), row + 1) == [ALARM]


@pytest.mark.parametrize("columns", [KPI[:2], (KPI[2], KPI[0])])
def test_without_weights_behind_a_name_nothing_is_summed(columns: tuple[tuple[str, Meaning], ...]) -> None:
    sheet = sheet_of(workbook.write([drawn(columns, ("20", "30"))]))
    assert "合计" not in [cell.value for cell in sheet["A"]]


def test_tables_from_before_columns_had_meanings_are_summed_by_their_titles() -> None:
    old = tuple((title, "") for title, _ in KPI)
    sheet = sheet_of(workbook.write([drawn(old, ("甲", "", "100", ""))]))  # type: ignore[arg-type]
    assert total_row(sheet)


def test_cells_to_fill_in_are_tinted_and_nothing_is_locked() -> None:
    sheet = sheet_of(workbook.write([drawn(SHEET, ("转化率", "3%", "越高越好", "100%", "", "", ""))]))
    row = total_row(sheet) - 1
    tinted = [cell for cell in sheet[row] if cell.fill.fill_type and cell.value is None]
    assert [cell.number_format for cell in tinted][:1] == ["0%"]
    assert not sheet.protection.sheet


CASES = [
    (("甲", "100", "越高越好", "40%", "90", "", ""), 90.0, 36.0),
    (("乙", "100", "", "20%", "500", "", ""), 120.0, 24.0),
    (("丙", "5%", "越低越好", "20%", "10%", "", ""), 50.0, 10.0),
    (("丁", "0", "越低越好", "10%", "0", "", ""), 100.0, 10.0),
    (("戊", "不低于 3 单", "越高越好", "5%", "4", "", ""), "", ""),
    (("己", "100", "越高越好", "5%", "", "", ""), "", ""),
]


def without_values(data: bytes) -> bytes:
    """The workbook with no formula's value in it, so that whoever opens it must reckon."""
    told = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(told, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name.startswith("xl/worksheets/sheet"):
                content = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", content)
            after.writestr(name, content)
    return told.getvalue()


def scores_and_sums() -> bytes:
    """Score, share of the total and total; off 100 %, percents and plain numbers."""
    plain = [((*row[:3], row[3].rstrip("%"), *row[4:]), *rest) for row, *rest in CASES]
    short = drawn(KPI, ("甲", "", "60", "x"), ("乙", "", "30", "x"), name="差十")
    scored = [
        drawn(SHEET, *(row for row, *_ in CASES), name="百分"),
        drawn(SHEET, *(r for r, *_ in plain), name="整数"),
    ]
    return workbook.write([*scored, short])


@converted("xlsx", "xlsx")
def to_reckon() -> bytes:
    return without_values(scores_and_sums())


def test_libreoffice_reckons_what_the_file_says(office: Office) -> None:
    for source in (scores_and_sums(), office(to_reckon).read_bytes()):
        for name, whole in (("百分", 1), ("整数", 100)):
            sheet = sheet_of(source, name, values=True)
            row = total_row(sheet)
            scores = [in_row(sheet, row - len(CASES) + at)[-2:] for at in range(len(CASES) - 2)]
            assert scores == [pytest.approx(found) for _, *found in CASES[:-2]]
            sums = in_row(sheet, row)
            assert sums[0] == "合计" and sums[1] == pytest.approx(whole) and sums[-1] == pytest.approx(80.0)
            assert ALARM not in sums
        sheet = sheet_of(source, "差十", values=True)
        assert in_row(sheet, total_row(sheet)) == ["合计", 90, ALARM]
