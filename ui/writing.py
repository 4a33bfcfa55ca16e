"""The three parts of every page that writes in a role: the bar, the editor, the paper."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, get_args

import streamlit as st

from rolesmith.document.draw import draw
from rolesmith.document.kinds import KINDS
from rolesmith.document.standards import CHOICES, are_shown
from rolesmith.formats import FORMATS
from rolesmith.formats.form import FORMS
from rolesmith.formats.looks import COLOURS, LOOK, LOOKS, USUAL, look_named
from rolesmith.presets.library import Kind, holdings
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import joined
from rolesmith.role.tree import has_standards
from rolesmith.shop.letterhead import kept as kept_letterhead
from rolesmith.shop.libraries import further_duties, libraries
from rolesmith.shop.logo import address as logo_address
from rolesmith.shop.logo import kept as kept_logo
from rolesmith.shop.suited import posts_of, suited_groups
from rolesmith.store.store import FACTS, LAST_BACKUP, Saved, opened
from ui.component import mount
from ui.navigation import go_to_section, plain
from ui.state import Current

WRITING, READING = (11, 9), (9, 11)
"""Shares of the width for form and paper."""
OF_A_VERSION = [{"ending": "xlsx", "label": "Excel"}, {"ending": "md", "label": "文本"}]
"""The files of a former version, as its row names them."""


@contextmanager
def beside_paper(current: Current) -> Iterator[None]:
    """What the page draws stands on the left, the document on the right; on a narrow screen one of the two.

    Drawn by shell.py: what pages draw goes when the page turns, and comes anew; bar and paper stay where they are.
    """
    shares = READING if current.path == "finish" else WRITING
    above = st.container(key="bar")
    with st.container(key="write"):
        form, sheet = st.columns(shares, gap="large")
    try:
        with form, st.container(key="form"):
            yield  # before bar and paper: it is what one waits for
    finally:
        with above:
            _bar(current, current.role_id, tabs=True)
    with sheet:
        paper(current)


def bar(current: Current, role: str = "") -> None:
    """Whether all is saved."""
    with st.container(key="bar" if role else "still-bar"):
        _bar(current, role)


def _bar(current: Current, role: str, *, tabs: bool = False) -> None:
    """On a narrow screen also the tabs of form and paper."""
    saved = current.facts if role == FACTS else current.saved
    at = saved.saved_at.isoformat() if saved and saved.revision else None
    data = {
        "role": role,
        "path": current.path,
        "revision": saved.revision if saved else 0,
        "facts": current.facts.revision,
        "progress": current.progress.mark if current.section else "",
        "savedAt": at,
        "tabs": tabs,
    }
    mount("bar", data, key=f"saving-{role}")


def editor(
    current: Current, view: str, *, names: Sequence[str] = (), groups: Mapping[str, Sequence[str]] | None = None
) -> None:
    """The editor of the current section, of the outline, or of the blanks named, for the shop under headings."""
    saved = current.facts if view == "facts" else current.opened
    data = {
        "section": current.section.id if current.section else "",
        "sections": {path: {"id": each.id, "number": number} for path, (each, number) in current.sections.items()},
        "lent": dict(saved.role.shop),
        "fresh": [{"label": kind.LABEL, "node": kind.fresh(f"fresh-{name}")} for name, kind in KINDS.items()],
        "shelf": _shelf(current),
        "names": list(names),
        "groups": list((groups or {}).items()),
    }
    editor_of(current, saved, "blanks" if view == "facts" else view, data)


def editor_of(current: Current, saved: Saved, view: str, needs: Mapping[str, Any]) -> None:
    """The editor of a tree as it is stored, with what this view of it needs besides."""
    data = {
        "role": saved.id,
        "revision": saved.revision,
        "view": view,
        "section": "",
        "sections": {},
        "tree": saved.role.tree,
        "facts": {"revision": current.facts.revision, "tree": current.facts.role.tree},
        **needs,
    }
    mount("editor", data, key=f"editor-{saved.id}-{view}", styles=("editor/team", "editor/kpis"))


def paper(current: Current) -> None:
    """The document; a click on a part of it goes to the page where it is written."""
    from rolesmith.formats import html  # the first page draws no document

    saved = current.opened
    look = look_named(opened().setting(current.shop, LOOK))
    data = {
        "role": saved.id,
        "revision": saved.revision,
        "html": html.article(draw(saved.role, current.filling), look, logo_address(opened(), current.shop)),
        "style": html.style(look),
        "root": saved.role.tree.id,
        "values": dict(saved.role.tree.values),
        "own": {node.id: dict(node.values) for node in saved.role.tree.walk() if node.values},
        "shop": dict(current.filling.shop),
        "facts": current.facts.revision,
    }
    with st.container(key="paper"):
        result = mount("preview", data, key=f"sheet-{saved.id}")
    if result.go:
        go_to_section(saved, str(result.go.get("section", "")))


def take(current: Current, ways: Sequence[str], further: Sequence[str]) -> None:
    """The files to take away, the further ones folded; publishing, and the versions published so far."""
    saved = current.opened
    files, rest = (
        [{"ending": key, "label": FORMATS[key].label, "note": FORMATS[key].note} for key in endings]
        for endings in (ways, further)
    )
    published = [each for each in opened().versions(current.shop, saved.id) if each.kind == "published"]
    data = {
        "role": saved.id,
        "files": files,
        "further": rest,
        "version": saved.version,
        "published": saved.published,
        "publishing": saved.kind != "paper",
        "lacking": bool(current.progress.lacking),
        "poster": shipped().is_poster(saved.role),
        "signing": _signing(current),
        "versions": [{"id": each.id, "label": each.label, "at": each.at.isoformat()} for each in published],
        "of_a_version": OF_A_VERSION,
        **choices(current, has_standards(saved.role.tree)),
    }
    mount("downloads", data, key=f"take-{saved.id}")


def _signing(current: Current) -> dict[str, Any] | None:
    """The section of a role that its signatures stand in, and what else; None where it has no such section."""
    saved = current.opened
    for section in saved.role.tree.of("section") if saved.kind == "position" else ():
        blocks = [block for block in section.children if block.on]
        if any(block.layout == "signature" for block in blocks):
            holds = "、".join(current.filling.fill(block.title) for block in blocks if block.title)
            return {"id": section.id, "title": current.filling.fill(section.title), "holds": holds, "on": section.on}
    return None


def forms() -> list[tuple[str, str]]:
    """The empty forms to take away, by ending and label."""
    return [(ending, format.label) for ending, format in FORMS.items()]


def choices(current: Current, any_standard: bool) -> dict[str, Any]:
    """What the shop has chosen for its files, and from what; of standards only where there are any."""
    looks = [
        {"name": name, "label": look.label, "note": look.note, "form": look.bordered} for name, look in LOOKS.items()
    ]
    chosen, _, colour = opened().setting(current.shop, LOOK).partition(".")
    return {
        "looks": looks,
        "look": chosen if chosen in LOOKS else USUAL,
        "colours": [{"name": name, "label": label} for name, (label, _) in COLOURS.items()],
        "colour": colour if colour in COLOURS else "",
        "standards": [{"name": name, "label": label} for name, label in CHOICES.items()] if any_standard else [],
        "standard": next(name for name in CHOICES if are_shown(name) == current.standards),
    }


def versions(current: Current) -> None:
    """The versions of a role or a library; of a role, also what else can be put in its place."""
    saved = current.opened
    document, own = saved.kind in ("position", "paper"), saved.kind == "position"
    kept = opened().versions(current.shop, saved.id)
    data = {
        "role": saved.id,
        "revision": saved.revision,
        "versions": [{"id": v.id, "label": v.label, "kind": v.kind, "at": v.at.isoformat()} for v in kept],
        "files": OF_A_VERSION if document else [],
        "starters": [] if not own else [(key, head.title) for key, head in shipped().heads.items()],
        "templates": [] if not own else [(k, title) for k, (title, _) in opened().templates(current.shop).items()],
    }
    mount("versions", data, key=f"versions-{saved.id}")
    if not own:
        return
    result = mount("read_back", {"role": saved.id}, key=f"read-back-{saved.id}")
    if result.redraw:
        st.toast(f"已改好，原来的样子留在“{plain(str(result.redraw.get('label', '')))}”里。")


def _shelf(current: Current) -> dict[str, Any] | None:
    """What the editor tells of the libraries; None where no section is shown, or they would be read for it in vain.

    The items themselves come as one searches, see routes/libraries_out.py.
    """
    section = current.section
    if section is None or not (shipped().all_read or any(block.picks for block in section.children)):
        return None
    shelf = libraries(opened(), current.shop)
    role = current.opened.role
    name = role.meaning("name")
    picks_duties = any(block.picks == "duty" for block in section.children)
    posts = posts_of(shelf, name.text) if name and picks_duties and not role.starter else ()
    holds = {key: holdings(library) for key, library in shelf.items()}
    platforms = (platform for held in holds.values() for platform in held.platforms)
    return {
        "titles": {key: joined(library.title, "库") for key, library in shelf.items()},
        "areas": {
            kind: [[key, library.title] for key, library in shelf.items() if kind in holds[key].kinds]
            for kind in get_args(Kind)
        },
        "posts": [post.model_dump(include={"library", "topics"}) for post in posts],
        "suited": suited_groups(shelf, role) if picks_duties else None,
        "further": further_duties(shelf, role.starter) if picks_duties else [],
        "own": [[key, each.title] for key, each in shelf.items() if each is not shipped().libraries.get(key)],
        "platforms": shipped().platforms.each_once(platforms),
    }


def backup(current: Current) -> None:
    """Everything as one file, and back; and when that was last done."""
    newest = max((role.saved_at for role in opened().roles(current.shop)), default=None)
    data = {"at": opened().setting(current.shop, LAST_BACKUP), "changed": newest.isoformat() if newest else ""}
    mount("backup", data, key="backup")


def logo(current: Current) -> None:
    """The shop's logo, to be brought in and taken away."""
    mount("own_file", {"kind": "logo", "has": bool(kept_logo(opened(), current.shop))}, key="logo")


def letterhead(current: Current) -> None:
    """The shop's own letterhead for Word, to be brought in and taken away."""
    mount("own_file", {"kind": "letterhead", "has": bool(kept_letterhead(opened(), current.shop))}, key="letterhead")


def devices() -> None:
    """The devices that were let in; it asks for them itself, and shows nothing to whom they are not told."""
    mount("devices", {}, key="devices")
