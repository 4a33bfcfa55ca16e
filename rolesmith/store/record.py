"""Record: what may lie in the table of roles. Whatever is written there is held against it before it is committed."""

from pydantic import ValidationError

from rolesmith.libraries.tree import KEY, key_of, library_of
from rolesmith.presets import paper
from rolesmith.presets.library import ITEM_LIMIT
from rolesmith.role.edit import Refused
from rolesmith.role.text import TEXT_LIMIT
from rolesmith.role.tree import CHILD_LIMIT, TREE_LIMIT, Role, check_tree

FACTS = "facts"
"""The reserved id under which a shop's own facts lie: a role without sections whose values fill every role."""
NO_ROOM = (
    f"放不下（整份最多 {TREE_LIMIT} 处内容，一处最多 {CHILD_LIMIT} 条、{TEXT_LIMIT} 字），没有改动，请先删短一些。"
)
OTHER_KIND = "这个文件是预设库或另一种文件的，不是这一份的；没有改动。"
TOO_MANY = f"一个预设库最多 {ITEM_LIMIT} 条，没有存进去，请先删掉一些，或另建一个库。"
NO_LIBRARY = "这样改，这个预设库就读不出来了，没有存进去；请写短一些再试。"


def check(role_id: str, role: Role, before: Role | None = None) -> None:
    """Raises Refused where the role cannot lie under this id, in the place of what lay there before.

    What was at fault already may be mended, at once or step by step: then its tree alone has to hold.
    """
    try:
        check_tree(role.tree)
    except ValueError as error:
        raise Refused(NO_ROOM) from error
    why = fault(role_id, role)
    alike = before is None or (role.library, role.paper) == (before.library, before.paper)
    mending = before is not None and bool(fault(role_id, before))
    if why and not (mending and alike):
        raise Refused(why)
    if not alike and not mending:
        raise Refused(OTHER_KIND)


def fault(role_id: str, role: Role) -> str:
    """Why what this id promises cannot be made of the role, as a sentence; empty where it can."""
    if role_id.startswith(KEY):
        return _library_fault(role) if role.library and key_of(role.library) == role_id else OTHER_KIND
    if role_id.startswith(paper.KEY):
        fits = bool(role.paper) and not role.library
    else:
        fits = not role.paper and not role.library and not (role_id == FACTS and role.tree.children)
    return "" if fits else OTHER_KIND


def _library_fault(role: Role) -> str:
    try:
        library_of(role)
    except ValidationError as error:
        return TOO_MANY if error.errors()[0]["loc"] == ("items",) else NO_LIBRARY
    return ""
