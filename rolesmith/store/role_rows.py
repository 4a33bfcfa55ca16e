"""Rows: how roles and libraries lie in the tables. Functions on a connection, inside somebody's transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock
from typing import Any

import sqlalchemy as sa
from pydantic import ValidationError

from rolesmith.libraries.tree import key_of, library_of
from rolesmith.presets.library import Library
from rolesmith.role.edit import Refused
from rolesmith.role.tags import Tags, read
from rolesmith.role.tree import Role, is_newer, new_id
from rolesmith.store import record, tables
from rolesmith.store.database import Unavailable
from rolesmith.store.record import FACTS, KINDS, NO_FACTS, OWN, Kind

LAST_REVISION = 2**31 - 1
"""What a column holds, so a backup may hold it, and nothing is written beyond."""
BODY_LIMIT = 8_000_000
"""Characters that a tree may grow to, as JSON: a backup's line has room for it."""
AT_ONCE = 100
"""Roles that one question names."""
LONG_AGO, LAST_YEAR = datetime.fromtimestamp(0, UTC), 9000
KEPT = 64
"""Roles in memory, those that were read or written last: two reads follow each edit, and reading takes longest.

A third of a megabyte each; one that is written anew takes the place of what it was.
"""
KEPT_SIGNS = 10_000_000
"""Of all of them together, as JSON: large ones are fewer."""


@dataclass(frozen=True)
class Saved:
    """A role as it lies in the database. Times are in UTC."""

    id: str
    kind: Kind
    role: Role
    revision: int
    version: int
    published: bool
    """Whether the newest revision is the one last published."""
    saved_at: datetime
    deleted_at: datetime | None = None
    parent: str = ""
    """A paper's role."""


@dataclass(frozen=True)
class Head:
    """What a row says of its role beside the tree. Two heads alike stand beside the same tree."""

    id: str
    name: str
    """As it is written, with its blanks."""
    revision: int
    version: int
    published: bool
    """Whether the newest revision is the one last published."""
    at: str
    """When it was saved, as the table holds it."""
    created: str
    """When it began, likewise."""
    tags: Tags = field(default=(), compare=False)


def now() -> str:
    """The time as the tables hold it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def moment(text: str) -> datetime:
    """A time as the tables hold it, in UTC; what is none that a page could tell is as long ago as can be."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return LONG_AGO
    return at.astimezone(UTC) if at.tzinfo and LONG_AGO.year <= at.year < LAST_YEAR else LONG_AGO


def _next() -> sa.ScalarSelect[int]:
    """The sequence of a row that is written now."""
    others = tables.roles.alias()
    newest = sa.func.coalesce(sa.func.max(others.c.sequence), 0)
    return sa.select(newest + 1).where(others.c.shop == sa.bindparam("of_shop")).scalar_subquery()


_HERE = tables.roles.c.shop == sa.bindparam("of_shop")
_ONE = sa.select(tables.roles).where(_HERE, tables.roles.c.id == sa.bindparam("one"))
_LOCKED = _ONE.with_for_update()
_TWO = sa.select(tables.roles).where(_HERE, tables.roles.c.id.in_((sa.bindparam("one"), sa.bindparam("other"))))
_INSERT = sa.insert(tables.roles).values(sequence=_next())
_REWRITE = (
    sa.update(tables.roles)
    .where(_HERE, tables.roles.c.id == sa.bindparam("one"), tables.roles.c.revision == sa.bindparam("read"))
    .values(sequence=_next())
)
"""What each edit says to the database: put together once, which takes longer than to say it."""


def one(connection: sa.Connection, shop: str, role_id: str) -> sa.Row[Any] | None:
    """A role's row."""
    return connection.execute(_ONE, {"of_shop": shop, "one": role_id}).one_or_none()


def two(connection: sa.Connection, shop: str, role_id: str, other: str) -> dict[str, sa.Row[Any]]:
    """The rows of two roles, by their ids."""
    return {row.id: row for row in connection.execute(_TWO, {"of_shop": shop, "one": role_id, "other": other})}


def locked(connection: sa.Connection, shop: str, role_id: str) -> sa.Row[Any] | None:
    """A role's row, which nobody else writes as long as this transaction goes on."""
    return connection.execute(_LOCKED, {"of_shop": shop, "one": role_id}).one_or_none()


def held(connection: sa.Connection, shop: str, role_id: str) -> sa.Row[Any] | None:
    """The same; None where it lies in the trash."""
    row = locked(connection, shop, role_id)
    return row if row is not None and row.deleted_at is None else None


def update(shop: str, role_id: str) -> sa.Update:
    """Changes a role's row."""
    table = tables.roles
    return sa.update(table).where(table.c.shop == shop, table.c.id == role_id)


def written(role: Role, before: str = "") -> str:
    """A tree as it is written. Raises Refused where it is too large, and not smaller than what stood there."""
    body = role.to_json()
    if len(body) > max(BODY_LIMIT, len(before)):
        most = BODY_LIMIT // 10_000
        raise Refused(f"“{role.name or '这一份'}”太大，最多 {most} 万字（连同格式），没有存进去；请拆成几份。")
    return body


def insert(
    connection: sa.Connection, shop: str, role_id: str, role: Role, kind: Kind = "position", parent: str = "",
    tags: str = "",
) -> None:  # fmt: skip
    """Put a new role in, at revision 1. Raises Refused where it cannot lie there."""
    record.check(kind, role_id, role)
    at = now()
    row = {
        "shop": shop, "id": role_id, "kind": kind, "parent": parent, "name": role.name, "body": written(role),
        "revision": 1, "published_revision": 0, "version": 0, "created_at": at, "saved_at": at, "tags": tags,
    }  # fmt: skip
    connection.execute(_INSERT, {**row, "of_shop": shop})


def copy(connection: sa.Connection, shop: str, role_ids: Sequence[str], make: Callable[[Role], Role]) -> list[str]:
    """As Store.copy."""
    copies = []
    for role_id in role_ids:
        row = held(connection, shop, role_id)
        role = role_in(row) if row and row.kind == "position" else None
        if row and role:
            copies.append(new_id("r"))
            insert(connection, shop, copies[-1], made(make, role), tags=row.tags)
    return copies


def rewrite(connection: sa.Connection, row: sa.Row[Any], role: Role, **columns: int) -> None:
    """Write the new tree where the row has the revision that we read.

    Raises Refused where it cannot lie there, and Unavailable where no revision can follow.
    """
    record.check(row.kind, row.id, role, role_in(row))
    if max(columns.values()) > LAST_REVISION:
        raise Unavailable(f"“{row.name}”改的次数到头了，没有存进去；请复制一份，在副本里接着写。")
    body = written(role, row.body)
    content = {"body": body, "name": role.name, "saved_at": now(), **columns}
    changed = connection.execute(_REWRITE, {"of_shop": row.shop, "one": row.id, "read": row.revision, **content})
    if changed.rowcount != 1:
        raise RuntimeError(f"role {row.id} changed under its own transaction")
    _keep(body, role, instead=row.body)


def made(make: Callable[..., Role], *given: Role | int | None) -> Role:
    """What is to lie in a row. Raises Refused where it is too much for any role."""
    try:
        return make(*given)
    except ValidationError as error:
        raise Refused(record.NO_ROOM) from error


def facts(connection: sa.Connection, shop: str) -> Role:
    """The shop's own facts; empty where there are none that can be read."""
    row = one(connection, shop, FACTS)
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
        while len(_kept) > KEPT or (len(_kept) > 1 and sum(map(len, _kept)) > KEPT_SIGNS):
            del _kept[next(iter(_kept))]


def readable(row: sa.Row[Any]) -> Role:
    """The role in a row. Raises Unavailable where it is damaged."""
    role = role_in(row)
    if role is None:
        newer = "是更新版本的岗位匠写的，请升级岗位匠再改它"
        spoilt = "在数据库里的记录读不出来，没有改动它"
        raise Unavailable(f"“{row.name}”{newer if is_newer(row.body) else spoilt}；其余岗位不受影响。")
    return record.whole(row.kind, role)


def saved_in(row: sa.Row[Any]) -> Saved | None:
    """The row as a role; None where it is damaged, or is not what its tree is: a library."""
    role = role_in(row)
    if role is None or row.kind not in KINDS or bool(role.library) != (row.kind == "library"):
        return None
    deleted = None if row.deleted_at is None else moment(row.deleted_at)
    published = row.version > 0 and row.published_revision == row.revision
    at = moment(row.saved_at)
    role = record.whole(row.kind, role)
    return Saved(row.id, row.kind, role, row.revision, row.version, published, at, deleted, row.parent)


def standing(row: sa.Row[Any] | None) -> Saved | None:
    """The role in a row that is there and not in the trash."""
    return saved_in(row) if row and row.deleted_at is None else None


def own_in(row: sa.Row[Any] | None, key: str = FACTS) -> Saved:
    """The shop's facts or people in their row; empty ones where there is none that can be read."""
    saved = saved_in(row) if row else None
    kind, empty = OWN[key]
    return saved or Saved(key, kind, empty, 0, 0, False, datetime.now(UTC))


def own_row(connection: sa.Connection, shop: str, key: str) -> sa.Row[Any] | None:
    """The row of a role, locked; of what each shop has once also where nobody has written in it yet."""
    row = held(connection, shop, key)
    if row is None and key in OWN:
        kind, empty = OWN[key]
        insert(connection, shop, key, empty, kind)
        row = held(connection, shop, key)
    return row


def of_kind(shop: str, kind: Kind, *, trashed: bool) -> sa.Select[Any]:
    """Asks for a shop's rows of a kind, those in the trash or those that are not."""
    table = tables.roles
    gone = table.c.deleted_at.is_not(None) if trashed else table.c.deleted_at.is_(None)
    return sa.select(table).where(table.c.shop == shop, table.c.kind == kind, gone)


def heads(connection: sa.Connection, shop: str, *, trashed: bool) -> list[Head]:
    """A shop's roles without their trees, the last saved first."""
    columns = tables.roles.c
    asked = of_kind(shop, "position", trashed=trashed).order_by(columns.sequence.desc())
    rows = connection.execute(
        asked.with_only_columns(
            columns.id,
            columns.name,
            columns.revision,
            columns.version,
            columns.published_revision,
            columns.saved_at,
            columns.created_at,
            columns.tags,
        )
    )
    return [
        Head(
            row.id,
            row.name,
            row.revision,
            row.version,
            row.version > 0 and row.published_revision == row.revision,
            row.saved_at,
            row.created_at,
            read(row.tags),
        )
        for row in rows
    ]


def count(connection: sa.Connection, shop: str) -> int:
    """How many roles a shop has, without those in the trash."""
    asked = of_kind(shop, "position", trashed=False).with_only_columns(sa.func.count())
    return int(connection.execute(asked).scalar_one())


def some(connection: sa.Connection, shop: str, role_ids: Sequence[str]) -> list[Saved]:
    """These roles, without those that are damaged."""
    found: list[Saved] = []
    for at in range(0, len(role_ids), AT_ONCE):
        asked = tables.roles.c.id.in_(role_ids[at : at + AT_ONCE])
        rows = connection.execute(sa.select(tables.roles).where(tables.roles.c.shop == shop, asked))
        found += filter(None, map(saved_in, rows))
    return found


def library_in(row: sa.Row[Any]) -> Library | None:
    """The library in a row; None where it is damaged, or none can be read from its tree."""
    library = _libraries.get(row.body)
    if library is None:
        role = role_in(row)
        if role is None or record.fault(row.kind, row.id, role):
            return None
        library = _libraries[row.body] = library_of(role)
        while len(_libraries) > KEPT and sum(map(len, list(_libraries))) > KEPT_SIGNS:
            _libraries.pop(next(iter(_libraries)), None)
    return library if key_of(library.library) == row.id else None


_libraries: dict[str, Library] = {}
"""What the libraries read last read as, the same object for the same content: a search is made ready for it once."""
