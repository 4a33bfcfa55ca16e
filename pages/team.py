"""全店: who reports to whom and holds which post, and below it the people, to be written in."""

import streamlit as st

from ui import state, team, writing

current = team.with_people(state.current())

writing.bar(current, current.role_id)
st.title("全店", anchor=False)
st.caption("谁归谁管，谁在哪个岗位，哪个岗位还没有人。")
team.draw(current)
if current.opened.revision:
    with st.expander("以前的样子", key="versions"):
        st.caption("隔了一阵再来改、移除示例之前，都会留下当时的人员；大改之前也可以起个名字留一份。")
        writing.versions(current)
