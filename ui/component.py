"""Our own components: plain JavaScript modules under ui/components/, loaded once a page and shared by all of them."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import streamlit as st

from ui.assets import FOLDER, VERSION

LOADER = """
const loaded = import(new URL("/assets/VERSION/MODULE.js", window.location.origin));
export default (component) => {
  let end = null, ended = false;
  loaded.then((module) => { if (!ended) end = module.default(component); });
  return () => { ended = true; end?.(); };
};
"""
"""Streamlit runs this for each drawing; the modules behind it, and so the outbox, exist once a page."""


@cache
def _style(name: str) -> str:
    return "\n".join((FOLDER / f"{file}.css").read_text("utf-8") for file in ("base", name))


def mount(name: str, data: Mapping[str, Any], *, key: str, module: str = "") -> Any:
    """Draw a component, from `module` where that is not its name; the result holds its triggers `redraw` and `go`."""
    draw = st.components.v2.component(
        f"rolesmith_{name}",
        html='<div class="root"></div>',
        css=_style(name),
        js=LOADER.replace("VERSION", VERSION).replace("MODULE", module or name),
    )
    return draw(data=dict(data), key=key, on_redraw_change=_nothing, on_go_change=_nothing)


def _nothing() -> None:
    """A trigger's own rerun is all that is wanted of it."""
