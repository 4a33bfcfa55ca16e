"""Each row of the roles says what it is, and a paper of which role; until here the look of its id said so."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roles", sa.Column("kind", sa.String(20), nullable=False, server_default="position"))
    op.add_column("roles", sa.Column("parent", sa.String(40), nullable=False, server_default=""))
    connection = op.get_bind()
    roles = sa.table("roles", *(sa.column(name) for name in ("shop", "id", "kind", "parent")))
    for shop, role_id in connection.execute(sa.select(roles.c.shop, roles.c.id)).all():
        kind, parent = meant(role_id)
        if kind != "position":
            here = sa.and_(roles.c.shop == shop, roles.c.id == role_id)
            connection.execute(sa.update(roles).where(here).values(kind=kind, parent=parent))
    op.create_index("roles_by_kind", "roles", ["shop", "kind", "sequence"])
    op.create_index("roles_by_parent", "roles", ["shop", "parent"])


def meant(role_id: str) -> tuple[str, str]:
    """What an id's look meant: the kind, and a paper's role."""
    if role_id.startswith("library-"):
        return "library", ""
    if role_id.startswith("paper-"):
        return "paper", role_id.removeprefix("paper-").rpartition("-")[0]
    return "facts" if role_id == "facts" else "position", ""
