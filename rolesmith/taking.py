"""Taking some changes and leaving others: of two states of a role, one that has only what was chosen."""

from collections.abc import Iterable

from rolesmith.role import Node, Role


def taken(old: Role, new: Role, left: Iterable[str]) -> Role:
    """The new role without the changes whose keys are `left`, see comparison.Change; those are as they were."""
    tree = new.tree
    for key in dict.fromkeys(left):
        name, _, aspect = key.partition("#")
        if name == "title":
            node = old.meaning("name")
            name = node.id if node else ""
        before, after = old.tree.find(name), tree.find(name)
        if before is not None and after is not None:
            tree = _with(tree, name, (_reverted(before, after, aspect),))
        elif after is not None:
            tree = _with(tree, name, ())
        elif before is not None:
            tree = _put_back(tree, old.tree, before)
    return new.replace(tree)


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
    at = max((n + 1 for n, child in enumerate(here.children) if child.id in elders), default=0)
    changed = here.with_(children=(*here.children[:at], lost, *here.children[at:]))
    return changed if tree.id == here.id else _with(tree, here.id, (changed,))
