"""Excel: what other readers find in the file."""

import io
import json
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.formats.excel import workbook
from rolesmith.formats.excel.cells import Cell
from rolesmith.formats.excel.columns import columns_of
from rolesmith.formats.excel.document_rows import document_rows, rows_of
from rolesmith.formats.excel.page import PageHead, head_text, page_heights, room
from rolesmith.formats.excel.row_height import EM, lines
from rolesmith.formats.excel.row_height import room as row_room
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.looks import BORDERED, BRAND, LOOKS, Look
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node, Role
from tests.excel_print import HARD, LONG, document
from tests.nasty import NASTY
from tests.pages import documents, extreme

ROOT = Path(__file__).parent.parent
FORMULAS = [
    "=1+1",
    "@x",
    "+1",
    "-2+3",
    "{=A1}",
    "http://example.com/a",
    "mailto:a@b.cn",
    "'x",
    "_x0041_",
    "1.20",
]


def sheets(*documents: Document) -> list[Worksheet]:
    book = openpyxl.load_workbook(io.BytesIO(workbook.write(documents)))
    return [book[name] for name in book.sheetnames]


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_openpyxl_reads_every_marker_once() -> None:
    drawn, markers = document(stamp=("编号 YY-03", "第 2 版"))
    (sheet,) = sheets(drawn)
    everything = "\n".join(texts(sheet))
    assert [everything.count(marker) for marker in markers] == [2 if "岗位" in m else 1 for m in markers]
    assert "编号 YY-03　·　第 2 版" in texts(sheet)


def test_calamine_reads_every_marker(tmp_path: Path) -> None:
    drawn, markers = document()
    file = tmp_path / "岗位.xlsx"
    file.write_bytes(workbook.write([drawn]))
    script = (
        "import sys, json, python_calamine as c\n"
        "book = c.CalamineWorkbook.from_path(sys.argv[1])\n"
        "print(json.dumps([book.get_sheet_by_name(n).to_python() for n in book.sheet_names]))"
    )
    run = subprocess.run([sys.executable, "-c", script, str(file)], capture_output=True, text=True, check=True)
    everything = " ".join(str(cell) for sheet in json.loads(run.stdout) for row in sheet for cell in row)
    assert [marker for marker in markers if marker not in everything] == []


CODE = ["<r>甲</r>", "<r>&</r>", "<r><t>甲</t></r>", "_x0041_x0042_"]
"""What xlsxwriter takes for its own."""


@pytest.mark.parametrize("value", FORMULAS + CODE + [text for _, text in NASTY if text.strip()])
def test_what_looks_like_a_formula_or_link_stays_text(value: str) -> None:
    written = value.replace("{", "{{")
    field = Node(id="f", kind="field", title=written, text=written)
    line = Node(id="l", kind="line", text=written)
    blocks = (
        Node(id="s", kind="fields", children=(field,)),
        Node(id="i", kind="items", children=(line,)),
    )
    section = Node(id="x", kind="section", title=written, numbered=False, children=blocks)
    (sheet,) = sheets(draw(Role(tree=Node(id="role", kind="role", children=(section,))), Filling()))
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value == value]
    assert len(cells) == 4
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.hyperlink for cell in cells} == {None}


def test_prints_upright_on_a4_at_full_size_with_head_and_page_numbers() -> None:
    """A fit to the page's width would override the page ends that are set."""
    drawn = replace(document(name="3C&家电运营", stamp=("编号 YY-03", "第 2 版"))[0], shop="青禾&家居")
    (sheet,) = sheets(drawn)
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.scale in (None, 100)
    assert sheet.page_setup.useFirstPageNumber and sheet.print_title_rows is None
    with zipfile.ZipFile(io.BytesIO(workbook.write([drawn]))) as file:
        xml = file.read("xl/worksheets/sheet1.xml").decode()
    assert (
        'Regular"青禾&amp;&amp;家居&amp;R' in xml
        and "3C&amp;&amp;家电运营岗位职责说明书 · 编号 YY-03 · 第 2 版<" in xml
    )
    assert "第 &amp;P 页 / 共 &amp;N 页" in xml
    paper = 595.3 - 144 * BRAND.side
    assert sum(round(each.width * 7) * 0.75 for each in sheet.column_dimensions.values()) <= paper - 4


@pytest.mark.parametrize("name", ["长" * 300, "&" * 300, "😀" * 300], ids=["long", "codes", "pairs"])
def test_the_head_of_a_page_is_cut_to_what_excel_takes(name: str) -> None:
    text = head_text(PageHead(name, name), BRAND)
    assert len(text.encode("utf-16-le")) // 2 <= 255 and text.count("…") == 2
    shown = re.sub('&[LR]|&9&"[^"]*"', "", text).replace("&&", "&")
    assert sum(map(EM.__getitem__, shown)) * 9 <= 595.3 - 144 * BRAND.side, "it is one line, or the page has less room"
    codes = re.sub('&[LRC0-9]|&"[^"]*"|&&', "", text)
    assert "&" not in codes, "an & that stands alone begins a code"


@pytest.mark.parametrize("value", HARD)
def test_every_row_has_a_height_that_excel_takes(value: str) -> None:
    (sheet,) = sheets(document(value)[0])
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    assert None not in heights
    assert max(heights) <= 409
    assert min(heights) >= 3


def test_a_text_has_a_second_line_only_where_it_fills_its_column() -> None:
    for size, pixel in ((9, 12), (10.5, 14)):
        for width in range(60, 700):
            letters = int((width - 6) * 0.96 / pixel)
            assert lines("字" * letters, row_room(width, size)) == 1, (size, width)
    look = styles_of(BORDERED).box
    bold, rest = ("大促安排：", "strong"), ("字" * 32, "")
    assert [Cell(0, 12 + width, look, (bold, rest)).lines for width in (546, 524)] == [1, 2]


@pytest.mark.parametrize("look", [BORDERED, BRAND])
def test_duties_beside_their_standards_have_a_column_of_whole_letters(look: Look) -> None:
    styles = styles_of(look)
    duties = tuple(Node(id=f"l{n}", kind="line", text="字" * 20, standard="标" * 20) for n in range(3))
    block = Node(id="b", kind="items", children=duties)
    section = Node(id="s", kind="section", title="职责", children=(block,))
    drawn = draw(Role(tree=Node(id="role", kind="role", children=(section,))), Filling(standards=True))
    columns = columns_of(drawn, styles.left, styles.name_end, styles.width)
    indent = 12 * styles.entry.indent
    em = row_room(columns.standard - columns.name - indent, look.text)
    assert 0 <= em % 1 < 0.08
    assert row_room(columns.standard - columns.name - indent - 1, look.text) < int(em)


def test_a_text_too_high_for_a_row_goes_on_in_the_next() -> None:
    value = LONG
    (sheet,) = sheets(document(value)[0])
    shown = "".join(texts(sheet))
    plain = value.replace("{平台}", "＿＿＿")
    heads = {marker for marker in document()[1] if "列" in marker}  # they are said again on every page
    columns = [[str(cell.value or "") for cell in column] for column in sheet.iter_cols()]
    narrow = ["".join(text for text in column if not any(head in text for head in heads)) for column in columns]
    assert shown.count("标02首段记") == 1
    assert plain + "标11项记" in shown
    assert any(plain + "标33格记" in column for column in narrow), "格子里的长文不完整"


@pytest.mark.parametrize("look", LOOKS)
def test_a_document_that_is_too_much_of_all_is_on_whole_pages(look: str) -> None:
    """A title of 300 characters, 200 duties, one and a cell of 2,000 characters; and a role without any duty."""
    styles = styles_of(LOOKS[look])
    for each in (extreme(), Document("甲", "甲岗位", (), (), "青禾")):
        rows = document_rows(each, styles)
        assert max(page_heights(rows, room(styles.look))) <= room(styles.look)
        assert all(cell.height <= row.height for row in rows for cell in row.cells if cell.down == 1)
        file = io.BytesIO(workbook.write([each], styles.look))
        told = "".join(texts(openpyxl.load_workbook(file).worksheets[0])).replace("\n", "")
        assert each.title in told
    told = "".join(cell.text for row in document_rows(extreme(), styles) for cell in row.cells)
    assert told.count("题") == 300 and told.count("铺") == 2 * 286
    assert all(f"第{at}条职责" in told for at in range(1, 201) if at != 100)


def test_only_the_last_row_of_a_long_text_closes_its_table() -> None:
    (sheet,) = sheets(document(LONG)[0])
    column = [cell for cell in sheet["A"] if cell.border.left.style and cell.row > sheet.max_row - 8]
    assert [bool(cell.border.bottom.style) for cell in column[-2:]] == [False, True]


@pytest.mark.parametrize("look", [BRAND, BORDERED], ids=lambda look: look.label)
def test_a_sheet_is_set_closer_as_one_that_is_measured_with_less_air(look: Look) -> None:
    """So that none is measured again: long texts, lines with standards, room to write in, signatures and a seal."""
    air = 0.6 * look.air
    for each in (document(LONG)[0], *documents(1)):
        given = [row.with_air(air) for row in rows_of(each, styles_of(look))]
        measured = rows_of(each, styles_of(replace(look, air=air)))
        assert [row.height for row in given] == [row.height for row in measured]
        assert [[head.height for head in row.heads] for row in given] == [
            [head.height for head in row.heads] for row in measured
        ]


def test_same_roles_same_bytes_in_every_process() -> None:
    script = (
        "import sys; from rolesmith.formats.excel import workbook; from tests.excel_print import document\n"
        "for _ in range(2): sys.stdout.buffer.write(workbook.write([document()[0]] * 2))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, cwd=ROOT)
    assert run.stdout == workbook.write([document()[0]] * 2) * 2


def test_properties_name_the_document_the_shop_and_the_day_from_which_it_holds() -> None:
    drawn = replace(document(stamp=("编号 YY-03", "2026-11-30"))[0], shop="青禾家居")
    properties = openpyxl.load_workbook(io.BytesIO(workbook.write([drawn]))).properties
    assert properties.title == "标00岗位记岗位职责说明书"
    assert (properties.creator, properties.language) == ("青禾家居", "zh-CN")
    assert properties.created.date().isoformat() == "2026-11-30"
    unknown = openpyxl.load_workbook(io.BytesIO(workbook.write([document()[0]]))).properties
    assert not unknown.creator and not unknown.lastModifiedBy


def test_open_blanks_are_cinnabar_and_filled_ones_are_not() -> None:
    line = Node(id="l", kind="line", text="在{平台}做到{销售额}")
    section = Node(id="x", kind="section", title="目标", children=(Node(id="i", kind="items", children=(line,)),))
    drawn = draw(Role(tree=Node(id="role", kind="role", children=(section,))), Filling(role={"平台": "抖音"}))
    book = openpyxl.load_workbook(io.BytesIO(workbook.write([drawn])), rich_text=True)
    (rich,) = [c.value for row in book.active.iter_rows() for c in row if isinstance(c.value, CellRichText)]
    runs = [(run.text, run.font.color.rgb) for run in rich if isinstance(run, TextBlock)]
    assert runs == [("在抖音做到", "FF23262B"), ("＿＿＿", "FFB8442F")]


def test_many_roles_get_an_index_that_leads_to_each() -> None:
    wished = ["运营/推广", "It's", "运营/推广", "目录"]
    index, *others = sheets(*(document(name=name, stamp=("第 1 版",))[0] for name in wished))
    assert index.title == "目录"
    places = [cell.hyperlink.location for row in index.iter_rows() for cell in row if cell.hyperlink]
    assert places == ["'运营／推广'!A1", "'It''s'!A1", "'运营／推广 (2)'!A1", "'目录 (2)'!A1"]
    assert [sheet.title for sheet in others] == ["运营／推广", "It's", "运营／推广 (2)", "目录 (2)"]
    for sheet in others:
        (back,) = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert back.hyperlink.location == "'目录'!A1"
        last = sheet.print_area.rpartition("$")[0].rpartition("$")[2]
        assert back.column > openpyxl.utils.column_index_from_string(last), "返回的链接会打印出来"


def test_a_name_of_thousands_of_letters_is_written_whole_and_not_repeated() -> None:
    name = "长名" * 2000
    index, sheet = (sheets(document(name=name)[0], document()[0]))[:2]
    assert sheet.print_title_rows is None
    assert name + "岗位职责说明书" in "".join(str(cell.value or "") for cell in sheet["A"])
    assert max(sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)) <= 409
    assert name in "".join(texts(index))


@pytest.mark.parametrize("look", LOOKS.values(), ids=list(LOOKS))
def test_a_look_is_nothing_but_colours_and_sizes(look: Look) -> None:
    drawn, _ = document()
    (usual,) = sheets(drawn)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write([drawn], look))).active
    if look.bordered:
        whole = "".join(texts(sheet)).replace("\n", "")
        assert [marker for marker in document()[1] if marker not in whole] == []
    else:
        assert [each for each in texts(sheet) if each[0] != "="] == [each for each in texts(usual) if each[0] != "="]
        assert sheet["A1"].font.sz == look.title
    colours = {cell.font.color.rgb[2:] for row in sheet.iter_rows() for cell in row if cell.value}
    assert colours <= {colour[1:] for colour in (look.ink, look.soft, look.accent, look.seal)}


def test_in_black_and_white_nothing_has_a_colour() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook.write([document()[0]], LOOKS["plain"]))) as file:
        colours = set(re.findall(r'rgb="FF(\w{6})"', file.read("xl/styles.xml").decode()))
    assert colours
    assert [colour for colour in colours if len({colour[:2], colour[2:4], colour[4:]}) > 1] == []


def test_the_letterhead_shows_shop_and_logo_above_the_title() -> None:
    image = io.BytesIO()
    Image.new("RGB", (600, 100), "#1f6b5a").save(image, "PNG")
    drawn = replace(document(stamp=("编号 YY-03",))[0], shop="青禾家居", logo=image.getvalue())
    (sheet,) = sheets(drawn)
    (logo,) = sheet._images
    assert (logo.width, logo.height, logo.anchor._from.row) == (600, 100, 0)
    assert logo.anchor.to.row == 0
    (shop,) = [cell for cell in sheet[1] if cell.value]
    assert (shop.value, shop.alignment.horizontal) == ("青禾家居", "right")
    assert sheet["A2"].value == drawn.title


def test_no_role_makes_an_empty_index() -> None:
    (index,) = sheets()
    assert "共 0 个岗位" in texts(index)


def test_many_columns_go_on_in_a_second_table() -> None:
    columns = tuple(Node(id=f"g.c{n}", kind="column", title=f"列{n}名") for n in range(30))
    cells = tuple(Node(id=f"g.r:{column.id}", kind="cell", text=f"{column.title}值") for column in columns)
    grid = Node(id="g", kind="table", children=(*columns, Node(id="g.r", kind="row", children=cells)))
    section = Node(id="x", kind="section", title="表", children=(grid,))
    (sheet,) = sheets(draw(Role(tree=Node(id="role", kind="role", children=(section,))), Filling()))
    assert {f"列{n}名值" for n in range(30)} <= set(texts(sheet))


@pytest.mark.parametrize(
    ("wish", "name"),
    [
        ("客服专员", "客服专员"),
        ("[运营]:*?/\\", "［运营］：＊？／＼"),
        ("'引号'", "引号"),
        ("", "岗位"),
        (" ' ", "岗位"),
        ("History", "History (2)"),
        ("长" * 40, "长" * 31),
        ("笑😀" * 20, "笑😀" * 10 + "笑"),
        ("两行\n名字", "两行 名字"),
        ("字" * 30 + "'尾", "字" * 30),
    ],
)
def test_sheet_names_are_what_excel_takes(wish: str, name: str) -> None:
    assert sheet_names([wish]) == [name]


def test_sheet_names_differ_whatever_case_or_width() -> None:
    names = sheet_names(["abc", "ABC", "ＡＢＣ", "长" * 40, "长" * 50, "abc (2)"])
    assert names == ["abc", "ABC (2)", "ＡＢＣ (3)", "长" * 31, "长" * 27 + " (2)", "abc (2) (2)"]
    assert len({name.casefold() for name in names}) == len(names)
