"""The finished document: what is still open, and how to take it away."""

import streamlit as st

from rolesmith.document.draw import draw
from rolesmith.document.gaps import open_blanks, role_gaps, summary
from ui import advice, papers, state, writing
from ui.navigation import address, link, plain

FILES = ("xlsx", "docx", "pdf", "md", "html", "json")  # in the order in which owners take them

current = state.current()
saved = current.opened

if saved.kind == "paper":
    papers.way_back(current)
st.title(saved.role.paper or "预览与导出", anchor=False)
writing.take(current, FILES)
far, gaps = current.progress, role_gaps(saved.role)
st.header(f"还有 {far.lacking} 处没填" if far.lacking else "都填好了", anchor=False)
if not far.lacking:
    st.caption("可以下载了。" if saved.kind == "paper" else "可以下载了；点“发布”留下这一版，以后改了也能找回来。")
if far.blanks:
    asked = (current.filling.blank(name).label for name in open_blanks(draw(saved.role, current.filling)))
    with st.container(border=True, key="card-gaps-blanks"):
        link("blanks", f"填空：还空 {far.blanks} 个", saved.id)
        st.caption(plain("、".join(asked)))
for section in saved.role.tree.shown():
    if found := gaps[section.id]:
        with st.container(border=True, key=f"card-gaps-{address(section)}"):
            link(address(section), f"{plain(current.filling.fill(section.title))}：还差 {len(found)}", saved.id)
            st.caption(plain(summary(found)))
advice.before_taking(current)
if saved.kind != "paper":
    papers.draw(current)
