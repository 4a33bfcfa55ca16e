"""Libraries that hypothesis makes: every field, with texts that sheets, YAML and chats take for more than text."""

from typing import Any, get_args

from hypothesis import strategies as st

from rolesmith.libraries.columns import BASES, FREQUENCIES, WAYS
from rolesmith.presets.library import Item, Kind, Level, Library
from rolesmith.role.text import clean
from tests.nasty import NASTY

HARD = [
    *(text for _, text in NASTY if text),
    *("=1+1", "0571", "no", "甲、乙", "甲\\、乙", "\\", "、", "，", " 甲 ", "甲\n", "\n", "#N/A", "TRUE", "1e5", "50%"),
    *("<r>甲</r>", "<r><t>甲</t></r>", "<r>&</r>", "_x0041_x0042_x0043_", "x005F_x0000_", "_x005F", "_x0041"),
    *("'0571", '"引号"', "甲 #乙", "甲: 乙", "２０％", "👍🏽", "x005F_", "_x005F_x0041_", "_x000D_", "2026-11-23", "~"),
    *("<b>粗</b>{{ 7*7 }}{% if %}", "\t", "a,b;c；d", "\\ 甲", "甲\\", "RSL1.5.00000000.abcde", "{平台}"),
]
LETTERS = st.text(st.characters(exclude_categories=()), max_size=30)
PIECES = st.lists(
    st.sampled_from([*"、，,\\ \n#:'\"=-甲a0_x", "x005F_", "_x0041_", "<r>", "</r>", "0571"]), max_size=12
).map("".join)
TEXTS = st.one_of(st.sampled_from(HARD), LETTERS, PIECES).map(lambda text: clean(text)[:100])
SOME = TEXTS.filter(bool)
MANY = st.lists(TEXTS, max_size=4)
IDS = st.from_regex(r"[a-z0-9][a-z0-9_]{0,5}(\.[a-z0-9_]{1,6})?", fullmatch=True)

ITEMS = st.fixed_dictionaries(
    {"id": IDS, "text": SOME},
    optional={
        "kind": st.sampled_from(get_args(Kind)),
        "area": st.from_regex(r"[a-z0-9_]{0,6}", fullmatch=True),
        "level": st.sampled_from(get_args(Level)),
        "frequency": st.one_of(st.sampled_from(FREQUENCIES), TEXTS),
        "better": st.sampled_from(WAYS),
        "basis": st.sampled_from(BASES),
        **dict.fromkeys(("topic", "output", "definition", "unit", "source"), TEXTS),
        **dict.fromkeys(("clause", "platforms", "kpis", "aliases", "tags"), MANY),
    },
).map(Item.model_validate)


def _library(contents: dict[str, Any]) -> Library:
    return Library.model_validate(contents)


LIBRARIES = st.fixed_dictionaries(
    {
        "library": st.from_regex(r"[a-z0-9_]{1,6}", fullmatch=True),
        "title": SOME.filter(str.strip),
        "items": st.lists(ITEMS, max_size=5, unique_by=lambda item: item.id),
    },
    optional={
        **dict.fromkeys(("author", "version", "licence", "checked", "note"), TEXTS),
        "order": st.integers(-5, 500),
        "changes": MANY,
    },
).map(_library)


def full() -> Library:
    """One that holds every hard text, in every field that can hold it."""
    items = [
        Item.model_validate(
            {"id": f"i{at}", "text": text}
            | dict.fromkeys(("topic", "output", "definition", "unit", "source", "frequency"), text[:100])
            | dict.fromkeys(("clause", "platforms", "kpis", "aliases", "tags"), (text[:100], "乙"))
            | {"kind": "kpi", "level": "带人", "better": "落在区间", "basis": "有出处", "area": "data"}
        )
        for at, text in enumerate(HARD)
    ]
    head: dict[str, Any] = {"library": "mine", "title": "我的", "author": "=1+1", "version": "01", "licence": "no"}
    head |= {"checked": "2026-11-23", "order": 7, "note": "甲\n乙", "changes": ("2：甲、乙", "1：第一版\n再一行")}
    return Library.model_validate({**head, "items": items})
