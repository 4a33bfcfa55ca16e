"""Rows of edits: each is answered once and remembered. Functions on a connection, inside somebody's transaction."""

from typing import Literal

import sqlalchemy as sa
from pydantic import BaseModel, ValidationError

from rolesmith import schema
from rolesmith.edit import Conflict, Edit, Gone, Refused, apply
from rolesmith.role import Role
from rolesmith.rows import now

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


def attempt(role: Role, edit: Edit, revision: int) -> tuple[Role, Answer]:
    try:
        changed = apply(role, edit)
    except Conflict as error:
        fate = {"status": "conflict", "message": str(error), "mine": error.kept, "theirs": error.theirs}
    except Gone as error:
        fate = {"status": "gone", "message": str(error), "mine": error.kept}
    except Refused as error:
        fate = {"status": "refused", "message": str(error)}
    else:
        return changed, Answer(id=edit.id, status="saved", revision=revision + 1, at=now())
    return role, Answer.model_validate({"id": edit.id, "revision": revision, "at": now(), **fate})


def answered(connection: sa.Connection, shop: str, role_id: str, edit_id: str) -> Answer | None:
    table = schema.edits
    here = (table.c.shop == shop, table.c.role == role_id, table.c.id == edit_id)
    query = sa.select(table.c.answer).where(*here)
    answer = connection.execute(query).scalar()
    if answer is None:
        return None
    try:
        return Answer.model_validate_json(answer)
    except ValidationError:
        return Answer(id=edit_id, status="refused", message=FORGOTTEN)


def remember(connection: sa.Connection, shop: str, role_id: str, edit: Edit, answer: Answer) -> None:
    connection.execute(
        sa.insert(schema.edits).values(
            shop=shop, id=edit.id, role=role_id, revision=answer.revision,
            answer=answer.model_dump_json(exclude_defaults=True), at=answer.at,
        )
    )  # fmt: skip
