"""Markdown: what a reader sees in each parser is what was typed."""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser

import markdown as python_markdown
import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

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
from rolesmith.formats import markdown
from rolesmith.presets import shipped
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.text import TITLE_LIMIT, clean
from tests.conftest import examples
from tests.nasty import NASTY, as_typed
from tests.sample import every_kind

Block = tuple[str, str, str]
"""An element's tag, its text, and what of it is bold."""

BLOCKS = {"h1", "h2", "h3", "p", "li", "th", "td"}
INLINE = {"strong", "br"}
FRAME = {"ol", "ul", "table", "thead", "tbody", "tr", "colgroup", "col"}


class Reading(HTMLParser):
    """The blocks of a page, and the elements that our documents never hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, list[str], list[str]]] = []
        self.bold = False
        self.strange: set[str] = set()
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BLOCKS | INLINE | FRAME or dict(attrs).get("start", "1") != "1":
            self.strange.add(self.get_starttag_text() or tag)
        if tag == "br":
            self._add("\n")
        elif tag == "strong":
            self.bold = True
        elif tag in BLOCKS and not (tag == "p" and self.open):
            self.open.append(tag)
            self.found.append((tag, [], []))

    def handle_endtag(self, tag: str) -> None:
        if tag == "strong":
            self.bold = False
        elif self.open and tag == self.open[-1]:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        text = re.sub(r"[ \t\n\r\f]+", " ", data)
        if self.open:
            self._add(text)
        elif text.strip():
            self.strange.add(text)

    def _add(self, text: str) -> None:
        _, texts, bold = self.found[-1]
        texts.append(text)
        if self.bold:
            bold.append(text)

    def blocks(self) -> list[Block]:
        return [(tag, folded("".join(texts)), folded("".join(bold))) for tag, texts, bold in self.found]


def folded(text: str) -> str:
    """A text as HTML shows it: runs of spaces are one, none at a line's edges, no empty line at the ends.

    A no-break space counts as a space: that is how indents are written. Every other space counts as itself.
    Letters are composed (NFC), as pandoc does.
    """
    text = unicodedata.normalize("NFC", text)
    return "\n".join(re.sub("[ \t\xa0]+", " ", line).strip(" ") for line in text.split("\n")).strip("\n")


def titled(text: str) -> str:
    return bare(text).replace("\n", " ")


def bare(text: str) -> str:
    return text.strip(" \t\n")


def expected(document: Document) -> Iterator[Block]:
    """The blocks that a document shows, its texts as they were typed."""
    yield "h1", folded(titled(document.title)), ""
    said = [*filter(str.strip, [titled(document.shop)]), *document.stamp]
    yield from (("p", folded(" · ".join(said)), "") for _ in said[:1])
    for part in document.parts:
        if title := part.number + titled(str(part.title)):
            yield "h2", folded(title), ""
        for element in part.elements:
            yield from expected_of(element)


def expected_of(element: Element) -> Iterator[Block]:
    match element:
        case Heading():
            yield "h3", folded(element.number + titled(str(element.title))), ""
        case Sheet():
            yield from table(markdown.SHEET_HEAD, element.rows)
        case Numbered():
            for entry in element.entries:
                label = titled(str(entry.label)) if entry.label else ""
                mark = f"（{titled(entry.mark)}）" if entry.mark else ""
                text = bare(str(entry.phrase))
                yield "li", folded(f"{label}：{text}{mark}" if label else f"{text}{mark}"), folded(label)
                if entry.standard:
                    yield "li", folded(f"标准：{bare(str(entry.standard))}"), ""
        case Grid():
            yield from table([titled(str(column)) for column in element.columns], element.rows)
        case Paragraphs():
            yield from (("p", folded(line), "") for line in str(element.phrase).split("\n") if line.strip())
        case Signatures():
            rooms = (markdown.ROOM, markdown.ROOM)
            yield from table(markdown.SIGNATURE_HEAD, [(*row, *rooms) for row in element.rows])


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[Block]:
    yield from (("th", folded(str(cell)), "") for cell in head)
    yield from (("td", folded(str(cell)), "") for row in rows for cell in row)


def through(*command: str) -> Callable[[str], str]:
    def run(text: str) -> str:
        if not shutil.which(command[0]):
            pytest.skip(f"这台机器没有 {command[0]}，装上后再测")
        return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout.decode()

    return run


def linkifying(text: str) -> str:
    pytest.importorskip("linkify_it", reason="没有装 linkify-it-py，装上后再测自动链接")
    return MarkdownIt("gfm-like", {"linkify": True}).render(text)


INSIDE: Mapping[str, Callable[[str], str]] = {
    "python-markdown": lambda text: python_markdown.markdown(text, extensions=["tables"]),
    "markdown-it": MarkdownIt("gfm-like", {"linkify": False}).render,
    "markdown-it with links": linkifying,
}
CMARK = ("cmark-gfm", "--unsafe")
EXTENSIONS = ("table", "strikethrough", "autolink", "tagfilter", "tasklist", "footnotes")
OUTSIDE: Mapping[str, Callable[[str], str]] = {
    "cmark-gfm": through(*CMARK, *(word for name in EXTENSIONS for word in ("-e", name))),
    "pandoc gfm": through("pandoc", "-f", "gfm", "-t", "html", "--wrap=none"),
    "pandoc markdown": through("pandoc", "-f", "markdown", "-t", "html", "--wrap=none"),
}
READERS = {**INSIDE, **OUTSIDE}

every_reader = pytest.mark.parametrize("reader", READERS)


def phrase(text: str) -> Phrase:
    return Phrase("n", (Piece(text),))


def everywhere(text: str, other: str) -> Part:
    """A part with the text in each place that a document has, and another text beside it."""
    it, next_to = phrase(text), phrase(other)
    lines = (
        Entry(1, it), Entry(2, it, label=next_to), Entry(3, it, mark=other, standard=next_to),
        Entry(4, it, it, text), Entry(5, it, standard=it), Entry(100, next_to, standard=it),
    )  # fmt: skip
    elements = (
        Paragraphs("p", it),
        Heading("h", "（一）", it),
        Numbered("n", lines),
        Sheet("s", ((it, next_to), (phrase("项"), it))),
        Heading("h", "", phrase(f"甲{text}")),
        Grid("g", (it, phrase("列"), next_to), (20, 50, 30), ((it, phrase("格"), it), (next_to, it, it))),
        Paragraphs("p", phrase(f"{text}\n{other}")),
        Signatures("z", ((it, it),)),
        Paragraphs("p", it),
    )
    return Part("part", "", it, elements)


def document_of(texts: Sequence[str]) -> Document:
    neighbours = (*texts[1:], *texts[:1])
    parts = tuple(map(everywhere, texts, neighbours))
    shop = titled(texts[-1])
    return Document("名", f"{texts[0]}岗位职责说明书", (f"编号 {titled(texts[-1])}", "第 1 版"), parts, shop)


def differences(document: Document, reader: str) -> list[object]:
    """What a reader shows otherwise than it was typed, and the elements that are none of ours."""
    reading = Reading(READERS[reader](markdown.write(document)))
    shown, typed = reading.blocks(), list(expected(document))
    wrong = [pair for pair in zip(typed, shown, strict=False) if pair[0] != pair[1]]
    missing = [] if len(shown) == len(typed) else [f"{len(shown)} blocks instead of {len(typed)}"]
    return [*wrong[:5], *missing, *sorted(reading.strange)[:5]]


def drawn(value: str) -> tuple[Document, list[str]]:
    role, markers = every_kind(as_typed(value))
    return draw(role, Filling()), markers


@cache
def every_nasty_text() -> Document:
    return document_of([text for _, text in NASTY])


@cache
def a_role_of_each() -> list[Document]:
    return [drawn(text)[0] for _, text in NASTY]


def only(*elements: Element) -> str:
    """The Markdown of some elements alone."""
    return markdown.write(Document("", "题", (), (Part("p", "", phrase(""), elements),))).removeprefix("# 题\n\n")


@every_reader
def test_nasty_texts_show_as_typed_wherever_they_stand(reader: str) -> None:
    document = every_nasty_text()
    if differences(document, reader):
        wrong = {name: differences(document_of([text]), reader) for name, text in NASTY}
        assert {name: found for name, found in wrong.items() if found} == {}
        raise AssertionError("they show as typed alone, but not together")


@every_reader
def test_a_role_of_every_kind_shows_nasty_texts_as_typed(reader: str) -> None:
    documents = a_role_of_each()
    page = READERS[reader]("\n".join(map(markdown.write, documents)))
    reading = Reading(page)
    assert reading.blocks() == [block for document in documents for block in expected(document)]
    assert reading.strange == set()


def test_every_marker_appears_once_and_the_name_in_the_title_too() -> None:
    document, markers = drawn("值")
    page = markdown.write(document)
    assert [marker for marker in markers if page.count(marker) != 1] == [markers[0]]
    assert page.startswith(f"# {markers[0]}岗位职责说明书\n\n")
    assert page.endswith("|\n") and "\n\n\n" not in page


def test_the_shop_stands_below_the_title() -> None:
    document = Document("店长", "店长岗位职责说明书", ("编号 YY-03",), (), "青禾 *家居*")
    assert markdown.write(document) == "# 店长岗位职责说明书\n\n青禾 \\*家居\\* · 编号 YY-03\n"
    assert markdown.write(replace(document, stamp=())) == "# 店长岗位职责说明书\n\n青禾 \\*家居\\*\n"


def test_nasty_texts_are_as_the_model_keeps_them() -> None:
    assert [name for name, text in NASTY if clean(text) != text or len(text) > TITLE_LIMIT] == []
    assert len({name for name, _ in NASTY}) == len({text for _, text in NASTY}) == len(NASTY)


SIGNS = "\\`*_{}[]()#+-.!|<>&;:~$^@=\"'/%?,"
LETTERS = "\n\t  　\xa0\u200b\ufeff\u202e中文《》“”‘’：（）。，ab1２x\u0301é👍"
WORDS = (
    "1. |a) |(@|(iv) |- |+ |: || |[ ] |[x] |![|](|<br>|</|<!--|-->|<a |<?|<![CDATA[|&amp;|&#|#126;|www.|http|://|.com"
    "|.cn|a@b.cn|@x|mailto:|localhost|xn--a|--|...|---|***|```|~~|~~~|$$|^[|{.c}|{#i}|Table|:smile:|+1|100|\\begin{x}"
)
hostile = st.lists(st.sampled_from([*SIGNS, *LETTERS, *filter(None, WORDS.split("|"))]), max_size=12).map("".join)


@pytest.mark.parametrize("reader", INSIDE)
@settings(max_examples=examples(120), deadline=None, derandomize=True, database=None)
@given(texts=st.lists(hostile, min_size=1, max_size=4))
@example(texts=["mailto:+@\u200b"])
def test_any_text_shows_as_typed(reader: str, texts: list[str]) -> None:
    assert differences(document_of(texts), reader) == []


@pytest.mark.parametrize("reader", OUTSIDE)
@settings(max_examples=examples(15), deadline=None, derandomize=True, database=None, phases=[Phase.generate])
@given(texts=st.lists(hostile, min_size=40, max_size=60))
def test_any_text_shows_as_typed_outside(reader: str, texts: list[str]) -> None:
    """Many texts a call, since each starts a program."""
    assert differences(document_of(texts), reader) == []


PLAIN = [
    "负责《店铺日报》的编写，数据来自“生意参谋”，每日 9:30 前发出。",
    "ROI 不低于 1.8，转化率提升 0.5%-1%，3-5天内回访，占比 50%。",
    "退款率<5%，响应时间 > 30 秒的会话占比≤2%；12:00:30 截止。",
    "每天处理 3~5 单（含售后），满 $5 起；R&D 与 A&B 测试——按计划……",
    "使用 SQL/Excel 出报表，文件名如 日报_2026-11-23.xlsx、sku_id、v2.0；1、2、3 级。",
    "1.负责店铺上新；2.跟进活动！（一）三项 + 两项 = 五项，#1 优先，100% 达标?",
    "与客服说“您好，我们‘七天无理由’可退”，态度好、回复快，评为‘优’，1+1>2。",
    "-5℃以下停发；+86 开头的号码；C# 与 C++ 均可，=50 分及格。",
]


@pytest.mark.parametrize("text", PLAIN)
def test_ordinary_sentences_stay_as_they_are_in_the_raw_file(text: str) -> None:
    assert only(Paragraphs("p", phrase(text))) == f"{text}\n"
    assert only(Numbered("n", (Entry(1, phrase(text)),))) == f"1. {text}\n"


def test_ordinary_roles_have_no_escape_but_the_open_blanks() -> None:
    for starter in shipped.shipped().starters.values():
        page = markdown.write(draw(starter.role, Filling()))
        assert re.findall(r"\\.|&[#\w]+;|<[^\d\s=]", page) == []


@every_reader
def test_the_indents_of_later_lines_are_kept(reader: str) -> None:
    text = phrase("  甲\n  乙\n\t丙\n　丁")
    page = READERS[reader](only(Sheet("s", ((phrase("项"), text),))))
    cell = page.replace("&nbsp;", "\xa0").replace("&#12288;", "　").replace(" />", ">").replace("<br>\n", "<br>")
    assert "<td>甲<br>\xa0\xa0乙<br>\xa0\xa0\xa0\xa0丙<br>　丁</td>" in cell


@every_reader
def test_two_lists_that_meet_are_counted_apart(reader: str) -> None:
    lines = (Entry(1, phrase("甲")), Entry(2, phrase("乙")))
    page = READERS[reader](only(Numbered("a", lines), Numbered("b", lines)))
    assert len(re.findall("<ol", page)) == 2
    assert [text for _, text, _ in Reading(page).blocks()] == ["甲", "乙", "甲", "乙"]
    assert Reading(page).strange == set()


@every_reader
def test_a_line_without_a_text_keeps_its_place(reader: str) -> None:
    lines = (Entry(1, phrase("")), Entry(2, phrase(" "), phrase("")), Entry(3, phrase(""), phrase("项")))
    page = READERS[reader](only(Numbered("a", lines), Grid("g", (phrase("列"),), (100,), ((phrase(""),),))))
    assert Reading(page).blocks() == [
        ("li", "", ""), ("li", "", ""), ("li", "项：", "项"), ("th", "列", ""), ("td", "", "")
    ]  # fmt: skip


def test_the_rule_below_a_table_head_carries_the_columns_widths() -> None:
    page = only(Grid("g", (phrase("甲"), phrase("乙")), (20, 80), ((phrase("丙"), phrase("丁")),)))
    assert page == f"| 甲 | 乙 |\n| {'-' * 10} | {'-' * 40} |\n| 丙 | 丁 |\n"


def test_a_signature_has_room() -> None:
    page = only(Signatures("s", ((phrase("编制"), phrase("张三")),)))
    assert f"| 编制 | 张三 | {markdown.ROOM} | {markdown.ROOM} |" in page
