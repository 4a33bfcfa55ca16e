"""People: who works in the shop, in which posts, with what share of their time. No identity numbers, no pay.

They lie in a tree of the shop's own, as its facts do: a block of groups, a group a person, a line a post; beside them
what the shop has said of who does what (decisions.py).
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolesmith.role.edit import swap
from rolesmith.role.text import TITLE_LIMIT, folded
from rolesmith.role.tree import NAMELESS, Node, Role
from rolesmith.team import actuals, decisions, promotions
from rolesmith.team.shares import number

PEOPLE = "people"
"""The id that the tree lies under, and of the block that holds the groups."""
WANTED = "待招"
"""The mark of a person whom the shop is still looking for."""
NO_PEOPLE = Role(
    tree=Node(
        id="role",
        kind="role",
        children=(
            Node(id="Staff", kind="section", title="人员", children=(Node(id=PEOPLE, kind="groups"),)),
            decisions.SECTION,
            decisions.LEAVING,
            actuals.SECTION,
            promotions.SECTION,
        ),
    )
)
PRIVATE = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
"""An identity number, or the number of a telephone."""
UNNAMED = "未写姓名"
"""What a person without a name is called."""
NAMED = 20
"""Characters of a name in a sentence."""


@dataclass(frozen=True)
class Held:
    """A post that a person holds: the role's id, what it was called when it was chosen, and the share as written."""

    post: str
    name: str
    written: str

    @property
    def share(self) -> float | None:
        """In percent; None where what is written is no share."""
        found = number(self.written)
        return found if found is not None and 0 < found <= 100 else None


@dataclass(frozen=True)
class Person:
    """A person, or one who is wanted; empty where nothing is written."""

    id: str
    name: str
    since: str
    wanted: bool
    posts: tuple[Held, ...]


def people_in(tree: Node) -> tuple[Person, ...]:
    """The people of a tree, in their order."""
    block = tree.find(PEOPLE)
    return tuple(map(_person, block.of("group"))) if block else ()


def _person(group: Node) -> Person:
    held = tuple(Held(line.origin, line.title.strip(), line.text.strip()) for line in group.of("line"))
    return Person(group.id, group.title.strip(), group.text.strip(), group.mark == WANTED, held)


def is_of_people(tree: Node) -> bool:
    """Whether people can be read from a tree, and what is beside them; older trees lack some of that."""
    there, known = _blocks(tree), _blocks(NO_PEOPLE.tree)
    return there[:1] == known[:1] and all(section in known for section in there)


def _blocks(tree: Node) -> list[tuple[str, list[tuple[str, str]]]]:
    return [(section.id, [(block.id, block.kind) for block in section.children]) for section in tree.children]


def whole(role: Role) -> Role:
    """The role with all sections that a tree of people has today."""
    today, there = NO_PEOPLE.tree.children, {section.id: section for section in role.tree.children}
    if len(there) == len(today) or not is_of_people(role.tree):
        return role
    return role.replace(role.tree.with_(children=tuple(there.get(section.id, section) for section in today)))


def group_of(person: Person) -> Node:
    """A person as a part of the tree."""
    lines = tuple(
        Node(id=f"{person.id}.{at}", kind="line", title=held.name, text=held.written, origin=held.post)
        for at, held in enumerate(person.posts)
    )
    mark = WANTED if person.wanted else ""
    return Node(id=person.id, kind="group", title=person.name, text=person.since, mark=mark, children=lines)


def as_text(role: Role) -> Role:
    """The people as one reads them, each post with its share, for who compares two versions; another role as it is."""
    block = role.tree.find(PEOPLE) if is_of_people(role.tree) else None
    if block is None:
        return role
    groups = tuple(_as_text(group) for group in block.of("group"))
    tree = swap(role.tree, PEOPLE, block.with_(children=groups))
    for section in NO_PEOPLE.tree.children[1:]:
        decided = tree.find(section.id)
        tree = swap(tree, decided.id, _section_as_text(decided, block)) if decided else tree
    return role.replace(tree)


def _section_as_text(section: Node, people: Node) -> Node:
    if section.id != promotions.SECTION.id:
        return decisions.as_text(section)
    names = {group.id: group.title or group.mark or UNNAMED for group in people.of("group")}
    return promotions.as_text(section, names)


def _as_text(group: Node) -> Node:
    notes = (group.text, WANTED if group.mark == WANTED and group.title else "")
    title = "，".join(filter(None, (group.title or group.mark or UNNAMED, *notes)))
    lines = tuple(line.with_(text=f"{line.title} {line.text}%") for line in group.of("line"))
    nothing = Node(id=f"{group.id}.none", kind="line", text="没有岗位")
    return group.with_(title=title[:TITLE_LIMIT], children=lines or (nothing,))


def shares_of(people: Sequence[Person], posts: Mapping[str, float]) -> Mapping[str, float]:
    """What these posts are worth by now, as whoever holds just them has it; as they were where nobody does, where one
    of them still has it so, or where they disagree.
    """
    held = [{each.post: each.share for each in person.posts} for person in people]
    here = [
        {post: share for post, share in each.items() if share is not None}
        for each in held
        if each.keys() == posts.keys()
    ]
    whole = [each for each in here if len(each) == len(posts) and not any(no_whole(list(each.values())))]
    return whole[0] if whole and all(each == whole[0] for each in whole) else posts


def problems(people: tuple[Person, ...], posts: Mapping[str, str]) -> dict[str, list[str]]:
    """What is wrong with each person, a sentence each, by the person's id; `posts` are the shop's: id and name."""
    names = Counter(folded(person.name) for person in people)
    found = {person.id: list(_problems(person, names[folded(person.name)], posts)) for person in people}
    return {person: told for person, told in found.items() if told}


def _problems(person: Person, of_this_name: int, posts: Mapping[str, str]) -> Iterator[str]:
    if PRIVATE.search(folded(f"{person.name} {person.since}")):
        yield "这里好像有证件号或手机号，请删掉：只写姓名或代号就够。"
    if not person.name and not person.wanted:
        yield "还没有写姓名或代号；人还没到岗，就点“待招”。"
    if person.name and of_this_name > 1:
        yield f"“{person.name[:NAMED]}”写了 {of_this_name} 行：同一个人请合成一行，不是同一个人请加个代号。"
    if not person.posts:
        yield "还没有选岗位。"
    names = [(posts.get(held.post) or held.name or NAMELESS)[:NAMED] for held in person.posts]
    for held, name in zip(person.posts, names, strict=True):
        if held.post not in posts:
            yield f"店里没有“{name}”这个岗位（可能删掉了）：请换一个，或从“我的岗位”的回收站放回来。"
        if held.share is None:
            yield no_share(held, name)
    for post, times in Counter(held.post for held in person.posts if held.post in posts).items():
        if times > 1:
            yield f"“{posts[post][:NAMED]}”选了 {times} 次，留一个就够。"
    shares = [held.share for held in person.posts]
    known = [share for share in shares if share is not None]
    if len(known) == len(shares):
        yield from no_whole(known)


def no_share(held: Held, name: str) -> str:
    """What is wrong with a share that is none."""
    written = f"写着“{held.written[:NAMED]}”，" if held.written else "还没有写，"
    return f"“{name[:NAMED]}”的占比{written}要写大于 0、不超过 100 的数。"


def no_whole(shares: Sequence[float]) -> Iterator[str]:
    """What is wrong with the shares together."""
    if shares and round(sum(shares), 6) != 100:
        yield f"占比合计 {sum(shares):g}，要正好 100。"
