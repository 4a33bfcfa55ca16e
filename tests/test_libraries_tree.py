"""A library as a tree: it comes back the same, and whatever is written in the tree is a library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.libraries.licences import meaning
from rolesmith.libraries.tree import DETAILS, key_of, library_of, received_in, tree_of, with_items
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.text import clean, one_line
from rolesmith.role.tree import Role
from tests.conftest import examples
from ui.libraries import details

texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40).map(lambda text: one_line(clean(text)))
words = st.lists(st.text("热卖千川a1#=+&{}<>- ", min_size=1, max_size=8), max_size=4).map(tuple)
items = st.builds(
    Item,
    id=st.from_regex(r"[a-z0-9][a-z0-9_]{0,7}(\.[a-z0-9_]{1,8})?", fullmatch=True),
    kind=st.sampled_from(["duty", "goal", "requirement", "kpi"]),
    topic=texts, area=st.sampled_from(["", "live", "own_2"]), text=texts.filter(bool),
    level=st.sampled_from(["", "执行", "负责"]), platforms=words, clause=words, frequency=texts, output=texts,
    kpis=words, definition=texts, unit=texts, better=st.sampled_from(["", "越高越好", "落在区间"]), source=texts,
    basis=st.sampled_from(["", "有出处"]), aliases=words, tags=words,
)  # fmt: skip
libraries = st.builds(
    Library,
    library=st.just("mine"), title=texts.filter(bool), version=texts, author=texts, licence=texts, checked=texts,
    note=texts,
    changes=st.lists(texts, max_size=3).map(tuple),
    items=st.lists(items, max_size=12, unique_by=lambda item: item.id).map(tuple),
)  # fmt: skip


@settings(max_examples=examples(200), deadline=None)
@given(libraries)
def test_a_library_comes_back_from_its_tree_the_same(library: Library) -> None:
    stored = Role.from_json(tree_of(library, library).to_json())
    assert library_of(stored) == library
    assert received_in(stored) == library


@pytest.mark.parametrize("key", shipped().libraries)
def test_a_shipped_library_comes_back_the_same(key: str) -> None:
    library = shipped().libraries[key]
    assert library_of(tree_of(library, library)) == library


def test_a_library_as_large_as_may_be_has_a_tree() -> None:
    many = tuple(
        Item(id=f"i{at}", topic="盘点" if at < 1200 else "发货", text=f"核对第{at}排货架") for at in range(4000)
    )
    library = Library(library="large", title="大库", items=many)
    assert library_of(tree_of(library)) == library


def written(role: Role, *edits: tuple[str, str, str, object]) -> Library:
    for at, (op, target, name, value) in enumerate(edits):
        role = apply(
            role, Edit.model_validate({"id": f"edit-{at:04}", "op": op, "target": target, "name": name, "value": value})
        )
    return library_of(role)


def test_what_is_written_in_the_tree_is_in_the_library() -> None:
    begun = tree_of(Library(library="mine", title="我的", items=(Item(id="a.b", topic="仓库", text="盘点"),)))
    texts = {"l00ff": "每日核对{平台}库存", "n-1.2": "封箱", "l02": " "}
    lines = [{"id": name, "kind": "line", "text": text} for name, text in texts.items()]
    found = written(
        begun,
        ("set", "About.title", "text", "仓库的活"),
        ("set", "Topic1", "title", "库房"),
        ("add", "Topic1", "", lines),
        ("fill", "l00ff", "aliases", "对库存，盘库、 点数 ,点数"),
        ("fill", "l00ff", "level", "执行"),
        ("fill", "a.b", "level", "随便"),
        ("fill", "a.b", "output", "表" * 300),
    )  # fmt: skip
    assert (found.library, found.title) == ("mine", "仓库的活")
    assert [item.text for item in found.items] == ["每日核对{平台}库存", "封箱", "盘点"]
    first, second, last = found.items
    assert (first.level, first.aliases, first.topic) == ("执行", ("对库存", "盘库", "点数", "点数"), "库房")
    assert Item.model_validate(second.model_dump()) == second, "an id that no item can have gets another"
    assert (last.level, len(last.output)) == ("", 100)


def test_details_are_all_that_an_item_says_but_its_texts_and_topic() -> None:
    assert set(DETAILS) | {"id", "text", "standard", "topic"} == set(Item.model_fields)


def test_keys_are_short_and_differ() -> None:
    keys = {key_of(name) for name in ("a", "b", "a" * 60)}
    assert len(keys) == 3 and all(len(key) <= 40 for key in keys)


def test_a_new_library_has_a_group_to_write_in_which_goes_when_lines_come_from_a_role() -> None:
    tree = tree_of(Library(library="mine", title="我的", items=()))
    assert [group.title for group in tree.tree.find("Topics").children] == [""]  # type: ignore[union-attr]
    assert library_of(tree) == Library(library="mine", title="我的", items=())
    kept = with_items(tree, [Item(id="a.b", topic="收货", text="点货")])
    assert [group.title for group in kept.tree.find("Topics").children] == ["收货"]  # type: ignore[union-attr]


def test_all_that_is_asked_of_a_line_is_part_of_its_item() -> None:
    """A standard is a text of the line's own: written among the values, it would be lost."""
    asked = {str(each["name"]): each for each in details()}
    assert asked.keys() <= set(DETAILS) and list(asked)[:4] == ["kind", "level", "frequency", "platforms"]
    assert ("抖音小店", "抖音小店") in asked["platforms"]["choices"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("licence", "said"),
    [
        ("MIT", "随便用、随便改，转给别人时留着作者的名字"),
        (" cc0 ", "随便用、随便改，不用写明出处"),
        ("只在本店用", "只在本店用"),
    ],
)
def test_a_licence_is_told_in_plain_words(licence: str, said: str) -> None:
    assert meaning(licence) == said
