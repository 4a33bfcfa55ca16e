"""Shelf: all libraries that a shop has at hand, the shipped ones and its own."""

from rolesmith.library import Library
from rolesmith.presets import shipped
from rolesmith.store import Store


def libraries(store: Store, shop: str) -> dict[str, Library]:
    """By id, the shipped ones first."""
    return {**shipped().libraries, **store.libraries(shop)}
