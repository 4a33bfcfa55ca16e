"""Rows of versions: kept, listed and read back. Functions on a connection, inside somebody's transaction."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from rolesmith import rows, schema
from rolesmith.role import Role, new_id
from rolesmith.version import BY_ITSELF, IDLE, MOST_BY_ITSELF, Kind, Version


def known(connection: sa.Connection, shop: str, role_id: str) -> list[Version]:
    """A role's versions, the newest first."""
    columns = [schema.versions.c[name] for name in ("id", "kind", "number", "title", "revision", "at")]
    query = sa.select(*columns).where(*_of(shop, role_id))
    found = connection.execute(query.order_by(schema.versions.c.at.desc(), schema.versions.c.revision.desc())).all()
    return [Version(**{**row._asdict(), "at": datetime.fromisoformat(row.at)}) for row in found]


def frozen(connection: sa.Connection, shop: str, role_id: str, **which: str | int) -> Role | None:
    """The role as the version with an `id` or a `number` holds it; None where there is none that can be read."""
    chosen = [schema.versions.c[name] == value for name, value in which.items()]
    row = connection.execute(sa.select(schema.versions.c.body).where(*_of(shop, role_id), *chosen)).one_or_none()
    return rows.role_in(row) if row else None


def freeze(
    connection: sa.Connection, row: sa.Row[Any], role: Role, kind: Kind, *,
    number: int = 0, title: str = "", revision: int = 0, at: str = "",
) -> Version:  # fmt: skip
    """Keep the role as a version, with the shop's facts of the day; by default as the row stands, now."""
    new = Version(new_id("v"), kind, number, title, revision or row.revision, datetime.fromisoformat(at or rows.now()))
    shop = {**role.shop, **rows.facts(connection, row.shop).tree.values}
    body = role.model_copy(update={"shop": shop}).to_json()
    entry = {**vars(new), "at": at or new.at.isoformat(timespec="milliseconds")}
    connection.execute(sa.insert(schema.versions).values(shop=row.shop, role=row.id, body=body, **entry))
    _drop_oldest(connection, row.shop, row.id)
    return new


def freeze_by_itself(
    connection: sa.Connection, row: sa.Row[Any], role: Role, kind: Kind, *, title: str = "", at: str = ""
) -> Version:
    """The version that holds the row's revision; made where there is none."""
    held = next((each for each in known(connection, row.shop, row.id) if each.revision == row.revision), None)
    return held or freeze(connection, row, role, kind, title=title, at=at)


def left_idle(row: sa.Row[Any]) -> bool:
    """Whether nobody has written in the role for a while."""
    return datetime.fromisoformat(rows.now()) - datetime.fromisoformat(row.saved_at) >= IDLE


def _drop_oldest(connection: sa.Connection, shop: str, role_id: str) -> None:
    extra = [each.id for each in known(connection, shop, role_id) if each.kind in BY_ITSELF][MOST_BY_ITSELF:]
    if extra:
        connection.execute(sa.delete(schema.versions).where(*_of(shop, role_id), schema.versions.c.id.in_(extra)))


def _of(shop: str, role_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return schema.versions.c.shop == shop, schema.versions.c.role == role_id
