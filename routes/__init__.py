"""Our own addresses beside Streamlit's: edits in, documents and libraries out, assets, health."""

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from routes.documents import export, open_file, plain_text
from routes.edits import post_edits, publish
from routes.libraries import bring_library, library_file, search_items
from ui.assets import FOLDER, VERSION

ROUTES: list[BaseRoute] = [
    Route("/roles", open_file, methods=["POST"]),
    Route("/roles/{role}/edits", post_edits, methods=["POST"]),
    Route("/roles/{role}/publish", publish, methods=["POST"]),
    Route("/roles/{role}/export.{ending}", export),
    Route("/roles/{role}/text", plain_text),
    Route("/items", search_items),
    Route("/libraries", bring_library, methods=["POST"]),
    Route("/libraries/{library}.yaml", library_file),
    Mount(f"/assets/{VERSION}", StaticFiles(directory=FOLDER)),
]
