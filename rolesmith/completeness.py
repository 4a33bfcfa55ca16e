"""What a role still lacks, section by section: required fields, lines in each group that is on, open blanks.

The rule stands in the template: `required` on fields and columns, `least` on blocks and groups. A blank counts
where the document shows it, and only there.
"""

from collections.abc import Sequence

from rolesmith.blanks import Filling
from rolesmith.document import Document, Part, phrases
from rolesmith.drawing import draw
from rolesmith.kinds import KINDS, Gap
from rolesmith.memo import memo
from rolesmith.role import Node, Role

EMPTY = "还没填"


@memo
def _gaps(section: Node, part: Part, filling: Filling) -> tuple[Gap, ...]:
    """What one section lacks, `part` being how it is drawn."""
    found = [gap for block in section.shown() for gap in KINDS[block.kind].gaps(block)]
    return (*found, *(Gap(node, f"“{filling.blank(name).label}”{EMPTY}") for node, name in _open(part)))


def summary(gaps: Sequence[Gap]) -> str:
    """All that is lacking as one sentence; what is merely empty is told by name, each once."""
    told = list(dict.fromkeys(gap.what for gap in gaps))
    empty = [what for what in told if what.startswith("“") and what.endswith(f"”{EMPTY}")]
    names = "、".join(what[1 : -len(EMPTY) - 1] for what in empty)
    return "；".join([*([f"{EMPTY}：{names}"] if names else []), *(what for what in told if what not in empty)])


def role_gaps(role: Role, filling: Filling) -> dict[str, tuple[Gap, ...]]:
    """The gaps of each section that is on, by its id, in order."""
    drawn = zip(role.tree.shown(), draw(role, filling).parts, strict=True)
    return {section.id: _gaps(section, part, filling) for section, part in drawn}


def missing(role: Role, filling: Filling) -> int:
    """How many things are still to do; a blank that stands in several places is filled once."""
    return len({gap.what if "“" in gap.what else gap for gaps in role_gaps(role, filling).values() for gap in gaps})


def _open(part: Part) -> list[tuple[str, str]]:
    """Node and name of each blank that prints as a line, each once a node."""
    found = ((phrase.id, piece.blank) for phrase in phrases(part) for piece in phrase.pieces if piece.open)
    return list(dict.fromkeys(found))


def open_blanks(document: Document) -> list[str]:
    """The names of the blanks that print as a line, each once."""
    return list(dict.fromkeys(name for part in document.parts for _, name in _open(part)))


def used_blanks(document: Document) -> list[str]:
    """The names of all blanks that the document shows, each once, in reading order."""
    shown = (phrase for part in document.parts for phrase in phrases(part))
    return list(dict.fromkeys(piece.blank for phrase in shown for piece in phrase.pieces if piece.blank))
