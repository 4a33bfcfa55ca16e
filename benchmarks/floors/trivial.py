"""One line of text."""

import streamlit as st

st.write("岗位职责说明书")
