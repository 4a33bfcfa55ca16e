"""Tags beside roles: what one may be, that a role that is tagged is not edited, and that they go wherever it goes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, Refused
from rolesmith.role.tags import TAG_LIMIT, TAGS_LIMIT, TOO_LONG, TOO_MANY, read, tag, tagged, written
from rolesmith.shop.role_cards import cards
from rolesmith.store.store import Store
from tests.conftest import SHOP
from tests.test_backup import packed, refused, restored
from tests.test_backup_altered import packed_again, unpacked
from ui.home import _copied

ROLE = shipped().starters["service_agent"].role


def of(store: Store, *, trashed: bool = False) -> dict[str, tuple[str, ...]]:
    """The tags of each role as 我的岗位 shows them."""
    found = cards(store, SHOP, store.facts(SHOP), trashed=trashed)
    return {role_id: head.tags for role_id, (head, _) in found.items()}


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("　急招 ", "急招"), ("旺季　 临时", "旺季 临时"), ("两\n行\t的", "两 行 的"), ("急\u202e招\ufeff", "急招"),
        ("　\u200d ", ""), ("<b>急</b>", "<b>急</b>"), ("{平台}", "{平台}"), ("\x00\x07", ""),
    ],
)  # fmt: skip
def test_a_tag_is_what_one_sees_of_it(text: str, kept: str) -> None:
    assert tag(text) == kept


def test_each_stands_once_as_it_was_first_written() -> None:
    assert tagged((), ["VIP", "ｖｉｐ", " 急招", "急 招", "", "　"]) == ("VIP", "急招")
    assert tagged(("VIP", "急招"), ["vip"]) == ("VIP", "急招")
    assert tagged(("VIP", "急招", "夜班"), ["旺季"], ["ＶＩＰ", "夜班"]) == ("急招", "旺季")
    assert tagged(("{", "}"), remove=["{"]) == ("}",)


def test_what_is_too_long_or_too_many_is_refused_in_a_sentence_and_less_is_always_taken_away() -> None:
    full = tuple(f"第{at}个" for at in range(TAGS_LIMIT))
    assert tagged((), ["字" * TAG_LIMIT]) and tagged(full, ["另一个"], ["第0个"])
    for before, add, said in (((), "字" * (TAG_LIMIT + 1), TOO_LONG), (full, "另一个", TOO_MANY)):
        with pytest.raises(Refused, match=said):
            tagged(before, [add])
    assert len(tagged((*full, "更多"), remove=["第0个"])) == TAGS_LIMIT


def test_whatever_stands_in_a_row_is_read() -> None:
    tags = ("急招", "<script>", "\"'{}")
    assert read(written(tags)) == tags and read("") == ()
    assert read("\n".join(["　急招", "急 招", "", "字" * 99, *map(str, range(99))])) == ("急招", *map(str, range(9)))


def test_to_tag_is_no_edit_and_what_is_there_keeps_its_place(store: Store) -> None:
    first, second = store.create(SHOP, ROLE), store.create(SHOP, ROLE)
    store.publish(SHOP, first, date(2026, 11, 30))
    before = store.role(SHOP, first)
    order = list(of(store))
    assert store.tag(SHOP, [second, first, second, "gone"], ["急招"]) == {first: ("急招",), second: ("急招",)}
    assert store.role(SHOP, first) == before and before and before.published
    assert list(of(store)) == order and of(store) == {first: ("急招",), second: ("急招",)}
    assert store.tag(SHOP, [first], remove=["急招"]) == {first: ()} and of(store)[second] == ("急招",)


def test_all_are_tagged_or_none(store: Store) -> None:
    full, empty = store.create(SHOP, ROLE), store.create(SHOP, ROLE)
    store.tag(SHOP, [full], [str(at) for at in range(TAGS_LIMIT)])
    with pytest.raises(Refused, match=TOO_MANY):
        store.tag(SHOP, [empty, full], ["急招"])
    assert of(store)[empty] == ()


def test_what_is_no_role_has_none(store: Store) -> None:
    role = store.create(SHOP, ROLE)
    store.apply(SHOP, "facts", [Edit(id="edit-facts", op="fill", target="role", name="店名", value="青禾")])
    store.trash(SHOP, role)
    assert store.tag(SHOP, ["facts", role], ["急招"]) == {}


def test_a_card_is_not_made_anew_for_a_tag(store: Store) -> None:
    role = store.create(SHOP, ROLE)
    before = cards(store, SHOP, store.facts(SHOP))[role][1]
    store.tag(SHOP, [role], ["急招"])
    head, card = cards(store, SHOP, store.facts(SHOP))[role]
    assert head.tags == ("急招",) and card is before


def test_a_copy_and_what_comes_back_from_the_trash_have_them(store: Store) -> None:
    role, other = store.create(SHOP, ROLE), store.create(SHOP, ROLE)
    store.tag(SHOP, [role], ["急招", "夜班"])
    copy, bare = store.copy(SHOP, [role, "gone", other], _copied)
    assert of(store)[copy] == ("急招", "夜班") and of(store)[bare] == ()
    kept = store.name_version(SHOP, role, "旧的")
    assert kept
    store.restore_version(SHOP, role, kept.id)
    store.trash(SHOP, role)
    assert of(store, trashed=True) == {role: ("急招", "夜班")}
    store.restore(SHOP, role)
    assert of(store)[role] == ("急招", "夜班")


def test_a_backup_has_them(store: Store, tmp_path: Path) -> None:
    role = store.create(SHOP, ROLE)
    store.tag(SHOP, [role], ["急招", "\"'<b>{}\\"])
    other = Store(f"sqlite:///{tmp_path}/other.db")
    restored(other, packed(store))
    assert of(other) == {role: ("急招", "\"'<b>{}\\")}
    other.close()


HOSTILE: tuple[Any, ...] = (None, 5, "字" * (TAG_LIMIT + 1), "a\n\nb", "\n".join("abcdefghijk"), "a\n", "\ud800", [])


@pytest.mark.parametrize("tags", HOSTILE)
def test_a_backup_with_tags_that_are_none_is_refused(store: Store, tags: Any) -> None:
    store.tag(SHOP, [store.create(SHOP, ROLE)], ["急招"])
    tables, manifest = unpacked(packed(store))
    tables["roles"] = [{**row, "tags": tags} for row in tables["roles"]]
    assert "roles.jsonl" in refused(packed_again(tables, manifest))
