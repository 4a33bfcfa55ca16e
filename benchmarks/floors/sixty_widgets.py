"""Sixty lines to type in."""

import streamlit as st

WIDGETS = 60

written = [st.text_input(f"第 {number + 1} 项", key=f"line-{number}") for number in range(WIDGETS)]
st.markdown(f"写了 {sum(map(bool, written))} 项")
