"""The example shop: brought in to look at, and taken away again as far as nobody has changed it.

Its roles are tagged, its people say that they come from it. What somebody has changed, or uses, is theirs.
"""

from collections.abc import Mapping
from typing import NamedTuple

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, Refused, apply, swap
from rolesmith.role.tree import Node, Role, new_id
from rolesmith.store.store import PEOPLE, Saved, Store
from rolesmith.team.people import Held, Person, group_of, people_in

TAG = "示例"
ORIGIN = "example_shop"


class TakenAway(NamedTuple):
    """How many went, and how many stayed since somebody has changed them or holds them."""

    roles: int
    people: int
    roles_left: int
    people_left: int


def is_here(store: Store, shop: str) -> bool:
    """Whether anything of it is in the shop."""
    tagged = any(TAG in head.tags for head in store.heads(shop))
    return tagged or any(group.origin == ORIGIN for group in _groups(store.own(shop, PEOPLE)))


def bring(store: Store, shop: str) -> None:
    """Put it in beside what is there, all or nothing. Raises Refused where its people have no room."""
    made = _roles()
    ids = dict(zip(made, store.create_all(shop, list(made.values())), strict=True))
    store.tag(shop, list(ids.values()), [TAG])
    people = [group.with_(id=new_id("p"), children=_fresh(group, ids)) for group in _people(made)]
    value = [group.model_dump(by_alias=True, exclude_defaults=True) for group in people]
    last = [group.id for group in _groups(store.own(shop, PEOPLE))][-1:]
    edit = Edit(id=new_id("example-"), op="add", target=PEOPLE, value=value, after="".join(last))
    for answer in store.apply(shop, PEOPLE, [edit]) or []:
        if answer.status != "saved":
            store.drop_untouched(shop, {ids[key]: role.name for key, role in made.items()})
            raise Refused(f"示例店没有载入：{answer.message}")


def take_away(store: Store, shop: str) -> TakenAway:
    """Take away what it brought and nobody has changed; a role that somebody still holds stays."""
    made = _roles()
    as_made = set(map(_bare, _people(made)))
    theirs = [group for group in _groups(store.own(shop, PEOPLE)) if group.origin == ORIGIN]
    if any(_bare(group) in as_made for group in theirs):
        store.change(shop, PEOPLE, lambda role: _without(role, as_made), "移除示例之前")
    left = people_in(store.own(shop, PEOPLE).role.tree)
    held = {post.post for person in left for post in person.posts}
    names = {role.name for role in made.values()}
    tagged = [head for head in store.heads(shop) if TAG in head.tags]
    going = {head.id: head.name for head in tagged if head.id not in held and head.name in names}
    gone = store.drop_untouched(shop, going)
    stayed = sum(group.origin == ORIGIN for group in _groups(store.own(shop, PEOPLE)))
    return TakenAway(gone, len(theirs) - stayed, len(tagged) - gone, stayed)


def _roles() -> dict[str, Role]:
    """Its roles by starter."""
    starters, posts = shipped().starters, shipped().example_shop.posts
    return {key: _role(starters[key].role, superior) for key, superior in posts.items() if key in starters}


def _role(role: Role, superior: str) -> Role:
    node = role.meaning("superior")
    return apply(role, Edit(id="superior", op="set", target=node.id, name="text", value=superior)) if node else role


def _people(roles: Mapping[str, Role]) -> list[Node]:
    """The people as groups; a post of theirs is its starter."""
    return [
        group_of(
            Person(
                "example",
                each.name,
                each.since,
                each.wanted,
                tuple(Held(key, roles[key].name, f"{share}") for key, share in each.posts.items() if key in roles),
            )
        ).with_(origin=ORIGIN)
        for each in shipped().example_shop.people
    ]


def _fresh(group: Node, ids: Mapping[str, str]) -> tuple[Node, ...]:
    """Its lines with ids of their own, and with those of the roles."""
    return tuple(line.with_(id=new_id("l"), origin=ids[line.origin]) for line in group.children)


def _bare(group: Node) -> str:
    """What a group says, whatever the ids."""
    lines = tuple(line.with_(id="line", origin="") for line in group.children)
    return group.with_(id="example", children=lines).model_dump_json(exclude_defaults=True)


def _groups(saved: Saved) -> tuple[Node, ...]:
    block = saved.role.tree.find(PEOPLE)
    return block.of("group") if block else ()


def _without(role: Role, as_made: set[str]) -> Role:
    """The people without those groups of the example that are as they were made."""
    block = role.tree.find(PEOPLE)
    assert block, "what lies there has one"
    kept = tuple(each for each in block.children if each.origin != ORIGIN or _bare(each) not in as_made)
    return role.replace(swap(role.tree, block.id, block.with_(children=kept)))
