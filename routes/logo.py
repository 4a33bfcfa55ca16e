"""The shop's logo: shown, brought in, taken away."""

import binascii
from base64 import b64decode

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith import logo
from rolesmith.database import Unavailable
from rolesmith.store import LOCAL_SHOP, opened
from routes.guard import body, refusal, stranger


def show(_: Request) -> Response:
    """The logo as a PNG."""
    try:
        found = logo.kept(opened(), LOCAL_SHOP)
    except Unavailable as error:
        return refusal(503, str(error))
    if not found:
        return refusal(404, "还没有店标。")
    return Response(found, media_type="image/png", headers={"cache-control": "no-store"})


async def bring(request: Request) -> Response:
    """`{"data"}`: a picture in base64 takes the logo's place; an empty one takes it away."""
    if no := stranger(request):
        return no
    sent = await body(request)
    if not isinstance(sent, dict) or not isinstance(sent.get("data"), str):
        return refusal(413, f"图片太大，最大 {logo.SIZE_LIMIT // 1_000_000} MB，请先缩小再传。")
    try:
        await run_in_threadpool(logo.keep, opened(), LOCAL_SHOP, b64decode(sent["data"], validate=True))
    except (logo.NoPicture, binascii.Error) as error:
        told = str(error) if isinstance(error, logo.NoPicture) else "这张图片没有传完，请再试一次。"
        return refusal(422, told)
    except Unavailable as error:
        return refusal(503, str(error))
    return JSONResponse({})
