"""Blanks: `{平台}` in any text stands for a fact of the shop or the role; one pass fills them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from rolesmith.role.text import overlap, repeated

TOKEN = re.compile(r"\{\{|\{([^{}\n]{1,30})\}")
"""`{{` stands for one brace, `{name}` is a blank; any other brace is plain text."""
OPEN = "＿＿＿"
"""What an open blank prints."""
ROOM = OPEN * 8
"""A line to write on, where nothing is written yet."""
EDGES = re.compile(r"^\s*＿[＿ ]{5,}|[＿ ]{5,}＿\s*$")
"""What is left of such a line around what somebody wrote on it."""


class Blank(BaseModel):
    """How a blank is asked for, from presets/blanks.yaml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    label: str
    type: Literal["text", "number", "choices"] = "text"
    unit: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    default: str = ""
    scope: Literal["role", "shop"] = "role"
    group: str = ""
    """The heading under which 本店信息 asks for it; empty where it does not."""
    further: Mapping[str, tuple[str, ...]] = {}
    """Choices behind a word, such as 跨境."""
    needs: str = ""
    """Such a word: 本店信息 asks for this blank only where one of its choices is made."""
    of: Mapping[str, tuple[str, ...]] = {}
    """Choices that are offered only to a shop on one of these platforms; the others are offered to all."""

    def printed(self, value: str) -> str:
        """The value as the document shows it: a number with its unit, an open blank as a line to write on."""
        value = value.strip()
        if not value:
            return OPEN + self.unit
        bare_number = re.fullmatch(r"[\d.,，\-–—~～至 一二三四五六七八九十百千万两半]+", value)
        return value + self.unit if self.unit and bare_number else value


class Piece(NamedTuple):
    """A stretch of a filled text; `blank` names the blank that it stands for."""

    text: str
    blank: str = ""
    open: bool = False


def without_room(text: str) -> str:
    """What somebody wrote before or behind a line to write on; nothing for the line alone."""
    return EDGES.sub("", text) if text.strip("＿ ") else ""


def names(text: str) -> list[str]:
    """The blanks of a text in order, each once."""
    return list(dict.fromkeys(m[1] for m in TOKEN.finditer(text) if m[1]))


def with_values(text: str, values: Mapping[str, str]) -> str:
    """The text with those of its blanks filled that have a value here; the others stay blanks."""
    return TOKEN.sub(lambda found: values.get(found[1] or "", "") or found[0], text)


@dataclass(frozen=True)
class Filling:
    """What the blanks of one role stand for: a line's own value, else the role's, the shop's, the default."""

    known: Mapping[str, Blank] = field(default_factory=dict)
    role: Mapping[str, str] = field(default_factory=dict)
    shop: Mapping[str, str] = field(default_factory=dict)
    logo: bytes = b""
    """The shop's logo as a PNG. No blank, but whoever draws a document needs both."""
    letterhead: bytes = b""
    """The shop's own letterhead for Word; no blank either."""
    standards: bool = False
    """Whether a document shows the standards of lines (职责和标准), or the lines alone (只列职责)."""

    def blank(self, name: str) -> Blank:
        """The blank with this name; a blank that is not in the presets takes plain text."""
        return self.known.get(name) or Blank(name=name, label=name)

    def value(self, name: str, own: Mapping[str, str] | None = None) -> str:
        """The value of a blank, or an empty text where it is open."""
        for values in (own or {}, self.role, self.shop):
            if values.get(name, "").strip():
                return values[name]
        return self.blank(name).default

    def cut(self, text: str, own: Mapping[str, str] | None = None) -> tuple[Piece, ...]:
        """The text cut at its blanks, each blank filled; nothing of the text is left out."""
        found: list[Piece] = []
        end = 0
        for match in TOKEN.finditer(text):
            found.append(Piece(text[end : match.start()]))
            end = match.end()
            if match[1] is None:
                found.append(Piece("{"))
                continue
            value = self.value(match[1], own)
            found.append(Piece(self.blank(match[1]).printed(value), match[1], not value.strip()))
        found.append(Piece(text[end:]))
        return tuple(piece for piece in found if piece.text)

    def pieces(self, text: str, own: Mapping[str, str] | None = None) -> tuple[Piece, ...]:
        """The text as the document shows it, in pieces: a word that repeats the blank beside it is left out."""
        found = list(self.cut(text, own))
        for at in range(1, len(found)):
            before, after = found[at - 1], found[at]
            if before.blank and not after.blank:
                found[at] = Piece(after.text[repeated(before.text, after.text) :])
            elif after.blank and not before.blank:
                found[at - 1] = Piece(before.text[: len(before.text) - overlap(before.text, after.text)])
        return tuple(piece for piece in found if piece.text)

    def fill(self, text: str, own: Mapping[str, str] | None = None) -> str:
        """The text as the document shows it."""
        return "".join(piece.text for piece in self.pieces(text, own))
