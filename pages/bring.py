"""What was written before, brought in: pasted or as a file, known by its content, looked over, and made a role of."""

import streamlit as st

from rolesmith.readers.old_document import ENDINGS
from rolesmith.readers.old_document.build_role import targets
from rolesmith.readers.old_document.template_ids import NAME
from ui import state, writing
from ui.component import mount
from ui.navigation import go

OURS = ".json,.yaml,.yml,.zip"
"""Endings of our own files that no old document has."""

current = state.current()

writing.bar(current)
st.title("以前写过？拿进来接着改", anchor=False)
accept = f"{ENDINGS.replace('、', ',')},{OURS}"
data = {"places": targets(), "name": NAME, "accept": accept, "forms": writing.forms()}
result = mount("intake", data, key="bring")
if result.go:
    go(str(result.go.get("page", "")), str(result.go.get("role", "")))
