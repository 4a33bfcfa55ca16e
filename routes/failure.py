"""What ends a request before its handler has an answer, said in one sentence; for all routes, in this one place."""

import logging

from starlette.responses import Response

from rolesmith.files.problem import Unreadable
from rolesmith.role.edit import Gone, Refused
from rolesmith.store.database import Unavailable
from server.guard import TurnedAway, refusal, unreadable
from server.heavy import Busy
from server.sentence_page import sentence_page

BROKEN = "这里出了错，没有做成，您写的内容还在页面上；请把窗口里的记录发给我们。"


def answer(error: Exception, *, browses: bool = False) -> Response:
    """The refusal; for who followed a link, a page. What is gone the index page answers, which leads on from there.

    A fault of ours is loud in the log; what was typed stays on the page until it is saved.
    """
    if isinstance(error, Unreadable) and not browses:
        return unreadable(error)
    status = _status(error)
    if status == 500:
        logging.getLogger("rolesmith").error("a request failed", exc_info=error)
    message = BROKEN if status == 500 else str(error)
    return sentence_page(message, status, home=True) if browses and status != 404 else refusal(status, message)


def _status(error: Exception) -> int:
    match error:
        case TurnedAway():
            return error.status
        case Gone():
            return 404
        case Refused() | Unreadable():
            return 422
        case Unavailable():
            return 503
        case Busy():
            return 429
    return 500
