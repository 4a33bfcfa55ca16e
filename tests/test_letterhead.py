"""Letterhead: a .docx of the shop's own gives Word its page, header, footer and styles, and nothing else.

Hostile files are refused in a sentence; what is kept is a file of our own making.
"""

import io
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from rolesmith.document.document import Document
from rolesmith.files.letterhead import cleaned
from rolesmith.files.letterhead.open_file import SIZE_LIMIT
from rolesmith.files.problem import Unreadable
from rolesmith.formats import word
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.readers.old_document import read
from rolesmith.shop import letterhead as own
from rolesmith.store.store import Store
from rolesmith.store.store import opened as store_of_it
from tests.conftest import SHOP, Server
from tests.letterheads import SECRETS, header, letterhead, packed, parts, picture, with_part, with_relation
from tests.letterheads import SHOP as NAME
from tests.office import Office, converted
from tests.outside import squeezed, text_in
from tests.pages import breaches, documents, marked, pages_of
from tests.sample import every_kind
from tests.test_backup import packed as backed_up
from tests.test_backup import restored
from tests.test_every_route import app_before
from tests.test_word import whole

SIX = "word/header1.xml"


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def on_it(look: str = "bordered", **more: Any) -> bytes:
    return word.write(whole(letterhead=cleaned(letterhead(**more), "信纸.docx").data), LOOKS[look])


def all_of(data: bytes) -> str:
    """All that is packed in a file, as text."""
    return "".join(part.decode("utf-8", "replace") for part in parts(data).values())


# —— What a document takes of it ——


@pytest.mark.parametrize("look", LOOKS)
def test_a_document_has_its_page_header_and_footer(look: str) -> None:
    section = opened(on_it(look)).sections[0]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin, section.top_margin)] == [25, 25, 35]
    assert (round(section.page_width.mm), round(section.header_distance.mm)) == (210, 11)
    assert section.header.paragraphs[0].text == f"　{NAME}电话 0571"
    assert section.footer.paragraphs[0].text == "内部文件 第 1 页"
    assert not section.different_first_page_header_footer
    (image,) = section.header._element.iter(qn("a:blip"))
    assert section.header.part.related_parts[image.get(qn("r:embed"))].blob.startswith(b"\x89PNG")


def test_a_document_has_its_fonts_and_sizes() -> None:
    styles = opened(on_it("brand")).styles

    def face(name: str) -> tuple[str, str, float]:
        fonts = styles[name].element.rPr.rFonts
        return fonts.get(qn("w:eastAsia")), fonts.get(qn("w:ascii")), styles[name].font.size.pt

    assert face("Normal") == ("楷体", "Arial", 12)
    assert face("Heading 1") == ("隶书", "Arial", 17)
    assert styles["Heading 2"].font.size.pt == 13 and styles["Title"].font.size.pt == 24
    form = opened(on_it("bordered")).styles
    assert form["表格正文"].element.rPr.rFonts.get(qn("w:eastAsia")) == "楷体"
    assert form["表格正文"].font.size.pt <= 10.5, "a form has letters that its columns have room for"


@pytest.mark.parametrize("margin", [25, 40])
def test_a_form_keeps_all_its_columns_between_the_margins(margin: int) -> None:
    made = opened(on_it(margin=margin))
    usual = opened(word.write(whole(), LOOKS["bordered"]))
    for table, other in zip(made.tables, usual.tables, strict=True):
        wide = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
        assert abs(wide / 1440 * 25.4 - (210 - 2 * margin)) < 1
        assert len(table._tbl.tblGrid) in (len(other._tbl.tblGrid), len(other._tbl.tblGrid) - 1), "without the logo's"


@pytest.mark.parametrize("look", ["brand", "bordered"])
def test_shop_and_logo_are_said_once(look: str) -> None:
    made, usual = opened(on_it(look)), opened(word.write(whole(), LOOKS[look]))
    with_it, without = (len(list(each.element.body.iter(qn("a:blip")))) for each in (made, usual))
    assert with_it == without - 1 and "青禾" not in squeezed(text_in("docx", on_it(look))).replace(NAME, "")
    assert made.core_properties.author == "青禾"


def test_every_text_is_in_it_and_it_reads_back() -> None:
    for look in ("brand", "bordered"):
        data = on_it(look)
        assert [marker for marker in every_kind()[1] if marker not in squeezed(text_in("docx", data))] == []
        plain = word.write(replace(whole(), shop="", logo=b""), LOOKS[look])
        assert list(read(data, "甲.docx")) == list(read(replaced_head(plain), "甲.docx")), "its header is no text of it"


def replaced_head(data: bytes) -> bytes:
    """A file of ours without the head and foot of its pages."""
    return packed({name: re.sub(rb"<w:t[ >].*?</w:t>", b"", part) if re.match(r"word/(?:head|foot)er", name) else part
                   for name, part in parts(data).items()})  # fmt: skip


def test_a_letterhead_without_a_foot_has_our_page_numbers() -> None:
    def bare(document: Any) -> None:
        document.sections[0].footer.is_linked_to_previous = True

    data = word.write(whole(letterhead=cleaned(letterhead(change=bare), "").data), LOOKS["bordered"])
    assert "页 / 共" in opened(data).sections[0].footer.paragraphs[0].text


def test_without_one_nothing_changes() -> None:
    for look in LOOKS.values():
        assert word.write(whole(letterhead=b""), look) == word.write(whole(), look)


MARGIN = 32
ACROSS = (210 - 2 * MARGIN) / 25.4 * 96
"""Pixels between its margins."""


@converted("docx", "pdf", ("bordered",), ("brand",))
def printed(look: str) -> bytes:
    return word.write(marked(numbered(), LOOKS[look])[0], LOOKS[look])


def numbered() -> Document:
    return replace(documents(6)[1], letterhead=cleaned(letterhead(MARGIN), "").data)


@pytest.mark.parametrize("look", ["bordered", "brand"])
def test_its_pages_are_good_ones(look: str, office: Office) -> None:
    pages = pages_of(office(printed, look))
    assert all(NAME in page and "内部文件 第" in page for page in pages) and len(pages) > 2
    assert list(breaches(marked(numbered(), LOOKS[look], ACROSS)[1], pages)) == []


# —— What does not come along ——


def test_nothing_but_what_its_edges_show_is_kept_or_handed_out() -> None:
    kept = cleaned(letterhead(), "信纸.docx").data
    for data in (kept, *(on_it(look) for look in LOOKS)):
        assert [secret for secret in SECRETS if secret in all_of(data)] == []
        assert NAME in all_of(data)


def test_it_is_the_same_when_it_is_made_again() -> None:
    once = cleaned(letterhead(), "").data
    again = cleaned(once, "").data
    assert {**parts(once), "word/styles.xml": b""} == {**parts(again), "word/styles.xml": b""}
    assert on_it() == word.write(whole(letterhead=again), LOOKS["bordered"])


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


@pytest.mark.parametrize(
    ("code", "stays"),
    [
        ("PAGE", True), (' PAGE  \\* MERGEFORMAT ', True), (' DATE \\@ "yyyy年M月d日" ', True), ("NUMPAGES", True),
        ("AUTHOR", False), ('INCLUDETEXT "C:\\\\a.docx"', False), ('DDEAUTO c:\\\\cmd.exe "/k calc"', False),
        ('INCLUDEPICTURE "http://a.b/c.png"', False), ("PAGE = 1", False), ('HYPERLINK "http://a.b"', False),
        ('IF 1 = 1 "a"', False), ("MACROBUTTON x y", False),
    ],
)  # fmt: skip
def test_fields_of_place_and_time_stay_and_of_others_what_they_show(code: str, stays: bool) -> None:
    escaped = code.replace("&", "&amp;").replace('"', "&quot;")
    said = f'<w:r><w:instrText xml:space="preserve">{escaped}</w:instrText></w:r>'
    shown = "<w:r><w:t>看得见</w:t></w:r>"
    whole_field = FIELD.format("begin") + said + FIELD.format("separate") + shown + FIELD.format("end")
    simple = f'<w:fldSimple w:instr="{escaped}">{shown}</w:fldSimple>'
    for inner in (whole_field, simple):
        edge = opened(cleaned(header(f"<w:p>{inner}</w:p>"), "").data).sections[0].header._element
        assert "".join(each.text for each in edge.iter(qn("w:t"))) == "看得见"
        kept = [*edge.iter(qn("w:instrText")), *edge.iter(qn("w:fldSimple")), *edge.iter(qn("w:fldChar"))]
        assert bool(kept) == stays


def test_a_shape_stays_and_what_cannot_is_told() -> None:
    line = (
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0"'
        ' simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="page"><wp:posOffset>900000</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="page"><wp:posOffset>900000</wp:posOffset></wp:positionV>'
        '<wp:extent cx="5000000" cy="0"/><wp:wrapNone/><wp:docPr id="1" name="直线"/><a:graphic><a:graphicData'
        ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/><wps:spPr>'
        '<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="19050"><a:solidFill><a:schemeClr val="accent2"/>'
        "</a:solidFill></a:ln></wps:spPr><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent>"
    )
    old = '<w:pict><v:shape id="x" onclick="1"><v:textpath string="水印"/></v:shape></w:pict>'
    made = cleaned(header(f"<w:p><w:r>{line}</w:r><w:r>{old}</w:r></w:p>"), "")
    edge = opened(made.data).sections[0].header._element
    (colour,) = edge.iter(qn("a:srgbClr"))
    assert colour.get("val") == "C0504D", "the theme's own, which another document has not"
    assert made.left_out == ("水印或旧式图形",) and "textpath" not in all_of(made.data)


# —— Hostile ones ——


def bomb(name: str, size: int) -> bytes:
    return with_part(name, b"<w:x/>" + b" " * size)


def of_type(kind: bytes) -> bytes:
    return with_part("[Content_Types].xml", lambda part: part.replace(b"document.main+xml", kind))


UTF16 = "<?xml version='1.0' encoding='utf-16'?><a/>".encode("utf-16")
MANY = b"<a>" + b"".join(b"<b%d/>" % at for at in range(450_000)) + b"</a>"
NARROW = letterhead(margin=48)
HIGH = header("<w:p><w:r><w:t>行</w:t></w:r></w:p>" * 40)
CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "空的"),
    "no zip": (b"PK\x03\x04 no", "打不开"),
    "a picture": (picture(), "打不开"),
    "an old .doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "旧版"),
    "too large": (b"PK\x03\x04" + b"x" * SIZE_LIMIT, "太大"),
    "no Word file": (packed({"[Content_Types].xml": b"<Types/>", "_rels/.rels": b"<a/>"}), "打不开|不是 Word"),
    "a bomb": (bomb("word/bomb.xml", 15_000_000), "压缩得不正常"),
    "a bomb of no XML": (with_part("word/media/a.png", b"\x00" * 30_000_000), "压缩得不正常"),
    "many parts": (packed({**parts(letterhead()), **{f"word/a{at}.xml": b"<a/>" for at in range(400)}}), "太多"),
    "many elements": (with_part("word/settings.xml", MANY), "太多"),
    "nested": (with_part("word/media/inner.docx", letterhead()), "嵌着"),
    "an archive that calls itself a picture": (with_part("word/media/image9.png", letterhead()), "嵌着"),
    "macros": (with_part("word/vbaProject.bin", b"\xd0\xcf\x11\xe0"), "嵌着|宏"),
    "a type with macros": (of_type(b"document.macroEnabled.main+xml"), "宏"),
    "a .dotx": (of_type(b"template.main+xml"), "dotx"),
    "a remote template": (
        with_relation("attachedTemplate", "https://evil.example/t.dotm", "word/_rels/settings.xml.rels"), "外面"
    ),
    "a remote picture": (with_relation("image", "https://evil.example/p.png", "word/_rels/header1.xml.rels"), "外面"),
    "a remote frame": (with_relation("frame", "https://evil.example/"), "嵌着|外面"),
    "OLE": (with_relation("oleObject", "embeddings/a.bin", mode="Internal"), "嵌着"),
    "another document": (with_relation("aFChunk", "a.html", mode="Internal"), "嵌着"),
    "ActiveX": (with_part("word/activeX/activeX1.bin", b"x"), "嵌着"),
    "an entity": (
        with_part("word/header1.xml", lambda part: part.replace(b"<w:hdr", b'<!DOCTYPE x [<!ENTITY a "b">]><w:hdr', 1)),
        "打不开",
    ),
    "another encoding": (with_part("word/styles.xml", UTF16), "打不开"),
    "utf-7": (with_part("word/styles.xml", b"<?xml version='1.0' encoding='utf-7'?><a/>"), "打不开"),
    "broken XML": (with_part("word/document.xml", b"<w:document"), "打不开"),
    "no header where one is said": (
        packed({name: part for name, part in parts(letterhead()).items() if name != "word/header1.xml"}), "打不开|写坏"
    ),
    "deep": (with_part("word/header1.xml", b"<a>" * 5_000 + b"</a>" * 5_000), "打不开"),
    "narrow": (NARROW, "120 毫米"),
    "a high header": (HIGH, "太高"),
    "a long header": (header(f"<w:p><w:r><w:t>{'字' * 1_500}</w:t></w:r></w:p>"), "太多|太高"),
    "a page of ten metres": (
        letterhead(change=lambda document: setattr(document.sections[0], "page_height", Mm(2_000))), "太大"
    ),
    "margins that meet": (
        letterhead(change=lambda document: setattr(document.sections[0], "bottom_margin", Mm(230))), "太高"
    ),
    "a size that is none": (
        with_part("word/document.xml", lambda part: re.sub(rb'w:w="11906"', b'w:w="x"', part)), "写坏"
    ),
    "a vector picture": (with_part("word/media/image1.png", b"\x01\x00\x00\x00 EMF"), "PNG 或 JPG"),
    "a broken picture": (with_part("word/media/image1.png", picture()[:-40]), "读不出来"),
    "a huge picture": (with_part("word/media/image1.png", picture((5_000, 2_600))), "太大"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_hostile_file_is_refused_in_a_sentence(case: str) -> None:
    data, word_of_it = CASES[case]
    with pytest.raises(Unreadable, match=word_of_it) as refusal:
        cleaned(data, "信纸.docx")
    (problem,) = refusal.value.problems
    assert not re.search(r"[a-z]{6,}|/|Traceback", f"{problem.what}{problem.mend}")


def test_a_link_below_a_text_leads_nowhere() -> None:
    data = with_relation("hyperlink", "https://shop.example/", "word/_rels/header1.xml.rels")
    assert "shop.example" not in all_of(cleaned(data, "").data)


# —— Kept ——


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[TestClient]:
    with app_before(tmp_path / "rolesmith.db") as client:
        yield client


def sent(data: bytes) -> dict[str, str]:
    return {"file": "信纸.docx", "data": b64encode(data).decode()}


def test_a_shop_brings_it_in_and_its_word_files_and_papers_have_it(asked: TestClient) -> None:
    ours = {"origin": "http://127.0.0.1", "x-rolesmith": "1"}
    role = store_of_it().create(SHOP, shipped().starters["service_agent"].role)
    paper = asked.post(f"/roles/{role}/papers/handover", json={}, headers=ours).json()

    def handed_out() -> list[bool]:
        files = [asked.get(f"/roles/{each}/export.docx").content for each in (role, paper["id"])]
        return [NAME in all_of(file) for file in files]

    assert asked.get("/shop/letterhead.docx").status_code == 404 and handed_out() == [False, False]
    refusal = asked.post("/shop/letterhead", json=sent(CASES["macros"][0]), headers=ours)
    assert (refusal.status_code, refusal.json()["message"]) == (422, "里面嵌着别的文件或控件，请删掉它们再传。")
    assert asked.post("/shop/letterhead", json=sent(letterhead()), headers=ours).json() == {}
    assert NAME in all_of(asked.get("/shop/letterhead.docx").content) and handed_out() == [True, True]
    assert asked.post("/shop/letterhead", json={"data": ""}, headers=ours).json() == {}
    assert handed_out() == [False, False]


def test_it_is_kept_goes_with_a_backup_and_is_taken_away(store: Store) -> None:
    assert own.kept(store, SHOP) == b""
    assert own.keep(store, SHOP, letterhead(), "信纸.docx") == ()
    kept = own.kept(store, SHOP)
    assert NAME in all_of(kept)
    data = backed_up(store)
    own.keep(store, SHOP, b"", "")
    assert own.kept(store, SHOP) == b""
    restored(store, data)
    assert parts(own.kept(store, SHOP)) == parts(kept)


@pytest.mark.parametrize("text", ["不是", "aGFsbG8=", "A" * 5])
def test_a_setting_that_holds_none_is_no_letterhead(store: Store, text: str) -> None:
    store.set_setting(SHOP, own.SETTING, text)
    assert own.kept(store, SHOP) == b""


def test_the_page_brings_it_in_and_takes_it_away(page: Page, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "信纸.docx"
    file.write_bytes(letterhead())
    page.goto(f"{server.url}/shop")
    page.get_by_label("信纸文件").set_input_files(file)
    expect(page.get_by_text("信纸已换好，下载的 Word 会用它。")).to_be_visible()
    row = page.locator(".own", has=page.get_by_label("信纸文件"))
    expect(row.get_by_role("link", name="信纸.docx")).to_be_visible()
    row.get_by_role("button", name="去掉").click()
    expect(page.get_by_text("信纸已去掉，下载的 Word 和原来一样。")).to_be_visible()
    expect(row.get_by_role("link", name="信纸.docx")).to_have_count(0)
