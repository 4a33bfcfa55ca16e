"""Floors: the smallest honest Streamlit apps that do what is measured, served as ours is, under the same settings."""

from pathlib import Path

import streamlit as st

FOLDER = Path(__file__).parent

trivial = st.App(FOLDER / "trivial.py")
two_widgets = st.App(FOLDER / "two_widgets.py")
two_pages = st.App(FOLDER / "two_pages.py")
sixty_widgets = st.App(FOLDER / "sixty_widgets.py")
