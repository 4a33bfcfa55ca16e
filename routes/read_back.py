"""A role's file back in: first the differences, line by line; then those that were chosen, in one go."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.document.comparison import compare
from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.document.partial import untouched, without
from rolesmith.presets.shipped import shipped
from rolesmith.readers import from_backup
from rolesmith.readers.workbook.read import Brought, Foreign, read, read_beside
from rolesmith.role.text import one_line
from rolesmith.role.tree import Role
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import LOCAL_SHOP, Saved, opened
from server.guard import refusal, sent_by_us, unpacked
from server.heavy import TURNS

STRANGE = "这个 Excel 里没有这个岗位：名字改过，或者不是岗位匠导出的；别处写的到“我的岗位”里点“读入旧文档”读入它。"
MOST_LEFT = 5_000


def read_file(sent: dict[str, Any], here: Role | None = None) -> Brought | Response:
    """`{"file", "data"}` in base64 as a role, a workbook of ours or a backup; or a refusal. Raises Unreadable.

    `here` is the role as it is: beside it a workbook is read that carries none, as that of the whole shop.
    """
    name = one_line(str(sent.get("file", "")))[:120]
    try:
        data = unpacked(sent, name)
        if not name.lower().endswith(".xlsx"):
            return from_backup(data, name)
        try:
            return read(data, name)
        except Foreign:
            if here is None:
                raise
            return read_beside(data, name, here, _drawn(here, _facts()))
    except Foreign:
        return refusal(422, STRANGE)


async def differences(request: Request) -> Response:
    """`{"file", "data"}` → `{"sections": [{title, changes}], "notes"}`: what taking the file in would change."""
    return await _of_a_role(request, _differences)


async def take(request: Request) -> Response:
    """`{"file", "data", "left": [keys]}`: take the file in but for those changes → `{"label"}` of what stood there."""
    return await _of_a_role(request, _take)


async def _of_a_role(request: Request, act: Any) -> Response:
    sent = await sent_by_us(request)
    return await TURNS.do(_act, act, request.path_params["role"], sent)


def _act(act: Any, role: str, sent: dict[str, Any]) -> Response:
    saved = opened().role(LOCAL_SHOP, role)
    if saved is None:
        return refusal(404, "这个岗位已经被删掉。")
    brought = read_file(sent, saved.role)
    if isinstance(brought, Brought) and (brought.role.library or brought.role.paper != saved.role.paper):
        return refusal(422, OTHER_KIND)
    answer: Response = brought if isinstance(brought, Response) else act(saved, brought, sent)
    return answer


def _differences(saved: Saved, brought: Brought, _sent: dict[str, Any]) -> Response:
    facts = _facts()
    untouched = _untouched(saved.role, brought.base, brought.role, facts)
    told = (
        (each.title, [vars(change) for change in each.changes if change.key not in untouched])
        for each in compare(_drawn(saved.role, facts), _drawn(brought.role, facts))
    )
    sections = [{"title": title, "changes": changes} for title, changes in told if changes]
    return JSONResponse({"sections": sections, "notes": brought.notes}, headers={"cache-control": "no-store"})


def _untouched(here: Role, base: Role | None, brought: Role, facts: Mapping[str, str]) -> set[str]:
    return untouched(*(_drawn(role, facts) for role in (here, base, brought))) if base else set()


def _drawn(role: Role, facts: Mapping[str, str]) -> Document:
    return draw(role, shipped().filling(role, facts))


def _facts() -> Mapping[str, str]:
    return opened().facts(LOCAL_SHOP).role.tree.values


def _take(saved: Saved, brought: Brought, sent: dict[str, Any]) -> Response:
    left = sent.get("left", [])
    if not isinstance(left, list) or len(left) > MOST_LEFT or not all(isinstance(key, str) for key in left):
        return refusal(422, "选的内容没有传完，没有改动，请再试一次。")
    facts = _facts()

    def chosen(here: Role) -> Role:
        since = _untouched(here, brought.base or saved.role, brought.role, facts)
        return without(here, brought.role, {*left, *since})

    kept = opened().change(LOCAL_SHOP, saved.id, chosen, "导入之前")
    return JSONResponse({"label": kept.label}) if kept else refusal(404, "这个岗位已经被删掉。")
