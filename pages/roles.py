"""All roles of the shop, and new ones from a starter, a kept template, nothing, or what was written before."""

import streamlit as st

from rolesmith.store.store import opened
from ui import home, state, writing
from ui.navigation import plain

current = state.current()

writing.bar(current)
home.draw(current)
for name in opened().damaged(current.shop, newer=True):
    st.warning(f"“{plain(name)}”是更新版本的岗位匠写的，其余岗位不受影响；请升级岗位匠再打开它。")
for name in opened().damaged(current.shop):
    st.warning(f"“{plain(name)}”在数据库里的记录读不出来，其余岗位不受影响；请用备份文件恢复它。")
home.problems()
