"""A shop's libraries become trees among the roles, so that they can be written in like them."""

import sqlalchemy as sa
from alembic import op

from rolesmith.backup import library_row

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind()
    old = sa.table("libraries", *(sa.column(name) for name in ("shop", "id", "body", "at")))
    names = "shop id name body revision published_revision version created_at saved_at deleted_at"
    roles = sa.table("roles", *(sa.column(name) for name in names.split()))
    for row in connection.execute(sa.select(old)).mappings():
        connection.execute(sa.insert(roles).values(library_row(dict(row))))
    op.drop_table("libraries")
