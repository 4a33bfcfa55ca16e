"""Template: the tree that a role starts from, read from presets/templates/*.yaml."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.role.tree import Node, Role

CHILDREN = {
    "sections": "section",
    "blocks": "",
    "fields": "field",
    "groups": "group",
    "lines": "line",
    "columns": "column",
}
"""The keys of children in the YAML, and the children's kind; blocks name their own."""


class _TemplateFile(BaseModel):
    """What the file holds; sections are checked when they become nodes."""

    model_config = ConfigDict(extra="forbid")

    template: str
    version: str
    title: str
    sections: list[dict[str, Any]]


class Template(BaseModel):
    """A template and its tree."""

    model_config = ConfigDict(frozen=True)

    template: str
    version: str
    title: str
    tree: Node

    @classmethod
    def read(cls, data: bytes, file: str) -> Self:
        """Raises Unreadable."""
        written = yaml.read(_TemplateFile, data, file)
        origin = f"{written.template}@{written.version}"
        try:
            sections = tuple(grow(spec, "section", "", at, origin) for at, spec in enumerate(written.sections, 1))
            tree = Node(id="role", kind="role", origin=origin, children=sections)
        except ValueError as error:
            raise Unreadable([Problem(file, 0, f"模板里有一处写法不对（{error}）", "对照上面的章节改正")]) from None
        return cls(template=written.template, version=written.version, title=written.title, tree=tree)

    def role(self) -> Role:
        """An empty role of this template."""
        return Role(template=f"{self.template}@{self.version}", tree=self.tree)


def grow(spec: dict[str, Any] | str, kind: str, parent: str, at: int, origin: str) -> Node:
    """An entry of the YAML as a node. Its id is the path of the ids in the file: `basics.info.name`."""
    if isinstance(spec, str):
        spec = {"text": spec}
    attributes: dict[str, Any] = {}
    children: list[Node] = []
    name = spec.get("id", str(at))
    node_id = f"{parent}.{name}" if parent else name
    for key, value in spec.items():
        if key in CHILDREN:
            children += [grow(child, CHILDREN[key], node_id, n, origin) for n, child in enumerate(value, 1)]
        elif key not in ("id", "clause"):
            attributes[key] = value
    attributes.setdefault("kind", kind)
    attributes.setdefault("from", f"{origin}/{node_id}")
    return Node.model_validate({**attributes, "id": node_id, "children": children})
