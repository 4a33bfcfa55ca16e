"""Findings: what advice says of one text, with the edits that mend it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.presets.rule import Family, Look, Severity
from rolesmith.role.text import digest

DISCLAIMER = "提示，非法律意见"
GRAVEST: tuple[Severity, ...] = ("红", "黄", "提示")


MOST_WORDS = 200
"""A shop's own."""


class OwnWord(BaseModel):
    """A word that a shop does not want to read, and what to write instead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str = Field(min_length=1, max_length=50)
    instead: str = Field("", max_length=200)


class Options(BaseModel):
    """What a shop has chosen; goes as JSON: rules switched off by id, and words of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    off: frozenset[str] = frozenset()
    words: tuple[OwnWord, ...] = Field((), max_length=MOST_WORDS)


@dataclass(frozen=True)
class Line:
    """One text to be checked: where it stands, what it is, and what stands there."""

    text: str
    look: Look
    node: str = ""
    path: str = ""
    number: int = 1
    """Counted from 1 within its list, or within the file."""
    label: str = ""
    """A field's or column's title, read before the text so that 性别 with 女 is understood."""
    name: str = "text"
    """The attribute of the node: text or title."""
    kind: str = "line"
    """The node's kind."""
    values: tuple[tuple[str, str], ...] = ()
    """Its own values of blanks."""


@dataclass(frozen=True)
class Finding:
    """What a rule says of a text. `rewrite` is the text as a click would leave it, None where no click helps."""

    rule: str
    family: Family
    severity: Severity
    node: str
    path: str
    line: int
    text: str
    span: tuple[int, int]
    """Start and end in the text, in characters."""
    message: str
    why: str
    source: str
    suggestion: str
    rewrite: str | None = None
    fix: tuple[Mapping[str, Any], ...] = ()
    """Edits without their ids, which are made where the click is."""

    def as_json(self) -> dict[str, Any]:
        """For one line of JSON."""
        return {**asdict(self), "span": list(self.span), "fix": [dict(edit) for edit in self.fix]}


def edits(line: Line, rewrite: str | None) -> tuple[Mapping[str, Any], ...]:
    """The change of a line's node to a rewritten text; a line that nothing is left of is removed."""
    if rewrite is None or not line.node or (not rewrite and line.name == "title"):
        return ()
    if not rewrite and line.kind == "line":
        return ({"op": "remove", "target": line.node},)
    return ({"op": "set", "target": line.node, "name": line.name, "value": rewrite, "base": digest(line.text)},)
