"""What goes with the name that an owner gives a role: where its duties are, and groups in the place of empty ones."""

from collections.abc import Mapping
from typing import Any

from rolesmith.presets.library import Library
from rolesmith.presets.post import Post
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import names
from rolesmith.role.edit import Edit, apply, swap
from rolesmith.role.tree import Node, Role, new_id
from rolesmith.team.merge import LAST

BEST = 8
"""Answers of a search that say together which library a name belongs to."""
MOST, MOST_EACH = 5, 3
"""Groups that are offered for a role of one job, and for each job of a role with several."""


def posts_of(shelf: Mapping[str, Library], name: str) -> tuple[Post, ...]:
    """The kinds of post that a name says, as presets/posts.yaml knows them; else as the libraries' own words do."""
    if not name.strip():
        return ()
    return shipped().posts.named(name) or _searched(shelf, name)


def suited_groups(shelf: Mapping[str, Library], role: Role) -> dict[str, Any] | None:
    """Groups that go with the role's name, and the template's that they can stand in for; None where there are none.

    Only for a role that began blank, with nothing written in its duties, whose name the template's groups do not fit.
    Temporary tasks and cooperation are part of every role: the template's group for them stays.
    """
    name, block = role.meaning("name"), _duties(role)
    kinds = shipped().posts.named(name.text) if name else ()
    if role.starter or block is None or not kinds or not all(kind.topics for kind in kinds):
        return None
    if any(line.text or line.standard for group in block.children for line in group.children):
        return None
    template = shipped().templates.get(role.template.partition("@")[0])
    began = {node.id: node.title for node in template.tree.walk()} if template else {}
    instead = [each for each in block.children if began.get(each.id) == each.title and each.area != LAST]
    each = MOST if len(kinds) == 1 else MOST_EACH
    found = [
        _group(shelf[kind.library], topic) for kind in kinds for topic in kind.topics[:each] if kind.library in shelf
    ]
    groups = {group.origin: group for group in found if group}
    if not groups or not instead:
        return None
    return {"groups": list(groups.values()), "instead": {each.id: each.title for each in instead}}


def blank_named(shelf: Mapping[str, Library], role: Role, name: str) -> Role:
    """A blank role under a name, with groups that go with it in the place of the template's."""
    field = role.meaning("name")
    if field is None:
        return role
    role = apply(role, Edit(id="blank-name", op="set", target=field.id, name="text", value=name))
    offered, block = suited_groups(shelf, role), _duties(role)
    if offered is None or block is None:
        return role
    fresh = [group.model_copy(update={"id": new_id("g")}) for group in offered["groups"]]
    at = next(n for n, each in enumerate(block.children) if each.id in offered["instead"])
    kept = [each for each in block.children if each.id not in offered["instead"]]
    changed = block.with_(children=(*kept[:at], *fresh, *kept[at:]))
    return role.replace(swap(role.tree, block.id, changed))


def _duties(role: Role) -> Node | None:
    """The block with the role's groups of duties, where it is on."""
    blocks = (block for section in role.tree.shown() for block in section.shown())
    return next((block for block in blocks if block.kind == "groups" and block.picks == "duty"), None)


def _group(library: Library, topic: str) -> Node | None:
    """An empty group for a topic, with the first of its duties as a hint; None where the library has none."""
    duties = [item.text for item in library.items if item.kind == "duty" and item.topic == topic]
    if not duties:
        return None
    plain = [text for text in duties if not names(text)]
    hint = f"例如：{'；'.join(plain[:2])}" if plain else ""
    origin = f"{library.library}/{topic}"
    return Node(id="suited", kind="group", title=topic, hint=hint, area=library.library, origin=origin, least=1)


def _searched(shelf: Mapping[str, Library], name: str) -> tuple[Post, ...]:
    """The library in which a search for a name finds most."""
    from rolesmith.libraries.search import search  # takes long, and the first page needs none of it

    scores: dict[str, dict[str, float]] = {}
    for hit in search(list(shelf.values()), name, kind="duty", most=BEST).found:
        of = scores.setdefault(hit.library.library, {})
        of[hit.item.topic] = of.get(hit.item.topic, 0) + hit.score
    if not scores:
        return ()
    best = max(scores, key=lambda library: sum(scores[library].values()))
    topics = sorted(scores[best], key=lambda topic: -scores[best][topic])
    return (Post(library=best, topics=tuple(topics), words=(name,)),)
