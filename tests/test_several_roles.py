"""A document that holds several roles: they are told apart, nothing is left out, and all are made or none."""

import io
from collections import Counter
from collections.abc import Iterator

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rolesmith.document.draw import draw
from rolesmith.readers import READERS
from rolesmith.readers.old_document import pasted, read, roles
from rolesmith.readers.old_document.roles import MOST
from rolesmith.role.blanks import Filling
from tests.conftest import PATIENCE, SHOP, Server, tried
from tests.old_document_share import FILES
from tests.old_documents import MAKERS, layouts

TWO = {
    "labels": "岗位名称：客服\n岗位职责：\n1、回复咨询\n任职要求：\n1、打字快\n"
    "岗位名称：打包员\n岗位职责：\n1、照单拣货\n任职要求：\n1、细心",
    "titles and labels": "客服岗位说明书\n岗位名称：客服\n岗位职责\n1、回复咨询\n"
    "打包员岗位说明书\n岗位名称：打包员\n岗位职责\n1、照单拣货",
    "posts as headings": "一、客服\n岗位职责\n1、回复咨询\n2、登记\n二、打包员\n岗位职责\n1、照单拣货\n2、称重",
    "markdown": "# 客服\n\n## 岗位职责\n\n- 回复咨询\n\n# 打包员\n\n## 岗位职责\n\n- 照单拣货\n",
    "titles of duties": "客服岗位职责\n1、回复咨询\n2、登记退换\n打包员岗位职责\n1、照单拣货\n2、称重",
    "lines before duties": "客服\n所属部门：客服部\n岗位职责：\n1、回复咨询\n"
    "打包员\n所属部门：仓库\n岗位职责：\n1、照单拣货",
    "tables": "岗位名称\t客服\n岗位职责\t回复咨询\n任职要求\t打字快\n"
    "岗位名称\t打包员\n岗位职责\t照单拣货\n任职要求\t细心",
    "rows": "岗位\t岗位职责\t任职要求\n客服\t回复咨询\t打字快\n打包员\t照单拣货\t细心",
    "rows of duties": "序号\t岗位\t岗位职责\t标准\n1\t客服\t回复咨询\t30秒\n2\t\t登记\t当天\n3\t打包员\t照单拣货\t无错",
}
HEADS = "岗位职责任要求标准序号123"


@pytest.mark.parametrize("name", TWO)
def test_two_roles_are_told_apart(name: str) -> None:
    both = roles(pasted(TWO[name]))
    assert [part.name for part in both] == ["客服", "打包员"]
    laid = [{(piece.text, piece.to) for piece in part.placed()} for part in both]
    for mine, post, duty in zip(laid, ("客服", "打包员"), ("回复咨询", "照单拣货"), strict=True):
        assert (post, "basics.info.name") in mine and (duty, "duties.duties") in mine
    assert not {duty for duty, _ in laid[0]} & {"照单拣货", "打包员"}


def workbook(*sheets: tuple[str, list[list[str]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_each_sheet_is_a_role_and_one_that_is_none_goes_with_the_one_before() -> None:
    made = workbook(
        ("说明", [["填表须知"]]),
        ("客服", [["岗位职责", "回复咨询"]]),
        ("附", [["联系小李"]]),
        ("仓库", [["岗位名称", "打包员"], ["岗位职责", "照单拣货"]]),
    )
    one, other = roles(read(made, "a.xlsx"))
    assert (one.name, other.name) == ("客服", "打包员")
    assert [piece.text for piece in one.pieces] == ["填表须知", "岗位职责 ｜ 回复咨询", "联系小李"]
    assert one.placed()[0].text == "客服" and one.placed()[0].to == "basics.info.name"


def test_a_document_of_one_role_stays_one() -> None:
    for file in FILES:
        for layout in layouts(file):
            for ending in tried(MAKERS, 4):
                assert not roles(read(MAKERS[ending](layout["blocks"]), f"a.{ending}")), layout["layout"]
    assert not roles(pasted("客服岗位职责\n1、回复\n2、登记\n客服岗位职责\n1、回复"))
    assert not roles(pasted("\n".join(f"岗位名称：岗位{at}\n岗位职责\n1、做事" for at in range(MOST + 1))))


@pytest.mark.parametrize("name", TWO)
def test_nothing_is_left_out_of_the_parts(name: str) -> None:
    written = f"某店岗位汇编\n{TWO[name]}\n联系电话：另问"
    both = roles(pasted(written))
    parts = Counter("".join(piece.text for part in both for piece in part.pieces))
    lost = Counter("".join(piece.text for piece in pasted(written))) - parts
    assert len(both) == 2 and not {letter for letter in lost if letter.isalnum() and letter not in HEADS}


def test_the_command_line_says_that_there_are_several() -> None:
    found = READERS["txt"](TWO["labels"].encode(), "a.txt")
    assert any("有 2 个岗位（客服、打包员）" in note for note in found.notes)


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    headers = {"x-rolesmith": "1", "origin": server.url}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        yield client


def test_all_of_them_are_made_or_none(client: httpx.Client, server: Server) -> None:
    store = server.store()
    before = len(store.roles(SHOP))
    told = client.post("/intake", json={"text": TWO["labels"]}).json()["roles"]
    good = [role["pieces"] for role in told]
    full = [{"text": f"第{at}件", "to": ""} for at in range(501)]
    for sent in ([], [*good, []], [*good, full], good * 30, [[{"text": "a", "on": 1}]], None, [1]):
        answer = client.post("/intake/roles", json={"roles": sent})
        assert answer.status_code in (413, 422) and answer.json()["message"].endswith("。"), sent
    assert len(store.roles(SHOP)) == before
    made = client.post("/intake/roles", json={"roles": good}).json()["ids"]
    assert len(made) == 2 and len(store.roles(SHOP)) == before + 2
    store.close()


@pytest.mark.browser
def test_one_parts_a_file_or_takes_one_of_its_roles(page: Page, server: Server) -> None:
    def paste() -> None:
        page.goto(f"{server.url}/bring")
        page.get_by_role("textbox", name="一段文字").fill(TWO["lines before duties"])
        page.get_by_role("button", name="看看怎么归位").click()
        expect(page.get_by_role("heading", name="这里面有 2 个岗位")).to_be_visible()

    def names() -> set[str]:
        store = server.store()
        found = {draw(saved.role, Filling()).name for saved in store.roles(SHOP)}
        store.close()
        return found

    paste()
    page.get_by_role("button", name="只要“打包员”这一个").click()
    expect(page.locator(".told")).to_contain_text("读到")
    expect(page.get_by_text("回复咨询", exact=True)).to_have_count(0)
    page.get_by_role("button", name="回到几个岗位").click()
    page.get_by_role("checkbox", name="客服").uncheck()
    expect(page.get_by_role("button", name="分成 1 个岗位")).to_be_visible()
    page.get_by_role("checkbox", name="客服").check()
    page.get_by_role("button", name="分成 2 个岗位").click()
    expect(page.locator(".rows li").first).to_be_visible()
    assert {"客服", "打包员"} <= names()
