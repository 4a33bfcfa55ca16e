"""What the documents of a shop show: its facts in their blanks, and standards behind lines where it has chosen so."""

from collections.abc import Mapping

from rolesmith.document.standards import CHOICES, SETTING, are_shown
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Role
from rolesmith.store.store import Store


def shows_standards(store: Store, shop: str, wished: str = "") -> bool:
    """Whether documents show standards: as `wished` where that is a choice, else as the shop has chosen."""
    return are_shown(wished if wished in CHOICES else store.setting(shop, SETTING))


def filling(store: Store, shop: str, role: Role, facts: Mapping[str, str]) -> Filling:
    """What the document of a role shows in this shop, whose facts these are."""
    return shipped().filling(role, facts, standards=shows_standards(store, shop))
