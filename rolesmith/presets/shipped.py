"""The shipped content: each part is read once, when it is first needed; a file with a mistake stops nothing else."""

from collections import ChainMap
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import RootModel

from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.presets.example_shop import ExampleShop
from rolesmith.presets.library import Library
from rolesmith.presets.paper import Paper
from rolesmith.presets.post import Posts
from rolesmith.presets.starter import Head, Starter
from rolesmith.presets.template import Template
from rolesmith.role.blanks import Blank, Filling
from rolesmith.role.tree import Role

if TYPE_CHECKING:  # what the first page needs none of is imported where it is read
    from rolesmith.presets.article import Articles
    from rolesmith.presets.ideas import Ideas
    from rolesmith.presets.job_names import JobNames
    from rolesmith.presets.platforms import Platforms
    from rolesmith.presets.rule import Rulebook
    from rolesmith.presets.synonyms import Synonyms

FOLDER = Path(__file__).parents[2] / "presets"
GROUPS = ("店铺", "平台", "联系", "工时")
"""The headings of 本店信息, in their order."""

Content = TypeVar("Content")


class Presets:
    """The content of a folder, by id. The first to need a part reads it; others wait for that."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        self._parts: dict[str, Any] = {}
        self._problems: list[Problem] = []
        self.all_read = False

    @property
    def blanks(self) -> Mapping[str, Blank]:
        return self._part("blanks", lambda: dict(ChainMap(*self._files("blanks.yaml", _read_blanks))))

    @property
    def templates(self) -> Mapping[str, Template]:
        return self._part("templates", lambda: {t.template: t for t in self._files("templates/*.yaml", Template.read)})

    @property
    def libraries(self) -> Mapping[str, Library]:
        def read() -> Mapping[str, Library]:
            found = self._files("duties/*.yaml", Library.read)
            return {library.library: library for library in sorted(found, key=lambda each: each.order)}

        return self._part("libraries", read)

    @property
    def platforms(self) -> "Platforms":
        from rolesmith.presets.platforms import Platforms

        return self._part("platforms", lambda: next(iter(self._files("platforms.yaml", Platforms.read)), Platforms()))

    @property
    def synonyms(self) -> "Synonyms":
        """The synonyms, with all names of each platform."""

        from rolesmith.presets.synonyms import Synonyms

        def read() -> Synonyms:
            found = next(iter(self._files("synonyms.yaml", Synonyms.read)), Synonyms())
            return found.joined("平台", (platform.words for platform in self.platforms.platforms))

        return self._part("synonyms", read)

    @property
    def articles(self) -> "Articles":
        from rolesmith.presets.article import Articles

        return self._part("articles", lambda: next(iter(self._files("articles.yaml", Articles.read)), Articles(())))

    @property
    def ideas(self) -> "Ideas":
        from rolesmith.presets.ideas import Ideas

        return self._part("ideas", lambda: Ideas.joined(self._files("ideas/*.yaml", Ideas.read)))

    @property
    def rules(self) -> "Mapping[str, Rulebook]":
        from rolesmith.presets.rule import Rulebook

        def read() -> Mapping[str, Rulebook]:
            found = self._files("rules/*.yaml", Rulebook.read)
            return {book.rulebook: book for book in sorted(found, key=lambda each: each.order)}

        return self._part("rules", read)

    @property
    def heads(self) -> Mapping[str, Head]:
        """The heads of all starters, also of those whose rest cannot be read."""

        def read() -> Mapping[str, Head]:
            found = self._files("roles/*.yaml", Head.read, report=False)
            return {head.starter: head for head in sorted(found, key=lambda each: each.order)}

        return self._part("heads", read)

    @property
    def starters(self) -> Mapping[str, Starter]:
        def read() -> Mapping[str, Starter]:
            templates, libraries = self.templates, self.libraries
            found = self._files("roles/*.yaml", lambda data, file: Starter.read(data, file, templates, libraries))
            return {starter.starter: starter for starter in sorted(found, key=lambda each: each.order)}

        return self._part("starters", read)

    @property
    def posts(self) -> Posts:
        return self._part("posts", lambda: next(iter(self._files("posts.yaml", Posts.read)), Posts(())))

    @property
    def job_names(self) -> "JobNames":
        from rolesmith.presets.job_names import JobNames

        return self._part("job_names", lambda: next(iter(self._files("job_names.yaml", JobNames.read)), JobNames()))

    @property
    def example_shop(self) -> ExampleShop:
        return self._part(
            "example", lambda: next(iter(self._files("example_shop.yaml", ExampleShop.read)), ExampleShop())
        )

    @property
    def papers(self) -> Mapping[str, Paper]:
        def read() -> Mapping[str, Paper]:
            found = self._files("papers/*.yaml", Paper.read)
            return {paper.paper: paper for paper in sorted(found, key=lambda each: each.order)}

        return self._part("papers", read)

    @property
    def person_paper(self) -> Paper | None:
        """The paper of a person with the duties of all posts; None where its file cannot be read."""
        return self._part("person", lambda: next(iter(self._files("person.yaml", Paper.read)), None))

    def is_poster(self, role: Role) -> bool:
        """Whether the picture of what this tree holds is a poster, as of 招聘启事."""
        paper = self.papers.get(role.template.partition("@")[0]) if role.paper else None
        return paper is not None and paper.poster

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the files that cannot be read. Reads all that were not needed yet."""
        self.read_all()
        return tuple(sorted(self._problems, key=lambda problem: (problem.file, problem.line)))

    def read_all(self) -> None:
        """Read all parts that were not needed yet."""
        _ = self.blanks, self.templates, self.libraries, self.synonyms, self.rules, self.heads, self.starters
        _ = self.papers, self.platforms, self.posts, self.ideas, self.articles
        _ = self.job_names, self.example_shop, self.person_paper
        self.all_read = True

    def filling(self, role: Role, shop: Mapping[str, str] | None = None, *, standards: bool = False) -> Filling:
        """The values of a role's blanks: its own, then the shop's facts, then those that came with the role.

        `standards`: whether its document is to show them.
        """
        known = {name: value for name, value in (shop or {}).items() if value.strip()}
        return Filling(self.blanks, role.tree.values, {**role.shop, **known}, standards=standards)

    def shop_blanks(self) -> Mapping[str, list[str]]:
        """The blanks that are filled once for the whole shop: their names under the heading of each group."""
        groups: dict[str, list[str]] = {name: [] for name in GROUPS}
        for name, blank in self.blanks.items():
            if blank.group:
                groups[blank.group].append(name)
        return groups

    def _part(self, name: str, read: Callable[[], Content]) -> Content:
        if name not in self._parts:
            with self._lock:
                if name not in self._parts:
                    self._parts[name] = read()
        part: Content = self._parts[name]
        return part

    def _files(self, pattern: str, read: Callable[[bytes, str], Content], *, report: bool = True) -> list[Content]:
        """The files that can be read; the others are added to the problems if `report`."""
        found: list[Content] = []
        problems: list[Problem] = []
        for path in sorted(self._folder.glob(pattern)):
            file = path.relative_to(self._folder.parent).as_posix()
            try:
                found.append(read(path.read_bytes(), file))
            except Unreadable as error:
                problems += error.problems
            except OSError as error:
                problems.append(Problem(file, 0, f"打不开（{error.strerror}）", "检查文件是否还在、有没有读取权限"))
        if report:
            self._problems += problems
        return found


class _Blanks(RootModel[dict[str, dict[str, str | list[str] | dict[str, list[str]]]]]):
    """presets/blanks.yaml: name → how it is asked for."""


def load(folder: Path = FOLDER) -> Presets:
    """The presets of a folder; `problems` says what could not be read."""
    return Presets(folder)


def _read_blanks(data: bytes, file: str) -> dict[str, Blank]:
    entries = yaml.read(_Blanks, data, file).root
    blanks = {}
    for name, entry in entries.items():
        try:
            blanks[name] = Blank.model_validate({"name": name, **entry})
        except ValueError:
            raise Unreadable([Problem(file, 0, f"填空“{name}”的写法不对", "对照其他填空改正")]) from None
    return blanks


@cache
def shipped() -> Presets:
    """The presets that come with the product."""
    return load()
