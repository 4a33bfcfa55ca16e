"""Rows: how roles and libraries lie in the tables. Functions on a connection, inside somebody's transaction."""

from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from rolesmith import papers, schema
from rolesmith.database import Unavailable
from rolesmith.library import Library
from rolesmith.library_tree import KEY, library_of
from rolesmith.role import Node, Role

FACTS = "facts"
"""The reserved id under which a shop's own facts lie: a role without sections whose values fill every role."""
NO_FACTS = Role(tree=Node(id="role", kind="role"))
KEPT = 64
"""Roles in memory, those that were read or written last: two reads follow each edit, and reading takes longest.

A third of a megabyte each; one that is written anew takes the place of what it was.
"""


@dataclass(frozen=True)
class Saved:
    """A role as it lies in the database. Times are in UTC."""

    id: str
    role: Role
    revision: int
    version: int
    published: bool
    """Whether the newest revision is the one last published."""
    saved_at: datetime
    deleted_at: datetime | None = None


def now() -> str:
    """The time as the tables hold it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def one(shop: str, role_id: str) -> sa.Select[Any]:
    """Asks for a role's row."""
    table = schema.roles
    return sa.select(table).where(table.c.shop == shop, table.c.id == role_id)


def two(shop: str, role_id: str, other: str) -> sa.Select[Any]:
    """Asks for the rows of two roles."""
    table = schema.roles
    return sa.select(table).where(table.c.shop == shop, sa.or_(table.c.id == role_id, table.c.id == other))


def update(shop: str, role_id: str) -> sa.Update:
    """Changes a role's row."""
    table = schema.roles
    return sa.update(table).where(table.c.shop == shop, table.c.id == role_id)


def held(connection: sa.Connection, shop: str, role_id: str) -> sa.Row[Any] | None:
    """A role's row, locked for this transaction; None where there is none or it lies in the trash."""
    row = connection.execute(one(shop, role_id).with_for_update()).one_or_none()
    return row if row is not None and row.deleted_at is None else None


def insert(connection: sa.Connection, shop: str, role_id: str, role: Role) -> None:
    """Put a new role in, at revision 1."""
    at = now()
    connection.execute(
        sa.insert(schema.roles).values(
            shop=shop, id=role_id, name=_name(role), body=role.to_json(), revision=1,
            published_revision=0, version=0, created_at=at, saved_at=at,
        )
    )  # fmt: skip


def rewrite(connection: sa.Connection, row: sa.Row[Any], role: Role, **columns: int) -> None:
    """Write the new tree where the row still has the revision that we read."""
    statement = update(row.shop, row.id).where(schema.roles.c.revision == row.revision)
    body = role.to_json()
    changed = connection.execute(statement.values(body=body, name=_name(role), saved_at=now(), **columns))
    if changed.rowcount != 1:
        raise RuntimeError(f"role {row.id} changed under its own transaction")
    _keep(body, role, instead=row.body)


def facts(connection: sa.Connection, shop: str) -> Role:
    """The shop's own facts; empty where there are none that can be read."""
    row = connection.execute(one(shop, FACTS)).one_or_none()
    return (role_in(row) if row else None) or NO_FACTS


def role_in(row: sa.Row[Any]) -> Role | None:
    """The role in a row; None where it is damaged."""
    role = _kept.get(row.body)
    if role is None:
        try:
            role = Role.from_json(row.body)
        except ValidationError:
            return None
    _keep(row.body, role)
    return role


_kept: dict[str, Role] = {}
_keeping = Lock()


def _keep(body: str, role: Role, instead: str = "") -> None:
    """Remember what a text reads as; the one used longest ago goes, and what it stands instead of."""
    with _keeping:
        _kept.pop(instead, None)
        _kept.pop(body, None)
        _kept[body] = role
        while len(_kept) > KEPT:
            del _kept[next(iter(_kept))]


def readable(row: sa.Row[Any]) -> Role:
    """The role in a row. Raises Unavailable where it is damaged."""
    role = role_in(row)
    if role is None:
        raise Unavailable(f"“{row.name}”在数据库里的记录读不出来，没有改动它；其余岗位不受影响。")
    return role


def saved_in(row: sa.Row[Any]) -> Saved | None:
    """The row as a role; None where it is damaged."""
    role = role_in(row)
    if role is None:
        return None
    deleted = datetime.fromisoformat(row.deleted_at) if row.deleted_at else None
    published = row.version > 0 and row.published_revision == row.revision
    at = datetime.fromisoformat(row.saved_at)
    return Saved(row.id, role, row.revision, row.version, published, at, deleted)


def is_position() -> sa.ColumnElement[bool]:
    """Holds for the rows that are position descriptions: neither facts nor libraries nor papers."""
    ids = schema.roles.c.id
    others = (ids.startswith(key, autoescape=True) for key in (KEY, papers.KEY))
    return sa.and_(ids != FACTS, *(~other for other in others))


def library_in(row: sa.Row[Any]) -> Library | None:
    """The library in a row; None where it is damaged."""
    library = _libraries.get(row.body)
    if library is None and (role := role_in(row)):
        library = _libraries[row.body] = library_of(role)
        while len(_libraries) > KEPT:
            _libraries.pop(next(iter(_libraries)), None)
    return library


_libraries: dict[str, Library] = {}
"""What the libraries read last read as, the same object for the same content: a search is made ready for it once."""


def _name(role: Role) -> str:
    node = role.meaning("name")
    return node.text if node else ""
