"""预设库: browse and search all libraries, hand one on, bring one in, begin one."""

import streamlit as st

from rolesmith.presets.shipped import shipped
from rolesmith.shop.libraries import libraries
from rolesmith.store.store import opened
from ui import state, writing
from ui.libraries import library, sharing
from ui.navigation import link, plain

current = state.current()
shelf = libraries(opened(), current.shop)
own = opened().libraries(current.shop)

writing.bar(current)
st.title("预设库", anchor=False)
st.caption("写岗位时可以直接勾选这里的条目；勾进岗位的是副本，怎么改都不影响这里。")
chosen = st.pills(
    "库",
    list(shelf),
    format_func=lambda key: plain(shelf[key].title) + ("（本店）" if key in own else ""),
    default=next(iter(shelf), None),
    required=True,
    key="chosen-library",
    label_visibility="collapsed",
)
if chosen in shelf:
    library(current, shelf[chosen], own=chosen in own)
st.header("换进来、写自己的", anchor=False)
sharing(current, own)
for key, (name, why) in opened().unshelved(current.shop).items():
    st.warning(f"“{plain(name)}”现在不在架上，其余的不受影响。{why}")
    link("library", "打开它改好", role=key)
for problem in shipped().problems:
    st.warning(plain(str(problem)))
