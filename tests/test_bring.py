"""One door for what was written before: what comes in is known by its content, whatever it is called."""

from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from rolesmith.libraries import files
from rolesmith.libraries.files import chat_code
from rolesmith.presets.shipped import shipped
from rolesmith.store.store import Store
from tests.conftest import SHOP, Server
from tests.test_read_back_part import shop as shop_fixture

shop = shop_fixture
LIBRARY = shipped().libraries["cross_border"]
LIBRARY = LIBRARY.model_copy(update={"items": LIBRARY.items[:20]})


def known(client: TestClient, name: str, data: bytes) -> dict[str, Any]:
    """What is said of a file."""
    answer = client.post("/intake", json={"file": name, "data": b64encode(data).decode()})
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def test_files_of_ours_are_known_by_what_is_in_them(shop: tuple[TestClient, Store]) -> None:
    client, store = shop
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    for ending in ("xlsx", "json"):
        data = client.get(f"/roles/{role}/export.{ending}").content
        assert known(client, f"改过名字.{ending}", data) == {"ours": "role"}
    assert known(client, "填好的.xlsx", client.get("/form.xlsx").content) == {"ours": "role"}
    for ending in files.ENDINGS:
        assert known(client, f"别人的.{ending}", files.write(LIBRARY, ending)) == {"ours": "library"}
    pasted = client.post("/intake", json={"text": f"给你\n{chat_code.write(LIBRARY)}"})
    assert pasted.json() == {"ours": "library"}
    assert len(store.roles(SHOP)) == 1


def test_what_is_none_of_ours_is_read_as_a_document(shop: tuple[TestClient, Store]) -> None:
    client, store = shop
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    for ending in ("docx", "md", "html"):
        told = known(client, f"a.{ending}", client.get(f"/roles/{role}/export.{ending}").content)
        assert told["pieces"] and not told["note"]
    book = openpyxl.Workbook()
    book.active.append(["岗位职责", "每天核对库存"])  # type: ignore[union-attr]
    file = BytesIO()
    book.save(file)
    assert known(client, "a.xlsx", file.getvalue())["pieces"]


def test_a_workbook_whose_hidden_sheet_is_spoilt_is_read_as_a_document_and_that_is_said(
    shop: tuple[TestClient, Store],
) -> None:
    client, store = shop
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    book = openpyxl.load_workbook(BytesIO(client.get(f"/roles/{role}/export.xlsx").content))
    hidden = next(sheet for sheet in book if sheet.sheet_state != "visible")
    hidden["A1"] = "{"
    file = BytesIO()
    book.save(file)
    told = known(client, "a.xlsx", file.getvalue())
    assert told["pieces"] and "改坏了，当作别处写的文档来读。" in told["note"]


@pytest.mark.browser
def test_the_whole_shops_workbook_is_read_back_role_by_role_and_a_backup_of_everything_asks_before(
    page: Page, server: Server, tmp_path: Path
) -> None:
    store = server.store()
    store.create_all(SHOP, [shipped().starters[key].role for key in ("buyer", "warehouse")])
    store.close()
    page.goto(server.url)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载全店 Excel").click()
    waiting.value.save_as(tmp_path / "全店.xlsx")
    page.get_by_role("button", name="拿进来…").click()
    page.get_by_label("选一个文件").set_input_files(tmp_path / "全店.xlsx")
    shop_of = page.get_by_role("group", name="这是全店的工作簿")
    shop_of.get_by_role("button", name="读回“仓储打包”").click()
    expect(page.get_by_text("文件里的和现在一个字也不差。")).to_be_visible()
    page.goto(f"{server.url}/bring")
    backup = tmp_path / "备份.zip"
    sent = page.request.post(
        f"{server.url}/backup.zip",
        data={"day": "2026-11-30"},
        headers={"x-rolesmith": "1", "origin": server.url},
    )
    backup.write_bytes(sent.body())
    page.get_by_label("选一个文件").set_input_files(backup)
    asked = page.get_by_role("alertdialog", name="从备份恢复")
    expect(asked).to_contain_text("里面有 2 份岗位")
    asked.get_by_role("button", name="用它替换现在的全部内容").click()
    expect(page.get_by_role("status").filter(has_text="已恢复")).to_be_visible()


@pytest.mark.browser
def test_a_library_is_looked_at_where_libraries_come_in(page: Page, server: Server, tmp_path: Path) -> None:
    file = tmp_path / "别人的.yaml"
    file.write_bytes(files.write(LIBRARY, "yaml"))
    page.goto(f"{server.url}/bring")
    home = page.get_by_test_id("stSidebar").get_by_role("link", name="我的岗位").locator("p")
    expect(home, "one is within it").to_have_css("color", "rgb(31, 107, 90)")
    page.get_by_label("选一个文件").set_input_files(file)
    expect(page.get_by_role("heading", name="预设库", exact=True)).to_be_visible()
    expect(page.get_by_role("region", name="导入之前先看")).to_contain_text("跨境电商")
