"""Edits in: each is answered once it is committed, or with the sentence that says why it is not."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field, ValidationError
from starlette.responses import JSONResponse, Response

from rolesmith.document.draw import draw
from rolesmith.document.progress import progress
from rolesmith.formats.html import article
from rolesmith.formats.looks import LOOK, look_named
from rolesmith.role.edit import Edit
from rolesmith.shop import logo
from rolesmith.shop.filling import filling as shop_filling
from rolesmith.store.record import OWN
from rolesmith.store.store import Answer, opened
from routes.handler import Body, handler
from server.guard import TurnedAway

BATCH_LIMIT = 500


class Batch(Body):
    """Edits, each to be understood for itself."""

    CUT_OFF = "一次发来的内容太多或不完整，没有保存，您写的还在页面上。"

    edits: list[Any] = Field(max_length=BATCH_LIMIT)


@handler(Batch)
def post_edits(shop: str, sent: Batch, role: str) -> Response:
    """`{"answers": [Answer, …], "paper": …}`, in the order of the edits, after the commit; `paper` see `_paper`."""
    read = [_read(each) for each in sent.edits]
    edits = [each for each in read if isinstance(each, Edit)]
    answers = opened().apply(shop, role, edits)
    if answers is None:
        raise TurnedAway(404, "这个岗位已经被删掉；您写的内容还在页面上，可以复制出来。")
    applied = iter(answers)
    in_order = (next(applied) if isinstance(each, Edit) else each for each in read)
    listed = [answer.model_dump(exclude_defaults=True) for answer in in_order]
    return JSONResponse({"answers": listed, "paper": _paper(shop, role, answers)})


def _paper(shop: str, role: str, answers: Sequence[Answer]) -> dict[str, Any] | None:
    """What the page shows at once: the preview's html, the revisions of role and facts in it, and the mark of the
    progress, by which the page sees whether it has to be drawn anew. The shop's own facts and people have none.
    """
    saved, facts = opened().with_facts(shop, role)
    if not answers or saved is None or saved.id in OWN:
        return None
    filling = shop_filling(opened(), shop, saved.role, facts.role.tree.values)
    return {
        "html": article(
            draw(saved.role, filling), look_named(opened().setting(shop, LOOK)), logo.address(opened(), shop)
        ),
        "revision": saved.revision,
        "facts": facts.revision,
        "progress": progress(saved.role, filling).mark,
    }


def _read(sent: Any) -> Edit | Answer:
    """The edit, or its refusal where it cannot be understood; one without an id is refused under an empty one."""
    try:
        return Edit.model_validate(sent)
    except ValidationError:
        edit_id = sent.get("id") if isinstance(sent, dict) else None
        message = "这次修改读不懂，没有保存，请刷新页面后再试。"
        return Answer(id=edit_id[:64] if isinstance(edit_id, str) else "", status="refused", message=message)
