"""Store: shops' roles, edits, versions, libraries and templates in a database; its row is the truth."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import IO

import sqlalchemy as sa

from rolesmith.libraries.tree import key_of, tree_of
from rolesmith.presets.library import Library
from rolesmith.role.edit import Edit
from rolesmith.role.tags import Tags
from rolesmith.role.tree import Role, new_id
from rolesmith.role.version import Version, stamped, taken_up
from rolesmith.store import (
    backup,
    damage,
    edit_rows,
    kept_backups,
    library_rows,
    paper_rows,
    role_rows,
    setting_rows,
    tables,
    tag_rows,
    trash_rows,
    version_rows,
)
from rolesmith.store.database import Database
from rolesmith.store.edit_rows import Answer
from rolesmith.store.record import FACTS
from rolesmith.store.role_rows import Head, Saved, now
from rolesmith.team.people import PEOPLE

__all__ = ["FACTS", "LOCAL_SHOP", "PEOPLE", "Answer", "Saved", "Store", "Version", "opened"]

LAST_BACKUP = "last_backup"
"""The setting that holds when everything was last backed up."""
LOCAL_SHOP = "local"
"""The shop of a server that has only one."""


class Store:
    """One database. All methods are safe to call from several threads. Raise Unavailable.

    Who changes a record by what stands there gives a function, which is called while nobody else can write: it is quick
    and asks nothing of the store. Whatever writes a record raises Refused where it cannot lie there, see record.py.
    """

    def __init__(self, url: str = "") -> None:
        self._database = Database(url)

    @property
    def data_file(self) -> str:
        """Where the data lies, without a password."""
        return self._database.data_file

    @property
    def folder(self) -> Path:
        """Where files that belong to the data lie."""
        return self._database.folder

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    # everything

    def back_up(self, file: IO[bytes]) -> None:
        """Write everything that there is, of all shops; see backup.py. Raises OSError where the file refuses."""
        with self._database.read() as connection:
            backup.write(connection, file)

    def restore_backup(self, data_file: Path) -> Path:
        """Put what trial.py has made of a backup in the place of everything; what was here is kept beside the data.

        One transaction: whatever was acknowledged is in one of the two. Raises OSError where the disk refuses.
        """
        with kept_backups.one_more(self.folder / "backups") as kept, self._database.write() as connection:
            backup.write(connection, kept)
            kept.flush()
            os.fsync(kept.fileno())
            backup.load(connection, data_file)
        return Path(kept.name)

    # roles

    def roles(self, shop: str, *, trashed: bool = False) -> list[Saved]:
        """A shop's roles, the last saved first; those in the trash instead with `trashed`."""
        query = role_rows.of_kind(shop, "position", trashed=trashed).order_by(tables.roles.c.sequence.desc())
        with self._database.read() as connection:
            return [saved for row in connection.execute(query) if isinstance(saved := role_rows.saved_in(row), Saved)]

    def heads(self, shop: str, *, trashed: bool = False) -> list[Head]:
        """What stands beside the trees of the roles that `roles` reads; those that are damaged among them."""
        with self._database.read() as connection:
            return role_rows.heads(connection, shop, trashed=trashed)

    def count(self, shop: str) -> int:
        """How many roles `heads` has."""
        with self._database.read() as connection:
            return role_rows.count(connection, shop)

    def some(self, shop: str, role_ids: Sequence[str]) -> list[Saved]:
        """These roles, in any order, also those in the trash; without those that are damaged."""
        with self._database.read() as connection:
            return role_rows.some(connection, shop, role_ids)

    def damaged(self, shop: str, *, newer: bool = False) -> list[str]:
        """What of the shop's records cannot be read, or by a later version alone, by name; it stops nothing else."""
        with self._database.read() as connection:
            return damage.unreadable(connection, shop, newer=newer)

    def unshelved(self, shop: str) -> dict[str, tuple[str, str]]:
        """The shop's libraries that have to be mended before they can be read: by the tree's id, name and why."""
        with self._database.read() as connection:
            return damage.unshelved(connection, shop)

    def role(self, shop: str, role_id: str) -> Saved | None:
        """A role that is not in the trash, or None."""
        with self._database.read() as connection:
            row = role_rows.one(connection, shop, role_id)
        return role_rows.standing(row)

    def with_facts(self, shop: str, role_id: str) -> tuple[Saved | None, Saved]:
        """A role as `role` has it, and the shop's facts as `facts` has them, of one moment."""
        with self._database.read() as connection:
            found = role_rows.two(connection, shop, role_id, FACTS)
        return role_rows.standing(found.get(role_id)), role_rows.own_in(found.get(FACTS))

    def create(self, shop: str, role: Role) -> str:
        """Put a new role in; its id. The tree of a paper becomes a description of its own."""
        return self.create_all(shop, [role])[0]

    def create_all(self, shop: str, roles: Sequence[Role]) -> list[str]:
        """Put new roles in, all or none; their ids."""
        made = {new_id("r"): role.model_copy(update={"paper": "", "made_of": 0, "made_as": ""}) for role in roles}
        with self._database.write() as connection:
            for role_id, role in made.items():
                role_rows.insert(connection, shop, role_id, role)
        return list(made)

    def change(self, shop: str, role_id: str, make: Callable[[Role], Role], title: str) -> Version | None:
        """Put what `make` makes of a role in its place.

        The version, under `title`, that keeps what stood there; None where there is no such role.
        """
        with self._database.write() as connection:
            row = role_rows.held(connection, shop, role_id)
            if row is None:
                return None
            return version_rows.replace(connection, row, role_rows.made(make, role_rows.readable(row)), title)

    def copy(self, shop: str, role_ids: Sequence[str], make: Callable[[Role], Role]) -> list[str]:
        """Put in what `make` makes of each of these roles, with its tags; their ids. Those that are gone are not."""
        with self._database.write() as connection:
            return role_rows.copy(connection, shop, role_ids, make)

    def tag(
        self, shop: str, role_ids: Sequence[str], add: Sequence[str] = (), remove: Sequence[str] = ()
    ) -> dict[str, Tags]:
        """Tag roles and take tags from them, all or none; the tags of those that are there. Raises Refused."""
        with self._database.write() as connection:
            return tag_rows.change(connection, shop, role_ids, add, remove)

    def trash(self, shop: str, role_id: str) -> None:
        """Put a role into the trash."""
        with self._database.write() as connection:
            trash_rows.mark(connection, shop, role_id, now())

    def restore(self, shop: str, role_id: str) -> None:
        """Take a role out of the trash."""
        with self._database.write() as connection:
            trash_rows.mark(connection, shop, role_id, None)

    def drop_untouched(self, shop: str, roles: Mapping[str, str]) -> int:
        """Delete for good what of these roles, by id with their names, nobody has touched; how many those were."""
        with self._database.write() as connection:
            return trash_rows.drop_untouched(connection, shop, roles)

    def purge(self, shop: str, role_ids: Sequence[str]) -> None:
        """Delete roles that lie in the trash for good, with their edits and versions."""
        with self._database.write() as connection:
            trash_rows.purge(connection, shop, role_ids)

    # edits

    def facts(self, shop: str) -> Saved:
        """The shop's own facts; their values fill the blanks of every role."""
        return self.own(shop, FACTS)

    def own(self, shop: str, key: str) -> Saved:
        """What each shop has once, its facts or its people (team/people.py), by the id under which it lies."""
        with self._database.read() as connection:
            return role_rows.own_in(role_rows.one(connection, shop, key), key)

    def apply(self, shop: str, role_id: str, edits: Sequence[Edit]) -> list[Answer] | None:
        """Apply edits in order to the newest revision, in one transaction; None where there is no such role.

        Each is answered for itself: one that is refused leaves the others standing. An edit whose id was
        answered before gets that answer again and does nothing.
        """
        with self._database.write() as connection:
            return edit_rows.take(connection, shop, role_id, edits)

    # versions

    def publish(self, shop: str, role_id: str, today: date) -> int | None:
        """Freeze the newest revision as the next published version; its number, or None where it is no position.

        Stamps the fields that mean `version` and `date`; a date that somebody chose since the last version stays.
        """
        with self._database.write() as connection:
            row = role_rows.held(connection, shop, role_id)
            if row is None or row.kind != "position":
                return None
            number = int(row.version) + 1
            last = version_rows.frozen(connection, shop, role_id, number=row.version) if row.version else None
            role = stamped(role_rows.readable(row), last, number, today)
            revision = row.revision + 1
            role_rows.rewrite(connection, row, role, revision=revision, version=number, published_revision=revision)
            version_rows.freeze(connection, row, role, "published", number=number, revision=revision)
            paper_rows.stamp(connection, shop, role_id, role)
        return number

    # papers of a role

    def papers(self, shop: str, role_id: str) -> dict[str, Saved]:
        """The papers made of a role, by the ids under which they lie."""
        with self._database.read() as connection:
            found = paper_rows.of(connection, shop, role_id)
        return {row.id: saved for row in found if (saved := role_rows.saved_in(row))}

    def keep_paper(self, shop: str, role_id: str, kind: str, make: paper_rows.Make) -> Version | None:
        """Put a role's paper in, or in the place of the one of its kind: what `make` makes of the role.

        The version that keeps what stood there. Raises Gone where there is no such role.
        """
        with self._database.write() as connection:
            return paper_rows.keep(connection, shop, role_id, kind, make)

    def signed(self, shop: str, role_id: str) -> Role | None:
        """A role's last published version that is not what stands there now; None where there is none."""
        with self._database.read() as connection:
            row = role_rows.one(connection, shop, role_id)
            return version_rows.signed(connection, row) if row else None

    def name_version(self, shop: str, role_id: str, title: str) -> Version | None:
        """Freeze the newest revision under a name; None where there is no such role."""
        with self._database.write() as connection:
            row = role_rows.held(connection, shop, role_id)
            return version_rows.freeze(connection, row, role_rows.readable(row), "named", title=title) if row else None

    def versions(self, shop: str, role_id: str) -> list[Version]:
        """A role's versions, the newest first."""
        with self._database.read() as connection:
            return version_rows.known(connection, shop, role_id)

    def version(self, shop: str, role_id: str, version_id: str) -> Role | None:
        """A version as it was frozen, with the shop's facts of that day; None where there is none to be read."""
        with self._database.read() as connection:
            return version_rows.frozen(connection, shop, role_id, id=version_id)

    def restore_version(self, shop: str, role_id: str, version_id: str) -> Version | None:
        """Put a version's tree in the role's place; the version that keeps what stood there, or None."""
        with self._database.write() as connection:
            row = role_rows.held(connection, shop, role_id)
            known = version_rows.known(connection, shop, role_id)
            chosen = next((each for each in known if each.id == version_id), None)
            role = version_rows.frozen(connection, shop, role_id, id=version_id)
            if row is None or chosen is None or role is None:
                return None
            title = f"恢复“{chosen.label}”之前" if chosen.kind in ("published", "named") else "恢复之前"
            return version_rows.replace(connection, row, taken_up(role, row.version), title)

    # libraries and templates of a shop's own

    def libraries(self, shop: str, *, trashed: bool = False) -> dict[str, Library]:
        """The shop's own libraries by id, in the order of their names, or those in the trash with `trashed`."""
        query = role_rows.of_kind(shop, "library", trashed=trashed).order_by(tables.roles.c.name, tables.roles.c.id)
        with self._database.read() as connection:
            return {each.library: each for row in connection.execute(query) if (each := role_rows.library_in(row))}

    def libraries_saved(self, shop: str) -> dict[str, datetime]:
        """When each of the shop's own libraries was written last, by its tree's id."""
        query = role_rows.of_kind(shop, "library", trashed=False)
        columns = query.with_only_columns(tables.roles.c.id, tables.roles.c.saved_at)
        with self._database.read() as connection:
            return {row.id: role_rows.moment(row.saved_at) for row in connection.execute(columns)}

    def keep_library(
        self, shop: str, library: Library, received: Library | None = None, title: str = "导入之前"
    ) -> Version | None:
        """Put a library in, or in the place of the one with its id; `received` as it came from its author.

        The version, under `title`, that keeps what stood there; None where nothing did.
        """
        return self.change_library(shop, library.library, lambda _: tree_of(library, received), title)

    def change_library(
        self, shop: str, library_id: str, make: Callable[[Role | None], Role], title: str
    ) -> Version | None:
        """As `change` does, with its tree; where there is none, or it lies in the trash, `make` is given None."""
        with self._database.write() as connection:
            return library_rows.change(connection, shop, key_of(library_id), make, title)

    def drop_library(self, shop: str, library_id: str) -> None:
        """Put a shop's own library into the trash; copies of its lines in roles stay."""
        self.trash(shop, key_of(library_id))

    def templates(self, shop: str) -> dict[str, tuple[str, Role]]:
        """The templates that a shop has kept: id → title and role, in the order of their titles."""
        query = sa.select(tables.templates).where(tables.templates.c.shop == shop).order_by(tables.templates.c.title)
        with self._database.read() as connection:
            return {row.id: (row.title, role) for row in connection.execute(query) if (role := role_rows.role_in(row))}

    def keep_template(self, shop: str, title: str, role: Role) -> None:
        """Keep a role's tree for later roles."""
        row = {"shop": shop, "id": new_id("t"), "title": title, "body": role.beside().to_json(), "at": now()}
        with self._database.write() as connection:
            connection.execute(sa.insert(tables.templates).values(**row))

    # settings

    def setting(self, shop: str, name: str) -> str:
        """What a shop has chosen under a name; empty where nothing."""
        with self._database.read() as connection:
            return setting_rows.value(connection, shop, name)

    def set_setting(self, shop: str, name: str, value: str) -> None:
        """Choose it."""
        self.change_setting(shop, name, lambda _: value)

    def change_setting(self, shop: str, name: str, make: Callable[[str], str]) -> None:
        """Choose what `make` makes of what was chosen before, an empty text where nothing was."""
        with self._database.write() as connection:
            setting_rows.change(connection, shop, name, make)


@cache
def opened() -> Store:
    """This process's store, opened at the first call. Raises Unavailable, and tries anew at the next call."""
    return Store()
