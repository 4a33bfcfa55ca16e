"""Further papers: made of a role, lawful, edited like it, made anew, and stamped when it is published."""

import io
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rolesmith.advice import Options, check_role
from rolesmith.document.draw import draw
from rolesmith.files.problem import Unreadable
from rolesmith.formats import markdown
from rolesmith.formats.excel import workbook
from rolesmith.presets.paper import key_of, make_paper, outdated
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN
from rolesmith.role.edit import Edit
from rolesmith.role.tree import Node, Role, new_id
from rolesmith.shop.advice import NOT_OF_PAPERS
from rolesmith.store.store import Store
from tests.conftest import PATIENCE, SHOP, Server, tried
from tests.desk import Desk, at_rest, new_desk
from tests.generated_roles import roles
from tests.office import Office, converted
from tests.test_backup import packed, restored
from tests.test_excel_sums import without_values

pytestmark = pytest.mark.one_visit

PAPERS = shipped().papers
STARTERS = shipped().starters
FACTS = {"店名": "青禾家居旗舰店", "平台": "天猫", "主营类目": "家居日用", "工作地址": "杭州市余杭区"}
MARKDOWN = "下载 Markdown 文本，放进知识库"
"""The button on the page where one takes a document away."""


def paper_of(role: Role, kind: str, revision: int = 0) -> Role:
    return make_paper(PAPERS[kind], role, shipped().filling(role, FACTS), revision)


def text_of(paper: Role) -> str:
    return markdown.write(draw(paper, shipped().filling(paper, FACTS)))


@pytest.mark.parametrize("kind", PAPERS)
@pytest.mark.parametrize("starter", STARTERS)
def test_every_starter_makes_every_paper_in_full(kind: str, starter: str) -> None:
    paper = paper_of(STARTERS[starter].role, kind)
    document = draw(paper, shipped().filling(paper, FACTS))
    name = STARTERS[starter].role.meaning("name")
    assert name and document.title == f"{name.text}{PAPERS[kind].title}"
    assert [str(part.title) for part in document.parts if not part.elements] == []
    lists = [block for section in paper.tree.shown() for block in section.children if block.least]
    for block in lists:
        assert len(block.of("line") + block.of("row")) >= block.least, block.id
    assert "<" not in re.sub("<!-- -->", "", text_of(paper)), "everything named was taken"


@pytest.mark.parametrize("kind", PAPERS)
def test_any_role_makes_it_and_it_can_be_written_and_read(kind: str) -> None:
    for role in tried(roles(20), 4):
        paper = paper_of(role, kind)
        assert Role.from_json(paper.to_json()) == paper


@pytest.mark.parametrize("kind", PAPERS)
def test_advice_has_nothing_against_what_we_wrote(kind: str) -> None:
    for starter in STARTERS.values():
        paper = paper_of(starter.role, kind)
        found = check_role(paper, shipped().filling(paper, FACTS), Options(off=NOT_OF_PAPERS))
        assert [(each.rule, each.text) for each in found if each.severity != "提示"] == [], starter.title


def test_a_target_becomes_a_number_to_reckon_with() -> None:
    paper = paper_of(STARTERS["service_agent"].role, "assessment")
    table = next(node for node in paper.tree.walk() if node.id == "results.kpis")
    told = [[cell.text for cell in table.cells(row)] for row in table.of("row")]
    assert told[0][:5] == [
        "首次响应时长",
        "首条人工回复用时合计除以咨询会话数，自动回复不计（客服绩效软件报表）",
        "{首次响应时长}", "越低越好", "20",
    ]  # fmt: skip
    assert {row[3] for row in told} == {"越低越好", "越高越好"}


@converted("xlsx", "xlsx")
def assessment() -> bytes:
    """An agent's sheet, on which what was reached is written."""
    role = STARTERS["service_agent"].role
    blanks = {"首次响应时长": "30", "询单转化率目标": "40", "一次性解决率目标": "80", "话术规范率目标": "95",
              "回复完整率目标": "90", "客诉及时率目标": "98"}  # fmt: skip
    role = role.replace(role.tree.with_(values=blanks))
    paper = paper_of(role, "assessment")
    book = openpyxl.load_workbook(io.BytesIO(workbook.write([draw(paper, shipped().filling(paper, FACTS))])))
    for title, values in (("实际值", (60, 0.4, 0.88, 0.95, 0.9, 0.98)), ("评分", (5, 4, 3, 5))):
        head, *_ = heads_of(book, title)
        for cell, value in zip(below_head(head), values, strict=False):
            cell.value = value
    file = io.BytesIO()
    book.save(file)
    return without_values(file.getvalue())


def heads_of(book: openpyxl.Workbook, title: str) -> list[Any]:
    """The cells that say it, from top to bottom."""
    return [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == title]


def below_head(head: Any) -> Iterator[Any]:
    """The cells below it, but for the head where it is said again on a new page."""
    column = head.parent.iter_rows(min_row=head.row + 1, min_col=head.column, max_col=head.column)
    return (cell for (cell,) in column if cell.value != head.value)


def test_libreoffice_reckons_the_assessment(office: Office) -> None:
    """What was reached comes in; scores, weighted sums and the whole follow."""
    book = openpyxl.load_workbook(office(assessment), data_only=True)
    sheet = book.worksheets[0]

    def below(title: str, table: int, rows: int) -> list[Any]:
        again = [cell.row for row in sheet.iter_rows() for cell in row if str(cell.value).endswith("（续）")]
        head = [cell for cell in heads_of(book, title) if cell.row not in again][table]
        return [cell.value for cell in islice(below_head(head), rows)]

    assert below("得分", 0, 6) == pytest.approx([50, 100, 110, 100, 100, 100])
    results = 50 * 0.2 + 110 * 0.2 + 100 * 0.6
    assert below("加权", 0, 7)[-1] == pytest.approx(results)
    assert below("得分", 1, 4) == pytest.approx([100, 80, 60, 100])
    assert below("得分", 2, 2) == pytest.approx([results, 85])
    assert below("加权", 2, 3)[-1] == pytest.approx(results * 0.8 + 85 * 0.2)


def test_the_whole_score_has_its_value_also_for_readers_that_do_not_reckon() -> None:
    role = STARTERS["service_agent"].role
    paper = paper_of(role, "assessment")
    rated = paper.replace(with_text(paper.tree, ":conduct.items.rating", "4"))
    file = io.BytesIO(workbook.write([draw(rated, shipped().filling(rated, FACTS))]))
    book = openpyxl.load_workbook(file, data_only=True)
    head = heads_of(book, "加权")[-1]
    told = [book.worksheets[0].cell(head.row + at, head.column).value for at in (1, 2, 3)]
    assert told == [None, 16, 80], "a part without a score does not count, nor does its weight"


def with_text(node: Node, ending: str, text: str) -> Node:
    if node.id.endswith(ending):
        return node.with_(text=text)
    return node.with_(children=tuple(with_text(child, ending, text) for child in node.children))


@pytest.mark.parametrize(("sent", "word"), [(b"paper: a\n", "version"), (b"paper: [", ""), (b"\xff", "")])
def test_a_file_with_a_mistake_is_told(sent: bytes, word: str) -> None:
    from rolesmith.presets.paper import Paper

    with pytest.raises(Unreadable) as told:
        Paper.read(sent, "a.yaml")
    assert word in str(told.value.problems[0])


# kept


@pytest.fixture
def role(store: Store) -> str:
    return store.create(SHOP, STARTERS["service_agent"].role)


def keep(store: Store, role: str, kind: str = "post") -> str:
    store.keep_paper(SHOP, role, kind, lambda of, _, revision, *__: paper_of(of, kind, revision))
    return key_of(role, kind)


def write(store: Store, role: str, node: str, text: str) -> None:
    answers = store.apply(SHOP, role, [Edit(id=new_id("edit-"), op="set", target=node, name="text", value=text)])
    assert answers and answers[0].status == "saved"


def test_a_paper_is_no_position_but_is_written_in_like_one(store: Store, role: str) -> None:
    paper = keep(store, role)
    assert [saved.id for saved in store.roles(SHOP)] == [role]
    write(store, paper, "job.info.pay", "5000至7000元每月")
    kept = store.papers(SHOP, role)[key_of(role, "post")]
    assert "5000至7000元每月" in text_of(kept.role) and kept.role.made_of == 1


def test_a_paper_says_whose_it_is(store: Store, role: str) -> None:
    saved, of = store.role(SHOP, keep(store, role)), store.role(SHOP, role)
    assert saved and of and (saved.kind, saved.parent, of.kind, of.parent) == ("paper", role, "position", "")


def test_made_anew_it_keeps_what_stood_there(store: Store, role: str) -> None:
    paper = keep(store, role)
    write(store, paper, "job.info.pay", "5000元")
    write(store, role, "basics.info.name", "售前客服")
    keep(store, role)
    again = store.papers(SHOP, role)[key_of(role, "post")].role
    assert "售前客服招聘启事" in text_of(again) and "5000元" not in text_of(again)
    (version,) = store.versions(SHOP, paper)
    before = store.version(SHOP, paper, version.id)
    assert before and "5000元" in text_of(before) and version.label == "重新生成之前"


def test_making_it_anew_is_offered_only_when_what_it_takes_has_changed(store: Store, role: str) -> None:
    """A publication, an edit taken back, and what the paper does not take leave it as it is."""
    keep(store, role)
    name, equipment = "basics.info.name", "conditions.conditions.equipment"

    def offered() -> bool:
        saved, kept = store.role(SHOP, role), store.papers(SHOP, role)[key_of(role, "post")]
        assert saved
        return outdated(kept.role, PAPERS["post"], saved.role, shipped().filling(saved.role, FACTS), saved.revision)

    assert not offered()
    store.publish(SHOP, role, date(2026, 12, 1))
    assert not offered()
    write(store, role, equipment, "配备笔记本电脑一台")
    assert not offered()
    write(store, role, name, "售前客服")
    assert offered()
    write(store, role, name, "客服专员")
    assert not offered()
    write(store, role, name, "售前客服")
    keep(store, role)
    assert not offered()


def test_a_paper_from_before_it_was_marked_is_offered_anew_with_any_change(store: Store, role: str) -> None:
    saved = store.role(SHOP, role)
    assert saved
    old = paper_of(saved.role, "post", 1).model_copy(update={"made_as": ""})
    told = [outdated(old, PAPERS["post"], saved.role, shipped().filling(saved.role, FACTS), at) for at in (1, 2)]
    assert told == [False, True]


def test_it_goes_and_comes_with_its_role(store: Store, role: str) -> None:
    paper = keep(store, role)
    other = store.create(SHOP, STARTERS["service_agent"].role)
    theirs = keep(store, other)
    store.trash(SHOP, role)
    assert store.role(SHOP, paper) is None and store.role(SHOP, theirs)
    assert [saved.id for saved in store.roles(SHOP, trashed=True)] == [role]
    store.restore(SHOP, role)
    assert store.role(SHOP, paper)
    store.trash(SHOP, role)
    store.purge(SHOP, [role])
    assert store.papers(SHOP, role) == {} and store.versions(SHOP, paper) == []


def test_it_goes_with_a_backup(store: Store, role: str) -> None:
    paper = keep(store, role)
    write(store, paper, "job.info.pay", "6000元")
    data = packed(store)
    store.trash(SHOP, role)
    store.purge(SHOP, [role])
    restored(store, data)
    assert "6000元" in text_of(store.papers(SHOP, role)[key_of(role, "post")].role)


def test_publishing_stamps_every_paper_and_adds_to_the_record(store: Store, role: str) -> None:
    write(store, role, "closing.record.number", "KF-01")
    papers = [keep(store, role, kind) for kind in ("post", "assessment")]
    assert store.publish(SHOP, role, date(2026, 11, 25)) == 1
    write(store, role, "goals.goals.1", "全年首次响应平均不超过30秒")
    assert store.publish(SHOP, role, date(2026, 12, 1)) == 2
    for paper, stamp in zip(papers, ((), ("依据岗位说明书 KF-01 第2版",)), strict=True):
        saved = store.role(SHOP, paper)
        assert saved and draw(saved.role, shipped().filling(saved.role)).stamp == stamp
        assert text_of(saved.role).count("KF-01") == len(stamp)
    saved = store.role(SHOP, role)
    assert saved
    record = next(node for node in saved.role.tree.walk() if node.id == "closing.revisions")
    rows = [[cell.text for cell in record.cells(row)][:3] for row in record.of("row")]
    assert rows == [["第 1 版", "2026-11-25", "首次发布"], ["第 2 版", "2026-12-01", "修改：岗位目标"]]


def test_an_adjustment_lists_what_has_changed_since_the_last_publication(store: Store, role: str) -> None:
    """Also once the change is published itself; what says which version it is is no change."""

    def told() -> str:
        saved, signed = store.role(SHOP, role), store.signed(SHOP, role)
        assert saved
        filling = shipped().filling(saved.role, FACTS)
        return text_of(make_paper(PAPERS["adjustment"], saved.role, filling, 1, signed)).partition("## 一、")[2]

    assert told().count("|  |  |  |") == 3, "to be filled by hand: nothing was published yet"
    store.publish(SHOP, role, date(2026, 11, 25))
    write(store, role, "basics.info.name", "售前客服")
    write(store, role, "goals.goals.1", "全年首次响应平均不超过30秒")
    changes = told()
    assert "| 基本信息 | 岗位名称：客服专员 | 岗位名称：售前客服 |" in changes
    assert "| 岗位目标 | （原无此项） | 全年首次响应平均不超过30秒 |" in changes and "| （取消） |" in changes
    assert "附则" not in changes
    store.publish(SHOP, role, date(2026, 12, 1))
    assert told() == changes
    write(store, role, "basics.info.name", "售后客服")
    assert "| 岗位名称：售前客服 | 岗位名称：售后客服 |" in told() and "岗位目标" not in told()


def test_a_publication_that_changes_nothing_says_so(store: Store, role: str) -> None:
    for day in (1, 2):
        store.publish(SHOP, role, date(2026, 11, day))
    saved = store.role(SHOP, role)
    assert saved and "内容没有变动" in saved.role.to_json()


# on the page


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=server.url, headers={"x-rolesmith": "1", "origin": server.url}, timeout=PATIENCE / 1000
    ) as client:
        yield client


def test_only_a_role_that_is_there_makes_papers(client: httpx.Client, server: Server) -> None:
    store = server.store()
    role = store.create(SHOP, STARTERS["service_agent"].role)
    assert client.post(f"/roles/{role}/papers/post", json={}).json() == {"id": key_of(role, "post"), "kept": False}
    assert client.post(f"/roles/{role}/papers/post", json={}).json()["kept"]
    for address in (
        f"/roles/{role}/papers/none",
        "/roles/none/papers/post",
        f"/roles/{key_of(role, 'post')}/papers/post",
    ):
        answer = client.post(address, json={})
        assert answer.status_code == 404 and answer.json()["message"].endswith("。")
    assert (
        httpx.post(client.base_url.join(f"/roles/{role}/papers/post"), json={}, timeout=PATIENCE / 1000).status_code
        == 403
    )
    store.close()


def test_an_adjustment_is_made_against_what_was_published(client: httpx.Client, server: Server) -> None:
    store = server.store()
    role = store.create(SHOP, STARTERS["service_agent"].role)
    store.publish(SHOP, role, date(2026, 12, 1))
    write(store, role, "basics.info.name", "售前客服")
    paper = client.post(f"/roles/{role}/papers/adjustment", json={}).json()["id"]
    assert "岗位名称：客服专员 | 岗位名称：售前客服" in text_of(store.papers(SHOP, role)[paper].role)
    store.close()


@pytest.mark.browser
def test_one_makes_changes_and_takes_a_paper(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server, "service_agent").open("finish")
    desk.button("生成招聘启事").click()
    expect(page.get_by_role("heading", name="招聘启事", exact=True)).to_be_visible()
    paper = Desk(page, server, key_of(desk.role, "post")).open("finish")
    expect(page.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="保存海报")).to_be_visible()
    page.locator("[data-testid=stSidebar] a", has_text="单位与岗位").click()
    paper.type("薪资", "底薪4500元加绩效")
    paper.saved()
    page.locator("[data-testid=stSidebar] a", has_text="预览与导出").click()
    desk.button("更多").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=MARKDOWN).click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name.startswith("客服专员招聘启事_") and "底薪4500元加绩效" in file.read_text("utf-8")
    assert OPEN in file.read_text("utf-8")
    page.get_by_role("link", name="← 回到岗位说明书").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    store = server.store()
    store.publish(SHOP, desk.role, date(2026, 12, 1))
    desk.open("finish")
    expect(desk.button("打开招聘启事")).to_be_visible()
    expect(desk.button("岗位改过了，重新生成招聘启事")).to_have_count(0)
    write(store, desk.role, "basics.info.name", "售前客服")
    store.close()
    desk.open("finish")
    desk.button("岗位改过了，重新生成招聘启事").click()
    expect(page.get_by_role("status").filter(has_text="已重新生成")).to_be_visible()
    assert paper.text("job.info.name") == "售前客服"


@pytest.mark.browser
def test_the_way_back_and_each_paper_have_an_address_of_their_own(page: Page, server: Server) -> None:
    """The page that shows a role and the one that shows its paper differ in nothing but what the address names."""
    desk = new_desk(page, server, "service_agent").open("finish")

    def shows(heading: str, name: str) -> None:
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        expect(page).to_have_url(f"{server.url}/finish?role={name}")
        at_rest(page)

    desk.button("生成招聘启事").click()
    shows("招聘启事", key_of(desk.role, "post"))
    page.get_by_role("link", name="← 回到岗位说明书").click()
    shows("预览与导出", desk.role)
    desk.button("生成绩效考核表").click()
    shows("绩效考核表", key_of(desk.role, "assessment"))
    desk.button("更多").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name=MARKDOWN).click()
    assert waiting.value.suggested_filename.startswith("客服专员绩效考核表_")
    for heading, name in (("预览与导出", desk.role), ("招聘启事", key_of(desk.role, "post"))):
        page.go_back()
        shows(heading, name)
    page.go_forward()
    shows("预览与导出", desk.role)
