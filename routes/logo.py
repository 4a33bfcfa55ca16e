"""The shop's logo: shown, brought in, taken away."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.files.problem import Unreadable
from rolesmith.shop import logo
from rolesmith.store.store import LOCAL_SHOP, opened
from server.guard import refusal, sent_by_us, unpacked

CUT_OFF = f"图片太大或没有传完：最大 {logo.SIZE_LIMIT // 1_000_000} MB，请先缩小再传。"


def show(_: Request) -> Response:
    """The logo as a PNG."""
    found = logo.kept(opened(), LOCAL_SHOP)
    if not found:
        return refusal(404, "还没有店标。")
    return Response(found, media_type="image/png", headers={"cache-control": "no-store"})


async def bring(request: Request) -> Response:
    """`{"data"}`: a picture in base64 takes the logo's place; an empty one takes it away."""
    sent = await sent_by_us(request, CUT_OFF)
    if not isinstance(sent.get("data"), str):
        return refusal(413, CUT_OFF)
    try:
        await run_in_threadpool(logo.keep, opened(), LOCAL_SHOP, unpacked(sent, "图片"))
    except logo.NoPicture as error:
        return refusal(422, str(error))
    except Unreadable:
        return refusal(422, "这张图片没有传完，请再试一次。")
    return JSONResponse({})
