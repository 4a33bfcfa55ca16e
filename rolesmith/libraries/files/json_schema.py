"""The JSON Schema of a library's YAML, from which editors complete; published as docs/library.schema.json."""

import json
from typing import Any

from rolesmith.libraries.columns import COLUMNS, ENTRIES, FIELD_NAMES, KINDS
from rolesmith.presets.library import Library

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PLAIN = ["string", "number", "boolean", "null"]
"""YAML types that an editor sees in texts such as 0571 or no; we read them as text."""


def json_schema() -> dict[str, Any]:
    """The schema of the whole file; each field has its Chinese name and an explanation."""
    schema = Library.model_json_schema(by_alias=True)
    item = schema["$defs"]["Item"]
    notes = {entry.field: entry.note for entry in ENTRIES} | {column.field: column.note for column in COLUMNS}
    notes["kind"] = f"{'、'.join(f'{kind} {name}' for kind, name in KINDS.items())}；不写算职责"
    for properties in (schema["properties"], item["properties"]):
        for name, field in properties.items():
            if name in notes:
                field["title"], field["description"] = FIELD_NAMES[name], notes[name]
            _widen(field)
    schema["properties"]["items"].update(title="条目", description="一条职责、目标、任职要求或考核指标一项")
    item.update(title="条目", description="一条职责、目标、任职要求或考核指标")
    schema.update(title="岗位匠预设库", description="一个文件一个预设库，文字用 UTF-8 保存")
    return {"$schema": DIALECT, **schema}


def text() -> str:
    """The schema as docs/library.schema.json holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _widen(field: dict[str, Any]) -> None:
    """Let a field for any text accept what YAML has other types for."""
    inner = field.get("items", field)
    if inner.get("type") == "string" and not inner.keys() & {"enum", "const", "pattern"}:
        inner["type"] = PLAIN
