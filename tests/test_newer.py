"""What a later version of the program wrote is told apart from what is spoilt: one sentence says to bring ours up to
date. Libraries have the same in test_preset_library.py, test_libraries_sheets.py and test_chat_code.py."""

import io
import json

import httpx
import openpyxl
import pytest
import sqlalchemy as sa

from rolesmith.files.problem import Unreadable
from rolesmith.formats import FORMATS
from rolesmith.formats.excel.carried import CHUNK, EDGE, SHEET
from rolesmith.presets.shipped import shipped
from rolesmith.readers import READERS
from rolesmith.role.edit import Edit
from rolesmith.role.tree import Role, is_newer
from rolesmith.store import tables
from rolesmith.store.database import Unavailable
from rolesmith.store.store import Store
from tests.conftest import SHOP, Server
from tests.test_backup import packed, refused

ROLE = shipped().starters["service_agent"].role
SAID = "是更新版本的岗位匠写的，先升级岗位匠，再读入它"


def of_the_future(role: str) -> str:
    """A role's JSON as a later version may write it."""
    return json.dumps({**json.loads(role), "schema": "rolesmith/role@4", "moods": ["好"]}, ensure_ascii=False)


def told(data: bytes, ending: str) -> str:
    with pytest.raises(Unreadable) as caught:
        READERS[ending](data, f"a.{ending}")
    (problem,) = caught.value.problems
    return f"{problem.what}，{problem.mend}"


def workbook(whole: str) -> bytes:
    """Our workbook, carrying this in the place of what it carries."""
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(ROLE, shipped().filling(ROLE, {}))))
    for row in book[SHEET].iter_rows():
        row[0].value = None
    for row, at in enumerate(range(0, len(whole), CHUNK), 1):
        book[SHEET].cell(row, 1, EDGE + whole[at : at + CHUNK])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_a_roles_backup() -> None:
    assert told(of_the_future(ROLE.to_json(indent=2)).encode(), "json") == SAID
    assert "被改坏了" in told(b'{"schema": "rolesmith/role@2"}', "json")


@pytest.mark.parametrize(
    "whole",
    [
        {"format": "rolesmith/workbook@1", "sheet": "a", "role": json.loads(of_the_future(ROLE.to_json())), "rows": []},
        {"format": "rolesmith/workbook@3", "pages": 3},
        {"format": "rolesmith/workbook@3", "sheet": "a", "role": json.loads(ROLE.to_json()), "rows": []},
    ],
    ids=["its role", "itself", "itself, but for its name"],
)
def test_a_workbook(whole: dict[str, object]) -> None:
    assert told(workbook(json.dumps(whole, ensure_ascii=False)), "xlsx") == SAID


def test_a_text_that_says_so_is_a_text() -> None:
    said = '"schema":"rolesmith/role@9"'
    role = ROLE.replace(ROLE.tree.with_(text=said))
    assert not is_newer(role.to_json()) and Role.from_json(role.to_json()) == role


@pytest.mark.parametrize("name", ["roles", "versions", "templates"])
def test_a_backup_of_everything_with_such_a_record_in_any_table(store: Store, name: str) -> None:
    filled(store)
    put_future(store, name)
    assert refused(packed(store)) == "备份.zip：是更新版本的岗位匠备份的。请先升级岗位匠再恢复"


def test_such_a_record_in_our_own_database_is_not_called_damaged_and_is_not_touched(store: Store) -> None:
    role = filled(store)
    put_future(store, "roles", role)
    assert store.damaged(SHOP) == [] and len(store.damaged(SHOP, newer=True)) == 1
    with pytest.raises(Unavailable, match="是更新版本的岗位匠写的，请升级岗位匠再改它"):
        store.apply(SHOP, role, [Edit(id="edit-0001", op="set", target="role", name="title", value="x")])


def filled(store: Store) -> str:
    """A role with a version, and a template."""
    role = store.create(SHOP, ROLE)
    store.name_version(SHOP, role, "给老板看的")
    store.keep_template(SHOP, "客服", ROLE)
    return role


def put_future(store: Store, name: str, role: str = "") -> None:
    """A role of a later version in a row of a table; in that of one role, or in all rows."""
    table = tables.metadata.tables[name]
    engine = sa.create_engine(store._database.url)
    with engine.begin() as connection:
        change = sa.update(table).values(body=of_the_future(ROLE.to_json()))
        assert connection.execute(change.where(table.c.id == role) if role else change).rowcount
    engine.dispose()


def test_the_page_that_puts_a_backup_in_a_roles_place(server: Server) -> None:
    store = server.store()
    try:
        role = store.create(SHOP, ROLE)
    finally:
        store.close()
    with httpx.Client(base_url=server.url, headers={"origin": server.url, "x-rolesmith": "1"}) as own:
        answer = own.post(f"/roles/{role}/replace", json={"text": of_the_future(ROLE.to_json())})
    assert (answer.status_code, "更新版本的岗位匠" in answer.json()["message"]) == (422, True)
