"""One person with several posts: their roles as one role, with each post's share of the time.

Nothing of a source is lost: each of its texts stands in the result, or in the list of what was joined with another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from rolesmith.role.blanks import names, with_values
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT, folded, one_line
from rolesmith.role.tree import Node, Role
from rolesmith.team.overlaps import Handover, Pair, handovers, pairs
from rolesmith.team.shares import changed, number, weighs_nothing, with_shares, with_weights, worths
from rolesmith.team.stronger import stronger

OWN_TO_A_FILE = ("number", "version", "date")
"""The meanings of fields that say something of one file: a joined role begins without them."""
ONE_ONLY = ("name", "superior")
"""The meanings of fields that hold one post's name."""

LAST = "other"
"""The area of the groups for what comes up besides, which stand behind all others."""
WRITTEN = ("group", "line", "row")
LONGEST = 60
"""Characters of an id that go on in another one; a cell has the ids of its row and of its column."""

Why = Literal["同一条", "同一项", "取高的", "取前一个", "已停用", "只属于原来的文件"]


@dataclass(frozen=True)
class Source:
    """A role that the person has, and its share of the time in percent."""

    role: Role
    share: float

    @property
    def post(self) -> str:
        """What the role is called."""
        return one_line(self.role.name)


@dataclass(frozen=True)
class Joined:
    """A text of a source that does not stand in the result by itself, and what stands for it there."""

    text: str
    post: str
    kept: str
    why: Why


@dataclass(frozen=True)
class Merged:
    """The joined role, and what somebody should look at before it is used."""

    role: Role
    joined: tuple[Joined, ...]
    pairs: tuple[Pair, ...]
    handovers: tuple[Handover, ...]
    posts: Mapping[str, str]
    """What the source of each node is called, by the node's id."""
    unweighed: tuple[str, ...]
    """The posts with an indicator whose weight is no number; where there is one, all weights stay as they are."""


def merge(sources: Sequence[Source], name: str = "", superior: str = "") -> Merged:
    """Join roles in their order.

    Without a name it is made of theirs; without a superior it is the first one's.
    Raises TooLarge where the result is larger than a role may be.
    """
    try:
        return _merged(sources, name, superior)
    except ValidationError as error:
        raise TooLarge("合起来太大，一份放不下；请先停用或删去一些") from error


def _merged(sources: Sequence[Source], name: str, superior: str) -> Merged:
    work = _Work(sources)
    tree = work.trees[0]
    for theirs in work.trees[1:]:
        tree = work.joined_children(tree, theirs)
    posts, shares = [source.post for source in sources], [source.share for source in sources]
    origins = {node.id: at for at, each in enumerate(work.trees) for node in each.walk()}
    unweighed = [at for at, each in enumerate(work.trees) if weighs_nothing(each)]
    tree = with_shares(tree if unweighed else with_weights(tree, work.worth), origins, shares)
    told = {"name": (name or "兼".join(filter(None, posts)))[:TITLE_LIMIT], "superior": superior}
    tree = changed(tree, lambda node: node.with_(text=told[node.meaning]) if told.get(node.meaning) else node)
    role = Role(template=sources[0].role.template, shop=work.shop, tree=tree)
    found = tuple(pairs(tree, origins)), tuple(handovers(tree, origins, posts))
    named = {node: posts[at] for node, at in origins.items()}
    return Merged(role, tuple(work.joined), *found, named, tuple(posts[at] for at in unweighed))


class TooLarge(Exception):
    """The roles are larger together than one may be; the message is a sentence for the user."""


class _Work:
    """Joins the sources' trees, and keeps what does not stand in the result by itself."""

    def __init__(self, sources: Sequence[Source]) -> None:
        self.trees: list[Node] = []
        self.joined: list[Joined] = []
        self.shop: dict[str, str] = {}
        self.worth: dict[str, float] = {}
        """What each indicator is worth in percent, by the id of its row."""
        self._was: dict[str, str] = {}
        """The id that each node has in its source."""
        self._posts: dict[str, str] = {}
        """The post that each node comes from, by its id."""
        self._lines: dict[tuple[str, ...], Node] = {}
        """The lines of the result by what makes two the same."""
        values: dict[str, str] = {}
        for source in sources:
            facts = {**source.role.shop, **source.role.tree.values}
            known = {**self.shop, **values}
            others = {name: text for name, text in facts.items() if known.get(name, text) != text}
            tree = _with_own_values(self._renamed(source.role.tree), others)
            self._posts.update((node.id, source.post) for node in tree.walk())
            self.worth.update(worths(tree, source.share))
            self.trees.append(changed(tree, self._without_file))
            self.shop, values = {**source.role.shop, **self.shop}, {**source.role.tree.values, **values}
        self.trees[0] = self.trees[0].with_(values=values)
        self._know_lines(self.trees[0])

    def _renamed(self, tree: Node) -> Node:
        """The tree with ids that no tree before has."""
        ids: dict[str, str] = {}
        for node in tree.walk():
            if node.kind != "cell":
                ids[node.id] = self._free(node)
                self._was[ids[node.id]] = node.id
        return _with_ids(tree, ids)

    def _free(self, node: Node) -> str:
        """An id like the node's that is not taken. What owners write has the same one whatever the others write, so
        that the roles can be merged again and compared.
        """
        number = len(self.trees)
        found = node.id
        while found in self._was or (found == node.id and number and node.kind in WRITTEN):
            number += 1
            found = f"{node.id[:LONGEST]}-{number}"
        return found

    def _without_file(self, node: Node) -> Node:
        """A node without what belongs to the file that its role was."""
        if node.kind == "table" and {"version", "date"} & {_tail(column.id) for column in node.of("column")}:
            for row in node.of("row"):
                self._note(row, "", "只属于原来的文件")
            return node.with_(children=node.of("column"))
        if node.kind == "field" and node.meaning in OWN_TO_A_FILE:
            self._note(node, "", "只属于原来的文件")
            return node.with_(text="")
        return node

    def joined_children(self, mine: Node, theirs: Node) -> Node:
        """My node with their children, those that are alike joined. What only one of them has off is off in itself."""
        found = list(mine.children)
        for child in theirs.children:
            at = next((at for at, each in enumerate(found) if self._alike(each, child)), None)
            if at is None:
                found.append(child)
                self._know_lines(child)
                continue
            on, one, other = found[at].on or child.on, found[at], child
            if one.on != other.on:
                one, other = _apart(one), _apart(other)
            found[at] = self._joined(one, other).with_(on=on)
        return mine.with_(children=tuple(sorted(found, key=lambda node: node.area == LAST)))

    def _alike(self, one: Node, other: Node) -> bool:
        """Whether two sections, blocks, groups or fields are for the same."""
        if one.kind != other.kind:
            return False
        if one.meaning or other.meaning:
            return one.meaning == other.meaning
        titled = bool(one.title.strip()) and folded(one.title) == folded(other.title)
        return titled or (one.kind not in ("group", "field") and self._was[one.id] == self._was[other.id])

    def _joined(self, mine: Node, theirs: Node) -> Node:
        match mine.kind:
            case "section" | "fields" | "groups":
                return self.joined_children(mine, theirs)
            case "items" | "group":
                return mine.with_(children=(*mine.children, *filter(self._is_new, theirs.children)))
            case "table":
                return self._table(mine, theirs)
            case "text":
                return self._with_text(mine, theirs, "\n\n")
            case _:
                return self._with_text(mine, theirs, "\n" if mine.long else "；")

    def _know_lines(self, node: Node) -> None:
        for line in (each for each in node.walk() if each.kind == "line"):
            self._lines.setdefault(_key(line), line)

    def _is_new(self, line: Node) -> bool:
        """Whether a line does not stand in the result yet; from here on it does."""
        known = self._lines.get(_key(line))
        if known is None or not line.text.strip() or (line.on and not known.on):
            self._lines[_key(line)] = line
            return True
        self._note(line, known.text, "同一条")
        return False

    def _with_text(self, mine: Node, theirs: Node, between: str) -> Node:
        """My field or text with both texts, each once; where one asks more of the same than the other, that one."""
        one, other = _settled(mine), _settled(theirs)
        if not other or folded(one) == folded(other):
            self._note(theirs, mine.text, "同一项")
            return mine
        if not one:
            return mine.with_(text=theirs.text, values={**theirs.values, **mine.values})
        chosen = stronger(one, other)
        if mine.on != theirs.on or mine.meaning in ONE_ONLY or chosen:
            first = mine.on if mine.on != theirs.on else chosen != other
            kept, dropped = (mine, theirs) if first else (theirs, mine)
            self._note(dropped, kept.text, "已停用" if mine.on != theirs.on else "取高的" if chosen else "取前一个")
            return mine.with_(text=kept.text, values=kept.values)
        said = set(map(folded, one.split(between)))
        new = [clause for clause in other.split(between) if folded(clause) not in said]
        apart = bool(set(names(other)) & set(mine.values))  # one blank, two values: mine is written out
        text = between.join([one if apart else mine.text.strip(), *new])
        if text.count(between) < one.count(between) + other.count(between) + 1:
            self._note(theirs, text, "同一项")
        if len(text) > TEXT_LIMIT:
            raise TooLarge(f"“{mine.title or '正文'}”合起来超过 {TEXT_LIMIT} 字；请先写短一些")
        return mine.with_(text=text, values={} if apart else mine.values)

    def _table(self, mine: Node, theirs: Node) -> Node:
        """My table with their rows, in my columns and in those that they alone have."""
        columns = list(mine.of("column"))
        at = {}
        for column in theirs.of("column"):
            same = next((each for each in columns if self._alike(each, column)), None)
            at[column.id] = same.id if same else column.id
            if same is None:
                columns.append(column)
        rows = list(mine.of("row"))
        table = mine.with_(children=(*columns, *rows))
        known = {(_row_key(table, row), row.on): at for at, row in reversed(list(enumerate(rows)))}
        for row in theirs.of("row"):
            cells = zip(theirs.of("column"), theirs.cells(row), strict=True)
            new = row.with_(children=tuple(cell.with_(id=f"{row.id}:{at[column.id]}") for column, cell in cells))
            key = _row_key(table, new)
            place = known.get((key, True), None if row.on else known.get((key, False)))
            if place is None or not any(key):
                known[key, row.on] = len(rows)
                rows.append(new)
                continue
            kept = rows[place]
            self._note(new, " ".join(cell.text for cell in table.cells(kept) if cell.text), "同一项")
            self.worth[kept.id] = self.worth.get(kept.id, 0) + self.worth.get(row.id, 0)
            rows[place] = _with_higher_numbers(table, kept, new)
        return mine.with_(children=(*columns, *rows))

    def _note(self, node: Node, kept: str, why: Why) -> None:
        """Keep what a node, with all below it, says."""
        for each in node.walk():
            for text in filter(str.strip, (each.text, each.standard)):
                self.joined.append(Joined(text, self._posts[node.id], kept, why))


def _with_ids(node: Node, ids: Mapping[str, str]) -> Node:
    """A node and all below it with new ids; a cell's is made of those of its row and its column."""
    if node.kind == "row":
        cells = (cell.with_(id=_cell_id(cell.id, ids)) for cell in node.children)
        return node.with_(id=ids[node.id], children=tuple(cells))
    return node.with_(id=ids[node.id], children=tuple(_with_ids(child, ids) for child in node.children))


def _cell_id(cell_id: str, ids: Mapping[str, str]) -> str:
    row, _, column = cell_id.partition(":")
    return f"{ids[row]}:{ids.get(column, column)}"


def _with_own_values(tree: Node, facts: Mapping[str, str]) -> Node:
    """The tree whose nodes have these facts of their role as their own, where they name them."""

    def told(node: Node) -> Node:
        used = names(node.title + node.text + node.standard) if facts and node.kind != "role" else ()
        own = {name: facts[name] for name in used if name in facts}
        return node.with_(values={**own, **node.values}) if own else node

    return changed(tree, told)


def _apart(node: Node) -> Node:
    """A node whose parts are off where it is off itself, so that others may stand beside them."""
    if node.on:
        return node
    return node.with_(children=tuple(each if each.kind == "column" else each.with_(on=False) for each in node.children))


def _key(line: Node) -> tuple[str, ...]:
    """What makes two lines the same."""
    return tuple(folded(_settled(line, text)) for text in (line.text, line.standard))


def _settled(node: Node, text: str | None = None) -> str:
    """A node's text with the blanks for which it has values of its own."""
    return with_values(node.text if text is None else text, node.values).strip()


def _tail(node_id: str) -> str:
    """The last part of an id that a template gave."""
    return node_id.rpartition(".")[2].partition("-")[0]


def _row_key(table: Node, row: Node) -> tuple[str, ...]:
    """What makes two rows the same: their texts, whatever their numbers."""
    texts = (folded(_settled(cell)) for cell in table.cells(row))
    return tuple("" if number(text) is not None else text for text in texts)


def _with_higher_numbers(table: Node, one: Node, other: Node) -> Node:
    """A row with the higher of two numbers in each cell."""
    both = zip(table.cells(one), table.cells(other), strict=True)
    texts = ((mine, max(mine.text, theirs.text, key=lambda text: number(text) or 0)) for mine, theirs in both)
    return one.with_(children=tuple(cell.with_(text=text) for cell, text in texts if cell.text))
