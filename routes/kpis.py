"""How the shop's posts are measured: rows for its page, each one's score of a month, and the year as a workbook."""

import re
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator
from starlette.responses import JSONResponse, Response

from rolesmith.formats import SPREADSHEET
from rolesmith.formats.excel import kpi_year
from rolesmith.formats.looks import LOOK, look_named
from rolesmith.role.text import joined
from rolesmith.shop import kpi_rows
from rolesmith.shop.kpis import shop_kpis
from rolesmith.store.store import opened
from rolesmith.team.actuals import MONTH
from routes.bodies import AT_ONCE, Dated, RowCount
from routes.download import attachment, dated
from routes.handler import Query, handler
from server.guard import TurnedAway


def _month(written: object) -> str:
    return written if isinstance(written, str) and MONTH.fullmatch(written) else f"{date.today():%Y-%m}"


def _year(written: object) -> int:
    return int(written) if isinstance(written, str) and re.fullmatch(r"20[0-9]{2}", written) else date.today().year


class Month(Query):
    """A month, as 2026-11."""

    month: Annotated[str, BeforeValidator(_month)] = ""


class Asked(Month):
    """A list as kpi_rows names it, of which post, in which order, and how many rows of it."""

    list: str = "all"
    post: str = ""
    sort: str = "post"
    most: RowCount = AT_ONCE


class File(Dated):
    """A year."""

    year: Annotated[int, BeforeValidator(_year)] = 0


@handler(Asked)
def show(shop: str, asked: Asked) -> Response:
    """As kpi_rows.shown."""
    found = shop_kpis(opened(), shop)
    wish = {"name": asked.list, "post": asked.post, "sort": asked.sort}
    return JSONResponse(kpi_rows.shown(found, asked.month or _month(""), **wish, most=asked.most))


@handler(Month)
def scores(shop: str, asked: Month) -> Response:
    """As kpi_rows.scores."""
    return JSONResponse(kpi_rows.scores(shop_kpis(opened(), shop), asked.month or _month("")))


@handler(File, heavy=True)
def export(shop: str, asked: File) -> Response:
    """The months of a year to type in, and what they come to."""
    found = shop_kpis(opened(), shop)
    if not found.read:
        raise TurnedAway(404, "店里的岗位还没有考核指标，先在岗位的“绩效考核”里写。")
    name = opened().facts(shop).role.tree.values.get("店名", "").strip()
    year = kpi_rows.year_of(found, asked.year or _year(""))
    content = kpi_year.write(year, name, look_named(opened().setting(shop, LOOK)))
    file = dated(joined(name, f"{year.year}年{kpi_year.TITLE}"), asked.day, "xlsx")
    return Response(content, media_type=SPREADSHEET, headers=attachment(file))
