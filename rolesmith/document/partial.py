"""Partial changes: of two states of a role, one that has some of the changes between them and not the others."""

from collections.abc import Iterable, Set

from rolesmith.document.comparison import compare, out_of_order
from rolesmith.document.document import Document
from rolesmith.role.tree import Node, Role


def without(old: Role, new: Role, keys: Iterable[str]) -> Role:
    """The new role without the changes that have these keys, see comparison.Change: there it is as the old one."""
    tree = _Tree(new.tree)
    former = {child.id: (node, at) for node in old.tree.walk() for at, child in enumerate(node.children)}
    before_by_id = {node.id: node for node in old.tree.walk()}
    order = {name: at for at, name in enumerate(before_by_id)}
    moved = _moved(old.tree, new.tree)
    for key in sorted(dict.fromkeys(keys), key=lambda key: order.get(key.partition("#")[0], len(order))):
        name, _, aspect = key.partition("#")
        if name == "title":
            node = old.meaning("name")
            name = node.id if node else ""
        before, after = before_by_id.get(name), tree.find(name)
        if before is not None and after is not None:
            reverted = _reverted(before, after, aspect)
            tree.put(name, reverted)
            if name in moved and not aspect:
                tree.drop(name)
                tree.put_back(reverted, *former.get(name, (None, 0)))
        elif aspect == "standard":
            continue  # its line is new or gone, and that is handled as a whole
        elif after is not None:
            tree.drop(name)
        elif before is not None:
            tree.put_back(before, *former.get(name, (None, 0)))
    return new.replace(tree.whole())


def with_some(here: Role, there: Role, taken: Set[str], left: Set[str]) -> Role:
    """The role as it is here, with these changes of those that make it the other, and without those that are left.

    Whichever role is nearer is changed, so that without any change to take, or to leave, nothing else moves.
    """
    return without(here, there, left) if len(left) < len(taken) else without(there, here, taken)


class _Tree:
    """A tree to change node by node; one change costs no more than the node has neighbours."""

    def __init__(self, root: Node) -> None:
        self._root = root.id
        self._nodes: dict[str, Node] = {}
        self._below: dict[str, list[str]] = {}
        self._home: dict[str, str] = {}
        self._add(root)

    def _add(self, node: Node) -> None:
        """Add a node with all below it; a child that stands elsewhere already stays there."""
        self._nodes[node.id] = node
        self._below[node.id] = []
        for child in node.children:
            if child.id not in self._nodes:
                self._below[node.id].append(child.id)
                self._home[child.id] = node.id
                self._add(child)

    def _forget(self, name: str) -> None:
        del self._nodes[name]
        self._home.pop(name, None)
        for child in self._below.pop(name):
            self._forget(child)

    def find(self, name: str) -> Node | None:
        """A node as it is now, or None."""
        return self._whole(name) if name in self._nodes else None

    def drop(self, name: str) -> None:
        """Remove a node; the root stays."""
        if home := self._home.get(name):
            self._below[home].remove(name)
            self._forget(name)

    def put(self, name: str, node: Node) -> None:
        """Replace a node by another state of it."""
        home = self._home.get(name)
        self._forget(name)
        self._add(node)
        if home:
            self._home[name] = home

    def put_back(self, lost: Node, parent: Node | None, position: int) -> None:
        """Put a node back where it stood: behind the nearest node before it that is still there."""
        if parent is None or parent.id not in self._nodes:
            return
        earlier = (parent.children[at].id for at in range(position - 1, -1, -1))
        neighbour = next((each for each in earlier if self._home.get(each) == parent.id), "")
        here = self._below[parent.id]
        here.insert(here.index(neighbour) + 1 if neighbour else 0, lost.id)
        self._add(lost)
        self._home[lost.id] = parent.id

    def whole(self) -> Node:
        """The tree as it is now."""
        return self._whole(self._root)

    def _whole(self, name: str) -> Node:
        node = self._nodes[name]
        if [child.id for child in node.children] == self._below[name] == []:
            return node
        return node.with_(children=tuple(map(self._whole, self._below[name])))


def untouched(here: Document, written: Document, now: Document) -> set[str]:
    """The keys of what only the shop has changed since a file was written, and nobody in the file.

    `here` is the role in the shop, `written` as the file had it at first, `now` as the file has it.
    """
    return _keys(here, now) - _keys(written, now)


def _keys(old: Document, new: Document) -> set[str]:
    return {change.key for each in compare(old, new) for change in each.changes}


def _moved(old: Node, new: Node) -> set[str]:
    """The nodes that moved to another parent, or changed their order among those that stayed."""
    homes = {child.id: node for node in old.walk() for child in node.children}
    found: set[str] = set()
    for node in new.walk():
        stayed = [child.id for child in node.children if child.id in homes and homes[child.id].id == node.id]
        found |= {child.id for child in node.children if child.id in homes} - set(stayed)
        if stayed:
            order = [child.id for child in homes[stayed[0]].children if child.id in set(stayed)]
            found |= out_of_order(order, stayed)
    return found


def _reverted(before: Node, after: Node, aspect: str) -> Node:
    if aspect == "title":
        return after.with_(title=before.title, on=before.on)
    if aspect == "standard":
        return after.with_(standard=before.standard)
    if aspect == "head":
        titles = {column.id: column.title for column in before.of("column")}
        children = (c.with_(title=titles.get(c.id, c.title)) if c.kind == "column" else c for c in after.children)
        return after.with_(children=tuple(children))
    return before.with_(standard=after.standard)
