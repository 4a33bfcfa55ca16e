"""Which sections the document has, in which order; the whole tree can be kept as the shop's template."""

import streamlit as st

from rolesmith.document.draw import text_of
from rolesmith.store.store import opened
from ui import state, writing

current = state.current()

st.title("章节", anchor=False)
st.caption("用得着的启用，用不着的停用；拖动换位置，点名字改名。一章里面有哪些栏目，到那一章点“调整结构”。")
writing.editor(current, "outline")
if st.button("存为本店模板", help="以后新建岗位时，可以从这份的章节和内容写起"):
    role = current.opened.role
    opened().keep_template(current.shop, text_of(role, current.filling, "name") or "本店模板", role)
    st.toast("已存为本店模板，新建岗位时可选。")
