"""The files of our own components, served under an address that changes with their content."""

import hashlib
from pathlib import Path

FOLDER = Path(__file__).parent / "components"


def _version() -> str:
    content = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            content.update(path.relative_to(FOLDER).as_posix().encode() + path.read_bytes())
    return content.hexdigest()[:12]


VERSION = _version()
