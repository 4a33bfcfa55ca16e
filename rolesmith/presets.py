"""Where the shipped content lies, read once a process; a file with a mistake stops nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from pydantic import RootModel

from rolesmith import yamlfile
from rolesmith.blanks import Blank, Filling
from rolesmith.library import Library
from rolesmith.problem import Problem, Unreadable
from rolesmith.role import Role
from rolesmith.rule import Rulebook
from rolesmith.starter import Starter
from rolesmith.template import Template

FOLDER = Path(__file__).parent.parent / "presets"

Content = TypeVar("Content")


@dataclass(frozen=True)
class Presets:
    """All shipped content by id, and what is wrong with the files that could not be read."""

    blanks: Mapping[str, Blank] = field(default_factory=dict)
    templates: Mapping[str, Template] = field(default_factory=dict)
    libraries: Mapping[str, Library] = field(default_factory=dict)
    starters: Mapping[str, Starter] = field(default_factory=dict)
    rules: Mapping[str, Rulebook] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def filling(self, role: Role, shop: Mapping[str, str] | None = None) -> Filling:
        """What a role's blanks stand for, with the shop's own facts behind it."""
        known = {name: value for name, value in (shop or {}).items() if value.strip()}
        return Filling(self.blanks, role.tree.values, {**role.shop, **known})

    def shop_blanks(self) -> list[Blank]:
        """The blanks that are filled once for the whole shop."""
        return [blank for blank in self.blanks.values() if blank.scope == "shop"]


class _Blanks(RootModel[dict[str, dict[str, str | list[str]]]]):
    """presets/blanks.yaml: name → how it is asked for."""


def load(folder: Path = FOLDER) -> Presets:
    """Read a folder of presets; whatever can be read is there, the rest is told in `problems`."""
    problems: list[Problem] = []

    def gather(
        pattern: str, read: Callable[[bytes, str], Content], key: Callable[[Content], str]
    ) -> dict[str, Content]:
        found: dict[str, Content] = {}
        for path in sorted(folder.glob(pattern)):
            file = path.relative_to(folder.parent).as_posix()
            try:
                content = read(path.read_bytes(), file)
                found[key(content)] = content
            except Unreadable as error:
                problems.extend(error.problems)
            except OSError as error:
                problems.append(Problem(file, 0, f"打不开（{error.strerror}）", "检查文件是否还在、有没有读取权限"))
        return found

    blanks = gather("blanks.yaml", _read_blanks, lambda _: "blanks").get("blanks", {})
    libraries = gather("duties/*.yaml", Library.read, lambda library: library.library)
    templates = gather("templates/*.yaml", Template.read, lambda template: template.template)
    starters = gather(
        "roles/*.yaml",
        lambda data, file: Starter.read(data, file, templates, libraries),
        lambda starter: starter.starter,
    )
    rules = gather("rules/*.yaml", Rulebook.read, lambda book: book.rulebook)
    libraries = dict(sorted(libraries.items(), key=lambda entry: entry[1].order))
    starters = dict(sorted(starters.items(), key=lambda entry: entry[1].order))
    rules = dict(sorted(rules.items(), key=lambda entry: entry[1].order))
    return Presets(blanks, templates, libraries, starters, rules, tuple(problems))


def _read_blanks(data: bytes, file: str) -> dict[str, Blank]:
    entries = yamlfile.read(_Blanks, data, file).root
    blanks = {}
    for name, entry in entries.items():
        try:
            blanks[name] = Blank.model_validate({"name": name, **entry})
        except ValueError:
            raise Unreadable([Problem(file, 0, f"填空“{name}”的写法不对", "对照其他填空改正")]) from None
    return blanks


def shipped() -> Presets:
    """The presets that come with the product; whoever asks while they are being read waits for them."""
    with _reading:
        return _shipped()


_reading = Lock()


@cache
def _shipped() -> Presets:
    return load()
