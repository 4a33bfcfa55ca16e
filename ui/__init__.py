"""All that draws with Streamlit, but for the pages."""
