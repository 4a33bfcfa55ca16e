"""Who does what in the shop: rows for its page, what gives a duty to a post, each person's load, and the workbook."""

from typing import Any

from starlette.responses import JSONResponse, Response

from rolesmith.formats import SPREADSHEET
from rolesmith.formats.excel import coverage
from rolesmith.formats.looks import LOOK, look_named
from rolesmith.role.text import joined
from rolesmith.shop import duty_rows
from rolesmith.shop.duties import duties, given
from rolesmith.store.store import opened
from routes.bodies import AT_ONCE, Dated, RowCount
from routes.download import attachment, dated
from routes.handler import Query, handler
from server.guard import TurnedAway

PEOPLE = "person"


class Asked(Query):
    """A list of topics as duty_rows.lists names it, by whom its columns are, and how many rows of it."""

    list: str = "nobody"
    by: str = "post"
    most: RowCount = AT_ONCE


class Gift(Query):
    """A topic, and the post that is to have it."""

    topic: str = ""
    role: str = ""


class Whose(Query):
    """The post whose duties are asked for."""

    post: str = ""


class File(Dated):
    """And by whom the columns are."""

    by: str = "post"


@handler(Asked)
def show(shop: str, asked: Asked) -> Response:
    """As duty_rows.shown."""
    found = duties(opened(), shop)
    return JSONResponse(duty_rows.shown(found, asked.list, people=asked.by == PEOPLE, most=asked.most))


@handler(Gift)
def offer(shop: str, asked: Gift) -> Response:
    """`{target, value, after, title, text}`: the edit that gives the topic to the post, and its words."""
    place, text = given(opened(), shop, asked.topic, asked.role)
    value = [node.model_dump(by_alias=True, exclude_defaults=True) for node in place.value]
    answer: dict[str, Any] = {"target": place.target, "value": value, "after": place.after}
    return JSONResponse({**answer, "title": place.title, "text": text})


@handler()
def loads(shop: str) -> Response:
    """As duty_rows.people_load."""
    return JSONResponse(duty_rows.people_load(duties(opened(), shop)))


@handler(Whose)
def timed(shop: str, asked: Whose) -> Response:
    """`{"duties": …}` of a post, as duty_rows.duties_of."""
    return JSONResponse({"duties": duty_rows.duties_of(duties(opened(), shop), [asked.post])})


@handler(File, heavy=True)
def export(shop: str, asked: File) -> Response:
    """The matrix of topics and posts, or people, and each person's load."""
    found = duties(opened(), shop)
    if not found.read:
        raise TurnedAway(404, "店里还没有岗位，先在“我的岗位”里建一个。")
    name = opened().facts(shop).role.tree.values.get("店名", "").strip()
    matrix, hours = duty_rows.matrix(found, people=asked.by == PEOPLE), duty_rows.hours(found)
    content = coverage.write(matrix, hours, name, look_named(opened().setting(shop, LOOK)))
    file = dated(joined(name, coverage.TITLE), asked.day, "xlsx")
    return Response(content, media_type=SPREADSHEET, headers=attachment(file))
