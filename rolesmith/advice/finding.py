"""Findings: what a rule found in one text, with the edits that mend it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.presets.rule import Family, Severity, TextKind
from rolesmith.role.text import digest

DISCLAIMER = "提示，非法律意见"
GRAVEST: tuple[Severity, ...] = ("红", "黄", "提示")


MOST_WORDS = 200
"""A shop's own."""


class OwnWord(BaseModel):
    """A word that a shop does not want to use, and what to write instead."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    word: str = Field(min_length=1, max_length=50)
    instead: str = Field("", max_length=200)


class Options(BaseModel):
    """A shop's choices: the ids of rules that are switched off, and words of its own. Stored as JSON."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    off: frozenset[str] = frozenset()
    words: tuple[OwnWord, ...] = Field((), max_length=MOST_WORDS)


class Line(NamedTuple):
    """A text to be checked, and where it is."""

    text: str
    text_kind: TextKind
    node: str = ""
    path: str = ""
    number: int = 1
    """Counted from 1 in its list or its file."""
    label: str = ""
    """The title of its field or column; read together with the text, so that 女 is found under 性别."""
    name: str = "text"
    """The attribute of the node: text, title or standard."""
    node_kind: str = "line"
    """The node's kind; `standard` where the text is a line's standard."""
    standard: str = ""
    """What stands behind a line's text as its standard."""
    values: tuple[tuple[str, str], ...] = ()
    """Its own values of blanks."""


@dataclass(frozen=True)
class Finding:
    """What a rule found in a text. `rewrite` is the text after a click on the proposal, None where there is none."""

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
    name: str = "text"
    """The attribute of the node whose text it is."""
    rewrite: str | None = None
    fix: tuple[Mapping[str, Any], ...] = ()
    """The edits of the click, without ids, which the browser gives them."""

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return {**asdict(self), "span": list(self.span), "fix": [dict(edit) for edit in self.fix]}


def edits(line: Line, rewrite: str | None) -> tuple[Mapping[str, Any], ...]:
    """The edits that give a line its rewritten text; a line of which nothing is left is removed."""
    if rewrite is None or not line.node or (not rewrite and line.name == "title"):
        return ()
    if not rewrite and line.node_kind == "line":
        return ({"op": "remove", "target": line.node},)
    return ({"op": "set", "target": line.node, "name": line.name, "value": rewrite, "base": digest(line.text)},)
