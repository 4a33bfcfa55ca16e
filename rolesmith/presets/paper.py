"""Papers: further documents that are made from a role, such as 招聘启事, read from presets/papers/*.yaml.

A paper is a tree like a role's: one writes in it, undoes, exports it as one does a role. Its file is a template
(see template.py) in which lines, rows and fields may say `take` instead of a text:

- a field, `take: [ID, …]`: the text of the first of these nodes of the role that has one; `meaning:name` is the
  field with that meaning.
- in `lines` and `rows`, `take: duty | goal | requirement | kpi`: all lines or rows of the role of this kind. `most`
  limits their number, shared among the groups by size; `without` is a pattern for texts to leave out, `closed: true`
  leaves out texts with open blanks, `mark` takes only lines with this mark.
- in `lines` and `rows`, `take: ID`: the text of that node.
- `when: LIBRARY`: the entry counts only for a role with several duties of that library.

A line's `text`, and each of a row's `cells`, may refer to what was taken: `<text>`, `<group>`, `<indicator>`,
`<definition>`, `<target>`, `<goal>` (the one number of the target, if it has one), `<weight>`, `<period>`,
`<source>`, `<direction>`. Brackets that would be empty are left out.
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
MISSING = "\x00"
EMPTY = re.compile("（(?:目标：)?\x00(?:；\x00)?）|目标：\x00；|；\x00(?=）)")
LABEL_TWICE = re.compile("^([一-龥]{2,8})：(?=\\1)")
NUMBER = re.compile(r"\{[^{}\n]{1,30}\}%?|\d+(?:\.\d+)?%?")
LOWER = re.compile("不高于|不超过|不多于|不大于|低于|少于|小于|以内|以下|控制在|≤|<")
AT_LEAST = re.compile("不(低于|少于|小于)")
MONTH = re.compile(r"\d+(?=年|月|日)")
DIRECTIONS = ("越高越好", "越低越好")
SEVERAL = 3
"""Duties of a library from which on `when` counts."""
FILE: dict[str, Any] = {
    "id": "file", "title": "文件信息", "numbered": False, "on": False,
    "blocks": [{"id": "record", "kind": "fields", "layout": "list", "fields": [
        {"id": name, "title": title, "meaning": name, "take": [f"meaning:{name}"]}
        for name, title in (("number", "文件编号"), ("version", "版本"), ("date", "生效日期"))
    ]}],
}  # fmt: skip
"""The last section of every paper. It is not shown; publishing the role stamps it."""
MOST = 500
"""Lines of a kind unless the file says fewer."""
Extract = Mapping[str, str]
"""What was taken from one place of a role, by the names above; `origin` is where that text was copied from."""


class _PaperFile(BaseModel):
    """What the file holds."""

    model_config = ConfigDict(extra="forbid")

    paper: str
    version: str
    title: str
    summary: str
    order: int
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


def make_paper(paper: Paper, role: Role, filling: Filling, revision: int = 0) -> Role:
    """The paper of a role at this revision, with the values of the blanks that it shows."""
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
    """Whether a role has changed, since this paper was made, in anything that the paper takes."""
    if kept.made_of == revision:
        return False
    try:
        return kept.made_as != make_paper(paper, role, filling).made_as
    except ValidationError:
        return True  # the paper would be too large by now: making it anew says so


def _mark(tree: Node) -> str:
    """A checksum of a paper without its stamp, which publishing changes."""
    unstamped = tree.with_(children=tuple(section for section in tree.children if section.id != FILE["id"]))
    return digest(unstamped.model_dump_json(by_alias=True, exclude_defaults=True))


def _spec(written: Any, path: str, source: "_Source", rows: dict[str, list[dict[str, str]]]) -> Any:
    """A part of the file as a part of a template, everything taken; the rows of tables are put into `rows` by path."""
    spec = {key: value for key, value in written.items() if key not in ("take", "rows")}
    if "take" in written:
        spec["text"] = source.first(written["take"]) or written.get("text", "")
    if "rows" in written:
        rows[path] = [
            _cells(entry["cells"], extract) for entry in written["rows"] for extract in source.extracts(entry)
        ]
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
    for extract in source.extracts(entry):
        line = {"text": _with_names(str(entry.get("text", "<text>")), extract)}
        if line["text"].strip():
            yield line | ({"from": extract["origin"]} if extract.get("origin") else {})


def _cells(cells: Mapping[str, str], extract: Extract) -> dict[str, str]:
    return {column: _with_names(str(text), extract) for column, text in cells.items()}


def _with_names(pattern: str, extract: Extract) -> str:
    """A pattern with the names in it replaced."""
    text = NAME.sub(lambda found: extract.get(found[1], "") or MISSING, pattern)
    return LABEL_TWICE.sub("", EMPTY.sub("", text).replace(MISSING, ""))


def _with_rows(node: Node, rows: Mapping[str, list[dict[str, str]]]) -> Node:
    if node.kind == "table":
        return KINDS["table"].fill(node, rows[node.id]) if node.id in rows else node
    return node.with_(children=tuple(_with_rows(child, rows) for child in node.children))


class _Source:
    """A role, as something to take texts from."""

    def __init__(self, role: Role, filling: Filling) -> None:
        self._role, self._filling = role, filling
        self._nodes = {node.id: node for node in role.tree.walk()}

    def first(self, wanted: list[str]) -> str:
        """The text of the first of these nodes that has one."""
        for name in wanted:
            kind, _, meaning = name.partition(":")
            node = self._role.meaning(meaning) if kind == "meaning" else self._nodes.get(name)
            if node is not None and node.text.strip():
                return _own(node)
        return ""

    def extracts(self, entry: Mapping[str, Any]) -> Iterator[Extract]:
        """All that an entry of lines or rows takes."""
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

    def _chosen(self, wanted: str, entry: Mapping[str, Any]) -> Iterator[Extract]:
        groups = [(title, [line for line in lines if self._fits(line, entry)]) for title, lines in self._groups(wanted)]
        counts = _shared([len(lines) for _, lines in groups], int(entry.get("most", MOST)))
        for (title, lines), count in zip(groups, counts, strict=True):
            for line in lines[:count]:
                yield {"text": _own(line), "group": title, "origin": line.origin}

    def _fits(self, line: Node, entry: Mapping[str, Any]) -> bool:
        if "mark" in entry and line.mark != entry["mark"]:
            return False
        if "without" in entry and re.search(entry["without"], line.text):
            return False
        return not (entry.get("closed") and any(p.open for p in self._filling.pieces(line.text, line.values)))

    def _groups(self, wanted: str) -> Iterator[tuple[str, list[Node]]]:
        """Title and lines of each group or list that is on."""
        for section in self._role.tree.shown():
            for block in section.shown():
                if block.picks == wanted:
                    for group in block.shown() if block.kind == "groups" else (block,):
                        lines = [line for line in group.shown() if line.kind == "line" and line.text.strip()]
                        yield self._filling.fill(group.title, group.values), lines

    def _kpis(self) -> Iterator[Extract]:
        """The rows of the table of indicators, even where its section is off: a shop may keep it to itself."""
        for section in self._role.tree.children:
            for block in section.shown():
                if block.kind == "table" and block.picks == "kpi":
                    read = (_kpi(block, row) for row in block.of("row") if row.on)
                    yield from filter(None, read)

    def _libraries(self) -> Counter[str]:
        """How many duties come from each library or belong to its group."""
        found: Counter[str] = Counter()
        for section in self._role.tree.shown():
            for block in section.shown():
                for group in block.shown() if block.kind == "groups" and block.picks == "duty" else ():
                    lines = [line for line in group.shown() if line.text.strip()]
                    found.update(line.origin.partition("/")[0] or group.area for line in lines)
        return found


def _shared(counts: list[int], most: int) -> list[int]:
    """The number of lines for each group, by its size after D'Hondt."""
    got = [0] * len(counts)
    while sum(got) < min(most, sum(counts)):
        open = [at for at, count in enumerate(counts) if got[at] < count]
        got[max(open, key=lambda at: (counts[at] / (got[at] + 1), -at))] += 1
    return got


def _kpi(table: Node, row: Node) -> dict[str, str]:
    columns = table.of("column")
    pairs = zip(columns, meanings(columns), strict=True)
    names = [meaning or column.id.rpartition(".")[2] for column, meaning in pairs]
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
    """A node's text with the blanks for which it has values of its own."""
    return TOKEN.sub(lambda found: node.values.get(found[1] or "", "") or found[0], node.text)
