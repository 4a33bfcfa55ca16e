"""岗位匠: `streamlit run app.py`, `uvicorn app:app`, or `python3 run.py`, which sets everything up first."""

import logging
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from routes import ROUTES

HOSTS = ["127.0.0.1", "localhost", "[::1]"]
"""Names under which this machine asks itself; any other is a web page that points its own name at us."""


def stay_calm(error: Exception) -> bool:
    """A bug is loud in the log and calm on the page; what was typed is safe, since Streamlit never carries it."""
    logging.getLogger("rolesmith").error("a page failed", exc_info=error)
    st.warning("这一页没能画出来，您写的内容都在。请刷新一下；还不行的话，请把窗口里的记录发给我们。")
    return True


app = st.App(
    Path(__file__).parent / "ui" / "shell.py",
    routes=ROUTES,
    middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=HOSTS, www_redirect=False)],
    on_script_error=stay_calm,
)
