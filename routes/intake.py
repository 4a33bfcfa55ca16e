"""What was written before, in: known by its content; an old document is read and placed for its owner to look at, and
then made a role of.
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

from starlette.responses import JSONResponse, Response

from rolesmith.files.problem import Unreadable
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.libraries import files
from rolesmith.libraries.files import chat_code
from rolesmith.readers.old_document import Placed, SentPiece, build_role, pasted, place, read, roles
from rolesmith.readers.old_document.open_file import PIECE_LIMIT, WholeShop
from rolesmith.readers.old_document.roles import MOST
from rolesmith.readers.workbook import read as workbook
from rolesmith.role.tree import Role
from rolesmith.shop.role_cards import cards
from rolesmith.store.store import opened
from routes.bodies import Upload
from routes.handler import Body, Wrong, handler
from server.guard import TurnedAway


class OldDocument(Upload):
    """A description written elsewhere: pasted as text where it is no file."""

    text: str = ""


@handler(OldDocument, heavy=True)
def read_in(shop: str, sent: OldDocument) -> Response:
    """What has come in; nothing is kept.

    `{"ours": "role"}` of a file that is opened at /roles, `{"ours": "library"}` of one that is taken in on 预设库,
    `{"ours": "shop", "here": [{id, name}, …]}` of the shop's workbook with those of its roles that are here. Of a
    document `{"pieces": [Placed, …], "roles": [{"name", "pieces"}, …], "note"}`: the roles are those of a document that
    holds several, and there are none where it holds one; the note says why it is read as one though it looks like ours.
    """
    ours, note = _ours(sent)
    if ours:
        return JSONResponse({"ours": ours})
    try:
        pieces = pasted(sent.text) if sent.data is None else read(sent.unpacked(), sent.name)
    except WholeShop as error:
        if here := _here(shop, error.sheets):
            return JSONResponse({"ours": "shop", "here": here})
        raise
    parts = [{"name": part.name, "pieces": _placed(part.placed())} for part in roles(pieces)]
    return JSONResponse({"pieces": _placed(place(pieces)), "roles": parts, "note": note})


def _here(shop: str, sheets: Sequence[str]) -> list[dict[str, str]]:
    """The roles that are here of those with a sheet in the shop's workbook."""
    known = cards(opened(), shop, opened().facts(shop))
    return [{"id": key, "name": card.name} for key, (_, card) in known.items() if sheet_names([card.name])[0] in sheets]


def _ours(sent: OldDocument) -> tuple[str, str]:
    """What of ours it is, if anything; and why a workbook that looks like ours is read as any other."""
    if sent.data is None:
        return ("library", "") if chat_code.holds(sent.text) else ("", "")
    data, ending = sent.unpacked(), sent.name.rpartition(".")[2].lower()
    if ending in ("json", "yaml", "yml"):
        return ("role" if ending == "json" else "library"), ""
    if ending == "txt" and chat_code.holds(data.decode("utf-8-sig", "replace")):
        return "library", ""
    if ending != "xlsx":
        return "", ""
    try:
        workbook.read(data, sent.name)
        return "role", ""
    except workbook.Foreign:
        return ("library" if _is_library(data, sent.name) else ""), ""
    except Unreadable as error:
        return "", f"{error.problems[0].what}，当作别处写的文档来读。"


def _is_library(data: bytes, file: str) -> bool:
    """Whether a workbook is a library of ours, whatever mistakes are in it."""
    try:
        files.read(data, file)
    except files.Foreign:
        return False
    except Unreadable:
        return True
    return True


def _placed(pieces: Sequence[Placed]) -> list[dict[str, Any]]:
    return [asdict(piece) for piece in pieces]


SPOILT = "有一条太长或不完整，没有生成岗位；每条最多 5000 字，请拆开再试。"


class Pieces(Body):
    """The pieces as their owner has placed them."""

    pieces: Annotated[list[SentPiece], Wrong(SPOILT)]


class Roles(Body):
    """The pieces of several roles."""

    roles: Annotated[list[list[SentPiece]], Wrong(SPOILT)]


@handler(Pieces, heavy=True)
def take_in(shop: str, sent: Pieces) -> Response:
    """The new role's `{"id"}`; all of the pieces stand in it, or there is none."""
    return JSONResponse({"id": opened().create(shop, _built(sent.pieces))})


@handler(Roles, heavy=True)
def take_all(shop: str, sent: Roles) -> Response:
    """The new roles' `{"ids"}`; all of them are there, or none."""
    if not 0 < len(sent.roles) <= MOST:
        raise TurnedAway(422, f"没有选岗位，或者超过 {MOST} 个，没有生成岗位。")
    return JSONResponse({"ids": opened().create_all(shop, [_built(pieces) for pieces in sent.roles])})


def _built(pieces: Sequence[SentPiece]) -> Role:
    """The role of these pieces. Raises TurnedAway."""
    if not 0 < len(pieces) <= PIECE_LIMIT:
        raise TurnedAway(422, f"没有内容，或者超过 {PIECE_LIMIT} 条，没有生成岗位。")
    try:
        return build_role(pieces)
    except ValueError as error:
        raise TurnedAway(422, str(error)) from error
