"""Posts out: what the shop's other roles are called, for who says whom a role reports to."""

from starlette.responses import JSONResponse, Response

from rolesmith.document.draw import text_of
from rolesmith.presets.shipped import shipped
from rolesmith.store.store import opened
from routes.handler import handler
from server.guard import FRESH

MOST = 500


@handler()
def of_others(shop: str, role: str) -> Response:
    """`{"names"}`, each once, the last saved first."""
    facts = opened().facts(shop).role.tree.values
    others = (saved.role for saved in opened().roles(shop) if saved.id != role)
    found = (text_of(each, shipped().filling(each, facts), "name") for each in others)
    names = list(dict.fromkeys(name for name in found if name))
    return JSONResponse({"names": names[:MOST]}, headers=FRESH)
