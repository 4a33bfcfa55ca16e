"""Edit: one change to a role as data, aimed at a stable id; `apply` is pure."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rolesmith.role.blanks import names
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT, clean, digest
from rolesmith.role.tree import CHILD_LIMIT, HOLDS, ID, TREE_LIMIT, Node, Role

CHANGEABLE = {
    "title": TITLE_LIMIT,
    "text": TEXT_LIMIT,
    "standard": TEXT_LIMIT,
    "hint": TEXT_LIMIT,
    "mark": TITLE_LIMIT,
    "on": bool,
    "required": bool,
    "target": int,
}
"""What `set` may change: texts with their limits, switches and numbers."""
TEXTS = ("title", "text", "standard")
"""What is written in a node, in the order in which it is read."""


class Edit(BaseModel):
    """One change. Whoever makes it gives it its `id`; an id that comes again changes nothing.

    | op     | target     | does                                                                          |
    |--------|------------|-------------------------------------------------------------------------------|
    | set    | node       | its attribute `name` becomes `value`                                          |
    | fill   | node, root | its blank `name` gets the text `value`; an empty one is open again            |
    | add    | parent     | the nodes in `value` are put in behind the child `after` (first without it)   |
    | move   | node       | it goes into `parent`, behind its child `after`                               |
    | remove | node       | it is gone with all below it                                                  |
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")
    op: Literal["set", "fill", "add", "move", "remove"]
    target: str = Field(pattern=ID)
    name: str = Field("", max_length=TITLE_LIMIT)
    value: Any = None
    parent: str = ""
    after: str = ""
    base: str = ""
    """Digest of the text that a `set` or `fill` was based on, or of all that was written below what a `remove` takes
    away; empty to overwrite or take away whatever is there."""


class Refused(Exception):
    """The edit cannot be applied; the message is a sentence for the user. `kept` is the user's own text."""

    def __init__(self, message: str, kept: str = "") -> None:
        super().__init__(message)
        self.kept = kept


class Conflict(Refused):
    """The text has changed since the edit was begun; `theirs` is the text as it is now."""

    def __init__(self, theirs: str, kept: str) -> None:
        super().__init__("这一处在别的窗口里也改过，请选一份留下。", kept)
        self.theirs = theirs


class Gone(Refused):
    """What the edit is aimed at has been deleted."""


def apply(role: Role, edit: Edit) -> Role:
    """The role after an edit. Raises Refused, Conflict or Gone; then nothing has changed."""
    tree = _with_cell(role.tree, edit.target)
    target = tree.find(edit.target)
    if target is None:
        text = own_text(edit)
        raise Gone(f"这一处已经被删掉{'，您写的留在下面，可以复制后放到别处' if text else ''}。", text)
    try:
        return role.replace(OPERATIONS[edit.op](tree, target, edit))
    except ValidationError as error:
        raise Refused("这次修改的内容不完整，没有保存，请刷新页面后再试。", own_text(edit)) from error


def own_text(edit: Edit) -> str:
    """The user's own text in an edit."""
    if isinstance(edit.value, str):
        return clean(edit.value)
    return "\n".join(map(clean, _texts(edit.value))) if isinstance(edit.value, list) else ""


def _texts(nodes: list[Any]) -> Iterator[str]:
    """The texts in nodes as a client sent them, and in all nodes below them, however deep."""
    waiting = nodes[::-1]
    while waiting:
        node = waiting.pop()
        if not isinstance(node, dict):
            continue
        values, children = node.get("values"), node.get("children")
        filled = [f"{name}：{value}" for name, value in values.items()] if isinstance(values, dict) else []
        yield from (text for text in (*map(node.get, TEXTS), *filled) if isinstance(text, str) and text)
        waiting += children[::-1] if isinstance(children, list) else []


def swap(tree: Node, old_id: str, new: Node | None) -> Node:
    """The tree with one node replaced, or without it where `new` is None; all else is shared, not copied."""
    if tree.id == old_id and new is not None:
        return new
    for at, child in enumerate(tree.children):
        if child.id == old_id:
            middle = () if new is None else (new,)
        elif (changed := swap(child, old_id, new)) is not child:
            middle = (changed,)
        else:
            continue
        return tree.model_copy(update={"children": tree.children[:at] + middle + tree.children[at + 1 :]})
    return tree


def _with_cell(tree: Node, cell_id: str) -> Node:
    """The tree with a cell of this id; a table keeps no empty cells, so it may have to be made first."""
    row_id, _, column_id = cell_id.partition(":")
    if not column_id or tree.find(cell_id):
        return tree
    for table in tree.walk():
        row = next((row for row in table.of("row") if row.id == row_id), None)
        if row and any(column.id == column_id for column in table.of("column")):
            cell = Node(id=cell_id, kind="cell")
            return swap(tree, row.id, row.model_copy(update={"children": (*row.children, cell)}))
    return tree


def _text(edit: Edit, limit: int) -> str:
    value = clean(edit.value) if isinstance(edit.value, str) else None
    if value is None:
        raise Refused("这里要填文字。")
    if len(value) > limit:
        over = len(value) - limit
        raise Refused(f"超出 {over} 字（上限 {limit} 字），先保留上次保存的内容。", value)
    return value


def _check_base(edit: Edit, now: str, new: str) -> None:
    if edit.base and edit.base != digest(now) and new != now:
        raise Conflict(now, new)


def _set(tree: Node, target: Node, edit: Edit) -> Node:
    rule = CHANGEABLE.get(edit.name)
    if rule is None:
        raise Refused("这一处不能改。")
    value: Any
    if isinstance(rule, int):
        value = _text(edit, rule)
        _check_base(edit, getattr(target, edit.name), value)
    elif type(edit.value) is not rule:
        raise Refused("这一处的值不对。")
    else:
        value = edit.value
    return swap(tree, target.id, target.with_(**{edit.name: value}))


def _fill(tree: Node, target: Node, edit: Edit) -> Node:
    value = _text(edit, TEXT_LIMIT)
    if names(f"{{{edit.name}}}") != [edit.name]:
        raise Refused("没有这样的填空。", value)
    _check_base(edit, target.values.get(edit.name, ""), value)
    values = {name: text for name, text in target.values.items() if name != edit.name}
    return swap(tree, target.id, target.with_(values={**values, edit.name: value} if value else values))


def _add(tree: Node, target: Node, edit: Edit) -> Node:
    if not isinstance(edit.value, list) or not edit.value:
        raise Refused("没有要添加的内容。")
    if len(edit.value) > CHILD_LIMIT:
        raise Refused(f"这里最多放 {CHILD_LIMIT} 条，这次要加 {len(edit.value)} 条，没有加入。", own_text(edit))
    for node in edit.value:
        for text in map(node.get, ("text", "standard")) if isinstance(node, dict) else ():
            if isinstance(text, str) and len(text) > TEXT_LIMIT:
                over = len(text) - TEXT_LIMIT
                raise Refused(f"有一条超出 {over} 字（上限 {TEXT_LIMIT} 字），没有加入。", own_text(edit))
    return _put(tree, target, [Node.model_validate(node) for node in edit.value], edit.after)


def _put(tree: Node, parent: Node, nodes: list[Node], after: str) -> Node:
    if any(node.kind not in HOLDS.get(parent.kind, ()) for node in nodes):
        raise Refused("这里放不下这种内容。")
    existing = {node.id for node in tree.walk()}
    added = [node.id for new in nodes for node in new.walk()]
    if existing & set(added) or len(added) != len(set(added)):
        raise Refused("这些内容已经加过了。")
    kept = "\n".join(text for node in nodes for text in (node.text, node.standard) if text)
    if len(parent.children) + len(nodes) > CHILD_LIMIT:
        raise Refused(f"这里最多放 {CHILD_LIMIT} 条，请先删掉一些。", kept)
    if len(existing) + len(added) > TREE_LIMIT:
        raise Refused(f"整个岗位最多放 {TREE_LIMIT} 处内容，请先删掉一些。", kept)
    at = next((i + 1 for i, child in enumerate(parent.children) if child.id == after), 0)
    if after and not at:
        at = len(parent.children)  # the neighbour is gone: the nodes go last
    children = (*parent.children[:at], *nodes, *parent.children[at:])
    return swap(tree, parent.id, parent.model_copy(update={"children": children}))


def _move(tree: Node, target: Node, edit: Edit) -> Node:
    if target.find(edit.parent):
        raise Refused("不能移到自己里面。")
    if edit.after == target.id:
        return tree  # it already stands there
    rest = swap(tree, target.id, None)
    parent = rest.find(edit.parent)
    if parent is None:
        raise Gone("要移去的地方已经被删掉。")
    return _put(rest, parent, [target], edit.after)


def _remove(tree: Node, target: Node, edit: Edit) -> Node:
    if target is tree:
        raise Refused("整个岗位请在「我的岗位」里删除。")
    if edit.base and edit.base != digest("\n".join(_below(target))):
        raise Refused("别的窗口里刚在这里写了内容，留着没动。")
    return swap(tree, target.id, None)


def _below(target: Node) -> Iterator[str]:
    """All that is written below a node."""
    for child in target.children:
        yield from (text for node in child.walk() for text in (node.text, node.standard) if text)


OPERATIONS = {"set": _set, "fill": _fill, "add": _add, "move": _move, "remove": _remove}
