"""What more than one handler is sent."""

import re
from base64 import b64decode
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.role.text import TITLE_LIMIT, clean, one_line
from routes.handler import Body, Query
from server.guard import TurnedAway, day

Day = Annotated[date, BeforeValidator(day)]
"""The visitor's own day, YYYY-MM-DD, see guard.py."""
Title = Annotated[str, AfterValidator(lambda text: one_line(clean(text))), Field(min_length=1, max_length=TITLE_LIMIT)]


MOST_ROWS = 1_000
"""Rows of one answer."""


def _rows(written: object) -> int:
    found = re.fullmatch(r"[0-9]{1,4}", written) if isinstance(written, str) else None
    return min(MOST_ROWS, int(found[0])) if found else AT_ONCE


AT_ONCE = 20
"""Rows of an answer to who asks for no number."""
RowCount = Annotated[int, BeforeValidator(_rows)]


class Dated(Query):
    """The visitor's day, in the file's name."""

    day: Day = Field(default_factory=date.today)


class Today(Body):
    """The visitor's day."""

    day: Day = Field(default_factory=date.today)


class Upload(Body):
    """A file in base64, and its name."""

    file: str = ""
    data: str | None = None

    @property
    def name(self) -> str:
        """Its name on one line, and not too long."""
        return one_line(clean(self.file))[:120] or "文件"

    def unpacked(self) -> bytes:
        """Its bytes. Raises TurnedAway where there is none, and Unreadable where it has not come whole."""
        if self.data is None:
            raise TurnedAway(413, self.CUT_OFF)
        try:
            return b64decode(self.data, validate=True)
        except ValueError as error:  # also of letters that are no base64
            raise Unreadable([Problem(self.name, 0, "文件没有传完", "请再选一次")]) from error
