"""The left column: where am I, and how far is each section."""

import streamlit as st

from rolesmith.store.store import opened
from ui.navigation import address, link, plain
from ui.state import Current

DONE = "✓"
SEVERAL = 2
"""Roles from which on a shop is more than each of them."""


def draw_shop(current: Current) -> None:
    """Brand, and the shop's screens; a library is within 预设库, what is brought in goes to 我的岗位."""
    st.html('<div class="brand"><span class="seal" aria-hidden="true">岗</span>岗位匠</div>')
    if current.path == "team" or opened().count(current.shop) >= SEVERAL:
        link("team", "全店")
    for screen, title, within in (("", "我的岗位", "bring"), ("libraries", "预设库", "library")):
        with st.container(key="here" if current.path == within else f"around-{within}"):
            link(screen, title)
    link("shop", "本店信息")


def draw_steps(current: Current) -> None:
    """The steps of the open role."""
    saved, far = current.opened, current.progress
    st.caption(f"{plain(saved.role.paper or '填写')} · {plain(far.name)}")
    link("blanks", _label("填空", f"还空 {far.blanks} 个" if far.blanks else DONE), saved.id)
    for section, step in zip(saved.role.tree.shown(), far.steps, strict=True):
        note = f"还差 {step.gaps}" if step.gaps else DONE if step.done else ""
        link(address(section), _label(step.title, note), saved.id)
    link("outline", _label("章节", f"另有 {far.off} 章" if far.off else ""), saved.id)
    link("versions", "版本", saved.id)
    link("finish", "预览与导出", saved.id)


def _label(title: str, note: str) -> str:
    """A title, and at the right edge how far it is."""
    colour = "green" if note == DONE else "gray"
    return f"{plain(title)} :small[:{colour}[{note}]]" if note else plain(title)
