"""A handler is a plain function: of the shop, of what was sent as a model, and of the parts of the address by name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar, overload

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from rolesmith.store.store import LOCAL_SHOP
from server.guard import CUT_OFF, TurnedAway, body, make_sure_is_ours
from server.heavy import TURNS

GONE = "这个岗位已经被删掉。"


class Query(BaseModel):
    """What an address asks behind its question mark. What is not asked for here is passed over."""

    model_config = ConfigDict(frozen=True)


class Body(BaseModel):
    """What one of our pages sends as JSON: this, and nothing beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    CUT_OFF: ClassVar[str] = CUT_OFF
    """What is said where it has not come whole, or has another form."""


@dataclass(frozen=True)
class Wrong:
    """What is said where a field is wrong; stands beside its type."""

    sentence: str


Sent = TypeVar("Sent", bound=Query | Body)
Parts = ParamSpec("Parts")
Endpoint = Callable[[Request], Awaitable[Response]]


@overload
def handler(*, heavy: bool = ...) -> Callable[[Callable[Concatenate[str, Parts], Response]], Endpoint]: ...
@overload
def handler(
    model: type[Sent], *, heavy: bool = ...
) -> Callable[[Callable[Concatenate[str, Sent, Parts], Response]], Endpoint]: ...
def handler(model: Any = None, *, heavy: bool = False) -> Callable[[Any], Endpoint]:
    """Has a function answer requests, in a thread of its own; one that is heavy waits for its turn.

    It may raise whatever failure.py answers, TurnedAway above all. A request to write has to be from our own page.
    """

    def of(handle: Callable[..., Response]) -> Endpoint:
        async def answer(request: Request) -> Response:
            if request.method == "POST":
                make_sure_is_ours(request)
            received = await _received(model, request)

            def work() -> Response:
                sent = [_read(model, received)] if model else []
                return handle(shop_of(request), *sent, **request.path_params)

            return await (TURNS.do if heavy else run_in_threadpool)(work)

        return answer

    return of


def shop_of(_request: Request) -> str:
    """Which shop a request is about: the only one of this server, whoever asks."""
    return LOCAL_SHOP


async def _received(model: type[Query] | type[Body] | None, request: Request) -> Any:
    """What was sent, of whatever form."""
    if model is None:
        return None
    return dict(request.query_params) if issubclass(model, Query) else await body(request)


def _read(model: type[Query] | type[Body], received: object) -> Query | Body:
    """It as the model. Raises TurnedAway where a body has another form."""
    try:
        return model.model_validate(received)
    except ValidationError as error:
        if issubclass(model, Query):
            raise
        fields = {each["loc"][0] for each in error.errors(include_url=False, include_input=False) if each["loc"]}
        for name, field in model.model_fields.items():
            for note in field.metadata:
                if name in fields and isinstance(note, Wrong):
                    raise TurnedAway(422, note.sentence) from None
        raise TurnedAway(413, model.CUT_OFF) from None
