"""Record: what a row of the table of roles is, and what may lie in it: held against it before it is committed."""

from collections.abc import Mapping
from typing import Literal, get_args

from pydantic import ValidationError

from rolesmith.libraries.tree import key_of, library_of
from rolesmith.presets.library import ITEM_LIMIT
from rolesmith.role.edit import Refused
from rolesmith.role.text import TEXT_LIMIT
from rolesmith.role.tree import CHILD_LIMIT, TREE_LIMIT, Node, Role, check_tree
from rolesmith.team import people
from rolesmith.team.people import NO_PEOPLE, PEOPLE, is_of_people

Kind = Literal["position", "facts", "people", "library", "paper"]
"""What a row is: a position description, its shop's facts or people, a library, or a paper made of a position."""
KINDS = get_args(Kind)
FACTS = "facts"
"""The id under which a shop's own facts lie: a role without sections whose values fill every role."""
NO_FACTS = Role(tree=Node(id="role", kind="role"))
OWN: Mapping[str, tuple[Kind, Role]] = {FACTS: ("facts", NO_FACTS), PEOPLE: ("people", NO_PEOPLE)}
"""What each shop has once, by the ids under which they lie: their kinds, and each while nobody has written in it."""
ID_LIMIT = 40
"""Characters of an id that a record lies under; a paper's has its role's within."""
NO_ROOM = (
    f"放不下（整份最多 {TREE_LIMIT} 处内容，一处最多 {CHILD_LIMIT} 条、{TEXT_LIMIT} 字），没有改动，请先删短一些。"
)
OTHER_KIND = "这个文件是预设库或另一种文件的，不是这一份的；没有改动。"
TOO_MANY = f"一个预设库最多 {ITEM_LIMIT} 条，没有存进去，请先删掉一些，或另建一个库。"
NO_LIBRARY = "这样改，这个预设库就读不出来了，没有存进去；请写短一些再试。"


def is_whole(role_id: str, kind: str, parent: str) -> bool:
    """Whether what a row says of itself holds together."""
    fits = kind == "paper" or (not parent and len(role_id) <= ID_LIMIT)
    own = {role_id, kind} & set(OWN)
    return fits and kind in KINDS and (not own or kind == role_id)


def whole(kind: str, role: Role) -> Role:
    """The role with what one of its kind has since it was written."""
    return people.whole(role) if kind == "people" else role


def check(kind: str, role_id: str, role: Role, before: Role | None = None) -> None:
    """Raises Refused where the role cannot lie in a row of this kind and id, in the place of what lay there before.

    What was at fault already may be mended, at once or step by step: then its tree alone has to hold.
    """
    try:
        check_tree(role.tree)
    except ValueError as error:
        raise Refused(NO_ROOM) from error
    why = fault(kind, role_id, role)
    alike = before is None or (role.library, role.paper) == (before.library, before.paper)
    mending = before is not None and bool(fault(kind, role_id, before))
    if why and not (mending and alike):
        raise Refused(why)
    if not alike and not mending:
        raise Refused(OTHER_KIND)


def fault(kind: str, role_id: str, role: Role) -> str:
    """Why what a row of this kind promises cannot be made of the role, as a sentence; empty where it can."""
    match kind:
        case "library":
            return _library_fault(role) if role.library and key_of(role.library) == role_id else OTHER_KIND
        case "paper":
            fits = bool(role.paper) and not role.library
        case "facts":
            fits = not role.paper and not role.library and not role.tree.children
        case "people":
            fits = not role.paper and not role.library and is_of_people(role.tree)
        case _:
            fits = not role.paper and not role.library
    return "" if fits else OTHER_KIND


def _library_fault(role: Role) -> str:
    try:
        library_of(role)
    except ValidationError as error:
        return TOO_MANY if error.errors()[0]["loc"] == ("items",) else NO_LIBRARY
    return ""
