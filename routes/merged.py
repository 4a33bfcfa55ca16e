"""Roles merged into one: first what that gives, then what was chosen of it; later what their changes would do."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from starlette.responses import JSONResponse, Response

from rolesmith.document.draw import name_of
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT, clean, one_line
from rolesmith.role.tree import Node
from rolesmith.shop import merged
from rolesmith.shop.changes import Facts
from rolesmith.store.store import Saved, opened
from rolesmith.team.choices import may_go, suggested
from rolesmith.team.overlaps import Pair
from routes.handler import GONE, Body, Wrong, handler
from server.guard import FRESH, TurnedAway

LISTED = 300
"""Pairs, handovers and joined texts that a page shows."""
Short = Annotated[str, AfterValidator(lambda text: one_line(clean(text))), Field(max_length=TITLE_LIMIT)]
LONG = f"名称最长 {TITLE_LIMIT} 个字，请写短一些。"


class Part(Body):
    """A role by its id, and its share of the time as it is written."""

    role: str
    share: str


class Asked(Body):
    """What is to be merged, what it is to be called, and to whom it reports."""

    parts: Annotated[list[Part], Field(max_length=500), Wrong("选的岗位没有传完，没有合成，请再选一次。")]
    name: Annotated[Short, Wrong(LONG)] = ""
    superior: Annotated[Short, Wrong(LONG)] = ""

    def plan(self, shop: str) -> merged.Plan:
        """Raises Refused."""
        parts = [(part.role, part.share) for part in self.parts]
        return merged.plan(opened(), shop, parts, self.name, self.superior)


@handler(Asked, heavy=True)
def look(shop: str, sent: Asked) -> Response:
    """`{mark, name, superior, pairs, handovers, joined, unweighed, counts}`; nothing is written."""
    plan = sent.plan(shop)
    facts = opened().facts(shop).role.tree.values
    found = plan.merged
    filling = shipped().filling(found.role, facts)
    going = may_go(found)

    def side(node: Node) -> dict[str, str]:
        texts = {"text": node.text, "standard": node.standard}
        filled = {name: filling.fill(text, node.values) for name, text in texts.items()}
        return {"id": node.id, "post": found.posts.get(node.id, ""), **filled}

    def pair(each: Pair) -> dict[str, Any]:
        return {"first": side(each.first), "second": side(each.second), "likeness": round(each.likeness)}

    handovers = [
        {
            "id": each.node.id,
            "post": each.post,
            "of": found.posts.get(each.node.id, ""),
            "text": each.text,
            "suggested": suggested(each) if each.node.kind == "line" else "",
            "goes": each.node.id in going,
        }
        for each in found.handovers
    ]
    told = [{**vars(each), "text": filling.fill(each.text), "kept": filling.fill(each.kept)} for each in found.joined]
    joined = [each for each in told if each["text"].replace(OPEN, "").strip()]
    superior = found.role.meaning("superior")
    return JSONResponse(
        {
            "mark": plan.mark,
            "name": name_of(found.role, filling),
            "superior": filling.fill(superior.text) if superior else "",
            "pairs": list(map(pair, found.pairs[:LISTED])),
            "handovers": handovers[:LISTED],
            "joined": joined[:LISTED],
            "count": len(joined),
            "unweighed": found.unweighed,
        },
        headers=FRESH,
    )


class Chosen(Asked):
    """And what was chosen of what was shown: nodes to leave out, and lines said anew."""

    mark: str
    dropped: Annotated[list[str], Field(max_length=2 * LISTED), Wrong("选的内容没有传完，没有合成，请再试一次。")]
    texts: Annotated[
        dict[str, Annotated[str, Field(max_length=TEXT_LIMIT)]],
        Field(max_length=LISTED),
        Wrong(f"改写的一条最长 {TEXT_LIMIT} 个字，请写短一些。"),
    ]


@handler(Chosen, heavy=True)
def make(shop: str, sent: Chosen) -> Response:
    """`{"id"}` of the new role."""
    plan = sent.plan(shop)
    if plan.mark != sent.mark:
        raise TurnedAway(409, merged.CHANGED_SINCE)
    return JSONResponse({"id": merged.make(opened(), shop, plan, sent.dropped, sent.texts)})


@handler(heavy=True)
def offered(shop: str, role: str) -> Response:
    """What the roles that this one was merged from have changed: `{"sections", "mark", "gone"}`."""
    saved, facts = _merged(shop, role)
    found = merged.offer(opened(), shop, saved, facts)
    sections = [{"title": each.title, "changes": list(map(vars, each.changes))} for each in found.sections]
    return JSONResponse({"sections": sections, "mark": found.mark, "gone": found.gone}, headers=FRESH)


class Taken(Body):
    """The offer, and the keys of what is taken of it."""

    mark: str
    taken: Annotated[list[str], Field(max_length=5_000), Wrong("选的内容没有传完，没有改动，请再试一次。")]


@handler(Taken, heavy=True)
def take(shop: str, sent: Taken, role: str) -> Response:
    """`{"label"}` of the version that keeps what stood there; what was not taken is left for good."""
    saved, facts = _merged(shop, role)
    kept = merged.take(opened(), shop, saved, facts, sent.taken, sent.mark)
    if kept is None:
        raise TurnedAway(404, GONE)
    return JSONResponse({"label": kept.label})


def _merged(shop: str, role: str) -> tuple[Saved, Facts]:
    saved, facts = opened().with_facts(shop, role)
    if saved is None or saved.kind != "position":
        raise TurnedAway(404, GONE)
    return saved, facts.role.tree.values
