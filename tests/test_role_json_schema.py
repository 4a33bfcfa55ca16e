"""The published schema takes every role that we write, and no tree that we would not read."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rolesmith.presets.shipped import shipped
from rolesmith.role.json_schema import json_schema
from rolesmith.role.tree import Role
from tests.generated_roles import roles
from tests.sample import every_kind

VALID = Draft202012Validator(json_schema())


def told(role: Role) -> Any:
    return json.loads(role.to_json())


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("starter", shipped().starters)
def test_every_starter_fits(starter: str) -> None:
    assert list(VALID.iter_errors(told(shipped().starters[starter].role))) == []


def test_generated_roles_and_one_of_every_kind_fit() -> None:
    for role in [every_kind()[0], *roles(30)]:
        assert list(VALID.iter_errors(told(role))) == []


def wrong_trees() -> list[Any]:
    node = {"id": "role", "kind": "role"}
    return [
        {"tree": {"kind": "role"}}, {"tree": {**node, "kind": "page"}}, {"tree": {**node, "colour": "red"}},
        {"tree": {**node, "children": [{"id": "l", "kind": "line"}]}}, {"tree": {**node, "id": "有汉字"}},
        {"tree": {**node, "text": "长" * 5001}}, {"schema": "rolesmith/role@9", "tree": node},
        {"tree": {**node, "children": [{"id": "s", "kind": "section", "children": [{"id": "t", "kind": "text",
            "children": [{"id": "l", "kind": "line"}]}]}]}},
    ]  # fmt: skip


@pytest.mark.parametrize("tree", wrong_trees())
def test_what_we_would_not_read_does_not_fit(tree: Any) -> None:
    with pytest.raises(ValueError):
        Role.from_json(json.dumps(tree))
    assert not VALID.is_valid(tree)
