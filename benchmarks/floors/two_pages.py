"""Two pages of ten widgets each, and a link from one to the other."""

import streamlit as st

WIDGETS = 10


def draw(name: str, other: str) -> None:
    st.page_link(pages[other], label=f"到{other}")
    st.header(name)
    for number in range(WIDGETS - 1):
        st.text_input(f"{name}第 {number + 1} 项", key=f"{name}-{number}")


def first() -> None:
    draw("第一页", "第二页")


def second() -> None:
    draw("第二页", "第一页")


pages = {
    "第一页": st.Page(first, title="第一页", url_path="first", default=True),
    "第二页": st.Page(second, title="第二页", url_path="second"),
}
st.navigation(list(pages.values()), position="hidden").run()
