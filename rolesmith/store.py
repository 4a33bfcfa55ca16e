"""Store: shops' roles, edits, versions, libraries and templates in a database; its row is the truth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError
from sqlalchemy.dialects import postgresql, sqlite

from rolesmith import schema
from rolesmith.database import Database, Unavailable
from rolesmith.edit import Conflict, Edit, Gone, Refused, apply
from rolesmith.library import Library
from rolesmith.role import Node, Role, new_id
from rolesmith.version import revised, stamped

LOCAL_SHOP = "local"
"""The shop of a server that has only one."""
FACTS = "facts"
"""The reserved id under which a shop's own facts lie: a role without sections whose values fill every role."""


NO_FACTS = Role(tree=Node(id="role", kind="role"))


class Answer(BaseModel):
    """What became of an edit. Where it was not applied `message` says why, and for a conflict `theirs` stands there."""

    id: str
    status: Literal["saved", "conflict", "gone", "refused"]
    revision: int = 0
    at: str = ""
    message: str = ""
    mine: str = ""
    theirs: str = ""


@dataclass(frozen=True)
class Saved:
    """A role as it lies in the database. Times are in UTC."""

    id: str
    role: Role
    revision: int
    version: int
    published: bool
    """Whether the newest revision is the one last published."""
    saved_at: datetime
    deleted_at: datetime | None = None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Store:
    """One database. All methods are safe to call from several threads. Raise Unavailable."""

    def __init__(self, url: str = "") -> None:
        self._database = Database(url)

    @property
    def place(self) -> str:
        """Where the data lies, without a password."""
        return self._database.place

    def close(self) -> None:
        """Give the connections back."""
        self._database.close()

    # roles

    def roles(self, shop: str, *, trashed: bool = False) -> list[Saved]:
        """A shop's roles, the last saved first; those in the trash instead with `trashed`."""
        table = schema.roles
        gone = table.c.deleted_at.is_not(None) if trashed else table.c.deleted_at.is_(None)
        query = sa.select(table).where(table.c.shop == shop, table.c.id != FACTS, gone)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(table.c.saved_at.desc())).all()
        return [saved for saved in map(_saved, rows) if isinstance(saved, Saved)]

    def damaged(self, shop: str) -> list[str]:
        """What of the shop's records cannot be read, by name; it stops nothing else."""
        with self._database.read() as connection:
            rows = {
                table: connection.execute(sa.select(table).where(table.c.shop == shop)).all()
                for table in (schema.roles, schema.libraries, schema.templates)
            }
        roles = [row.name or "本店信息" for row in rows[schema.roles] if _saved(row) is None]
        libraries = [f"预设库 {row.id}" for row in rows[schema.libraries] if _library(row) is None]
        templates = [f"本店模板 {row.title}" for row in rows[schema.templates] if _role(row) is None]
        return roles + libraries + templates

    def role(self, shop: str, role_id: str) -> Saved | None:
        """A role that is not in the trash, or None."""
        with self._database.read() as connection:
            row = connection.execute(_one(shop, role_id)).one_or_none()
        return _saved(row) if row and row.deleted_at is None else None

    def create(self, shop: str, role: Role) -> str:
        """Put a new role in; its id."""
        role_id = new_id("r")
        with self._database.write() as connection:
            _insert(connection, shop, role_id, role)
        return role_id

    def trash(self, shop: str, role_id: str) -> None:
        """Put a role into the trash."""
        self._mark(shop, role_id, _now())

    def restore(self, shop: str, role_id: str) -> None:
        """Take a role out of the trash."""
        self._mark(shop, role_id, None)

    def _mark(self, shop: str, role_id: str, deleted_at: str | None) -> None:
        with self._database.write() as connection:
            connection.execute(_update(shop, role_id).values(deleted_at=deleted_at))

    # edits

    def facts(self, shop: str) -> Saved:
        """The shop's own facts; their values fill the blanks of every role."""
        with self._database.read() as connection:
            row = connection.execute(_one(shop, FACTS)).one_or_none()
        saved = _saved(row) if row else None
        if saved:
            return saved
        return Saved(FACTS, NO_FACTS, 0, 0, False, datetime.now(UTC))

    def apply(self, shop: str, role_id: str, edits: Sequence[Edit]) -> list[Answer] | None:
        """Apply edits in order to the newest revision, in one transaction; None where there is no such role.

        Each is answered for itself: one that is refused leaves the others standing. An edit whose id was
        answered before gets that answer again and does nothing.
        """
        with self._database.write() as connection:
            row = connection.execute(_one(shop, role_id).with_for_update()).one_or_none()
            if row is None and role_id == FACTS:
                _insert(connection, shop, FACTS, NO_FACTS)
                row = connection.execute(_one(shop, role_id)).one()
            if row is None or row.deleted_at is not None:
                return None
            role, revision = _readable(row), row.revision
            answers = []
            for edit in edits:
                answer = _answered(connection, shop, role_id, edit.id)
                if answer is None:
                    role, answer = _attempt(role, edit, revision)
                    revision = answer.revision
                    _remember(connection, shop, role_id, edit, answer)
                answers.append(answer)
            if revision != row.revision:
                if row.version and row.published_revision == row.revision:
                    role = revised(role, row.version)
                _rewrite(connection, shop, role_id, role, row.revision, revision=revision)
        return answers

    def publish(self, shop: str, role_id: str, today: date) -> int | None:
        """Freeze the newest revision as the next version; its number, or None where there is no such role.

        Stamps the fields that mean `version` and `date`; a date that somebody chose since the last version stays.
        """
        with self._database.write() as connection:
            row = connection.execute(_one(shop, role_id).with_for_update()).one_or_none()
            if row is None or row.deleted_at is not None:
                return None
            number = int(row.version) + 1
            last = _version(connection, shop, role_id, row.version)
            role = stamped(_readable(row), last, number, today)
            revision = row.revision + 1
            _rewrite(
                connection, shop, role_id, role, row.revision,
                revision=revision, version=number, published_revision=revision,
            )  # fmt: skip
            facts = connection.execute(_one(shop, FACTS)).one_or_none()
            known = _role(facts) if facts else None
            frozen = role.model_copy(update={"shop": {**role.shop, **(known or NO_FACTS).tree.values}})
            version = {"shop": shop, "role": role_id, "number": number, "body": frozen.to_json(), "at": _now()}
            connection.execute(sa.insert(schema.versions).values(**version))
        return number

    def versions(self, shop: str, role_id: str) -> dict[int, datetime]:
        """When each version of a role was published, the newest first."""
        table = schema.versions
        query = sa.select(table.c.number, table.c.at).where(table.c.shop == shop, table.c.role == role_id)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(table.c.number.desc())).all()
        return {row.number: datetime.fromisoformat(row.at) for row in rows}

    def version(self, shop: str, role_id: str, number: int) -> Role | None:
        """A published version as it was frozen, with the shop's facts of that day, or None."""
        with self._database.read() as connection:
            return _version(connection, shop, role_id, number)

    # libraries and templates of a shop's own

    def libraries(self, shop: str) -> dict[str, Library]:
        """The libraries that a shop has imported, by id."""
        with self._database.read() as connection:
            rows = connection.execute(sa.select(schema.libraries).where(schema.libraries.c.shop == shop)).all()
        return {row.id: library for row in rows if (library := _library(row))}

    def keep_library(self, shop: str, library: Library) -> None:
        """Put a library in, or in the place of the one with its id."""
        body = library.model_dump_json(by_alias=True, exclude_defaults=True)
        self._keep(schema.libraries, {"shop": shop, "id": library.library, "body": body, "at": _now()})

    def drop_library(self, shop: str, library_id: str) -> None:
        """Remove a shop's own library; copies of its lines in roles stay."""
        table = schema.libraries
        with self._database.write() as connection:
            connection.execute(sa.delete(table).where(table.c.shop == shop, table.c.id == library_id))

    def templates(self, shop: str) -> dict[str, tuple[str, Role]]:
        """The templates that a shop has kept: id → title and role, in the order of their titles."""
        query = sa.select(schema.templates).where(schema.templates.c.shop == shop)
        with self._database.read() as connection:
            rows = connection.execute(query.order_by(schema.templates.c.title)).all()
        return {row.id: (row.title, role) for row in rows if (role := _role(row))}

    def keep_template(self, shop: str, title: str, role: Role) -> None:
        """Keep a role's tree for later roles."""
        row = {"shop": shop, "id": new_id("t"), "title": title, "body": role.to_json(), "at": _now()}
        self._keep(schema.templates, row)

    def _keep(self, table: sa.Table, row: dict[str, Any]) -> None:
        insert = postgresql.insert if self._database.is_postgresql else sqlite.insert
        changes = {key: value for key, value in row.items() if key not in ("shop", "id")}
        statement = insert(table).values(**row)
        with self._database.write() as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=["shop", "id"], set_=changes))


@cache
def opened() -> Store:
    """This process's store, opened at the first call. Raises Unavailable, and tries anew at the next call."""
    return Store()


def _one(shop: str, role_id: str) -> sa.Select[Any]:
    table = schema.roles
    return sa.select(table).where(table.c.shop == shop, table.c.id == role_id)


def _update(shop: str, role_id: str) -> sa.Update:
    table = schema.roles
    return sa.update(table).where(table.c.shop == shop, table.c.id == role_id)


def _insert(connection: sa.Connection, shop: str, role_id: str, role: Role) -> None:
    now = _now()
    connection.execute(
        sa.insert(schema.roles).values(
            shop=shop, id=role_id, name=_name(role), body=role.to_json(), revision=1,
            published_revision=0, version=0, created_at=now, saved_at=now,
        )
    )  # fmt: skip


def _rewrite(connection: sa.Connection, shop: str, role_id: str, role: Role, expected: int, **columns: int) -> None:
    """Write the new tree where the row still has the revision that we read."""
    statement = _update(shop, role_id).where(schema.roles.c.revision == expected)
    changed = connection.execute(statement.values(body=role.to_json(), name=_name(role), saved_at=_now(), **columns))
    if changed.rowcount != 1:
        raise RuntimeError(f"role {role_id} changed under its own transaction")


def _name(role: Role) -> str:
    node = role.meaning("name")
    return node.text if node else ""


def _role(row: sa.Row[Any]) -> Role | None:
    """The role in a row; None where it is damaged."""
    try:
        return Role.from_json(row.body)
    except ValidationError:
        return None


def _library(row: sa.Row[Any]) -> Library | None:
    try:
        return Library.model_validate_json(row.body)
    except ValidationError:
        return None


def _readable(row: sa.Row[Any]) -> Role:
    role = _role(row)
    if role is None:
        raise Unavailable(f"“{row.name}”在数据库里的记录读不出来，没有改动它；其余岗位不受影响。")
    return role


def _saved(row: sa.Row[Any]) -> Saved | None:
    """The row as a role; None where it is damaged."""
    role = _role(row)
    if role is None:
        return None
    deleted = datetime.fromisoformat(row.deleted_at) if row.deleted_at else None
    published = row.version > 0 and row.published_revision == row.revision
    at = datetime.fromisoformat(row.saved_at)
    return Saved(row.id, role, row.revision, row.version, published, at, deleted)


def _attempt(role: Role, edit: Edit, revision: int) -> tuple[Role, Answer]:
    try:
        changed = apply(role, edit)
    except Conflict as error:
        fate = {"status": "conflict", "message": str(error), "mine": error.kept, "theirs": error.theirs}
    except Gone as error:
        fate = {"status": "gone", "message": str(error), "mine": error.kept}
    except Refused as error:
        fate = {"status": "refused", "message": str(error)}
    else:
        return changed, Answer(id=edit.id, status="saved", revision=revision + 1, at=_now())
    return role, Answer.model_validate({"id": edit.id, "revision": revision, "at": _now(), **fate})


def _answered(connection: sa.Connection, shop: str, role_id: str, edit_id: str) -> Answer | None:
    table = schema.edits
    here = (table.c.shop == shop, table.c.role == role_id, table.c.id == edit_id)
    query = sa.select(table.c.answer).where(*here)
    answer = connection.execute(query).scalar()
    return Answer.model_validate_json(answer) if answer else None


def _remember(connection: sa.Connection, shop: str, role_id: str, edit: Edit, answer: Answer) -> None:
    body = edit.model_dump_json(exclude_defaults=True) if answer.status == "saved" else "{}"
    connection.execute(
        sa.insert(schema.edits).values(
            shop=shop, id=edit.id, role=role_id, revision=answer.revision, body=body,
            answer=answer.model_dump_json(exclude_defaults=True), at=answer.at,
        )
    )  # fmt: skip


def _version(connection: sa.Connection, shop: str, role_id: str, number: int) -> Role | None:
    table = schema.versions
    query = sa.select(table.c.body).where(table.c.shop == shop, table.c.role == role_id, table.c.number == number)
    body = connection.execute(query).scalar()
    return Role.from_json(body) if body else None
