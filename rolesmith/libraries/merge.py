"""Three-way merge of a library: the author's changes since the version that an owner received, and the owner's own.

Fields are compared whole. A field that only the author changed is taken if it is ticked, a field that only the owner
changed stays. A field that both changed is a conflict: the author's value is taken if it is ticked.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from rolesmith.libraries.columns import FIELD_NAMES, KINDS
from rolesmith.libraries.word_lists import join_words
from rolesmith.presets.library import ITEM_LIMIT, Item, Library

Fate = Literal["新增", "变更", "冲突", "不变", "移除"]
HEAD = "库信息"
"""The id of the difference in the library's own fields; no item has such an id."""
ITEM_FIELDS = tuple(name for name in Item.model_fields if name != "id")
HEAD_FIELDS = tuple(name for name in Library.model_fields if name not in ("schema_", "library", "items"))


@dataclass(frozen=True)
class Change:
    """A field that ticking would change, with its value on both sides. `clash`: both changed it."""

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
    """What ticking would do to an item, or to the library's own fields (id HEAD, no items).

    "Mine" is the owner's library, "theirs" the author's.
    移除: they no longer have it; `changes` are my edits of it, with the former values in `theirs`.
    冲突 without `mine`: I deleted an item that they changed.
    不变 without `theirs`: an item of my own. Without `mine`: I deleted it, and they have not changed it.
    """

    id: str
    fate: Fate
    mine: Item | None = None
    theirs: Item | None = None
    changes: tuple[Change, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The Chinese names of the fields that ticking would change."""
        return tuple(change.name for change in self.changes)

    @property
    def clashes(self) -> tuple[Change, ...]:
        """The fields that both changed, with both values."""
        return tuple(change for change in self.changes if change.clash)


def compare(mine: Library | None, theirs: Library, base: Library | None) -> tuple[Difference, ...]:
    """The difference of the library's own fields, then of their items in order, then of items that only I have.

    `base` is their version that I received; without it every difference is a conflict, and an item that only I have
    is my own.
    """
    here, there, before = _by_id(mine), _by_id(theirs), _by_id(base)
    found = [_head(mine, theirs, base)]
    found.extend(_difference(item_id, here.get(item_id), item, before.get(item_id)) for item_id, item in there.items())
    for item_id, item in here.items():
        if item_id not in there:
            old = before.get(item_id)
            changes = tuple(_changes(item, old, item, ITEM_FIELDS)) if old else ()
            found.append(Difference(item_id, "移除" if old else "不变", item, None, changes))
    return tuple(found)


def merge(mine: Library | None, theirs: Library, base: Library | None, ticked: Collection[str]) -> Library:
    """My library with the differences whose ids are ticked; nothing else changes.

    My order stays; a new item goes behind the item that it follows in theirs. If HEAD is ticked, the library's own
    fields are merged as an item's are; its id stays. Without `mine` the result is their library with the ticked
    items. Raises ValueError where it would hold too many items.
    """
    differences = compare(mine, theirs, base)
    chosen = {each.id: each for each in differences if each.id in ticked}
    items = _merged(mine.items if mine else (), theirs.items, chosen)
    if len(items) > ITEM_LIMIT:
        raise ValueError(f"合起来有 {len(items)} 条，一个预设库最多 {ITEM_LIMIT} 条")
    if mine is None:
        return theirs.model_copy(update={"items": items})
    head = _new_values(theirs, chosen[HEAD].changes) if HEAD in chosen else {}
    return mine.model_copy(update={**head, "items": items})


def _by_id(library: Library | None) -> dict[str, Item]:
    return {item.id: item for item in library.items} if library else {}


def _head(mine: Library | None, theirs: Library, base: Library | None) -> Difference:
    if mine is None:
        return Difference(HEAD, "新增")
    changes = tuple(_changes(mine, theirs, base, HEAD_FIELDS))
    return Difference(HEAD, _fate_of(changes), changes=changes)


def _difference(item_id: str, mine: Item | None, theirs: Item, base: Item | None) -> Difference:
    """The difference of an item that they have."""
    if mine is None:
        fate: Fate = "新增" if base is None else "不变" if base == theirs else "冲突"
        changes = tuple(_changes(base, theirs, base, ITEM_FIELDS)) if base else ()
        return Difference(item_id, fate, None, theirs, changes)
    changes = tuple(_changes(mine, theirs, base, ITEM_FIELDS))
    return Difference(item_id, _fate_of(changes), mine, theirs, changes)


def _fate_of(changes: Sequence[Change]) -> Fate:
    return "冲突" if any(change.clash for change in changes) else "变更" if changes else "不变"


def _changes(mine: BaseModel, theirs: BaseModel, base: BaseModel | None, names: Sequence[str]) -> Iterator[Change]:
    """The fields that ticking changes."""
    for name in names:
        here, there = getattr(mine, name), getattr(theirs, name)
        before = getattr(base, name) if base else None
        if here != there and (base is None or there != before):
            yield Change(name, _shown(name, here), _shown(name, there), base is None or here != before)


def _shown(name: str, value: Any) -> str:
    """A field's value as an owner reads it."""
    if name == "kind":
        return KINDS[value]
    if name == "changes":
        return "\n".join(value)
    return join_words(value) if isinstance(value, tuple) else str(value)


def _new_values(theirs: BaseModel, changes: Sequence[Change]) -> dict[str, Any]:
    return {change.field: getattr(theirs, change.field) for change in changes}


def _merged(mine: Sequence[Item], theirs: Sequence[Item], ticked: Mapping[str, Difference]) -> tuple[Item, ...]:
    """My items after the merge, with the new ones in between."""
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
            found.append(item.model_copy(update=_new_values(difference.theirs, difference.changes)))
        found.extend(after.get(item.id, ()))
    return tuple(found)
