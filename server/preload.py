"""The scripts that a page asks for only when it draws: named in its head, they come while Streamlit is loading.

Without it a role's page comes 1.11 times as late (0.99–1.28), and the first page 1.15 times (benchmarks/README.md). Of
the first page it is our own alone: it comes the sooner for Streamlit's own being left where they are.
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
OF_HOME = "widgets/bar", "widgets/home"
NAMED = re.compile(r"/static/js/([^\"]+)")
IMPORT = re.compile(r"""\b(?:from|import)\s*["'](\.[^"']+)["']""")


@cache
def links(*, role: bool) -> str:
    """The lines for the head of a role's page, or of the first one."""
    theirs = [path for name in ELEMENTS for path in SCRIPTS.glob(f"{name}.*.js")] if role else []
    ours = [FOLDER / f"{name}.js" for name in (COMPONENTS if role else OF_HOME)]
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
