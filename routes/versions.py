"""Versions: kept under a name, compared, taken up again; and another role put in a role's place."""

from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.document.comparison import compare
from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TITLE_LIMIT, clean, one_line
from rolesmith.role.tree import Role
from rolesmith.store.store import LOCAL_SHOP, Store, Version, opened
from server.guard import refusal, sent_by_us

NOW = "now"
GONE = "这个岗位已经被删掉。"


def changes(request: Request) -> Response:
    """`?from=&to=`, each a version's id or `now` → `{"sections": [{title, changes}]}` as comparison.py has them."""
    role_id = request.path_params["role"]
    sides = [_document(opened(), role_id, request.query_params.get(side, NOW)) for side in ("from", "to")]
    old, new = sides
    if old is None or new is None:
        return refusal(404, "有一版已经不在了，请刷新页面后再比较。")
    sections = [
        {"title": each.title, "changes": [vars(change) for change in each.changes]} for each in compare(old, new)
    ]
    return JSONResponse({"sections": sections}, headers={"cache-control": "no-store"})


def _document(store: Store, role_id: str, version: str) -> Document | None:
    """What a version shows, with the facts of its day."""
    if version != NOW:
        frozen = store.version(LOCAL_SHOP, role_id, version[:40])
        return draw(frozen, shipped().filling(frozen)) if frozen else None
    saved, facts = store.with_facts(LOCAL_SHOP, role_id)
    return draw(saved.role, shipped().filling(saved.role, facts.role.tree.values)) if saved else None


async def name_version(request: Request) -> Response:
    """`{"title"}`: freeze the newest revision under a name → `{"label"}`."""
    sent = await sent_by_us(request)
    title = one_line(clean(str(sent.get("title", ""))))
    if not 0 < len(title) <= TITLE_LIMIT:
        return refusal(422, f"请给这一版起个名字，最长 {TITLE_LIMIT} 个字。")
    return await _kept(lambda: opened().name_version(LOCAL_SHOP, request.path_params["role"], title))


async def restore_version(request: Request) -> Response:
    """`{"version": id}`: take a version up again → `{"label"}` of the one that keeps what stood there."""
    sent = await sent_by_us(request)
    version = str(sent.get("version", ""))[:40]
    return await _kept(lambda: opened().restore_version(LOCAL_SHOP, request.path_params["role"], version))


async def replace_role(request: Request) -> Response:
    """`{"starter"}`, `{"template"}` or a backup's `{"file", "text"}` → `{"label"}` of what keeps the role as it was."""
    sent = await sent_by_us(request)
    return await _kept(lambda: _replace(opened(), request.path_params["role"], sent))


def _replace(store: Store, role_id: str, sent: dict[str, Any]) -> Version | Response | None:
    if "text" in sent:
        try:
            brought = Role.from_json(str(sent["text"]))
        except ValidationError:
            return refusal(422, "这不是岗位匠的备份文件，或者它被改坏了；请用“下载 备份”得到的 .json 文件。")
        return store.change(LOCAL_SHOP, role_id, lambda _: brought, "导入之前")
    starter = shipped().starters.get(str(sent.get("starter", "")))
    _, kept = store.templates(LOCAL_SHOP).get(str(sent.get("template", "")), ("", None))
    begun = starter.role if starter else kept
    if begun is None:
        return refusal(404, "没有这个岗位起点，请刷新页面后再选。")

    def with_values(here: Role) -> Role:
        return begun.replace(begun.tree.with_(values={**begun.tree.values, **here.tree.values}))

    return store.change(LOCAL_SHOP, role_id, with_values, "换岗位起点之前")


async def _kept(act: Any) -> Response:
    """Do it off the event loop and say which version it made; a refusal of its own passes through."""
    kept: Version | Response | None = await run_in_threadpool(act)
    if isinstance(kept, Response):
        return kept
    return JSONResponse({"label": kept.label}) if kept else refusal(404, GONE)
