"""Blanks out: what the browser knows of them while one types."""

from functools import cache

from pydantic import TypeAdapter
from starlette.responses import Response

from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Blank
from routes.handler import handler


@handler()
def known_blanks(_shop: str) -> Response:
    """Every blank of the presets by its name."""
    return Response(_written(), media_type="application/json", headers={"cache-control": "no-cache"})


@cache
def _written() -> bytes:
    return TypeAdapter(dict[str, Blank]).dump_json(dict(shipped().blanks))
