"""Rows of settings: small things that a shop has chosen. Functions on a connection, inside somebody's transaction."""

from collections.abc import Callable
from importlib import import_module

import sqlalchemy as sa

from rolesmith.store import tables

_OF = tables.settings.c
_VALUE = sa.select(_OF.value).where(_OF.shop == sa.bindparam("shop"), _OF.name == sa.bindparam("name"))


def value(connection: sa.Connection, shop: str, name: str) -> str:
    """What is chosen under a name; empty where nothing is."""
    return connection.execute(_VALUE, {"shop": shop, "name": name}).scalar() or ""


def change(connection: sa.Connection, shop: str, name: str, make: Callable[[str], str]) -> None:
    """Choose what `make` makes of what was chosen before."""
    # only the dialect that is spoken: importing takes a starting server's time
    dialect = import_module(f"sqlalchemy.dialects.{connection.dialect.name}")
    table = tables.settings
    here = (table.c.shop == shop, table.c.name == name)
    connection.execute(dialect.insert(table).values(shop=shop, name=name, value="").on_conflict_do_nothing())
    before = connection.execute(sa.select(table.c.value).where(*here).with_for_update()).scalar_one()
    connection.execute(sa.update(table).where(*here).values(value=make(before)))
