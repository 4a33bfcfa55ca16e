"""Backup: all of it comes back, nothing half done, nothing believed unread; where the data lies; the trash."""

import hashlib
import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect
from starlette.applications import Starlette
from starlette.testclient import TestClient

from rolesmith.files.problem import Unreadable
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.shop import trial
from rolesmith.shop.cloud_folders import cloud_service
from rolesmith.store import backup, database, kept_backups
from rolesmith.store import tables as schema
from rolesmith.store.store import FACTS, LAST_BACKUP, Store, opened
from routes import ROUTES
from routes.backup import Tried, Waiting
from tests.conftest import PATIENCE, SHOP, THOROUGH, Server
from tests.desk import new_desk
from tests.every_row import fill, older, told
from tests.sample import every_kind, without_standards
from tests.test_store import large

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"


def write(store: Store, role: str, text: str, at: int = 1) -> None:
    edit = Edit(id=f"edit-{at:06}", op="set", target="lines.0", name="text", value=text)
    answers = store.apply(SHOP, role, [edit])
    assert answers and answers[0].status == "saved"


def text_of(store: Store, role: str) -> str:
    saved = store.role(SHOP, role)
    node = saved.role.tree.find("lines.0") if saved else None
    assert node
    return node.text


@pytest.fixture
def full(store: Store) -> str:
    """A role with an edit and two versions, another in the trash, facts, a library, a template, a setting."""
    role = store.create(SHOP, every_kind()[0])
    write(store, role, "备份里的 \U0001f46a “引号”\n两行")
    store.name_version(SHOP, role, "给老板看的")
    store.publish(SHOP, role, date(2026, 11, 24))
    store.trash(SHOP, store.create(SHOP, every_kind()[0]))
    store.apply(SHOP, FACTS, [Edit(id="edit-facts", op="fill", target="role", name="店名", value="青禾")])
    store.keep_library(SHOP, next(iter(shipped().libraries.values())).model_copy(update={"library": "own"}))
    store.keep_template(SHOP, "本店模板", every_kind()[0])
    store.set_setting(SHOP, "some", "thing")
    return role


def packed(store: Store) -> bytes:
    file = io.BytesIO()
    store.back_up(file)
    return file.getvalue()


def rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows but for their sequence, in the order of that where they have one: a restore counts it anew."""
    found = {}
    with sa.create_engine(f"sqlite:///{store.data_file}").connect() as connection:
        for name, table in backup.TABLES.items():
            columns = [column for column in table.c if column.name != "sequence"]
            order = [table.c.sequence] if "sequence" in table.c else list(table.primary_key)
            found[name] = list(map(tuple, connection.execute(sa.select(*columns).order_by(*order))))
    return found


def repacked(data: bytes, **members: bytes | None) -> bytes:
    """The backup with other members, whose sums the manifest knows; None leaves one out."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found: dict[str, bytes | None] = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(found["manifest.json"] or b"{}")
    found |= {f"{name}.jsonl" if name in backup.TABLES else "manifest.json": new for name, new in members.items()}
    for name in members:
        body = found.get(f"{name}.jsonl")
        if name in backup.TABLES and body is not None:
            manifest["tables"][name] = {"rows": body.count(b"\n"), "sha256": hashlib.sha256(body).hexdigest()}
    if "manifest_json" not in members:
        found["manifest.json"] = json.dumps(manifest).encode()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in found.items():
            if body is not None:
                archive.writestr(name, body)
    return file.getvalue()


def tried(data: bytes) -> trial.Summary:
    with tempfile.TemporaryDirectory() as folder:
        return trial.tried(io.BytesIO(data), "备份.zip", Path(folder) / "trial.db", SHOP)


def restored(store: Store, data: bytes) -> Path:
    """Everything from a backup; where what was there is kept."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "trial.db"
        trial.tried(io.BytesIO(data), "备份.zip", place, SHOP)
        return store.restore_backup(place)


def refused(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        tried(data)
    return str(error.value)


# —— All of it comes back ——


def test_everything_comes_back_into_an_empty_database(store: Store, full: str, tmp_path: Path) -> None:
    data = packed(store)
    assert all(rows(store).values()), "a table that the test leaves empty proves nothing"
    found = tried(data)
    assert (found.roles, found.versions, found.libraries, found.templates) == (2, 2, 1, 1)
    assert found.damaged == ()
    other = Store(f"sqlite:///{tmp_path}/other.db")
    restored(other, data)
    assert rows(other) == rows(store)
    assert text_of(other, full) == "备份里的 \U0001f46a “引号”\n两行"
    other.close()


def of_schema(data: bytes, schema: str) -> bytes:
    """The backup as a program of an older schema would have written it, with a library in the way of the first."""
    library = without_standards(next(iter(shipped().libraries.values()))).model_copy(update={"library": "older"})
    body = library.model_dump_json(by_alias=True, exclude_defaults=True)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        tables = {name: [json.loads(line) for line in archive.open(f"{name}.jsonl")] for name in backup.TABLES}
        manifest = json.loads(archive.read("manifest.json"))
    tables = older(tables, schema)
    if schema == "0001":
        tables["libraries"] += [{"shop": SHOP, "id": "older", "body": body, "at": "2026-11-24T08:00:00.000+00:00"}]
    file = io.BytesIO()
    manifest["schema"] = schema
    with zipfile.ZipFile(file, "w") as archive:
        for name, found in tables.items():
            lines = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in found)
            manifest["tables"][name] = {"rows": len(found), "sha256": hashlib.sha256(lines).hexdigest()}
            archive.writestr(f"{name}.jsonl", lines)
        archive.writestr("manifest.json", json.dumps(manifest))
    return file.getvalue()


@pytest.mark.parametrize("schema", schema.SCHEMAS[:-1])
def test_a_backup_of_an_older_schema_comes_back(store: Store, full: str, tmp_path: Path, schema: str) -> None:
    """In the first, libraries lay in a table of their own, not yet as trees among the roles."""
    before = store.versions(SHOP, full)
    old = of_schema(packed(store), schema)
    other = Store(f"sqlite:///{tmp_path}/other.db")
    restored(other, old)
    library = next(iter(shipped().libraries.values())).model_copy(update={"library": "older"})
    assert other.libraries(SHOP).get("older") == (without_standards(library) if schema == "0001" else None)
    assert text_of(other, full) == text_of(store, full) and other.versions(SHOP, full) == before
    again = Edit(id="edit-000001", op="set", target="lines.0", name="text", value="再来一次")
    assert other.apply(SHOP, full, [again]) == store.apply(SHOP, full, [again]), "its answers came along"
    other.close()


@pytest.mark.parametrize("old", schema.SCHEMAS[:-1])
def test_every_row_of_an_older_backup_comes_back(store: Store, tmp_path: Path, old: str) -> None:
    fill(tmp_path / "full.db")
    full = Store(f"sqlite:///{tmp_path}/full.db")
    restored(store, of_schema(packed(full), old))
    full.close()
    here = told(Path(store.data_file), old)
    here["libraries"].pop("older", None)
    assert here == told(tmp_path / "full.db", old)


def test_a_restore_takes_everything_back_and_can_be_taken_back(store: Store, full: str) -> None:
    data = packed(store)
    later = store.create(SHOP, every_kind()[0])
    write(store, full, "备份之后写的", 2)
    kept = restored(store, data)
    assert store.role(SHOP, later) is None and "备份里的" in text_of(store, full)
    restored(store, kept.read_bytes())
    assert store.role(SHOP, later) is not None and text_of(store, full) == "备份之后写的"
    assert kept.parent == Path(store.data_file).parent / "backups"


def test_an_open_page_sees_a_restored_role_as_the_newer_one(store: Store, full: str) -> None:
    data = packed(store)
    for at in range(2, 9):
        write(store, full, f"第 {at} 次", at)
    there = store.role(SHOP, full)
    restored(store, data)
    here = store.role(SHOP, full)
    assert there and here and here.revision > there.revision and here.published


def test_only_the_newest_of_those_kept_stay(store: Store, full: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_backups, "MOST", 3)
    data = packed(store)
    kept = [restored(store, data) for _ in range(kept_backups.MOST + 3)]
    assert sorted(kept[0].parent.iterdir()) == sorted(kept[-kept_backups.MOST :])


# —— Nothing is believed unread ——


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04" + b"\0" * 100])
def test_what_is_no_zip_is_refused(data: bytes) -> None:
    assert "不是完整的 zip 文件" in refused(data)


def test_a_cut_or_changed_backup_is_refused(store: Store, full: str) -> None:
    data = packed(store)
    assert "不是完整的 zip 文件" in refused(data[:-30])
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        line = archive.read("roles.jsonl")
        manifest = archive.read("manifest.json")
    changed = repacked(data, roles=line.replace("青禾".encode(), "别家".encode()), manifest_json=manifest)
    assert "roles.jsonl：内容和备份时不一样" in refused(changed)


def test_foreign_and_newer_files_are_told_apart(store: Store, full: str) -> None:
    data = packed(store)
    foreign = io.BytesIO()
    with zipfile.ZipFile(foreign, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    newer = json.dumps({**manifest, "schema": "9999"}).encode()
    assert "不是岗位匠的全部备份" in refused(foreign.getvalue())
    assert "请先升级岗位匠再恢复" in refused(repacked(data, manifest_json=newer))
    for bad in (b"{}", b"[" * 9000, b"\xff", b"x" * (backup.MANIFEST_LIMIT + 1)):
        assert "不是岗位匠的全部备份" in refused(repacked(data, manifest_json=bad))
    assert "不是岗位匠的全部备份" in refused(repacked(data, edits=None))


BAD_ROWS = {
    "不是一行完整的记录": b"{\n",
    "记录的项目不对": b'{"shop": "local"}\n',
    "“revision”的值不对": b'{"revision": "1"}',
    "“id”的值不对": b'{"id": "' + b"r" * 81 + b'"}',
    "“kind”的值不对": b'{"kind": "published"}',
    "“shop”的值不对": b'{"shop": null}',
}


@pytest.mark.parametrize("what", BAD_ROWS)
def test_a_bad_row_is_named_with_its_line(store: Store, full: str, what: str) -> None:
    data = packed(store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lines = archive.read("roles.jsonl").splitlines(keepends=True)
    bad = BAD_ROWS[what]
    if bad.endswith(b"}"):
        bad = json.dumps({**json.loads(lines[0]), **json.loads(bad)}).encode() + b"\n"
    said = refused(repacked(data, roles=b"".join([lines[0], bad, bad])))
    assert f"备份.zip 里的 roles.jsonl 第 2 行：{what}" in said and "第 3 行" in said


CONTRADICTIONS = {
    "facts under another id": {"id": "r0", "kind": "facts"},
    "something else in the place of the facts": {"id": FACTS, "kind": "paper", "parent": "r1"},
    "people under another id": {"id": "r0", "kind": "people"},
    "a position in the place of the people": {"id": "people"},
    "a position that belongs to another": {"id": "r0", "parent": "r1"},
    "an id that no position can have": {"id": "r" * 41},
}


@pytest.mark.parametrize("what", CONTRADICTIONS)
def test_a_row_that_contradicts_itself_is_named(store: Store, what: str) -> None:
    role = store.create(SHOP, every_kind()[0])
    data = packed(store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        row = json.loads(archive.read("roles.jsonl"))
    assert row["id"] == role
    bad = CONTRADICTIONS[what]
    said = refused(repacked(data, roles=json.dumps({**row, **bad}).encode() + b"\n"))
    assert said == f"备份.zip 里的 roles.jsonl：“{bad['id']}”的种类、编号或所属岗位对不上。请换一份没有改过的备份"


@pytest.mark.parametrize("kind", ["position", "library"])
def test_a_row_that_is_not_what_its_tree_is_counts_as_damaged(store: Store, full: str, kind: str) -> None:
    data = packed(store)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        lines = [json.loads(line) for line in archive.open("roles.jsonl")]
    other = next(row for row in lines if row["kind"] == ("library" if kind == "position" else "position"))
    other["kind"] = kind
    changed = repacked(data, roles=b"".join(json.dumps(row).encode() + b"\n" for row in lines))
    names = {"position": other["name"] or "未命名岗位", "library": f"预设库 {other['name']}"}
    assert tried(changed).damaged == (names[kind],)


# —— One after another ——


def test_what_is_acknowledged_during_a_restore_is_in_what_was_kept_or_in_what_stands(
    store: Store, full: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A restore and a writer at once: an answer 已保存 between the keeping and the replacing would be in neither."""
    monkeypatch.setattr(database, "BUSY_SECONDS", PATIENCE / 250)  # each waits for the other, however slow the machine
    data = packed(store)
    writer, owner = (Store(f"sqlite:///{store.data_file}") for _ in range(2))
    saved, over = list[str](), Event()

    def type_on() -> None:
        for at in count(100):
            if over.is_set():
                return
            edit = Edit(id=f"edit-{at:06}", op="set", target="lines.0", name="text", value=f"第 {at} 次")
            saved.extend(a.id for a in writer.apply(SHOP, full, [edit]) or () if a.status == "saved")

    typing = Thread(target=type_on)
    typing.start()
    kept = []
    try:
        for _ in range(6 if THOROUGH else 3):
            kept.append(restored(owner, data))
    finally:
        over.set()
        typing.join()
    here = {row[2] for row in rows(store)["edits"]}
    for path in kept:
        with zipfile.ZipFile(path) as archive:
            here |= {json.loads(line)["id"] for line in archive.open("edits.jsonl")}
    assert len(saved) > len(kept) and set(saved) <= here
    writer.close()
    owner.close()


@pytest.mark.parametrize("year", [1999, 2036])
def test_what_a_restore_keeps_stays_however_the_clock_was_set(store: Store, full: str, year: int) -> None:
    """Files of the first release are named by their time alone, here of a clock that was years off."""
    data, folder = packed(store), store.folder / "backups"
    folder.mkdir()
    old = [folder / f"恢复前_{year}0101-1200{at:02}-000001.zip" for at in range(kept_backups.MOST)]
    own = folder / "恢复前_我自己留的.zip"
    for path in (*old, own):
        path.write_bytes(data)
    first, second = restored(store, data), restored(store, data)
    assert sorted(folder.iterdir()) == sorted([*old[2:], first, second, own])


def test_a_restore_that_fails_changes_nothing_and_keeps_nothing(store: Store, full: str, tmp_path: Path) -> None:
    data, before = packed(store), rows(store)
    place = tmp_path / "trial.db"
    trial.tried(io.BytesIO(data), "备份.zip", place, SHOP)
    with sa.create_engine(f"sqlite:///{place}").begin() as connection:
        connection.execute(sa.text("DROP TABLE settings"))
    with pytest.raises(sa.exc.OperationalError):
        store.restore_backup(place)
    assert rows(store) == before and list((store.folder / "backups").iterdir()) == []


# —— What we write we can read ——


def test_a_role_as_large_as_can_be_written_comes_back(store: Store) -> None:
    """30 MB of the characters that take the most room: one line of the backup, and one of its version."""
    role = store.create(SHOP, large(3))
    store.name_version(SHOP, role, "一")
    data = packed(store)
    found = tried(data)
    assert (found.roles, found.versions, found.damaged) == (1, 1, ())


def test_a_backup_of_a_shop_with_damage_comes_back_and_names_it(store: Store, full: str) -> None:
    """One record that was damaged before it was backed up must not take all the others with it."""
    other, version = store.create(SHOP, every_kind()[0]), store.versions(SHOP, full)[0]
    with sa.create_engine(f"sqlite:///{store.data_file}").begin() as connection:
        table = schema.roles
        connection.execute(sa.update(table).where(table.c.id == other).values(body="{", name="坏的"))
        table = schema.versions
        connection.execute(sa.update(table).where(table.c.id == version.id).values(body="{"))
    data, before = packed(store), rows(store)
    name = every_kind()[1][0]
    assert tried(data).damaged == ("坏的", f"{name}的版本“{version.label}”")
    restored(store, data)
    assert [row[3] for row in rows(store)["roles"]] == [row[3] for row in before["roles"]], "carried over untouched"
    assert text_of(store, full) and store.damaged(SHOP) == ["坏的"]


# —— Bounds ——


def test_a_bomb_is_stopped(store: Store, full: str) -> None:
    data = packed(store)
    assert "不是完整的 zip 文件" in refused(repacked(data, edits=b" " * (backup.LINE_LIMIT + 9)))
    nested = b'{"shop": ' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
    assert "不是一行完整的记录" in refused(repacked(data, edits=nested))


def test_what_the_disk_has_no_room_for_is_refused_before_it_is_unpacked(store: Store, full: str) -> None:
    """The directory of the zip claims a member of four petabytes, in the field for large ones."""
    file = io.BytesIO(packed(store))
    with zipfile.ZipFile(file, "a") as archive:
        archive.getinfo("roles.jsonl").file_size = 2**52
        archive._didModify = True  # type: ignore[attr-defined]
    assert "磁盘放不下" in refused(file.getvalue())


def test_a_zip_that_is_encrypted_or_packed_otherwise_or_holds_a_name_twice_is_refused(store: Store, full: str) -> None:
    data = packed(store)
    at = data.rindex(b"PK\x01\x02")
    assert "不是完整的 zip 文件" in refused(data[: at + 8] + b"\x01" + data[at + 9 :])
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        file = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(file, "w", method) as other:
            for name in archive.namelist():
                other.writestr(name, archive.read(name))
        assert "不是岗位匠的全部备份" in refused(file.getvalue())
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("settings.jsonl", b"")
    assert "不是岗位匠的全部备份" in refused(file.getvalue())


# —— Addresses ——


def test_only_our_page_may_bring_a_backup(server: Server) -> None:
    ours = {"origin": server.url, "x-rolesmith": "1", "content-type": "application/zip"}
    for name in ours:
        other = {key: value for key, value in ours.items() if key != name}
        assert (
            httpx.post(f"{server.url}/backup", content=b"x", headers=other, timeout=PATIENCE / 1000).status_code == 403
        ), name
    answer = httpx.post(f"{server.url}/backup?file=%3Cb%3E.zip", content=b"x", headers=ours, timeout=PATIENCE / 1000)
    assert answer.status_code == 422 and answer.json()["problems"] == [
        "<b>.zip：不是完整的 zip 文件。请换一份备份，或重新下载"
    ]
    json_headers = {**ours, "content-type": "application/json"}
    answer = httpx.post(
        f"{server.url}/backup/restore", json={"token": "x"}, headers=json_headers, timeout=PATIENCE / 1000
    )
    assert answer.status_code == 409


@pytest.fixture
def here(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Our own page, in this process, on the store's database."""
    monkeypatch.setenv("ROLESMITH_DATABASE_URL", f"sqlite:///{store.data_file}")
    opened.cache_clear()
    headers = {"origin": "http://testserver", "x-rolesmith": "1"}
    with TestClient(Starlette(routes=ROUTES), headers=headers) as client:
        yield client
    opened().close()
    opened.cache_clear()


def brought(here: TestClient, data: bytes) -> str:
    """The token of a backup that was brought in."""
    answer = here.post("/backup?file=a.zip", content=data, headers={"content-type": "application/zip"})
    assert answer.status_code == 200, answer.text
    token: str = answer.json()["token"]
    return token


def test_two_people_bring_a_backup_each_and_restore_their_own(here: TestClient, store: Store, full: str) -> None:
    backups = {}
    for at, text in enumerate(("第一位的", "第二位的"), 2):
        write(store, full, text, at)
        backups[text] = packed(store)
    tokens = {text: brought(here, data) for text, data in backups.items()}
    for text, token in tokens.items():
        answer = here.post("/backup/restore", json={"token": token})
        assert answer.status_code == 200 and text_of(store, full) == text
        assert here.post("/backup/restore", json={"token": token}).status_code == 409, "once"


def test_a_disk_that_refuses_leaves_all_as_it_was_and_no_file(here: TestClient, store: Store, full: str) -> None:
    """A limit on the size of files stands in for the disk: what was here cannot be kept, so nothing is replaced."""
    resource = pytest.importorskip("resource")
    token, before = brought(here, packed(store)), rows(store)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        answer = here.post("/backup/restore", json={"token": token})
        bringing = here.post("/backup", content=packed(store), headers={"content-type": "application/zip"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert answer.status_code == 503 and "没有恢复" in answer.json()["message"]
    assert bringing.status_code == 507 and "没有读完" in bringing.json()["message"]
    assert rows(store) == before and list((store.folder / "backups").iterdir()) == []


def test_a_backup_that_nobody_restores_goes_and_a_restore_keeps_its_own(full: str, store: Store) -> None:
    waiting = Waiting()
    tried = [Tried(tempfile.TemporaryDirectory()) for _ in range(waiting.MOST + 3)]
    first = waiting.put(tried[0])
    assert waiting.take(first) is tried[0]
    tokens = [waiting.put(each) for each in tried[1:]]
    left = [Path(each.folder.name).exists() for each in tried]
    assert left == [True, False, False, *[True] * waiting.MOST], "the one that a restore reads, and the newest"
    assert [waiting.take(token) for token in tokens] == [None, None, *tried[3:]]
    old = Tried(tempfile.TemporaryDirectory(), since=monotonic() - waiting.KEPT - 1)
    token = waiting.put(old)
    waiting.put(Tried(tempfile.TemporaryDirectory()))
    assert waiting.take(token) is None and not Path(old.folder.name).exists()


def test_a_flipped_bit_is_told_in_a_sentence(here: TestClient, store: Store, full: str) -> None:
    """Here and there; whether it does no harm or is refused, the answer is one of ours."""
    data = packed(store)
    for at in range(len(data) // 200, len(data), len(data) // (25 if THOROUGH else 8)):
        flipped = data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :]
        answer = here.post("/backup", content=flipped, headers={"content-type": "application/zip"})
        assert answer.status_code == 200 or (
            answer.status_code == 422 and all(problem.startswith("备份文件") for problem in answer.json()["problems"])
        )


# —— Where the data lies ——


@pytest.mark.parametrize(
    ("path", "service"),
    [
        (r"C:\Users\王芳\OneDrive\岗位匠\data\rolesmith.db", "OneDrive"),
        (r"C:\Users\王芳\OneDrive - 青禾家居\岗位匠\data\rolesmith.db", "OneDrive"),
        ("/Users/wang/Library/Mobile Documents/com~apple~CloudDocs/岗位匠/data/rolesmith.db", "iCloud"),
        ("/Users/wang/Library/CloudStorage/GoogleDrive-a@b.c/My Drive/x.db", "Google Drive"),
        (r"D:\BaiduSyncdisk\岗位匠\data\rolesmith.db", "百度网盘"),
        (r"D:\我的坚果云\岗位匠\rolesmith.db", "坚果云"),
        ("/home/wang/Dropbox/x.db", "Dropbox"),
        (r"E:\WPS云盘\x.db", "WPS 云盘"),
        (r"C:\Users\王芳\Documents\岗位匠\data\rolesmith.db", ""),
        ("/home/wang/我的OneDrive资料/x.db", ""),
        ("/srv/dropboxes/x.db", ""),
        ("", ""),
    ],
)
def test_a_synced_folder_is_known_by_its_name(path: str, service: str) -> None:
    assert cloud_service(path) == service


# —— The pages ——


@pytest.mark.browser
def test_all_is_backed_up_and_restored_on_the_page(page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("OneDrive-own") / "OneDrive"
    folder.mkdir()
    server = Server(folder)
    server.start()
    try:
        desk = new_desk(page, server).open("duties")
        desk.type(LINE, "备份里的")
        page.get_by_role("link", name="本店信息").first.click()
        expect(page.get_by_text("还没有备份过")).to_be_visible()
        expect(page.get_by_text("这个文件夹归 OneDrive 同步")).to_be_visible()
        with page.expect_download() as waiting:
            desk.button("备份全部").click()
        name = waiting.value.suggested_filename
        waiting.value.save_as(folder / name)
        assert name.startswith("岗位匠备份_") and name.endswith(".zip")
        expect(page.get_by_text("上次备份：今天")).to_be_visible()
        desk.open("duties")
        desk.type(LINE, "，后来写的")
        desk.saved()
        page.goto(f"{server.url}/shop")
        page.get_by_label("从备份恢复").set_input_files(folder / name)
        expect(page.get_by_text("里面有 1 份岗位和本店信息")).to_be_visible()
        desk.button("用它替换现在的全部内容").click()
        expect(page.get_by_text("已恢复。恢复前的全部内容留在")).to_be_visible()
        assert desk.text(NODE).endswith("备份里的")
        desk.open("duties")
        expect(desk.box(LINE)).to_have_value(desk.text(NODE))
        page.goto(f"{server.url}/shop")
        (folder / "bad.zip").write_bytes(b"no zip")
        page.get_by_label("从备份恢复").set_input_files(folder / "bad.zip")
        expect(page.get_by_role("alert").filter(has_text="这份备份用不了")).to_contain_text("不是完整的 zip 文件")
    finally:
        server.kill()


@pytest.mark.browser
def test_an_old_backup_asks_for_a_new_one(page: Page, own: Server) -> None:
    store = own.store()
    store.create(SHOP, every_kind()[0])
    store.set_setting(SHOP, LAST_BACKUP, (datetime.now(UTC) - timedelta(days=20)).isoformat())
    store.close()
    page.goto(f"{own.url}/shop")
    expect(page.get_by_text("上次备份：20 天前，后来又改过，该再备份一次了。")).to_be_visible()


@pytest.mark.browser
def test_the_trash_is_emptied_only_when_one_means_it(page: Page, own: Server) -> None:
    store = own.store()
    roles = [store.create(SHOP, starter.role) for starter in list(shipped().starters.values())[:3]]
    store.name_version(SHOP, roles[0], "一")
    for role in roles:
        store.trash(SHOP, role)
    page.goto(own.url)
    page.get_by_text("回收站", exact=True).click()
    page.get_by_role("button", name="彻底删除").first.click()
    expect(page.get_by_text("找不回来").first).to_be_visible()
    assert len(store.roles(SHOP, trashed=True)) == 3
    page.get_by_role("button", name="确定彻底删除").click()
    expect(page.get_by_text("2 份岗位")).to_be_visible()
    page.get_by_role("button", name="清空回收站").click()
    page.get_by_role("button", name="确定彻底删除").dblclick()
    expect(page.get_by_text("回收站")).to_have_count(0)
    assert not rows(store)["roles"] and not rows(store)["versions"]
    store.close()


def test_a_role_outside_the_trash_is_never_purged(store: Store, full: str) -> None:
    before = rows(store)
    store.purge(SHOP, [full, FACTS, "r-unknown"])
    assert rows(store) == before
