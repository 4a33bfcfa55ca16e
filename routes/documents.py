"""Documents out: of the newest committed revision, or of a version."""

from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS, SPREADSHEET, Format, plain
from rolesmith.formats.looks import LOOK, LOOKS, look_named
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.text import file_stem
from rolesmith.role.tree import Role
from rolesmith.shop.logo import kept as kept_logo
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import LOCAL_SHOP, opened
from routes.download import attachment
from routes.read_back import read_file
from server.guard import CUT_OFF, day, refusal, sent_by_us
from server.heavy import TURNS

FRESH = {"cache-control": "no-store"}


def export(request: Request) -> Response:
    """The role in the format that the address ends with; `?version=` asks for an earlier one, `?look=` for a look.

    The file's name carries the role and the day, the visitor's own with `?day=`.
    """
    format = FORMATS.get(request.path_params["ending"])
    if format is None:
        return refusal(404, "没有这种文件格式。")
    found = _found(request)
    if isinstance(found, Response):
        return found
    today = day(request.query_params.get("day"))
    name = f"{file_stem(draw(*found).title)}_{today:%Y%m%d}.{format.ending}"
    role, filling = found
    content = format.write(
        role.model_copy(update={"id": request.path_params["role"]}), filling, **_look(request, format)
    )
    return Response(content, media_type=format.media_type, headers=attachment(name))


def _look(request: Request, format: Format) -> dict[str, str]:
    """The look asked for, else the shop's; nothing for a format that has none."""
    if not format.looks:
        return {}
    asked = request.query_params.get("look", "")
    return {"look": asked if asked in format.looks else opened().setting(LOCAL_SHOP, LOOK)}


async def choose_look(request: Request) -> Response:
    """`{"look"}`: what the shop's files are to look like from now on."""
    sent = await sent_by_us(request)
    look = str(sent.get("look", ""))
    if look not in LOOKS:
        return refusal(404, "没有这种样式，请刷新页面。")
    await run_in_threadpool(opened().set_setting, LOCAL_SHOP, LOOK, look)
    return JSONResponse({})


def form(request: Request) -> Response:
    """The empty form of the template, to be filled in offline."""
    from rolesmith.formats.excel import form as excel_form

    template = next(iter(shipped().templates.values()))
    data = excel_form.write(template.role(), look_named(opened().setting(LOCAL_SHOP, LOOK)))
    name = f"岗位填写表_{day(request.query_params.get('day')):%Y%m%d}.xlsx"
    return Response(data, media_type=SPREADSHEET, headers=attachment(name))


def plain_text(request: Request) -> Response:
    """The whole document as plain text for chat."""
    found = _found(request)
    if isinstance(found, Response):
        return found
    return PlainTextResponse(plain.write(draw(*found)), headers=FRESH)


async def open_file(request: Request) -> Response:
    """`{"file", "data"}` in base64 of a backup or a workbook of ours → `{"id"}` of the new role.

    Of a role that is here: `{"here": {id, name}}`, and nothing is done; `{"anew": true}` makes a second one of it.
    """
    sent = await sent_by_us(request)
    if not isinstance(sent.get("data"), str):
        return refusal(413, CUT_OFF)
    return await TURNS.do(_opened, sent)


def _opened(sent: dict[str, Any]) -> Response:
    brought = read_file(sent)
    if isinstance(brought, Response):
        return brought
    if brought.role.library or brought.role.paper:
        return refusal(422, OTHER_KIND)
    if not sent.get("anew") and (name := _name_here(brought.id)):
        return JSONResponse({"here": {"id": brought.id, "name": name}})
    return JSONResponse({"id": opened().create(LOCAL_SHOP, brought.role)})


def _name_here(role_id: str) -> str:
    """What the role of this id is called; empty where there is none here, or it lies in the trash."""
    saved, facts = opened().with_facts(LOCAL_SHOP, role_id)
    if not role_id or saved is None or saved.kind != "position":
        return ""
    return draw(saved.role, shipped().filling(saved.role, facts.role.tree.values)).name


def _found(request: Request) -> tuple[Role, Filling] | Response:
    role_id, version = request.path_params["role"], request.query_params.get("version", "")
    saved, facts = opened().with_facts(LOCAL_SHOP, role_id)
    logo = kept_logo(opened(), LOCAL_SHOP)
    frozen = opened().version(LOCAL_SHOP, role_id, version[:40]) if version else None
    if saved is None:
        return refusal(404, "这个岗位已经被删掉。")
    if version and frozen is None:
        return refusal(404, "没有这一版。")
    if frozen is not None:
        return frozen, replace(shipped().filling(frozen), logo=logo)
    return saved.role, replace(shipped().filling(saved.role, facts.role.tree.values), logo=logo)
