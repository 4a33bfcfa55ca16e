"""Memo: a function of a part of a role, or of a library, runs once for each part that has not changed."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def memo(make: Callable[Concatenate[Thing, Rest], Result]) -> Callable[Concatenate[Thing, Rest], Result]:
    """Keep the last result for each first argument, until that is collected or the other arguments differ.

    The first argument must be immutable, and is known by identity: comparing two trees takes as long as the work that
    is saved. An edit makes new nodes only from its target up to the root, so one section of a role is computed again.
    The result must not refer to the first argument, or neither is ever collected.
    """
    kept: dict[int, tuple[ref[Thing], object, Result]] = {}

    @wraps(make)
    def remembered(thing: Thing, /, *rest: Rest.args, **named: Rest.kwargs) -> Result:
        key = id(thing)
        found = kept.get(key)
        if found and found[0]() is thing and found[1] == (rest, named):
            return found[2]
        result = make(thing, *rest, **named)
        kept[key] = ref(thing, lambda _: kept.pop(key, None)), (rest, named), result
        return result

    return remembered
