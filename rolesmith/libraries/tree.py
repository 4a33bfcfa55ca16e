"""A library as a tree like a role's, so that a shop edits it as it edits a role, with undo.

    Library → Section → About (fields) and Topics (groups) → a group a topic → a line an item

An item's fields besides text and topic are the `values` of its line. The ids of nodes that are no items begin with
a capital letter, which no item's id does.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, get_args

from rolesmith.libraries.word_lists import join_words, split_words
from rolesmith.presets.library import Item, Kind, Level, Library
from rolesmith.role.edit import Refused
from rolesmith.role.memo import memo
from rolesmith.role.tree import CHILD_LIMIT, Node, Role, new_id

SECTION = "Section"

ABOUT = {
    "title": "库名",
    "author": "作者",
    "version": "版本",
    "licence": "许可",
    "checked": "最后核对日期",
    "note": "说明",
    "changes": "更新记录",
}
"""The fields of a library itself, with their titles."""
LONG = ("note", "changes")
HINTS = {
    "title": "别的店主看到的名字",
    "author": "谁写的，可以写店名",
    "version": "发给别人之前加一，对方才知道有更新",
    "licence": "别人拿到以后可以怎么用",
    "checked": "最近一次逐条核对的日子，例如 2026-11-23",
    "note": "给谁用、收了什么；写在预设库的卡片上",
    "changes": "一行一版，写改了什么",
}
EXAMPLES = {"licence": ("随便用、随便改", "随便用，写明是谁写的", "只在本店用")}
LISTS = ("platforms", "clause", "kpis", "aliases", "tags")
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "level": get_args(Level),
    "better": get_args(Item.model_fields["better"].annotation),
    "basis": get_args(Item.model_fields["basis"].annotation),
}
WORD_LIMIT = 100
DETAILS = tuple(name for name in Item.model_fields if name not in ("id", "text", "standard", "topic"))
"""The fields of an item that are values of its line."""


def key_of(library_id: str) -> str:
    """The id under which a library lies among the roles."""
    return f"library-{hashlib.sha256(library_id.encode()).hexdigest()[:16]}"


def tree_of(library: Library, received: Library | None = None) -> Role:
    """The library as a role, which the editor can edit. `received` is what its author sent."""
    fields = tuple(
        Node(
            id=f"About.{name}", kind="field", title=title, text=_about(library, name), long=name in LONG,
            required=name == "title", meaning="name" if name == "title" else "", hint=HINTS.get(name, ""),
            examples=EXAMPLES.get(name, ()),
        )
        for name, title in ABOUT.items()
    )  # fmt: skip
    about = Node(id="About", kind="fields", children=fields)
    groups = tuple(_groups(library)) or (Node(id="Topic1", kind="group"),)  # one is there to be written in
    topics = Node(id="Topics", kind="groups", children=groups)
    section = Node(id=SECTION, kind="section", title=library.title, numbered=False, children=(about, topics))
    body = received.model_dump_json(by_alias=True, exclude_defaults=True) if received else ""
    root = Node(id="Library", kind="role", children=(section,))
    return Role(library=library.library, received=body, tree=root)


def _about(library: Library, name: str) -> str:
    value = getattr(library, name)
    return value if isinstance(value, str) else "\n".join(value)


def _groups(library: Library) -> Iterator[Node]:
    """A group for neighbours with one topic; a topic with more items than a group holds goes on in the next."""
    at = 0
    for topic, items in groupby(library.items, key=lambda item: item.topic):
        lines = [_line(item) for item in items]
        for start in range(0, len(lines), CHILD_LIMIT):
            at += 1
            yield Node(id=f"Topic{at}", kind="group", title=topic, children=tuple(lines[start : start + CHILD_LIMIT]))


def with_items(role: Role, items: Iterable[Item]) -> Role:
    """The tree with more items at its end; all other nodes stay as they are.

    Raises ValidationError where the tree is full, Refused where the node for its topics is gone.
    """
    topics = role.tree.find("Topics")
    if topics is None:
        raise Refused("这个库里放条目的地方被删掉了，没有存入；请先恢复它以前的一版。")
    groups = [group for group in topics.children if group.children or group.title]
    for topic, more in groupby(items, key=lambda item: item.topic):
        lines = [_line(item) for item in more]
        if groups and groups[-1].title == topic:
            room = CHILD_LIMIT - len(groups[-1].children)
            groups[-1] = groups[-1].with_(children=(*groups[-1].children, *lines[:room]))
            lines = lines[room:]
        for start in range(0, len(lines), CHILD_LIMIT):
            children = tuple(lines[start : start + CHILD_LIMIT])
            groups.append(Node(id=new_id(), kind="group", title=topic, children=children))
    return role.replace(_with_topics(role.tree, tuple(groups)))


def _with_topics(node: Node, groups: tuple[Node, ...]) -> Node:
    children = groups if node.id == "Topics" else tuple(_with_topics(child, groups) for child in node.children)
    return node.with_(children=children)


def _line(item: Item) -> Node:
    values = {name: _as_text(getattr(item, name)) for name in DETAILS}
    filled = {name: text for name, text in values.items() if text}
    return Node(id=item.id, kind="line", text=item.text, standard=item.standard, values=filled)


def _as_text(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else join_words(value)


@memo
def library_of(role: Role) -> Library:
    """The library that a tree holds. Lines without a text are no items; values that no item can have are left out.

    Raises ValidationError where it holds more than a library can.
    """
    about: dict[str, Any] = {name: _field(role.tree, name) for name in ABOUT}
    about["title"] = about["title"] or "未命名的库"
    for name in ABOUT:
        if name not in LONG:
            about[name] = " ".join(about[name].split())[:WORD_LIMIT]
    about["changes"] = tuple(filter(None, map(str.strip, about["changes"].split("\n"))))[:200]
    base = received_in(role)
    items = tuple(_items(role.tree))
    return Library(library=role.library, order=base.order if base else 100, **about, items=items)


def received_in(role: Role) -> Library | None:
    """The library as its author last sent it; None for a shop's own library."""
    return Library.model_validate_json(role.received) if role.received else None


def _field(tree: Node, name: str) -> str:
    node = tree.find(f"About.{name}")
    return node.text.strip() if node else ""


def _items(tree: Node) -> Iterator[Item]:
    topics = tree.find("Topics")
    for group in topics.children if topics else ():
        yield from _items_of(group)


@memo
def _items_of(group: Node) -> tuple[Item, ...]:
    return tuple(_item(line, group.title) for line in group.children if line.text.strip())


@memo
def _item(line: Node, topic: str) -> Item:
    given: dict[str, Any] = {name: line.values[name] for name in DETAILS if line.values.get(name, "").strip()}
    for name, choices in CHOICES.items():
        if given.get(name, "") not in choices:
            given.pop(name, None)
    for name in given.keys() & set(LISTS):
        given[name] = tuple(word[:WORD_LIMIT] for word in split_words(given[name]))
    for name in given.keys() & {"frequency", "output", "unit", "source"}:
        given[name] = given[name].strip()[:WORD_LIMIT]
    if not re.fullmatch("[a-z0-9_]{1,60}", given.get("area", "")):
        given.pop("area", None)
    return Item(id=item_id(line.id), topic=topic, text=line.text, standard=line.standard, **given)


def item_id(node_id: str) -> str:
    """A line's id as an item's id; most can stay as they are."""
    if re.fullmatch(r"[a-z0-9][a-z0-9_]*(\.[a-z0-9_]+)?", node_id) and len(node_id) <= 80:
        return node_id
    return "n" + hashlib.sha256(node_id.encode()).hexdigest()[:12]
