"""Libraries: read, written, and searched in an owner's words."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.files.problem import Unreadable
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import clean
from tests.conftest import examples
from tests.nasty import NASTY

LIBRARIES = list(shipped().libraries.values())
HEAD = "library: mine\ntitle: 我的\nitems:\n"


def library(*items: Item, **head: Any) -> Library:
    return Library.model_validate({"library": "mine", "title": "我的", "items": items, **head})


def again(written: Library) -> Library:
    """Written as YAML and read again."""
    return Library.read(written.to_yaml(), "f.yaml")


def told(text: str) -> str:
    with pytest.raises(Unreadable) as caught:
        Library.read(text, "f.yaml")
    return str(caught.value)


# to YAML and back


@pytest.mark.parametrize("shipped_library", LIBRARIES, ids=[each.library for each in LIBRARIES])
def test_a_shipped_library_reads_back_the_same(shipped_library: Library) -> None:
    assert again(shipped_library) == shipped_library


@pytest.mark.parametrize("text", [text for _, text in NASTY if text], ids=[name for name, text in NASTY if text])
def test_a_nasty_text_reads_back_the_same(text: str) -> None:
    item = Item(id="a.b", text=text, topic=text[:100], aliases=(text[:100], "乙"), platforms=(text[:100],))
    written = library(item, Item(id="c", text="丙"), title=text[:100], note=text, author=text[:100])
    assert again(written) == written


TEXTS = st.text(st.characters(exclude_categories=()), max_size=40).map(clean)
"""Whatever a model can hold; in part of what YAML gives a meaning to."""
MARKED = st.lists(
    st.sampled_from([*"-:#&*!|>'\"%@`{}[],?~=<. \n\t：甲a0", " #", ": ", "- ", "\n-", "\n  -乙", "0571"])
).map(lambda parts: clean("".join(parts))[:60])
WORDS = st.one_of(TEXTS, MARKED)


@settings(max_examples=examples(150), deadline=None)
@given(
    st.lists(st.tuples(WORDS.filter(bool), WORDS, st.lists(WORDS, max_size=3)), max_size=3), WORDS.filter(bool), WORDS
)
def test_any_library_reads_back_the_same(contents: list[tuple[str, str, list[str]]], title: str, note: str) -> None:
    items = [
        Item(id=f"i{at}", text=text, topic=topic, aliases=tuple(aliases), level="独立", kind="goal")
        for at, (text, topic, aliases) in enumerate(contents)
    ]
    written = library(*items, title=title, note=note)
    assert again(written) == written


def test_the_file_is_for_people() -> None:
    """The schema first, Chinese as such, short lists on one line, one key a line."""
    lines = library(Item(id="a", text="核对{平台}价格", aliases=("查价", "破价"))).to_yaml().splitlines()
    assert lines == [
        "schema: rolesmith/library@1",
        "library: mine",
        "title: 我的",
        "items:",
        "- id: a",
        "  text: '核对{平台}价格'",
        "  aliases: [查价, 破价]",
    ]


# what is refused


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (HEAD + "- {id: a, text: 甲}\n- {id: b, text: 乙}\n- {id: a, text: 丙}", "这些编号用了不止一次：a"),
        (HEAD + "- {id: 大, text: 甲}", "“id”的写法不对"),
        (HEAD + "- {id: a.b.c, text: 甲}", "“id”的写法不对"),
        (HEAD + "- {id: a, text: ''}", "“text”的写法不对"),
        (HEAD + f"- {{id: a, text: {'长' * 5001}}}", "“text”太长。最多 5000 个"),
        (HEAD + "- {id: a, text: 甲, kind: 职责}", "“kind”的值“职责”不认识"),
        (HEAD + "- {id: a, text: 甲, level: 高级}", "只能写 '', '执行', '独立', '带人' 或 '负责'"),
        (HEAD + "- {id: a}", "f.yaml 第 4 行：少了“text”"),
        (HEAD.replace("mine", "../x") + "- {id: a, text: 甲}", "“library”的写法不对"),
        ("schema: 甲\n" + HEAD + "- {id: a, text: 甲}", "f.yaml 第 1 行：“schema”的值"),
        (HEAD.replace("我的", "''") + "- {id: a, text: 甲}", "f.yaml 第 2 行：“title”的写法不对"),
        (HEAD + "- {id: a, text: 甲, price: 5}", "没有“price”这一项"),
    ],
)
def test_a_library_with_a_mistake_is_refused_with_its_reason(text: str, word: str) -> None:
    assert word in told(text)


def test_a_library_that_is_too_long_is_refused() -> None:
    items = "".join(f"- {{id: i{at}, text: 甲}}\n" for at in range(4001))
    assert "“items”太长。最多 4000 个" in told(HEAD + items)


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("as_bytes", [True, False])
def test_a_newer_schema_is_told_in_one_sentence_whatever_else_is_in_it(quote: str, as_bytes: bool) -> None:
    text = HEAD + f"- {{id: a, inhalt: 甲}}\nschema: {quote}rolesmith/library@3{quote}\nshop：甲\n"
    with pytest.raises(Unreadable) as caught:
        Library.read(text.encode() if as_bytes else text, "f.yaml")
    assert [str(problem) for problem in caught.value.problems] == [
        "f.yaml 第 5 行：这个预设库是更新版本的岗位匠写的。先升级岗位匠，再导入它"
    ]


def test_changes_are_kept_and_long_lists_stand_below_each_other() -> None:
    changes = ("2：换掉过时的工具名" * 20, "1：第一版")
    written = library(Item(id="a", text="甲"), changes=changes)
    assert again(written) == written and written.changes == changes
    assert f"changes:\n- {changes[0]}\n- 1：第一版\n" in written.to_yaml()


def test_empty_words_are_left_out() -> None:
    read = Library.read(HEAD + "- {id: a, text: 甲, aliases: ['', 乙, ''], tags: ['']}", "f.yaml")
    assert read.items[0] == Item(id="a", text="甲", aliases=("乙",))


def test_an_item_is_found_by_its_id() -> None:
    written = library(Item(id="a", text="甲"), Item(id="b.c", text="乙"))
    found = written.item("b.c")
    assert found and found.text == "乙"
    assert written.item("d") is None
