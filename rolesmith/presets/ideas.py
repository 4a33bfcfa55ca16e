"""Ideas: what people say in many words, such as a fine, and the words that say it, read from presets/ideas/*.yaml."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, RootModel

from rolesmith.files import yaml
from rolesmith.role.text import clean

LONGEST = 16
"""Characters of the longest word."""
NUMBER = "#"
"""Stands in a word for a number: 扣#天 is said by 扣3天 and 扣三天."""


def _listed(written: object) -> object:
    return written.split() if isinstance(written, str) else written


Word = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=LONGEST)]
Words = Annotated[tuple[Word, ...], BeforeValidator(_listed)]


class Idea(BaseModel):
    """An idea. Words are matched on a FoldedText: half-width, simplified, lower case, no white space."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: Annotated[Words, Field(min_length=1)]
    but: Words = ()
    """Words that hold one of these and mean something else: 女装 does not say 女."""
    hit: tuple[str, ...] = ()
    """Examples that say it."""
    passes: tuple[str, ...] = Field((), alias="pass")
    """Examples that do not."""


class Ideas(RootModel[dict[str, Idea]]):
    """All ideas by name."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    @classmethod
    def joined(cls, files: Iterable[Self]) -> Self:
        """The ideas of several files, each under a name of its own."""
        pairs = [pair for file in files for pair in file.root.items()]
        if len(together := dict(pairs)) < len(pairs):
            names = [name for name, _ in pairs]
            raise ValueError(f"这些意思写了不止一次：{'、'.join(sorted({n for n in names if names.count(n) > 1}))}")
        return cls(together)
