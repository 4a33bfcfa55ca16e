"""Posts: which library and topics go with the name that an owner gives a post, read from presets/posts.yaml."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, RootModel

from rolesmith.files import yaml
from rolesmith.role.text import folded


class Post(BaseModel):
    """A kind of post, known by a word of its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    library: str
    topics: tuple[str, ...] = ()
    """The topics that are offered first; none for the library's own order."""
    words: Annotated[tuple[str, ...], Field(min_length=1)]


class Posts(RootModel[tuple[Post, ...]]):
    """All kinds, the special ones before the general."""

    model_config = ConfigDict(frozen=True)

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    def named(self, name: str) -> Post | None:
        """The first kind of post with a word of this name; None where the name says none."""
        plain = folded(name)
        return next((post for post in self.root if any(folded(word) in plain for word in post.words)), None)
