"""Rows of papers: they lie among the roles. Functions on a connection, inside somebody's transaction."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from rolesmith.presets.paper import key_of
from rolesmith.role.edit import Gone
from rolesmith.role.tree import Role
from rolesmith.role.version import Version, stamped_like
from rolesmith.store import record, role_rows, tables, version_rows


def is_of(role_id: str) -> sa.ColumnElement[bool]:
    """Holds for the rows of a role's papers."""
    return sa.and_(tables.roles.c.kind == "paper", tables.roles.c.parent == role_id)


def of(connection: sa.Connection, shop: str, role_id: str) -> Sequence[sa.Row[Any]]:
    """The rows of a role's papers."""
    table = tables.roles
    query = sa.select(table).where(table.c.shop == shop, is_of(role_id))
    return connection.execute(query.order_by(table.c.created_at)).all()


Make = Callable[[Role, Role, int, Role | None], Role]
"""Makes a paper of a role, the shop's facts, the role's revision, and the version that was signed, if there is one."""


def keep(connection: sa.Connection, shop: str, role_id: str, kind: str, make: Make) -> Version | None:
    """As Store.keep_paper."""
    row = role_rows.held(connection, shop, role_id)
    role = role_rows.readable(row) if row else None
    if row is None or role is None or row.kind != "position" or record.fault(row.kind, row.id, role):
        raise Gone("这个岗位已经被删掉。")
    signed = version_rows.signed(connection, row)
    paper = role_rows.made(make, role, role_rows.facts(connection, shop), row.revision, signed)
    there = role_rows.locked(connection, shop, key_of(role_id, kind))
    if there is not None:
        return version_rows.replace(connection, there, paper, "重新生成之前")
    role_rows.insert(connection, shop, key_of(role_id, kind), paper, "paper", role_id)
    return None


def stamp(connection: sa.Connection, shop: str, role_id: str, role: Role) -> None:
    """Number, version and date of a role that was published, on each of its papers that can be read."""
    for row in of(connection, shop, role_id):
        paper = role_rows.role_in(row)
        if paper is not None and (new := stamped_like(paper, role)) != paper:
            role_rows.rewrite(connection, row, new, revision=row.revision + 1)
