"""Blanks out: what the browser knows of them while one types."""

from functools import cache

from pydantic import TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Blank


def known_blanks(_: Request) -> Response:
    """Every blank of the presets by its name."""
    return Response(_written(), media_type="application/json", headers={"cache-control": "no-cache"})


@cache
def _written() -> bytes:
    return TypeAdapter(dict[str, Blank]).dump_json(dict(shipped().blanks))
