"""The shop's own facts: filled once, used by every role."""

import streamlit as st

from rolesmith.presets import shipped
from rolesmith.store import FACTS, opened
from ui import state, writing

current = state.current()

writing.bar(current, FACTS)
st.header("本店信息", anchor=False)
st.caption("填一次，所有岗位里同名的空都用它；某个岗位要写得不一样，在那个岗位里单独填。")
writing.editor(current, "facts", names=[blank.name for blank in shipped().shop_blanks()])
st.subheader("数据放在哪里", anchor=False)
st.write("所有岗位都存在这台电脑的这个文件里，换电脑时连同文件夹一起拷走：")
st.code(opened().place, language=None)
