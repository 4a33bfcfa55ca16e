"""预设库: all libraries as cards, the shop's own first; search them, begin one, bring one in."""

import streamlit as st

from rolesmith.presets.shipped import shipped
from rolesmith.store.store import opened
from ui import libraries, state, writing
from ui.navigation import link, plain

current = state.current()

writing.bar(current)
libraries.shelf(current)
for key, (name, why) in opened().unshelved(current.shop).items():
    st.warning(f"“{plain(name)}”现在不在架上，其余的不受影响。{why}")
    link("library", "打开它改好", role=key)
for problem in shipped().problems:
    st.warning(plain(str(problem)))
