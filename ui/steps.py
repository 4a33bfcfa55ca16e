"""The way through a role: previous and next."""

import streamlit as st

from rolesmith.document.numbering import numbered_sections
from ui.navigation import address, link, plain
from ui.state import Current


def order(current: Current) -> list[tuple[str, str]]:
    """Address and title of each step, first to last."""
    role = current.opened.role
    middle = [(address(section), current.filling.fill(section.title)) for section, _ in numbered_sections(role)]
    return [("blanks", "填空"), *middle, ("finish", "预览与导出")]


def crumb(current: Current) -> None:
    """Which step this is, of how many."""
    steps = [step for step, _ in order(current)]
    if current.path in steps:
        st.caption(f"第 {steps.index(current.path) + 1} 步，共 {len(steps)} 步")


def foot(current: Current) -> None:
    """Links to the steps before and after; from the last blank of a role that lacks nothing more, to its end."""
    steps = order(current)
    at = next((n for n, (step, _) in enumerate(steps) if step == current.path), None)
    if at is None:
        return
    done = current.path == "blanks" and not current.progress.lacking
    ways = [("previous", at - 1, "← {}"), ("aside" if done else "next", at + 1, "{} →")]
    if done:
        ways.append(("next", len(steps) - 1, "{} →"))
    with st.container(key="foot", horizontal=True, horizontal_alignment="distribute"):
        for key, n, mark in ways:
            if 0 <= n < len(steps):
                with st.container(key=key, width="content"):
                    link(steps[n][0], mark.format(plain(steps[n][1])), current.role_id)
