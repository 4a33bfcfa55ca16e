"""The shop's logo: shown, brought in, taken away."""

from starlette.responses import JSONResponse, Response

from rolesmith.files.picture import SIZE_LIMIT, NoPicture
from rolesmith.files.problem import Unreadable
from rolesmith.shop import logo
from rolesmith.store.store import opened
from routes.bodies import Upload
from routes.handler import handler
from server.guard import FRESH, TurnedAway


@handler()
def show(shop: str) -> Response:
    """The logo as a PNG."""
    found = logo.kept(opened(), shop)
    if not found:
        raise TurnedAway(404, "还没有店标。")
    return Response(found, media_type="image/png", headers=FRESH)


class Picture(Upload):
    """A picture that takes the logo's place; an empty one takes it away."""

    CUT_OFF = f"图片太大或没有传完：最大 {SIZE_LIMIT // 1_000_000} MB，请先缩小再传。"


@handler(Picture)
def bring(shop: str, sent: Picture) -> Response:
    """Keep it."""
    try:
        logo.keep(opened(), shop, sent.unpacked())
    except NoPicture as error:
        raise TurnedAway(422, str(error)) from error
    except Unreadable as error:
        raise TurnedAway(422, "这张图片没有传完，请再试一次。") from error
    return JSONResponse({})
