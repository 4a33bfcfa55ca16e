"""The JSON Schema of a role's file, for programs that read or write it; published as docs/role.schema.json."""

import json
from typing import Any

from rolesmith.role.tree import HOLDS, Role

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """The schema of the whole file, with the kinds of node that each kind may hold."""
    schema = Role.model_json_schema(by_alias=True)
    node = schema["$defs"]["Node"]
    node["allOf"] = [_children_of(kind) for kind in node["properties"]["kind"]["enum"]]
    schema.update(title="岗位匠岗位", description="一份岗位职责说明书：一棵树，从章节到每一条；文字用 UTF-8 保存")
    return {"$schema": DIALECT, **schema}


def _children_of(kind: str) -> dict[str, Any]:
    held = {"items": {"properties": {"kind": {"enum": list(HOLDS[kind])}}}} if kind in HOLDS else {"maxItems": 0}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": {"properties": {"children": held}}}


def text() -> str:
    """The schema as docs/role.schema.json holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
