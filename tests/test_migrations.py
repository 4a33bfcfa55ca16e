"""A database that an older program has left: all of it comes along, damaged rows too, or nothing changes."""

import re
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
from tests.every_row import fill, older, rows, told
from tests.sample import without_standards

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
    """Every shipped library among them, which has all that one could say then: no standards."""
    path = f"sqlite:///{tmp_path}/old.db"
    short = Library(
        library="mine", title="我的", items=(Item(id="a.b", text="核对{平台}价格", aliases=("查，价", " a\\b")),)
    )
    libraries = {"mine": short, **{key: without_standards(each) for key, each in shipped().libraries.items()}}
    bodies = {key: each.model_dump_json(by_alias=True, exclude_defaults=True) for key, each in libraries.items()}
    old_database(path, "0001", libraries=[{**OLD, "id": key, "body": body} for key, body in bodies.items()])
    store = Store(path)
    assert store.libraries("local") == libraries
    for key, library in libraries.items():
        saved = store.role("local", key_of(key))
        now = tree_of(library, library)
        assert saved and saved.role.replace(bare(saved.role.tree)) == now.replace(bare(now.tree))
    store.close()


def bare(node: Node) -> Node:
    """A tree without what only helps to fill it in, which later versions say in other words."""
    return node.with_(hint="", examples=(), children=tuple(map(bare, node.children)))


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


@pytest.mark.parametrize("old", schema.SCHEMAS[:-1])
def test_every_row_of_an_older_database_comes_along(tmp_path: Path, old: str) -> None:
    fill(tmp_path / "full.db")
    old_database(f"sqlite:///{tmp_path}/old.db", old, **older(rows(tmp_path / "full.db"), old))
    assert told(tmp_path / "old.db", old) == told(tmp_path / "full.db", old)


@pytest.mark.parametrize("old", schema.SCHEMAS[:-1])
def test_a_migration_that_breaks_off_leaves_the_old_schema(tmp_path: Path, old: str) -> None:
    """A trigger stands in for a power cut in the middle of the last one; without it the database opens as new."""
    fill(tmp_path / "full.db")
    path = tmp_path / "old.db"
    old_database(f"sqlite:///{path}", old, **older(rows(tmp_path / "full.db"), old))
    cut = f"CREATE TRIGGER cut BEFORE UPDATE ON alembic_version WHEN NEW.version_num = '{schema.HEAD}'"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"{cut} BEGIN SELECT RAISE(ABORT, 'cut'); END")
        before = list(connection.iterdump())
    with pytest.raises(sa.exc.IntegrityError):
        Store(f"sqlite:///{path}")
    with closing(sqlite3.connect(path)) as connection, connection:
        assert list(connection.iterdump()) == before
        connection.execute("DROP TRIGGER cut")
    assert told(path, old) == told(tmp_path / "full.db", old)


def test_a_migration_imports_nothing_of_ours() -> None:
    """What it does is settled; what it would import goes on changing."""
    for path in (Path(migrations.__file__).parent / "versions").glob("*.py"):
        assert "rolesmith." not in "".join(re.findall("^(?:from|import) .*", path.read_text("utf-8"), re.MULTILINE))
