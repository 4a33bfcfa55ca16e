"""The page script: reads the role that the address names, draws the frame, and runs the page.

It stands here, not beside pages/, because Streamlit would take a folder of that name for its own old-style pages.
"""

from contextlib import nullcontext
from urllib.parse import urlsplit

import streamlit as st

from rolesmith.shop.libraries import shipped_under
from rolesmith.store.database import Unavailable
from rolesmith.store.store import LOCAL_SHOP, opened
from ui import navigation, sidebar, state, writing

OF_LIBRARIES = ("library", "libraries")
"""Pages that a library's address may name: on the way to it, Streamlit puts its id into the history with both."""


def read_current() -> state.Current:
    """Which shop this run is about, and what the address names of it. Raises Unavailable."""
    shop = LOCAL_SHOP
    asked = st.query_params.get("role", "")
    saved, facts = opened().with_facts(shop, asked)
    written = saved.role if saved and saved.kind != "library" else None
    return state.Current(shop, saved, facts, navigation.sections(written), None if saved else shipped_under(asked))


def missing(path: str, current: state.Current) -> str:
    """Why the page that the address names cannot be shown; empty where it can."""
    saved = current.saved
    if path in OF_LIBRARIES and current.shelved:
        return ""
    asked = st.query_params.get("role", "")
    if saved is None and asked and asked in {head.id for head in opened().heads(current.shop, trashed=True)}:
        return "这个岗位在回收站里：点开这一页最下面的“回收站”，点它的“恢复”就放回来。"
    if saved is None and asked and asked in {head.id for head in opened().heads(current.shop)}:
        return "这个岗位在数据库里的记录读不出来，没有改动它；有备份的，在“本店信息”里从备份恢复。"
    if saved is None and path != "library" and asked:
        return "这个岗位不存在或已经删掉了；别的都在下面。"
    if saved and saved.kind == "facts":
        return "这个地址是本店信息，不是岗位；到“本店信息”里打开它。"
    if saved and saved.kind == "people":
        return "这个地址是人员，不是岗位；到“全店”里打开它。"
    if path not in current.sections and path not in navigation.SCREENS:
        return "没有这一页，这里是“我的岗位”。"
    if saved is None and (path in current.sections or path in navigation.OF_A_ROLE):
        return "先选一个岗位，再填写或导出。"
    if path == "library" and not (saved and saved.kind == "library"):
        return "没有这个预设库，或者它已经移除了；这里是“我的岗位”。"
    if path not in OF_LIBRARIES and saved and saved.kind == "library":
        return "这个地址是预设库，不是岗位；到“预设库”里打开它。"
    return ""


def run() -> None:
    """Draw the whole page."""
    asked = urlsplit(st.context.url or "").path.strip("/")
    try:
        current = read_current()
    except Unavailable as error:
        st.set_page_config(page_title="岗位匠", layout="wide")
        st.navigation([navigation.stand_in(path) for path in {"", asked}], position="hidden")
        st.title("暂时打不开数据", anchor=False)
        st.write(navigation.plain(str(error)))
        return
    pages = navigation.pages(current.sections)
    if asked not in pages:
        pages[asked] = navigation.stand_in(asked)
    page = st.navigation(list(pages.values()), position="hidden")
    st.set_page_config(page_title=f"{page.title} · 岗位匠", layout="wide")
    path = page.url_path
    before = state.begin(current, path, pages)
    if before and before.path == path and before.role_id != current.role_id:
        navigation.name_role()
    if not path and current.saved and asked in current.sections:
        navigation.go(asked, current.role_id)  # Back leads to a section of its own that Streamlit's page has forgotten
    if why := missing(path, current):
        state.leave_notice(why)
        navigation.go("")
    if notice := state.take_notice():
        st.info(notice)
    of_a_role = path in current.sections or path in navigation.OF_A_ROLE
    try:
        with writing.beside_paper(state.current()) if of_a_role else nullcontext():
            if path in current.sections:
                navigation.run_within_frame("section.py")
            else:
                page.run()
    finally:  # behind the page, which is what one waits for
        with st.sidebar:
            sidebar.draw_shop(state.current())
        if current.saved and current.saved.kind != "library":
            with st.sidebar, st.container(key="steps"):
                sidebar.draw_steps(current)


run()
