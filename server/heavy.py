"""Heavy work: so much at a time, whoever asks; the others wait in a line, or are told to come back."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

from server.memory import give_back

AT_ONCE = 2
LINE = 30
"""So many requests wait."""
PATIENCE = 120.0
"""Seconds that a request waits."""
P = ParamSpec("P")
T = TypeVar("T")


class Busy(Exception):
    """Too many are there already; the message is a sentence for the user."""

    def __init__(self) -> None:
        super().__init__("现在要做的文件太多，请过一会儿再试。")


class Turns:
    """Turns at heavy work, and the line before them. Safe to use from threads and from the event loop."""

    def __init__(self, at_once: int = AT_ONCE, line: int = LINE, patience: float = PATIENCE) -> None:
        self._free, self._longest, self._patience = at_once, line, patience
        self._line: deque[Future[None]] = deque()
        self._lock = Lock()

    async def do(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work returns, done in a thread; a request holds none while it waits. Raises Busy."""
        turn = self._ask(self._longest)
        try:
            await asyncio.wait_for(asyncio.wrap_future(turn), self._patience)
        except BaseException as error:
            self._give_up(turn)
            if isinstance(error, TimeoutError):
                raise Busy from error
            raise
        return await run_in_threadpool(lambda: self._in_turn(work, *args, **kwargs))

    def do_here(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What the work returns, done in this thread, which waits as long as it takes."""
        self._ask(None).result()
        return self._in_turn(work, *args, **kwargs)

    def _in_turn(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        finally:
            give_back()
            self._pass_on()

    def _ask(self, longest: int | None) -> "Future[None]":
        """A turn, or the promise of one."""
        turn: Future[None] = Future()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set_result(None)
            elif longest is None or len(self._line) < longest:
                self._line.append(turn)
            else:
                raise Busy
        return turn

    def _give_up(self, turn: "Future[None]") -> None:
        if not turn.cancel():  # it came after all
            self._pass_on()
            return
        with self._lock:
            if turn in self._line:
                self._line.remove(turn)

    def _pass_on(self) -> None:
        """The turn goes to who waits longest."""
        with self._lock:
            while self._line:
                turn = self._line.popleft()
                if turn.set_running_or_notify_cancel():
                    turn.set_result(None)
                    return
            self._free += 1


TURNS = Turns()
"""This process's."""
