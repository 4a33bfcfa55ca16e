"""Which sections the document has, in which order; the whole tree can be kept as the shop's template."""

import streamlit as st

from rolesmith.document.draw import text_of
from rolesmith.store.store import opened
from ui import state, writing

current = state.current()

st.title("章节", anchor=False)
st.caption("启用、停用、改名、排序，或加一章自己的。每一章里面的内容块、项目和列，在那一章的“调整结构”里改。")
writing.editor(current, "outline")
if st.button("存为本店模板", help="以后新建岗位时可以直接用这份结构和内容"):
    role = current.opened.role
    opened().keep_template(current.shop, text_of(role, current.filling, "name") or "本店模板", role)
    st.toast("已存为本店模板，新建岗位时可选。")
