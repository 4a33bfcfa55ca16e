"""Our own addresses beside Streamlit's: edits in, documents and libraries out."""

from collections.abc import Awaitable, Callable
from functools import cache
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from server.heavy import TURNS


def _of(target: str, *, heavy: bool = False) -> Callable[[Request], Awaitable[Response]]:
    """The handler at `module.function` here, imported when first asked for: a server that starts need not wait.

    One that is heavy waits for its turn. What it raises is answered by failure.py.
    """
    module, _, name = target.partition(".")

    @cache
    def found() -> Callable[[Request], Any]:
        handler: Callable[[Request], Any] = getattr(import_module(f"routes.{module}"), name)
        return handler

    async def handle(request: Request) -> Response:
        handler = await run_in_threadpool(found)
        response: Response
        try:
            if iscoroutinefunction(handler):
                response = await handler(request)
            else:
                response = await (TURNS.do if heavy else run_in_threadpool)(handler, request)
        except Exception as error:
            response = import_module("routes.failure").answer(error)
        return response

    return handle


ROUTES: list[BaseRoute] = [
    Route("/roles", _of("documents.open_file"), methods=["POST"]),
    Route("/roles/{role}/edits", _of("edits.post_edits"), methods=["POST"]),
    Route("/roles/{role}/publish", _of("edits.publish"), methods=["POST"]),
    Route("/roles/{role}/versions", _of("versions.name_version"), methods=["POST"]),
    Route("/roles/{role}/restore", _of("versions.restore_version"), methods=["POST"]),
    Route("/roles/{role}/replace", _of("versions.replace_role"), methods=["POST"]),
    Route("/roles/{role}/differences", _of("read_back.differences"), methods=["POST"]),
    Route("/roles/{role}/brought", _of("read_back.take"), methods=["POST"]),
    Route("/roles/{role}/changes", _of("versions.changes")),
    Route("/roles/{role}/papers/{paper}", _of("papers.make"), methods=["POST"]),
    Route("/roles/{role}/export.{ending}", _of("documents.export", heavy=True)),
    Route("/intake", _of("intake.read_in"), methods=["POST"]),
    Route("/intake/role", _of("intake.take_in"), methods=["POST"]),
    Route("/workbooks", _of("workbooks.begin"), methods=["POST"]),
    Route("/workbooks/{job}", _of("workbooks.progress")),
    Route("/workbooks/{job}/cancel", _of("workbooks.cancel"), methods=["POST"]),
    Route("/workbooks/{job}/file", _of("workbooks.take")),
    Route("/form.xlsx", _of("documents.form", heavy=True)),
    Route("/look", _of("documents.choose_look"), methods=["POST"]),
    Route("/roles/{role}/advice", _of("advice.of_role")),
    Route("/advice", _of("advice.switch"), methods=["POST"]),
    Route("/roles/{role}/text", _of("documents.plain_text")),
    Route("/blanks.json", _of("blanks.known_blanks")),
    Route("/items", _of("libraries_out.search_items")),
    Route("/libraries", _of("libraries_in.begin"), methods=["POST"]),
    Route("/libraries/preview", _of("libraries_in.preview"), methods=["POST"]),
    Route("/libraries/take", _of("libraries_in.take_in"), methods=["POST"]),
    Route("/libraries/{library}/copy", _of("libraries_in.copy"), methods=["POST"]),
    Route("/libraries/{library}/items", _of("libraries_in.add_items"), methods=["POST"]),
    Route("/libraries/{library}/away", _of("libraries_in.put_away"), methods=["POST"]),
    Route("/libraries/{library}/code", _of("libraries_out.library_code")),
    Route("/libraries/{library}.{ending}", _of("libraries_out.library_file", heavy=True)),
    Route("/devices", _of("devices.show")),
    Route("/devices/{device}/out", _of("devices.put_out"), methods=["POST"]),
    Route("/shop/logo.png", _of("logo.show")),
    Route("/shop/logo", _of("logo.bring"), methods=["POST"]),
    Route("/backup.zip", _of("backup.take_backup"), methods=["POST"]),
    Route("/backup/taken", _of("backup.taken"), methods=["POST"]),
    Route("/backup", _of("backup.bring_backup"), methods=["POST"]),
    Route("/backup/restore", _of("backup.restore_backup"), methods=["POST"]),
]
