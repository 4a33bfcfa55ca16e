"""The shop's people out as a workbook; and the example shop in, and away again."""

from dataclasses import replace

from starlette.responses import JSONResponse, Response

from rolesmith.formats import FORMATS, SPREADSHEET
from rolesmith.formats.excel import people
from rolesmith.formats.looks import LOOK, is_look, look_named
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import joined
from rolesmith.shop import example, letterhead, logo
from rolesmith.shop.person import paper_of
from rolesmith.shop.team import team
from rolesmith.store.store import opened
from rolesmith.team.frames import staff
from routes.bodies import Dated
from routes.download import attachment, dated
from routes.handler import Body, handler
from server.guard import TurnedAway

PRINTED = ("docx", "pdf", "xlsx")
"""What a person's duties are printed as."""


@handler(Dated, heavy=True)
def export(shop: str, asked: Dated) -> Response:
    """Who holds which post, and which post is held by whom."""
    found = team(opened(), shop)
    if not found.people:
        raise TurnedAway(404, "还没有写人员，先在“全店”里加一个人。")
    name = opened().facts(shop).role.tree.values.get("店名", "").strip()
    look = look_named(opened().setting(shop, LOOK))
    persons = [people.StaffRow(*row) for row in staff(found.people, found.names).itertuples(index=False)]
    columns = found.by_post[["title", "people", "wanted", "full", "who"]]
    posts = [people.PostRow(*row) for row in columns.itertuples(index=False)]
    content = people.write(persons, posts, name, look)
    file = dated(joined(name, people.TITLE), asked.day, "xlsx")
    return Response(content, media_type=SPREADSHEET, headers=attachment(file))


@handler(Dated, heavy=True)
def duties(shop: str, asked: Dated, person: str, ending: str) -> Response:
    """The duties of a person, with the share of each post, in the format that the address ends with."""
    format, paper = FORMATS.get(ending), shipped().person_paper
    if format is None or paper is None or ending not in PRINTED:
        raise TurnedAway(404, "没有这种文件格式。")
    who, role, filling = paper_of(opened(), shop, paper, person)
    filling = replace(filling, logo=logo.kept(opened(), shop))
    if ending == "docx":
        filling = replace(filling, letterhead=letterhead.kept(opened(), shop))
    look = opened().setting(shop, LOOK)
    name = dated(joined(who, paper.title), asked.day, format.ending)
    content = format.write(role, filling, look if is_look(look) else "")
    return Response(content, media_type=format.media_type, headers=attachment(name))


class Wanted(Body):
    """Whether the example shop is to be here."""

    here: bool


@handler(Wanted)
def bring_example(shop: str, sent: Wanted) -> Response:
    """`{"message"}`: what came, or what went and what stayed."""
    if sent.here:
        example.bring(opened(), shop)
        return JSONResponse({"message": "示例店载入了。"})
    gone = example.take_away(opened(), shop)
    left = f"；改过的、有人在任的留下了：{gone.roles_left} 个岗位、{gone.people_left} 行人员"
    message = f"移除了 {gone.roles} 个岗位、{gone.people} 行人员{left * bool(gone.roles_left + gone.people_left)}。"
    return JSONResponse({"message": message})
