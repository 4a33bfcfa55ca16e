"""A shop's advice: what it has chosen to hear, and what there is to say of its roles."""

from collections.abc import Sequence

from pydantic import ValidationError

from rolesmith.advice import Finding, Options, OwnWord, check_role
from rolesmith.presets.rule import Rule
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role
from rolesmith.store.store import Store

SETTING = "advice"
GAPS = ("required", "open-blank", "empty-section")
"""Rules about what is not written yet, which every page tells in its own way."""
NOT_OF_PAPERS = frozenset({"kpi-unit"})
"""Rules about tables that a paper has in another shape: bare numbers, to count with."""


def chosen(store: Store, shop: str) -> Options:
    """The rules that the shop has switched off, and its own words."""
    return _options(store.setting(shop, SETTING))


def readable(store: Store, shop: str) -> bool:
    """Whether what the shop has chosen can be read."""
    return _read(store.setting(shop, SETTING)) is not None


def _options(kept: str) -> Options:
    """What a setting says; what cannot be read says nothing, and goes with the next choice."""
    return _read(kept) or Options()


def _read(kept: str) -> Options | None:
    try:
        return Options.model_validate_json(kept) if kept else Options()
    except ValidationError:
        return None


def switch(store: Store, shop: str, rule: str, *, on: bool) -> None:
    """Switch a rule on or off."""

    def switched(kept: str) -> str:
        options = _options(kept)
        off = options.off - {rule} if on else options.off | {rule}
        return options.model_copy(update={"off": off}).model_dump_json()

    store.change_setting(shop, SETTING, switched)


def say_words(store: Store, shop: str, words: Sequence[OwnWord]) -> None:
    """The shop's own words, in the place of those before."""
    own = Options(words=tuple(words)).words

    def with_words(kept: str) -> str:
        return _options(kept).model_copy(update={"words": own}).model_dump_json()

    store.change_setting(shop, SETTING, with_words)


def rules() -> dict[str, Rule]:
    """Every shipped rule by its id."""
    return {rule.id: rule for book in shipped().rules.values() for rule in book.rules}


def findings(store: Store, shop: str, role: Role) -> tuple[Finding, ...]:
    """What there is to say of a role, as its shop wants to hear it."""
    filling = shipped().filling(role, store.facts(shop).role.tree.values)
    options = chosen(store, shop)
    if role.paper:
        options = options.model_copy(update={"off": options.off | NOT_OF_PAPERS})
    return check_role(role, filling, options)
