"""Progress: how far a role is, section by section; every page of the role shows it."""

from dataclasses import dataclass

from rolesmith.document.draw import draw, text_of
from rolesmith.document.gaps import has_open_blank, open_blanks, role_gaps
from rolesmith.role.blanks import Filling
from rolesmith.role.memo import memo
from rolesmith.role.text import digest
from rolesmith.role.tree import Role


@dataclass(frozen=True)
class Step:
    """A section that is on: its title with its number 一、."""

    title: str
    gaps: int
    """How many things it lacks, open blanks aside: those are counted once, for the whole role."""
    blank: bool
    """Whether a blank is open in it."""

    @property
    def done(self) -> bool:
        """Whether nothing is left to do on its page."""
        return not self.gaps and not self.blank


@dataclass(frozen=True)
class Progress:
    """How far a role is."""

    name: str
    version: str
    """As the role says it; the first edit after a publication changes it."""
    blanks: int
    """How many are open."""
    steps: tuple[Step, ...]
    off: int
    """How many sections are switched off."""

    @property
    def lacking(self) -> int:
        """How many things are still to do in all."""
        return self.blanks + sum(step.gaps for step in self.steps)

    @property
    def mark(self) -> str:
        """A checksum, to see whether the page shows it as it is."""
        return digest(repr(self))


@memo
def progress(role: Role, filling: Filling) -> Progress:
    """How far a role is, with its blanks filled."""
    document, gaps = draw(role, filling), role_gaps(role)
    return Progress(
        name=document.name,
        version=text_of(role, filling, "version"),
        blanks=len(open_blanks(document)),
        steps=tuple(
            Step(f"{part.number}{part.title}", len(gaps[part.id]), has_open_blank(part)) for part in document.parts
        ),
        off=sum(not section.on for section in role.tree.of("section")),
    )
