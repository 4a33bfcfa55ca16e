"""The versions of a role: kept, compared, taken away, taken up again."""

import streamlit as st

from ui import state, writing

current = state.current()

st.title("版本", anchor=False)
st.caption("发布、起名留存，或在恢复、导入、换岗位起点之前，都会留下一版；隔了十分钟再来写，也会留下上次停笔时的样子。")
writing.versions(current)
