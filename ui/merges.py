"""One person with several posts: on 全店 the way to merge roles into one, and above such a role what it came from."""

from rolesmith.document.draw import name_of
from rolesmith.role.tree import MergedFrom
from rolesmith.shop.merged import as_now, count_of_offer
from rolesmith.shop.team import Team
from rolesmith.store.store import PEOPLE, opened
from rolesmith.team.people import people_in
from ui.component import mount
from ui.navigation import first_page, go, plain
from ui.state import Current, leave_notice


def draw(current: Current, found: Team) -> None:
    """Who holds several posts, what was merged so far, and the merging itself."""
    held = [
        {
            "id": each.id,
            "name": each.name,
            "held": [(post.post, post.written) for post in each.posts if post.post in found.names],
        }
        for each in found.people
    ]
    news = _news(current, [key for key, each in found.merged.items() if each.stale])
    made = [
        {"id": key, "name": each.name, "from": _told(each.sources), "news": news.get(key, 0)}
        for key, each in found.merged.items()
    ]
    data = {
        "posts": [(key, post.name, post.superior) for key, post in found.posts.items()],
        "people": [each for each in held if each["held"]],
        "made": made,
    }
    result = mount("merges", data, key="merges")
    if result.go:
        _turn(current, str(result.go.get("made", "")), str(result.go.get("role", "")))


def _news(current: Current, roles: list[str]) -> dict[str, int]:
    """How many changes of their sources these roles could follow."""
    facts = current.facts.role.tree.values
    return {
        saved.id: count_of_offer(opened(), current.shop, saved, facts) for saved in opened().some(current.shop, roles)
    }


def _turn(current: Current, made: str, role: str) -> None:
    """To a role that was merged just now, where one begins to write in it; to another as it stands."""
    saved = opened().role(current.shop, made) if made else None
    go(first_page(saved.role) if saved else "finish", made or role)


def head(current: Current) -> None:
    """Of which roles the open one was merged, what they have changed since, and the way back until somebody writes."""
    saved = current.opened
    sources = saved.role.merged_from
    if not sources:
        return
    here = {each.id: each for each in opened().heads(current.shop)}
    people = people_in(opened().own(current.shop, PEOPLE).role.tree)
    data = {
        "role": saved.id,
        "from": [(each.role if each.role in here else "", each.name, f"{each.share:g}") for each in sources],
        "fresh": saved.revision == 1,
        "stale": tuple(as_now(sources, {key: each.revision for key, each in here.items()}, people)) != sources,
    }
    result = mount("merged", data, key=f"merged-{saved.id}", styles=("widgets/read_back",))
    if result.go and result.go.get("undo"):
        opened().trash(current.shop, saved.id)
        name = plain(name_of(saved.role, current.filling))
        leave_notice(f"没有合成；“{name}”在“我的岗位”的回收站里，要的话可以放回来。")
        go("team")
    elif result.go:
        go("finish", str(result.go.get("role", "")))


def _told(sources: tuple[MergedFrom, ...]) -> str:
    return "、".join(f"{each.name} {each.share:g}%" for each in sources)
