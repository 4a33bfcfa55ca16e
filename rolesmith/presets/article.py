"""Articles of law that rules name: what each says, since when, and where it was read, from presets/articles.yaml."""

import datetime
import re
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel

from rolesmith.files import yaml
from rolesmith.presets.rule import Rule

NUMBERED = re.compile(r"第[\d、]+条|\d+号")


class Article(BaseModel):
    """One article, or several of one law that belong together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    article: str
    says: str
    """In our own words."""
    since: str
    """The day from which the version that stands is in force."""
    checked: datetime.date
    sources: Annotated[tuple[str, ...], Field(min_length=2)]
    """Public places where the text was read."""


class Articles(RootModel[tuple[Article, ...]]):
    """All of them."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    def named_by(self, rule: Rule) -> tuple[Article, ...]:
        """The articles that a rule's source names."""
        parts = rule.source.split("；")
        return tuple(each for each in self.root if each.article in parts)

    def unknown(self, rule: Rule) -> list[str]:
        """The parts of a rule's source that name a number and stand in no article."""
        known = {each.article for each in self.root}
        return [part for part in rule.source.split("；") if NUMBERED.search(part) and part not in known]
