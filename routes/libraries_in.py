"""Libraries in: first what taking one in would do, then what of it is ticked; begun, copied, added to and put away."""

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.libraries import files
from rolesmith.libraries.files import chat_code
from rolesmith.libraries.merge import HEAD, Difference
from rolesmith.libraries.tree import key_of
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TITLE_LIMIT, clean, one_line
from rolesmith.role.tree import new_id
from rolesmith.shop import libraries
from rolesmith.store.store import LOCAL_SHOP, opened
from server.guard import refusal, sent_by_us, unpacked
from server.heavy import TURNS

TICKED = ("新增", "变更")
"""What is taken unless somebody says otherwise."""
GONE = "没有这个预设库，请刷新页面。"
PASTED = "粘贴的文字码"


async def preview(request: Request) -> Response:
    """`{"file", "data"}` (base64), `{"code"}` or `{"shipped"}` → what taking it in would do, line by line."""
    return await _done(request, _preview, heavy=True)


async def take_in(request: Request) -> Response:
    """The same with `{"taken": [ids]}` → `{"library", "key", "title", "version"}`: the version keeps what was there."""
    return await _done(request, _take_in, heavy=True)


async def begin(request: Request) -> Response:
    """`{"title", "items"}`: a library of the shop's own → `{"library", "key"}`."""
    return await _done(request, _begin)


async def copy(request: Request) -> Response:
    """A copy of a shipped library, to be written in → `{"library", "key"}`."""
    return await _done(request, _copy)


async def add_items(request: Request) -> Response:
    """`{"items": [{text, kind, topic, …}]}` at the end of one of the shop's own → `{"library", "key", "version"}`."""
    return await _done(request, _add)


async def put_away(request: Request) -> Response:
    """`{"away": bool}`: into the trash, or out of it."""
    return await _done(request, _put_away)


async def _done(
    request: Request, act: Callable[[Request, dict[str, Any]], Response], *, heavy: bool = False
) -> Response:
    sent = await sent_by_us(request)
    return await (TURNS.do if heavy else run_in_threadpool)(act, request, sent)


def _sent(sent: dict[str, Any]) -> Library:
    """The library that somebody brings. Raises Unreadable."""
    if isinstance(sent.get("code"), str):
        return chat_code.read(sent["code"], PASTED)
    if library := shipped().libraries.get(str(sent.get("shipped", ""))):
        return library
    name = one_line(clean(str(sent.get("file", ""))))[:120] or "文件"
    return files.read(unpacked(sent, name), name)


def _preview(_: Request, sent: dict[str, Any]) -> Response:
    theirs = _sent(sent)
    mine, _base = libraries.standing(opened(), LOCAL_SHOP, theirs.library)
    found = libraries.differences(opened(), LOCAL_SHOP, theirs)
    head = {
        name: getattr(theirs, name) for name in ("library", "title", "author", "version", "licence", "checked", "note")
    }
    return JSONResponse(
        {
            **head,
            "changes": theirs.changes,
            "known": mine.title if mine else "",
            "here": mine.version if mine else "",
            "lines": [_line(each) for each in found if each.id != HEAD or each.changes],
        }
    )


def _line(difference: Difference) -> dict[str, Any]:
    item = difference.theirs or difference.mine
    return {
        "id": difference.id,
        "fate": difference.fate,
        "kind": item.kind if item else "",
        "topic": item.topic if item else "",
        "text": item.text if item else HEAD,
        "ticked": difference.fate in TICKED,
        "changes": [{**vars(change), "name": change.name} for change in difference.changes],
    }


def _take_in(_: Request, sent: dict[str, Any]) -> Response:
    theirs, taken = _sent(sent), sent.get("taken")
    if not isinstance(taken, list):
        return refusal(422, "没有说要导入哪几条，请再选一次。")
    try:
        kept = libraries.take_in(opened(), LOCAL_SHOP, theirs, {str(each) for each in taken})
    except ValueError as error:
        return refusal(422, f"{error}，没有导入。")
    return _named(theirs.library, title=theirs.title, version=kept.id if kept else "")


def _named(library_id: str, **more: str) -> Response:
    return JSONResponse({"library": library_id, "key": key_of(library_id), **more})


def _title(sent: dict[str, Any]) -> str:
    return one_line(clean(str(sent.get("title", ""))))


def _begin(_: Request, sent: dict[str, Any]) -> Response:
    title = _title(sent)
    if not 0 < len(title) <= TITLE_LIMIT:
        return refusal(422, f"请给这个库起个名字，最长 {TITLE_LIMIT} 个字。")
    items = _items(sent)
    return items if isinstance(items, Response) else _named(libraries.begin(opened(), LOCAL_SHOP, title, items))


def _copy(request: Request, _: dict[str, Any]) -> Response:
    library_id = request.path_params["library"]
    return _named(library_id) if libraries.copy(opened(), LOCAL_SHOP, library_id) else refusal(404, GONE)


def _add(request: Request, sent: dict[str, Any]) -> Response:
    items = _items(sent)
    if isinstance(items, Response):
        return items
    library_id = request.path_params["library"]
    kept = libraries.add(opened(), LOCAL_SHOP, library_id, items)
    return _named(library_id, version=kept.id) if kept else refusal(404, GONE)


def _items(sent: dict[str, Any]) -> list[Item] | Response:
    """What somebody puts into a library, each with an id of its own."""
    given = sent.get("items", [])
    try:
        return [Item.model_validate({**each, "id": new_id("l")}) for each in given]
    except (ValidationError, TypeError):
        return refusal(422, "有一条的内容不完整，没有存入，请刷新页面后再试。")


def _put_away(request: Request, sent: dict[str, Any]) -> Response:
    library_id = request.path_params["library"]
    if sent.get("away"):
        opened().drop_library(LOCAL_SHOP, library_id)
    else:
        opened().restore(LOCAL_SHOP, key_of(library_id))
    return _named(library_id)
