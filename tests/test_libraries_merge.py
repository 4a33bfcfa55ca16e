"""A later version of a library, an owner's own edits, and what both come from."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.libraries.merge import HEAD, Change, Difference, Fate, compare, merge
from rolesmith.presets.library import ITEM_LIMIT, Item, Library
from tests.conftest import examples
from tests.generated_libraries import LIBRARIES


def library(*items: Item, **head: Any) -> Library:
    return Library.model_validate({"library": "mine", "title": "我的", "items": items, **head})


def item(item_id: str, text: str = "甲", **fields: Any) -> Item:
    return Item.model_validate({"id": item_id, "text": text, **fields})


def one(mine: Item | None, theirs: Item | None, base: Item | None) -> Difference:
    """The difference of the one item."""
    sides = [library(*filter(None, [each])) for each in (mine, theirs, base)]
    (found,) = [each for each in compare(*sides) if each.id != HEAD]
    return found


def ids(merged: Library) -> list[str]:
    return [each.id for each in merged.items]


A, B, C = item("a"), item("a", "乙"), item("a", "丙")


@pytest.mark.parametrize(
    ("mine", "theirs", "base", "fate", "fields", "clashes"),
    [
        (A, A, A, "不变", (), ()),
        (A, B, A, "变更", ("条目",), ()),
        (B, A, A, "不变", (), ()),
        (B, B, A, "不变", (), ()),
        (B, C, A, "冲突", ("条目",), ("条目",)),
        (item("a", "乙"), item("a", level="独立"), A, "变更", ("层级",), ()),
        (item("a", "乙"), item("a", "丙", level="独立"), A, "冲突", ("条目", "层级"), ("条目",)),
        (item("a", tags=("甲",)), item("a", tags=("乙",)), A, "冲突", ("标签",), ("标签",)),
        (A, None, A, "移除", (), ()),
        (B, None, A, "移除", ("条目",), ()),
        (A, None, None, "不变", (), ()),
        (None, A, None, "新增", (), ()),
        (None, A, A, "不变", (), ()),
        (None, B, A, "冲突", ("条目",), ()),
        (A, A, None, "不变", (), ()),
        (A, B, None, "冲突", ("条目",), ("条目",)),
    ],
)
def test_the_fate_of_an_item(
    mine: Item | None,
    theirs: Item | None,
    base: Item | None,
    fate: Fate,
    fields: tuple[str, ...],
    clashes: tuple[str, ...],
) -> None:
    found = one(mine, theirs, base)
    assert (found.id, found.fate, found.mine, found.theirs) == ("a", fate, mine, theirs)
    assert (found.fields, tuple(each.name for each in found.clashes)) == (fields, clashes)


def test_a_field_that_both_changed_has_both_values() -> None:
    base = item("a", tags=("丙",))
    mine, theirs = item("a", kind="goal", tags=("甲、", "乙")), item("a", kind="kpi", tags=())
    assert one(mine, theirs, base).changes == (
        Change("kind", "目标", "考核指标", True),
        Change("tags", "甲\\、、乙", "", True),
    )


def test_without_a_base_whatever_differs_is_a_conflict_and_what_only_i_have_is_mine() -> None:
    mine, theirs = library(A, item("mine"), item("same")), library(B, item("same"), item("new"))
    assert [(each.id, each.fate) for each in compare(mine, theirs, None)] == [
        (HEAD, "不变"),
        ("a", "冲突"),
        ("same", "不变"),
        ("new", "新增"),
        ("mine", "不变"),
    ]


def test_without_mine_everything_is_new() -> None:
    theirs = library(A, item("b"), author="店主")
    assert [each.fate for each in compare(None, theirs, None)] == ["新增"] * 3
    assert merge(None, theirs, None, ["b"]) == library(item("b"), author="店主")
    assert merge(None, theirs, None, [HEAD, "a", "b"]) == theirs


# what is ticked


def test_a_ticked_conflict_takes_theirs_in_the_fields_of_the_conflict_and_keeps_my_other_edits() -> None:
    base = library(item("a", "甲", topic="组", output="表"))
    mine = library(item("a", "乙", topic="我的组", output="表"))
    theirs = library(item("a", "丙", topic="组", output="单"))
    assert merge(mine, theirs, base, ["a"]).items == (item("a", "丙", topic="我的组", output="单"),)
    assert merge(mine, theirs, base, []) == mine


def test_what_they_removed_goes_only_where_it_is_ticked() -> None:
    base, theirs = library(A, item("b")), library(item("b"))
    assert merge(base, theirs, base, ["b", HEAD]) == base
    assert ids(merge(base, theirs, base, ["a"])) == ["b"]


def test_what_i_deleted_comes_back_only_where_they_changed_it_and_it_is_ticked() -> None:
    base, mine = library(A, item("b")), library(item("b"))
    assert merge(mine, base, base, ["a", "b"]) == mine
    theirs = library(B, item("b"))
    assert merge(mine, theirs, base, ["b"]) == mine
    assert merge(mine, theirs, base, ["a"]).items == (B, item("b"))


def test_my_own_items_are_never_touched() -> None:
    base, theirs = library(A), library(A)
    mine = library(A, item("own"))
    assert merge(mine, theirs, base, ["own", "a", HEAD, "nowhere"]) == mine


def test_new_items_go_behind_the_one_that_they_follow() -> None:
    base = library(*map(item, "abc"))
    mine = library(*map(item, "cxab"))
    theirs = library(*map(item, "nampbco"))
    assert ids(merge(mine, theirs, base, "nmpo")) == list("ncoxampb")
    assert ids(merge(mine, theirs, base, "po")) == list("coxapb")
    assert ids(merge(library(*map(item, "ac")), theirs, base, "mo")) == list("amco")


def test_the_librarys_own_fields_merge_like_an_items() -> None:
    base = library(author="甲", version="1", note="旧")
    mine = library(author="甲", version="1", note="我的说明", title="我店的")
    theirs = library(author="乙", version="2", note="新", title="我的", changes=("2：新",), checked="2026-11-23")
    head = compare(mine, theirs, base)[0]
    assert (head.id, head.fate) == (HEAD, "冲突")
    assert set(head.fields) == {"作者", "版本", "说明", "更新内容", "最后核对日期"}
    assert head.clashes == (Change("note", "我的说明", "新", True),)
    taken = merge(mine, theirs, base, [HEAD])
    assert (taken.author, taken.version, taken.note, taken.title) == ("乙", "2", "新", "我店的")
    assert merge(mine, theirs, base, []) == mine


def test_the_id_of_the_library_stays_mine() -> None:
    theirs = Library(library="theirs", title="他的", items=(B,))
    assert merge(library(A), theirs, library(A), [HEAD, "a"]).library == "mine"


def test_more_than_a_library_holds_is_not_merged() -> None:
    mine = library(*(item(f"m{at}") for at in range(ITEM_LIMIT)))
    with pytest.raises(ValueError, match="合起来有 4001 条"):
        merge(mine, library(A), None, ["a"])


# whatever the libraries


@st.composite
def versions(draw: st.DrawFn) -> tuple[Library, Library]:
    """A library, and another made of it by leaving out, changing and adding in any place."""
    base, other = draw(LIBRARIES), draw(LIBRARIES)
    fresh = iter(other.items)
    made: list[Item] = []
    for each in base.items:
        match draw(st.sampled_from(("keep", "drop", "change", "add"))):
            case "keep":
                made.append(each)
            case "change":
                donor = draw(st.sampled_from(other.items)) if other.items else each
                names = draw(st.sets(st.sampled_from(sorted(set(Item.model_fields) - {"id"}))))
                made.append(each.model_copy(update={name: getattr(donor, name) for name in names}))
            case "add":
                made.append(each)
                if (new := next(fresh, None)) and new.id not in {old.id for old in base.items}:
                    made.append(new)
            case _:
                pass
    head = draw(st.sets(st.sampled_from(("title", "author", "version", "checked", "note", "changes", "order"))))
    return base, base.model_copy(update={"items": tuple(made)} | {name: getattr(other, name) for name in head})


def every(*libraries: Library) -> list[str]:
    return [HEAD, *(each.id for library in libraries for each in library.items)]


@settings(max_examples=examples(100), deadline=None)
@given(versions(), LIBRARIES)
def test_with_nothing_ticked_nothing_changes(pair: tuple[Library, Library], mine: Library) -> None:
    base, theirs = pair
    assert merge(mine, theirs, base, []) == mine
    assert merge(theirs, base, None, []) == theirs


@settings(max_examples=examples(100), deadline=None)
@given(versions())
def test_all_taken_without_edits_of_mine_gives_theirs(pair: tuple[Library, Library]) -> None:
    base, theirs = pair
    assert merge(base, theirs, base, every(base, theirs)) == theirs
    assert not any(each.fate == "冲突" for each in compare(base, theirs, base))


@settings(max_examples=examples(100), deadline=None)
@given(versions(), versions())
def test_the_same_version_again_is_nothing_new(pair: tuple[Library, Library], edits: tuple[Library, Library]) -> None:
    base, theirs = pair
    assert {each.fate for each in compare(theirs, theirs, theirs)} == {"不变"}
    _, mine = edits
    merged = merge(mine, theirs, base, every(base, theirs, mine))
    assert {each.fate for each in compare(merged, theirs, theirs)} == {"不变"}


@settings(max_examples=examples(150), deadline=None)
@given(versions(), st.data())
def test_edits_of_mine_that_are_not_ticked_away_survive(pair: tuple[Library, Library], data: st.DataObject) -> None:
    base, theirs = pair
    mine = library(
        *(
            each.model_copy(update={"topic": "我的"}) if data.draw(st.booleans()) else each
            for each in base.items
            if data.draw(st.booleans())
        ),
        Item(id="own.own", text="我的"),
    )
    taken = data.draw(st.sets(st.sampled_from(every(base, theirs))))
    differences = {each.id: each for each in compare(mine, theirs, base)}
    merged = {each.id: each for each in merge(mine, theirs, base, taken).items}
    for each in mine.items:
        found = differences[each.id]
        if found.fate == "移除" and each.id in taken:
            assert each.id not in merged
            continue
        clashing = {change.field for change in found.clashes} if each.id in taken else set()
        kept = [name for name in Item.model_fields if name not in clashing]
        old = base.item(each.id)
        edited = [name for name in kept if old is None or getattr(each, name) != getattr(old, name)]
        assert [getattr(merged[each.id], name) for name in edited] == [getattr(each, name) for name in edited]
    assert [i for i in merged if i in differences and differences[i].mine] == [
        each.id for each in mine.items if each.id in merged
    ]


def test_a_standard_is_compared_and_merged_as_a_field_of_its_own() -> None:
    def shelf(text: str, standard: str) -> Library:
        return Library(library="l", title="库", items=(Item(id="a", text=text, standard=standard),))

    base, mine, theirs = shelf("上架", "当天"), shelf("上架商品", "当天"), shelf("上架", "当天完成")
    difference = next(each for each in compare(mine, theirs, base) if each.id == "a")
    assert (difference.fate, difference.fields) == ("变更", ("工作标准",))
    assert merge(mine, theirs, base, {"a"}).items[0] == Item(id="a", text="上架商品", standard="当天完成")
