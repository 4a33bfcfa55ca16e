"""The three parts of every page that writes in a role: the bar, the editor, the paper."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import streamlit as st

from rolesmith.drawing import draw
from rolesmith.formats import FORMATS, html
from rolesmith.kinds import KINDS
from rolesmith.presets import shipped
from rolesmith.role import Node
from rolesmith.shelf import libraries
from rolesmith.store import FACTS, LOCAL_SHOP, opened
from ui.component import mount
from ui.navigation import go_to_section
from ui.state import Current


@contextmanager
def beside_paper(current: Current, shares: Sequence[int] = (11, 9)) -> Iterator[None]:
    """What the page draws stands on the left, the document on the right; on a narrow screen one of the two."""
    bar(current, current.role_id, tabs=True)
    with st.container(key="write"):
        form, sheet = st.columns(shares, gap="large")
    with form, st.container(key="form"):
        yield
    with sheet:
        paper(current)


def bar(current: Current, role: str = "", *, tabs: bool = False) -> None:
    """Whether all is saved; on a narrow screen the tabs of form and paper."""
    saved = current.facts if role == FACTS else current.saved
    at = saved.saved_at.isoformat() if saved and saved.revision else None
    data = {
        "role": role,
        "path": current.path,
        "revision": saved.revision if saved else 0,
        "facts": current.facts.revision,
        "savedAt": at,
        "tabs": tabs,
    }
    with st.container(key="bar"):
        mount("bar", data, key=f"saving-{role}")


def editor(current: Current, view: str, *, names: Sequence[str] = ()) -> None:
    """The editor of the current section, of the outline, or of the blanks named."""
    saved = current.facts if view == "facts" else current.opened
    data = {
        "role": saved.id,
        "revision": saved.revision,
        "view": "blanks" if view == "facts" else view,
        "section": current.section.id if current.section else "",
        "number": current.sections[current.path][1] if current.section else "",
        "tree": as_data(saved.role.tree),
        "known": _known(),
        "lent": dict(saved.role.shop),
        "facts": {"revision": current.facts.revision, "tree": as_data(current.facts.role.tree)},
        "fresh": [{"label": kind.LABEL, "node": as_data(kind.fresh(f"fresh-{name}"))} for name, kind in KINDS.items()],
        "shelf": _shelf(),
        "names": list(names),
    }
    mount("editor", data, key=f"editor-{saved.id}-{data['section'] or view}", module="editor/index")


def paper(current: Current) -> None:
    """The document; a click on a part of it goes to the page where it is written."""
    saved = current.opened
    data = {
        "role": saved.id,
        "revision": saved.revision,
        "html": html.article(draw(saved.role, current.filling)),
        "style": html.style(),
        "root": saved.role.tree.id,
        "values": dict(saved.role.tree.values),
        "own": {node.id: dict(node.values) for node in saved.role.tree.walk() if node.values},
        "known": _known(),
        "shop": dict(current.filling.shop),
        "facts": current.facts.revision,
    }
    with st.container(key="paper"):
        result = mount("paper", data, key=f"sheet-{saved.id}")
    if result.go:
        go_to_section(saved, str(result.go.get("section", "")))


def take(current: Current, endings: Sequence[str]) -> None:
    """The files to take away, the whole text, publishing, and the versions published so far."""
    saved = current.opened
    files = [{"ending": key, "label": FORMATS[key].label, "note": FORMATS[key].note} for key in endings]
    published = [each for each in opened().versions(LOCAL_SHOP, saved.id) if each.kind == "published"]
    data = {
        "role": saved.id,
        "files": files,
        "version": saved.version,
        "published": saved.published,
        "versions": [{"id": each.id, "label": each.label, "at": each.at.isoformat()} for each in published],
    }
    mount("take", data, key=f"take-{saved.id}")


def _shelf() -> dict[str, Any]:
    """What the editor tells of the libraries; the items themselves come as one searches, see routes/libraries.py."""
    shelf = libraries(opened(), LOCAL_SHOP)
    items = [item for library in shelf.values() for item in library.items]
    return {
        "titles": {key: f"{library.title}库" for key, library in shelf.items()},
        "areas": {
            kind: [[key, each.title] for key, each in shelf.items() if any(item.kind == kind for item in each.items)]
            for kind in ("duty", "goal")
        },
        "platforms": list(dict.fromkeys(platform for item in items for platform in item.platforms)),
    }


def as_data(node: Node) -> dict[str, Any]:
    """A node as the components read it: only what differs from the defaults."""
    return node.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _known() -> dict[str, Any]:
    return {name: blank.model_dump(mode="json") for name, blank in shipped().blanks.items()}
