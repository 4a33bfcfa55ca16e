"""The versions of a role: kept, compared, taken away, taken up again."""

import streamlit as st

from ui import state, writing

current = state.current()

st.title("版本", anchor=False)
st.caption("发布和起名留存各留下一版；大改之前、停笔十分钟以后也会自动留，随时能恢复。")
writing.versions(current)
