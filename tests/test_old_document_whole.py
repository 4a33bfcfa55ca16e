"""Nothing that a stranger's document shows is dropped, and nothing that it hides costs time or memory."""

import io
import zipfile
from collections.abc import Mapping

import openpyxl
import pytest
import xlsxwriter

from rolesmith.files.problem import Unreadable
from rolesmith.readers import READERS
from rolesmith.readers.old_document import SentPiece, build_role, pasted, place, read
from rolesmith.role.tree import Role
from tests.old_documents import as_docx

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def word(body: str) -> bytes:
    """A .docx with this body."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>")
    return file.getvalue()


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def cells(*inner: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{each}</w:tc>" for each in inner) + "</w:tr>"


def table(inner: str) -> str:
    return f"<w:tbl>{inner}</w:tbl>"


WIDE = '<w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>'
SHOWN = {
    "put in by a tracked change": paragraph(f"<w:ins>{run('甲乙')}</w:ins>"),
    "a control around a block": f"<w:sdt><w:sdtContent>{paragraph(run('甲乙'))}</w:sdtContent></w:sdt>",
    "a control within a line": paragraph(f"<w:sdt><w:sdtContent>{run('甲乙')}</w:sdtContent></w:sdt>"),
    "a link with a change in it": paragraph(f"<w:hyperlink><w:ins>{run('甲乙')}</w:ins></w:hyperlink>"),
    "a text box": paragraph(f"<w:r><w:pict><w:txbxContent>{paragraph(run('甲乙'))}</w:txbxContent></w:pict></w:r>"),
    "a table within a table": table(cells(table(cells(paragraph(run("甲乙")))))),
    "a cell that a merge goes on through": table(
        cells("<w:tcPr><w:vMerge/></w:tcPr>" + paragraph(run("甲乙")), paragraph(run("丙")))
    ),
    "a row in a control": table("<w:sdt><w:sdtContent>" + cells(paragraph(run("甲乙"))) + "</w:sdtContent></w:sdt>"),
}


@pytest.mark.parametrize("shown", SHOWN)
def test_whatever_a_reader_of_word_sees_is_read(shown: str) -> None:
    assert "甲乙" in "".join(piece.text for piece in read(word(SHOWN[shown]), "a.docx"))


def test_what_was_struck_out_is_not_read() -> None:
    body = paragraph(f"{run('留下')}<w:del><w:r><w:delText>去掉</w:delText></w:r></w:del>")
    box = f"<w:txbxContent>{paragraph(run('一次'))}</w:txbxContent>"
    twice = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    pieces = [piece.text for piece in read(word(body + paragraph(f"<w:r>{twice}</w:r>")), "a.docx")]
    assert pieces == ["留下", "一次"]


def test_a_box_within_a_box_is_read_once() -> None:
    inner = f"<w:txbxContent>{paragraph(run('里面'))}</w:txbxContent>"
    outer = f"<w:txbxContent>{paragraph(run('外面') + f'<w:r>{inner}</w:r>')}</w:txbxContent>"
    pieces = read(word(paragraph(f"<w:r>{outer}</w:r>")), "a.docx")
    assert [piece.text for piece in pieces] == ["外面", "里面"]


def test_blank_and_merged_cells_keep_the_columns() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    for row in (["考核指标"], ["指标", None, "定义", "目标", "权重"], ["退款率", None, None, "小于1%", "20%"]):
        sheet.append(row)
    for row in (2, 3):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=2)
    file = io.BytesIO()
    book.save(file)
    (placed,) = place(read(file.getvalue(), "a.xlsx"))
    assert dict(placed.cells) == {"indicator": "退款率", "target": "小于1%", "weight": "20%"}


def test_a_formula_is_read_by_its_value_and_what_lies_too_far_out_is_told() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "岗位职责")
        sheet.write_formula(1, 0, '="回复"&"咨询"', None, "回复咨询")
        sheet.write_array_formula(3, 0, 3, 0, "{=SUM(B1:B2)}", None, 12.5)
        sheet.write_formula(4, 0, "=1/0", None, "#DIV/0!")
        sheet.write_formula(5, 0, "=A9", None, "")
        sheet.write_string(2, 100, "远处")
    texts = [piece.text for piece in read(file.getvalue(), "a.xlsx")]
    assert texts[:3] == ["岗位职责", "回复咨询", "12.5"] and "CW3" in texts[-1]
    assert ["A5 是错误值" in texts[3], "A6 是公式" in texts[4]] == [True, True]


MARKDOWN = {
    "- 写<tr>标签\n- 后面": ["写<tr>标签", "后面"],
    "甲<script>乙\n\n丙": ["甲<script>乙", "丙"],
    "[附件]: 三号\n\n[注意]: 必须先确认": ["[附件]: 三号", "[注意]: 必须先确认"],
    "![流程图](a.png) 看[这里](http://a.b)": ["流程图 看这里（http://a.b）"],
    "回复<VIP客户>的咨询": ["回复<VIP客户>的咨询"],
    "甲<br>乙": ["甲", "乙"],
}


@pytest.mark.parametrize("written", MARKDOWN)
def test_markdown_hides_nothing(written: str) -> None:
    assert [piece.text for piece in read(written.encode(), "a.md")] == MARKDOWN[written]


KEPT = [
    "岗位职责\n职责分明\n目标明确\n处理售后",
    "岗位职责\n1. 回复咨询\n2. 审批权限\n3. 协作沟通\n4. 跟进",
    "岗位职责\n三个月内必须独立处理全部售后纠纷，具体工作内容如下：\n2. 跟进",
    "考核指标\n指标\t标准\t来源\n服务指标\t达标\t系统\n项目利润\t目标20万\t财务",
    "考核指标\n指标\t目标\t人数\n退款率\t小于1%\t37\t多出来的话",
    "协作\n协作对象\t协作部门\t事项\t备注\n王五\t仓库\t对账\t每月底",
    "薪资待遇\t八千元整",
    "岗位概述\n" + "甲" * 4000 + "\n" + "乙" * 4000 + "丙尾巴",
]


@pytest.mark.parametrize("written", KEPT)
def test_every_word_stands_in_the_role(written: str) -> None:
    role = build_role([SentPiece(text=p.text, to=p.to, group=p.group, cells=p.cells) for p in place(pasted(written))])
    shown = "".join(node.title + node.text for node in role.tree.walk())
    head, *rest = written.split("\n")
    words = [word for line in rest or [head] for word in line.split("\t")]
    names = {"指标", "标准", "来源", "目标", "人数", "协作对象", "协作部门", "事项", "备注"}
    assert [word for word in words if word not in names and word.split(". ")[-1] not in shown] == []


def test_a_role_that_was_made_can_be_read_again() -> None:
    places = ("duties.duties", "kpis.kpis", "relations.relations")
    with pytest.raises(ValueError, match="分成两份"):
        build_role([SentPiece(text=f"字{at}", to=places[at % 3], group="g") for at in range(1470)])
    for to in ("duties", "duties.duties.store", "kpis.kpis.indicator", "basics.info", "role", "哪里也不是"):
        role = build_role([SentPiece(text="不能丢的话", to=to)])
        assert "不能丢的话" in role.to_json() and Role.from_json(role.to_json()) == role


COSTLY: Mapping[str, tuple[bytes, str]] = {
    "stamp": (("（" + " " * 400 + "）部门").encode(), "a.txt"),
    "trade": (("运营" + " " * 2000 + "x").encode(), "a.txt"),
    "commas": (("a" + "，" * 4900 + "a").encode(), "a.txt"),
    "semicolons": (("任职要求\n" + "；" * 4900 + "a").encode(), "a.txt"),
    "brackets": (("【" + "】" * 4900 + "a").encode(), "a.txt"),
    "long": (("岗位职责\n" + "甲" * 5001).encode(), "a.txt"),
    "heading": (("# 岗位职责\n\n## " + "甲" * 120 + "\n\n- 乙").encode(), "a.md"),
    "cdata": (b"<![CDATA[" * 500 + b"\n" + b"[" * 4900 + b"\n" + b"[a](" * 1200 + b"\n" + b"<a " * 1600, "a.md"),
    "entities": ((b"&a;" * 1600 + b"\n") * 12, "a.md"),
    "spaces": (b"a" + b" " * 4900 + b"b", "a.md"),
    "columns": (b"|" * 4000 + b"\n" + b"|-" * 2000, "a.md"),
    "paragraphs": (word("<w:p/>" * 90_000), "a.docx"),
    "span": (word(table(cells(WIDE + paragraph(run("甲"))))), "a.docx"),
    "merged": (word(table(cells("<w:tcPr><w:vMerge/></w:tcPr><w:p/>") * 20_000)), "a.docx"),
    "attributes": (word(paragraph("<w:r w:a='1' w:b='2' w:c='3' w:d='4'/>" * 290_000)), "a.docx"),
    "elsewhere": (as_docx([{"p": "甲"}]), "a.docx"),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_file_is_read_or_refused_at_once(name: str) -> None:
    """What costs too much hangs here for minutes."""
    data, file = COSTLY[name]
    try:
        READERS[file.rpartition(".")[2]](data, file)
    except Exception as error:
        assert isinstance(error, Unreadable) and "。" in str(error)
