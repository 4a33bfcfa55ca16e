"""Plain text for chats: everything is there, and nothing but text."""

import re

import pytest

from rolesmith.document.document import (
    Document,
    Element,
    Entry,
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
from rolesmith.formats import plain
from rolesmith.presets import shipped
from rolesmith.role.blanks import Filling, Piece
from tests.nasty import NASTY, as_typed
from tests.sample import every_kind


def phrase(text: str) -> Phrase:
    return Phrase("n", (Piece(text),))


def lines_of(*elements: Element) -> list[str]:
    """What elements of a section become, below its title."""
    part = Part("p", "一、", phrase("节"), elements)
    text = plain.write(Document("名", "名岗位职责说明书", (), (part,)))
    assert text.startswith("名岗位职责说明书\n\n一、节\n")
    return text.split("\n")[3:]


def test_title_stamp_and_sections_stand_apart() -> None:
    parts = tuple(Part("p", number, phrase(number), (Paragraphs("t", phrase("文")),)) for number in ("一、", "二、"))
    text = plain.write(Document("店长", "店长岗位职责说明书", ("编号 YY-03", "第 2 版"), parts))
    assert text == "店长岗位职责说明书\n编号 YY-03 · 第 2 版\n\n一、一、\n文\n\n二、二、\n文"


def test_a_heading_stands_below_an_empty_line_but_right_below_its_section() -> None:
    heading = Heading("h", "（一）", phrase("组"))
    lines = Numbered("n", (Entry(1, phrase("条")), Entry(2, phrase("甲"), phrase("项"), "必备")))
    assert lines_of(heading, lines, heading) == ["（一）组", "1. 条", "2. 项：甲（必备）", "", "（一）组"]


def test_a_table_row_is_one_line_without_its_empty_cells() -> None:
    columns = tuple(map(phrase, ("指标", "算法", "权重")))
    rows = (("退款率", "退款数\n除以成交数。", "10%"), ("好评", " ", "5%"))
    grid = Grid("g", columns, (40, 30, 30), tuple(tuple(map(phrase, row)) for row in rows))
    assert lines_of(grid) == [
        "1. 指标：退款率；算法：退款数 除以成交数。权重：10%",
        "2. 指标：好评；权重：5%",
    ]


def test_an_indicator_is_a_line_with_its_target_and_weight_first_and_the_weights_have_a_sum() -> None:
    columns = tuple(map(phrase, ("指标", "算法", "目标值", "权重（%）")))
    meanings = ("indicator", "definition", "target", "weight")

    def lines(*rows: tuple[str, str, str, str]) -> list[str]:
        return lines_of(Grid("g", columns, (25,) * 4, tuple(tuple(map(phrase, row)) for row in rows), meanings))

    assert lines(("退款率", "退款数除以成交数", "不高于5%", "60"), ("好评率", "", "", "30%")) == [
        "1. 退款率：不高于5%；权重 60%；算法：退款数除以成交数",
        "2. 好评率；权重 30%",
        "权重合计：90%（不是 100%）",
    ]
    columns = tuple(map(phrase, ("项目", "标准", "满分", "权重")))
    assert lines(("合规", "无刷单", "5", "25"))[0] == "1. 合规（满分 5）；权重 25；标准：无刷单"
    columns = tuple(map(phrase, ("指标", "算法", "目标值", "权重（%）")))
    assert lines(("", "算", "好", "100"), ("好评", "", "", ""))[0] == "1. 算法：算；目标值：好；权重（%）：100"
    assert lines(("", "算", "好", "100"))[-1] == "权重合计：100%"


def test_only_the_duties_stand_below_their_headings_without_standards() -> None:
    group, other = Heading("h", "（一）", phrase("店铺")), Heading("i", "（二）", phrase("没有职责"))
    duties = Numbered("n", (Entry(1, phrase("上架新品"), standard=phrase("当天")), Entry(2, phrase("改价"))))
    fields = Numbered("f", (Entry(1, phrase("大专"), label=phrase("学历")),))
    goals = Numbered("g", (Entry(1, phrase("增长")),), "工作目标")
    parts = (
        Part("a", "一、", phrase("目标"), (group, goals, fields, Paragraphs("t", phrase("文")))),
        Part("b", "二、", phrase("职责"), (group, duties, other, fields)),
        Part("c", "三、", phrase("更多"), (duties,)),
    )
    assert plain.duties(Document("店长", "店长岗位职责说明书", (), parts)) == (
        "店长工作职责\n\n（一）店铺\n1. 上架新品\n2. 改价\n\n1. 上架新品\n2. 改价"
    )
    assert plain.duties(Document("店长", "", (), parts[:1])) == ""


def test_fields_and_signatures_are_label_and_text() -> None:
    sheet = Sheet("s", ((phrase("部门"), phrase("电商部")), (phrase("概述"), phrase(" 一\n二 "))))
    sign = Signatures("z", ((phrase("编制"), phrase("张三")), (phrase("审核"), phrase(""))))
    room = f"　签字：{plain.ROOM}　日期：{plain.ROOM}"
    assert lines_of(sheet, sign) == ["部门：电商部", "概述：一", "二", f"编制：张三{room}", f"审核{room}"]


def test_paragraphs_have_no_empty_lines_between() -> None:
    assert lines_of(Paragraphs("p", phrase("　　一\n\n 二 \n"))) == ["一", "二"]


@pytest.mark.parametrize("text", [text for _, text in NASTY], ids=[name for name, _ in NASTY])
def test_a_role_of_every_kind_loses_nothing(text: str) -> None:
    role, markers = every_kind(as_typed(text))
    page = plain.write(draw(role, Filling()))
    assert [marker for marker in markers if marker not in page] == []
    squeezed = re.sub(r"\s", "", page)
    words = re.sub(r"\s", "", text)
    assert squeezed.count(words) >= 15 if words else not text.strip()


def test_nothing_is_added_but_numbers_labels_and_room() -> None:
    role, markers = every_kind("")
    rest = plain.write(draw(role, Filling()))
    for marker in markers:
        rest = rest.replace(marker, "")
    assert (
        re.sub(r"[一二三四]、|（[一二]）|[12]\. |　签字：＿+　日期：＿+|[：；\n]", "", rest) == "岗位职责说明书岗位名称"
    )


def test_shipped_roles_read_well_in_a_chat() -> None:
    starters = shipped.shipped().starters.values()
    assert starters
    for starter in starters:
        page = plain.write(draw(starter.role, Filling()))
        assert not re.search(r"\*\*|\||<br>|&\w+;|\n\n\n|；；|。；|[ \n]$", page)
        assert re.search(r"^三、.+\n（一）.+\n1\. ", page, re.MULTILINE)
