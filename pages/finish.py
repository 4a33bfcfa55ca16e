"""The finished document: what is still open, and how to take it away."""

import streamlit as st

from rolesmith.document.draw import draw
from rolesmith.document.gaps import open_blanks, role_gaps, summary
from ui import advice, merges, papers, state, writing
from ui.navigation import address, link, plain

WAYS, FURTHER = ("xlsx", "docx", "pdf"), ("md", "html", "json")  # in the order in which owners take them

current = state.current()
saved = current.opened

if saved.kind == "paper":
    papers.way_back(current)
st.title(saved.role.paper or "预览与导出", anchor=False)
far, gaps = current.progress, role_gaps(saved.role)
if far.lacking:
    st.caption("还有空着的，现在也能下载：空处印成横线，可以手写。")
elif saved.kind == "paper":
    st.caption("都填好了，可以下载。")
elif saved.published:
    st.caption(f"都填好了，可以下载。第 {saved.version} 版已发布，以后改了也能找回来。")
else:
    st.caption("都填好了，可以下载。点“发布”留下这一版，以后改了也能找回来。")
merges.head(current)
writing.take(current, WAYS, FURTHER)
if saved.kind != "paper":
    papers.draw(current)
if far.lacking:
    st.header(f"还有 {far.lacking} 处没填", anchor=False)
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
