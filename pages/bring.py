"""A description written elsewhere: pasted or brought as a file, looked over, and made a role of."""

import streamlit as st

from rolesmith.readers.old_document import ENDINGS
from rolesmith.readers.old_document.build_role import targets
from ui import state, writing
from ui.component import mount
from ui.navigation import go

current = state.current()

writing.bar(current)
st.title("读入旧文档", anchor=False)
st.caption(
    f"把以前写的岗位描述粘贴进来，或选一个文件（{ENDINGS}）。认得出的归到各章，认不出的留在上面由您放，不会丢掉。"
)
result = mount("intake", {"places": targets(), "accept": ENDINGS.replace("、", ",")}, key="bring")
if result.go:
    made = str(result.go.get("id", ""))
    go("finish" if made else "", made)
