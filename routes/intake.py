"""Old documents in: read and laid out for their owner to look at, and then made a role of."""

from dataclasses import asdict
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.readers.old_document import Laid, built, pasted, place, read
from rolesmith.readers.old_document.open_file import PIECE_LIMIT
from rolesmith.role.text import one_line
from rolesmith.store.store import LOCAL_SHOP, opened
from server.guard import refusal, sent_by_us, unpacked
from server.heavy import TURNS

LAID = TypeAdapter(list[Laid])


async def read_in(request: Request) -> Response:
    """`{"text"}` that was pasted, or `{"file", "data"}` in base64 → `{"pieces": [Placed, …]}`, nothing kept."""
    sent = await sent_by_us(request)
    return await TURNS.do(_read, sent)


def _read(sent: dict[str, Any]) -> Response:
    if isinstance(sent.get("data"), str):
        name = one_line(str(sent.get("file", "")))[:120]
        pieces = read(unpacked(sent, name), name)
    else:
        pieces = pasted(str(sent.get("text") or ""))
    return JSONResponse({"pieces": [asdict(piece) for piece in place(pieces)]})


async def take_in(request: Request) -> Response:
    """`{"pieces": [Laid, …]}` as their owner has laid them → the new role's `{"id"}`; all of them, or none."""
    sent = await sent_by_us(request)
    try:
        pieces = LAID.validate_python(sent.get("pieces"))
        if not pieces or len(pieces) > PIECE_LIMIT:
            return refusal(422, f"没有内容，或者超过 {PIECE_LIMIT} 条，没有生成岗位。")
        role = await TURNS.do(built, pieces)
    except ValidationError:
        return refusal(422, "有一条太长或不完整，没有生成岗位；每条最多 5000 字，请拆开再试。")
    except ValueError as error:
        return refusal(422, str(error))
    return JSONResponse({"id": await run_in_threadpool(opened().create, LOCAL_SHOP, role)})
