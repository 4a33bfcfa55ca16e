"""A stranger's sheet as a library: its columns are guessed, its owner says otherwise, and no word is lost unsaid."""

import io
import re
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.files.problem import Unreadable
from rolesmith.libraries import table
from rolesmith.libraries.columns import KINDS
from rolesmith.libraries.table.meanings import LABELS, TEXTS, names
from rolesmith.presets.library import ITEM_LIMIT, Item
from tests.conftest import examples
from tests.outside import squeezed


def book(*sheets: Sequence[Sequence[Any]]) -> bytes:
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for rows in sheets:
        sheet = made.create_sheet()
        for row in rows:
            sheet.append(list(row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def found(rows: Sequence[Sequence[Any]] | str, file: str = "岗位.xlsx") -> table.Found:
    """The library as it is guessed."""
    tables = table.open_tables(rows.encode() if isinstance(rows, str) else book(rows), file)
    return table.read(tables, table.guess(tables[0], file), file)


def shown(item: Item) -> tuple[str, str, str]:
    return (item.kind, item.topic, item.text)


def test_a_list_of_roles_and_duties_whose_names_are_merged() -> None:
    made = found([["岗位", "职责"], ["客服", "1、回复咨询\n2、登记退换货"], [None, "写日报"], ["打包员", "照单拣货"]])
    assert list(map(shown, made.library.items)) == [
        ("duty", "客服", "回复咨询"),
        ("duty", "客服", "登记退换货"),
        ("duty", "客服", "写日报"),
        ("duty", "打包员", "照单拣货"),
    ]
    assert made.library.title == "岗位" and not made.left
    other = found([["岗位", "职责"], ["客服", "回复咨询"]], "05_three_columns.xlsx")
    assert other.library.title == "导入的表", "a name that says nothing to an owner"


@pytest.mark.parametrize("file", ["条目.csv", "条目.txt"])
def test_one_column_without_a_head(file: str) -> None:
    made = found("接待顾客\n• 登记退换货，写清原因\n\n3、整理话术\n", file)
    texts = ["接待顾客", "登记退换货，写清原因", "整理话术"]
    assert list(map(shown, made.library.items)) == [("duty", "", text) for text in texts]
    assert made.library.title == "条目"


def test_one_row_a_duty_under_a_title() -> None:
    made = found(
        [
            ["客服部岗位职责表"],
            ["序号", "模块", "工作内容", "频率", "工作标准", "负责人"],
            [1, "售前", "回复咨询", "每日", "30秒内", "小李"],
            [2, None, "催付", "每日", None, "小李"],
            [3, "售后", "退款", "每单", "24小时内", "小王"],
        ]
    )
    assert made.library.title == "客服部岗位职责表"
    assert [(item.topic, item.text, item.frequency, item.standard, item.tags) for item in made.library.items] == [
        ("售前", "回复咨询", "每日", "30秒内", ("负责人：小李",)),
        ("售前", "催付", "每日", "", ("负责人：小李",)),
        ("售后", "退款", "每单", "24小时内", ("负责人：小王",)),
    ]
    assert made.left == ("第 1 列“序号”，3 格",)


def test_a_sheet_of_indicators() -> None:
    heads = ["考核指标", "目标", "权重", "计算公式", "数据来源"]
    made = found([heads, ["首响", "30秒内", "40%", "平均首响", "千牛"], ["合计", None, "100%", None, None]])
    (item,) = made.library.items
    assert shown(item) == ("kpi", "", "首响")
    assert (item.standard, item.definition, item.source) == ("30秒内", "平均首响", "千牛")
    assert item.tags == ("权重：40%",) and made.left == ("第 3 行：合计　100%",)


def test_indicators_without_heads_are_known_by_their_figures() -> None:
    made = found("首响,30秒以内\n满意度,98%以上\n", "kpi.csv")
    assert [(*shown(item), item.standard) for item in made.library.items] == [
        ("kpi", "", "首响", "30秒以内"),
        ("kpi", "", "满意度", "98%以上"),
    ]


def test_one_row_a_role_gives_items_of_each_kind() -> None:
    made = found([["岗位名称", "岗位职责", "任职要求", "直接上级"], ["客服", "1.回复\n2.登记", "打字快", "主管"]])
    assert list(map(shown, made.library.items)) == [
        ("duty", "客服", "回复"), ("duty", "客服", "登记"), ("requirement", "客服", "打字快"),
    ]  # fmt: skip
    assert made.library.items[0].tags == ("直接上级：主管",)


def test_headings_between_rows_are_their_topics() -> None:
    made = found("一、售前,,\n1,回复咨询,每天\n2,催付,每天\n二、售后,,\n3,退款,每单\n", "a.csv")
    assert [shown(item)[1:] for item in made.library.items] == [
        ("售前", "回复咨询"),
        ("售前", "催付"),
        ("售后", "退款"),
    ]


def test_a_topic_that_is_the_name_of_a_kind_says_the_kind_and_the_longest_text_is_the_item() -> None:
    rows = [["项目", "要点", "说明"], ["岗位职责", "收货", "清点到货数量"], [None, "上架", "按库位放好"]]
    made = found([*rows, ["任职要求", "体力", "能搬二十斤"], ["目标客户", "开发", "每月拜访十家"]])
    assert list(map(shown, made.library.items)) == [
        ("duty", "岗位职责", "清点到货数量"),
        ("duty", "岗位职责", "按库位放好"),
        ("requirement", "任职要求", "能搬二十斤"),
        ("duty", "目标客户", "每月拜访十家"),
    ]
    assert made.library.items[0].tags == ("要点：收货",)


def test_our_own_column_of_kinds_counts() -> None:
    made = found([["类别", "条目"], ["任职要求", "打字快"], ["考核指标", "首响"], ["职责", "回复"], ["别的", "喝水"]])
    assert [item.kind for item in made.library.items] == ["requirement", "kpi", "duty", "duty"]
    assert made.library.items[3].topic == "别的"  # no kind, so these are groups
    made = found([["类别", "条目"], ["任职要求", "打字快"], ["考核指标", "首响"], ["职责", "回复"]])
    assert [item.kind for item in made.library.items] == ["requirement", "kpi", "duty"]


def test_its_owner_says_otherwise() -> None:
    tables = table.open_tables(book([["甲", "乙"], ["回复", "客服"]], [["丙"], ["拣货"]]), "a.xlsx")
    said = table.Reading(sheet=0, head=1, columns=("goal", "topic"), title="店里的")
    made = table.read(tables, said, "a.xlsx").library
    assert list(map(shown, made.items)) == [("goal", "客服", "回复")] and made.title == "店里的"
    other = table.read(tables, table.guess(tables[1], "a.xlsx", 1), "a.xlsx").library
    assert [item.text for item in other.items] == ["丙", "拣货"]


def test_the_same_file_gives_the_same_ids_and_what_is_said_twice_is_one_item() -> None:
    rows = [["岗位", "职责", "标准"], ["客服", "回复", "快"], ["客服", "回复", "好"], ["打包员", "回复", "快"]]
    made = found(rows).library
    assert made == found(rows).library
    assert [(item.topic, item.standard) for item in made.items] == [("客服", "快\n好"), ("打包员", "快")]


def test_a_formula_is_read_by_its_value_and_what_has_none_is_said() -> None:
    made = found([["岗位", "职责", "标准"], ["客服", "回复", "=1+1"]]).library
    assert made.items[0].standard == "（C2 是公式，没有读出来）"


@pytest.mark.parametrize(
    ("said", "what"),
    [
        (table.Reading(columns=("topic", "skip")), "没有选哪一列是条目"),
        (table.Reading(columns=("duty", "哪里")), "没有选哪一列是条目"),
        (table.Reading(columns=("duty",)), "和刚才看到的不一样"),
        (table.Reading(sheet=5, columns=("duty", "topic")), "和刚才看到的不一样"),
        (table.Reading(head=2, columns=("duty", "topic")), "那一列里没有内容"),
    ],
)
def test_what_cannot_be_read_so_is_said_in_a_sentence(said: table.Reading, what: str) -> None:
    tables = table.open_tables(book([["甲", "乙"], ["回复", "客服"]]), "a.xlsx")
    with pytest.raises(Unreadable, match=what):
        table.read(tables, said, "a.xlsx")


def test_what_is_too_much_for_a_library_is_said() -> None:
    with pytest.raises(Unreadable, match="条目太多：有 4,001 条"):
        found("\n".join(f"第{at}件事" for at in range(ITEM_LIMIT + 1)), "a.txt")
    with pytest.raises(Unreadable) as told:
        found("短\n" + "长" * 5001, "a.txt")
    assert told.value.problems[0].line == 2


def test_every_name_leads_to_a_meaning() -> None:
    assert set(names().names) | set(names().words) <= set(LABELS)
    assert [LABELS[kind] for kind in TEXTS] == [KINDS[kind] for kind in TEXTS]


WORDS = st.sampled_from(
    ["回复咨询", "1、登记；2、退货", "售前", "30秒", "每日", "98%", "客服" * 60, "甲、乙", "合计", "1", "22",
     "一、售后", "第一行\n第二行", "=坏", "职责", "岗位", "标准：快", "是", "12.5", "执行", "考核指标", "x" * 130]
)  # fmt: skip
HEADS = st.sampled_from([name for those in names().names.values() for name in those] + ["谁来做", "", "甲方"])


def test_what_names_no_kind_in_a_column_of_kinds_is_said_of_its_item() -> None:
    """Also below a heading that names one, and in a second such column."""
    (sheet,) = table.open_tables(book([["", "考核指标", ""], ["回复咨询", "售前", "白班"]]), "a.xlsx")
    reading = table.guess(sheet, "a.xlsx").model_copy(update={"columns": ("duty", "kind", "kind")})
    (item,) = table.read([sheet], reading, "a.xlsx").library.items
    assert (item.kind, item.tags) == ("kpi", ("售前", "白班"))


@settings(max_examples=examples(400), deadline=None)
@given(st.data())
def test_every_word_of_a_table_is_in_the_library_or_named_as_left(data: st.DataObject) -> None:
    width = data.draw(st.integers(1, 5))
    row = st.lists(WORDS | st.just(""), min_size=width, max_size=width)
    rows = data.draw(st.lists(row, min_size=1, max_size=8))
    if data.draw(st.booleans()):
        rows.insert(0, data.draw(st.lists(HEADS, min_size=width, max_size=width)))
    if not any(map(any, rows)):
        return
    tables = table.open_tables(book(rows), "a.xlsx")
    reading = table.guess(tables[0], "a.xlsx")
    if data.draw(st.booleans()):
        columns = [data.draw(st.sampled_from(list(LABELS))) for _ in reading.columns]
        columns[data.draw(st.integers(0, len(columns) - 1))] = data.draw(st.sampled_from(TEXTS))
        reading = reading.model_copy(update={"columns": tuple(columns)})
    try:
        made = table.read(tables, reading, "a.xlsx")
    except Unreadable:
        return
    kept = squeezed(made.library.model_dump_json() + "".join(KINDS.values()))
    left = squeezed("".join(made.left))
    skipped = {at for at, each in enumerate(reading.columns) if each == "skip"}
    for number, line in list(zip(tables[0].numbers, tables[0].rows, strict=True))[reading.head :]:
        for at, cell in enumerate(line):
            if at not in skipped and f"第{number}行" not in left:
                for part in re.split(r"[\n、；，]|\d、|^一、", cell):
                    assert squeezed(part)[:50] in kept + left, (part, reading, tables[0].rows, made)
