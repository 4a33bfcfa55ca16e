"""Starters: filled roles to begin with, shipped in presets/roles/."""

import re
from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from rolesmith.document.kinds import KINDS
from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.presets.library import Item, Library
from rolesmith.presets.template import Template
from rolesmith.role.tree import Node, Role

REFERENCE = re.compile(r"^([a-z0-9_]+)/([a-z0-9_]+(?:\.[a-z0-9_]+)?)$")
"""`store_operations/campaigns.plan`: the line is copied from a library."""


class Head(BaseModel):
    """What a starter's file says before `fill:`, which is all that is shown before it is chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    starter: str
    title: str
    summary: str
    area: str = ""
    order: int = 100
    """Its place among the others."""
    wanted: bool = False
    """Whether most shops begin with it."""
    template: str
    blanks: dict[str, str] = {}

    @classmethod
    def read(cls, data: bytes, file: str) -> "Head":
        """Raises Unreadable."""
        return yaml.read(Head, data.partition(b"\nfill:")[0], file)


class _StarterFile(Head):
    """What the whole file holds."""

    fill: dict[str, Any]
    more: dict[str, list[str]] = {}


class Starter(BaseModel):
    """A role to begin with, complete except for the facts of a shop."""

    model_config = ConfigDict(frozen=True)

    starter: str
    title: str
    summary: str
    area: str
    order: int
    """Its place among the others."""
    role: Role
    more: dict[str, tuple[str, ...]] = {}
    """Group → references of further duties that such a role often has."""

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
        problems += _wrong(written, libraries, file)
        if problems:
            raise Unreadable(problems)
        role = template.role().replace(tree).model_copy(update={"starter": written.starter})
        return cls(role=role, **written.model_dump(include={"starter", "title", "summary", "area", "order", "more"}))


def _wrong(written: _StarterFile, libraries: Mapping[str, Library], file: str) -> list[Problem]:
    """The further duties that no library has, or that are written twice."""
    seen = _references(written.fill)
    problems: list[Problem] = []
    for group, references in written.more.items():
        for reference in references:
            if reference in seen:
                problems.append(Problem(file, 0, f"more/{group}：“{reference}”写了两次", "去掉一处"))
            elif _item(reference, libraries) is None:
                problems.append(Problem(file, 0, f"more/{group}：预设库里没有“{reference}”", "照预设库改正"))
            seen.add(reference)
    return problems


def _references(content: Any) -> set[str]:
    """Every reference to a library's item in it."""
    if isinstance(content, str):
        return {content} if REFERENCE.match(content) else set()
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return {reference for part in parts for reference in _references(part)}


def _item(reference: str, libraries: Mapping[str, Library]) -> Item | None:
    """The library's item that is meant, or None."""
    match = REFERENCE.match(reference)
    library = libraries.get(match[1]) if match else None
    return library.item(match[2]) if match and library else None


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
    if not isinstance(content, str) or not REFERENCE.match(content):
        return content
    item = _item(content, libraries)
    if item is None:
        raise ValueError(f"预设库里没有“{content}”")
    return {"text": item.text, "standard": item.standard, "from": content}
