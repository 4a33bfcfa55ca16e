"""The trash: rows that are marked as deleted, and those that go for good. Functions on a connection."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from rolesmith.store import paper_rows, role_rows, tables


def mark(connection: sa.Connection, shop: str, role_id: str, deleted_at: str | None) -> None:
    """Put a role and its papers into the trash, or take them out where no time is given."""
    table = tables.roles
    for those in (table.c.id == role_id, paper_rows.is_of(role_id)):  # each by its index
        connection.execute(sa.update(table).where(table.c.shop == shop, those).values(deleted_at=deleted_at))


def drop_untouched(connection: sa.Connection, shop: str, roles: Mapping[str, str]) -> int:
    """Delete for good what of these roles, by id with their names, is as it began; how many those are."""
    table, versions = tables.roles, tables.versions
    marked = sa.select(versions.c.role).where(versions.c.shop == shop)
    papers = sa.select(table.c.parent).where(table.c.shop == shop, table.c.kind == "paper")
    rows = connection.execute(
        role_rows.of_kind(shop, "position", trashed=False)
        .where(table.c.id.in_(roles), table.c.revision == 1, table.c.id.not_in(marked), table.c.id.not_in(papers))
        .with_only_columns(table.c.id, table.c.name)
        .with_for_update()
    )
    ids = [row.id for row in rows.all() if row.name == roles[row.id]]
    for role_id in ids:
        mark(connection, shop, role_id, role_rows.now())
    purge(connection, shop, ids)
    return len(ids)


def purge(connection: sa.Connection, shop: str, role_ids: Sequence[str]) -> None:
    """Delete roles that lie in the trash for good, with their papers, edits and versions."""
    table = tables.roles
    doomed = sa.select(table.c.id).where(
        table.c.shop == shop, table.c.id.in_(role_ids), table.c.deleted_at.is_not(None)
    )
    ids = connection.execute(doomed).scalars().all()
    ids = [*ids, *(row.id for role in ids for row in paper_rows.of(connection, shop, role))]
    for owned in (tables.edits, tables.versions):
        connection.execute(sa.delete(owned).where(owned.c.shop == shop, owned.c.role.in_(ids)))
    connection.execute(sa.delete(table).where(table.c.shop == shop, table.c.id.in_(ids)))
