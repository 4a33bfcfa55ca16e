"""Coverage: which topics of real role descriptions the libraries speak of, and which they lack."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, RootModel

from rolesmith.files import yaml
from rolesmith.presets.library import Kind, Library
from rolesmith.presets.shipped import FOLDER

FILE = FOLDER / "topics.yaml"


class Topic(BaseModel):
    """Something that role descriptions name. It is covered where one item of its kind holds all of its words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    kind: Kind
    area: str
    """The library in which one would look for it; any library may hold it."""
    sources: int
    """How many descriptions name it."""
    words: tuple[str, ...]


class _Topics(RootModel[tuple[Topic, ...]]):
    """presets/topics.yaml"""


@dataclass(frozen=True)
class Report:
    """`areas`: title of a library → kind → covered, and how many there are."""

    areas: dict[str, dict[Kind, tuple[int, int]]]
    lacking: tuple[Topic, ...]
    total: int


def topics() -> tuple[Topic, ...]:
    """What role descriptions name. Raises Unreadable."""
    return yaml.read(_Topics, FILE.read_bytes(), FILE.name).root


def report(libraries: Iterable[Library], asked: Sequence[Topic]) -> Report:
    """What of it the libraries speak of."""
    libraries = list(libraries)
    texts: dict[str, list[str]] = {}
    for library in libraries:
        for item in library.items:
            texts.setdefault(item.kind, []).append("\n".join((item.text, *item.aliases)))
    lacking = tuple(topic for topic in asked if not _covered(topic, texts.get(topic.kind, [])))
    areas: dict[str, dict[Kind, tuple[int, int]]] = {}
    for library in libraries:
        counts = areas.setdefault(library.title, {})
        for kind in dict.fromkeys(topic.kind for topic in asked if topic.area == library.library):
            mine = [topic for topic in asked if (topic.area, topic.kind) == (library.library, kind)]
            counts[kind] = (len([topic for topic in mine if topic not in lacking]), len(mine))
    return Report(areas, lacking, len(asked))


def _covered(topic: Topic, texts: Iterable[str]) -> bool:
    return any(all(word in text for word in topic.words) for text in texts)
