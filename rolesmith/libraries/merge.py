"""A library in three ways: what an author changed since the version that an owner took, against the owner's own edits.

Fields are compared whole. What only the author changed is taken where it is ticked, what only the owner changed is
kept, and what both changed otherwise is a conflict, in which the author's word is taken where it is ticked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from rolesmith.libraries.columns import FIELD_NAMES, KINDS
from rolesmith.libraries.words import joined
from rolesmith.presets.library import ITEM_LIMIT, Item, Library

Fate = Literal["新增", "变更", "冲突", "不变", "移除"]
HEAD = "库信息"
"""The id of the difference in the library's own fields; no item can have it."""
ITEM_FIELDS = tuple(name for name in Item.model_fields if name != "id")
HEAD_FIELDS = tuple(name for name in Library.model_fields if name not in ("schema_", "library", "items"))


@dataclass(frozen=True)
class Change:
    """A field that taking would change, and what it says on both sides. `clash`: I changed it too."""

    field: str
    mine: str
    theirs: str
    clash: bool = False

    @property
    def name(self) -> str:
        """What an owner calls the field."""
        return FIELD_NAMES[self.field]


@dataclass(frozen=True)
class Difference:
    """What would become of an item, or of the library's own fields (id HEAD, no items), if it were ticked.

    移除: they have it no longer; `changes` are my own edits of it, with what it was before in `theirs`. 冲突 without
    `mine`: I deleted what they changed. 不变 without `theirs`: my own; without `mine`: I deleted it and they left it
    as it was.
    """

    id: str
    fate: Fate
    mine: Item | None = None
    theirs: Item | None = None
    changes: tuple[Change, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The Chinese names of the fields that taking would change."""
        return tuple(change.name for change in self.changes)

    @property
    def clashes(self) -> tuple[Change, ...]:
        """The fields that both changed, with both values."""
        return tuple(change for change in self.changes if change.clash)


def compare(mine: Library | None, theirs: Library, base: Library | None) -> tuple[Difference, ...]:
    """The library's own fields, then theirs in their order, then what only I have.

    `base` is the version of theirs that mine was taken from; without it whatever differs is a conflict, and what only
    I have is taken for my own.
    """
    here, there, before = _by_id(mine), _by_id(theirs), _by_id(base)
    found = [_head(mine, theirs, base)]
    found.extend(_fate(item_id, here.get(item_id), item, before.get(item_id)) for item_id, item in there.items())
    for item_id, item in here.items():
        if item_id not in there:
            old = before.get(item_id)
            changes = tuple(_changes(item, old, item, ITEM_FIELDS)) if old else ()
            found.append(Difference(item_id, "移除" if old else "不变", item, None, changes))
    return tuple(found)


def merge(mine: Library | None, theirs: Library, base: Library | None, taken: Collection[str]) -> Library:
    """Mine with what is ticked, by the ids of the differences; nothing else changes.

    My order stays; a new item goes behind the one that it follows in theirs. The library's own fields are merged
    like an item's where HEAD is ticked; its id stays mine. Where I have none, the library is theirs with the ticked
    items. Raises ValueError where it would hold too many items.
    """
    differences = compare(mine, theirs, base)
    ticked = {each.id: each for each in differences if each.id in taken}
    items = _placed(mine.items if mine else (), theirs.items, ticked)
    if len(items) > ITEM_LIMIT:
        raise ValueError(f"合起来有 {len(items)} 条，一个预设库最多 {ITEM_LIMIT} 条")
    if mine is None:
        return theirs.model_copy(update={"items": items})
    head = _taken(theirs, ticked[HEAD].changes) if HEAD in ticked else {}
    return mine.model_copy(update={**head, "items": items})


def _by_id(library: Library | None) -> dict[str, Item]:
    return {item.id: item for item in library.items} if library else {}


def _head(mine: Library | None, theirs: Library, base: Library | None) -> Difference:
    if mine is None:
        return Difference(HEAD, "新增")
    changes = tuple(_changes(mine, theirs, base, HEAD_FIELDS))
    return Difference(HEAD, _of(changes), changes=changes)


def _fate(item_id: str, mine: Item | None, theirs: Item, base: Item | None) -> Difference:
    """Of an item that they have."""
    if mine is None:
        fate: Fate = "新增" if base is None else "不变" if base == theirs else "冲突"
        changes = tuple(_changes(base, theirs, base, ITEM_FIELDS)) if base else ()
        return Difference(item_id, fate, None, theirs, changes)
    changes = tuple(_changes(mine, theirs, base, ITEM_FIELDS))
    return Difference(item_id, _of(changes), mine, theirs, changes)


def _of(changes: Sequence[Change]) -> Fate:
    return "冲突" if any(change.clash for change in changes) else "变更" if changes else "不变"


def _changes(mine: BaseModel, theirs: BaseModel, base: BaseModel | None, names: Sequence[str]) -> Iterator[Change]:
    """The fields that taking theirs changes."""
    for name in names:
        here, there = getattr(mine, name), getattr(theirs, name)
        before = getattr(base, name) if base else None
        if here != there and (base is None or there != before):
            yield Change(name, _said(name, here), _said(name, there), base is None or here != before)


def _said(name: str, value: Any) -> str:
    """A field's value as an owner reads it."""
    if name == "kind":
        return KINDS[value]
    if name == "changes":
        return "\n".join(value)
    return joined(value) if isinstance(value, tuple) else str(value)


def _taken(theirs: BaseModel, changes: Sequence[Change]) -> dict[str, Any]:
    return {change.field: getattr(theirs, change.field) for change in changes}


def _placed(mine: Sequence[Item], theirs: Sequence[Item], ticked: Mapping[str, Difference]) -> tuple[Item, ...]:
    """My items as they become, the new ones in their places."""
    after: dict[str, list[Item]] = {}
    ids = {item.id for item in mine}
    behind = ""
    for item in theirs:
        if item.id in ids:
            behind = item.id
        elif item.id in ticked and ticked[item.id].fate != "不变":
            after.setdefault(behind, []).append(item)
    found = list(after.get("", ()))
    for item in mine:
        difference = ticked.get(item.id)
        if difference is None or difference.theirs is None:
            found.extend([item] if difference is None or difference.fate != "移除" else ())
        else:
            found.append(item.model_copy(update=_taken(difference.theirs, difference.changes)))
        found.extend(after.get(item.id, ()))
    return tuple(found)
