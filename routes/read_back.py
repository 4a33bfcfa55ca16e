"""A role's file back in: first the differences, line by line; then those that were chosen, in one go."""

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated

from pydantic import Field
from starlette.responses import JSONResponse, Response

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.document.partial import with_some, without
from rolesmith.presets.shipped import shipped
from rolesmith.readers import from_backup
from rolesmith.readers.workbook.read import Foreign, ReadBack, read, read_beside
from rolesmith.role.tree import Role, has_standards
from rolesmith.shop.changes import Facts, changes, drawn
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import Saved, opened
from routes.bodies import Upload
from routes.handler import GONE, Wrong, handler
from server.guard import FRESH, TurnedAway

STRANGE = "这个 Excel 里没有这个岗位：名字改过，或者不是岗位匠导出的；别处写的到“我的岗位”里点“拿进来”读入它。"
MOST_LEFT = 5_000


@handler(Upload, heavy=True)
def differences(shop: str, sent: Upload, role: str) -> Response:
    """What taking the file in would change: `{"sections": [{title, changes}], "notes"}`."""
    saved, facts, found = _both(shop, role, sent)
    changed, _ = changes(saved.role, found.role, found.base, facts)
    sections = [{"title": each.title, "changes": list(map(vars, each.changes))} for each in changed]
    return JSONResponse({"sections": sections, "notes": found.notes}, headers=FRESH)


class Chosen(Upload):
    """A file, and the keys of the changes in it that are not to be made."""

    left: Annotated[
        list[str],
        Field(default_factory=list, max_length=MOST_LEFT),
        Wrong("选的内容没有传完，没有改动，请再试一次。"),
    ]


@handler(Chosen, heavy=True)
def take(shop: str, sent: Chosen, role: str) -> Response:
    """Make the other changes → `{"label"}` of the version that keeps what stood there."""
    saved, facts, found = _both(shop, role, sent)

    def changed(here: Role) -> Role:
        now = found if here == saved.role else _read(sent, here, facts)
        if now.base is None:  # a backup has all of the role, also what no document shows
            return without(here, now.role, sent.left).beside(here)
        listed, since = changes(here, now.role, now.base, facts)
        taken = {change.key for section in listed for change in section.changes} - {*sent.left}
        return with_some(here, now.role, taken, since | {*sent.left}).beside(here)

    kept = opened().change(shop, saved.id, changed, "导入之前")
    if kept is None:
        raise TurnedAway(404, GONE)
    return JSONResponse({"label": kept.label})


def _both(shop: str, role: str, file: Upload) -> tuple[Saved, Facts, ReadBack]:
    """The role as it is, the shop's facts, and the role as the file has it."""
    saved, facts = opened().with_facts(shop, role)
    if saved is None:
        raise TurnedAway(404, GONE)
    values = facts.role.tree.values
    return saved, values, _read(file, saved.role, values)


def _read(file: Upload, here: Role, facts: Facts) -> ReadBack:
    """The role as the file has it, and as it is here where the file does not show it."""
    found = read_file(file, here, lambda data: read_beside(data, file.name, here, _as_written(here, facts)))
    if found.role.library or here.library or found.role.paper != here.paper:
        raise TurnedAway(422, OTHER_KIND)
    return found


def read_file(file: Upload, here: Role | None = None, strange: Callable[[bytes], ReadBack] | None = None) -> ReadBack:
    """A workbook of ours or a backup as a role; `here` is that role as it is here.

    `strange` reads a workbook that carries none. Raises Unreadable.
    """
    data = file.unpacked()
    if not file.name.lower().endswith(".xlsx"):
        return from_backup(data, file.name)
    with suppress(Foreign):
        return read(data, file.name, here)
    if strange is not None:
        with suppress(Foreign):
            return strange(data)
    raise TurnedAway(422, STRANGE)


def _as_written(role: Role, facts: Facts) -> list[Document]:
    """What a workbook of the shop may show of a role: its lines alone, or with their standards."""
    alone = draw(role, shipped().filling(role, facts))
    return [alone, drawn(role, facts)] if has_standards(role.tree) else [alone]
