"""The parts of 全店: the shop in a few numbers, its chart, its people."""

from collections.abc import Iterator
from dataclasses import replace

from rolesmith.formats.chart.pages import of_page, pages, shapes
from rolesmith.formats.chart.svg import ON_SCREEN
from rolesmith.presets.shipped import shipped
from rolesmith.shop import duty_rows, example
from rolesmith.shop.duties import duties, stamp
from rolesmith.shop.team import Team, team
from rolesmith.store.store import PEOPLE, opened
from rolesmith.team.frames import nobody, several
from ui import merges, writing
from ui.component import mount
from ui.navigation import go
from ui.state import Current

NAMED = 3
"""Posts or people that are named; the tile says how many there are."""
LONGEST = 12
"""Characters of such a name."""


def with_people(current: Current) -> Current:
    """What this run has read, with the people as what is open."""
    return replace(current, saved=opened().own(current.shop, PEOPLE))


def draw(current: Current) -> None:
    """The page's own parts."""
    found, brought = team(opened(), current.shop), shipped().example_shop
    seen = stamp(opened(), current.shop)
    data = {
        "tiles": [*_tiles(found), *_undone(current.shop, seen)] if found.posts else [],
        "charts": _charts(found),
        "example": example.is_here(opened(), current.shop),
        "offered": not found.people,
        "brings": f"{len(brought.posts)} 个岗位、{len(brought.people)} 行人员",
    }
    result = mount("team", data, key="team")
    if result.go:
        go("finish", str(result.go.get("role", "")))
    needs = {"posts": list(found.to_hold.items()), "problems": found.problems, "duties": seen}
    writing.editor_of(current, current.opened, "people", needs)
    merges.draw(current, found)


def _charts(found: Team) -> list[tuple[str, list[str]]]:
    """The pages of the chart, each with what it is called where there are several, and as SVG; a lone one in several
    shapes, see `shapes`.
    """
    key = (tuple(found.posts.items()), tuple(found.by_post["who"]), tuple(found.by_post["people"]))
    if key not in _drawn:
        boxes = found.chart(leads=True) if found.posts else []
        made = pages(boxes) if boxes else []
        titles = [" · ".join(filter(None, (f"第 {at} 页", page.top))) for at, page in enumerate(made, 1)]
        drawn = [shapes(boxes)] if len(made) == 1 else [[page] for page in made]
        if len(_drawn) >= KEPT:
            _drawn.clear()
        _drawn[key] = [
            (title, [of_page(page, ON_SCREEN) for page in each]) for title, each in zip(titles, drawn, strict=True)
        ]
    return _drawn[key]


_drawn: dict[object, list[tuple[str, list[str]]]] = {}
"""By posts and who holds them: to lay out 200 posts takes longer than the rest of the page."""
KEPT = 8


def _tiles(found: Team) -> Iterator[dict[str, str]]:
    """The shop in a few numbers, each with what it is about in a few words."""
    counts = found.counts
    if not found.people:
        yield {"value": f"{counts.posts} 个岗位", "note": "还没有写人员，在下面加一个人"}
        return
    note = f"另有 {counts.wanted} 个待招" if counts.wanted else "没有待招"
    yield {"value": f"{counts.people} 人 · {counts.posts} 岗", "note": note}
    if counts.several:
        yield {"value": f"{counts.several} 人兼几个岗", "note": _named(list(several(found.held)["name"]))}
    if counts.nobody:
        names = _named(list(nobody(found.by_post)["title"]))
        yield {"value": f"{counts.nobody} 个岗位没有人", "note": names, "look": "bad"}
    if wrong := sum(map(len, found.problems.values())):
        yield {"value": f"{wrong} 处要看一下", "note": "写在下面那个人的那一行", "look": "warn"}


def _undone(shop: str, seen: str) -> Iterator[dict[str, str]]:
    """What nobody does, by `seen`, which is another whenever that may be."""
    if (shop, seen) not in _found:
        if len(_found) >= KEPT:
            _found.clear()
        _found[shop, seen] = list(duty_rows.lists(duties(opened(), shop))["nobody"]["topic"])
    if names := _found[shop, seen]:
        yield {"value": f"{len(names)} 件事没人管", "note": _named(names), "look": "warn"}


_found: dict[tuple[str, str], list[str]] = {}


def _named(names: list[str]) -> str:
    short = (name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…" for name in names[:NAMED])
    return "、".join(short) + ("\u00a0等" if len(names) > NAMED else "")
