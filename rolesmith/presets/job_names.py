"""Job names: what owners call a post, or say of its work, and which starter they mean; from presets/job_names.yaml."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.files import yaml


class Names(BaseModel):
    """The names of one starter besides its title."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[tuple[str, ...], Field(min_length=1)]
    of: tuple[str, ...] = ()
    """The starters whose jobs it joins."""


class JobNames(BaseModel):
    """The names by starter, and what around a name says nothing of the job, the longer first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    front: tuple[str, ...] = ()
    back: tuple[str, ...] = ()
    starters: dict[str, Names] = {}

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)
