"""Documents out: of the newest committed revision, or of a version; and a role's file in, as a new role."""

from dataclasses import replace
from datetime import date

from pydantic import Field
from starlette.responses import JSONResponse, PlainTextResponse, Response

from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS, SPREADSHEET, plain
from rolesmith.formats.looks import LOOK, LOOKS, look_named
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.text import file_stem
from rolesmith.role.tree import Role
from rolesmith.shop import logo
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import opened
from routes.bodies import Day, Upload
from routes.download import attachment
from routes.handler import GONE, Body, Query, handler
from routes.read_back import read_file
from server.guard import FRESH, TurnedAway


class Wish(Query):
    """Which version a document is to be of, the newest where none is said; its look; the visitor's day in its name."""

    version: str = ""
    look: str = ""
    day: Day = Field(default_factory=date.today)


@handler(Wish, heavy=True)
def export(shop: str, asked: Wish, role: str, ending: str) -> Response:
    """The role in the format that the address ends with."""
    format = FORMATS.get(ending)
    if format is None:
        raise TurnedAway(404, "没有这种文件格式。")
    found, filling = _found(shop, role, asked.version)
    name = f"{file_stem(draw(found, filling).title)}_{asked.day:%Y%m%d}.{format.ending}"
    known = asked.look if asked.look in format.looks else opened().setting(shop, LOOK)
    look = {"look": known} if format.looks else {}
    content = format.write(found.model_copy(update={"id": role}), filling, **look)
    return Response(content, media_type=format.media_type, headers=attachment(name))


@handler(Wish)
def plain_text(shop: str, asked: Wish, role: str) -> Response:
    """The whole document as plain text for chat."""
    return PlainTextResponse(plain.write(draw(*_found(shop, role, asked.version))), headers=FRESH)


def _found(shop: str, role: str, version: str) -> tuple[Role, Filling]:
    saved, facts = opened().with_facts(shop, role)
    picture = logo.kept(opened(), shop)
    if saved is None:
        raise TurnedAway(404, GONE)
    if not version:
        return saved.role, replace(shipped().filling(saved.role, facts.role.tree.values), logo=picture)
    frozen = opened().version(shop, role, version[:40])
    if frozen is None:
        raise TurnedAway(404, "没有这一版。")
    return frozen, replace(shipped().filling(frozen), logo=picture)


class Look(Body):
    """A look by its name."""

    look: str


@handler(Look)
def choose_look(shop: str, sent: Look) -> Response:
    """What the shop's files are to look like from now on."""
    if sent.look not in LOOKS:
        raise TurnedAway(404, "没有这种样式，请刷新页面。")
    opened().set_setting(shop, LOOK, sent.look)
    return JSONResponse({})


@handler(Wish, heavy=True)
def form(shop: str, asked: Wish) -> Response:
    """The empty form of the template, to be filled in offline."""
    from rolesmith.formats.excel import form as excel_form

    template = next(iter(shipped().templates.values()))
    data = excel_form.write(template.role(), look_named(opened().setting(shop, LOOK)))
    return Response(data, media_type=SPREADSHEET, headers=attachment(f"岗位填写表_{asked.day:%Y%m%d}.xlsx"))


class Opening(Upload):
    """A backup or a workbook of ours; `anew` makes a second role of one that is here."""

    anew: bool = False


@handler(Opening, heavy=True)
def open_file(shop: str, sent: Opening) -> Response:
    """`{"id"}` of the new role; of one that is here `{"here": {id, name}}`, and nothing is done."""
    found = read_file(sent)
    if found.role.library or found.role.paper:
        raise TurnedAway(422, OTHER_KIND)
    if not sent.anew and (name := _name_here(shop, found.id)):
        return JSONResponse({"here": {"id": found.id, "name": name}})
    return JSONResponse({"id": opened().create(shop, found.role)})


def _name_here(shop: str, role: str) -> str:
    """What the role of this id is called; empty where there is none here, or it lies in the trash."""
    saved, facts = opened().with_facts(shop, role)
    if not role or saved is None or saved.kind != "position":
        return ""
    return draw(saved.role, shipped().filling(saved.role, facts.role.tree.values)).name
