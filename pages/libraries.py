"""预设库: browse all libraries, take one away as a file, bring one in."""

import streamlit as st

from rolesmith.presets import shipped
from rolesmith.shelf import libraries
from rolesmith.store import LOCAL_SHOP, opened
from ui import state, writing
from ui.component import mount
from ui.navigation import plain

KINDS = {"duty": "职责", "goal": "目标"}

shelf = libraries(opened(), LOCAL_SHOP)

writing.bar(state.current())
st.title("预设库", anchor=False)
st.caption("写职责时可以直接勾选这里的条目；勾进岗位的是副本，怎么改都不影响这里。")
for problem in shipped().problems:
    st.warning(plain(str(problem)))
chosen = st.pills(
    "库",
    list(shelf),
    format_func=lambda key: plain(shelf[key].title),
    default=next(iter(shelf), None),
    label_visibility="collapsed",
)
if chosen:
    library = shelf[chosen]
    st.caption(
        f"{plain(library.note)}　共 {len(library.items)} 条 · {plain(library.author)}"
        f" · 最后核对 {plain(library.checked or '未注明')}"
    )
    items = [
        {
            "topic": item.topic,
            "text": item.text,
            "notes": " · ".join(filter(None, [KINDS[item.kind], item.level, *item.platforms])),
        }
        for item in library.items
    ]
    mount("library", {"items": items}, key=f"library-{chosen}")
    with st.container(horizontal=True):
        mount("link", {"address": f"/libraries/{chosen}.yaml", "label": "导出这个库（.yaml）"}, key=f"export-{chosen}")
        if chosen not in shipped().libraries and st.button("移除这个库", type="tertiary"):
            opened().drop_library(LOCAL_SHOP, chosen)
            st.rerun()
result = mount(
    "upload", {"address": "/libraries", "accept": ".yaml,.yml", "label": "导入预设库（.yaml）"}, key="upload-library"
)
if result.redraw:
    st.toast(f"已导入“{plain(str(result.redraw.get('title', '')))}”，共 {result.redraw.get('items', 0)} 条。")
