"""One person with several posts: a shop's roles merged into one, which knows them and is offered what they change."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rolesmith.document.comparison import Changed
from rolesmith.document.draw import name_of
from rolesmith.document.partial import with_some
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Refused
from rolesmith.role.text import digest
from rolesmith.role.tree import MERGED_LIMIT, MergedFrom, Node, Role
from rolesmith.shop.changes import Facts, changes
from rolesmith.store.store import PEOPLE, Saved, Store, Version
from rolesmith.team.choices import chosen
from rolesmith.team.merge import Merged, Source, TooLarge, merge
from rolesmith.team.people import NAMED, Held, Person, no_share, no_whole, people_in, shares_of
from rolesmith.team.shares import SHARE, changed

DONE = "原来的岗位改了什么，已经选过了；请刷新页面。"
CHANGED_SINCE = "原来的岗位刚刚又改了，没有动这一份；请再看一遍。"


@dataclass(frozen=True)
class Plan:
    """Roles as they would be merged now. `mark` says of what: with another, somebody has to look again."""

    merged: Merged
    sources: tuple[MergedFrom, ...]
    mark: str


def plan(store: Store, shop: str, asked: Sequence[tuple[str, str]], name: str = "", superior: str = "") -> Plan:
    """What merging these roles gives: each by its id, with its share as somebody wrote it. Raises Refused."""
    if len(asked) < 2:
        raise Refused("合成一份要两个岗位或更多，请再选一个。")
    if len(asked) > MERGED_LIMIT:
        raise Refused(f"一次最多合 {MERGED_LIMIT} 个岗位，选了 {len(asked)} 个，请去掉几个。")
    found = {saved.id: saved for saved in store.some(shop, [role for role, _ in asked]) if saved.kind == "position"}
    facts = store.facts(shop).role.tree.values
    names = {key: name_of(saved.role, shipped().filling(saved.role, facts)) for key, saved in found.items()}
    for role, times in Counter(role for role, _ in asked).items():
        if role not in found or found[role].deleted_at:
            which = f"“{names[role][:NAMED]}”" if role in found else "选的岗位里有一个"
            raise Refused(f"{which}不在店里了（可能删掉了）：请去掉它，或从“我的岗位”的回收站放回来。")
        if times > 1:
            raise Refused(f"“{names[role][:NAMED]}”选了 {times} 次，留一个就够。")
    shares = {role: Held(role, names[role], written.strip()) for role, written in asked}
    for held in shares.values():
        if held.share is None:
            raise Refused(no_share(held, held.name))
    known = {role: held.share or 0 for role, held in shares.items()}
    for sentence in no_whole(list(known.values())):
        raise Refused(sentence)
    sources = tuple(MergedFrom(role=r, name=names[r], share=known[r], revision=found[r].revision) for r, _ in asked)
    return _plan(sources, found, name, superior)


def _plan(sources: tuple[MergedFrom, ...], found: Mapping[str, Saved], name: str, superior: str) -> Plan:
    try:
        merged = merge([Source(found[each.role].role, each.share) for each in sources], name, superior)
    except TooLarge as error:
        raise Refused(f"{error}。") from error
    return Plan(merged, sources, digest(merged.role.to_json() + "".join(each.role for each in sources)))


def make(store: Store, shop: str, plan: Plan, dropped: Collection[str], texts: Mapping[str, str]) -> str:
    """Put the merged role in, as somebody chose; its id. Raises Refused."""
    role = chosen(plan.merged, dropped, texts)
    known = {"merged_from": plan.sources, "received": plan.merged.role.to_json()}
    return store.create(shop, role.model_copy(update=known))


@dataclass(frozen=True)
class Offer:
    """What the roles that one was merged from have changed since."""

    sections: tuple[Changed, ...]
    mark: str
    gone: tuple[str, ...]
    """Those that are no longer in the shop, by name: nothing is offered then."""


NOTHING = Offer((), "", ())


def as_now(sources: Sequence[MergedFrom], revisions: Mapping[str, int], people: Sequence[Person]) -> list[MergedFrom]:
    """What a role was merged from as that is now: what has been written since, and what share it has by now."""
    shares = shares_of(people, {each.role: each.share for each in sources})
    now = {each.role: {"revision": revisions.get(each.role, each.revision)} for each in sources}
    return [each.model_copy(update={**now[each.role], "share": shares[each.role]}) for each in sources]


def offer(store: Store, shop: str, saved: Saved, facts: Facts) -> Offer:
    """Nothing for a role that was not merged, or whose sources are as they were."""
    found, gone = _sources(store, shop, saved.role)
    if gone or not found:
        return Offer((), "", gone)
    sources = _as_now(store, shop, saved.role, found)
    if sources == saved.role.merged_from:
        return NOTHING
    base = Role.from_json(saved.role.received)
    new = _again(sources, base, found, reshared=_reshared(saved.role.merged_from, sources))
    return Offer(changes(saved.role, new.merged.role, base, facts)[0], new.mark, ())


def count_of_offer(store: Store, shop: str, saved: Saved, facts: Facts) -> int:
    """How many changes are offered; kept while neither the role, nor its sources, nor the facts change."""
    revisions = {each.id: each.revision for each in store.heads(shop)}
    sources = tuple(as_now(saved.role.merged_from, revisions, _people(store, shop)))
    here = tuple(each.role in revisions for each in sources)
    key = (shop, saved.id, saved.revision, sources, here, tuple(facts.items()))
    if key not in _counted:
        if len(_counted) >= KEPT:
            _counted.clear()
        found = offer(store, shop, saved, facts)
        _counted[key] = len({change.key for section in found.sections for change in section.changes})
    return _counted[key]


_counted: dict[object, int] = {}
KEPT = 200


def take(store: Store, shop: str, saved: Saved, facts: Facts, taken: Collection[str], mark: str) -> Version | None:
    """Make these changes of those that are offered, and leave the others for good.

    The version that keeps what stood there. Raises Refused where another offer stands by now.
    """
    found, gone = _sources(store, shop, saved.role)
    if gone or not found:
        raise Refused(CHANGED_SINCE)
    sources = _as_now(store, shop, saved.role, found)

    def changed(here: Role) -> Role:
        if here.merged_from != saved.role.merged_from or here.received != saved.role.received:
            raise Refused(CHANGED_SINCE)
        base = Role.from_json(here.received)
        new = _again(sources, base, found, reshared=_reshared(here.merged_from, sources))
        if new.mark != mark:
            raise Refused(CHANGED_SINCE)
        if new.sources == here.merged_from:
            raise Refused(DONE)
        listed, since = changes(here, new.merged.role, base, facts)
        every = {change.key for section in listed for change in section.changes}
        made = with_some(here, new.merged.role, every & set(taken), since | (every - set(taken)))
        known = {"merged_from": new.sources, "received": new.merged.role.to_json()}
        return here.replace(made.tree).model_copy(update=known)

    return store.change(shop, saved.id, changed, "更新之前")


def _sources(store: Store, shop: str, role: Role) -> tuple[dict[str, Saved], tuple[str, ...]]:
    """What a role was merged from as it is now, and the names of what is gone."""
    here = {each.id: each for each in store.some(shop, [each.role for each in role.merged_from])}
    found = {key: each for key, each in here.items() if each.kind == "position" and not each.deleted_at}
    return found, tuple(each.name for each in role.merged_from if each.role not in found)


def _people(store: Store, shop: str) -> tuple[Person, ...]:
    return people_in(store.own(shop, PEOPLE).role.tree)


def _as_now(store: Store, shop: str, role: Role, found: Mapping[str, Saved]) -> tuple[MergedFrom, ...]:
    revisions = {key: each.revision for key, each in found.items()}
    return tuple(as_now(role.merged_from, revisions, _people(store, shop)))


def _again(sources: tuple[MergedFrom, ...], base: Role, found: Mapping[str, Saved], *, reshared: bool) -> Plan:
    """The same roles merged as they are now, under the name and the superior of before."""
    told = {meaning: node.text if (node := base.meaning(meaning)) else "" for meaning in ("name", "superior")}
    new = _plan(sources, found, told["name"], told["superior"])
    if reshared:
        return new
    settled = new.merged.role.replace(_with_shares_of(base.tree, new.merged.role.tree))
    merged = Merged(**{**vars(new.merged), "role": settled})
    return Plan(merged, sources, new.mark)


def _reshared(before: Sequence[MergedFrom], now: Sequence[MergedFrom]) -> bool:
    return [each.share for each in before] != [each.share for each in now]


def _with_shares_of(base: Node, tree: Node) -> Node:
    """The tree with the shares of the groups as they were where the groups are the same: one line more is no reason to
    offer all of them anew.
    """
    groups = [
        {node.id: node.title for node in each.walk() if node.kind == "group" and node.on} for each in (base, tree)
    ]
    if groups[0].keys() != groups[1].keys():
        return tree
    same = {key for key in groups[0] if SHARE.sub("", groups[0][key]) == SHARE.sub("", groups[1][key])}
    return changed(tree, lambda node: node.with_(title=groups[0][node.id]) if node.id in same else node)
