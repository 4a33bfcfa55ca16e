"""Rows of versions: kept, listed and read back. Functions on a connection, inside somebody's transaction."""

from itertools import islice
from typing import Any

import sqlalchemy as sa

from rolesmith.role.tree import CHILD_LIMIT, Role, new_id
from rolesmith.role.version import BY_ITSELF, IDLE, MOST_BY_ITSELF, Kind, Version
from rolesmith.store import role_rows, tables


def known(connection: sa.Connection, shop: str, role_id: str) -> list[Version]:
    """A role's versions, the one made last first."""
    columns = [tables.versions.c[name] for name in ("id", "kind", "number", "title", "revision", "at")]
    query = sa.select(*columns).where(*_of(shop, role_id))
    found = connection.execute(query.order_by(tables.versions.c.sequence.desc())).all()
    return [Version(**{**row._asdict(), "at": role_rows.moment(row.at)}) for row in found]


def frozen(connection: sa.Connection, shop: str, role_id: str, **which: str | int) -> Role | None:
    """The role as the version with an `id` or a `number` holds it; None where there is none that can be read."""
    chosen = [tables.versions.c[name] == value for name, value in which.items()]
    row = connection.execute(sa.select(tables.versions.c.body).where(*_of(shop, role_id), *chosen)).one_or_none()
    return role_rows.role_in(row) if row else None


def signed(connection: sa.Connection, row: sa.Row[Any]) -> Role | None:
    """The last published version that is not what stands in the row now; None where there is none to be read."""
    number = int(row.version) - (row.published_revision == row.revision)
    return frozen(connection, row.shop, row.id, number=number) if number > 0 else None


def freeze(
    connection: sa.Connection, row: sa.Row[Any], role: Role, kind: Kind, *,
    number: int = 0, title: str = "", revision: int = 0, at: str = "",
) -> Version:  # fmt: skip
    """Keep the role as a version, with the shop's facts of the day; by default as the row stands, now."""
    new = Version(new_id("v"), kind, number, title, revision or row.revision, role_rows.moment(at or role_rows.now()))
    facts = role_rows.facts(connection, row.shop).tree.values
    shop = dict(islice({**facts, **role.shop, **facts}.items(), CHILD_LIMIT))  # the day's own first, and as they are
    body = role.model_copy(update={"shop": shop}).to_json()
    entry = {**vars(new), "at": new.at.isoformat(timespec="milliseconds"), "sequence": _next(row.shop, row.id)}
    connection.execute(sa.insert(tables.versions).values(shop=row.shop, role=row.id, body=body, **entry))
    _drop_oldest(connection, row.shop, row.id)
    return new


def freeze_by_itself(
    connection: sa.Connection, row: sa.Row[Any], role: Role, kind: Kind, *, title: str = "", at: str = ""
) -> Version:
    """The version that holds the row as it stands; made where there is none."""
    for each in known(connection, row.shop, row.id):
        held = frozen(connection, row.shop, row.id, id=each.id) if each.revision == row.revision else None
        if held and held.tree == role.tree:
            return each
    return freeze(connection, row, role, kind, title=title, at=at)


def replace(connection: sa.Connection, row: sa.Row[Any], role: Role, title: str) -> Version:
    """Put another role in the row; the version, under `title`, that keeps what stood there."""
    kept = freeze_by_itself(connection, row, role_rows.readable(row), "before", title=title)
    role_rows.rewrite(connection, row, role, revision=row.revision + 1)
    return kept


def left_idle(row: sa.Row[Any]) -> bool:
    """Whether nobody has written in the role for a while; so it is where the clock was set in the meantime."""
    return abs(role_rows.moment(role_rows.now()) - role_rows.moment(row.saved_at)) >= IDLE


def _drop_oldest(connection: sa.Connection, shop: str, role_id: str) -> None:
    extra = [each.id for each in known(connection, shop, role_id) if each.kind in BY_ITSELF][MOST_BY_ITSELF:]
    if extra:
        connection.execute(sa.delete(tables.versions).where(*_of(shop, role_id), tables.versions.c.id.in_(extra)))


def _next(shop: str, role_id: str) -> sa.ScalarSelect[int]:
    """The sequence of a version that is made now."""
    others = tables.versions.alias()
    newest = sa.func.coalesce(sa.func.max(others.c.sequence), 0)
    return sa.select(newest + 1).where(others.c.shop == shop, others.c.role == role_id).scalar_subquery()


def _of(shop: str, role_id: str) -> tuple[sa.ColumnElement[bool], ...]:
    return tables.versions.c.shop == shop, tables.versions.c.role == role_id
