"""Posts out: what the shop's other roles are called, for who says whom a role reports to."""

from starlette.responses import JSONResponse, Response

from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN, Filling
from rolesmith.store.store import opened
from routes.handler import handler
from server.guard import FRESH


@handler()
def of_others(shop: str, role: str) -> Response:
    """`{"names"}`, each once, the last saved first; none with an open blank."""
    filling = Filling(shipped().blanks, shop=opened().facts(shop).role.tree.values)
    names = dict.fromkeys(filling.fill(head.name).strip() for head in opened().heads(shop) if head.id != role)
    return JSONResponse({"names": [name for name in names if name and OPEN not in name]}, headers=FRESH)
