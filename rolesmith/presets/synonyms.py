"""Synonyms: words that mean the same, read from presets/synonyms.yaml."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rolesmith.files import yaml
from rolesmith.role.text import clean, folded

Word = Annotated[str, AfterValidator(clean), Field(min_length=2, max_length=20)]
Filler = Annotated[str, AfterValidator(clean), Field(min_length=1, max_length=20)]
Lookalikes = Annotated[str, AfterValidator(clean), Field(min_length=2, max_length=10)]


class Synonyms(BaseModel):
    """Groups of words by field of work, the usual word first; characters that look alike; filler words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: dict[str, tuple[Annotated[tuple[Word, ...], Field(min_length=2)], ...]] = Field(default_factory=dict)
    shapes: tuple[Lookalikes, ...] = ()
    fillers: tuple[Filler, ...] = ()

    @model_validator(mode="after")
    def _a_word_stands_in_one_group(self) -> Self:
        counts = Counter(folded(word) for groups in self.words.values() for group in groups for word in group)
        if twice := [word for word, count in counts.items() if count > 1]:
            raise ValueError(f"这些词写了不止一次：{'、'.join(twice)}")
        return self

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    def joined(self, field: str, groups: Iterable[tuple[str, ...]]) -> Self:
        """With these groups too: words beside the first of their group where that stands here, else a group of `field`.

        A word that stands here already stays where it is.
        """
        words = {name: [list(group) for group in there] for name, there in self.words.items()}
        standing = {folded(word): group for there in words.values() for group in there for word in group}
        for first, *others in groups:
            new = [word for word in others if folded(word) not in standing]
            if folded(first) in standing:
                standing[folded(first)] += new
            elif new:
                words.setdefault(field, []).append([first, *new])
        return self.model_validate({**self.model_dump(), "words": words})

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """The group of each word, all folded, the usual word first."""
        found: dict[str, tuple[str, ...]] = {}
        for groups in self.words.values():
            for group in groups:
                whole = tuple(map(folded, group))
                found.update(dict.fromkeys(whole, whole))
        return found

    @cached_property
    def lookalikes(self) -> dict[str, str]:
        """The characters that look like each character."""
        found: dict[str, str] = {}
        for alike in self.shapes:
            for character in alike:
                found[character] = found.get(character, "") + alike.replace(character, "")
        return found

    @cached_property
    def empty(self) -> frozenset[str]:
        """The filler words, folded."""
        return frozenset(map(folded, self.fillers))
