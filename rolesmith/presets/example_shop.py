"""The example shop: which posts it has and who holds them, read from presets/example_shop.yaml."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.files import yaml


class ExamplePerson(BaseModel):
    """A person, with the share of each post in percent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    since: str = ""
    wanted: bool = False
    posts: dict[str, Annotated[int, Field(gt=0, le=100)]]


class ExampleShop(BaseModel):
    """The superior of each post, by starter; and the people."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    posts: dict[str, str] = {}
    people: tuple[ExamplePerson, ...] = ()

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)
