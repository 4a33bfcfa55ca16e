"""Our own addresses beside Streamlit's: edits in, documents and libraries out, assets, health."""

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from routes.backup import bring_backup, restore_backup, take_backup
from routes.blanks import known_blanks
from routes.documents import export, open_file, plain_text
from routes.edits import post_edits, publish
from routes.libraries import bring_library, library_file, search_items
from routes.versions import changes, name_version, replace_role, restore_version
from ui.assets import FOLDER, VERSION

ROUTES: list[BaseRoute] = [
    Route("/roles", open_file, methods=["POST"]),
    Route("/roles/{role}/edits", post_edits, methods=["POST"]),
    Route("/roles/{role}/publish", publish, methods=["POST"]),
    Route("/roles/{role}/versions", name_version, methods=["POST"]),
    Route("/roles/{role}/restore", restore_version, methods=["POST"]),
    Route("/roles/{role}/replace", replace_role, methods=["POST"]),
    Route("/roles/{role}/changes", changes),
    Route("/roles/{role}/export.{ending}", export),
    Route("/roles/{role}/text", plain_text),
    Route("/blanks.json", known_blanks),
    Route("/items", search_items),
    Route("/libraries", bring_library, methods=["POST"]),
    Route("/libraries/{library}.yaml", library_file),
    Route("/backup.zip", take_backup),
    Route("/backup", bring_backup, methods=["POST"]),
    Route("/backup/restore", restore_backup, methods=["POST"]),
    Mount(f"/assets/{VERSION}", StaticFiles(directory=FOLDER)),
]
