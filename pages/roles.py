"""All roles of the shop, and new ones from a starter, a kept template, nothing, or a file."""

import streamlit as st

from rolesmith.store.store import opened
from ui import cards, state, writing
from ui.component import mount
from ui.navigation import go, link, plain

current = state.current()
roles = opened().roles(current.shop)

writing.bar(current)
st.title("我的岗位", anchor=False)
if roles:
    words = (
        st.text_input("搜岗位", placeholder="搜岗位名称", label_visibility="collapsed", live=True)
        if len(roles) > 6
        else ""
    )
    cards.roles(current, roles, words)
else:
    st.caption("还没有岗位。挑一个最接近的起点，里面的目标、职责和任职要求都写好了，改成您店里的就行。")
cards.trash(current)
if len(roles) > 1:
    cards.whole(current, roles)

for name in opened().damaged(current.shop, newer=True):
    st.warning(f"“{plain(name)}”是更新版本的岗位匠写的，其余岗位不受影响；请升级岗位匠再打开它。")
for name in opened().damaged(current.shop):
    st.warning(f"“{plain(name)}”在数据库里的记录读不出来，其余岗位不受影响；请用备份文件恢复它。")

st.header("新建岗位", anchor=False)
cards.starters(current)
cards.templates(current)
with st.container(key="open-file"):
    link("bring", "读入旧文档（粘贴，或 Word、Excel、PDF、网页、文字）")
    opening = {"address": "/roles", "accept": ".json,.xlsx", "label": "打开备份（.json）、导出的 Excel 或填好的表"}
    result = mount("upload", {**opening, "forms": writing.forms()}, key="upload-role")
    if result.go:
        go("versions" if result.go.get("beside") else "finish", str(result.go.get("id", "")))
cards.problems()
