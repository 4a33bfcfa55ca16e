"""A database with every kind of row in it, whole and damaged, and the ids by what they are."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rolesmith.formats.looks import LOOK
from rolesmith.libraries.tree import key_of, library_of
from rolesmith.presets.library import Item, Library
from rolesmith.presets.paper import key_of as paper_key
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.role.tree import Role
from rolesmith.store import tables
from rolesmith.store.store import FACTS, LAST_BACKUP, Store
from tests.conftest import SHOP
from tests.sample import every_kind

LIBRARY, AWAY = "mine", "away"
"""A library of the shop's own, and one in the trash."""
PAPER = "post"


def fill(path: Path) -> dict[str, str]:
    """Fill the database at `path`; what may be asked for as `?role=`, by what it is."""
    store = Store(f"sqlite:///{path}")
    try:
        found = _filled(store)
    finally:
        store.close()
    _damage(path, found)
    return found


def rows(path: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows of the database at `path`, by table, in the order of their keys."""
    engine, found = sa.create_engine(f"sqlite:///{path}"), {}
    with engine.connect() as connection:
        for name, table in tables.metadata.tables.items():
            query = sa.select(table).order_by(*table.primary_key)
            found[name] = [dict(row) for row in connection.execute(query).mappings()]
    engine.dispose()
    return found


def older(found: Mapping[str, list[dict[str, Any]]], schema: str) -> dict[str, list[dict[str, Any]]]:
    """All rows as a program of an older schema has left them; its libraries' trash, if it had none, is empty."""
    left = {name: [dict(row) for row in rows] for name, rows in found.items()}
    if schema < "0002":
        trees = [row for row in left["roles"] if row["kind"] == "library"]
        left["roles"] = [row for row in left["roles"] if row["kind"] != "library"]
        read = [(row, library_of(Role.from_json(row["body"]))) for row in trees if row["deleted_at"] is None]
        left["libraries"] = [
            {"shop": row["shop"], "id": library.library, "body": _written(library), "at": row["created_at"]}
            for row, library in read
        ]
    if schema < "0003":
        left["edits"] = [{**row, "body": "{}"} for row in left["edits"]]
    gone = {"tags", *(("kind", "parent") if schema < "0004" else ()), *(("sequence",) if schema < "0003" else ())}
    left["roles"] = [{name: row[name] for name in row if name not in gone} for row in left["roles"]]
    left["versions"] = [{name: row[name] for name in row if name not in gone - {"kind"}} for row in left["versions"]]
    return left


def _written(library: Library) -> str:
    return library.model_dump_json(by_alias=True, exclude_defaults=True)


def told(path: Path, schema: str) -> dict[str, Any]:
    """What the database at `path` holds, but for what a program of the older schema did not keep."""
    store = Store(f"sqlite:///{path}")
    try:
        libraries = store.libraries(SHOP)
        order = [saved.id for saved in store.roles(SHOP)]
    finally:
        store.close()
    found = rows(path)
    if schema < "0002":
        found["roles"] = [row for row in found["roles"] if row["kind"] != "library"]
    for row in (*found["roles"], *found["versions"]):
        del row["sequence"]
    for row in found["roles"] if schema < "0005" else ():
        del row["tags"]
    return {**found, "libraries": libraries, "order": order if schema >= "0003" else sorted(order)}


def _filled(store: Store) -> dict[str, str]:
    starter = shipped().starters["operations_specialist"].role
    found = {
        "role": store.create(SHOP, every_kind()[0]),
        "starter": store.create(SHOP, starter),
        "trashed": store.create(SHOP, starter),
        "damaged": store.create(SHOP, starter),
        "bare": store.create(SHOP, Role.model_validate({"tree": {"id": "role", "kind": "role"}})),
    }
    store.apply(SHOP, FACTS, [Edit(id="fill-facts", op="fill", target="role", name="店名", value="花店")])
    paper = make_paper(shipped().papers[PAPER], starter, shipped().filling(starter), 1)
    for role in (found["starter"], found["trashed"]):
        store.keep_paper(SHOP, role, PAPER, lambda *_: paper)
    for library in (LIBRARY, AWAY):
        items = (Item(id="a", text="每天打单"), Item(id="b", text="盘点库存", kind="duty"))
        store.keep_library(SHOP, Library(library=library, title=f"库{library}", items=items))
    store.drop_library(SHOP, AWAY)
    store.publish(SHOP, found["role"], date(2026, 1, 1))
    store.name_version(SHOP, found["role"], "第一版")
    store.keep_template(SHOP, "本店模板", starter)
    store.set_setting(SHOP, LOOK, "compact")
    store.set_setting(SHOP, LAST_BACKUP, "2026-01-01T00:00:00+00:00")
    store.tag(SHOP, [found["role"], found["trashed"]], ["急招", "<b>夜班</b>"])
    store.trash(SHOP, found["trashed"])
    return found | {
        "paper": paper_key(found["starter"], PAPER),
        "trashed paper": paper_key(found["trashed"], PAPER),
        "library": key_of(LIBRARY),
        "trashed library": key_of(AWAY),
        "shipped library": key_of("data"),
        "facts": FACTS,
        "template": next(iter(store.templates(SHOP))),
        "version": store.versions(SHOP, found["role"])[0].id,
        "gone": "r00000000",
        "odd": "'; 甲\x00</script>{平台}%s",
        "long": "r" * 3000,
    }


def _damage(path: Path, found: dict[str, str]) -> None:
    engine = sa.create_engine(f"sqlite:///{path}")
    table = tables.roles
    with engine.begin() as connection:
        connection.execute(sa.update(table).where(table.c.id == found["damaged"]).values(body='{"tree": 1}'))
    engine.dispose()
