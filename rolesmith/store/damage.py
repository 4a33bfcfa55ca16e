"""Damage: what of a shop's records cannot be read. Each stops only itself. Functions on a connection."""

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import sqlalchemy as sa

from rolesmith.role.tree import NAMELESS, is_newer
from rolesmith.store import record, role_rows, tables


def unreadable(connection: sa.Connection, shop: str, *, newer: bool = False) -> list[str]:
    """The records that only a backup can bring back, by name; with `newer` those that only a later version reads."""
    return [name for name, body in _unread(connection, shop) if is_newer(body) == newer]


def _unread(connection: sa.Connection, shop: str) -> list[tuple[str, str]]:
    """The records that cannot be read: what the user calls them, and their bodies."""
    found = {table: _all(connection, shop, table) for table in (tables.roles, tables.templates)}
    roles = [(_name(row), row.body) for row in found[tables.roles] if not _is_sound(row, role_rows.saved_in)]
    kept = [row for row in found[tables.templates] if not _is_sound(row, role_rows.role_in)]
    return roles + [(f"本店模板 {row.title}", row.body) for row in kept]


_sound: dict[tuple[str, str, bytes], None] = {}
"""What was read without a fault, by kind, id and content: 500 roles take two seconds to read."""
KEPT = 5_000


def _is_sound(row: sa.Row[Any], read: Callable[[sa.Row[Any]], object]) -> bool:
    """Whether the row can be read."""
    key = (getattr(row, "kind", "template"), row.id, blake2b(row.body.encode("utf-8", "surrogatepass")).digest())
    if key not in _sound:
        if read(row) is None:
            return False
        if len(_sound) >= KEPT:
            _sound.clear()
        _sound[key] = None
    return True


def unshelved(connection: sa.Connection, shop: str) -> dict[str, tuple[str, str]]:
    """The libraries that can be opened and mended, but not read as one: by the tree's id, name and what is wrong."""
    libraries = connection.execute(role_rows.of_kind(shop, "library", trashed=False)).all()
    opened = {row: saved.role for row in libraries if (saved := role_rows.saved_in(row))}
    return {row.id: (_name(row), why) for row, role in opened.items() if (why := record.fault(row.kind, row.id, role))}


def _all(connection: sa.Connection, shop: str, table: sa.Table) -> list[sa.Row[Any]]:
    return list(connection.execute(sa.select(table).where(table.c.shop == shop)).all())


def _name(row: sa.Row[Any]) -> str:
    """What the user calls the record; its columns say so much where its tree cannot be read."""
    match row.kind:
        case "facts":
            return "本店信息"
        case "people":
            return "人员"
        case "library":
            return f"预设库 {row.name}".rstrip()
        case "paper":
            return f"{row.name or NAMELESS} 的其他文件"
    return row.name or NAMELESS
