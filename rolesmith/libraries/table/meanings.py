"""What a column of a stranger's table can mean, and what heads that people write mean (presets/table_columns.yaml)."""

from collections.abc import Mapping
from functools import cache

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.files import yaml
from rolesmith.files.xlsx import COLUMNS, ROWS
from rolesmith.libraries.columns import FIELD_NAMES, KINDS, key
from rolesmith.presets.library import Kind
from rolesmith.presets.shipped import FOLDER

FILE = FOLDER / "table_columns.yaml"
TEXTS: tuple[Kind, ...] = ("duty", "requirement", "kpi", "goal")
"""The meanings that are items, each of a kind."""
SKIP = "skip"
LABELS: Mapping[str, str] = {
    **{kind: KINDS[kind] for kind in TEXTS},
    **{
        name: FIELD_NAMES[name]
        for name in (
            "topic", "kind", "standard", "frequency", "output", "definition", "unit", "source", "platforms", "level",
            "kpis", "aliases", "tags",
        )
    },
    SKIP: "不导入",
}  # fmt: skip
"""All meanings, as the page lists them."""
NAME_LONGEST = 16
"""Characters of a head that may be known by a word in it."""


class Names(BaseModel):
    """What presets/table_columns.yaml holds; the head of that file explains it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: dict[str, tuple[str, ...]]
    words: dict[str, tuple[str, ...]]


class Reading(BaseModel):
    """How a table is to be read: which sheet, under which row of heads, what each column means, and its title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sheet: int = Field(0, ge=0, lt=100)
    head: int = Field(0, ge=0, le=ROWS)
    """The row with the heads, counted from 1 among those that are filled; 0 where there is none."""
    columns: tuple[str, ...] = Field((), max_length=COLUMNS)
    title: str = Field("", max_length=100)


@cache
def names() -> Names:
    """The names of the file. Raises Unreadable."""
    return yaml.read(Names, FILE.read_bytes(), FILE.name)


@cache
def _whole() -> dict[str, str]:
    return {key(name): meaning for meaning, those in names().names.items() for name in those}


def named(text: str) -> str:
    """What a whole name means; empty where it is none that is known."""
    return _whole().get(key(text), "")


def meaning(head: str) -> str:
    """What a head means; empty where nobody knows."""
    if known := named(head):
        return known
    name = key(head)
    if not name or len(name) > NAME_LONGEST:
        return ""
    return next((found for found, words in names().words.items() if any(word in name for word in words)), "")


def is_tag(head: str) -> bool:
    """Whether the words of a column with this head say for themselves what they are."""
    return key(head) in ("", "标签", "tags")
