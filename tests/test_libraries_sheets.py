"""A library as a workbook: nothing is lost on the way, and whatever is wrong is told at its cell."""

import io
import re
import struct
import tracemalloc
import zipfile
import zlib
from collections.abc import Callable, Iterable
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from rolesmith.files import xlsx
from rolesmith.files.problem import MOST, Problem, Unreadable
from rolesmith.libraries.columns import COLUMNS, ENTRIES
from rolesmith.libraries.files import sheet_reader, sheet_writer
from rolesmith.libraries.word_lists import join_words, split_words
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from tests.conftest import examples
from tests.generated_libraries import LIBRARIES, TEXTS, full
from tests.office import Office, converted

HEADS = [column.head for column in COLUMNS]
SMALL = Library(
    library="mine",
    title="我的",
    items=(Item(id="a", text="核对价格", aliases=("查价",)), Item(id="b.c", text="回访老客", level="独立")),
)


def read(data: bytes) -> Library:
    return sheet_reader.read(data, "库.xlsx")


def problems(data: bytes) -> list[Problem]:
    with pytest.raises(Unreadable) as caught:
        read(data)
    found = list(caught.value.problems)
    assert all(problem.file == "库.xlsx" and problem.what and problem.mend and not problem.line for problem in found)
    return found


def told(data: bytes) -> list[tuple[str, str, str]]:
    """Sheet, cell and wording of each problem."""
    return [(problem.sheet, problem.cell, problem.what) for problem in problems(data)]


def edited(change: Callable[[Any], object], library: Library = SMALL) -> bytes:
    """A workbook of ours after an owner's change to the book."""
    book = openpyxl.load_workbook(io.BytesIO(sheet_writer.write(library)))
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cells(**values: Any) -> bytes:
    """Ours with cells of 条目 changed."""

    def change(book: Any) -> None:
        for place, value in values.items():
            book["条目"][place] = value

    return edited(change)


def repacked(data: bytes, change: Callable[[str, bytes], bytes], more: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """The workbook with its parts changed and others added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, part in more:
            new.writestr(name, part)
    return file.getvalue()


# to a workbook and back


@settings(max_examples=examples(60), deadline=None)
@given(LIBRARIES)
def test_any_library_goes_through_yaml_a_workbook_and_yaml_unchanged(library: Library) -> None:
    once = Library.read(library.to_yaml(), "a.yaml")
    back = read(sheet_writer.write(once))
    assert back == library
    assert back.to_yaml() == library.to_yaml()


def test_every_hard_text_in_every_field_comes_back() -> None:
    assert read(sheet_writer.write(full())) == full()


def test_the_shipped_libraries_come_back() -> None:
    for library in shipped().libraries.values():
        assert read(sheet_writer.write(library)) == library


def test_openpyxl_saves_it_and_nothing_is_lost() -> None:
    """Another program's way of writing, with what that program makes of escapes left out."""
    plain = full()
    items = tuple(item for item in plain.items if "x005F_" not in item.text and "_x0" not in item.text)
    plain = plain.model_copy(update={"items": items})
    assert read(edited(lambda book: None, plain)) == plain


def saved() -> Library:
    halved = ("_x0041_x0042_x0043_", "_x005F_x0041_")  # LibreOffice escapes such a text by half when it writes
    items = tuple(each for each in full().items if each.text not in halved)
    return full().model_copy(update={"items": items})


@converted("xlsx", "xlsx")
def saved_again() -> bytes:
    return sheet_writer.write(saved())


def test_libreoffice_saves_it_and_nothing_is_lost(office: Office) -> None:
    theirs = office(saved_again).read_bytes()
    assert theirs != saved_again()
    assert [mine for mine, item in zip(saved().items, read(theirs).items, strict=True) if mine != item] == []
    assert read(theirs) == saved()


@given(st.lists(TEXTS))
def test_words_are_parted_as_they_were_joined(words: list[str]) -> None:
    assert split_words(join_words(words)) == tuple(filter(None, words))


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("差评、退货", ("差评", "退货")),
        ("差评，退货, 换货；补发;重发\n少发", ("差评", "退货", "换货", "补发", "重发", "少发")),
        ("、 差评　、、", ("差评",)),
        ("甲\\、乙、丙", ("甲、乙", "丙")),
        ("TikTok Shop", ("TikTok Shop",)),
        ("末尾\\", ("末尾\\",)),
        ("", ()),
    ],
)
def test_words_are_parted_as_owners_write_them(cell: str, words: tuple[str, ...]) -> None:
    assert split_words(cell) == words


# what an owner sees


def book(library: Library = SMALL) -> Any:
    return openpyxl.load_workbook(io.BytesIO(sheet_writer.write(library)))


def test_the_sheets_and_their_heads() -> None:
    found = book()
    assert found.sheetnames == ["条目", "库信息", "说明"]
    assert [cell.value for cell in found["条目"][1]] == HEADS
    first = "编号 类别 小组 条目 工作标准 层级 平台 频率 成果 关联指标 搜索词 标签 条款 所属领域"
    assert " ".join(HEADS) == f"{first} 算法 单位 方向 数据来源 依据"
    assert [row[0].value for row in found["库信息"].iter_rows(min_row=2)] == [entry.head for entry in ENTRIES]
    guide = "\n".join(str(cell.value) for row in found["说明"].iter_rows() for cell in row)
    assert all(head in guide for head in HEADS)


def test_the_head_stays_and_filters_and_cells_have_dropdowns() -> None:
    items: Worksheet = book()["条目"]
    assert items.freeze_panes == "A2" and items.auto_filter.ref == "A1:S3"
    lists = {str(each.sqref).split(":")[0]: each for each in items.data_validations.dataValidation}
    headed = {items[f"{place[:-1]}1"].value: each for place, each in lists.items()}
    assert set(headed) == {"类别", "层级", "频率", "方向", "依据"}
    assert headed["类别"].formula1 == '"职责,目标,任职要求,考核指标"' and headed["类别"].showErrorMessage
    assert not headed["频率"].showErrorMessage
    assert all(str(each.sqref).endswith(str(2 + sheet_writer.SPARE + 1)) for each in lists.values())


def test_texts_are_texts_whatever_they_look_like() -> None:
    found = book(full())
    every = [cell for each in found for row in each.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in every} == {"s"}
    assert not any(cell.hyperlink for cell in every)
    assert found["条目"]["D2"].number_format == "@"


def test_every_row_is_high_enough_and_a_long_text_is_shown_by_old_excel() -> None:
    long = "逐单核对{平台}的退货，写明原因。" * 29
    items: Worksheet = book(Library(library="a", title="甲", items=(Item(id="a", text=long), Item(id="b", text="短"))))[
        "条目"
    ]
    heights = [items.row_dimensions[row].height for row in (1, 2, 3)]
    assert all(heights) and heights[1] > 15 * 15.75 and heights[2] < 30
    assert items["D2"].number_format == "General" and items["D3"].number_format == "@"
    assert all(items.column_dimensions[letter].width >= 8 for letter in "ABCDEFGHIJKLMNOPQR")


def test_the_same_library_makes_the_same_bytes() -> None:
    assert sheet_writer.write(SMALL) == sheet_writer.write(SMALL)


# what an owner may do


def test_columns_may_stand_in_any_order_with_heads_a_little_otherwise_below_a_title() -> None:
    def change(book: Any) -> None:
        del book["条目"]
        items = book.create_sheet("条目", 0)
        items.append(["我们店的职责"])
        items.append(["条 目", "ＩＤ", " 搜索词：", "类别（必选）", "层级*"])
        items.append(["核对价格", "a", "查价", "职责", None])
        items.append(["回访老客", "b.c", None, "", "独立"])

    assert read(edited(change)) == SMALL


def test_a_row_without_an_id_gets_one_that_stays() -> None:
    new = cells(D4="换首页海报", D5="换首页海报", D6="清点样品", B6="目标")
    found = read(new)
    ids = [item.id for item in found.items]
    assert ids[:2] == ["a", "b.c"] and len(set(ids)) == 5
    assert all(re.fullmatch(r"own\.[0-9a-f]{8}(_2)?", item_id) for item_id in ids[2:]) and ids[3] == f"{ids[2]}_2"
    moved = read(cells(D4="新的一行", D5="换首页海报", D6="清点样品", B6="目标"))
    assert [moved.items[3].id, moved.items[4].id] == [ids[2], ids[4]]
    assert read(sheet_writer.write(found)) == found
    assert ids[2] != read(cells(D4="换首页海报", A5=ids[2], D5="乙")).items[2].id


def test_numbers_and_dates_are_read_as_they_are_seen() -> None:
    from datetime import date, datetime

    def change(book: Any) -> None:
        items, about = book["条目"], book["库信息"]
        for place, value in {"C2": 12, "C3": 0.5, "I2": 1.0, "I3": 0.25, "H2": True, "P2": date(2026, 1, 2)}.items():
            items[place] = value
        items["I3"].number_format = "0%"
        about["B8"] = datetime(2026, 11, 23)

    found = read(edited(change))
    assert [item.topic for item in found.items] == ["12", "0.5"]
    assert [item.output for item in found.items] == ["1", "25%"]
    assert (found.items[0].frequency, found.items[0].unit, found.checked) == ("TRUE", "2026-01-02", "2026-11-23")


def test_empty_rows_other_sheets_and_empty_cells_far_away_do_not_matter() -> None:
    def change(book: Any) -> None:
        book["条目"].insert_rows(3, 5)
        book["条目"]["XFD1048576"].number_format = "@"
        book.create_sheet("草稿")["A1"] = "=1+1"
        book["库信息"]["D1"] = "别的"
        book["条目"]["C12"] = book["条目"]["T12"] = "  "

    assert read(edited(change)) == SMALL


def test_markup_of_other_people_is_only_text() -> None:
    text = "<script>alert(1)</script>{{ 7*7 }}{% for x in y %}{平台}"
    library = Library(library="a", title=text, note=text, items=(Item(id="a", text=text, aliases=(text,)),))
    assert read(sheet_writer.write(library)) == library


# what is told


ITEM_CASES: list[tuple[dict[str, Any], str, str]] = [
    ({"D2": ""}, "D2", "“条目”空着"),
    ({"D2": "长" * 5001}, "D2", "“条目”太长"),
    ({"C2": "长" * 101}, "C2", "“小组”太长"),
    ({"K2": "长" * 101}, "K2", "“搜索词”太长"),
    ({"K2": "、".join(f"词{at}" for at in range(2501))}, "K2", "“搜索词”太长"),
    ({"A2": "大"}, "A2", "“编号”的写法不对"),
    ({"A2": "a.b.c"}, "A2", "“编号”的写法不对"),
    ({"A3": "a"}, "A3", "编号“a”和第 2 行（A2）重复"),
    ({"B2": "责职"}, "B2", "“类别”写的“责职”不认识"),
    ({"F2": "高级"}, "F2", "“层级”写的“高级”不认识"),
    ({"Q2": "高"}, "Q2", "“方向”写的“高”不认识"),
    ({"S2": "听说"}, "S2", "“依据”写的“听说”不认识"),
    ({"N2": "客服"}, "N2", "“所属领域”的写法不对"),
    ({"D2": "=1+1"}, "D2", "“条目”是公式"),
    ({"H3": '=HYPERLINK("http://a.cn","点")'}, "H3", "“频率”是公式"),
    ({"D2": "#REF!"}, "D2", "“条目”是错误值"),
    ({"T1": "备注"}, "T1", "没有“备注”这一列"),
    ({"K1": "搜索字"}, "K1", "没有“搜索字”这一列"),
    ({"C1": "条目"}, "D1", "“条目”有两列"),
    ({"B1": "种"}, "1:1", "少了“类别”这一列"),
    ({"A1": None}, "1:1", "少了“编号”这一列"),
    ({"D1": None}, "1:1", "少了“条目”这一列"),
    ({"D1": None}, "D2", "这一列没有名称"),
    ({"T2": "乱写"}, "T2", "这一列没有名称"),
    ({"XFD1048576": "远"}, "XFD1048576", "离表格太远的地方有内容"),
    ({"BI2": "远"}, "BI2", "离表格太远的地方有内容"),
    ({"D6001": "远"}, "D6001", "离表格太远的地方有内容"),
]


@pytest.mark.parametrize(("change", "cell", "what"), ITEM_CASES)
def test_what_is_wrong_with_an_item_is_told_at_its_cell(change: dict[str, Any], cell: str, what: str) -> None:
    assert ("条目", cell, what) in told(cells(**change))


def test_a_place_is_told_in_words() -> None:
    assert "库.xlsx 工作表“条目” F2：“层级”写的“高级”不认识。从下拉里选：执行、独立、带人、负责" in map(
        str, problems(cells(F2="高级"))
    )
    assert "要写“搜索词”吗？" in str(problems(cells(K1="搜索字"))[0])


def test_all_problems_are_told_at_once() -> None:
    def change(book: Any) -> None:
        items = book["条目"]
        items["F2"], items["A3"], items["D3"], items["T1"], items["B4"] = "高级", "a", "=A1", "备注", "目标"
        items.merge_cells("C2:C3")
        book["库信息"]["B4"] = None
        book["库信息"]["B9"] = "三"

    assert set(told(edited(change))) == {
        ("库信息", "B4", "“库名”空着"),
        ("库信息", "B9", "“书架顺序”的写法不对"),
        ("条目", "C2:C3", "单元格合并了"),
        ("条目", "T1", "没有“备注”这一列"),
        ("条目", "F2", "“层级”写的“高级”不认识"),
        ("条目", "D3", "“条目”是公式"),
        ("条目", "A3", "编号“a”和第 2 行（A2）重复"),
        ("条目", "D4", "“条目”空着"),
    }


@pytest.mark.parametrize(
    ("row", "value", "what"),
    [
        (3, "我的", "“库编号”的写法不对"),
        (3, None, "“库编号”空着"),
        (4, "  ", "“库名”空着"),
        (4, "长" * 101, "“库名”太长"),
        (6, "=1+1", "“版本”是公式"),
        (10, "长" * 5001, "“说明”太长"),
        (11, "长" * 5001, "“更新内容”太长"),
    ],
)
def test_what_is_wrong_with_the_library_is_told_at_its_cell(row: int, value: Any, what: str) -> None:
    def change(book: Any) -> None:
        book["库信息"].cell(row, 2, value).value = value

    assert ("库信息", f"B{row}", what) in told(edited(change))


def test_a_missing_or_doubled_row_of_the_library_is_told() -> None:
    assert told(edited(lambda book: book["库信息"].delete_rows(4))) == [("库信息", "", "少了“库名”这一行")]

    def doubled(book: Any) -> None:
        book["库信息"].append(["作者", "乙"])

    assert told(edited(doubled)) == [("库信息", "B12", "“作者”写了两次")]


def test_a_missing_sheet_is_told_with_those_that_are_there() -> None:
    def change(book: Any) -> None:
        book["条目"].title = "职责"

    (problem,) = problems(edited(change))
    assert problem.what == "没有工作表“条目”" and "“职责”" in problem.mend


def test_a_sheet_without_heads_is_told() -> None:
    assert told(edited(lambda book: book["条目"].delete_rows(1))) == [("条目", "A1", "第一行不是列的名称")]


def test_a_newer_schema_is_told_and_nothing_else() -> None:
    def change(book: Any) -> None:
        book["库信息"]["B2"] = "rolesmith/library@3"
        book["条目"]["F2"] = "高级"

    assert told(edited(change)) == [("库信息", "B2", "这个预设库是更新版本的岗位匠写的")]


def test_very_many_problems_are_cut_short() -> None:
    def change(book: Any) -> None:
        for row in range(2, 502):
            book["条目"][f"F{row}"] = "高级"

    found = told(edited(change))
    assert len(found) == MOST + 1 and found[-1][2] == f"还有 {2 * 500 - 2 - MOST} 处"


def test_more_rows_than_a_library_holds_are_told() -> None:
    def change(book: Any) -> None:
        for row in range(4, 5004):
            book["条目"][f"D{row}"] = f"第{row}条"

    ((name, cell, what),) = told(edited(change))
    assert (name, cell, what) == ("条目", "A5003", "条目太多：有 5002 条")


# files that are none


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (OLE, "这个文件是旧版的 .xls"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "这个文件加了密码"),
        (sheet_writer.write(SMALL)[:-200], "不是完整的 .xlsx 文件"),
        (sheet_writer.write(SMALL)[:3000], "不是完整的 .xlsx 文件"),
        (b"PK\x03\x04" + b"\0" * 100, "不是完整的 .xlsx 文件"),
        (repacked(sheet_writer.write(SMALL), lambda _, part: part, [("xl/vbaProject.bin", b"x")]), "这个文件带有宏"),
        (
            repacked(
                sheet_writer.write(SMALL),
                lambda name, part: part.replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
                ),
            ),
            "这个文件带有宏",
        ),
        (repacked(sheet_writer.write(SMALL), lambda name, part: part, [("a/b", b"")] * 1000), "里面的图片和附件太多"),
    ],
    ids=["xls", "password", "cut", "cut short", "no zip", "macro", "macro type", "entries"],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_file_that_is_no_workbook_is_told_in_one_sentence(data: bytes, what: str) -> None:
    assert told(data) == [("", "", what)]


def test_a_zip_of_another_kind_is_told() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert told(file.getvalue()) == [("", "", "不是 Excel 文件")]


def test_a_locked_zip_is_told() -> None:
    data = bytearray(sheet_writer.write(SMALL))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert told(bytes(data)) == [("", "", "这个文件加了密码")]


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<",
        b"<a/>",
        b"\xff\xfe\x00",
        b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
        b"<a>" * 100_000,
        b"<worksheet><sheetData><row r='x'><c r='??' t='s'><v>-7</v></c></row></sheetData></worksheet>",
    ],
    ids=["empty", "cut", "other", "bytes", "entities", "deep", "odd"],
)
def test_a_damaged_part_is_told_and_raises_nothing_else(part: str, content: bytes) -> None:
    data = repacked(sheet_writer.write(SMALL), lambda name, old: content if name == part else old)
    try:
        assert read(data).library == "mine"
    except Unreadable as error:
        assert error.problems


@settings(max_examples=examples(60), deadline=None)
@given(st.data())
def test_changed_bytes_raise_nothing_else(data: st.DataObject) -> None:
    content = bytearray(sheet_writer.write(SMALL))
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    try:
        read(bytes(content))
    except Unreadable as error:
        assert error.problems


# bombs


def peak(data: bytes) -> int:
    """Most bytes of memory taken while the file is refused."""
    openpyxl.Workbook()
    tracemalloc.start()
    try:
        with pytest.raises(Unreadable):
            read(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def bomb(size: int, name: str = "xl/worksheets/sheet1.xml") -> bytes:
    return repacked(sheet_writer.write(SMALL), lambda each, part: b"\0" * size if each == name else part)


def test_a_bomb_is_not_unpacked() -> None:
    data = bomb(60_000_000)
    assert len(data) < 100_000 and told(data) == [("", "", "解开后太大")]
    assert peak(data) < 5_000_000


def test_a_bomb_that_lies_about_its_size_is_not_unpacked() -> None:
    """Both heads of the part say a hundred bytes, and the checksum is that of those."""
    size = 60_000_000
    lie = struct.pack("<I", zlib.crc32(b"\0" * 100))
    data = bytearray(bomb(size))
    for head, crc, length in ((b"PK\x03\x04", 14, 22), (b"PK\x01\x02", 16, 24)):
        at = data.find(head)
        while at >= 0:
            if struct.unpack_from("<I", data, at + length)[0] == size:
                data[at + crc : at + crc + 4] = lie
                struct.pack_into("<I", data, at + length, 100)
            at = data.find(head, at + 4)
    assert told(bytes(data)) == [("", "", "不是完整的 .xlsx 文件")]
    assert peak(bytes(data)) < 5_000_000


NS = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
CROWDED = {
    "xl/sharedStrings.xml": (b"<sst " + NS + b"><si>", b"<r/>", b"</si></sst>"),
    "xl/worksheets/sheet1.xml": (
        b"<worksheet " + NS + b"><sheetData><row>",
        b"<c/>",
        b"</row></sheetData></worksheet>",
    ),
    "xl/styles.xml": (b"<styleSheet " + NS + b"><cellXfs>", b"<xf/>", b"</cellXfs></styleSheet>"),
    "docProps/core.xml": (b"<a>", b"<b/>", b"</a>"),
}


@pytest.mark.parametrize("part", CROWDED)
def test_a_part_of_very_many_elements_is_not_parsed(part: str) -> None:
    begin, each, end = CROWDED[part]
    crowded = begin + each * 1_000_000 + end
    data = repacked(sheet_writer.write(SMALL), lambda name, old: crowded if name == part else old)
    assert told(data) == [("", "", "里面的格式和内容太多")]
    assert peak(data) < 25_000_000


def test_what_a_sheet_has_beside_its_cells_costs_no_memory() -> None:
    """Rules and dropdowns are not read, here a hundred thousand of them."""
    rules = b'<dataValidations><dataValidation sqref="A1"/>' + b'<dataValidation sqref="A1"/>' * 100_000
    data = repacked(
        sheet_writer.write(SMALL),
        lambda name, old: re.sub(b"<dataValidations.*</dataValidations>", rules + b"</dataValidations>", old),
    )
    tracemalloc.start()
    assert read(data) == SMALL
    assert tracemalloc.get_traced_memory()[1] < 25_000_000
    tracemalloc.stop()


def test_the_largest_library_is_read() -> None:
    """All columns full, in each of as many rows as a library holds; other programs write more marks a row."""
    contents = {name: f"{name}=<" for name in ("topic", "output", "definition", "unit", "source", "frequency")}
    lists = {name: (f"{name} ",) for name in ("clause", "platforms", "kpis", "aliases", "tags")}
    chosen = {"kind": "kpi", "level": "带人", "better": "落在区间", "basis": "有出处", "area": "data"}
    item = Item.model_validate({"id": "a", "text": "甲", **contents, **lists, **chosen})
    items = tuple(item.model_copy(update={"id": f"i{at}", "text": f" {at}"}) for at in range(4000))
    data = sheet_writer.write(SMALL.model_copy(update={"items": items}))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    assert part.count(b"<") + part.count(b"=") < xlsx.CELL_MARKS * 0.9
    assert read(data).items == items


def test_a_head_of_nothing_but_brackets_is_told() -> None:
    assert told(cells(S1="(" * 32_000, T1="（" * 32_000))


def test_a_far_cell_costs_no_memory() -> None:
    data = cells(XFD1048576="远")
    assert told(data) == [("条目", "XFD1048576", "离表格太远的地方有内容")]
    assert peak(data) < 20_000_000


def test_a_file_that_is_too_large_is_not_opened() -> None:
    assert told(b"PK" + b"\0" * xlsx.SIZE_LIMIT) == [("", "", "文件太大")]
