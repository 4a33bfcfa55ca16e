"""Old documents in: laid where they belong, nothing dropped, strangers' files refused in a sentence."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
import httpx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from rolesmith.document.document import Document, Numbered, phrases
from rolesmith.document.draw import draw
from rolesmith.files.counted import NUMBER
from rolesmith.files.problem import Unreadable
from rolesmith.formats import FORMATS
from rolesmith.formats.excel import shop, workbook
from rolesmith.formats.excel.carried import SHEET
from rolesmith.presets.shipped import shipped
from rolesmith.readers import READERS
from rolesmith.readers.old_document import Placed, SentPiece, build_role, pasted, place, read
from rolesmith.readers.old_document.build_role import REST, targets
from rolesmith.readers.old_document.names import OUTSIDE, guessed, names
from rolesmith.role.blanks import TOKEN, Filling
from rolesmith.role.tree import Node, Role
from tests.conftest import PATIENCE, SHOP, Server, examples, tried
from tests.desk import Desk, choose, home_of, role_in
from tests.generated_roles import with_standards
from tests.nasty import NASTY
from tests.old_document_share import FILES, wrong
from tests.old_documents import MAKERS, layouts
from tests.outside import squeezed

SEEN, STRANGERS, UNSEEN = (layouts(file) for file in FILES)


@pytest.mark.parametrize("ending", MAKERS)
@pytest.mark.parametrize("layout", SEEN, ids=lambda each: each["layout"])
def test_every_line_of_our_own_layouts_is_laid_right(layout: dict[str, Any], ending: str) -> None:
    assert wrong(layout, ending)[0] == []


@pytest.mark.parametrize(("layouts", "least"), [(STRANGERS, 0.95), (UNSEEN, 0.9)], ids=["seen since", "unseen"])
def test_most_lines_of_strangers_layouts_are_laid_right(layouts: list[dict[str, Any]], least: float) -> None:
    told = [wrong(layout, ending) for layout in layouts for ending in MAKERS]
    assert sum(len(missed) for missed, _ in told) <= (1 - least) * sum(count for _, count in told)


def laid_of(text: str) -> list[tuple[str, str]]:
    return [(piece.text, piece.to) for piece in place(pasted(text))]


def test_a_list_s_last_item_is_no_heading() -> None:
    """Its last word may be a name of a section, and another picture may follow."""
    assert laid_of("👉要求\n🔸会打包\n🔸干过仓库的优先\n👉几点上班\n早8点到晚6点") == [
        ("会打包", "qualifications.skills"),
        ("干过仓库的优先", "qualifications.skills"),
        ("早8点到晚6点", "conditions.conditions.hours"),
    ]


def test_a_duty_that_begins_with_the_name_of_another_section_stays_a_duty() -> None:
    duties = ["沟通协调：与仓库核对库存", "设备管理：每周清点", "绩效数据统计"]
    written = "一、岗位职责\n" + "\n".join(f"{at}、{duty}" for at, duty in enumerate(duties, 1))
    assert laid_of(written) == [(duty, "duties.duties") for duty in duties]


def test_a_duty_that_is_measured_is_an_indicator_too_and_one_with_its_share_of_time_is_not() -> None:
    measured = place(pasted("岗位职责\t工作标准\t考核办法\n抽检原料\t每批不低于5%\t漏一次扣5分"))
    assert measured[0] == Placed("抽检原料", "duties.duties", standard="每批不低于5%")
    assert dict(measured[1].cells) == {"indicator": "抽检原料", "target": "每批不低于5%", "definition": "漏一次扣5分"}
    assert laid_of("序号\t工作任务\t时间占比\n1\t做主图\t45%") == [
        ("做主图", "duties.duties"),
        ("做主图：时间占比 45%", ""),
    ]


@pytest.mark.parametrize("head", ["标准", "工作标准", "完成标准"])
def test_a_column_of_standards_beside_duties_is_theirs(head: str) -> None:
    placed = place(pasted(f"序号\t工作职责\t{head}\n1\t抽检原料\t每批不低于5%\n2\t登记到货\t\n3\t退换\t当日办结"))
    assert [(piece.text, piece.standard, piece.to) for piece in placed] == [
        ("抽检原料", "每批不低于5%", "duties.duties"),
        ("登记到货", "", "duties.duties"),
        ("退换", "当日办结", "duties.duties"),
    ]


@pytest.mark.parametrize("heads", ["工作职责\t标准\t权重", "工作职责\t目标\t标准"])
def test_beside_a_target_or_a_weight_it_is_an_indicator(heads: str) -> None:
    duty, kpi = place(pasted(f"{heads}\n抽检原料\t每批不低于5%\t20%"))
    assert duty == Placed("抽检原料", "duties.duties") and dict(kpi.cells)["indicator"] == "抽检原料"
    assert "每批不低于5%" in dict(kpi.cells)["target"]


@pytest.mark.parametrize(
    "written",
    [
        "岗位职责\n1、抽检原料；标准：每批不低于5%\n2、登记到货",
        "岗位职责\n1、职责：抽检原料；标准：每批不低于5%\n2、职责：登记到货",
        "岗位职责\n1、抽检原料\n工作标准：每批不低于5%\n2、登记到货",
        "岗位职责\n抽检原料；标准：每批不低于5%\n登记到货",
        "职责：抽检原料；标准：每批不低于5%\n职责：登记到货",
    ],
)
def test_a_standard_in_or_below_a_line_is_the_lines(written: str) -> None:
    placed = place(pasted(written))
    assert [(piece.text, piece.standard) for piece in placed] == [("抽检原料", "每批不低于5%"), ("登记到货", "")]
    assert {piece.to for piece in placed} == {"duties.duties"}
    duties = build_role(laid(placed)).tree.find("duties.duties")
    assert duties
    lines = [(line.text, line.standard) for line in duties.walk() if line.kind == "line"]
    assert lines == [("抽检原料", "每批不低于5%"), ("登记到货", "")]


@pytest.mark.parametrize("written", ["考核\n指标：差评率；标准：低于2%；权重：20%", "岗位名称：客服；标准：二级"])
def test_what_is_no_lines_standard_stays_in_view(written: str) -> None:
    shown = squeezed("".join(p.text for p in place(pasted(written))))
    assert "标准：" in shown and ("低于2%" in shown or "二级" in shown)
    assert not any(piece.standard for piece in place(pasted(written)))


@pytest.mark.parametrize(
    "standard", ["", "每日一次\n1. 核对\n\n2、登记；含截图", "\n第一行\n（一）第二行\n岗位目标\n任职要求：第三行"]
)
@pytest.mark.parametrize("ending", ["docx", "md", "xlsx"])
def test_our_own_documents_give_back_their_standards(ending: str, standard: str) -> None:
    """Of duties, goals and all other lists, also of several lines; a workbook without what it carries, too."""
    starter = with_standards(shipped().starters["service_agent"].role, words=("每日一次", "含截图", "；", "2小时内"))
    if standard:
        starter = starter.replace(_each_with(starter.tree, standard))
    filling = shipped().filling(starter, {"店名": "青禾"}, standards=True)
    data = FORMATS[ending].write(starter, filling)
    for each in (_without_hidden(data), _copied(data)) if ending == "xlsx" else (data,):
        role = build_role(laid(place(read(each, f"a.{ending}"))))
        before, after = (_standards(draw(each, filling)) for each in (starter, role))
        assert before and before == after


@pytest.mark.parametrize("starter", tried(shipped().starters))
@pytest.mark.parametrize("ending", ["docx", "md", "xlsx"])
def test_each_text_of_our_own_documents_comes_in_where_it_stood(ending: str, starter: str) -> None:
    role = shipped().starters[starter].role
    filling = shipped().filling(role, {}, standards=True)
    data = FORMATS[ending].write(role, filling)
    for each in (_without_hidden(data), _copied(data)) if ending == "xlsx" else (data,):
        brought = READERS[ending](each, f"a.{ending}")
        assert by_place(brought.role) == by_place(role, filling) and brought.notes == ()


def test_a_row_that_somebody_adds_to_our_sheet_is_a_line_of_its_list() -> None:
    """Without a number, too; the name of the list's section stands in another column, further up."""
    role = shipped().starters["service_agent"].role
    data = FORMATS["xlsx"].write(role, shipped().filling(role, {}, standards=True), "bordered")
    book = openpyxl.load_workbook(io.BytesIO(_copied(data)))
    sheet = book.worksheets[0]
    at, standards = next(
        (row[0].row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == "工作标准"
    )
    sheet.insert_rows(at + 2)
    sheet.cell(at + 2, 3).value, sheet.cell(at + 2, standards).value = "每天回访一位顾客", "有登记"
    file = io.BytesIO()
    book.save(file)
    placed = place(read(file.getvalue(), "a.xlsx"))
    found = next(piece for piece in placed if piece.text == "每天回访一位顾客")
    assert (found.to, found.standard) == ("goals.goals", "有登记")


def by_place(role: Role, filling: Filling | None = None) -> dict[tuple[str, ...], tuple[str, str, str]]:
    """Text, standard and mark of each node that is shown, by its place: titles, and numbers of lines and cells."""
    found: dict[tuple[str, ...], tuple[str, str, str]] = {}

    def enter(node: Node, place: tuple[str, ...]) -> None:
        if node.text.strip() or node.standard.strip():
            texts = (filling.fill(each, node.values) if filling else each for each in (node.text, node.standard))
            text, standard = map(squeezed, texts)
            found[place] = text, standard, node.mark
        for at, child in enumerate(node.shown()):
            enter(child, (*place, child.title or f"{child.kind} {at}"))

    enter(role.tree, ())
    return found


def _each_with(node: Node, standard: str) -> Node:
    """The tree with this standard behind each line that has one."""
    return node.with_(
        standard=node.standard and standard, children=[_each_with(each, standard) for each in node.children]
    )


def _without_hidden(data: bytes) -> bytes:
    """Our workbook as somebody sends it on who deleted the hidden sheet: its cells stay merged."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    del book[SHEET]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _copied(data: bytes) -> bytes:
    """The texts of its visible sheet, put into a workbook of somebody else's."""
    shown = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    book = openpyxl.Workbook()
    assert book.active
    for cell in (cell for row in shown.iter_rows() for cell in row if cell.value is not None):
        book.active.cell(cell.row, cell.column, cell.value)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("section", "head", "to"),
    [
        ("二、岗位目标", "工作目标", "goals.goals"),
        ("四、任职要求", "任职要求", "qualifications.skills"),
        ("行为禁区", "内容", "prohibited.prohibited"),
    ],
)
def test_standards_stand_beside_the_lines_of_any_list(section: str, head: str, to: str) -> None:
    placed = place(pasted(f"{section}\n序号\t{head}\t工作标准\n1\t不带走顾客资料\t离岗当日交还\n2\t复购率到三成\t"))
    assert [(each.text, each.standard, each.to) for each in placed] == [
        ("不带走顾客资料", "离岗当日交还", to), ("复购率到三成", "", to),
    ]  # fmt: skip


def test_a_table_of_indicators_stays_one() -> None:
    for written in ("考核指标\n目标\t标准\n差评率\t低于2%", "岗位目标\n指标\t目标\t标准\n差评率\t2%\t低于2%"):
        assert not any(each.standard for each in place(pasted(written)))


def _standards(document: Document) -> list[tuple[str, str]]:
    lists = (element for part in document.parts for element in part.elements if isinstance(element, Numbered))
    entries = (entry for element in lists for entry in element.entries)
    return [(squeezed(str(entry.phrase)), squeezed(str(entry.standard))) for entry in entries if entry.standard]


def test_relations_are_parted_into_with_whom_which_side_and_about_what() -> None:
    written = "岗位名称：商品经理\n五、沟通关系\n1、内部：运营部\n2、仓库：核对库存\n3、每周和代工厂对一次交期"
    role = build_role(laid(place(pasted(written))))
    table = role.tree.find("relations.relations")
    assert table
    shown = [[cell.text for cell in table.cells(row)] for row in table.of("row")]
    assert shown == [
        ["运营部", "内部协作", "", ""],
        ["仓库", "", "核对库存", ""],
        ["每周和代工厂对一次交期", "", "", ""],
    ]
    rows = place(pasted("沟通协调\n对象\t事项\n摄影师\t确认拍摄角度"))
    assert [dict(piece.cells) for piece in rows] == [{"partner": "摄影师", "matter": "确认拍摄角度"}]


def test_every_name_leads_to_a_place_of_the_template() -> None:
    known = dict(targets())
    found = names()
    assert {*found.blocks, *found.fields, *found.hints, *found.words} <= {*known, OUTSIDE}
    assert set(found.column_words) == set(found.columns)
    columns = {c.id.rpartition(".")[2] for c in shipped().templates["ecommerce"].tree.walk() if c.kind == "column"}
    assert {*found.columns, *found.relation_columns} <= columns
    all_names = [name for each in (*found.blocks.values(), *found.fields.values()) for name in each]
    assert [name for name, count in Counter(all_names).items() if count > 1] == []


SHAPES = (
    "一、岗位职责", "任职要求：", "岗位名称：客服", "1、接待顾客；2、退款", "（一）售后",
    "| 甲 | 乙 |", "1\t丙", "丁\t戊\t己",
)  # fmt: skip
LINES = st.lists(
    st.one_of(
        st.sampled_from(SHAPES),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"]), max_size=30),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=examples(150), deadline=None)
@given(LINES)
def test_no_letter_is_dropped_but_what_counts_a_line(written: list[str]) -> None:
    """Letters of names that say where their lines belong, and of numbers, are the only ones that go."""
    try:
        placed = place(pasted("\n".join(written)))
    except Unreadable:
        assert not re.search(r"\w", re.sub(NUMBER, "", "".join(written)))
        return
    kept = Counter(letters("".join(piece.group + piece.text + piece.standard for piece in placed)))
    named = [*(each for kind in (names().blocks, names().fields) for each in kind.values()), names().headings]
    for line in written:
        if guessed(line) or any(squeezed(line).lower().strip("：:｜|").startswith(tuple(each)) for each in named):
            continue
        lost = Counter(letters(NUMBER.sub("", line, count=1))) - kept
        assert sum(lost.values()) == 0 or NUMBER.search(line) or INNER.search(line), (line, placed)


@pytest.mark.parametrize("line", ["更新", "日常出差"])
@pytest.mark.parametrize("following", ["一、岗位职责\n1、接待顾客", "岗位职责：接待顾客", ""])
def test_a_heading_known_by_a_word_with_nothing_under_it_stays_in_view(line: str, following: str) -> None:
    placed = place(pasted(f"任职要求：\n会用千牛\n【{line}】\n{following}"))
    assert [each.text for each in placed] == ["会用千牛", f"【{line}】", *(["接待顾客"] if following else [])]


INNER = re.compile(r"\d+[、.)）]|[①-⑳]|[:：]")


def letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


def laid(pieces: list[Any]) -> list[SentPiece]:
    return [SentPiece(text=p.text, to=p.to, group=p.group, cells=p.cells, standard=p.standard) for p in pieces]


def test_what_has_no_place_stands_in_a_section_of_its_own() -> None:
    role = build_role(laid(place(pasted("岗位名称：仓管\n有意者加微信\n岗位职责\n1、收货"))))
    assert role.meaning("name") and role.meaning("name").text == "仓管"  # type: ignore[union-attr]
    rest = role.tree.children[-1]
    assert rest.title == REST and [node.text for node in rest.walk() if node.kind == "line"] == ["有意者加微信"]
    assert Role.from_json(role.to_json()) == role


def test_what_the_owner_did_not_write_is_offered_and_not_put_in() -> None:
    """Sentences of the template stand beside the owner's, switched off or as examples; blanks to fill stay."""
    written = "岗位名称：仓管\n岗位职责\n1、收货\n工作条件\n1、出差：不出差\n附则\n1、版本：A/1"
    role = build_role(laid(place(pasted(written))))
    shown = str([str(part) for part in draw(role, Filling()).parts])
    assert all(text in shown for text in ("仓管", "收货", "不出差", "A/1"))
    template = shipped().templates["ecommerce"].tree
    sentences = [node.text for node in template.walk() if re.search(r"\w", TOKEN.sub("", node.text))]
    assert len(sentences) > 5 and [each for each in sentences if each[:12] in shown] == []
    offered = "".join(node.text + "".join(node.examples) for node in role.tree.walk())
    assert [each for each in sentences if each not in offered] == []
    duties = role.tree.find("duties.duties")
    assert duties and [group.on for group in duties.children][:2] == [True, False]


@pytest.mark.parametrize("layout", SEEN, ids=lambda each: each["layout"])
def test_every_piece_stands_in_the_role(layout: dict[str, Any]) -> None:
    pieces = place(read(MAKERS["docx"](layout["blocks"]), "a.docx"))
    role = build_role(laid(pieces))
    shown = squeezed("".join(node.text for node in role.tree.walk()))
    assert [piece.text for piece in pieces if not piece.cells and squeezed(piece.text) not in shown] == []
    assert [cell for piece in pieces for _, cell in piece.cells if squeezed(cell) not in shown] == []


def test_the_shops_workbook_is_not_one_description() -> None:
    file = io.BytesIO()
    roles = (starter.role for starter in shipped().starters.values())
    shop.write(file, (shop.drawn(role, Filling()) for role in (next(roles), next(roles))))
    with pytest.raises(Unreadable, match="全店的工作簿"):
        read(file.getvalue(), "全店.xlsx")


def test_a_kpi_table_keeps_its_columns() -> None:
    layout = next(each for each in SEEN if each["layout"] == "绩效表")
    role = build_role(laid(place(read(MAKERS["xlsx"](layout["blocks"]), "a.xlsx"))))
    table = next(node for node in role.tree.walk() if node.id == "kpis.kpis")
    first = {c.title: cell.text for c, cell in zip(table.of("column"), table.cells(table.of("row")[0]), strict=True)}
    assert first["指标"] == "报表准时率" and first["权重（%）"] == "40%" and first["目标值"] == "不低于98%"


@pytest.mark.parametrize("label", ["合计", "权重合计", "合计（不是 100%）"])
def test_the_sum_below_a_table_is_no_row_of_it(label: str) -> None:
    layout = next(each for each in SEEN if each["layout"] == "绩效表")
    blocks = [
        {**block, "table": [*block["table"], [label, "100%"]]} if "table" in block else block
        for block in layout["blocks"]
    ]
    assert place(read(MAKERS["docx"](blocks), "a.docx")) == place(read(MAKERS["docx"](layout["blocks"]), "a.docx"))


WRITERS = {
    "md": FORMATS["md"].write,
    "xlsx": lambda role, filling: workbook.write([draw(role, filling)]),  # without what it carries out of sight
    "docx": lambda role, filling: FORMATS["docx"].write(role, filling, "brand"),
    "form.docx": lambda role, filling: FORMATS["docx"].write(role, filling, "bordered"),
}


@pytest.mark.parametrize("ending", WRITERS)
def test_our_own_documents_give_back_what_they_show(ending: str) -> None:
    """All that was seen is seen again; 98 of a hundred texts in the same words, the others joined with a neighbour."""
    same = count = 0
    for starter in shipped().starters.values():
        filling = shipped().filling(starter.role, {"店名": "青禾"})
        role = build_role(laid(place(read(WRITERS[ending](starter.role, filling), f"a.{ending}"))))
        before, after = (_shown(draw(each, filling)) for each in (starter.role, role))
        count += before.total()
        same += (before & after).total()
    assert same >= 0.98 * count, (same, count)


def _shown(document: Document) -> Counter[str]:
    told = (squeezed(str(phrase)) for part in document.parts for phrase in phrases(part))
    return Counter(filter(None, told))


def test_nasty_texts_stay_as_they_are() -> None:
    for _, text in NASTY:
        shown = squeezed("".join(p.group + p.text for p in place(pasted("岗位职责\n甲" + text.replace("\n", " ")))))
        assert letters(text)[:20] in letters(shown) or re.search(r"[①-⑳\d]", text), text


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()


def a_word_file(body: str) -> bytes:
    made = docx.Document()
    file = io.BytesIO()
    made.save(file)
    found = io.BytesIO()
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body>" + body.encode())
            new.writestr(name, data)
    return found.getvalue()


PARAGRAPH = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
HOSTILE = {
    "a.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 .docx"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版的 .doc"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
    "picture.docx": (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "打不开"),
    "cut.docx": (a_word_file(PARAGRAPH)[:-300], "打不开"),
    "other.docx": (zipped(hello_xml=b"<a/>"), "不是 Word 文件"),
    "bomb.docx": (zipped(word__document_xml=b"<a>" + b" " * 60_000_000), "解开后太大"),
    "long.docx": (a_word_file(PARAGRAPH * 60_000), "内容太多"),
    "entity.docx": (zipped(word__document_xml=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///x">]><a>&x;</a>'), "打不开"),
    "empty.docx": (a_word_file(""), "没有文字"),
    "empty.txt": (b"  \r\n ", "文件是空的"),
    "binary.txt": (b"\0\1\2" * 999, "不是文字文件"),
    "large.txt": ("职".encode() * 250_000, "内容太多"),
    "huge.txt": (b"a" * 3_100_000, "文件太大"),
    "many.md": (b"- a\n" * 9_000, "内容太多"),
    "a.xlsx": (b"PK\x03\x04", "不是完整的 .xlsx"),
    "a.pdf": (b"%PDF-1.7", "打不开"),
    "none": (b"x", "可以读 .docx"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_be_read_is_refused_in_a_sentence(name: str) -> None:
    data, word = HOSTILE[name]
    with pytest.raises(Unreadable) as told:
        read(data, name)
    (problem,) = told.value.problems
    assert word in str(problem), str(problem)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_the_codes_that_people_have(encoding: str) -> None:
    assert place(read("岗位名称：客服".encode(encoding), "a.txt"))[0].text == "客服"


def test_traditional_text_is_read_in_the_code_of_taiwan() -> None:
    written = "崗位名稱：倉庫管理員\n工作職責\n1、負責點收貨品\n2、每週盤點"
    for encoding in ("big5", "big5hkscs", "gb18030", "utf-16"):
        assert place(read(written.encode(encoding), "a.txt")) == place(pasted(written)), encoding


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=server.url, headers={"x-rolesmith": "1", "origin": server.url}, timeout=PATIENCE / 1000
    ) as client:
        yield client


def test_nothing_is_kept_of_what_is_not_taken_whole(client: httpx.Client, server: Server) -> None:
    fine = {"text": "接待顾客", "to": "duties.duties"}
    store = server.store()
    before = len(store.roles(SHOP))
    wrong_ones: tuple[Any, ...] = (
        {}, [], {"pieces": []}, {"pieces": [fine, {"text": "长" * 5001}]}, {"pieces": [fine, {"to": "x"}]},
        {"pieces": [{"text": "没处放"}] * 501}, {"pieces": [fine | {"on": True}]}, {"pieces": [fine] * 2001},
    )  # fmt: skip
    for sent in wrong_ones:
        answer = client.post("/intake/role", json=sent)
        assert answer.status_code in (413, 422) and answer.json()["message"].endswith("。"), sent
    assert len(store.roles(SHOP)) == before
    store.close()
    assert httpx.post(client.base_url.join("/intake"), json={"text": "a"}, timeout=PATIENCE / 1000).status_code == 403
    assert client.post("/intake", json={"file": "a.docx", "data": "不是"}).status_code == 422
    assert client.post("/intake", json={"text": " "}).json()["problems"]


@pytest.mark.browser
def test_one_pastes_moves_a_line_and_takes_it_in(page: Page, server: Server) -> None:
    page.goto(server.url)
    home_of(page).get_by_role("button", name="拿进来…").click()
    box = page.get_by_role("textbox", name="一段文字")
    page.get_by_role("button", name="看看怎么归位").click()
    expect(page.get_by_role("alert")).to_contain_text("先把写好的粘贴到框里")
    box.fill("岗位名称：夜班客服\n岗位职责\n1、接待顾客\n2、处理退款\n三、福利\n包住\n任职要求\n1、会用千牛")
    page.get_by_role("button", name="看看怎么归位").click()
    expect(page.locator(".told")).to_contain_text("还没有地方放")
    choose(page, "“包住”放到哪里", "工作条件 · 工作场所")
    page.get_by_role("button", name="不要了", exact=True).click()
    expect(page.locator("section").filter(has=page.get_by_role("heading", name="不要了"))).to_contain_text("福利")
    page.get_by_role("button", name="收下，生成岗位").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    expect(page.locator(".st-key-paper article")).to_contain_text("包住")
    role = Desk(page, server, role_in(page)).stored()
    shown = str([str(part) for part in draw(role, Filling()).parts])
    assert all(text in shown for text in ("夜班客服", "接待顾客", "处理退款", "会用千牛")) and "福利" not in shown


@pytest.mark.browser
def test_a_file_may_be_dropped_and_is_named_where_it_has_no_name(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/bring")
    page.get_by_role("textbox", name="一段文字").evaluate(
        """(box) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["岗位职责\\n1、接待顾客"], "夜班客服_岗位职责(1).txt"));
        box.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true, composed: true }));
    }"""
    )
    expect(page.locator(".told")).to_contain_text("归位 1 条")
    expect(page.get_by_role("textbox", name="岗位名称")).to_have_value("夜班客服")
    page.get_by_role("button", name="收下，生成岗位").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    name = Desk(page, server, role_in(page)).stored().meaning("name")
    assert name and name.text == "夜班客服"


def test_a_number_of_three_digits_counts_where_it_goes_on_from_the_one_before() -> None:
    """618、双11 is no number 618; but behind 98、 and 99、 comes 100、."""
    lines = [*(f"{n}、回复第{n}位顾客" for n in range(1, 103)), "618、双11大促期间值班", "315、打假日前自查商品"]
    pieces = place(pasted("\n".join(lines)))
    assert [piece.text for piece in pieces[-5:]] == [
        "回复第100位顾客", "回复第101位顾客", "回复第102位顾客", "618、双11大促期间值班", "315、打假日前自查商品",
    ]  # fmt: skip
    dotted = place(pasted("\n".join(f"{n}. 回复第{n}位顾客" for n in range(1, 125))))
    assert dotted[-1].text == "回复第124位顾客"
