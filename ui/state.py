"""What this run has read, and a sentence for the next page. Nothing else lives in a browser session.

The only file that touches st.session_state; everything an owner writes lies in the database.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from rolesmith.document.progress import Progress, progress
from rolesmith.presets.library import Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node
from rolesmith.shop.filling import shows_standards
from rolesmith.store.store import Saved, opened


@dataclass(frozen=True)
class Current:
    """What the address bar names, read from the database at the start of this run."""

    shop: str
    saved: Saved | None
    facts: Saved
    sections: Mapping[str, tuple[Node, str]]
    """Address → section and its number 一、; of the open role, else of the shipped templates."""
    shelved: Library | None = None
    """The shipped library that the address names, where the shop has no copy of it."""
    path: str = ""

    @cached_property
    def filling(self) -> Filling:
        """What the blanks of the open role stand for; without one, those of the shop's facts."""
        facts = self.facts.role
        role = self.saved.role if self.saved else facts
        return shipped().filling(role, facts.tree.values, standards=self.standards)

    @cached_property
    def standards(self) -> bool:
        """Whether the shop's documents show standards."""
        return shows_standards(opened(), self.shop)

    @cached_property
    def progress(self) -> Progress:
        """How far the open role is."""
        return progress(self.opened.role, self.filling)

    @property
    def role_id(self) -> str:
        """The role's id; empty where none is open."""
        return self.saved.id if self.saved else ""

    @property
    def opened(self) -> Saved:
        """The open role, on pages that shell.py shows only with one."""
        assert self.saved is not None
        return self.saved

    @property
    def section(self) -> Node | None:
        """The section that this page writes."""
        return self.sections[self.path][0] if self.path in self.sections else None


def begin(current: Current, path: str, pages: Mapping[str, StreamlitPage]) -> Current | None:
    """Remember for the rest of this run; what the run before has shown."""
    before = cast(Current | None, st.session_state.get("current"))
    st.session_state["current"] = replace(current, path=path)
    st.session_state["pages"] = pages
    return before


def current() -> Current:
    """What shell.py has read."""
    return cast(Current, st.session_state["current"])


def pages() -> Mapping[str, StreamlitPage]:
    """All pages of this run by their address."""
    return cast(Mapping[str, StreamlitPage], st.session_state["pages"])


def leave_notice(sentence: str) -> None:
    """A sentence for the next page that is drawn."""
    st.session_state["notice"] = sentence


def take_notice() -> str:
    """The sentence left, once."""
    return cast(str, st.session_state.pop("notice", ""))
