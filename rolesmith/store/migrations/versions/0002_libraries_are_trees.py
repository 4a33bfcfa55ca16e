"""A shop's libraries become trees among the roles, so that they can be written in like them.

Libraries and trees as the first release had them; it imports nothing of the model, which goes on changing.
"""

import hashlib
import json
import re
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ABOUT = {
    "title": "库名",
    "author": "作者",
    "version": "版本",
    "licence": "许可",
    "checked": "最后核对日期",
    "note": "说明",
    "changes": "更新记录",
}
LONG = ("note", "changes")
HINTS = {
    "title": "别的店主看到的名字",
    "version": "发给别人之前加一，对方才知道有更新",
    "licence": "别人能怎么用，例如 MIT、CC BY 4.0、仅限本店",
    "changes": "一行一版，写改了什么",
}
DETAILS = (
    "kind", "area", "clause", "level", "platforms", "frequency", "output", "kpis", "definition", "unit", "better",
    "source", "basis", "aliases", "tags",
)  # fmt: skip
SPECIAL = re.compile(r"[\\、，；,;\n]|^\s|\s$")
MOST = 500


def upgrade() -> None:
    connection = op.get_bind()
    old = sa.table("libraries", *(sa.column(name) for name in ("shop", "id", "body", "at")))
    names = "shop id name body revision published_revision version created_at saved_at deleted_at"
    roles = sa.table("roles", *(sa.column(name) for name in names.split()))
    for row in connection.execute(sa.select(old)).all():
        try:
            library = json.loads(row.body)
            name, body = str(library["title"]), json.dumps(tree_of(library, row.body), ensure_ascii=False)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            name, body = row.id, row.body  # damaged: the page names it, and whoever can read it finds it untouched
        connection.execute(
            sa.insert(roles).values(
                shop=row.shop, id=f"library-{hashlib.sha256(row.id.encode()).hexdigest()[:16]}", name=name, body=body,
                revision=1, published_revision=0, version=0, created_at=row.at, saved_at=row.at, deleted_at=None,
            )
        )  # fmt: skip
    op.drop_table("libraries")


def tree_of(library: dict[str, Any], body: str) -> dict[str, Any]:
    """A library as a role; `body` is how it came."""
    about = {"id": "About", "kind": "fields", "children": [field(library, name) for name in ABOUT]}
    topics = {"id": "Topics", "kind": "groups", "children": groups(library["items"])}
    section = {"id": "Section", "kind": "section", "title": library["title"], "numbered": False}
    tree = {"id": "Library", "kind": "role", "children": [{**section, "children": [about, topics]}]}
    return {"schema": "rolesmith/role@1", "library": library["library"], "received": body, "tree": tree}


def field(library: dict[str, Any], name: str) -> dict[str, Any]:
    value = library.get(name, "1" if name == "version" else "")
    text = value if isinstance(value, str) else "\n".join(value)
    node = {"id": f"About.{name}", "kind": "field", "title": ABOUT[name], "text": text, "hint": HINTS.get(name, "")}
    return {**node, "long": name in LONG, **({"required": True, "meaning": "name"} if name == "title" else {})}


def groups(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Items that stand together under one topic; a topic with more than a group holds goes on in another."""
    found: list[dict[str, Any]] = []
    for topic, together in groupby(items, key=lambda item: item.get("topic", "")):
        lines = [line(item) for item in together]
        for start in range(0, len(lines), MOST):
            group = {"id": f"Topic{len(found) + 1}", "kind": "group", "title": topic}
            found.append({**group, "children": lines[start : start + MOST]})
    return found


def line(item: dict[str, Any]) -> dict[str, Any]:
    said = {"kind": "duty", **item}
    values = {name: joined(said[name]) for name in DETAILS if said.get(name)}
    return {"id": item["id"], "kind": "line", "text": item["text"], "values": values}


def joined(value: str | list[str]) -> str:
    if isinstance(value, str):
        return value
    return "、".join(SPECIAL.sub(lambda found: "\\" + found[0], word) for word in value)
