"""Tags in: of one role or of several, answered once they are committed."""

from pydantic import Field
from starlette.responses import JSONResponse, Response

from rolesmith.role.tags import TAGS_LIMIT
from rolesmith.store.store import opened
from routes.handler import GONE, Body, handler
from server.guard import TurnedAway


class Tagging(Body):
    """What becomes of the tags of these roles."""

    CUT_OFF = "标签没有传完整，没有改动；请再试一次。"

    roles: list[str]
    add: list[str] = Field(default=[], max_length=TAGS_LIMIT)
    remove: list[str] = Field(default=[], max_length=TAGS_LIMIT)


@handler(Tagging)
def tag(shop: str, sent: Tagging) -> Response:
    """`{"tags": {role: [tag, …]}}` of those that are there: all are changed, or none."""
    tags = opened().tag(shop, sent.roles, sent.add, sent.remove)
    if not tags:
        raise TurnedAway(404, GONE)
    return JSONResponse({"tags": tags})
