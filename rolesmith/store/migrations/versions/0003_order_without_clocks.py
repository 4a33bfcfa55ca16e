"""Roles and versions say in which order they were written; of an edit, only what is read is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KEYS = {"roles": ("shop", "id"), "versions": ("shop", "role", "id")}
ORDER = {"roles": "saved_at, id", "versions": "revision, at, id"}
"""What says in which order their rows were written, as far as it is known."""


def upgrade() -> None:
    for table in KEYS:
        op.add_column(table, sa.Column("sequence", sa.Integer, nullable=False, server_default="0"))
        number(table)
    op.create_index("roles_by_sequence", "roles", ["shop", "sequence"])
    op.create_index("versions_by_sequence", "versions", ["shop", "role", "sequence"])
    with op.batch_alter_table("edits") as edits:
        edits.drop_column("body")


def number(table: str) -> None:
    keys = KEYS[table]
    found = op.get_bind().execute(sa.text(f"SELECT {', '.join(keys)} FROM {table} ORDER BY {ORDER[table]}")).mappings()
    if places := [{"place": place, **row} for place, row in enumerate(found, 1)]:
        here = " AND ".join(f"{key} = :{key}" for key in keys)
        op.get_bind().execute(sa.text(f"UPDATE {table} SET sequence = :place WHERE {here}"), places)
