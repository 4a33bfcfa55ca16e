"""The devices that were let in, for whoever sits at this machine: seen, and put out."""

import os
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.door import LAN, is_here
from server.guard import FRESH, TurnedAway, make_sure_is_ours
from server.guests import GUESTS, Device


async def show(request: Request) -> Response:
    """`{"devices": [{id, name, since, seen}]}`, the last let in first; null where that is not for this visitor."""
    asked = is_here(request) and os.environ.get(LAN)
    return JSONResponse({"devices": _listed(GUESTS.devices()) if asked else None}, headers=FRESH)


async def put_out(request: Request) -> Response:
    """One of them has to bring a code again → who is left."""
    make_sure_is_ours(request)
    if not is_here(request):
        raise TurnedAway(403, "只有在岗位匠自己的电脑上才能让设备退出。")
    GUESTS.put_out(request.path_params["device"])
    return JSONResponse({"devices": _listed(GUESTS.devices())}, headers=FRESH)


def _listed(devices: Sequence[Device]) -> list[dict[str, str]]:
    return [
        {"id": each.id, "name": each.name, "since": each.since.isoformat(), "seen": each.seen.isoformat()}
        for each in devices
    ]
