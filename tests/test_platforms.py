"""Platforms: each name stands once in presets/platforms.yaml, and the presets use today's."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import RootModel

from rolesmith.files import yaml
from rolesmith.files.problem import Unreadable
from rolesmith.libraries.search import search
from rolesmith.presets.library import Item, Library
from rolesmith.presets.platforms import Platforms
from rolesmith.presets.shipped import FOLDER, load, shipped
from rolesmith.presets.synonyms import Synonyms
from rolesmith.role.text import folded

PLATFORMS = shipped().platforms
PROPER = {"platforms.yaml", "synonyms.yaml"}
"""The files of presets that hold other names on purpose."""
FILES = sorted(path for path in FOLDER.rglob("*.yaml") if path.name not in PROPER)
AS_FOUND = {"aliases", "words", "said", "unless", "hit", "pass"}
"""Keys of what an owner types or says, of words of postings, and of examples for rules."""
WRITTEN = """
platforms:
  - {name: 微信小店, aliases: [微店铺], former: [视频号小店], checked: 2026-11-30, sources: ['https://a.cn', 'https://b.cn']}
  - {name: 关键词推广, former: [直通车], checked: 2026-11-30, sources: ['https://a.cn', 'https://b.cn']}
  - {name: 国际站, aliases: [外贸直通车], checked: 2026-11-30, sources: ['https://a.cn']}
"""


class _Written(RootModel[Any]):
    """Any file."""


def texts(of: Any) -> Iterator[str]:
    """Every text of a file, names of keys too, but for what stands there as it was found."""
    if isinstance(of, dict):
        for key, value in of.items():
            if key not in AS_FOUND:
                yield from (key, *texts(value))
    elif isinstance(of, list):
        for each in of:
            yield from texts(each)
    else:
        yield of


# the file


def test_any_name_leads_to_todays() -> None:
    platforms = Platforms.read(WRITTEN, "f.yaml")
    assert [platforms.current(name) for name in ("微信小店", "微店铺", "视频号小店", " 微信 小店", "菜场")] == [
        *["微信小店"] * 4, "菜场",
    ]  # fmt: skip


def test_a_list_of_platforms_names_each_once() -> None:
    names = ("视频号小店", "菜场", "微信小店", "微店铺", "国际站")
    assert Platforms.read(WRITTEN, "f.yaml").each_once(names) == ["微信小店", "菜场", "国际站"]


@pytest.mark.parametrize(
    ("text", "stale"),
    [
        ("装修视频号小店首页", {"视频号小店": "微信小店"}),
        ("直通车出价，上架{视频号小店}商品", {"直通车": "关键词推广", "视频号小店": "微信小店"}),
        ("投放外贸直通车", {}),
        ("维护微店铺与微信小店", {}),
        ("", {}),
    ],
)
def test_a_former_name_in_a_text_is_told_with_todays(text: str, stale: dict[str, str]) -> None:
    assert Platforms.read(WRITTEN, "f.yaml").stale(text) == stale


@pytest.mark.parametrize(
    ("entry", "word"),
    [
        ("{name: 甲店, checked: 2026-11-30, sources: []}", "“sources”的写法不对"),
        ("{name: 甲店, checked: 2026-11-30, sources: ['http://a.cn']}", "的写法不对"),
        ("{name: 甲店, checked: 昨天, sources: ['https://a.cn']}", "“checked”的写法不对"),
        ("{name: 甲店, sources: ['https://a.cn']}", "少了“checked”"),
        ("{name: 甲店, former: [乙店], checked: 2026-11-30, sources: ['https://a.cn']}", "改过名的要有两处来源：甲店"),
        ("{name: 甲店, aliases: [甲 店], checked: 2026-11-30, sources: ['https://a.cn']}", "写了不止一次：甲店"),
        ("{name: 甲店, nickname: 甲, checked: 2026-11-30, sources: ['https://a.cn']}", "没有“nickname”这一项"),
    ],
)
def test_platforms_with_a_mistake_are_refused(entry: str, word: str) -> None:
    with pytest.raises(Unreadable) as caught:
        Platforms.read(f"platforms: [{entry}]", "f.yaml")
    assert word in str(caught.value)


def test_platforms_that_cannot_be_read_stop_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "platforms.yaml").write_text("platforms: 淘宝", "utf-8")
    (tmp_path / "synonyms.yaml").write_text("words: {甲: [[装卸, 扛货]]}", "utf-8")
    loaded = load(tmp_path)
    assert loaded.platforms == Platforms() and loaded.synonyms.groups["扛货"] == ("装卸", "扛货")
    assert [problem.file for problem in loaded.problems] == [f"{tmp_path.name}/platforms.yaml"]


# the presets


@pytest.mark.parametrize(
    ("former", "today"),
    [
        ("引力魔方", "人群推广"),
        ("直通车", "关键词推广"),
        ("京东购物触点", "推荐广告"),
        ("视频号小店", "微信小店"),
        ("饿了么", "淘宝闪购"),
    ],
)
def test_names_known_to_have_changed(former: str, today: str) -> None:
    assert PLATFORMS.current(former) == today
    assert PLATFORMS.stale(f"维护{former}的商品") == {former: today}


@pytest.mark.parametrize("path", FILES, ids=[path.relative_to(FOLDER).as_posix() for path in FILES])
def test_no_text_uses_a_former_name(path: Path) -> None:
    used = {
        text: stale
        for text in texts(yaml.read(_Written, path.read_bytes(), path.name).root)
        if (stale := PLATFORMS.stale(text))
    }
    assert used == {}


def test_items_are_for_platforms_by_todays_name() -> None:
    named = {name for library in shipped().libraries.values() for item in library.items for name in item.platforms}
    assert named and named <= {platform.name for platform in PLATFORMS.platforms}


@pytest.mark.parametrize("blank", ["平台", "内容平台", "数据工具", "订单管理系统"])
def test_choices_of_platforms_and_tools_are_known(blank: str) -> None:
    """A choice is a name, or the back office of a platform: 拼多多商家后台."""
    choices = {choice.partition("商家后台")[0].removesuffix("后台") for choice in shipped().blanks[blank].choices}
    assert choices - {"店铺后台自带"} <= {platform.name for platform in PLATFORMS.platforms}


# search


def test_other_names_stand_only_with_the_platforms() -> None:
    written = Synonyms.read((FOLDER / "synonyms.yaml").read_bytes(), "synonyms.yaml")
    other = {folded(word) for platform in PLATFORMS.platforms for word in (*platform.aliases, *platform.former)}
    assert written.groups.keys() & other == set()


def test_every_name_of_a_platform_is_a_synonym_of_its_name() -> None:
    groups = shipped().synonyms.groups
    for platform in PLATFORMS.platforms:
        for word in platform.words[1:]:
            assert folded(platform.name) in groups[folded(word)], word


def test_groups_that_join_add_to_one_another() -> None:
    own = Synonyms.read("words: {甲: [[微信小店, 小店], [别处, 直通车]]}", "f.yaml")
    joined = own.joined("平台", [("微信小店", "视频号小店"), ("关键词推广", "直通车", "开车"), ("天猫",)])
    assert joined.words == {
        "甲": (("微信小店", "小店", "视频号小店"), ("别处", "直通车")), "平台": (("关键词推广", "开车"),),
    }  # fmt: skip


def test_an_item_is_found_by_any_name_of_its_platform() -> None:
    items = (
        Item(id="today", text="上架商品", platforms=("微信小店",)),
        Item(id="old", text="上架商品与图片", platforms=("视频号小店",)),
        Item(id="other", text="上架商品与主图", platforms=("京东",)),
        Item(id="all", text="上架新品"),
    )
    shelf = [Library.model_validate({"library": "l", "title": "库", "items": items})]
    for name in ("微信小店", "视频号小店"):
        assert {hit.item.id for hit in search(shelf, name).found} == {"today", "old"}
        assert [hit.item.id for hit in search(shelf, platform=name).found] == ["today", "old", "all"]
