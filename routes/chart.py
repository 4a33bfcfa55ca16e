"""The shop's organisation chart out."""

from datetime import date

from pydantic import Field
from starlette.responses import Response

from rolesmith.document.draw import draw
from rolesmith.document.posts import organisation, post_of
from rolesmith.formats.chart import pdf
from rolesmith.formats.looks import LOOK, look_named
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import file_stem, joined
from rolesmith.store.store import opened
from routes.bodies import Day
from routes.download import attachment
from routes.handler import Query, handler
from server.guard import TurnedAway


class Wish(Query):
    """The visitor's day, in the file's name."""

    day: Day = Field(default_factory=date.today)


@handler(Wish, heavy=True)
def export(shop: str, asked: Wish) -> Response:
    """Who reports to whom in the whole shop, to be printed."""
    facts = opened().facts(shop).role.tree.values
    roles = [saved.role for saved in opened().roles(shop)]
    told = ((role, shipped().filling(role, facts)) for role in roles)
    posts = [post_of(role, filling, draw(role, filling)) for role, filling in told]
    if not posts:
        raise TurnedAway(404, "店里还没有岗位，先在“我的岗位”里建一个。")
    name = facts.get("店名", "").strip()
    content = pdf.write(organisation(posts), name, look_named(opened().setting(shop, LOOK)))
    file = f"{file_stem(joined(name, pdf.TITLE))}_{asked.day:%Y%m%d}.pdf"
    return Response(content, media_type="application/pdf", headers=attachment(file))
