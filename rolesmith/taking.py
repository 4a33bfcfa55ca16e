"""Taking some changes and leaving others: of two states of a role, one that has only what was chosen."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from rolesmith.comparison import compare
from rolesmith.document import Document
from rolesmith.role import Node, Role


def taken(old: Role, new: Role, left: Iterable[str]) -> Role:
    """The new role without the changes whose keys are `left`, see comparison.Change; those are as they were."""
    tree = new.tree
    order = {node.id: at for at, node in enumerate(old.tree.walk())}
    moved = _moved(old.tree, new.tree)
    for key in sorted(dict.fromkeys(left), key=lambda key: order.get(key.partition("#")[0], len(order))):
        name, _, aspect = key.partition("#")
        if name == "title":
            node = old.meaning("name")
            name = node.id if node else ""
        before, after = old.tree.find(name), tree.find(name)
        if before is not None and after is not None:
            tree = _with(tree, name, (_reverted(before, after, aspect),))
            if name in moved and not aspect:
                tree = _put_back(_with(tree, name, ()), old.tree, before)
        elif after is not None:
            tree = _with(tree, name, ())
        elif before is not None:
            tree = _put_back(tree, old.tree, before)
    return new.replace(tree)


def untouched(here: Document, written: Document, now: Document) -> set[str]:
    """The keys of what differs only because the role has changed here since; whoever worked in the file left it alone.

    `written` is the role as the file had it at first, `now` as it has it.
    """
    return _keys(here, now) - _keys(written, now)


def _keys(old: Document, new: Document) -> set[str]:
    return {change.key for each in compare(old, new) for change in each.changes}


def _moved(old: Node, new: Node) -> set[str]:
    """The nodes that stand in another node than they did, or in another order among those that stayed in it."""
    homes = {child.id: node for node in old.walk() for child in node.children}
    found: set[str] = set()
    for node in new.walk():
        stayed = [child.id for child in node.children if child.id in homes and homes[child.id].id == node.id]
        found |= {child.id for child in node.children if child.id in homes} - set(stayed)
        if stayed:
            order = [child.id for child in homes[stayed[0]].children if child.id in set(stayed)]
            found |= _out_of_order(order, stayed)
    return found


def _out_of_order(then: Sequence[str], now: Sequence[str]) -> set[str]:
    blocks = SequenceMatcher(None, then, now, autojunk=False).get_matching_blocks()
    return set(now) - {name for block in blocks for name in now[block.b : block.b + block.size]}


def _reverted(before: Node, after: Node, aspect: str) -> Node:
    if aspect == "title":
        return after.with_(title=before.title)
    if aspect == "head":
        titles = {column.id: column.title for column in before.of("column")}
        children = (c.with_(title=titles.get(c.id, c.title)) if c.kind == "column" else c for c in after.children)
        return after.with_(children=tuple(children))
    return before


def _with(node: Node, name: str, instead: tuple[Node, ...]) -> Node:
    """The tree with other nodes in a node's place."""
    if all(child.id != name for child in node.children):
        return node.with_(children=tuple(_with(child, name, instead) for child in node.children))
    found = (instead if child.id == name else (child,) for child in node.children)
    return node.with_(children=tuple(each for group in found for each in group))


def _put_back(tree: Node, old: Node, lost: Node) -> Node:
    """The tree with a node where it stood: behind the nearest of its elders that is still there."""
    parent = next((node for node in old.walk() if any(child.id == lost.id for child in node.children)), None)
    here = tree.find(parent.id) if parent else None
    if parent is None or here is None:
        return tree
    elders = [child.id for child in parent.children]
    elders = elders[: elders.index(lost.id)]
    places = {child.id: n for n, child in enumerate(here.children)}
    at = next((places[elder] + 1 for elder in reversed(elders) if elder in places), 0)
    changed = here.with_(children=(*here.children[:at], lost, *here.children[at:]))
    return changed if tree.id == here.id else _with(tree, here.id, (changed,))
