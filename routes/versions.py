"""Versions: published, kept under a name, compared, taken up again; and another role put in a role's place."""

from typing import Annotated

from pydantic import Field, ValidationError
from starlette.responses import JSONResponse, Response

from rolesmith.document.comparison import compare
from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TITLE_LIMIT
from rolesmith.role.tree import Role, is_newer
from rolesmith.store.store import Version, opened
from rolesmith.team.people import as_text
from routes.bodies import Title, Today
from routes.handler import GONE, Body, Query, Wrong, handler
from server.guard import FRESH, TurnedAway

NOW = "now"


@handler(Today)
def publish(shop: str, sent: Today, role: str) -> Response:
    """Freeze the newest revision → `{"version": number}`."""
    version = opened().publish(shop, role, sent.day)
    if version is None:
        raise TurnedAway(404, GONE)
    return JSONResponse({"version": version})


class Sides(Query):
    """Two versions by their ids, or `now`."""

    old: str = Field(NOW, alias="from")
    new: str = Field(NOW, alias="to")


@handler(Sides)
def changes(shop: str, asked: Sides, role: str) -> Response:
    """`{"sections": [{title, changes}]}` as comparison.py has them."""
    old, new = _document(shop, role, asked.old), _document(shop, role, asked.new)
    if old is None or new is None:
        raise TurnedAway(404, "有一版已经不在了，请刷新页面后再比较。")
    sections = [
        {"title": each.title, "changes": [vars(change) for change in each.changes]} for each in compare(old, new)
    ]
    return JSONResponse({"sections": sections}, headers=FRESH)


def _document(shop: str, role: str, version: str) -> Document | None:
    """What a version shows, with the facts of its day, and the standards whether or not the shop's documents do."""
    if version != NOW:
        frozen = opened().version(shop, role, version[:40])
        return draw(as_text(frozen), shipped().filling(frozen, standards=True)) if frozen else None
    saved, facts = opened().with_facts(shop, role)
    filling = shipped().filling(saved.role, facts.role.tree.values, standards=True) if saved else None
    return draw(as_text(saved.role), filling) if saved and filling else None


class Name(Body):
    """What a version is to be called."""

    title: Annotated[Title, Wrong(f"请给这一版起个名字，最长 {TITLE_LIMIT} 个字。")]


@handler(Name)
def name_version(shop: str, sent: Name, role: str) -> Response:
    """Freeze the newest revision under a name → `{"label"}`."""
    return _label(opened().name_version(shop, role, sent.title))


class Earlier(Body):
    """A version by its id."""

    version: str


@handler(Earlier)
def restore_version(shop: str, sent: Earlier, role: str) -> Response:
    """Take a version up again → `{"label"}` of the one that keeps what stood there."""
    return _label(opened().restore_version(shop, role, sent.version[:40]))


class Other(Body):
    """What to begin anew with: a starter or a kept template by its id, or the JSON of a backup."""

    starter: str = ""
    template: str = ""
    text: str | None = None


@handler(Other)
def replace_role(shop: str, sent: Other, role: str) -> Response:
    """Put another role in a role's place → `{"label"}` of the version that keeps the role as it was."""
    if sent.text is not None:
        other = _backup(sent.text)
        return _label(opened().change(shop, role, other.beside, "导入之前"))
    begun = _begun(shop, sent)

    def with_values(here: Role) -> Role:
        return begun.replace(begun.tree.with_(values={**begun.tree.values, **here.tree.values}))

    return _label(opened().change(shop, role, with_values, "换岗位起点之前"))


def _backup(text: str) -> Role:
    try:
        return Role.from_json(text)
    except ValidationError as error:
        newer = "这个文件是更新版本的岗位匠写的；请先升级岗位匠，再读入它。"
        spoilt = "这不是岗位匠的备份文件，或者它被改坏了；请用“下载 备份”得到的 .json 文件。"
        raise TurnedAway(422, newer if is_newer(text) else spoilt) from error


def _begun(shop: str, sent: Other) -> Role:
    if starter := shipped().starters.get(sent.starter):
        return starter.role
    _, kept = opened().templates(shop).get(sent.template, ("", None))
    if kept is None:
        raise TurnedAway(404, "没有这个岗位起点，请刷新页面后再选。")
    return kept


def _label(kept: Version | None) -> Response:
    if kept is None:
        raise TurnedAway(404, GONE)
    return JSONResponse({"label": kept.label})
