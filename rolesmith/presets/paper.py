"""Papers: further documents made of a role, such as 招聘启事, read from presets/papers/*.yaml.

A paper is a tree like a role's: one writes in it, undoes, exports it as one does a role. Its file is a template
(see template.py) in which lines, rows and fields may say `take` instead of a text:

- a field, `take: [ID, …]`: the text of the role's first node of those that says something; `meaning:name` asks
  for the field of that meaning.
- in `lines` and `rows`, `take: duty | goal | requirement | kpi`: each line or row that the role has of it. `most`
  says of how many, shared among the groups by their size; `without` is a pattern of what stays out, `closed: true`
  leaves out texts with blanks that nobody has filled, `mark` takes only lines so marked.
- in `lines` and `rows`, `take: ID`: the one text of that node.
- `when: LIBRARY`: the entry counts only for a role with several duties of that library.

A line's `text`, and each of a row's `cells`, may name what was taken: `<text>`, `<group>`, `<indicator>`,
`<definition>`, `<target>`, `<goal>` (the one number of the target, if it has one), `<weight>`, `<period>`,
`<source>`, `<direction>`. Brackets left empty by what a role does not say go with it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from rolesmith.document.kinds import KINDS
from rolesmith.document.kinds.table import meanings
from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.presets.template import grow
from rolesmith.role.blanks import TOKEN, Filling, names
from rolesmith.role.text import digest
from rolesmith.role.tree import Node, Role

NAME = re.compile(r"<(text|group|goal|indicator|definition|target|weight|period|source|direction)>")
UNSAID = "\x00"
EMPTY = re.compile("（(?:目标：)?\x00(?:；\x00)?）|目标：\x00；|；\x00(?=）)")
LABEL_TWICE = re.compile("^([一-龥]{2,8})：(?=\\1)")
NUMBER = re.compile(r"\{[^{}\n]{1,30}\}%?|\d+(?:\.\d+)?%?")
LOWER = re.compile("不高于|不超过|不多于|不大于|低于|少于|小于|以内|以下|控制在|≤|<")
AT_LEAST = re.compile("不(低于|少于|小于)")
MONTH = re.compile(r"\d+(?=年|月|日)")
DIRECTIONS = ("越高越好", "越低越好")
SEVERAL = 3
"""So many duties of a library make it a part of the job."""
FILE: dict[str, Any] = {
    "id": "file", "title": "文件信息", "numbered": False, "on": False,
    "blocks": [{"id": "record", "kind": "fields", "layout": "list", "fields": [
        {"id": name, "title": title, "meaning": name, "take": [f"meaning:{name}"]}
        for name, title in (("number", "文件编号"), ("version", "版本"), ("date", "生效日期"))
    ]}],
}  # fmt: skip
"""The last section of every paper: it is not shown, but stamped with its role."""
MOST = 500
"""Lines of a kind unless the file says fewer."""
Taken = Mapping[str, str]
"""What was taken of a role by the names above; `origin` says where its text was copied from."""


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid")

    paper: str
    version: str
    title: str
    summary: str
    order: int
    sections: list[dict[str, Any]]


class Paper(_Written):
    """A kind of paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def read(cls, data: bytes, file: str) -> Self:
        """Raises Unreadable."""
        written = yaml.read(_Written, data, file)
        paper = cls(**written.model_dump())
        try:
            made(paper, Role(tree=Node(id="role", kind="role")), Filling())
        except (ValueError, KeyError, AttributeError) as error:
            raise Unreadable([Problem(file, 0, f"有一处写法不对（{error}）", "对照别的文件改正")]) from None
        return paper


def key_of(role_id: str, paper: str) -> str:
    """The id under which a role's paper lies."""
    return f"paper-{role_id}-{paper}"


def made(paper: Paper, role: Role, filling: Filling, revision: int = 0) -> Role:
    """The paper of a role as it is at this revision; of the role's blanks it has those that it shows, and no others."""
    source = _Source(role, filling)
    rows: dict[str, list[dict[str, str]]] = {}
    sections = [_spec(section, str(section["id"]), source, rows) for section in (*paper.sections, FILE)]
    origin = f"{paper.paper}@{paper.version}"
    grown = tuple(grow(spec, "section", "", at, origin) for at, spec in enumerate(sections, 1))
    tree = _with_rows(Node(id="role", kind="role", origin=origin, children=grown), rows)
    used = {name for node in tree.walk() for text in (node.text, node.title) for name in names(text)}
    own, shop = ({k: v for k, v in each.items() if k in used} for each in (role.tree.values, role.shop))
    tree = tree.with_(values=own)
    return Role(template=origin, shop=shop, paper=paper.title, made_of=revision, made_as=_mark(tree), tree=tree)


def outdated(kept: Role, paper: Paper, role: Role, filling: Filling, revision: int) -> bool:
    """Whether a role has changed since this paper of it was made, in anything that the paper takes of it."""
    if kept.made_of == revision:
        return False
    try:
        return kept.made_as != made(paper, role, filling).made_as
    except ValidationError:
        return True  # it takes more by now than the paper holds: who makes it anew is told


def _mark(tree: Node) -> str:
    """A short mark of all that was made, its stamp aside: that follows the role by itself."""
    made = tree.with_(children=tuple(section for section in tree.children if section.id != FILE["id"]))
    return digest(made.model_dump_json(by_alias=True, exclude_defaults=True))


def _spec(written: Any, path: str, source: "_Source", rows: dict[str, list[dict[str, str]]]) -> Any:
    """A part of the file as a template's part, with everything taken; a table's rows are told by its path."""
    spec = {key: value for key, value in written.items() if key not in ("take", "rows")}
    if "take" in written:
        spec["text"] = source.first(written["take"]) or written.get("text", "")
    if "rows" in written:
        rows[path] = [_cells(entry["cells"], taken) for entry in written["rows"] for taken in source.taken(entry)]
    for key in ("blocks", "fields", "groups"):
        if key in spec:
            spec[key] = [_spec(child, f"{path}.{child['id']}", source, rows) for child in spec[key]]
    if "lines" in spec:
        spec["lines"] = [line for entry in spec["lines"] for line in _lines(entry, source)]
    return spec


def _lines(entry: Any, source: "_Source") -> Iterator[Any]:
    if isinstance(entry, str):
        yield entry
        return
    for taken in source.taken(entry):
        line = {"text": _said(str(entry.get("text", "<text>")), taken)}
        if line["text"].strip():
            yield line | ({"from": taken["origin"]} if taken.get("origin") else {})


def _cells(cells: Mapping[str, str], taken: Taken) -> dict[str, str]:
    return {column: _said(str(text), taken) for column, text in cells.items()}


def _said(pattern: str, taken: Taken) -> str:
    said = NAME.sub(lambda found: taken.get(found[1], "") or UNSAID, pattern)
    return LABEL_TWICE.sub("", EMPTY.sub("", said).replace(UNSAID, ""))


def _with_rows(node: Node, rows: Mapping[str, list[dict[str, str]]]) -> Node:
    if node.kind == "table":
        return KINDS["table"].fill(node, rows[node.id]) if node.id in rows else node
    return node.with_(children=tuple(_with_rows(child, rows) for child in node.children))


class _Source:
    """What can be taken of a role."""

    def __init__(self, role: Role, filling: Filling) -> None:
        self._role, self._filling = role, filling
        self._nodes = {node.id: node for node in role.tree.walk()}

    def first(self, wanted: list[str]) -> str:
        """The text of the first of these that says something."""
        for name in wanted:
            kind, _, meaning = name.partition(":")
            node = self._role.meaning(meaning) if kind == "meaning" else self._nodes.get(name)
            if node is not None and node.text.strip():
                return _own(node)
        return ""

    def taken(self, entry: Mapping[str, Any]) -> Iterator[Taken]:
        """Everything that an entry of lines or rows stands for."""
        if (library := entry.get("when")) and self._libraries()[library] < SEVERAL:
            return
        wanted = entry.get("take")
        if wanted is None:
            yield {}
        elif wanted == "kpi":
            yield from islice(self._kpis(), int(entry.get("most", MOST)))
        elif wanted in ("duty", "goal", "requirement"):
            yield from self._chosen(wanted, entry)
        elif text := self.first([wanted]):
            yield {"text": text}

    def _chosen(self, wanted: str, entry: Mapping[str, Any]) -> Iterator[Taken]:
        groups = [(title, [line for line in lines if self._fits(line, entry)]) for title, lines in self._groups(wanted)]
        places = _shared([len(lines) for _, lines in groups], int(entry.get("most", MOST)))
        for (title, lines), count in zip(groups, places, strict=True):
            for line in lines[:count]:
                yield {"text": _own(line), "group": title, "origin": line.origin}

    def _fits(self, line: Node, entry: Mapping[str, Any]) -> bool:
        if "mark" in entry and line.mark != entry["mark"]:
            return False
        if "without" in entry and re.search(entry["without"], line.text):
            return False
        return not (entry.get("closed") and any(p.open for p in self._filling.pieces(line.text, line.values)))

    def _groups(self, wanted: str) -> Iterator[tuple[str, list[Node]]]:
        """Title and lines of each group that is shown, or of each list."""
        for section in self._role.tree.shown():
            for block in section.shown():
                if block.picks == wanted:
                    for group in block.shown() if block.kind == "groups" else (block,):
                        lines = [line for line in group.shown() if line.kind == "line" and line.text.strip()]
                        yield self._filling.fill(group.title, group.values), lines

    def _kpis(self) -> Iterator[Taken]:
        """The rows of the table of indicators, also where its section is off: a shop may keep them to itself."""
        for section in self._role.tree.children:
            for block in section.shown():
                if block.kind == "table" and block.picks == "kpi":
                    read = (_kpi(block, row) for row in block.of("row") if row.on)
                    yield from filter(None, read)

    def _libraries(self) -> Counter[str]:
        """How many duties come from each library, or stand in its group."""
        found: Counter[str] = Counter()
        for section in self._role.tree.shown():
            for block in section.shown():
                for group in block.shown() if block.kind == "groups" and block.picks == "duty" else ():
                    lines = [line for line in group.shown() if line.text.strip()]
                    found.update(line.origin.partition("/")[0] or group.area for line in lines)
        return found


def _shared(counts: list[int], most: int) -> list[int]:
    """How many each group gets of so many: by its size, after D'Hondt."""
    got = [0] * len(counts)
    while sum(got) < min(most, sum(counts)):
        open = [at for at, count in enumerate(counts) if got[at] < count]
        got[max(open, key=lambda at: (counts[at] / (got[at] + 1), -at))] += 1
    return got


def _kpi(table: Node, row: Node) -> dict[str, str]:
    columns = table.of("column")
    said = zip(columns, meanings(columns), strict=True)
    names = [meaning or column.id.rpartition(".")[2] for column, meaning in said]
    texts = {name: _own(cell) for name, cell in zip(names, table.cells(row), strict=True)}
    indicator = texts.get("indicator") or next(iter(texts.values()), "")
    if not indicator.strip():
        return {}
    target = texts.get("target", "")
    lower = bool(LOWER.search(AT_LEAST.sub("", target)))
    numbers = NUMBER.findall(MONTH.sub("", target))
    goal = numbers[0] if len(numbers) == 1 else ""
    return {**texts, "indicator": indicator, "text": indicator, "direction": DIRECTIONS[lower], "goal": goal}


def _own(node: Node) -> str:
    """A node's text with the blanks that it fills for itself alone."""
    return TOKEN.sub(lambda found: node.values.get(found[1] or "", "") or found[0], node.text)
