"""Platforms: today's names of platforms and tools, with others and former ones, read from presets/platforms.yaml."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rolesmith.files import yaml
from rolesmith.presets.synonyms import Word
from rolesmith.role.text import clean, folded

Address = Annotated[str, Field(pattern=r"^https://\S+$", max_length=300)]


class Platform(BaseModel):
    """One platform or tool."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Word
    """The name that texts use."""
    aliases: tuple[Word, ...] = ()
    """Short and spoken names; texts may use them."""
    former: tuple[Word, ...] = ()
    """Names that it had before; texts use them no more."""
    checked: date
    """The day of the last check against the sources."""
    sources: tuple[Address, ...] = Field(min_length=1)
    note: Annotated[str, AfterValidator(clean), Field(max_length=200)] = ""
    """What the sources say of a new name."""

    @property
    def words(self) -> tuple[str, ...]:
        """All its names, today's first."""
        return (self.name, *self.aliases, *self.former)


class Platforms(BaseModel):
    """All platforms and tools. A name stands for one of them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    platforms: tuple[Platform, ...] = ()

    @model_validator(mode="after")
    def _a_name_stands_once(self) -> Self:
        counts = Counter(folded(word) for platform in self.platforms for word in platform.words)
        if twice := [word for word, count in counts.items() if count > 1]:
            raise ValueError(f"这些名字写了不止一次：{'、'.join(twice)}")
        if short := [each.name for each in self.platforms if each.former and len(each.sources) < 2]:
            raise ValueError(f"改过名的要有两处来源：{'、'.join(short)}")
        return self

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    @cached_property
    def known(self) -> dict[str, Platform]:
        """The platform of each of its names, folded."""
        return {folded(word): platform for platform in self.platforms for word in platform.words}

    def current(self, name: str) -> str:
        """Today's name for any name of a platform; an unknown one as it is."""
        platform = self.known.get(folded(name))
        return platform.name if platform else name

    def each_once(self, names: Iterable[str]) -> list[str]:
        """Today's names for names of platforms, in order."""
        return list(dict.fromkeys(map(self.current, names)))

    def stale(self, text: str) -> dict[str, str]:
        """The former names that a text uses, each with today's; one within another name does not count."""
        found = dict.fromkeys(match[0] for match in self._names.finditer(folded(text)))
        former = {folded(word): word for platform in self.platforms for word in platform.former}
        return {former[word]: self.known[word].name for word in found if word in former}

    @cached_property
    def _names(self) -> re.Pattern[str]:
        """Any name, the longest first."""
        return re.compile("|".join(map(re.escape, sorted(self.known, key=len, reverse=True))) or "(?!)")
