"""A person's own paper: the duties of all posts that the person holds in the shop now."""

from rolesmith.presets.paper import Paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.edit import Gone, Refused
from rolesmith.role.tree import Role
from rolesmith.shop.filling import shows_standards
from rolesmith.store.store import PEOPLE, Store
from rolesmith.team.merge import Source, TooLarge
from rolesmith.team.paper import joined, person_paper
from rolesmith.team.people import no_share, people_in


def paper_of(store: Store, shop: str, paper: Paper, person_id: str) -> tuple[str, Role, Filling]:
    """What the person is called, the paper, and what fills its blanks. Raises Gone and Refused."""
    people = people_in(store.own(shop, PEOPLE).role.tree)
    person = next((each for each in people if each.id == person_id), None)
    if person is None:
        raise Gone("这个人已经从“人员”里删掉了，请刷新页面。")
    found = {saved.id: saved for saved in store.some(shop, [each.post for each in person.posts])}
    held = {each.post: each for each in person.posts if each.post in found and not found[each.post].deleted_at}
    for each in held.values():
        if each.share is None:
            raise Refused(no_share(each, each.name))
    if not held:
        raise Refused("这个人还没有店里的岗位，先在“人员”里给他选一个。")
    sources = [Source(found[key].role, each.share or 0) for key, each in held.items()]
    facts = store.facts(shop).role.tree.values
    try:
        role = joined(sources)
        made = person_paper(paper, person, sources, role, shipped().filling(role, facts))
    except (TooLarge, ValueError) as error:
        raise Refused("这个人的岗位合起来太大，一份放不下；请先停用或删去一些。") from error
    return person.name, made, shipped().filling(made, facts, standards=shows_standards(store, shop))
