"""Rows of libraries, which come back from the trash when they are written. Functions on a connection."""

from collections.abc import Callable

import sqlalchemy as sa

from rolesmith.role.tree import Role
from rolesmith.role.version import Version
from rolesmith.store import role_rows, version_rows


def change(
    connection: sa.Connection, shop: str, key: str, make: Callable[[Role | None], Role], title: str
) -> Version | None:
    """Put what `make` makes of a library's tree in its place; the version that keeps what stood there."""
    row = role_rows.locked(connection, shop, key)
    if row is None:
        role_rows.insert(connection, shop, key, role_rows.made(make, None), "library")
        return None
    role = role_rows.made(make, role_rows.readable(row) if row.deleted_at is None else None)
    connection.execute(role_rows.update(shop, key).values(deleted_at=None))
    version = version_rows.replace(connection, row, role, title)
    return version if row.deleted_at is None else None
