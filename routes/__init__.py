"""Our own addresses beside Streamlit's: edits in, documents and libraries out."""

from routes.table import ROUTES

__all__ = ["ROUTES"]
