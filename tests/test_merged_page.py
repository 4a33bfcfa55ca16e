"""全店: a person's posts are merged into one role, which opens at once, has its papers, and is undone by a click."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from tests.conftest import SHOP, Server
from tests.desk import visit
from tests.outside import text_in
from tests.test_merged import HANDS_OVER, duty, lines, rewrite, started, with_people

OTHERS = ("operations_supervisor", "live_host", "buyer", "warehouse_packer", "promotion_specialist", "data_analyst")
OWN = "将异常订单按本人流程处理完毕"


@pytest.mark.browser
def test_posts_of_a_person_become_one_role_with_its_papers_and_are_parted_again(page: Page, server: Server) -> None:
    server.clear()
    store = server.store()
    roles = started(store)
    known = shipped().starters
    store.create_all(SHOP, [known[key].role for key in OTHERS if key in known])
    with_people(store, (roles[0], "60"), (roles[1], "40"))
    visit(page, server, "/team")
    page.get_by_role("button", name="把周禾的岗位合成一份").click()
    share = page.get_by_role("textbox", name="合成：客服专员占的时间")
    share.fill("-5")
    page.get_by_role("button", name="看看合成什么样").click()
    expect(page.locator(".merging .trouble")).to_have_text("“客服专员”的占比写着“-5”，要写大于 0、不超过 100 的数。")
    share.fill("40")
    page.get_by_role("button", name="看看合成什么样").click()
    expect(page.get_by_role("heading", name="1 处可能写了两遍")).to_be_visible()
    page.get_by_role("radio", name="只留电商运营专员的").click()
    page.get_by_role("textbox", name=f"“{HANDS_OVER}”改写成").fill(OWN)
    page.reload()  # in the middle of it
    expect(page.get_by_role("radio", name="只留电商运营专员的")).to_be_checked()
    expect(page.get_by_role("textbox", name=f"“{HANDS_OVER}”改写成")).to_have_value(OWN)
    page.get_by_role("button", name="合成一份", exact=True).last.click()
    expect(page).to_have_url(re.compile(r"/blanks\?role="))
    role = page.url.partition("role=")[2]
    expect(page.locator(".st-key-paper article")).to_contain_text("电商运营专员兼客服专员")
    expect(page.locator(".merged .of")).to_have_text(re.compile(r"由 电商运营专员 60%、客服专员 40% 合成\s*撤销合成"))
    made = store.role(SHOP, role)
    assert made and OWN in lines(made.role) and HANDS_OVER not in lines(made.role)

    rewrite(store, roles[0], duty(store, roles[0]), "…，写明差异")
    visit(page, server, f"/finish?role={role}")
    page.get_by_role("button", name="看一看").click()
    expect(page.locator(".comparison .changed ins")).to_have_text("，写明差异")
    page.get_by_role("button", name="改 1 处").click()
    expect(page.locator(".st-key-paper article")).to_contain_text("，写明差异")
    expect(page.locator(".merged .said")).to_contain_text("原来的样子留在“更新之前”里")
    page.get_by_role("button", name="生成培训计划").click()
    expect(page.get_by_role("heading", name="培训计划", exact=True)).to_be_visible()

    visit(page, server, "/team")
    page.get_by_role("combobox", name="下载周禾的岗位职责").click()
    with page.expect_download() as waiting:
        page.get_by_role("option", name="Word").click()
    told = text_in("docx", Path(waiting.value.path()).read_bytes())
    assert waiting.value.suggested_filename.startswith("周禾岗位职责_") and "60%" in told and "，写明差异" in told

    page.get_by_role("button", name="把周禾的岗位合成一份").click()
    page.get_by_role("button", name="看看合成什么样").click()
    page.get_by_role("button", name="合成一份", exact=True).last.click()
    page.get_by_role("button", name="撤销合成").click()
    expect(page.get_by_text("没有合成")).to_be_visible()
    expect(page.locator(".made li")).to_have_count(1)
    assert len(store.heads(SHOP, trashed=True)) == 1
    store.close()
