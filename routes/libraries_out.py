"""Libraries out: what a search finds as one types, a library as a file, and as a code for a chat."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.formats import SPREADSHEET
from rolesmith.libraries import files
from rolesmith.libraries.files.chat_code import TooLong
from rolesmith.libraries.files.chat_code import write as code_of
from rolesmith.libraries.search import search
from rolesmith.presets.library import Library
from rolesmith.role.text import file_stem
from rolesmith.shop.libraries import item_fields, libraries
from rolesmith.store.store import LOCAL_SHOP, opened
from routes.download import attachment
from server.guard import refusal

MOST, MOST_BROWSED = 60, 400
"""Items that a search answers with, and that one sees who looks around without words."""
TYPES = {"xlsx": SPREADSHEET, "yaml": "application/yaml; charset=utf-8"}


def search_items(request: Request) -> Response:
    """`?words=&kind=&area=&platform=&level=` → the best items, with how many there are in all."""
    asked = request.query_params
    shelf = libraries(opened(), LOCAL_SHOP)
    answer = search(
        list(shelf.values()),
        asked.get("words", ""),
        kind=asked.get("kind", ""),
        area=asked.get("area", ""),
        platform=asked.get("platform", ""),
        level=asked.get("level", ""),
        most=MOST if asked.get("words", "").strip() else MOST_BROWSED,
    )
    items = [
        {"from": hit.origin, "library": hit.library.title, "area": hit.area, **item_fields(hit.item)}
        for hit in answer.found
    ]
    return JSONResponse({"items": items, "total": answer.total})


def library_file(request: Request) -> Response:
    """A library as `.xlsx` for owners or `.yaml` for people and git."""
    library, ending = _asked(request), request.path_params["ending"]
    if isinstance(library, Response):
        return library
    if ending not in TYPES:
        return refusal(404, "没有这种文件格式。")
    name = f"预设库_{file_stem(library.title)}.{ending}"
    return Response(files.write(library, ending), media_type=TYPES[ending], headers=attachment(name))


def library_code(request: Request) -> Response:
    """`{"code"}` to paste into a chat; a refusal where no chat would take it."""
    library = _asked(request)
    if isinstance(library, Response):
        return library
    try:
        return JSONResponse({"code": code_of(library)}, headers={"cache-control": "no-store"})
    except TooLong as error:
        return refusal(413, str(error))


def _asked(request: Request) -> Library | Response:
    library = libraries(opened(), LOCAL_SHOP).get(request.path_params["library"])
    return library or refusal(404, "没有这个预设库。")
