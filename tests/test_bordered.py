"""标准表格: how a document is cut into bands, and what its head says."""

import io
from dataclasses import replace

import pytest
from PIL import Image

from rolesmith.document.document import (
    Document,
    Entry,
    Fact,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Part,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS
from rolesmith.formats.bordered import bands, is_sealed
from rolesmith.formats.bordered_rows import STANDARD, tables
from rolesmith.formats.excel import workbook
from rolesmith.formats.excel.document_rows import document_rows
from rolesmith.formats.excel.page import page_heights, room
from rolesmith.formats.excel.style import styles_of
from rolesmith.formats.looks import BORDERED
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.readers.old_document import read
from rolesmith.role.blanks import Piece
from rolesmith.role.tree import Node, Role
from tests.outside import squeezed, text_in

FACTS = {"店名": "青禾家居", "部门": "电商部"}


def words(text: str, id: str = "n") -> Phrase:
    return Phrase(id, (Piece(text),))


def lines(*texts: str, head: str = "职责", standard: str = "") -> Numbered:
    told = words(standard) if standard else None
    return Numbered("l", tuple(Entry(at, words(text), standard=told) for at, text in enumerate(texts, 1)), head)


def heading(text: str) -> Heading:
    return Heading("h", "（一）", words(text))


GRID = Grid("g", (words("事项"), words("上限")), (50, 50), ((words("退款"), words("500 元")),))
SIGNING = Signatures("s", ((words("编制"), Phrase("")), (words("员工签收"), Phrase(""))))


def labels(*parts: Part) -> list[str]:
    return [str(band.label) for band in bands(Document("甲", "甲说明书", (), parts))]


def role(**changes: dict[str, object]) -> Role:
    """A starter with 附则, and with these changes of the nodes below 附则 and 基本信息."""
    found = shipped().starters["service_agent"].role
    known = {"closing": {"on": True}, **{name.replace("__", "."): change for name, change in changes.items()}}
    return found.replace(_changed(found.tree, known))


def _changed(node: Node, known: dict[str, dict[str, object]]) -> Node:
    children = tuple(_changed(child, known) for child in node.children)
    return node.with_(**{"children": children, **known.get(node.id, {})})


def facts(found: Role) -> dict[str, str]:
    """What the head says, by label."""
    return {fact.label: str(fact) for fact in draw(found, shipped().filling(found, FACTS)).facts}


def test_the_head_says_number_version_date_and_department() -> None:
    known = {"closing__record__number": "YY-03", "closing__record__version": "2", "closing__record__date": "2026-11-30"}
    written = role(**{name: {"text": text} for name, text in known.items()})
    assert facts(written) == {
        "文件编号": "YY-03", "版本": "第 2 版", "生效日期": "2026-11-30", "编制部门": "电商部",
    }  # fmt: skip
    assert facts(role()) == {"文件编号": "", "版本": "", "生效日期": "", "编制部门": "电商部"}, "room to write in"
    assert facts(role(closing__record__version={"text": "A/0"}))["版本"] == "A/0"


def test_a_department_that_is_off_is_not_in_the_head() -> None:
    for off in ("basics__info__department", "basics__info", "basics"):
        assert facts(role(**{off: {"on": False}}))["编制部门"] == ""


def test_a_paper_says_what_it_is_based_on() -> None:
    described = role(closing__record__number={"text": "YY-03"}, closing__record__version={"text": "2"})
    paper = make_paper(shipped().papers["assessment"], described, shipped().filling(described, FACTS))
    assert facts(paper) == {"依据": "岗位说明书\nYY-03 第2版"}
    assert facts(make_paper(shipped().papers["post"], described, shipped().filling(described, FACTS))) == {}


def test_what_the_head_has_room_for_stands_nowhere_else() -> None:
    """Number, version and date are left out of 文件信息, and its heading with them where nothing is left."""
    found = role()
    document = draw(found, shipped().filling(found, FACTS))
    (closing,) = [part for part in document.parts if str(part.title) == "附则"]
    rest = [band for band in bands(document) if band.label == closing.title]
    assert [
        str(entry) for band in rest for each in band.elements if isinstance(each, Numbered) for entry in each.entries
    ]
    texts = "".join(str(band) for band in bands(document))
    assert not any(fact.phrase.id in texts for fact in document.facts if fact.phrase.id)
    off = role(closing__record__validity={"on": False})
    of_closing = [band for band in bands(draw(off, shipped().filling(off, FACTS))) if str(band.label) == "附则"]
    assert not any(
        isinstance(each, Heading) and str(each.title) == "文件信息" for b in of_closing for each in b.elements
    )


def test_the_preface_stands_where_is_signed() -> None:
    preface = Part("p", "", words("前言"), (Paragraphs("t", words("为什么")),))
    duties = Part("d", "一、", words("职责"), (lines("接待顾客"),))
    closing = Part("c", "二、", words("附则"), (Paragraphs("v", words("有效期")), heading("签署"), SIGNING))
    found = bands(Document("甲", "甲", (), (preface, duties, closing)))
    assert [str(band.label) for band in found] == ["职责", "附则", "签署"]
    assert [str(each.title if isinstance(each, Heading) else each.phrase) for each in found[1].elements] == [
        "前言", "为什么", "有效期",
    ]  # fmt: skip
    assert labels(preface, duties) == ["职责", "前言"], "at the end where nothing is signed"
    assert labels(preface, replace(duties, number="")) == ["前言", "职责"], "of a paper without numbers it is the first"


def test_tables_and_signatures_have_bands_of_their_own() -> None:
    part = Part(
        "a",
        "一、",
        words("要求"),
        (heading("教育"), lines("大专"), heading("能力"), GRID, heading("素养"), lines("守时")),
    )
    assert labels(part) == ["要求", "能力", "素养"], "what stands behind a table is named by its heading"
    assert labels(Part("a", "一、", words("得分"), (Paragraphs("t", words("算法")), GRID))) == ["得分", "得分"]
    assert labels(Part("a", "一、", words("权限"), (heading("金额"), GRID))) == ["权限"], (
        "the section's title is never lost"
    )
    assert labels(Part("a", "一、", words("附则"), (heading("签署"), SIGNING))) == ["附则"]


def columns(*elements: Heading | Numbered | Paragraphs) -> tuple[str, ...]:
    (band,) = bands(Document("甲", "甲", (), (Part("a", "一、", words("标题"), elements),)))
    return band.columns


def test_lines_of_one_kind_have_a_head() -> None:
    assert columns(heading("接待"), lines("答复"), heading("售后"), lines("退款")) == ("序号", "工作职责")
    assert columns(lines("答复", standard="一分钟内"), lines("退款")) == ("序号", "工作职责", "工作标准")
    assert columns(lines("复购率", head="工作目标")) == ("序号", "工作目标")
    assert columns(lines("不刷单", head="内容")) == ()
    assert columns(lines("答复"), Paragraphs("t", words("说明"))) == ()
    fields = Numbered("f", (Entry(1, words("大专"), words("学历")),))
    assert columns(fields) == () == columns(fields, lines("会用千牛", head="任职要求"))


def test_lines_to_write_on_are_named_as_written_ones_are() -> None:
    empty = role(goals__goals={"children": ()})
    (band,) = (each for each in bands(draw(empty, shipped().filling(empty, FACTS))) if str(each.label) == "岗位目标")
    assert band.columns == ("序号", "工作目标")


def test_the_column_of_standards_is_as_wide_as_they_need() -> None:
    def wide(text: str, standard: str) -> int:
        (band,) = bands(Document("甲", "甲", (), (Part("a", "", words("职责"), (lines(text, standard=standard),)),)))
        *_, cell = next(tables(band)).rows[0].cells
        return cell.end - cell.begin

    assert wide("巡店", "每日首个班次完成，逐项勾选；异常的截图，权限内当班更正，超出权限的报直接上级批准") > STANDARD
    assert wide("巡店", "每日一次") == STANDARD
    assert wide("年度天猫店铺净销售额同比增长百分之二十五，以平台后台", "按扣除退款后的金额") < STANDARD


def test_numbers_dates_and_short_codes_are_centred_names_and_sentences_are_not() -> None:
    rows = [
        ("1", "2026-12-01", "首次发布", "王店长", "每日"),
        ("2", "2027-01-15", "调整绩效权重与上限", "王店长", "两\n行"),
    ]
    cells = tuple(tuple(map(words, row)) for row in rows)
    assert Grid("g", cells[0], (20,) * 5, cells).codes == (True, True, False, True, False)
    assert Grid("g", (words("指标"),), (100,), ((words("支付转化率"),),)).codes == (False,)


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "xlsx"])
@pytest.mark.parametrize("look", ["bordered", "brand"])
def test_every_format_says_what_an_employee_says_by_signing(ending: str, look: str) -> None:
    written = FORMATS[ending].write(role(), shipped().filling(role(), FACTS), look)
    assert squeezed(f"{SIGNING.said}。") in squeezed(text_in(ending, written))


def test_an_employee_who_signs_says_what_it_means_and_a_seal_has_its_room() -> None:
    assert SIGNING.said == "本人已阅读、理解并同意按本说明书履职"
    assert Signatures("s", ((words("移交人"), Phrase("")),)).said == ""
    assert is_sealed(words("批准（盖章）")) and is_sealed(words("单位盖章")) and not is_sealed(words("批准"))


def test_a_sheets_head_has_a_place_for_the_logo_and_facts_of_one_height_or_else_facts_below_it() -> None:
    """Below the logo where no table has a column at the right, which would cut the lines."""
    mark = io.BytesIO()
    Image.new("RGB", (300, 100), "#1f6b5a").save(mark, "PNG")
    styles, weighed = styles_of(BORDERED), role(kpis={"on": True})
    whole = draw(weighed, shipped().filling(weighed, FACTS))
    whole = replace(whole, logo=mark.getvalue())
    beside = document_rows(whole, styles)[: len(whole.facts)]
    assert {len(row.cells) for row in beside} == {3} and len({row.height for row in beside}) == 1
    few = replace(whole, parts=(Part("a", "一、", words("职责"), (lines("巡店"),)),))
    few = replace(
        few, facts=(Fact("版本", words("2", "v"), "第 ", " 版"), Fact("生效日期", Phrase("d")), whole.facts[-1])
    )
    first, second, third = document_rows(few, styles)[:3]
    for head in (beside[0], first):
        logo, title = head.cells[:2]
        assert logo.picture and not title.picture and logo.right == title.left
        assert (logo.text, title.text) == ("青禾家居", whole.title)
    assert [row.cells[0].text for row in (second, third)] == ["版本：第 2 版", "编制部门：电商部"]
    assert second.cells[0].node == "v", "what is not known is asked for where the role has a field for it"


def test_a_sheet_without_facts_gives_their_room_to_its_title() -> None:
    styles, whole = styles_of(BORDERED), draw(role(), shipped().filling(role(), FACTS))
    first = document_rows(replace(whole, facts=()), styles)[0].cells
    assert [cell.text for cell in first] == ["青禾家居", whole.title]
    assert first[0].right == first[1].left and first[1].right == styles.width


def test_names_and_heads_that_repeat_leave_the_rows_low() -> None:
    """Of every starter: a name has two lines at most, and no head has more where it is said again."""
    for starter in shipped().starters.values():
        document = draw(starter.role, shipped().filling(starter.role, FACTS, standards=True))
        for row in document_rows(document, styles_of(BORDERED)):
            name = row.cells[0].text.removesuffix("\n（续）") if row.cells and not row.cells[0].left else ""
            assert name.count("\n") < 2, name
            assert not [cell.text for cell in row.cells if cell.left and "（续）" in cell.text and cell.lines > 1]


def test_a_band_that_goes_on_says_its_name_where_a_page_begins() -> None:
    """Whatever it holds, and however low its rows are; what is read back says it once."""
    many = tuple(f"第{at}条" for at in range(60))
    fields = Sheet("s", tuple((words(text), words("写得较长的一句话，" * 3)) for text in many))
    grid = Grid("g", (words("事项"), words("说明")), (30, 70), tuple((words(text), words("短")) for text in many))
    facts = Fact("文件编号", words("YY-03", "no")), Fact("编制部门", words("客服部", "team"))
    first = Part("f", "一、", words("头"), (lines("答复"),))
    for name, element in {
        "工作职责": lines(*many), "行为规范": lines(*many, head="内容"), "任职资格要求": fields, "工作权限": grid,
        "有标准的": lines(*many, standard="一分钟内"), "说明": Paragraphs("t", words("\n".join(many))),
    }.items():  # fmt: skip
        document = Document("甲", "甲说明书", (), (first, Part("a", "二、", words(name), (element,))), facts=facts)
        rows = document_rows(document, styles_of(BORDERED))
        beside = [row.cells[0].text.replace("\n", "") for row in rows if row.cells]
        again = (name, f"{name}（续）")
        pages = len(page_heights(rows, room(BORDERED)))
        assert len([text for text in beside[beside.index(name) + 1 :] if text in again]) == pages - 1 > 0
        texts = [piece.text for piece in read(workbook.write([document], BORDERED), "甲.xlsx")]
        assert texts.count(name) == 1 and not [text for text in texts if text.startswith(f"{name}（续）")]
