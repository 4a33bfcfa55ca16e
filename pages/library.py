"""One library at an address of its own: one that came with the product to read, one of the shop's to write in."""

import streamlit as st

from ui import libraries, state, writing

current = state.current()

if current.shelved:
    writing.bar(current)
    libraries.head(current.shelved.library, current.shelved.title, own=False)
    libraries.reading(current.shelved)
else:
    writing.bar(current, current.role_id)
    name = current.opened.role.meaning("name")
    libraries.head(current.opened.role.library, name.text if name else "", own=True)
    libraries.editor(current)
    with st.expander("以前的样子", key="versions"):
        st.caption("每次导入、存入条目、恢复之前，都会留下改之前的样子。大改之前，也可以先起个名字留一份。")
        writing.versions(current)
