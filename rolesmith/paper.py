"""Paper: a role's document as its pages show it, drawn once for each state of the role and the shop's facts."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from rolesmith.blanks import Filling
from rolesmith.drawing import draw
from rolesmith.formats import html
from rolesmith.presets import shipped
from rolesmith.role import Role
from rolesmith.store import Saved

KEPT = 16
"""Papers in memory: an edit's answer and the drawing of the page right behind it want the same one."""


@dataclass(frozen=True)
class _State:
    """What a paper shows. The numbers say which role and filling these are."""

    role_id: str
    revision: int
    saved_at: datetime
    facts: int
    role: Role = field(compare=False)
    filling: Filling = field(compare=False)


def paper(saved: Saved, facts: Saved) -> str:
    """The role's `<article>`, its blanks filled from the shop's facts too."""
    filling = shipped().filling(saved.role, facts.role.tree.values)
    return _drawn(_State(saved.id, saved.revision, saved.saved_at, facts.revision, saved.role, filling))


@lru_cache(KEPT)
def _drawn(state: _State) -> str:
    return html.article(draw(state.role, state.filling))
