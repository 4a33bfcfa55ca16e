"""Libraries out: what a search finds as one types, and a library as a file."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.database import Unavailable
from rolesmith.library import Library
from rolesmith.presets import shipped
from rolesmith.problem import Unreadable
from rolesmith.search import search
from rolesmith.shelf import libraries
from rolesmith.store import LOCAL_SHOP, opened
from rolesmith.text import file_stem, one_line
from routes.guard import body, refusal, stranger

MOST = 60


def search_items(request: Request) -> Response:
    """`?words=&kind=&area=&platform=&level=` → the best items, with how many there are in all."""
    asked = request.query_params
    try:
        shelf = libraries(opened(), LOCAL_SHOP)
    except Unavailable as error:
        return refusal(503, str(error))
    answer = search(
        list(shelf.values()),
        asked.get("words", ""),
        kind=asked.get("kind", "duty"),
        area=asked.get("area", ""),
        platform=asked.get("platform", ""),
        level=asked.get("level", ""),
        most=MOST,
    )
    items = [
        {
            "from": hit.origin,
            "text": hit.item.text,
            "topic": hit.item.topic,
            "library": hit.library.title,
            "area": hit.area,
            "level": hit.item.level,
        }
        for hit in answer.found
    ]
    return JSONResponse({"items": items, "total": answer.total})


async def bring_library(request: Request) -> Response:
    """`{"file", "text"}` → the library's title and size, or all that is wrong with it; nothing is half imported."""
    if no := stranger(request):
        return no
    sent = await body(request)
    if not isinstance(sent, dict) or not isinstance(sent.get("text"), str):
        return refusal(413, "文件太大或没有传完，请再试一次。")
    try:
        name = one_line(str(sent.get("file", "")))[:120]
        library = await run_in_threadpool(Library.read, sent["text"], name)
        if library.library in shipped().libraries:
            return refusal(422, f"编号“{library.library}”是自带的预设库，请在文件里换一个 library 再导入。")
        await run_in_threadpool(lambda: opened().keep_library(LOCAL_SHOP, library, library))
    except Unreadable as error:
        return JSONResponse({"problems": [str(problem) for problem in error.problems]}, 422)
    except Unavailable as error:
        return refusal(503, str(error))
    return JSONResponse({"title": library.title, "items": len(library.items)})


def library_file(request: Request) -> Response:
    """A library as `.yaml` for another owner."""
    try:
        library = libraries(opened(), LOCAL_SHOP).get(request.path_params["library"])
    except Unavailable as error:
        return refusal(503, str(error))
    if library is None:
        return refusal(404, "没有这个预设库。")
    name = quote(f"预设库_{file_stem(library.title)}.yaml")
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(library.to_yaml(), media_type="application/yaml; charset=utf-8", headers=headers)
