"""Old documents in: read and placed for their owner to look at, and then made a role of."""

from dataclasses import asdict
from typing import Annotated

from starlette.responses import JSONResponse, Response

from rolesmith.readers.old_document import SentPiece, build_role, pasted, place, read
from rolesmith.readers.old_document.open_file import PIECE_LIMIT
from rolesmith.store.store import opened
from routes.bodies import Upload
from routes.handler import Body, Wrong, handler
from server.guard import TurnedAway


class OldDocument(Upload):
    """A description written elsewhere: pasted as text where it is no file."""

    text: str = ""


@handler(OldDocument, heavy=True)
def read_in(_shop: str, sent: OldDocument) -> Response:
    """`{"pieces": [Placed, …]}`, nothing kept."""
    pieces = pasted(sent.text) if sent.data is None else read(sent.unpacked(), sent.name)
    return JSONResponse({"pieces": [asdict(piece) for piece in place(pieces)]})


class Pieces(Body):
    """The pieces as their owner has placed them."""

    pieces: Annotated[list[SentPiece], Wrong("有一条太长或不完整，没有生成岗位；每条最多 5000 字，请拆开再试。")]


@handler(Pieces, heavy=True)
def take_in(shop: str, sent: Pieces) -> Response:
    """The new role's `{"id"}`; all of the pieces stand in it, or there is none."""
    if not 0 < len(sent.pieces) <= PIECE_LIMIT:
        raise TurnedAway(422, f"没有内容，或者超过 {PIECE_LIMIT} 条，没有生成岗位。")
    try:
        role = build_role(sent.pieces)
    except ValueError as error:
        raise TurnedAway(422, str(error)) from error
    return JSONResponse({"id": opened().create(shop, role)})
