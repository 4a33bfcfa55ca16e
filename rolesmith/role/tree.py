"""A role is a tree of nodes: sections, their blocks, and what the blocks hold."""

import re
import secrets
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from rolesmith.role.memo import memo
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT, clean

BlockKind = Literal["fields", "items", "groups", "table", "text"]
NodeKind = Literal[
    "role", "section", BlockKind, "field", "group", "line", "column", "row", "cell"
]  # fmt: skip

Meaning = Literal[
    "", "name", "number", "version", "date", "superior", "department", "headcount",
    "indicator", "definition", "source", "target", "weight", "direction", "actual", "score", "weighted",
]  # fmt: skip

BLOCKS: tuple[BlockKind, ...] = ("fields", "items", "groups", "table", "text")
HOLDS: Mapping[str, tuple[str, ...]] = {
    "role": ("section",),
    "section": BLOCKS,
    "fields": ("field",),
    "items": ("line",),
    "groups": ("group",),
    "group": ("line",),
    "table": ("column", "row"),
    "row": ("cell",),
}
"""Which kinds of node stand directly in which; a kind that is not named holds none."""

CHILD_LIMIT = 500
"""Most children of one node."""
TREE_LIMIT = 5_000
"""Most nodes of one role."""
ID = r"^[A-Za-z0-9][A-Za-z0-9_.:-]{0,159}$"

Text = Annotated[str, AfterValidator(clean), Field(max_length=TEXT_LIMIT)]
Title = Annotated[str, AfterValidator(clean), Field(max_length=TITLE_LIMIT)]


Schema = Annotated[
    Literal["rolesmith/role@1", "rolesmith/role@2", "rolesmith/role@3"], AfterValidator(lambda _: "rolesmith/role@1")
]
"""The schemas of files. A role without standards is written as the first, so that older versions read it; the third
is that of a role which was merged from others.
"""
NEWEST = 3
MERGED_LIMIT = 6
"""Most roles that one is merged from: posts that one person may reasonably hold."""
NAMELESS = "未命名岗位"
"""What a role without a name is called."""
NAMED = re.compile(r'"schema"\s*:\s*"rolesmith/role@(\d{1,9})"')
"""Where a role's JSON names its schema; a text in it cannot, since its quotation marks are escaped."""


class Node(BaseModel):
    """Any part of a role. Which attributes mean something depends on the kind; the others keep their default.

    A row's cells have the ids `ROW:COLUMN`; the order of its cells is the order of the columns.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=ID)
    kind: NodeKind
    title: Title = ""
    text: Text = ""
    standard: Text = ""
    """A line's 工作标准: how often, by what measure, with what result; empty without one."""
    on: bool = True
    hint: Text = ""
    origin: str = Field("", alias="from", max_length=120)
    """Where it was copied from: `ecommerce@1/goals`, `store_operations/campaigns.plan`."""
    values: dict[Title, Text] = Field(default_factory=dict, max_length=CHILD_LIMIT)
    """Filled blanks by name: a role's for all its texts, a line's for itself alone."""
    mark: Title = ""
    """A line's mark, one of its block's `marks`, such as 必备 or 优先."""
    marks: tuple[Title, ...] = ()
    numbered: bool = True
    """Sections: whether the heading carries 一、二、三…"""
    area: str = Field("", max_length=60)
    """Groups: the library whose items belong here."""
    optional: bool = False
    """Groups: 如适用."""
    required: bool = False
    """Fields: must be filled for the section to be complete."""
    least: int = Field(0, ge=0, le=CHILD_LIMIT)
    """Blocks and groups: the number of lines or rows that a complete section has."""
    target: int = Field(0, ge=0, le=TEXT_LIMIT)
    """Fields: the length aimed at, in characters, counted after blanks are filled."""
    long: bool = False
    meaning: Meaning = ""
    """What a field says of the document, such as its version, or a column of its row; whatever its title."""
    layout: Literal["", "sheet", "list", "signature"] = ""
    """Fields blocks: a two-column sheet, a numbered list, or lines to sign on."""
    picks: Literal["", "duty", "goal", "requirement", "kpi"] = ""
    """Items, groups and tables: what the libraries offer for their lines or rows."""
    width: int = Field(0, ge=0, le=100)
    """Columns: share of the table's width in percent; 0 for an even share."""
    choices: tuple[Title, ...] = ()
    examples: tuple[Text, ...] = ()
    children: tuple["Node", ...] = Field((), max_length=CHILD_LIMIT)

    @model_validator(mode="after")
    def _holds_only_its_kinds(self) -> Self:
        for child in self.children:
            if child.kind not in HOLDS.get(self.kind, ()):
                raise ValueError(f"{self.kind} cannot hold {child.kind}")
        return self

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def of(self, kind: str) -> tuple["Node", ...]:
        """The children of a kind."""
        return _by_kind(self).get(kind, ())

    def shown(self) -> tuple["Node", ...]:
        """The children that are switched on."""
        return tuple(child for child in self.children if child.on)

    def find(self, node_id: str) -> "Node | None":
        """The node with an id, or None."""
        return next((node for node in self.walk() if node.id == node_id), None)

    def with_(self, **changes: Any) -> "Node":
        """A copy with other attribute values, validated."""
        return Node.model_validate({**dict(self), **changes})

    def cells(self, row: "Node") -> tuple["Node", ...]:
        """A table's row as one cell a column, in the columns' order; a missing cell is empty."""
        by_id = {cell.id: cell for cell in row.children}
        ids = (f"{row.id}:{column.id}" for column in self.of("column"))
        return tuple(by_id.get(i) or Node(id=i, kind="cell") for i in ids)


class MergedFrom(BaseModel):
    """A role that another was merged from: as it was called, with its share of the time in percent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str = Field(max_length=60)
    name: Title = ""
    share: float = Field(gt=0, le=100)
    revision: int = Field(0, ge=0)
    """The one that was merged last."""


class Role(BaseModel):
    """A position description: its tree and where the tree came from. It needs no template to be read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Schema = Field("rolesmith/role@1", alias="schema")
    id: str = Field("", max_length=60)
    """In a file: the role's id in the shop that wrote the file; empty everywhere else."""
    template: str = ""
    starter: str = ""
    shop: dict[Title, Text] = Field(default_factory=dict, max_length=CHILD_LIMIT)
    """In a file: the facts of the shop that wrote it. The facts of the shop that reads it come first."""
    library: str = Field("", max_length=60)
    """The id of the library that the tree holds, see libraries/tree.py; empty for a position description."""
    paper: str = Field("", max_length=60)
    """The title of the paper that the tree holds, such as 招聘启事, see presets/paper.py; empty for a description."""
    made_of: int = Field(0, ge=0)
    """Papers: the revision of the role that it was made from."""
    made_as: str = Field("", max_length=40)
    """Papers: a checksum of the paper as it was made, to see whether its role would give another one now."""
    merged_from: tuple[MergedFrom, ...] = Field((), max_length=MERGED_LIMIT)
    """The shop's roles that this one was merged from, see team/merge.py."""
    received: str = ""
    """Libraries: as its author last sent it, as JSON; merged roles: as those that it was merged from last gave it.
    What comes next is merged against it.
    """
    tree: Node

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        check_tree(self.tree)
        return self

    @model_serializer(mode="wrap")
    def _say_schema(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        schema = f"rolesmith/role@{3 if self.merged_from else 2 if has_standards(self.tree) else 1}"
        return {"schema": schema, **{key: value for key, value in dump(self).items() if key != "schema"}}

    @classmethod
    def from_json(cls, data: str | bytes) -> "Role":
        """Raises pydantic.ValidationError."""
        return cls.model_validate_json(data)

    def to_json(self, indent: int | None = None) -> str:
        """The schema and all values that differ from the defaults, in the model's order."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True, indent=indent)

    def replace(self, tree: Node) -> "Role":
        """The same role with another tree."""
        return self.model_copy(update={"tree": tree})

    def beside(self, here: "Role | None" = None) -> "Role":
        """The same role with what the shop keeps of other roles beside the one that is here; without one, with none."""
        merged, received = (here.merged_from, here.received) if here else ((), "")
        return self.model_copy(update={"merged_from": merged, "received": received})

    def meaning(self, meaning: str) -> Node | None:
        """The field with this meaning, such as `name`, `number`, `version` or `date`; None where there is none."""
        found = (_meanings(section).get(meaning) for section in self.tree.children)
        return next(filter(None, found), None)

    @property
    def name(self) -> str:
        """What the field of its name holds; nothing where there is none."""
        field = self.meaning("name")
        return field.text if field else ""


@memo
def _by_kind(node: Node) -> dict[str, tuple[Node, ...]]:
    """A node's children by kind. Kept, since a table needs its columns for each of its rows."""
    found: dict[str, list[Node]] = {}
    for child in node.children:
        found.setdefault(child.kind, []).append(child)
    return {kind: tuple(children) for kind, children in found.items()}


@memo
def _meanings(section: Node) -> dict[str, Node]:
    """The fields below a section by their meaning; the first of each."""
    fields = [node for child in section.children for node in child.walk() if node.kind == "field" and node.meaning]
    return {node.meaning: node for node in reversed(fields)}


@memo
def has_standards(node: Node) -> bool:
    """Whether a node, or one below it, has a standard."""
    return bool(node.standard) or any(map(has_standards, node.children))


def is_newer(written: str) -> bool:
    """Whether a role's JSON names a schema that only a later version knows."""
    found = NAMED.search(written)
    return found is not None and int(found[1]) > NEWEST


def check_tree(tree: Node) -> None:
    """Raises ValueError where valid nodes do not make the tree of a role."""
    if tree.kind != "role":
        raise ValueError("the tree's root is not a role")
    ids = _ids(tree)
    if len(ids) > TREE_LIMIT:
        raise ValueError("too many nodes")
    if len(ids) != len(set(ids)):
        raise ValueError("two nodes share an id")


@memo
def _ids(node: Node) -> tuple[str, ...]:
    """The ids of a node and of all below it. Raises ValueError where one holds too many."""
    if len(node.children) > CHILD_LIMIT:
        raise ValueError("too many children")
    below = (_ids(child) if child.children else (child.id,) for child in node.children)
    return node.id, *chain.from_iterable(below)


def new_id(prefix: str = "n") -> str:
    """A fresh node id."""
    return prefix + secrets.token_hex(5)
