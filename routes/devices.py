"""The devices that were let in, for whoever sits at this machine: seen, and put out."""

import os

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from server.door import LAN, is_here
from server.guard import make_sure_is_ours, refusal
from server.guests import GUESTS


async def show(request: Request) -> Response:
    """`{"devices": [{id, name, since, seen}]}`, the last let in first; null where that is not for this visitor."""
    return _told(is_here(request) and bool(os.environ.get(LAN)))


async def put_out(request: Request) -> Response:
    """One of them has to bring a code again → who is left."""
    make_sure_is_ours(request)
    if not is_here(request):
        return refusal(403, "只有在岗位匠自己的电脑上才能让设备退出。")
    GUESTS.put_out(request.path_params["device"])
    return _told(True)


def _told(asked: bool) -> Response:
    devices = [
        {"id": each.id, "name": each.name, "since": each.since.isoformat(), "seen": each.seen.isoformat()}
        for each in GUESTS.devices()
    ]
    return JSONResponse({"devices": devices if asked else None}, headers={"cache-control": "no-store"})
