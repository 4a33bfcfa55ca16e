"""The versions of a role: kept, compared, taken away, taken up again."""

import streamlit as st

from ui import state, writing

current = state.current()

st.title("版本", anchor=False)
st.caption("发布、起名留存，或者恢复、导入、换起点之前，都会留下一版；停笔十分钟以后再写，也会留下停笔时的样子。")
writing.versions(current)
