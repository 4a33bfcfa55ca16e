"""The JSON Schema of a role's file, for programs that read or write it; published as docs/role.schema.json."""

import json
from typing import Any

from rolesmith.role.tree import HOLDS, Role

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Of the whole file; also which kinds of node may stand in which."""
    made = Role.model_json_schema(by_alias=True)
    made["$defs"]["Node"]["allOf"] = [_holding(kind) for kind in made["$defs"]["Node"]["properties"]["kind"]["enum"]]
    made.update(title="岗位匠岗位", description="一份岗位职责说明书：一棵树，从章节到每一条；文字用 UTF-8 保存")
    return {"$schema": DIALECT, **made}


def _holding(kind: str) -> dict[str, Any]:
    held = {"items": {"properties": {"kind": {"enum": list(HOLDS[kind])}}}} if kind in HOLDS else {"maxItems": 0}
    return {"if": {"properties": {"kind": {"const": kind}}}, "then": {"properties": {"children": held}}}


def text() -> str:
    """As it is published."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"
