"""Shown: of a role only what its document shows, to be handed out; and such a part put back into the whole role."""

from collections.abc import Iterable, Mapping, Set

from rolesmith.document.document import Document, phrases
from rolesmith.role.blanks import Filling, names
from rolesmith.role.tree import Meaning, Node, Role

KEPT_APART: Mapping[str, object] = {"merged_from": (), "received": "", "made_of": 0, "made_as": ""}
"""What a shop keeps with a role for itself."""
IN_TITLE: tuple[Meaning, ...] = ("name", "number", "version", "date")
"""What a document says above its sections, also of fields that are off."""
NOT_SHOWN: Mapping[str, object] = {"hint": "", "examples": (), "choices": ()}
"""What helps to write in a node and stands in no document."""


def only_shown(role: Role, document: Document, filling: Filling) -> Role:
    """The role with no node, no text and no blank's value that its document does not show."""
    drawn = {element.id for part in document.parts for element in part.elements}
    keys = {phrase.key for part in document.parts for phrase in phrases(part)}
    above = {node.id for node in map(role.meaning, IN_TITLE) if node}
    tree = part_of(role.tree, keys | drawn | above)
    used = {name for node in tree.walk() for name in _used(node) if not node.values.get(name, "").strip()}
    values = {name: value for name, value in role.tree.values.items() if name in used}
    of_shop = {name for name in used if not values.get(name, "").strip()}
    lent = {name: value for name, value in role.shop.items() if name in of_shop and filling.shop.get(name) == value}
    return role.model_copy(update={**KEPT_APART, "shop": lent, "tree": tree.with_(values=values)})


def part_of(tree: Node, keys: Set[str]) -> Node:
    """The tree with only the nodes that these keys name, and of them only the texts; see Phrase.key.

    A node keeps its title, which stands wherever the node does, unless it is off.
    """
    return _part_of(tree, keys, True) or tree.with_(children=())


def _part_of(node: Node, keys: Set[str], on: bool) -> Node | None:
    on = on and node.on
    below = (_part_of(child, keys, on) for child in node.children)
    children = tuple(child for child in below if child is not None)
    standard = f"{node.id}#standard" in keys
    if not children and not standard and not {node.id, f"{node.id}#title"} & keys:
        return None
    texts = {
        "title": node.title if on else "",
        "text": node.text if node.id in keys else "",
        "standard": node.standard if standard else "",
    }
    part = node.model_copy(update={**texts, **NOT_SHOWN, "children": children})
    own = {name: node.values[name] for name in _used(part) if name in node.values} if node.values else {}
    return part.model_copy(update={"values": own}) if own != node.values else part


def _used(node: Node) -> Iterable[str]:
    """The blanks in a node's texts."""
    return (name for text in (node.title, node.text, node.standard) for name in names(text))


def completed(part: Role, whole: Role) -> Role:
    """The whole role in which all that `part` holds is as it is there; what the part does not hold stays as it is."""
    here = {node.id: node for node in whole.tree.walk()}
    return whole.replace(_completed(part.tree, here, {node.id for node in part.tree.walk()}))


def _completed(node: Node, here: Mapping[str, Node], held: Set[str]) -> Node:
    children = [_completed(child, here, held) for child in node.children]
    old = here.get(node.id)
    if old is None or old.kind != node.kind:
        return node.with_(children=tuple(children))
    return old.with_(
        title=node.title or old.title,
        text=node.text or old.text,
        standard=node.standard or old.standard,
        mark=node.mark,
        on=node.on if node.kind in ("line", "row") else old.on,
        values={**node.values, **old.values},
        children=tuple(sorted(_among(children, old, held), key=lambda child: child.kind == "row")),
    )


def _among(children: Iterable[Node], old: Node, held: Set[str]) -> Iterable[Node]:
    """The children, and of the old node's those that the part does not hold, each behind the one that it followed."""
    children = list(children)
    there = {child.id for child in children}
    behind: dict[str, list[Node]] = {}
    last = ""
    for child in old.children:
        if child.id in held:
            last = child.id if child.id in there else last
        else:
            behind.setdefault(last, []).append(_without(child, held))
    yield from behind.pop("", ())
    for child in children:
        yield child
        yield from behind.pop(child.id, ())
    for rest in behind.values():
        yield from rest


def _without(node: Node, held: Set[str]) -> Node:
    """A node without those below it that stand elsewhere."""
    if not node.children:
        return node
    return node.with_(children=tuple(_without(child, held) for child in node.children if child.id not in held))


def with_help(role: Role, template: Node) -> Role:
    """The role with its template's titles and what helps to write, where it has none: that is not handed out."""
    return role.replace(_with_help(role.tree, {node.id: node for node in template.walk()}))


def _with_help(node: Node, of_template: Mapping[str, Node]) -> Node:
    found = of_template.get(node.id, node)
    help = {name: getattr(node, name) or getattr(found, name) for name in ("title", *NOT_SHOWN)}
    return node.with_(**help, children=tuple(_with_help(child, of_template) for child in node.children))
