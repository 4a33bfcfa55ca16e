"""Edits in: each is answered once it is committed, or with the sentence that says why it is not."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.document.draw import draw
from rolesmith.document.progress import progress
from rolesmith.formats.html import article
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.store.store import LOCAL_SHOP, Answer, opened
from server.guard import day, refusal, sent_by_us

BATCH_LIMIT = 500
CUT_OFF = "一次发来的内容太多或不完整，没有保存，您写的还在页面上。"


async def post_edits(request: Request) -> Response:
    """`{"edits": [Edit, …]}` → `{"answers": [Answer, …], "paper": …}`, in the same order, after the commit.

    `paper` is the role as it is drawn now, see `_apply`; the shop's own facts have none.
    """
    sent = await sent_by_us(request, CUT_OFF)
    raw = sent.get("edits")
    if not isinstance(raw, list) or len(raw) > BATCH_LIMIT:
        return refusal(413, CUT_OFF)
    read = [_read(entry) for entry in raw]
    edits = [entry for entry in read if isinstance(entry, Edit)]
    answers, drawn = await run_in_threadpool(_apply, request.path_params["role"], edits)
    if answers is None:
        return refusal(404, "这个岗位已经被删掉；您写的内容还在页面上，可以复制出来。")
    applied = iter(answers)
    said = [next(applied) if isinstance(entry, Edit) else entry for entry in read]
    return JSONResponse({"answers": [answer.model_dump(exclude_defaults=True) for answer in said], "paper": drawn})


def _apply(role: str, edits: Sequence[Edit]) -> tuple[list[Answer] | None, dict[str, Any] | None]:
    """The answers, and what the page shows at once: the paper's html, the revisions of role and facts in it, and the
    mark of the progress, by which the page sees whether it has to be drawn anew.
    """
    store = opened()
    answers = store.apply(LOCAL_SHOP, role, edits)
    saved, facts = store.with_facts(LOCAL_SHOP, role)
    if not answers or saved is None or saved.kind == "facts":
        return answers, None
    filling = shipped().filling(saved.role, facts.role.tree.values)
    return answers, {
        "html": article(draw(saved.role, filling)),
        "revision": saved.revision,
        "facts": facts.revision,
        "progress": progress(saved.role, filling).mark,
    }


def _read(entry: Any) -> Edit | Answer:
    """The edit, or its refusal where it cannot be understood; one without an id is refused under an empty one."""
    try:
        return Edit.model_validate(entry)
    except ValidationError:
        edit_id = entry.get("id") if isinstance(entry, dict) else None
        message = "这次修改读不懂，没有保存，请刷新页面后再试。"
        return Answer(id=edit_id[:64] if isinstance(edit_id, str) else "", status="refused", message=message)


async def publish(request: Request) -> Response:
    """`{"day": YYYY-MM-DD}`: freeze the newest revision → `{"version": number}`."""
    sent = await sent_by_us(request)
    today = day(sent.get("day"))
    role = request.path_params["role"]
    version = await run_in_threadpool(lambda: opened().publish(LOCAL_SHOP, role, today))
    return JSONResponse({"version": version}) if version else refusal(404, "这个岗位已经被删掉。")
