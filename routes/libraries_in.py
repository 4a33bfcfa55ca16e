"""Libraries in: first what taking one in would do, then what of it is ticked; begun, copied, added to and put away."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from starlette.responses import JSONResponse, Response

from rolesmith.libraries import files, table
from rolesmith.libraries.files import chat_code
from rolesmith.libraries.merge import HEAD, Difference
from rolesmith.libraries.tree import key_of
from rolesmith.presets.library import Item
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TITLE_LIMIT
from rolesmith.role.tree import new_id
from rolesmith.shop import libraries
from rolesmith.store.store import opened
from routes.bodies import Title, Upload
from routes.handler import Body, Wrong, handler
from server.guard import TurnedAway

TICKED = ("新增", "变更")
"""What is taken unless somebody says otherwise."""
GONE = "没有这个预设库，请刷新页面。"
PASTED = "粘贴的文字码"
FIRST, CUT = 8, 60
"""Rows of a table that a page shows, and characters of a cell in them."""


class Source(Upload):
    """A library that comes in: a file, a code out of a chat, or the id of a shipped one.

    `reading`: how a file that is no library of ours is to be read as one.
    """

    code: str | None = None
    shipped: str = ""
    reading: Annotated[table.Reading | None, Wrong("没有说清每一列是什么，请再选一次文件。")] = None

    def library(self) -> table.Found:
        """The library, and what is left of its file. Raises Unreadable."""
        if self.code is not None:
            return table.Found(chat_code.read(self.code, PASTED), ())
        if self.reading is not None:
            return table.read(table.open_tables(self.unpacked(), self.name), self.reading, self.name)
        return table.Found(shipped().libraries.get(self.shipped) or files.read(self.unpacked(), self.name), ())


@handler(Upload, heavy=True)
def tables(_shop: str, sent: Upload) -> Response:
    """The tables of a file that is no library of ours, with their first rows and how each is probably to be read."""
    found = table.open_tables(sent.unpacked(), sent.name)
    return JSONResponse({"meanings": list(table.LABELS.items()), "tables": _tables(found, sent.name)})


def _tables(found: Sequence[table.Table], file: str) -> list[dict[str, Any]]:
    shown = []
    for at, each in enumerate(found):
        first = [[f"{cell[:CUT]}……" if len(cell) > CUT else cell for cell in row] for row in each.rows[:FIRST]]
        guess = table.guess(each, file, at).model_dump(mode="json")
        shown.append({"name": each.name, "count": len(each.rows), "rows": first, "guess": guess})
    return shown


@handler(Source, heavy=True)
def preview(shop: str, sent: Source) -> Response:
    """What taking it in would do, line by line; `{"foreign": true}` of a file that is no library but may be a table."""
    try:
        theirs, left = sent.library()
    except files.Foreign:
        return JSONResponse({"foreign": True})
    mine, _base = libraries.standing(opened(), shop, theirs.library)
    found = libraries.differences(opened(), shop, theirs)
    head = {
        name: getattr(theirs, name) for name in ("library", "title", "author", "version", "licence", "checked", "note")
    }
    return JSONResponse(
        {
            **head,
            "changes": theirs.changes,
            "left": left,
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
        "standard": item.standard if item else "",
        "ticked": difference.fate in TICKED,
        "changes": [{**vars(change), "name": change.name} for change in difference.changes],
    }


class Ticked(Source):
    """A library, and the ids of what is to be taken of it."""

    taken: Annotated[list[str], Wrong("没有说要导入哪几条，请再选一次。")]


@handler(Ticked, heavy=True)
def take_in(shop: str, sent: Ticked) -> Response:
    """`{"library", "key", "title", "version"}`: the version keeps what was there."""
    theirs = sent.library().library
    try:
        kept = libraries.take_in(opened(), shop, theirs, set(sent.taken))
    except ValueError as error:
        raise TurnedAway(422, f"{error}，没有导入。") from error
    return _named(theirs.library, title=theirs.title, version=kept.id if kept else "")


def _named(library: str, **more: str) -> Response:
    return JSONResponse({"library": library, "key": key_of(library), **more})


def _with_id(sent: Any) -> Any:
    """An item with an id of its own, whatever was sent."""
    return {**sent, "id": new_id("l")} if isinstance(sent, dict) else sent


class Items(Body):
    """What somebody puts into a library."""

    title: str = ""
    items: Annotated[
        list[Annotated[Item, BeforeValidator(_with_id)]],
        Field(default_factory=list),
        Wrong("有一条的内容不完整，没有存入，请刷新页面后再试。"),
    ]


class Begun(Items):
    """A library of the shop's own."""

    title: Annotated[Title, Wrong(f"请给这个库起个名字，最长 {TITLE_LIMIT} 个字。")]


@handler(Begun)
def begin(shop: str, sent: Begun) -> Response:
    """`{"library", "key"}`."""
    return _named(libraries.begin(opened(), shop, sent.title, sent.items))


@handler()
def copy(shop: str, library: str) -> Response:
    """A copy of a shipped library, to be written in → `{"library", "key"}`."""
    if not libraries.copy(opened(), shop, library):
        raise TurnedAway(404, GONE)
    return _named(library)


@handler(Items)
def add_items(shop: str, sent: Items, library: str) -> Response:
    """At the end of one of the shop's own → `{"library", "key", "version"}`."""
    kept = libraries.add(opened(), shop, library, sent.items)
    if kept is None:
        raise TurnedAway(404, GONE)
    return _named(library, version=kept.id)


class Away(Body):
    """Into the trash, or out of it."""

    away: bool = False


@handler(Away)
def put_away(shop: str, sent: Away, library: str) -> Response:
    """`{"library", "key"}`."""
    if sent.away:
        opened().drop_library(shop, library)
    else:
        opened().restore(shop, key_of(library))
    return _named(library)
