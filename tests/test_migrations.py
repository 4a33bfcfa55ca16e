"""A database that an older program has left: all of it comes along, damaged rows too, or nothing changes."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa

from rolesmith.libraries.tree import key_of, tree_of
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node, Role
from rolesmith.store import migrations
from rolesmith.store import tables as schema
from rolesmith.store.store import Store

OLD = {"shop": "local", "at": "2026-11-24T08:00:00.000+00:00"}


def old_database(path: str, schema: str, **rows: list[dict[str, object]]) -> None:
    """One as a program of an older schema has left it, with rows in its tables."""
    engine = sa.create_engine(path)
    migrations.upgrade(engine, schema)
    tables = sa.MetaData()
    with engine.begin() as connection:
        tables.reflect(connection)
        for name, found in rows.items():
            connection.execute(sa.insert(tables.tables[name]), found)
    engine.dispose()


def test_libraries_of_the_first_release_become_trees(tmp_path: Path) -> None:
    """Every shipped library among them, which has all that one can say."""
    path = f"sqlite:///{tmp_path}/old.db"
    short = Library(
        library="mine", title="我的", items=(Item(id="a.b", text="核对{平台}价格", aliases=("查，价", " a\\b")),)
    )
    libraries = {"mine": short, **shipped().libraries}
    bodies = {key: each.model_dump_json(by_alias=True, exclude_defaults=True) for key, each in libraries.items()}
    old_database(path, "0001", libraries=[{**OLD, "id": key, "body": body} for key, body in bodies.items()])
    store = Store(path)
    assert store.libraries("local") == libraries
    for key, library in libraries.items():
        saved = store.role("local", key_of(key))
        assert saved and saved.role == tree_of(library, library)
    store.close()


BAD_LIBRARIES = ["{", "[]", "{}", '{"library": "bad", "title": "坏的", "items": 5}', "[" * 5000, "null", '{"title": 3}']


@pytest.mark.parametrize("body", BAD_LIBRARIES)
def test_a_damaged_row_of_an_old_database_is_carried_over_and_named(tmp_path: Path, body: str) -> None:
    path = f"sqlite:///{tmp_path}/old.db"
    good = Library(library="good", title="好的", items=()).model_dump_json(by_alias=True, exclude_defaults=True)
    role = Role(tree=Node(id="role", kind="role")).to_json()
    times = {"created_at": OLD["at"], "saved_at": OLD["at"], "deleted_at": None}
    counts = {"revision": 1, "published_revision": 0, "version": 0, **times}
    roles = [
        {"shop": "local", "id": key, "name": key, "body": text, **counts} for key, text in (("r1", role), ("r2", body))
    ]
    libraries = [{**OLD, "id": key, "body": text} for key, text in (("bad", body), ("good", good))]
    old_database(path, "0001", libraries=libraries, roles=roles)
    store = Store(path)
    assert [each.id for each in store.roles("local")] == ["r1"] and set(store.libraries("local")) == {"good"}
    assert sorted(store.damaged("local")) == ["r2", "预设库 bad"]
    with sa.create_engine(path).connect() as connection:
        kept = connection.execute(sa.select(schema.roles.c.body).where(schema.roles.c.id == key_of("bad"))).scalar()
    assert kept == body
    store.close()


def test_a_migration_that_breaks_off_leaves_the_old_schema(tmp_path: Path) -> None:
    """A trigger stands in for a power cut in the middle of the last one; without it the database opens as new."""
    path = f"sqlite:///{tmp_path}/old.db"
    edit = {**OLD, "role": "r1", "id": "edit-0001", "revision": 2, "body": "{}", "answer": "{}"}
    role = {"id": "r1", "name": "甲", "body": Role(tree=Node(id="role", kind="role")).to_json(), "deleted_at": None}
    role |= {"shop": "local", "revision": 1, "published_revision": 0, "version": 0}
    role |= {"created_at": OLD["at"], "saved_at": OLD["at"]}
    old_database(path, "0002", edits=[edit], roles=[role])
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection, connection:
        connection.execute("CREATE TRIGGER cut BEFORE UPDATE ON alembic_version BEGIN SELECT RAISE(ABORT, 'cut'); END")
    with pytest.raises(sa.exc.IntegrityError):
        Store(path)
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection, connection:
        names = [name for _, name, *_ in connection.execute("PRAGMA table_info(edits)")]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        assert "body" in names and tables == {"roles", "edits", "versions", "templates", "settings", "alembic_version"}
        connection.execute("DROP TRIGGER cut")
    store = Store(path)
    assert [saved.id for saved in store.roles("local")] == ["r1"]
    store.close()
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        assert "body" not in [name for _, name, *_ in connection.execute("PRAGMA table_info(edits)")]
        assert connection.execute("SELECT id FROM edits").fetchall() == [("edit-0001",)]
