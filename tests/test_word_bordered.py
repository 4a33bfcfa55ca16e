"""标准表格 as Word: cells, heads that repeat, numbers that Word counts, and room to sign; it reads back as it was."""

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Twips

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
from rolesmith.formats import word
from rolesmith.formats.looks import LOOKS
from rolesmith.formats.word_styles import FORM
from rolesmith.readers.old_document import read
from rolesmith.readers.piece import Piece
from tests.nasty import NASTY
from tests.outside import squeezed, text_in
from tests.pages import extreme
from tests.sample import every_kind
from tests.test_pages import list_of, part, words
from tests.test_word import whole

BORDERED = LOOKS["bordered"]


def written(document: Document, look: str = "bordered") -> Any:
    return docx.Document(io.BytesIO(word.write(document, LOOKS[look])))


def rows(table: Any) -> list[list[str]]:
    """The texts of a table's cells, merged ones once."""
    return [["\n".join(p.text for p in cell.paragraphs) for cell in row.cells] for row in table.rows]


def test_every_text_is_in_it() -> None:
    read = squeezed(text_in("docx", word.write(whole(), BORDERED)))
    assert [marker for marker in every_kind()[1] if marker not in read] == []


def test_its_head_has_title_and_facts_and_each_band_its_name() -> None:
    facts = (Fact("文件编号", words("YY-03")), Fact("版本", words("2"), "第 ", " 版"))
    document = Document(
        "甲", "甲岗位职责说明书", (), (part("日常", list_of(2)), part("别的", list_of(1))), "青禾", facts=facts
    )
    head, *bands = written(document).tables
    assert rows(head)[0] == ["青禾", "甲岗位职责说明书", "文件编号", "YY-03"]
    assert rows(head)[1][2:] == ["版　　本", "第 2 版"]
    names = [
        p.text
        for band in bands
        for cell in band.column_cells(0)
        for p in cell.paragraphs
        if p.style.name == "Heading 1"
    ]
    assert names == ["日常", "日常", "别的"], "one cell over two rows, and one"


def test_heads_repeat_and_rows_stay_whole() -> None:
    columns = (words("事项"), words("权重"))
    grid = Grid("g", columns, (50, 50), ((words("退款率"), words("40")), (words("好评"), words("50"))), ("", "weight"))
    for band in written(Document("甲", "甲", (), (part("考核", grid), part("职责", list_of(3))))).tables[1:]:
        first, *others = band._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))
        assert not [row for row in others if row.trPr.find(qn("w:tblHeader")) is not None]
    table = written(Document("甲", "甲", (), (part("考核", grid),))).tables[1]
    assert rows(table)[-1][1:] == ["合计（不是 100%）", "90"]


def test_a_name_repeats_with_the_heads_where_a_band_goes_on() -> None:
    """Beside the first rows of a short band, and beside the heads of a long one."""
    parts = (part("头", list_of(1)), part("短", list_of(2)), part("长", list_of(40)))
    short, long = written(Document("甲", "甲", (), parts)).tables[2:]
    assert [row.cells[0].text for row in short.rows] == ["", "短", "短"]
    assert [row.cells[0].text for row in long.rows] == ["长", *[""] * 40]
    assert long.rows[0].cells[0].paragraphs[0].style.name == "Heading 1"
    assert not list(long._tbl.iter(qn("w:vMerge")))


def test_between_bands_is_one_line_and_heads_are_hardly_higher_for_a_name_that_repeats() -> None:
    """Nothing parts two tables that one could see; a name beside heads stands on few lines."""
    lines = Numbered("n", tuple(Entry(at, words(f"事{at}")) for at in range(1, 40)))
    made = written(Document("名", "题", (), (Part("p", "", words("主要工作职责与任务"), (lines,)),)))
    assert made.styles[FORM["gap"]].paragraph_format.line_spacing <= Twips(2)
    assert "主要工作\n职责与\n任务" in [cell.text for cell in made.tables[1].rows[0].cells]


def test_a_long_band_without_heads_has_some_so_that_its_name_repeats() -> None:
    """Of lines and groups with their number; whoever reads the file does not take them for texts."""
    fields = Sheet("s", tuple((words(f"名{at}"), words("写得较长的一句话，" * 3)) for at in range(20)))
    lines, groups = list_of(40, "内容"), (Heading("h", "（一）", words("组")), list_of(40, "内容"))
    parts = (part("头", list_of(1)), part("短", list_of(2, "内容")))
    longs = (part("列", lines), part("组", *groups), part("栏", fields))
    document = Document("甲", "甲", (), (*parts, *longs))
    _, _, short, *found = written(document).tables
    assert [row.cells[0].text for row in short.rows] == ["短", "短"]
    heads = [list(dict.fromkeys(rows(table)[0])) for table in found]
    assert heads == [["列", "序号", "内容"], ["组", "序号", "内容"], ["栏", "内容"]]
    for table in found:
        assert table._tbl.tr_lst[0].trPr.find(qn("w:tblHeader")) is not None
        assert {row.cells[0].text for row in list(table.rows)[1:]} == {""}
    assert not {"内容", "序号", "序号 ｜ 内容"} & {each.text for each in pieces(document)}


def test_a_table_of_one_row_goes_with_the_signatures() -> None:
    """LibreOffice leaves it where it is, if it may not be parted; so its lines are kept together instead."""
    said = Paragraphs("t", words("本确认书一式两份，双方各执一份"))
    signing = Signatures("s", ((words("单位盖章"), Phrase("")), (words("员工"), Phrase(""))))
    document = Document("甲", "甲", (), (part("条件", list_of(30)), part("说明", said), part("签字", signing)))
    *_, told, signed = written(document).tables
    (row,), (last,) = told._tbl.tr_lst, signed._tbl.tr_lst
    assert not row.xpath("w:trPr/w:cantSplit") and last.xpath("w:trPr/w:cantSplit")
    assert all(line.xpath("w:pPr[w:keepNext and w:keepLines]") for line in row.xpath(".//w:p"))


def test_nothing_is_kept_with_a_row_that_may_be_parted() -> None:
    """It begins where there is room and goes on overleaf; to keep a row with it would leave room unused."""
    texts = ("短", "短", "长的一条，" * 120, "短", "短")
    lines = Numbered("n", tuple(Entry(at, words(text)) for at, text in enumerate(texts, 1)))
    parts = (part("头", list_of(1)), part("事", lines), part("后", list_of(40)))
    band = written(Document("甲", "甲", (), parts)).tables[2]
    kept = [bool(row.xpath(".//w:keepNext")) for row in band._tbl.tr_lst]
    assert kept == [True, True, False, False, True, False]


def test_lines_are_counted_by_word_and_each_list_anew() -> None:
    made = written(Document("甲", "甲", (), (part("职责", list_of(3), list_of(2)),)))
    cells = [p for p in made.element.body.iter(qn("w:p")) if p.style == FORM["number"]]
    assert [p.text for p in cells] == [""] * 5
    numbers = [p.pPr.numPr.numId.val for p in cells]
    assert len(set(numbers[:3])) == 1 == len(set(numbers[3:])) and numbers[0] != numbers[3]


@pytest.mark.parametrize(("labels", "height"), [(("编制", "员工签收"), 20), (("批准（盖章）", "员工签收"), 45)])
def test_where_is_signed_a_seal_has_its_room(labels: tuple[str, ...], height: int) -> None:
    signing = Signatures("s", tuple((words(each), Phrase("")) for each in labels))
    table = written(Document("甲", "甲", (), (part("签署", signing),))).tables[1]
    assert rows(table)[0][1] == "本人已阅读、理解并同意按本说明书履职。"
    assert abs(table.rows[1].height.mm - height) < 0.1
    assert [text.split("\n")[0] for text in rows(table)[1][1:]] == list(labels)


@pytest.mark.parametrize(("look", "font"), [("bordered", "宋体"), ("fangsong", "仿宋")])
def test_its_fonts_are_those_of_official_papers(look: str, font: str) -> None:
    made = written(whole(), look)

    def face(style: str) -> str:
        return str(made.styles[style].element.rPr.rFonts.get(qn("w:eastAsia")))

    assert (face("Normal"), face(FORM["text"]), face(FORM["name"]), face("Title")) == (font, font, "黑体", "黑体")


def test_a_title_too_long_and_a_band_without_end_are_whole() -> None:
    read = squeezed(text_in("docx", word.write(extreme(), BORDERED)))
    assert read.count("题") >= 300 and read.count("核对店铺评分") == 2 * 286


def test_what_one_writes_by_hand_has_room_and_what_repeats_is_hidden() -> None:
    columns = (words("周"), words("意见"))
    cells = tuple((words("第1周"), Phrase("", room=20)) for _ in range(2))
    band = written(Document("甲", "甲", (), (part("培训", Grid("g", columns, (30, 70), cells)),))).tables[1]
    assert [round(row.height.mm) for row in band.rows[1:]] == [20, 20]
    assert [band.rows[at].cells[1].paragraphs[0].runs[0].font.hidden for at in (1, 2)] == [None, True]


def test_nasty_texts_stay_as_they_are() -> None:
    entries = tuple(Entry(at, words(text)) for at, (_, text) in enumerate(NASTY, 1) if text.strip())
    read = squeezed(
        text_in("docx", word.write(Document("甲", "甲", (), (part("事", Numbered("n", entries)),)), BORDERED))
    )
    assert [entry for entry in entries if squeezed(str(entry.phrase)) not in read] == []


def pieces(document: Document) -> list[Piece]:
    return list(read(word.write(document, BORDERED), "甲.docx"))


def test_it_is_read_by_its_styles() -> None:
    told = Numbered("n", (Entry(1, words("答复顾客"), standard=words("一分钟内")), Entry(2, words("退款"))))
    signing = Signatures("s", ((words("编制"), words("王小明")), (words("员工签收"), Phrase(""))))
    facts = (
        Fact("文件编号", words("YY-03")),
        Fact("版本", words("2"), "第 ", " 版"),
        Fact("编制部门", words("客服部")),
    )
    found = pieces(Document("甲", "甲说明书", (), (part("工作职责", told), part("签署", signing)), "青禾", facts=facts))
    assert [(each.text, each.level, each.standard) for each in found] == [
        ("青禾", 0, ""), ("甲说明书", 1, ""), ("文件编号 ｜ YY-03", 0, ""), ("版本 ｜ 2", 0, ""),
        ("工作职责", 1, ""), ("答复顾客", 0, "一分钟内"), ("退款", 0, ""),
        ("签署", 1, ""), ("本人已阅读、理解并同意按本说明书履职。", 0, ""), ("编制 王小明", 0, ""),
    ]  # fmt: skip


def test_a_row_added_in_word_is_read_as_those_beside_it() -> None:
    made = written(Document("甲", "甲", (), (part("工作职责", list_of(2)),)))
    last = made.tables[1]._tbl.tr_lst[-1]
    last.addnext(last.__deepcopy__({}))
    made.tables[1].rows[-1].cells[2].paragraphs[0].runs[0].text = "新的一条"
    file = io.BytesIO()
    made.save(file)
    assert [each.text for each in read(file.getvalue(), "甲.docx")][-1] == "新的一条"
