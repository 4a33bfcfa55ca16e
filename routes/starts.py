"""What one can begin a role with, found as one types."""

from starlette.responses import JSONResponse, Response

from rolesmith.shop.libraries import libraries
from rolesmith.shop.starts import starts
from rolesmith.store.store import opened
from routes.handler import Query, handler


class Words(Query):
    """What the post is called."""

    words: str = ""


@handler(Words)
def find(shop: str, asked: Words) -> Response:
    """`{"starts": [{kind, key, title, summary}, …]}`, the best first."""
    templates = {key: title for key, (title, _) in opened().templates(shop).items()}
    return JSONResponse({"starts": [vars(each) for each in starts(libraries(opened(), shop), templates, asked.words)]})
