"""岗位匠: `streamlit run app.py`, `uvicorn app:app`, or `python3 run.py`, which sets everything up first."""

import gc
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread
from time import sleep

import streamlit as st
from starlette.middleware import Middleware
from streamlit import config, delta_generator
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage

from routes import ROUTES
from server.door import Door
from server.index_page import Page
from server.static_files import Lasting

START, PEACE = 0.3, 3.0
"""Seconds in which a server that starts has its processor for itself, and then the first page."""
SELDOM = 3_000, 10, 20
"""How often garbage is looked for, once all is read; what was read at the start stays, and is not looked through again.
Without it the first page takes 1.06 times as long, and a crowd waits half a second at times (benchmarks/README.md).
"""
KEPT_SESSIONS = 32
"""So many that lost their page wait for its return; each holds three of the system's handles."""


@asynccontextmanager
async def running(_app: st.App) -> AsyncIterator[None]:
    """While the app runs: few sessions are kept without a page, and what pages need is read ahead."""
    keep_few()
    ask_nothing()
    gc.set_threshold(0)
    Thread(target=warm_up, daemon=True).start()
    yield


def keep_few() -> None:
    """Few sessions without a page: Streamlit 1.67 has an option for how long they are kept, none for how many.

    One that is let go loses nothing, since all that is written lies in the database. `_session_storage` is a name of
    Streamlit's own: where it is another, test_handles_stay_flat_over_many_loads_and_few_are_enough fails.
    """
    kept = MemorySessionStorage(KEPT_SESSIONS, config.get_option("server.disconnectedSessionTTL"))
    vars(Runtime.instance()._session_mgr)["_session_storage"] = kept


def ask_nothing() -> None:
    """With its first element, Streamlit 1.67 looks through the files of all modules, to warn who has started it from a
    shell: a third of what the first page takes to draw. Where this name of its own is another, it does so again.
    """
    vars(delta_generator)["_use_warning_has_been_displayed"] = True


def stay_calm(error: Exception) -> bool:
    """A bug is loud in the log and calm on the page; what was typed is safe, since Streamlit never carries it."""
    logging.getLogger("rolesmith").error("a page failed", exc_info=error)
    st.warning("这一页没能画出来，您写的内容都在。请刷新一下；还不行的话，请把窗口里的记录发给我们。")
    return True


def warm_up() -> None:
    """Import and read what the first page needs, while the browser is still loading Streamlit; later all the rest."""
    try:
        sleep(START)
        from rolesmith.presets.shipped import shipped

        _ = shipped().templates, shipped().heads, shipped().blanks
        import_module("ui.home")
        sleep(PEACE)
        import_module("rolesmith.formats.html")
        shipped().read_all()
        import_module("rolesmith.libraries.search").search(list(shipped().libraries.values()), "kucun")
        import_module("rolesmith.advice").check_lines(["琢磨脚本"])
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(*SELDOM)


app = st.App(
    Path(__file__).parent / "ui" / "shell.py",
    routes=ROUTES,
    middleware=[Middleware(Door), Middleware(Lasting), Middleware(Page, ours=ROUTES)],
    lifespan=running,
    on_script_error=stay_calm,
)
