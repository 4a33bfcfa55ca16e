"""The further papers of a role, and from a paper the way back to it."""

import streamlit as st

from rolesmith.presets.paper import key_of, outdated
from rolesmith.presets.shipped import shipped
from rolesmith.store.store import opened
from ui.component import mount
from ui.navigation import go, link
from ui.state import Current


def draw(current: Current) -> None:
    """Every kind of paper: to be made, opened, or made anew where the role has changed since."""
    saved = current.opened
    made = opened().papers(current.shop, saved.id)
    signed = opened().signed(current.shop, saved.id) if made else None
    listed = []
    for kind, paper in shipped().papers.items():
        there = made.get(key_of(saved.id, kind))
        stale = there is not None and outdated(there.role, paper, saved.role, current.filling, saved.revision, signed)
        entry = {"kind": kind, "title": paper.title, "summary": paper.summary, "stale": stale}
        listed.append({**entry, "id": there.id if there else ""})
    st.header("用这个岗位再做一份", anchor=False)
    result = mount("papers", {"role": saved.id, "papers": listed}, key=f"papers-{saved.id}")
    if result.go:
        go("finish", str(result.go.get("id", "")))


def way_back(current: Current) -> None:
    """From a paper to the description that it was made of."""
    with st.container(key="way-back"):
        link("finish", "← 回到岗位说明书", current.opened.parent)
