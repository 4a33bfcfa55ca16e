"""A page of one sentence, for who comes by a link to where nothing else can be drawn; at the door, with its form."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from rolesmith.role.text import LANGUAGE

if TYPE_CHECKING:
    from jinja2 import Template

OWN = {"cache-control": "no-store", "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'"}


def sentence_page(
    message: str, status: int, headers: dict[str, str] | None = None, *, form: bool = False, home: bool = False
) -> Response:
    """The sentence; with the form that asks for an access code, or with a link to 我的岗位."""
    return HTMLResponse(_page().render(message=message, form=form, home=home), status, {**OWN, **(headers or {})})


@cache
def _page() -> "Template":
    """jinja2 is not imported before somebody is to see it: a server that starts need not wait."""
    from jinja2 import Environment, FileSystemLoader

    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    return templates.get_template("sentence_page.html.j2", globals={"language": LANGUAGE})
