"""What ends a request before its handler has an answer, said in one sentence; for all routes, in this one place."""

import logging

from starlette.responses import Response

from rolesmith.files.problem import Unreadable
from rolesmith.role.edit import Gone, Refused
from rolesmith.store.database import Unavailable
from server.guard import TurnedAway, refusal, unreadable
from server.heavy import Busy


def answer(error: Exception) -> Response:
    """The refusal. A fault of ours is loud in the log; what was typed stays on the page until it is saved."""
    match error:
        case TurnedAway():
            return refusal(error.status, str(error))
        case Gone():
            return refusal(404, str(error))
        case Refused():
            return refusal(422, str(error))
        case Unavailable():
            return refusal(503, str(error))
        case Unreadable():
            return unreadable(error)
        case Busy():
            return refusal(429, str(error))
    logging.getLogger("rolesmith").error("a request failed", exc_info=error)
    return refusal(500, "这里出了错，没有做成，您写的内容还在页面上；请把窗口里的记录发给我们。")
