"""Progress: what every page of a role says of it beside the document: its name, and how far each section is."""

from dataclasses import dataclass

from rolesmith.blanks import Filling
from rolesmith.completeness import open_blanks, section_gaps
from rolesmith.drawing import numbered_sections, said
from rolesmith.role import Role
from rolesmith.text import digest


@dataclass(frozen=True)
class Step:
    """A section that is on: its title with its number 一、, and how many things it lacks."""

    section: str
    title: str
    gaps: int


@dataclass(frozen=True)
class Progress:
    """How far a role is. `off` counts the sections that are switched off."""

    name: str
    version: str
    blanks: int
    steps: tuple[Step, ...]
    off: int

    @property
    def mark(self) -> str:
        """A short mark, to see whether it is still what was drawn."""
        return digest(repr(self))


def progress(role: Role, filling: Filling) -> Progress:
    """How far a role is, with its blanks filled."""
    steps = tuple(
        Step(section.id, f"{number}{filling.fill(section.title)}", len(section_gaps(section, filling)))
        for section, number in numbered_sections(role)
    )
    name, version = said(role, filling, "name") or "未命名岗位", said(role, filling, "version")
    off = sum(not section.on for section in role.tree.of("section"))
    return Progress(name, version, len(open_blanks(role, filling)), steps, off)
