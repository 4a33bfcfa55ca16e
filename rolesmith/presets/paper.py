"""Papers: further documents that are made from a role, such as 招聘启事, read from presets/papers/*.yaml.

A paper is a tree like a role's: one writes in it, undoes, exports it as one does a role. Its file is a template
(see template.py) in which lines, rows and fields may say `take` instead of a text:

- a field, `take: [ID, …]`: the text of the first of these nodes of the role that has one; `meaning:name` is the
  field with that meaning.
- in `lines` and `rows`, `take: duty | goal | requirement | kpi`: the lines or rows of the role of this kind, in its
  order. `most` limits their number: the groups then give their first lines in turns. `of: LIBRARY` or
  `of: LIBRARY/TOPIC` takes only lines from there, `mark` only lines with this mark, `with` only texts in which this
  pattern is found, `without` only others. What an entry took, those behind it in the same list or table do not take.
- in `lines` and `rows`, `take: ID`: the text of that node; of a table, each of its rows, of a list, each of its lines.
- of `kpi`, `off: true`: also where the section of the indicators is off. Nothing else is taken from what is off, but
  for the role's name, number, version and date.
- of `kpi`, `within_months: true`: none that is reckoned over half a year or more.
- in `rows`, `take: change`: each text that differs from the role's last published version.
- in a block of `groups`, `take: duty`: the groups of the role, with their lines and standards.
- `otherwise: true`: the entry counts only where those without it gave nothing.

A line's `text`, and each of a row's `cells`, may refer to what was taken: `<text>`, `<standard>` (the line's 工作标准),
`<group>`; of indicators `<indicator>`, `<definition>`, `<target>`, `<goal>` (the one number of the target, if it has
one), `<beyond>` (the target, where it says more than that number), `<weight>`, `<period>`, `<source>`, `<direction>`;
of 工作关系 `<partner>`, `<matter>`, `<frequency>`; of changes `<group>` (where), `<old>`, `<new>`. `<standard|TEXT>`
stands for TEXT where there is none; else what would be empty goes with its label, its ； and its brackets. So does,
from a line's text and standard, a clause whose blank is open, unless it is the only one.

With `based: false` a paper does not say which description it is made of. With `poster: true` its picture is a poster.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from rolesmith.document.kinds import KINDS
from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.presets.taken import Extract, Source
from rolesmith.presets.template import grow
from rolesmith.role.blanks import Filling, names
from rolesmith.role.text import digest
from rolesmith.role.tree import Node, Role

NAMES = (
    *("text", "standard", "group", "old", "new", "partner", "matter", "frequency"),
    *("indicator", "definition", "target", "goal", "beyond", "weight", "period", "source", "direction"),
)
NAME = re.compile(rf"<({'|'.join(NAMES)})(?:\|([^<>|]*))?>")
MISSING = "\x00"
LABEL = re.compile("(^|[（；])[一-龥]{2,4}：\x00")
EMPTY = re.compile("\x00；|；\x00")
LABEL_TWICE = re.compile("^([一-龥]{2,8})：(?=\\1)")
FILE: dict[str, Any] = {
    "id": "file", "title": "依据的岗位说明书", "numbered": False, "on": False,
    "blocks": [{"id": "record", "kind": "fields", "layout": "list", "fields": [
        {"id": name, "title": title, "meaning": name, "take": [f"meaning:{name}"]}
        for name, title in (("number", "文件编号"), ("version", "版本"), ("date", "生效日期"))
    ]}],
}  # fmt: skip
"""The last section of a paper: which description it is based on. It is not shown; publishing the role stamps it."""


class _PaperFile(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(extra="forbid")

    paper: str
    version: str
    title: str
    summary: str
    order: int
    based: bool = True
    poster: bool = False
    sections: list[dict[str, Any]]


class Paper(_PaperFile):
    """A kind of paper, such as 招聘启事."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, data: bytes, file: str) -> Self:
        """Raises Unreadable."""
        written = yaml.read(_PaperFile, data, file)
        paper = cls(**written.model_dump())
        try:
            make_paper(paper, Role(tree=Node(id="role", kind="role")), Filling())
        except (ValueError, KeyError, AttributeError) as error:
            raise Unreadable([Problem(file, 0, f"有一处写法不对（{error}）", "对照别的文件改正")]) from None
        return paper


def key_of(role_id: str, paper: str) -> str:
    """The id under which a role's paper lies."""
    return f"paper-{role_id}-{paper}"


def make_paper(paper: Paper, role: Role, filling: Filling, revision: int = 0, signed: Role | None = None) -> Role:
    """The paper of a role at this revision, with the values of the blanks that it shows.

    `signed` is the role's last published version, where there is one that differs from the role.
    """
    source = Source(role, filling, signed)
    rows: dict[str, list[dict[str, str]]] = {}
    written = (*paper.sections, FILE) if paper.based else paper.sections
    sections = [_spec(section, str(section["id"]), source, rows) for section in written]
    origin = f"{paper.paper}@{paper.version}"
    grown = tuple(grow(spec, "section", "", at, origin) for at, spec in enumerate(sections, 1))
    tree = _with_rows(Node(id="role", kind="role", origin=origin, children=grown), rows)
    used = {name for node in tree.walk() for text in (node.text, node.title) for name in names(text)}
    own, shop = ({k: v for k, v in each.items() if k in used} for each in (role.tree.values, role.shop))
    tree = tree.with_(values=own)
    return Role(template=origin, shop=shop, paper=paper.title, made_of=revision, made_as=_mark(tree), tree=tree)


def outdated(kept: Role, paper: Paper, role: Role, filling: Filling, revision: int, signed: Role | None = None) -> bool:
    """Whether a role has changed, since this paper was made, in anything that the paper takes."""
    if kept.made_of == revision:
        return False
    try:
        return kept.made_as != make_paper(paper, role, filling, signed=signed).made_as
    except ValidationError:
        return True  # the paper would be too large by now: making it anew says so


def _mark(tree: Node) -> str:
    """A checksum of a paper without its stamp, which publishing changes."""
    unstamped = tree.with_(children=tuple(section for section in tree.children if section.id != FILE["id"]))
    return digest(unstamped.model_dump_json(by_alias=True, exclude_defaults=True))


def _spec(written: Any, path: str, source: Source, rows: dict[str, list[dict[str, str]]]) -> Any:
    """A part of the file as a part of a template, everything taken; the rows of tables are put into `rows` by path."""
    spec = {key: value for key, value in written.items() if key not in ("take", "rows")}
    if "take" in written and written.get("kind") != "groups":
        spec["text"] = source.first(written["take"]) or written.get("text", "")
    if "rows" in written:
        rows[path] = [_cells(entry["cells"], extract) for entry, extract in _taken(written["rows"], source)]
    for key in ("blocks", "fields", "groups"):
        if key in spec:
            spec[key] = [_spec(child, f"{path}.{child['id']}", source, rows) for child in spec[key]]
    if "lines" in spec:
        lines = (_line(entry, extract) for entry, extract in _taken(spec["lines"], source))
        spec["lines"] = [line for line in lines if line["text"].strip()]
    if "take" in written and written.get("kind") == "groups":
        spec["groups"] = [{"title": title, "lines": lines} for title, lines in source.groups(written["take"])]
    return spec


def _taken(entries: Sequence[Any], source: Source) -> Iterator[tuple[Any, Extract]]:
    """Each entry of a list or table, with all that it takes."""
    taken: set[str] = set()
    given = False
    for written in entries:
        entry = {"text": written} if isinstance(written, str) else written
        if entry.get("otherwise") and given:
            continue
        for extract in source.extracts(entry, taken):
            given = given or not entry.get("otherwise")
            yield entry, extract


def _line(entry: Mapping[str, Any], extract: Extract) -> dict[str, str]:
    line = {"text": _with_names(str(entry.get("text", "<text>")), extract)}
    return line | ({"from": extract["origin"]} if extract.get("origin") else {})


def _cells(cells: Mapping[str, str], extract: Extract) -> dict[str, str]:
    return {column: _with_names(str(text), extract) for column, text in cells.items()}


def _with_names(pattern: str, extract: Extract) -> str:
    """A pattern with the names in it replaced."""
    text = NAME.sub(lambda found: extract.get(found[1], "").strip() or found[2] or MISSING, pattern)
    text = EMPTY.sub("", LABEL.sub(f"\\1{MISSING}", text)).replace(f"（{MISSING}）", "").replace(MISSING, "")
    return LABEL_TWICE.sub("", text)


def _with_rows(node: Node, rows: Mapping[str, list[dict[str, str]]]) -> Node:
    if node.kind == "table":
        return KINDS["table"].fill(node, rows[node.id]) if node.id in rows else node
    return node.with_(children=tuple(_with_rows(child, rows) for child in node.children))
