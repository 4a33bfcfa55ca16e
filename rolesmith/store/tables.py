"""The database's tables. Every row belongs to a shop; trees are stored as the JSON that the model writes."""

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

SCHEMAS = ("0001", "0002", "0003", "0004", "0005")
"""The migrations in rolesmith/store/migrations/versions, in order; a test holds that they are."""
HEAD = SCHEMAS[-1]

metadata = MetaData()

roles = Table(
    "roles",
    metadata,
    Column("shop", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("name", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("published_revision", Integer, nullable=False, default=0),
    Column("version", Integer, nullable=False, default=0),
    Column("created_at", String(32), nullable=False),
    Column("saved_at", String(32), nullable=False),
    Column("deleted_at", String(32)),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("kind", String(20), nullable=False, server_default="position"),
    Column("parent", String(40), nullable=False, server_default=""),
    Column("tags", Text, nullable=False, server_default=""),
    Index("roles_by_sequence", "shop", "sequence"),
    Index("roles_by_kind", "shop", "kind", "sequence"),
    Index("roles_by_parent", "shop", "parent"),
)
"""Position descriptions, a shop's facts, its libraries as trees (libraries/tree.py), and papers.

What a row is says its `kind`, see record.py, never the look of its id; `parent` is the id of a paper's role.
`revision` counts edits; `version` counts publications, `published_revision` is the last one's revision. The row written
last has the highest `sequence` of its shop: times are only shown, and order nothing, since clocks are set back. `tags`
are no part of the tree, see role/tags.py: whoever tags a role has written nothing in it.
"""

edits = Table(
    "edits",
    metadata,
    Column("shop", String(40), primary_key=True),
    Column("role", String(40), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Index("edits_by_role", "shop", "role", "revision"),
)
"""What each edit was answered, for good: the same edit may come again at any time."""

versions = Table(
    "versions",
    metadata,
    Column("shop", String(40), primary_key=True),
    Column("role", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String(32), nullable=False),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Index("versions_by_sequence", "shop", "role", "sequence"),
)
"""Frozen trees of a role; `kind` as in version.py, `number` counts the published ones and is 0 for the others.

The one made last has the highest `sequence` of its role.
"""

templates = Table(
    "templates",
    metadata,
    Column("shop", String(40), primary_key=True),
    Column("id", String(40), primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("at", String(32), nullable=False),
)
"""Trees that a shop keeps for later roles (存为本店模板)."""

settings = Table(
    "settings",
    metadata,
    Column("shop", String(40), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""Small things that a shop has chosen or that are known of it, such as when it was last backed up."""
