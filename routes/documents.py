"""Documents out: of the newest committed revision, or of a version; and a role's file in, as a new role."""

from dataclasses import replace

from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from rolesmith.document.draw import draw
from rolesmith.document.standards import CHOICES, SETTING
from rolesmith.formats import FORMATS, form, html, plain
from rolesmith.formats.looks import LOOK, is_look, look_named
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Role
from rolesmith.shop import letterhead, logo
from rolesmith.shop.filling import shows_standards
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import opened
from routes.bodies import Dated, Upload
from routes.download import attachment, dated
from routes.handler import GONE, Body, handler
from routes.read_back import read_file
from server.guard import FRESH, TurnedAway


class Wish(Dated):
    """And which version a document is to be of, the newest where none is said; its look, and whether it shows
    standards, as the shop has chosen where neither is said.
    """

    version: str = ""
    look: str = ""
    standards: str = ""


@handler(Wish, heavy=True)
def export(shop: str, asked: Wish, role: str, ending: str) -> Response:
    """The role in the format that the address ends with."""
    format = FORMATS.get(ending)
    if format is None:
        raise TurnedAway(404, "没有这种文件格式。")
    found, filling, revision = _found(shop, role, asked)
    name = dated(draw(found, filling).title, asked.day, format.ending)
    known = asked.look if is_look(asked.look) else opened().setting(shop, LOOK)
    look = known if format.looks else ""
    if ending == "docx":
        filling = replace(filling, letterhead=letterhead.kept(opened(), shop))
    content = format.write(found.model_copy(update={"id": role}), filling, look, revision=revision)
    return Response(content, media_type=format.media_type, headers=attachment(name))


@handler(Wish, heavy=True)
def picture(shop: str, asked: Wish, role: str) -> Response:
    """The page that a browser draws as pictures; named as they are."""
    found, filling, _ = _found(shop, role, asked)
    document = draw(found, filling)
    headers = attachment(dated(document.title, asked.day, "png"))
    page = html.poster if shipped().is_poster(found) else html.picture
    return HTMLResponse(page(document, look_named(opened().setting(shop, LOOK))), headers=headers)


class TextWish(Wish):
    """`only` is `duties` where nothing else is wanted."""

    only: str = ""


@handler(TextWish)
def plain_text(shop: str, asked: TextWish, role: str) -> Response:
    """The whole document, or its duties, as plain text for chat."""
    found, filling, _ = _found(shop, role, asked)
    document = draw(found, filling)
    text = plain.duties(document) if asked.only == "duties" else plain.write(document)
    if not text:
        raise TurnedAway(404, "还没有写职责，写好再复制。")
    return PlainTextResponse(text, headers=FRESH)


def _found(shop: str, role: str, asked: Wish) -> tuple[Role, Filling, int]:
    """The role that is asked for, what fills its blanks, and its revision."""
    saved, facts = opened().with_facts(shop, role)
    if saved is None:
        raise TurnedAway(404, GONE)
    found, known, revision = saved.role, facts.role.tree.values, saved.revision
    if asked.version:
        frozen, known = opened().version(shop, role, asked.version[:40]), {}
        if frozen is None:
            raise TurnedAway(404, "没有这一版。")
        found = frozen
        revision = next((v.revision for v in opened().versions(shop, role) if v.id == asked.version), 0)
    standards = shows_standards(opened(), shop, asked.standards)
    filling = shipped().filling(found, known, standards=standards)
    return found, replace(filling, logo=logo.kept(opened(), shop)), revision


class Look(Body):
    """A look by its name."""

    look: str


@handler(Look)
def choose_look(shop: str, sent: Look) -> Response:
    """What the shop's files are to look like from now on."""
    if not is_look(sent.look):
        raise TurnedAway(404, "没有这种样式，请刷新页面。")
    opened().set_setting(shop, LOOK, sent.look)
    return JSONResponse({})


class Standards(Body):
    """Whether standards are shown, by a name in CHOICES."""

    standards: str


@handler(Standards)
def choose_standards(shop: str, sent: Standards) -> Response:
    """Whether the shop's documents are to show standards from now on."""
    if sent.standards not in CHOICES:
        raise TurnedAway(404, "没有这种选择，请刷新页面。")
    opened().set_setting(shop, SETTING, sent.standards)
    return JSONResponse({})


@handler(Wish, heavy=True)
def empty_form(shop: str, asked: Wish, ending: str) -> Response:
    """The empty form of the template, to be filled in offline, in the format that the address ends with."""
    if ending not in form.FORMS:
        raise TurnedAway(404, "没有这种空白模板。")
    template = next(iter(shipped().templates.values()))
    look, standards = look_named(opened().setting(shop, LOOK)), shows_standards(opened(), shop, asked.standards)
    data = form.write(template.role(), ending, look, standards=standards)
    name = dated("岗位填写表", asked.day, ending)
    return Response(data, media_type=form.FORMS[ending].media_type, headers=attachment(name))


class Opening(Upload):
    """A backup or a workbook of ours; `anew` makes a second role of one that is here."""

    anew: bool = False


@handler(Opening, heavy=True)
def open_file(shop: str, sent: Opening) -> Response:
    """`{"id"}` of the new role, and `{"notes"}` about what the file lacks, where there are any.

    Of one that is here `{"here": {id, name}}`, and nothing is done.
    """
    found = read_file(sent)
    if found.role.library or found.role.paper:
        raise TurnedAway(422, OTHER_KIND)
    here, name = _here(shop, found.id)
    if here is not None and not sent.anew:
        return JSONResponse({"here": {"id": found.id, "name": name}})
    if here is not None:
        found = read_file(sent, here)
    made = opened().create(shop, found.role.beside(here))
    return JSONResponse({"id": made, **({"notes": found.notes} if found.notes else {})})


def _here(shop: str, role: str) -> tuple[Role | None, str]:
    """The role of this id and what it is called; None where there is none here, or it lies in the trash."""
    saved, facts = opened().with_facts(shop, role)
    if not role or saved is None or saved.kind != "position":
        return None, ""
    return saved.role, draw(saved.role, shipped().filling(saved.role, facts.role.tree.values)).name
