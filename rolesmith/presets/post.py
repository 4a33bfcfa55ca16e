"""Posts: which library and topics go with the name that an owner gives a post, read from presets/posts.yaml."""

import re
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel

from rolesmith.files import yaml
from rolesmith.role.text import folded

AND = re.compile("[兼/／+＋&＆、|｜和与]|带(?![货教班队头])")
"""Between two jobs in one name, such as 客服兼打包."""


class Post(BaseModel):
    """A kind of post, known by a word of its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    library: str
    topics: tuple[str, ...] = ()
    """The topics that are offered first, also as groups; none where the template's own groups and order fit."""
    words: Annotated[tuple[str, ...], Field(min_length=1)]

    def is_in(self, name: str) -> bool:
        """Whether a folded name has one of the words; a Latin one whole: BI is not in Shopbind."""
        return any(re.search(_whole(folded(word)), name) for word in self.words)


class Posts(RootModel[tuple[Post, ...]]):
    """All kinds, the special ones before the general."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    def named(self, name: str) -> tuple[Post, ...]:
        """The first kind of post with a word of this name, one for each job in it; none where the name says none."""
        jobs = map(folded, AND.split(name))
        kinds = (next((post for post in self.root if post.is_in(job)), None) for job in jobs)
        return tuple(dict.fromkeys(filter(None, kinds)))


def _whole(word: str) -> str:
    """A pattern of a word that is not part of a longer Latin one."""
    before = "(?<![a-z])" if re.match("[a-z]", word) else ""
    after = "(?![a-z])" if re.search("[a-z]$", word) else ""
    return before + re.escape(word) + after
