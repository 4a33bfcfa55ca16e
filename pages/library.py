"""One library of the shop's own: what it says of itself, its lines by topic, and its versions."""

import streamlit as st

from ui import libraries, state, writing
from ui.navigation import link

current = state.current()

writing.bar(current, current.role_id)
link("libraries", "← 预设库")
libraries.editor(current)
st.header("版本", anchor=False)
st.caption("每次导入、存入条目、恢复之前，都会留下改之前的样子。")
writing.versions(current)
