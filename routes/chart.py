"""The shop's organisation chart out."""

from datetime import date

from pydantic import Field
from starlette.responses import Response

from rolesmith.formats.chart import pdf
from rolesmith.formats.looks import LOOK, look_named
from rolesmith.role.text import file_stem, joined
from rolesmith.shop.team import team
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
    """Who reports to whom in the whole shop and who holds which post, to be printed."""
    found = team(opened(), shop)
    if not found.posts:
        raise TurnedAway(404, "店里还没有岗位，先在“我的岗位”里建一个。")
    name = opened().facts(shop).role.tree.values.get("店名", "").strip()
    content = pdf.write(found.chart(), name, look_named(opened().setting(shop, LOOK)))
    file = f"{file_stem(joined(name, pdf.TITLE))}_{asked.day:%Y%m%d}.pdf"
    return Response(content, media_type="application/pdf", headers=attachment(file))
