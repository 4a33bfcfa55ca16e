"""The left column: where am I, and how far is each section."""

import streamlit as st

from rolesmith.completeness import open_blanks, section_gaps
from rolesmith.drawing import numbered_sections, said
from ui.navigation import address, link, plain
from ui.state import Current

DONE = "✓"


def draw_shop() -> None:
    """Brand, and the shop's screens."""
    st.html('<div class="brand"><span class="seal" aria-hidden="true">岗</span>岗位匠</div>')
    link("", "我的岗位")
    link("libraries", "预设库")
    link("shop", "本店信息")


def draw_steps(current: Current) -> None:
    """The steps of the open role."""
    saved = current.opened
    role, filling = saved.role, current.filling
    name = said(role, filling, "name") or "未命名岗位"
    st.caption(f"{plain(role.paper or '填写')} · {plain(name)}")
    blanks = len(open_blanks(role, filling))
    link("blanks", _label("填空", f"还空 {blanks} 个" if blanks else DONE), saved.id)
    for section, number in numbered_sections(role):
        gaps = section_gaps(section, filling)
        title = f"{number}{filling.fill(section.title)}"
        link(address(section), _label(title, f"还差 {len(gaps)}" if gaps else DONE), saved.id)
    off = sum(not section.on for section in role.tree.of("section"))
    link("outline", _label("章节", f"另有 {off} 章" if off else ""), saved.id)
    link("versions", "版本", saved.id)
    link("finish", "预览与导出", saved.id)


def _label(title: str, note: str) -> str:
    """A title, and at the right edge how far it is."""
    colour = "green" if note == DONE else "gray"
    return f"{plain(title)} :small[:{colour}[{note}]]" if note else plain(title)
