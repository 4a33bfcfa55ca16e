"""Rows of edits: each is answered once and remembered. Functions on a connection, inside somebody's transaction."""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError

from rolesmith.role.edit import Conflict, Edit, Gone, Refused, apply, own_text
from rolesmith.role.tree import Role
from rolesmith.role.version import revised
from rolesmith.store import record, role_rows, tables, version_rows
from rolesmith.store.record import Kind

FORGOTTEN = "这一处以前改过，但当时的记录读不出来；请看一眼现在的内容，再改一次。"


class Answer(BaseModel):
    """What became of an edit. Where it was not applied `message` says why, and for a conflict `theirs` stands there."""

    id: str
    status: Literal["saved", "conflict", "gone", "refused"]
    revision: int = 0
    at: str = ""
    message: str = ""
    mine: str = ""
    theirs: str = ""


def take(connection: sa.Connection, shop: str, role_id: str, edits: Sequence[Edit]) -> list[Answer] | None:
    """As Store.apply."""
    row = role_rows.own_row(connection, shop, role_id)
    if row is None:
        return None
    role, revision = role_rows.readable(row), row.revision
    answers = []
    for edit in edits:
        answer = answered(connection, shop, role_id, edit.id)
        if answer is None:
            role, answer = attempt(row.kind, row.id, role, edit, revision, row.body)
            revision = answer.revision
            remember(connection, shop, role_id, edit, answer)
        answers.append(answer)
    if revision != row.revision:
        if version_rows.left_idle(row) and row.kind != "facts":
            version_rows.freeze_by_itself(connection, row, role_rows.readable(row), "idle", at=row.saved_at)
        if row.version and row.published_revision == row.revision:
            role = revised(role, row.version)
        role_rows.rewrite(connection, row, role, revision=revision)
    return answers


def attempt(kind: Kind, role_id: str, role: Role, edit: Edit, revision: int, body: str = "") -> tuple[Role, Answer]:
    """The role after an edit, or as it was; and the answer. `body` is the role as it lies in the table."""
    try:
        changed = apply(role, edit)
        record.check(kind, role_id, changed, role)
        if len(body) > role_rows.BODY_LIMIT // 4:  # else no request could add so much
            role_rows.written(changed, body)
    except Conflict as error:
        fate = {"status": "conflict", "message": str(error), "mine": error.kept, "theirs": error.theirs}
    except Gone as error:
        fate = {"status": "gone", "message": str(error), "mine": error.kept}
    except Refused as error:
        fate = {"status": "refused", "message": str(error), "mine": error.kept or own_text(edit)}
    else:
        return changed, Answer(id=edit.id, status="saved", revision=revision + 1, at=role_rows.now())
    return role, Answer.model_validate({"id": edit.id, "revision": revision, "at": role_rows.now(), **fate})


_OF = tables.edits.c
_ANSWER = sa.select(_OF.answer).where(*(_OF[name] == sa.bindparam(name) for name in ("shop", "role", "id")))
_INSERT = sa.insert(tables.edits)


def answered(connection: sa.Connection, shop: str, role_id: str, edit_id: str) -> Answer | None:
    answer = connection.execute(_ANSWER, {"shop": shop, "role": role_id, "id": edit_id}).scalar()
    if answer is None:
        return None
    try:
        return Answer.model_validate_json(answer)
    except ValidationError:
        return Answer(id=edit_id, status="refused", message=FORGOTTEN)


def remember(connection: sa.Connection, shop: str, role_id: str, edit: Edit, answer: Answer) -> None:
    row = {"shop": shop, "id": edit.id, "role": role_id, "revision": answer.revision, "at": answer.at}
    connection.execute(_INSERT, {**row, "answer": answer.model_dump_json(exclude_defaults=True)})
