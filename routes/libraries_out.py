"""Libraries out: what a search finds as one types, a library as a file, and as a code for a chat."""

from starlette.responses import JSONResponse, Response

from rolesmith.formats import SPREADSHEET
from rolesmith.libraries import files
from rolesmith.libraries.files import chat_code
from rolesmith.libraries.search import search
from rolesmith.presets.library import Library
from rolesmith.role.text import file_stem
from rolesmith.shop.libraries import item_fields, libraries
from rolesmith.store.store import opened
from routes.download import attachment
from routes.handler import Query, handler
from server.guard import FRESH, TurnedAway

MOST, MOST_BROWSED = 60, 400
"""Items that a search answers with, and that one sees who looks around without words."""
TYPES = {"xlsx": SPREADSHEET, "yaml": "application/yaml; charset=utf-8"}


class Words(Query):
    """What one looks for, and of which kind, library, platform and level."""

    words: str = ""
    kind: str = ""
    area: str = ""
    platform: str = ""
    level: str = ""


@handler(Words)
def search_items(shop: str, asked: Words) -> Response:
    """The best items, with how many there are in all."""
    answer = search(
        list(libraries(opened(), shop).values()),
        **asked.model_dump(),
        most=MOST if asked.words.strip() else MOST_BROWSED,
    )
    items = [
        {"from": hit.origin, "library": hit.library.title, "area": hit.area, **item_fields(hit.item)}
        for hit in answer.found
    ]
    return JSONResponse({"items": items, "total": answer.total})


@handler(heavy=True)
def library_file(shop: str, library: str, ending: str) -> Response:
    """A library as `.xlsx` for owners or `.yaml` for people and git."""
    found = _library(shop, library)
    if ending not in TYPES:
        raise TurnedAway(404, "没有这种文件格式。")
    name = f"预设库_{file_stem(found.title)}.{ending}"
    return Response(files.write(found, ending), media_type=TYPES[ending], headers=attachment(name))


@handler()
def library_code(shop: str, library: str) -> Response:
    """`{"code"}` to paste into a chat; a refusal where no chat would take it."""
    try:
        return JSONResponse({"code": chat_code.write(_library(shop, library))}, headers=FRESH)
    except chat_code.TooLong as error:
        raise TurnedAway(413, str(error)) from error


def _library(shop: str, library: str) -> Library:
    found = libraries(opened(), shop).get(library)
    if found is None:
        raise TurnedAway(404, "没有这个预设库。")
    return found
