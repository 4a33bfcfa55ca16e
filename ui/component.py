"""Our own components: plain JavaScript modules under ui/components/, loaded once a page and shared by all of them."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import streamlit as st
from pydantic import TypeAdapter

from ui.assets import FOLDER, VERSION

LOADER = """
const loaded = import(new URL("/assets/VERSION/widgets/MODULE.js", window.location.origin));
export default (component) => {
  let end = null, ended = false;
  const data = JSON.parse(new TextDecoder().decode(component.data));
  loaded.then((module) => { if (!ended) end = module.default({ ...component, data }); });
  return () => { ended = true; end?.(); };
};
"""
"""Streamlit runs this for each drawing; the modules behind it, and so the outbox, exist once a page."""
DATA = TypeAdapter(dict[str, Any])
"""Writes data as JSON in bytes: Streamlit would write a dict out twice, letter by letter as \\uXXXX."""


@cache
def _style(*names: str) -> str:
    return "\n".join((FOLDER / f"{name}.css").read_text("utf-8") for name in names)


def mount(name: str, data: Mapping[str, Any], *, key: str, styles: Sequence[str] = ()) -> Any:
    """Draw a component, with more styles where it shares them; the result holds its triggers `redraw` and `go`.

    Nodes may stand in the data: the module gets of them what differs from the defaults.
    """
    draw = st.components.v2.component(
        f"rolesmith_{name}",
        html='<div class="root"></div>',
        css=_style("shared/base", *styles, f"widgets/{name}"),
        js=LOADER.replace("VERSION", VERSION).replace("MODULE", name),
    )
    written = DATA.dump_json(dict(data), by_alias=True, exclude_defaults=True)
    return draw(data=written, key=key, on_redraw_change=_nothing, on_go_change=_nothing)


def _nothing() -> None:
    """A trigger's own rerun is all that is wanted of it."""
