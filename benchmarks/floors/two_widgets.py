"""A line to type in, and what was typed."""

import streamlit as st

text = st.text_input("岗位名称")
st.markdown(text or "还没有写")
