"""Libraries: preset duties, goals, requirements and indicators by area, shipped in presets/duties/ or imported."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
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
from yaml import SafeDumper, SequenceNode, dump

from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.role.blanks import TOKEN
from rolesmith.role.memo import memo
from rolesmith.role.text import TEXT_LIMIT, clean

SCHEMAS = ("rolesmith/library@1", "rolesmith/library@2")
"""The schemas of files. A library without standards is written as the first, so that older versions read it."""
ITEM_LIMIT = 4_000
"""Most items of a library; a tree holds them all."""
MOST_NAMED = 5
"""Ids that one problem names."""
SHORT = 120
"""Most characters of a list of words that is written on one line of the YAML."""

NEWER = re.compile(r"""^["']?schema["']?\s*:\s*["']?rolesmith/library@(\d{1,9})""", re.MULTILINE)
"""The schema of a YAML file, at its first level."""

Word = Annotated[str, AfterValidator(clean), Field(max_length=100)]
Line = Annotated[str, AfterValidator(clean), Field(max_length=TEXT_LIMIT)]


def _filled(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


Words = Annotated[tuple[Word, ...], AfterValidator(_filled), Field(max_length=TEXT_LIMIT // 2)]
"""Words, empty ones left out; no more than fit one text of a library's tree."""
Schema = Annotated[Literal["rolesmith/library@1", "rolesmith/library@2"], AfterValidator(lambda _: SCHEMAS[0])]
Kind = Literal["duty", "goal", "requirement", "kpi"]
Level = Literal["", "执行", "独立", "带人", "负责"]


class Item(BaseModel):
    """One duty, goal, requirement or indicator. `id` is stable, so that a copy in a role knows where it came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)?$", max_length=80)
    kind: Kind = "duty"
    topic: Word = ""
    area: str = Field("", pattern=r"^[a-z0-9_]{0,60}$")
    """The library to whose group in a role it belongs, if not its own."""
    text: Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=TEXT_LIMIT)]
    standard: Line = ""
    """工作标准: how often, by what measure, with what result."""
    clause: Words = ()
    """Clauses of the source template that it covers."""
    level: Level = ""
    platforms: Words = ()
    """Platforms that it is for; none for all."""
    frequency: Word = ""
    """How often a duty is done: 每日, 每周, 每单 …"""
    output: Word = ""
    """What a duty produces for others to see: 活动复盘表."""
    kpis: Words = ()
    """The texts of the indicators that show how well a duty is done."""
    definition: Line = ""
    """Indicators: how it is computed."""
    unit: Word = ""
    """Indicators: %, 元, 分钟 …"""
    better: Literal["", "越高越好", "越低越好", "落在区间"] = ""
    """Indicators: which way is good."""
    source: Word = ""
    """Indicators: where the figure is read."""
    basis: Literal["", "有出处", "常用名", "凭经验"] = ""
    """Indicators: definition read in published texts, only the name read there, or neither."""
    aliases: Words = ()
    """What an owner would type to find it."""
    tags: Words = ()


class Library(BaseModel):
    """A library of items."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Schema = Field("rolesmith/library@1", alias="schema")
    library: str = Field(pattern=r"^[a-z0-9_]{1,60}$")
    title: Annotated[Word, Field(min_length=1)]
    version: Word = "1"
    author: Word = ""
    licence: Word = ""
    checked: Word = ""
    """The day of the last check against the sources: 2026-11-23."""
    changes: Annotated[tuple[Line, ...], AfterValidator(_filled), Field(max_length=200)] = ()
    """What is new in which version, the newest first."""
    order: int = 100
    """Its place in the list of libraries."""
    note: Annotated[str, AfterValidator(clean), Field(max_length=TEXT_LIMIT)] = ""
    items: tuple[Item, ...] = Field(max_length=ITEM_LIMIT)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        counts = Counter(item.id for item in self.items)
        if twice := sorted(each for each, count in counts.items() if count > 1):
            more = f"等 {len(twice)} 个" if len(twice) > MOST_NAMED else ""
            raise ValueError(f"这些编号用了不止一次：{'、'.join(twice[:MOST_NAMED])}{more}")
        return self

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem; for a newer schema that is the only one."""
        try:
            return yaml.read(cls, data, file)
        except Unreadable:
            text = data if isinstance(data, str) else data.decode("utf-8-sig", "replace")
            found = NEWER.search(text)
            if found and int(found[1]) > len(SCHEMAS):
                line = text.count("\n", 0, found.start()) + 1
                raise Unreadable([newer(file, line)]) from None
            raise

    def to_yaml(self) -> str:
        """For people and git; reads back as the same library."""
        content = self.model_dump(by_alias=True, exclude_defaults=True, mode="json")
        return dump(content, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)

    @property
    def schema_written(self) -> str:
        """The schema that its files name."""
        return SCHEMAS[any(item.standard for item in self.items)]

    @model_serializer(mode="wrap")
    def _say_schema(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        return {"schema": self.schema_written, **{key: value for key, value in dump(self).items() if key != "schema"}}

    def item(self, item_id: str) -> Item | None:
        """The item with an id, or None."""
        return next((item for item in self.items if item.id == item_id), None)


@dataclass(frozen=True)
class Holdings:
    """The kinds of a library's items, and the platforms that they are for."""

    kinds: frozenset[str]
    platforms: tuple[str, ...]


@memo
def holdings(library: Library) -> Holdings:
    """The holdings of a library."""
    platforms = dict.fromkeys(platform for item in library.items for platform in item.platforms)
    return Holdings(frozenset(item.kind for item in library.items), tuple(platforms))


def newer(file: str, line: int = 0, sheet: str = "", cell: str = "") -> Problem:
    """The problem of a library with a schema that only a later version knows."""
    return Problem(file, line, "这个预设库是更新版本的岗位匠写的", "先升级岗位匠，再导入它", sheet, cell)


class _Dumper(SafeDumper):
    """Writes short lists of words on one line and never an alias."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def represent_sequence(self, tag: str, sequence: Iterable[object], flow_style: bool | None = None) -> SequenceNode:
        words = list(sequence)
        short = all(isinstance(word, str) for word in words) and sum(map(len, map(str, words))) <= SHORT
        return super().represent_sequence(tag, words, flow_style=short)


_Dumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, "'" if TOKEN.search(text) else None),
)
