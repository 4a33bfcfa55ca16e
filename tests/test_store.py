"""The store: a real SQLite file, several writers, what it says when it cannot be used, and that nothing is lost."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
import sqlalchemy as sa

from rolesmith.libraries.tree import key_of, received_in
from rolesmith.presets.library import Item, Library
from rolesmith.role.edit import Edit, Refused
from rolesmith.role.text import TEXT_LIMIT, digest
from rolesmith.role.tree import CHILD_LIMIT, Node, Role
from rolesmith.store import database as databases
from rolesmith.store import tables
from rolesmith.store.database import Unavailable
from rolesmith.store.role_rows import LAST_REVISION
from rolesmith.store.store import FACTS, Answer, Saved, Store
from tests.conftest import SHOP
from tests.nasty import NASTY
from tests.sample import every_kind

TODAY = date(2026, 11, 23)


def sample(**stamps: str) -> Role:
    """A role of every kind, and fields that say the document's number, version and date."""
    role, _ = every_kind()
    fields = tuple(
        Node(id=meaning, kind="field", title=meaning, meaning=meaning, text=stamps.get(meaning, ""))
        for meaning in ("number", "version", "date")
    )
    block = Node(id="record", kind="fields", children=fields)
    section = Node(id="closing", kind="section", children=(block,))
    return role.replace(role.tree.with_(children=(*role.tree.children, section)))


def write(edit_id: str, target: str, value: str, base: str | None = None) -> Edit:
    known = "" if base is None else digest(base)
    return Edit(id=edit_id, op="set", target=target, name="text", value=value, base=known)


def applied(store: Store, role_id: str, *edits: Edit) -> list[Answer]:
    answers = store.apply(SHOP, role_id, edits)
    assert answers is not None
    return answers


def found(store: Store, role_id: str) -> Saved:
    saved = store.role(SHOP, role_id)
    assert saved is not None
    return saved


def text(store: Store, role_id: str, node_id: str) -> str:
    node = found(store, role_id).role.tree.find(node_id)
    assert node is not None
    return node.text


def rows(store: Store, table: sa.Table) -> list[Any]:
    """What lies in a table, read with a connection of our own."""
    engine = sa.create_engine(store._database.url)
    with engine.connect() as connection:
        read = list(connection.execute(sa.select(table)).all())
    engine.dispose()
    return read


# roles


def test_a_role_comes_back_as_it_was_put_in(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    saved = found(store, role_id)
    assert (saved.role, saved.revision, saved.version, saved.published) == (sample(), 1, 0, False)
    assert abs(saved.saved_at - datetime.now(UTC)) < timedelta(minutes=5)
    assert saved.saved_at.tzinfo is not None and saved.deleted_at is None


def test_every_nasty_text_comes_back(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    for at, (_, nasty) in enumerate(NASTY):
        assert applied(store, role_id, write(f"nasty-{at:04}", "lines.0", nasty))[0].status == "saved"
        assert text(store, role_id, "lines.0") == nasty


def test_roles_are_listed_the_last_saved_first(store: Store) -> None:
    ids = [store.create(SHOP, sample()) for _ in range(3)]
    engine = sa.create_engine(store._database.url)
    with engine.begin() as connection:
        for hour, role_id in enumerate(ids):
            at = f"2026-01-01T0{hour}:00:00.000+00:00"
            connection.execute(sa.update(tables.roles).where(tables.roles.c.id == role_id).values(saved_at=at))
    engine.dispose()
    assert [saved.id for saved in store.roles(SHOP)] == ids[::-1]
    applied(store, ids[0], write("edit-0001", "lines.0", "新"))
    assert [saved.id for saved in store.roles(SHOP)] == [ids[0], ids[2], ids[1]]


def test_a_role_in_the_trash_is_out_of_reach_until_it_is_restored(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    store.trash(SHOP, role_id)
    assert store.role(SHOP, role_id) is None and store.roles(SHOP) == []
    assert store.apply(SHOP, role_id, [write("edit-0001", "lines.0", "新")]) is None
    assert store.publish(SHOP, role_id, TODAY) is None
    (trashed,) = store.roles(SHOP, trashed=True)
    assert trashed.id == role_id and trashed.deleted_at is not None
    store.restore(SHOP, role_id)
    assert store.roles(SHOP, trashed=True) == []
    assert found(store, role_id).role == sample()
    assert applied(store, role_id, write("edit-0001", "lines.0", "新"))[0].status == "saved"


def test_an_unknown_role_is_none(store: Store) -> None:
    assert store.role(SHOP, "r0") is None
    assert store.apply(SHOP, "r0", [write("edit-0001", "lines.0", "新")]) is None
    assert store.publish(SHOP, "r0", TODAY) is None
    assert rows(store, tables.edits) == []


def test_shops_do_not_see_each_other(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    store.keep_library(SHOP, library("mine"))
    store.keep_template(SHOP, "甲", sample())
    store.apply(SHOP, FACTS, [Edit(id="facts-001", op="fill", target="role", name="平台", value="抖音")])
    assert store.role("other", role_id) is None and store.roles("other") == []
    assert store.apply("other", role_id, [write("edit-0001", "lines.0", "偷改")]) is None
    assert store.libraries("other") == {} == store.templates("other")
    assert store.facts("other").role.tree.values == {}
    store.trash("other", role_id)
    assert found(store, role_id).role == sample()


# edits


def test_an_edit_is_saved_and_counted(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    answers = applied(store, role_id, write("edit-0001", "lines.0", "甲"), write("edit-0002", "lines.1", "乙"))
    assert [(answer.id, answer.status, answer.revision) for answer in answers] == [
        ("edit-0001", "saved", 2),
        ("edit-0002", "saved", 3),
    ]
    saved = found(store, role_id)
    assert saved.revision == 3 and (text(store, role_id, "lines.0"), text(store, role_id, "lines.1")) == ("甲", "乙")
    assert datetime.fromisoformat(answers[1].at) <= saved.saved_at


def test_the_same_edit_again_gets_the_same_answer_and_does_nothing(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    first = applied(store, role_id, write("edit-0001", "lines.0", "甲"))
    applied(store, role_id, write("edit-0002", "lines.0", "乙"))
    again = applied(store, role_id, write("edit-0001", "lines.0", "甲"), write("edit-0001", "lines.0", "丙"))
    assert again == first * 2
    assert found(store, role_id).revision == 3 and text(store, role_id, "lines.0") == "乙"
    assert len(rows(store, tables.edits)) == 2


def test_an_edit_twice_in_one_batch_is_one_edit(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    added = Edit(id="edit-0001", op="add", target="lines", value=[{"id": "new", "kind": "line"}])
    one, other = applied(store, role_id, added, added)
    assert one == other and one.status == "saved" and found(store, role_id).revision == 2


def test_a_conflict_keeps_both_texts(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    base = text(store, role_id, "lines.0")
    applied(store, role_id, write("edit-0001", "lines.0", "他的", base))
    conflict = write("edit-0002", "lines.0", "我的", base)
    (answer,) = applied(store, role_id, conflict)
    assert (answer.status, answer.mine, answer.theirs, answer.revision) == ("conflict", "我的", "他的", 2)
    assert answer.message.endswith("。")
    assert text(store, role_id, "lines.0") == "他的" and found(store, role_id).revision == 2
    assert applied(store, role_id, conflict) == [answer]


def test_one_bad_edit_leaves_the_others_standing(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    answers = applied(
        store,
        role_id,
        write("edit-0001", "lines.0", "甲"),
        write("edit-0002", "gone", "我的话"),
        write("edit-0003", "lines.1", "长" * 5001),
        write("edit-0004", "lines.1", "乙"),
    )
    assert [answer.status for answer in answers] == ["saved", "gone", "refused", "saved"]
    assert [answer.revision for answer in answers] == [2, 2, 2, 3]
    assert answers[1].mine == "我的话" and "上限 5000 字" in answers[2].message
    assert (text(store, role_id, "lines.0"), text(store, role_id, "lines.1")) == ("甲", "乙")


def test_a_batch_that_breaks_off_leaves_nothing(store: Store) -> None:
    """The trigger stands in for a power cut between the second edit and the row."""
    role_id = store.create(SHOP, sample())
    with closing(sqlite3.connect(store.data_file)) as connection, connection:
        connection.execute(
            "CREATE TRIGGER cut BEFORE INSERT ON edits WHEN NEW.id = 'edit-0002' BEGIN SELECT RAISE(ABORT, 'cut'); END"
        )
    with pytest.raises(sa.exc.IntegrityError):
        store.apply(SHOP, role_id, [write("edit-0001", "lines.0", "甲"), write("edit-0002", "lines.1", "乙")])
    assert found(store, role_id).role == sample() and rows(store, tables.edits) == []


def test_no_edits_are_no_revision(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    assert applied(store, role_id) == [] and found(store, role_id).revision == 1


def test_two_stores_on_one_file_editing_different_lines_lose_nothing(store: Store, tmp_path: Path) -> None:
    """Two threads, each with a store of its own, begin together; each bases its texts on its own line alone."""
    role_id = store.create(SHOP, sample())
    start, many = Barrier(2), 25

    def edit(line: str) -> list[str]:
        own = Store(f"sqlite:///{tmp_path}/test.db")
        before, fates = text(own, role_id, line), []
        start.wait()
        for at in range(many):
            now = f"{line} 第 {at} 次"
            fates += [
                a.status for a in applied(own, role_id, write(f"{line.replace('.', '-')}-{at:04}", line, now, before))
            ]
            before = now
        own.close()
        return fates

    with ThreadPoolExecutor(2) as pool:
        fates = list(pool.map(edit, ["lines.0", "lines.1"]))
    assert fates == [["saved"] * many] * 2
    assert [text(store, role_id, line) for line in ("lines.0", "lines.1")] == [
        f"lines.0 第 {many - 1} 次",
        f"lines.1 第 {many - 1} 次",
    ]
    assert found(store, role_id).revision == 1 + 2 * many
    assert sorted(row.revision for row in rows(store, tables.edits)) == list(range(2, 2 + 2 * many))


def test_one_store_serves_several_threads(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    edits = [write(f"edit-{at:04}", f"lines.{at % 2}", f"{at}") for at in range(40)]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda edit: applied(store, role_id, edit)[0], edits))
    assert sorted(answer.revision for answer in answers) == list(range(2, 42))
    assert found(store, role_id).revision == 41


def test_the_same_edit_from_two_threads_is_done_once(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    start = Barrier(2)

    def send(_: int) -> Answer:
        start.wait()
        return applied(store, role_id, Edit(id="edit-0001", op="remove", target="lines.0"))[0]

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(send, range(2))
    assert one == other and one.status == "saved" and found(store, role_id).revision == 2


@pytest.mark.parametrize("name", ["a.db", "b.db", "c.db", "d.db", "e.db"])
def test_several_stores_may_begin_on_one_new_file_together(tmp_path: Path, name: str) -> None:
    """None is turned away while another makes the tables."""
    start = Barrier(5)

    def begin(_: int) -> str:
        start.wait()
        own = Store(f"sqlite:///{tmp_path / name}")
        role_id = own.create(SHOP, sample())
        own.close()
        return role_id

    with ThreadPoolExecutor(5) as pool:
        ids = set(pool.map(begin, range(5)))
    again = Store(f"sqlite:///{tmp_path / name}")
    assert {saved.id for saved in again.roles(SHOP)} == ids and len(ids) == 5
    again.close()


# publishing


def test_publishing_stamps_and_freezes(store: Store) -> None:
    role_id = store.create(SHOP, sample(number="YY-03"))
    assert store.publish(SHOP, role_id, TODAY) == 1
    saved = found(store, role_id)
    assert (saved.version, saved.published) == (1, True)
    assert [text(store, role_id, meaning) for meaning in ("number", "version", "date")] == ["YY-03", "1", "2026-11-23"]
    applied(store, role_id, write("edit-0001", "lines.0", "改了"))
    assert not found(store, role_id).published and found(store, role_id).version == 1
    (frozen,) = rows(store, tables.versions)
    assert (frozen.role, frozen.number) == (role_id, 1) and Role.from_json(frozen.body) == saved.role


def test_the_next_version_gets_its_own_number_and_day(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    store.publish(SHOP, role_id, TODAY)
    first = found(store, role_id).role
    assert store.publish(SHOP, role_id, TODAY + timedelta(days=8)) == 2
    assert [text(store, role_id, meaning) for meaning in ("version", "date")] == ["2", "2026-12-01"]
    frozen = {row.number: Role.from_json(row.body) for row in rows(store, tables.versions)}
    assert frozen == {1: first, 2: found(store, role_id).role}


def test_a_date_that_somebody_chose_stays(store: Store) -> None:
    role_id = store.create(SHOP, sample(date="2027-01-01"))
    store.publish(SHOP, role_id, TODAY)
    assert text(store, role_id, "date") == "2027-01-01"
    applied(store, role_id, write("edit-0001", "date", "2027-02-01"))
    store.publish(SHOP, role_id, TODAY)
    assert text(store, role_id, "date") == "2027-02-01"


def test_a_role_without_stamps_is_published_as_it_is(store: Store) -> None:
    role, _ = every_kind()
    role_id = store.create(SHOP, role)
    assert store.publish(SHOP, role_id, TODAY) == 1
    assert found(store, role_id).role == role and found(store, role_id).published


# facts, libraries, templates


def test_what_a_row_is_its_id_does_not_say(store: Store) -> None:
    """Ids that look like a library's, or like a paper's of another role, of rows that are positions."""
    role, *odd = (store.create(SHOP, sample()) for _ in range(4))
    looks = ("library-00", f"paper-{role}-post", f"library-{role}")
    with closing(sqlite3.connect(store.data_file)) as connection, connection:
        for new, old in zip(looks, odd, strict=True):
            connection.execute("UPDATE roles SET id = ? WHERE id = ?", (new, old))
    assert {saved.id for saved in store.roles(SHOP)} == {role, *looks}
    assert store.damaged(SHOP) == [] and store.unshelved(SHOP) == {} and store.libraries(SHOP) == {}
    for each in looks:
        applied(store, each, write(f"edit-{each}", "goals.goals.1", "写得进去"))
    store.trash(SHOP, role)
    store.purge(SHOP, [role])
    assert {saved.id for saved in store.roles(SHOP)} == set(looks)


def test_an_id_that_is_none_puts_nothing_into_the_trash(store: Store) -> None:
    role = store.create(SHOP, sample())
    store.trash(SHOP, "")
    store.purge(SHOP, ["", role])
    assert [saved.id for saved in store.roles(SHOP)] == [role]


def test_facts_are_empty_at_first_and_no_role_of_the_shop(store: Store) -> None:
    assert store.facts(SHOP).role.tree.values == {} and store.facts(SHOP).revision == 0
    fill = Edit(id="facts-001", op="fill", target="role", name="平台", value="抖音", base=digest(""))
    assert applied(store, FACTS, fill)[0].status == "saved"
    assert store.facts(SHOP).role.tree.values == {"平台": "抖音"}
    assert store.roles(SHOP) == [] == store.roles(SHOP, trashed=True)


def library(library_id: str, title: str = "我的") -> Library:
    return Library(library=library_id, title=title, items=(Item(id="a.b", text="核对{平台}价格", aliases=("查价",)),))


def test_own_libraries_are_kept_replaced_and_dropped(store: Store) -> None:
    store.keep_library(SHOP, library("mine"))
    store.keep_library(SHOP, library("other"))
    store.keep_library(SHOP, library("mine", "改过的"))
    assert store.libraries(SHOP) == {"mine": library("mine", "改过的"), "other": library("other")}
    store.drop_library(SHOP, "mine")
    assert set(store.libraries(SHOP)) == {"other"}
    assert store.roles(SHOP) == [] == store.roles(SHOP, trashed=True), "a library is no position description"
    assert store.keep_library(SHOP, library("mine", "又来了")) is None, "to take it back is to put it away again"
    assert store.libraries(SHOP)["mine"].title == "又来了"


def test_libraries_stand_by_their_names_whenever_they_came_and_two_hundred_are_read_once(store: Store) -> None:
    for at in range(200, 0, -1):
        store.keep_library(SHOP, library(f"l{at}", f"库 {at:03}"))
    found = store.libraries(SHOP)
    assert [each.title for each in found.values()] == [f"库 {at:03}" for at in range(1, 201)]
    again = store.libraries(SHOP)
    assert all(again[key] is each for key, each in found.items()), "so that a search is made ready for them once"
    assert store.libraries_saved(SHOP).keys() == {key_of(key) for key in found}


def test_a_library_is_written_in_by_edits_and_every_import_can_be_taken_back(store: Store) -> None:
    theirs, key = library("mine"), key_of("mine")
    assert store.keep_library(SHOP, theirs, theirs) is None
    assert applied(store, key, write("edit-0001", "a.b", "核对三处价格"))[0].status == "saved"
    assert [item.text for item in store.libraries(SHOP)["mine"].items] == ["核对三处价格"]
    later = theirs.model_copy(update={"version": "2"})
    kept = store.keep_library(SHOP, later, later)
    assert kept and kept.label == "导入之前"
    assert received_in(found(store, key).role) == later
    store.restore_version(SHOP, key, kept.id)
    assert [item.text for item in store.libraries(SHOP)["mine"].items] == ["核对三处价格"]
    assert received_in(found(store, key).role) == theirs, "the next import is merged against what was received before"


def test_templates_are_kept_side_by_side_in_the_order_of_their_titles(store: Store) -> None:
    for title in ("b", "a", "b"):
        store.keep_template(SHOP, title, sample())
    kept = store.templates(SHOP)
    assert [title for title, _ in kept.values()] == ["a", "b", "b"]
    assert all(role == sample() for _, role in kept.values())


# the file


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """A closed database with a role in it."""
    path = tmp_path / "shop.db"
    opened = Store(f"sqlite:///{path}")
    opened.create(SHOP, sample())
    opened.close()
    yield path


def said(path: Path | str) -> str:
    """What a store says that cannot be opened."""
    with pytest.raises(Unavailable) as caught:
        Store(f"sqlite:///{path}").roles(SHOP)
    assert str(caught.value).endswith("。")
    return str(caught.value)


def test_data_survive_reopening(database: Path) -> None:
    for _ in range(2):
        again = Store(f"sqlite:///{database}")
        (saved,) = again.roles(SHOP)
        assert saved.role == sample()
        again.close()


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_or_empty_file_becomes_a_database(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "deep" / "er" / "new.db"
    if content is not None:
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    opened = Store(f"sqlite:///{path}")
    assert opened.roles(SHOP) == [] and opened.data_file == str(path)
    opened.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(tables.HEAD,)]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


@pytest.mark.parametrize(
    "damage", [lambda old: b"no database" * 500, lambda old: old[:100] + b"\xff" * 3000 + old[3100:]]
)
def test_a_damaged_file_is_named_and_not_touched(database: Path, damage: Any) -> None:
    database.write_bytes(damage(database.read_bytes()))
    before = database.read_bytes()
    sentence = said(database)
    assert str(database) in sentence and "损坏" in sentence and "留底" in sentence
    assert database.read_bytes() == before


def test_a_database_of_a_newer_program_is_named_and_not_touched(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = database.read_bytes()
    sentence = said(database)
    assert str(database) in sentence and "更新版本" in sentence and "升级" in sentence
    assert database.read_bytes() == before


def test_a_folder_that_cannot_be_is_named_and_is_no_damage(tmp_path: Path) -> None:
    """Where a file stands in the way, or a folder in the file's place."""
    (tmp_path / "file").write_text("甲", "utf-8")
    (tmp_path / "folder.db").mkdir()
    for path in (tmp_path / "file" / "new.db", tmp_path / "file" / "deep" / "new.db", tmp_path / "folder.db"):
        sentence = said(path)
        assert str(path) in sentence and "能否写入" in sentence and "损坏" not in sentence
    assert (tmp_path / "file").read_text("utf-8") == "甲"


def test_a_database_that_cannot_be_written_is_told_and_can_still_be_read(database: Path) -> None:
    """SQLite's own switch stands in for a file without permission, which binds no root."""
    opened = Store(f"sqlite:///{database}")
    (saved,) = opened.roles(SHOP)
    opened.close()
    sa.event.listen(
        opened._database._engine, "connect", lambda connection, _: connection.execute("PRAGMA query_only = ON")
    )
    with pytest.raises(Unavailable, match="能否写入"):
        opened.apply(SHOP, saved.id, [write("edit-0001", "lines.0", "新")])
    assert opened.roles(SHOP) == [saved]
    opened.close()


def test_a_locked_database_is_told_and_works_again_afterwards(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "BUSY_SECONDS", 0.05)
    opened = Store(f"sqlite:///{database}")
    (saved,) = opened.roles(SHOP)
    edit = write("edit-0001", "lines.0", "新")
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="正被别的程序占用"):
            opened.apply(SHOP, saved.id, [edit])
        assert opened.roles(SHOP)[0].revision == 1
        other.execute("ROLLBACK")
    assert applied(opened, saved.id, edit)[0].status == "saved"
    opened.close()


def test_a_full_disk_is_told_and_nothing_is_half_written(database: Path) -> None:
    """A limit on the pages of the file stands in for the disk."""
    opened = Store(f"sqlite:///{database}")
    (saved,) = opened.roles(SHOP)

    def fill_up(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite raises it to the pages that there are

    opened.close()
    sa.event.listen(opened._database._engine, "connect", fill_up)
    edits = [write(f"edit-{at:04}", "lines.0", f"{at}" * 999) for at in range(400)]
    with pytest.raises(Unavailable, match="磁盘满了"):
        opened.apply(SHOP, saved.id, edits)
    assert opened.roles(SHOP)[0].role == sample() and rows(opened, tables.edits) == []
    opened.close()


def test_a_fault_of_ours_is_no_damage_of_the_file(store: Store) -> None:
    """Nobody is told to put a good database aside because a table, or a query, is wrong."""
    role_id = store.create(SHOP, sample())
    with closing(sqlite3.connect(store.data_file)) as connection, connection:
        connection.execute("DROP TABLE settings")
    with pytest.raises(sa.exc.OperationalError):
        store.setting(SHOP, "advice")
    with pytest.raises(sa.exc.OperationalError), store._database.write() as connection:
        connection.execute(sa.text("SELECT"))
    assert found(store, role_id).role == sample()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="没有 /dev/full")
def test_what_a_file_refuses_while_the_database_is_read_is_not_the_database(store: Store) -> None:
    store.create(SHOP, sample())
    with Path("/dev/full").open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        store.back_up(file)


def test_a_damaged_letter_stops_no_other_record(store: Store) -> None:
    """sqlite3 would refuse all that was asked for: on a disk that loses bits, one of them stood for the whole shop."""
    good, bad = store.create(SHOP, a_role("好的")), store.create(SHOP, a_role("坏的"))
    with closing(sqlite3.connect(store.data_file)) as connection, connection:
        connection.execute(
            "UPDATE roles SET body = CAST(replace(CAST(body AS BLOB), CAST('坏' AS BLOB), x'e5') AS TEXT) WHERE id = ?",
            [bad],
        )
    assert {saved.id for saved in store.roles(SHOP)} == {good, bad}
    assert "\ufffd的" in found(store, bad).role.to_json()


def test_a_database_of_another_program_is_not_called_newer(tmp_path: Path) -> None:
    for name, statements in {
        "other": ["CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('ae1027a6acf')"],
        "bare": ["CREATE TABLE customers (name)"],
        "none": ["CREATE TABLE alembic_version (version_num)", "CREATE TABLE roles (id)"],
        "zero": ["CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('0000')"],
    }.items():
        path = tmp_path / f"{name}.db"
        with closing(sqlite3.connect(path)) as connection, connection:
            for statement in statements:
                connection.execute(statement)
        sentence = said(path)
        assert str(path) in sentence and "不是岗位匠的" in sentence and "更新版本" not in sentence, name


def large(sections: int) -> Role:
    """A role of 2.5 million characters a section, of those that take the most room."""
    lines = tuple(Node(id=f"l{at}", kind="line", text="\U0001f46a" * TEXT_LIMIT) for at in range(CHILD_LIMIT))
    role = sample()
    for at in range(sections):
        own = tuple(line.with_(id=f"{line.id}.{at}") for line in lines)
        block = Node(id=f"b{at}", kind="items", children=own)
        section = Node(id=f"s{at}", kind="section", children=(block,))
        role = role.replace(role.tree.with_(children=(*role.tree.children, section)))
    return role


def test_a_role_grows_as_large_as_a_backup_can_hold_it_and_no_larger(store: Store) -> None:
    fits, more = large(2), large(4)
    role_id = store.create(SHOP, fits)
    with pytest.raises(Refused, match="太大"):
        store.create(SHOP, more)
    assert [saved.role for saved in store.roles(SHOP)] == [fits]
    with sa.create_engine(store._database.url).begin() as connection:
        connection.execute(sa.update(tables.roles).values(body=more.to_json()))
    assert applied(store, role_id, write("edit-0001", "lines.0", ""))[0].status == "saved", "an older one may shrink"


def test_a_role_that_was_changed_as_often_as_can_be_counted_says_so(store: Store) -> None:
    role_id = store.create(SHOP, sample())
    last = sa.update(tables.roles).values(revision=LAST_REVISION)
    with sa.create_engine(store._database.url).begin() as connection:
        connection.execute(last)
    with pytest.raises(Unavailable, match="复制一份"):
        store.apply(SHOP, role_id, [write("edit-0001", "lines.0", "新")])
    with pytest.raises(Unavailable, match="复制一份"):
        store.publish(SHOP, role_id, TODAY)
    assert found(store, role_id).role == sample()


def test_the_data_file_of_another_database_hides_its_password() -> None:
    url = sa.make_url("postgresql://owner:secret@db.example/shop")
    hidden = databases.Database.__new__(databases.Database)
    hidden.url = url
    assert "secret" not in hidden.data_file and "db.example" in hidden.data_file


def test_the_environment_names_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLESMITH_DATABASE_URL", "sqlite:///elsewhere.db")
    assert databases.default_url() == "sqlite:///elsewhere.db"
    monkeypatch.delenv("ROLESMITH_DATABASE_URL")
    assert databases.default_url().endswith("/data/rolesmith.db")


def test_a_damaged_record_is_named_and_stops_no_other(store: Store) -> None:
    good, bad = store.create(SHOP, a_role("好的")), store.create(SHOP, a_role("坏的"))
    engine = sa.create_engine(store._database.url)
    with engine.begin() as connection:
        connection.execute(sa.update(tables.roles).where(tables.roles.c.id == bad).values(body="{"))
    engine.dispose()
    assert [saved.id for saved in store.roles(SHOP)] == [good]
    assert store.damaged(SHOP) == ["坏的"]
    assert store.role(SHOP, bad) is None
    with pytest.raises(Unavailable, match="坏的"):
        store.apply(SHOP, bad, [Edit(id="edit-0001", op="set", target="role", name="title", value="x")])


def a_role(name: str) -> Role:
    """A role of this name and nothing else."""
    field = Node(id="name", kind="field", title="岗位名称", meaning="name", text=name)
    block = Node(id="info", kind="fields", children=(field,))
    return Role(tree=Node(id="role", kind="role", children=(Node(id="basics", kind="section", children=(block,)),)))
