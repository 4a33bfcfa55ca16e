"""Modules of handlers that are imported when one of them is first asked: a server that starts need not wait."""

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from server.guard import browses

if TYPE_CHECKING:
    from routes.handler import Endpoint


class LazyModule:
    """Stands for such a module; what one of its handlers raises is answered by failure.py."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._module: ModuleType | None = None

    def __getattr__(self, handler: str) -> "Endpoint":
        async def answer(request: Request) -> Response:
            try:
                self._module = self._module or await run_in_threadpool(import_module, f"routes.{self._name}")
                response: Response = await getattr(self._module, handler)(request)
            except Exception as error:
                from routes import failure

                response = failure.answer(error, browses=browses(request.scope))
            return response

        return answer
