"""Starters: filled roles to begin with, shipped in presets/roles/."""

import re
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from rolesmith.document.kinds import KINDS
from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.presets.library import Library
from rolesmith.presets.template import Template
from rolesmith.role.tree import Node, Role

REFERENCE = re.compile(r"^([a-z0-9_]+)/([a-z0-9_]+(?:\.[a-z0-9_]+)?)$")
"""`store_operations/campaigns.plan`: the line is copied from a library."""


class Head(BaseModel):
    """What a starter's file says before `fill:`, which is all that its card shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starter: str
    title: str
    summary: str
    area: str = ""
    order: int = 100
    """Its place among the cards."""
    template: str
    blanks: dict[str, str] = {}

    @classmethod
    def read(cls, data: bytes, file: str) -> "Head":
        """Raises Unreadable."""
        return yaml.read(Head, data.partition(b"\nfill:")[0], file)


class _StarterFile(Head):
    """What the whole file holds."""

    fill: dict[str, Any]


class Starter(BaseModel):
    """A role to begin with, complete except for the facts of a shop."""

    model_config = ConfigDict(frozen=True)

    starter: str
    title: str
    summary: str
    area: str
    order: int
    """Its place among the cards."""
    role: Role

    @classmethod
    def read(cls, data: bytes, file: str, templates: Mapping[str, Template], libraries: Mapping[str, Library]) -> Self:
        """Raises Unreadable with every block that cannot be filled."""
        written = yaml.read(_StarterFile, data, file)
        Head.read(data, file)  # raises where a part of the head stands behind `fill:`
        template = templates.get(written.template)
        if template is None:
            raise Unreadable([Problem(file, 0, f"没有模板“{written.template}”", "写一个 presets/templates 里有的模板")])
        problems: list[Problem] = []
        tree = template.tree.with_(values=written.blanks)
        for path, content in written.fill.items():
            try:
                tree = _filled(tree, path.replace("/", "."), _copied(content, libraries))
            except ValueError as error:
                problems.append(Problem(file, 0, f"{path}：{error}", "照模板和预设库改正"))
        if problems:
            raise Unreadable(problems)
        role = template.role().replace(tree).model_copy(update={"starter": written.starter})
        return cls(role=role, **written.model_dump(include={"starter", "title", "summary", "area", "order"}))


def _filled(tree: Node, block_id: str, content: Any) -> Node:
    for section in tree.children:
        for block in section.children:
            if block.id == block_id:
                new = KINDS[block.kind].fill(block, content)
                blocks = tuple(new if child is block else child for child in section.children)
                section_new = section.with_(children=blocks)
                sections = tuple(section_new if child is section else child for child in tree.children)
                return tree.with_(children=sections)
    raise ValueError("模板里没有这个内容块")


def _copied(content: Any, libraries: Mapping[str, Library]) -> Any:
    """The content with each reference to a library's item replaced by a copy that has the reference as its origin."""
    if isinstance(content, dict):
        return {key: _copied(value, libraries) for key, value in content.items()}
    if isinstance(content, list):
        return [_copied(value, libraries) for value in content]
    match = REFERENCE.match(content) if isinstance(content, str) else None
    if match is None:
        return content
    library = libraries.get(match[1])
    item = library.item(match[2]) if library else None
    if item is None:
        raise ValueError(f"预设库里没有“{content}”")
    return {"text": item.text, "standard": item.standard, "from": content}
