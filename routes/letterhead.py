"""The shop's own letterhead for Word: taken to look at, brought in, taken away."""

from starlette.responses import JSONResponse, Response

from rolesmith.files.letterhead.open_file import SIZE_LIMIT
from rolesmith.files.problem import Unreadable
from rolesmith.formats import WORD
from rolesmith.shop import letterhead
from rolesmith.store.store import opened
from routes.bodies import Upload
from routes.download import attachment
from routes.handler import handler
from server.guard import FRESH, TurnedAway


@handler()
def show(shop: str) -> Response:
    """An empty page of it."""
    found = letterhead.kept(opened(), shop)
    if not found:
        raise TurnedAway(404, "还没有自己的信纸。")
    return Response(found, media_type=WORD, headers={**attachment("信纸.docx"), **FRESH})


class Sheet(Upload):
    """A .docx that takes the letterhead's place; an empty one takes it away."""

    CUT_OFF = f"文件太大或没有传完：最大 {SIZE_LIMIT // 1_000_000} MB，请缩小里面的图片再传。"


@handler(Sheet, heavy=True)
def bring(shop: str, sent: Sheet) -> Response:
    """Keep it; `{"without"}` says what of it cannot be used, where there is anything."""
    try:
        left_out = letterhead.keep(opened(), shop, sent.unpacked(), sent.name)
    except Unreadable as error:
        problem = error.problems[0]
        raise TurnedAway(422, f"{problem.what}，{problem.mend}。") from error
    return JSONResponse({"without": left_out} if left_out else {})
