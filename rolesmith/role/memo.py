"""Memo: what is made of a part of a role, or of a library, is made once, as long as that stays as it is."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from weakref import ref

Thing = TypeVar("Thing")
Rest = ParamSpec("Rest")
Made = TypeVar("Made")


def memo(make: Callable[Concatenate[Thing, Rest], Made]) -> Callable[Concatenate[Thing, Rest], Made]:
    """Remember what was made of a thing last, until the thing goes or the rest of what is given is no longer equal.

    The thing must never change; it counts as itself, since to see that it equals another takes as long as to make it
    anew. An edit leaves all of a tree but the way to its node as it was, so of a role one section is new. What is made
    must not hold the thing.
    """
    kept: dict[int, tuple[ref[Thing], object, Made]] = {}

    @wraps(make)
    def remembered(thing: Thing, /, *rest: Rest.args, **named: Rest.kwargs) -> Made:
        key = id(thing)
        found = kept.get(key)
        if found and found[0]() is thing and found[1] == (rest, named):
            return found[2]
        made = make(thing, *rest, **named)
        kept[key] = ref(thing, lambda _: kept.pop(key, None)), (rest, named), made
        return made

    return remembered
