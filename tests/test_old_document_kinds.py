"""Old documents of more kinds: saved web pages, .odt, .csv, PDF, and old .doc, each within bounds."""

import io
import os
import stat
import tracemalloc
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
import typst

from rolesmith.files import apart, pdf
from rolesmith.files.problem import Unreadable
from rolesmith.files.xlsx import OLE
from rolesmith.formats import FORMATS
from rolesmith.presets.shipped import shipped
from rolesmith.readers import READERS
from rolesmith.readers.old_document import ENDINGS, legacy, place, read
from rolesmith.readers.old_document.web import DEPTH, TAGS


def texts(data: str | bytes, file: str) -> list[str]:
    return [piece.text for piece in read(data.encode() if isinstance(data, str) else data, file)]


def laid(data: str | bytes, file: str) -> list[tuple[str, str]]:
    pieces = place(read(data.encode() if isinstance(data, str) else data, file))
    return [(piece.text, piece.to) for piece in pieces]


def refused(data: bytes, file: str) -> str:
    with pytest.raises(Unreadable) as told:
        READERS[file.rpartition(".")[2]](data, file)
    (problem,) = told.value.problems
    return str(problem)


# web pages

PAGE = """<!DOCTYPE html><html><head><title>招聘网</title><style>p{color:red}</style></head><body>
<script>alert("坏")</script><h1>美工</h1><p>职位描述<br>1、做主图<br>2、修<b>详
  情页</b>
<h2>任职要求</h2><ul><li>会<a href="https://example.com/ps">修图软件</a><li>细心<select><option>藏</select></ul>
<table><tr><td>工作地点<td>余杭<tr><td rowspan=2>内部<td>设计部</td></tr><tr><td>仓库</tr></table>
<pre>第一行
第二行</pre></body>"""


def test_a_saved_page_is_read_as_a_browser_shows_it() -> None:
    assert laid(PAGE, "a.html") == [
        ("美工", "basics.info.name"),
        ("做主图", "duties.duties"),
        ("修详情页", "duties.duties"),
        ("会修图软件（https://example.com/ps）", "qualifications.skills"),
        ("细心", "qualifications.skills"),
        *laid(PAGE, "a.htm")[5:],
    ]
    shown = "".join(texts(PAGE, "a.html"))
    assert all(word in shown for word in ("余杭", "内部", "设计部", "仓库"))
    assert texts(PAGE, "a.html")[-2:] == ["第一行", "第二行"]
    assert not any(word in shown for word in ("坏", "red", "招聘网", "藏"))


def test_the_cells_of_a_table_on_a_page_keep_their_columns() -> None:
    page = "<table><tr><th>模块<th>职责<th>标准<tr><td rowspan=2>收货<td>清点<td>当天<tr><td>上架<td>一小时"
    rows = [piece.cells for piece in read(page.encode(), "a.html")]
    assert rows == [("模块", "职责", "标准"), ("收货", "清点", "当天"), ("", "上架", "一小时")]
    inner = "<table><tr><td>甲<table><tr><td>乙<td>丙</table><td>丁</table>"
    assert [piece.cells for piece in read(inner.encode(), "a.html")] == [("甲\n乙\t丙", "丁")]


def test_a_page_is_read_in_its_code_and_under_the_name_of_word() -> None:
    for encoding in ("utf-8", "gb18030", "big5", "utf-16"):
        page = "<html><body><p>崗位名稱：客服專員</p><p>工作職責</p><p>1、回覆</p></body></html>"
        for file in ("a.html", "a.doc", "a.xls"):
            if encoding == "utf-16" and file != "a.html":
                continue
            assert "客服專員" in texts(page.encode(encoding), file)[0]


HOSTILE_PAGES = {
    "tags": "<b>" * (TAGS + 1),
    "deep": "<div>" * (DEPTH + 50) + "甲",
    "deeper": "<div>" * 20_000 + "甲",
    "comments": "<!--" * 50_000,
    "unclosed": "<a " * 50_000,
    "marked": "<![CDATA[" * 50_000,
    "entities": "&lt;" * 300_000,
    "cells": "<table><tr>" + "<td rowspan=9999>" * 50_000,
    "attributes": "<a " + "b=c " * 500_000 + ">甲</a>",
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE_PAGES)
def test_a_hostile_page_is_read_or_refused_in_a_sentence_and_costs_little(name: str) -> None:
    tracemalloc.start()
    try:
        read(HOSTILE_PAGES[name].encode(), "a.html")
    except Unreadable as error:
        assert len(error.problems) == 1 and str(error).count("。") == 1
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 80_000_000


def test_a_page_that_is_too_deep_is_not_cut_without_a_word() -> None:
    assert "套得太深" in refused(("<div>" * (DEPTH + 50) + "甲").encode(), "a.html")


# .odt and .csv


def odt(body: str, styles: str = "") -> bytes:
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "style")
    )
    names += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content{names}><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles{names}>{styles}</office:document-styles>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def test_an_odt_is_read_with_its_lists_tables_links_and_notes() -> None:
    made = odt(
        "<text:tracked-changes><text:p>删掉的</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">岗位职责</text:h><text:list><text:list-item><text:p>回复<text:s text:c="2"/>'
        '<text:a xlink:href="https://a.cn/b">咨询</text:a></text:p></text:list-item></text:list>'
        "<text:p>登记<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>当天</text:p>"
        "</text:note-body></text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>工作地点</text:p></table:table-cell>"
        "<table:table-cell><text:p>余杭</text:p></table:table-cell></table:table-row></table:table>",
        "<style:header><text:p>文件编号：GS-07</text:p></style:header>",
    )
    assert laid(made, "a.odt") == [
        ("回复  咨询（https://a.cn/b）", "duties.duties"),
        ("登记（当天）", "duties.duties"),
        ("余杭", "basics.info.location"),
        ("GS-07", "closing.record.number"),
    ]


def test_a_csv_is_read_as_a_table() -> None:
    assert laid("指标,目标,权重\n首响,30秒,40%\n".encode("gb18030"), "a.csv")[0][1] == "kpis.kpis"


# PDF


def drawn(body: str) -> bytes:
    return typst.compile(f"#set page(height: 400pt, width: 300pt)\n{body}".encode())


def a_pdf(*streams: bytes, more: bytes = b"", pages: int = 1) -> bytes:
    """A PDF written by hand, with these packed streams."""
    kids = b" ".join(b"%d 0 R" % (3 + at) for at in range(pages))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages)]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents %d 0 R>>" % (3 + pages)
    objects += [page] * pages
    objects += [b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(s), s) for s in streams]
    out = b"%PDF-1.7\n"
    places = []
    for at, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (at, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (size, more, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def test_a_pdf_gives_its_headings_wrapped_lines_lists_and_tables() -> None:
    long = "回复顾客咨询，三十秒内首响，按话术推荐商品并记录顾客的需求，遇到不清楚的问题及时转给主管处理"
    made = drawn(
        '#set text(font: "Noto Sans SC", size: 10pt)\n= 客服专员\n== 岗位职责\n'
        f"+ {long}\n+ 登记退换货\n== 任职要求\n- 打字快\n\n"
        f"#table(columns: 2, [工作地点], [余杭])\n考核指标\n"
        f"#table(columns: 3, [指标],[目标],[权重],[首响],[{long[:20]}],[40%])"
    )
    assert laid(made, "a.pdf")[:4] == [
        ("客服专员", "basics.info.name"),
        (long, "duties.duties"),
        ("登记退换货", "duties.duties"),
        ("打字快", "qualifications.skills"),
    ]
    where, kpi = laid(made, "a.pdf")[4:]
    assert kpi[1] == "kpis.kpis" and long[:20] in kpi[0] and where == ("余杭", "basics.info.location")


def test_our_own_pdf_comes_back_line_by_line() -> None:
    role = shipped().starters["service_agent"].role
    placed = place(read(FORMATS["pdf"].write(role, shipped().filling(role)), "a.pdf"))
    duties = [piece.text for piece in placed if piece.to == "duties.duties"]
    assert "处理退款与退换货申请" in duties and len(duties) > 10
    assert not any("页" in piece.text and "共" in piece.text for piece in placed)


HOSTILE = {
    "scanned": (lambda: a_pdf(zlib.compress(b"")), "扫描"),
    "locked": (
        lambda: a_pdf(
            zlib.compress(b""), more=b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%s)/U(%s)>>/ID[<00><00>]"
            % (b"a" * 32, b"b" * 32),
        ),
        "密码",
    ),
    "pages": (lambda: a_pdf(zlib.compress(b""), pages=500), "有 500 页"),
    "broken": (lambda: b"%PDF-1.7\n" + bytes(range(256)) * 20, "打不开"),
    "none": (lambda: b"hello", "不是 PDF"),
    "bomb": (lambda: a_pdf(zlib.compress(b" " * 90_000_000, 9)), "解开后太大"),
    "drawing": (lambda: a_pdf(zlib.compress(b"0 0 9 9 re f\n" * 300_000, 9)), "解开后太大"),
    "bytes": (lambda: a_pdf(zlib.compress(bytes(range(256)) * 300_000, 9)), "解开后太大"),
    "packed twice": (
        lambda: a_pdf(zlib.compress(zlib.compress(b" " * 9_000_000))).replace(
            b"/FlateDecode", b"[/FlateDecode /FlateDecode]"
        ),
        "解开后太大",
    ),
    "objects": (lambda: b"%PDF-1.7\n" + b"1 0 obj 1 endobj\n" * 70_000, "解开后太大"),
    "streams": (lambda: b"%PDF-1.7\n" + b"stream\n" * 300_000, "打不开"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_in_a_sentence_and_costs_little(name: str) -> None:
    make, word = HOSTILE[name]
    data = make()
    tracemalloc.start()
    told = refused(data, "a.pdf")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert word in told and told.startswith("a.pdf：") and peak < 30_000_000


def test_what_takes_too_long_or_too_much_memory_ends(tmp_path: Path) -> None:
    python = os.environ.get("PYTHON", "python3")
    with pytest.raises(apart.TooMuch):
        apart.run([python, "-c", "import time; time.sleep(60)"], seconds=1, memory=500_000_000)
    with pytest.raises(apart.TooMuch):
        apart.run([python, "-c", "a = bytearray(900_000_000)"], seconds=20, memory=300_000_000)
    assert apart.run([python, "-c", "print(input())"], b"1", seconds=20, memory=300_000_000) == b"1\n"


def test_the_pdf_s_process_knows_its_way() -> None:
    assert pdf.read(drawn("hello"), "a.pdf") == [pdf.Part("hello")]


# what stands beside the text of a .docx


def test_notes_symbols_links_and_comments_of_word_are_read() -> None:
    made = docx.Document()
    made.add_paragraph("岗位职责")
    made.add_paragraph("X回复咨询")
    made.add_paragraph("Y打字快")
    made.add_comment(made.add_paragraph("登记退换").runs, "要不要写时限", "甲", "甲")
    file, found = io.BytesIO(), io.BytesIO()
    made.save(file)
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    note = '<w:footnote w:id="7"><w:p><w:r><w:t>含节假日</w:t></w:r></w:p></w:footnote>'
    line = '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>'
    link = '<w:hyperlink r:id="rIdZ"><w:r><w:t>后台</w:t></w:r></w:hyperlink>'
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(found, "w") as new:
        for name in old.namelist():
            part = old.read(name).decode() if name.endswith((".xml", ".rels")) else old.read(name)
            if name == "word/document.xml":
                part = part.replace("<w:t>X", '<w:sym w:font="Wingdings" w:char="F06C"/><w:t>')
                part = part.replace("咨询</w:t></w:r>", f'咨询</w:t><w:footnoteReference w:id="7"/></w:r>{link}')
                part = part.replace("<w:t>Y", '<w:sym w:font="Wingdings" w:char="F0FE"/><w:t>')
            if name == "word/_rels/document.xml.rels":
                part = part.replace("</Rel", '<Relationship Id="rIdZ" Type="x" Target="https://a.cn/b"/></Rel', 1)
            new.writestr(name, part)
        new.writestr("word/footnotes.xml", f"<w:footnotes {w}>{line}{note}</w:footnotes>")
    pieces = read(found.getvalue(), "a.docx")
    assert [piece.text for piece in pieces] == [
        "岗位职责", "回复咨询（含节假日）后台（https://a.cn/b）", "打字快", "登记退换", "批注", "要不要写时限",
    ]  # fmt: skip
    assert pieces[1].counted == "\uf06c" and pieces[2].counted == "☑"


# old .doc


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A program that stands where LibreOffice does, and makes of any file the one that lies beside it."""
    program = tmp_path / "soffice"
    program.write_text('#!/bin/sh\nmkdir -p "$7"\ncp "${0%/*}/new.docx" "$7/a.docx"\n', "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    yield tmp_path


OLD = OLE + b"\0" * 500 + "WordDocument".encode("utf-16-le") + b"\0" * 99


def test_an_old_file_is_converted_where_libreoffice_is(office: Path) -> None:
    made = docx.Document()
    made.add_paragraph("岗位名称：客服")
    made.save(str(office / "new.docx"))
    assert laid(OLD, "a.doc") == [("客服", "basics.info.name")]
    (office / "soffice").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    assert "没有转换成" in refused(OLD, "a.doc") and "另存为 .docx" in refused(OLD, "a.doc")


def test_without_it_an_old_file_is_to_be_saved_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert refused(OLD, "a.doc") == "a.doc：是旧版的 .doc。在 Word 或 WPS 里另存为 .docx"
    assert "另存为 .xlsx" in refused(OLE + "Workbook".encode("utf-16-le"), "a.xls")
    assert "加了密码" in refused(OLE + "EncryptedPackage".encode("utf-16-le"), "a.doc")
    assert "不是完整的 .doc" in refused(b"\0" * 99, "a.doc")


def test_each_kind_is_named_where_one_chooses_a_file() -> None:
    assert ENDINGS.split("、") == [
        ".docx", ".xlsx", ".pdf", ".html", ".odt", ".csv", ".md", ".txt", ".doc", ".xls"
    ]  # fmt: skip
    assert set(legacy.NEW) <= set(READERS)
