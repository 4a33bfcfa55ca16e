"""全店 of 200 roles and 100 people beside one of 10 and 5: in the browser, from the address until all of it is shown.

A server is one shop's, so there are two of the same code, which take turns. Both shops show the first rows of who does
what; the boxes of the chart and the rows of people are as many as there are. These are taken out so: once all is shown,
the browser lays out the same HTML of the chart and of the people anew, and what that takes is taken off. What else they
cost, such as being made by the server and by the script, stays in.
"""

import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.figures import Figure, at_most
from benchmarks.screens import in_turn, visit
from benchmarks.servers import Server
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.role.tree import new_id
from rolesmith.store.store import LOCAL_SHOP, PEOPLE, Store
from rolesmith.team.people import Held, Person, group_of

SMALL, LARGE = (10, 5), (200, 100)
"""Roles and people."""
TOPIC = ".duties .matrix tbody tr"
"""The first row of who does what, which comes last."""
ANEW = """
    () => [stopwatch.find(".chart"), stopwatch.find(".person").parentElement].reduce((ms, place) => {
      const html = place.innerHTML;
      place.innerHTML = "";
      place.getBoundingClientRect();
      const begun = performance.now();
      place.innerHTML = html;
      place.getBoundingClientRect();
      return ms + performance.now() - begun;
    }, 0)
"""
"""Ms that the browser takes for the rows."""


def large(browser: Browser, folder: Path, count: int) -> Iterator[Figure]:
    """The whole page, and the page beyond the rows shown."""
    places = [folder / f"shop_{roles}" for roles, _ in (SMALL, LARGE)]
    for place in places:
        place.mkdir()
    small, many = (Server("app:app", place / "shop.db") for place in places)
    with small, many:
        for server, size in ((small, SMALL), (many, LARGE)):
            store = Store(f"sqlite:///{server.database}")
            fill(store, LOCAL_SHOP, *size)
            store.close()
        samples = in_turn(count, lambda: shown(browser, small, SMALL[1]), lambda: shown(browser, many, LARGE[1]))
    what = "全店，10 岗 5 人 → 200 岗 100 人"
    yield Figure(what, "毫秒", *([whole for whole, _ in each] for each in samples))
    beyond = ([whole - rows for whole, rows in each] for each in samples)
    yield Figure(f"{what}，不算显示的行", "毫秒", *beyond, at_most(1.3))


def shown(browser: Browser, server: Server, people: int) -> tuple[float, float]:
    """Ms until a fresh visitor sees 全店, and ms of them for its rows."""
    begun = time.perf_counter()
    page = visit(browser, f"{server.url}/team", TOPIC)
    page.locator(".person").nth(people - 1).wait_for()
    taken = 1000 * (time.perf_counter() - begun)
    rows: float = page.evaluate(ANEW)
    page.context.close()
    return taken, rows


def fill(store: Store, shop: str, roles: int, people: int) -> None:
    """Put roles and people in: the starters again and again, two roles a person."""
    starters = list(shipped().starters.values())
    ids = store.create_all(shop, [starters[at % len(starters)].role for at in range(roles)])
    last = [node.id for node in store.own(shop, PEOPLE).role.tree.walk() if node.kind == "group"][-1:]
    groups = [
        group_of(
            Person(
                new_id("p"), f"员工{at}", "", False,
                tuple(Held(ids[(2 * at + one) % roles], "", share) for one, share in enumerate(("60", "40"))),
            )
        )
        for at in range(people)
    ]  # fmt: skip
    value = [group.model_dump(by_alias=True, exclude_defaults=True) for group in groups]
    edit = Edit(id=new_id("people-"), op="add", target=PEOPLE, value=value, after="".join(last))
    answers = store.apply(shop, PEOPLE, [edit]) or []
    if {answer.status for answer in answers} != {"saved"}:
        raise SystemExit(f"人员没有写进去：{[answer.message for answer in answers]}")
