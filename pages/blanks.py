"""All blanks of a role in one pass."""

import streamlit as st

from rolesmith.document.draw import draw
from rolesmith.document.gaps import used_blanks
from ui import merges, state, steps, writing

current = state.current()

steps.crumb(current)
st.title("填空", anchor=False)
st.caption("先把您店里的数字和名字填上，文件就成形了。填一次，正文里同名的空都会跟着变；不确定的可以先空着。")
merges.head(current)
writing.editor(current, "blanks", names=used_blanks(draw(current.opened.role, current.filling)))
steps.foot(current)
