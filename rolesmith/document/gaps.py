"""What a role still lacks: required fields, lines, and filled blanks.

The template has the rules: `required` on fields and columns, `least` on blocks and groups. A blank counts if the
document shows it, and once however often it is shown.
"""

from collections.abc import Iterator, Sequence

from rolesmith.document.document import Document, Part, phrases
from rolesmith.document.kinds import KINDS, Gap
from rolesmith.role.blanks import Piece
from rolesmith.role.memo import memo
from rolesmith.role.tree import Node, Role

EMPTY = "还没填"


@memo
def _gaps(section: Node) -> tuple[Gap, ...]:
    """What one section lacks."""
    return tuple(gap for block in section.shown() for gap in KINDS[block.kind].gaps(block))


def summary(gaps: Sequence[Gap]) -> str:
    """All gaps as one sentence; empty fields are listed by name, each once."""
    sentences = list(dict.fromkeys(gap.what for gap in gaps))
    empty = [what for what in sentences if what.startswith("“") and what.endswith(f"”{EMPTY}")]
    names = "、".join(what[1 : -len(EMPTY) - 1] for what in empty)
    return "；".join([*([f"{EMPTY}：{names}"] if names else []), *(what for what in sentences if what not in empty)])


def role_gaps(role: Role) -> dict[str, tuple[Gap, ...]]:
    """The gaps of each section that is on, by its id, in order."""
    return {section.id: _gaps(section) for section in role.tree.shown()}


def open_blanks(document: Document) -> list[str]:
    """The names of the blanks that print as a line, each once."""
    return list(dict.fromkeys(name for part in document.parts for name in _open(part)))


def has_open_blank(part: Part) -> bool:
    """Whether a blank of a section prints as a line."""
    return bool(_open(part))


def used_blanks(document: Document) -> list[str]:
    """The names of all blanks that the document shows, each once, in reading order."""
    return list(dict.fromkeys(piece.blank for part in document.parts for piece in _pieces(part) if piece.blank))


@memo
def _open(part: Part) -> tuple[str, ...]:
    """The blanks of one section that print as a line."""
    return tuple(piece.blank for piece in _pieces(part) if piece.open)


def _pieces(part: Part) -> Iterator[Piece]:
    return (piece for phrase in phrases(part) for piece in phrase.pieces)
