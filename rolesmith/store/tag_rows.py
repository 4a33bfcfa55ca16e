"""Tags in the rows of roles. Functions on a connection, inside somebody's transaction."""

from collections.abc import Sequence

import sqlalchemy as sa

from rolesmith.role.tags import Tags, read, tagged, written
from rolesmith.store import role_rows, tables


def change(
    connection: sa.Connection, shop: str, role_ids: Sequence[str], add: Sequence[str], remove: Sequence[str]
) -> dict[str, Tags]:
    """As Store.tag. The revision stays, and when the role was saved."""
    found: dict[str, Tags] = {}
    positions = role_rows.of_kind(shop, "position", trashed=False)
    for at in range(0, len(role_ids), role_rows.AT_ONCE):
        those = tables.roles.c.id.in_(role_ids[at : at + role_rows.AT_ONCE])
        asked = positions.where(those).with_only_columns(tables.roles.c.id, tables.roles.c.tags).with_for_update()
        for role_id, text in connection.execute(asked).all():
            before = read(text)
            found[role_id] = tagged(before, add, remove)
            if found[role_id] != before:
                connection.execute(role_rows.update(shop, role_id).values(tags=written(found[role_id])))
    return found
