"""The scripts that a role's page asks for only when it draws: named in its head, they come while Streamlit is loading.

Without it such a page comes 1.11 times as late (0.99–1.28, benchmarks/README.md); the first page, which has more of
Streamlit's own to load, comes the sooner for being left alone.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from os.path import normpath
from pathlib import Path

from ui.assets import FOLDER, VERSION

STATIC = Path(str(files("streamlit") / "static"))
SCRIPTS = STATIC / "static" / "js"
ELEMENTS = "BidiComponent", "Html", "PageLink"
"""Streamlit's scripts, by the elements that they draw."""
COMPONENTS = "frame/page", "widgets/bar", "widgets/editor", "widgets/preview"
NAMED = re.compile(r"/static/js/([^\"]+)")
IMPORT = re.compile(r"""\b(?:from|import)\s*["'](\.[^"']+)["']""")


@cache
def links() -> str:
    """The lines for the head of such a page."""
    theirs = [path for name in ELEMENTS for path in SCRIPTS.glob(f"{name}.*.js")]
    ours = [FOLDER / f"{name}.js" for name in COMPONENTS]
    addresses = map(_address, _with_imports(theirs + ours))
    return "\n".join(
        f'    <link rel="modulepreload" fetchpriority="low" crossorigin href="{address}" />' for address in addresses
    )


def _address(script: Path) -> str:
    if script.is_relative_to(FOLDER):
        return f"/assets/{VERSION}/{script.relative_to(FOLDER).as_posix()}"
    return f"./static/js/{script.name}"


def _with_imports(scripts: Iterable[Path]) -> Iterator[Path]:
    """The scripts and all that they import, each once; without what Streamlit's index page names itself."""
    named = NAMED.findall((STATIC / "index.html").read_text("utf-8"))
    seen = {SCRIPTS / name for name in named}
    waiting = list(scripts)
    while waiting:
        script = waiting.pop(0)
        if script not in seen and script.is_file():
            seen.add(script)
            yield script
            waiting += [Path(normpath(script.parent / name)) for name in IMPORT.findall(script.read_text("utf-8"))]
