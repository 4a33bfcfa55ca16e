"""A stranger's .csv: read as Excel and people write it, and refused in one sentence before it costs anything."""

import csv as standard
import io
import tracemalloc

import pytest

from rolesmith.files import csv
from rolesmith.files.problem import Unreadable

ROWS = [["岗位", "职责"], ["客服", "回复咨询，登记退换货\n写周报"], ["打包员", '照单"拣货"']]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_cells_come_back_as_excel_wrote_them(separator: str, encoding: str) -> None:
    file = io.StringIO()
    standard.writer(file, delimiter=separator).writerows([*ROWS, ["", ""]])
    assert csv.read(file.getvalue().encode(encoding), "a.csv") == ROWS


def test_a_wide_comma_parts_cells_where_nothing_else_does() -> None:
    assert csv.read("岗位，职责\n客服，回复咨询".encode(), "a.csv") == [["岗位", "职责"], ["客服", "回复咨询"]]
    assert csv.read("回复咨询，登记\n照单拣货".encode(), "a.csv") == [["回复咨询，登记"], ["照单拣货"]]


HOSTILE = {
    "one line": (b"a" * 9_000_000, "有一行太长"),
    "one row": (b"a," * 90_000, "有 90,001 格"),
    "separators": (b"," * 9_000_000, "格子太多"),
    "breaks": (b"a\n" * 390_000, "行数太多"),
    "quotes": (b'"\n' * 190_000, "行数太多"),
    "no end": (b'a,"' + b"b\n" * 200_000, "引号没有配对"),
    "size": (b"a,b\n" * 3_000_000, "文件太大"),
    "binary": (b"\0\1\2," * 99, "不是文字文件"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_costs_too_much_is_refused_in_a_sentence_and_costs_little(name: str) -> None:
    data, word = HOSTILE[name]
    tracemalloc.start()
    with pytest.raises(Unreadable) as told:
        csv.read(data, "a.csv")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    (problem,) = told.value.problems
    assert word in str(problem) and str(problem).startswith("a.csv：")
    assert peak < 60_000_000
