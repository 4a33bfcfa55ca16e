"""Addresses: every screen and every section of a role has its own, and each carries the role's id."""

import re
import zlib
from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from rolesmith.document.numbering import numbered_sections
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node, Role
from rolesmith.store.store import Saved
from ui import state

FOLDER = Path(__file__).parent.parent / "pages"

SCREENS = {
    "": ("roles.py", "我的岗位"),
    "blanks": ("blanks.py", "填空"),
    "outline": ("outline.py", "章节"),
    "versions": ("versions.py", "版本"),
    "finish": ("finish.py", "预览与导出"),
    "bring": ("bring.py", "拿进来接着改"),
    "libraries": ("libraries.py", "预设库"),
    "library": ("library.py", "写预设库"),
    "team": ("team.py", "全店"),
    "shop": ("shop.py", "本店信息"),
}
"""Address → file and title; sections come on top, all in pages/section.py."""
TAKEN = (
    "roles", "items", "backup", "workbooks", "intake", "door", "assets", "static", "media", "component", "app",
    "nowhere", "starts",
)  # fmt: skip
"""Addresses of ours and of Streamlit's that are no pages; a section with such an id gets another."""
OF_A_ROLE = ("blanks", "outline", "versions", "finish")
"""Screens that need a role in the address."""


def address(section: Node) -> str:
    """The section's own address: its id where that can be one."""
    if re.fullmatch(r"[a-z0-9_]{1,60}", section.id) and section.id not in (*SCREENS, *TAKEN):
        return section.id
    return f"s-{zlib.crc32(section.id.encode()):08x}"


def sections(role: Role | None) -> dict[str, tuple[Node, str]]:
    """Address → section and number, of a role or, without one, of the shipped templates."""
    roles = [role] if role else [template.role() for template in shipped().templates.values()]
    found: dict[str, tuple[Node, str]] = {}
    for each in roles:
        numbers = {section.id: number for section, number in numbered_sections(each)}
        found |= {address(s): (s, numbers.get(s.id, "")) for s in each.tree.of("section")}
    return found


def first_page(role: Role) -> str:
    """Where to begin with a new role: its name where it has none, else the blanks."""
    node = role.meaning("name")
    return "blanks" if node is None or node.text.strip() else name_page(role)


def name_page(role: Role) -> str:
    """Where the role's name is written, and what else one says of it first."""
    node = role.meaning("name")
    return next((address(section) for section in role.tree.children if node and section.find(node.id)), "outline")


def pages(found: Mapping[str, tuple[Node, str]]) -> dict[str, StreamlitPage]:
    """All pages by their address: the screens, and one for each section."""
    screens = {path: page(file, title, path) for path, (file, title) in SCREENS.items()}
    written = {path: page("section.py", section.title.strip() or "章节", path) for path, (section, _) in found.items()}
    return {**screens, **written}


def page(file: str, title: str, path: str) -> StreamlitPage:
    """A page of this run's own; its file is looked for the first time only, which takes longer than to draw it."""
    return copy(_page(file, title, path))


@lru_cache(500)
def _page(file: str, title: str, path: str) -> StreamlitPage:
    return st.Page(FOLDER / file, title=title, url_path=path, default=not path)


def run_within_frame(file: str) -> None:
    """Run a page's file as a part of the frame: what that has drawn stays until something else is drawn in its place.

    So one section follows another in the same editor; what a page draws goes when the page turns, and comes anew.
    """
    spec = spec_from_file_location("page", FOLDER / file)
    assert spec and spec.loader
    spec.loader.exec_module(module_from_spec(spec))


def stand_in(path: str) -> StreamlitPage:
    """A page for an address that is none, so that shell.py can say so in its own words."""
    return st.Page(lambda: None, title="岗位匠", url_path=path, default=not path)


def link(path: str, label: str, role: str = "", *, icon: str | None = None) -> None:
    """A link that keeps the role in the address."""
    query = {"role": role} if role else None
    st.page_link(state.pages()[path], label=label, icon=icon, query_params=query)


def go(path: str, role: str = "") -> None:
    """Turn to another page."""
    st.switch_page(state.pages()[path], query_params={"role": role} if role else None)


def go_to_section(saved: Saved, section_id: str) -> None:
    """Turn to the page where a section is written."""
    section = saved.role.tree.find(section_id)
    if section is not None and section.kind == "section":
        go(address(section), saved.id)


def name_role() -> None:
    """Have the address name the role that is shown. Streamlit leaves it as it was where a link leads to another role on
    the same page, as from a paper to its role: the next run would be about the one before.
    """
    st.query_params.from_dict(st.query_params.to_dict())


def plain(text: str) -> str:
    """A user's text for a label, which Streamlit reads as Markdown: every sign stands for itself.

    Icons, arrows and addresses it looks for behind the escapes: a word joiner, which nobody sees, parts them.
    """
    parted = re.sub(r":(?=[a-zA-Z/+-])|@(?=\w)|www(?=\.)|[-<>~=](?=[-<>=])", "\\g<0>\u2060", " ".join(text.split()))
    return re.sub(r"([\\`*_{}\[\]()#+\-.!|~:$<>&@])", r"\\\1", parted)
