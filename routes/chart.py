"""The shop's organisation chart out."""

from starlette.responses import Response

from rolesmith.formats.chart import pdf
from rolesmith.formats.looks import LOOK, look_named
from rolesmith.role.text import joined
from rolesmith.shop.team import team
from rolesmith.store.store import opened
from routes.bodies import Dated
from routes.download import attachment, dated
from routes.handler import handler
from server.guard import TurnedAway


@handler(Dated, heavy=True)
def export(shop: str, asked: Dated) -> Response:
    """Who reports to whom in the whole shop and who holds which post, to be printed."""
    found = team(opened(), shop)
    if not found.posts:
        raise TurnedAway(404, "店里还没有岗位，先在“我的岗位”里建一个。")
    name = opened().facts(shop).role.tree.values.get("店名", "").strip()
    content = pdf.write(found.chart(), name, look_named(opened().setting(shop, LOOK)))
    file = dated(joined(name, pdf.TITLE), asked.day, "pdf")
    return Response(content, media_type="application/pdf", headers=attachment(file))
