"""Trial: a backup restored into a database of its own and read as the pages read it, before it replaces anything."""

import logging
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from rolesmith.document.progress import progress
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.libraries.tree import key_of
from rolesmith.presets.shipped import shipped
from rolesmith.shop import advice, letterhead, libraries, logo
from rolesmith.store import backup
from rolesmith.store.database import Unavailable
from rolesmith.store.store import FACTS, PEOPLE, Store
from rolesmith.team.people import people_in


@dataclass(frozen=True)
class Summary:
    """What a backup holds, when it was made, and what of it cannot be read, by name: that stops nothing else."""

    at: datetime
    roles: int
    versions: int
    libraries: int
    templates: int
    damaged: tuple[str, ...]


def tried(file: IO[bytes], name: str, data_file: Path, shop: str) -> Summary:
    """Restore a backup into a new database at `data_file`, which Store.restore_backup takes, and read all of it.

    Raises Unreadable with what is wrong, and Unavailable where the disk refuses.
    """
    try:
        at = backup.read(file, name, data_file)
        with closing(Store(f"sqlite:///{data_file}")) as store:
            return _read(store, shop, at)
    except (Unreadable, Unavailable):
        raise
    except Exception as error:  # whatever the pages would stumble over in somebody's file
        logging.getLogger("rolesmith").warning("a backup was tried in vain", exc_info=error)
        raise Unreadable([Problem(name, 0, "里面有内容打不开", "请换一份备份")]) from error


def _read(store: Store, shop: str, at: datetime) -> Summary:
    """All that the pages read."""
    advice.chosen(store, shop)
    logo.kept(store, shop)
    letterhead.kept(store, shop)
    libraries.libraries(store, shop)
    own = {**store.libraries(shop, trashed=True), **store.libraries(shop)}
    for library in own:
        libraries.standing(store, shop, library)
    facts = store.facts(shop)
    people_in(store.own(shop, PEOPLE).role.tree)
    roles = [*store.roles(shop), *store.roles(shop, trashed=True)]
    papers = [paper for role in roles for paper in store.papers(shop, role.id).values()]
    names = {FACTS: "本店信息", PEOPLE: "人员", **{key_of(key): library.title for key, library in own.items()}}
    for saved in (*roles, *papers):
        filling = shipped().filling(saved.role, facts.role.tree.values, standards=True)
        names[saved.id] = progress(saved.role, filling).name
    versions = [(key, version) for key in names for version in store.versions(shop, key)]
    lost = [(key, each.label) for key, each in versions if store.version(shop, key, each.id) is None]
    named = [*store.damaged(shop), *(name for name, _ in store.unshelved(shop).values())]
    damaged = [*named, *(f"{names[key]}的版本“{label}”" for key, label in lost)]
    return Summary(at, len(roles), len(versions), len(own), len(store.templates(shop)), tuple(damaged))
