"""What such a role often does besides what it begins with stands first in the picker."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Role
from rolesmith.shop.libraries import further_duties
from rolesmith.shop.suited import posts_of, suited_groups
from tests.conftest import ROOT, SHOP, Server
from tests.desk import at_rest, choose, desk_of, new_desk

pytestmark = pytest.mark.one_visit

STARTER = "operations_specialist"


def test_the_further_duties_of_a_starter_come_with_text_standard_and_group() -> None:
    more = shipped().starters[STARTER].more
    found = further_duties(shipped().libraries, STARTER)
    assert [(each["from"], each["group"]) for each in found] == [
        (reference, group) for group, references in more.items() for reference in references
    ]
    for each in found:
        library, _, item_id = str(each["from"]).partition("/")
        item = shipped().libraries[library].item(item_id)
        assert item and (each["text"], each.get("standard", "")) == (item.text, item.standard)


def test_of_a_blank_role_and_of_items_that_the_shops_own_copy_lacks_there_are_none() -> None:
    assert further_duties(shipped().libraries, "") == further_duties(shipped().libraries, "nothing") == []
    assert further_duties({}, STARTER) == []


LABELLED = list(csv.DictReader((ROOT / "tests" / "posts.csv").open(encoding="utf-8")))
"""Names of posts with the library and the topic that an owner would look in, written before the table was."""
BY_OWNERS = list(csv.DictReader((ROOT / "tests" / "posts_by_owners.csv").open(encoding="utf-8")))
"""Short and odd names, labelled before their reader had seen the table: `|` between what serves alike, `+` between two
jobs. The table knew the libraries of 26 of the first sixty, and of 6 of the twenty drawn when it knew these."""


@pytest.mark.parametrize("row", LABELLED, ids=[row["name"] for row in LABELLED])
def test_the_name_of_a_post_says_where_its_duties_are(row: dict[str, str]) -> None:
    posts = shipped().posts.named(row["name"])
    assert (posts[0].library if posts else "") == row["library"]
    assert not row["topic"] or posts[0].topics[0] == row["topic"]


def test_so_do_the_names_that_owners_use() -> None:
    missed = []
    for row in BY_OWNERS:
        found = [post.library for post in posts_of(shipped().libraries, row["name"])]
        jobs = [set(each.split("+")) for each in row["areas"].split("|")]
        if not any(each <= set(found) and found[0] in each for each in jobs):
            missed.append(row["name"])
    assert len(missed) <= len(BY_OWNERS) * 0.05, missed


@pytest.mark.parametrize(
    ("name", "libraries"),
    [
        ("客服兼打包", ["service", "supply"]),
        ("运营/客服", ["store_operations", "service"]),
        ("美工带剪辑", ["design", "content"]),
        ("带货主播", ["live"]),
        ("带班组长（仓库）", ["supply"]),
        ("robin", []),
        ("bi", ["data"]),
        ("", []),
    ],
)
def test_a_name_of_two_jobs_says_both_and_a_latin_word_counts_whole(name: str, libraries: list[str]) -> None:
    assert [post.library for post in shipped().posts.named(name)] == libraries


def test_a_name_that_the_table_does_not_know_is_searched_for_in_the_libraries_the_shops_own_too() -> None:
    own = Library(
        library="my_tea", title="茶馆", version="1", items=(Item(id="a", kind="duty", text="冲泡茶水", topic="茶艺"),)
    )
    assert shipped().posts.named("茶水") == posts_of(shipped().libraries, " ") == ()
    (post,) = posts_of({**shipped().libraries, "my_tea": own}, "茶水")
    assert (post.library, post.topics) == ("my_tea", ("茶艺",))


def test_every_library_and_topic_that_goes_with_a_name_is_there() -> None:
    for post in shipped().posts.root:
        topics = {item.topic for item in shipped().libraries[post.library].items if item.kind == "duty"}
        assert set(post.topics) <= topics, post


def named(name: str) -> Role:
    """A blank role with this name."""
    role = shipped().templates["ecommerce"].role()
    field = role.meaning("name")
    assert field
    return apply(role, Edit(id="named-01", op="set", target=field.id, name="text", value=name))


def suited(role: Role) -> tuple[list[str], list[str]]:
    """The titles of the groups that are offered for a role, and of those that they stand in for."""
    found = suited_groups(shipped().libraries, role)
    return ([each.title for each in found["groups"]], list(found["instead"].values())) if found else ([], [])


def test_a_blank_role_is_offered_groups_of_its_name_for_the_templates_but_for_the_last() -> None:
    groups, instead = suited(named("出纳"))
    assert groups == ["财务与票据", "财务出纳"]
    assert instead == ["店铺运营与管理", "市场推广与引流", "内容策划与创作", "客户服务与关系维护", "数据分析与优化"]
    assert suited(named("客服兼打包"))[0] == [
        "售前接待",
        "订单与物流",
        "售后处理",
        "拣货与打包",
        "快递与装卸",
        "库存与账目",
    ]
    two = suited(named("采购兼仓管"))[0]
    assert len(two) == len(set(two))


def test_each_says_what_belongs_in_it_and_from_which_topic_it_is() -> None:
    found = suited_groups(shipped().libraries, named("出纳"))
    assert found
    for group in found["groups"]:
        assert (group.origin, group.area, group.least, group.children) == (f"other/{group.title}", "other", 1, ())
        assert re.fullmatch(r"例如：[^{}]+；[^{}]+", group.hint)


@pytest.mark.parametrize("name", ["", "天猫运营", "运营兼客服", "电商总监", "老板娘"])
def test_where_the_templates_groups_fit_or_the_name_says_nothing_none_are_offered(name: str) -> None:
    assert suited(named(name)) == ([], [])


def test_nothing_is_offered_where_anything_is_written_in_the_duties_or_a_starter_began_the_role() -> None:
    role = named("出纳")
    for attribute in ("text", "standard"):
        line = {"id": "own-line", "kind": "line", attribute: "写了"}
        assert suited(apply(role, Edit(id="own-0001", op="add", target="duties.duties.data", value=[line]))) == ([], [])
    assert suited(role.model_copy(update={"starter": STARTER})) == ([], [])


def test_a_group_that_the_owner_named_himself_is_not_replaced() -> None:
    renamed = Edit(id="own-0002", op="set", target="duties.duties.data", name="title", value="看店")
    _, instead = suited(apply(named("出纳"), renamed))
    assert instead == ["店铺运营与管理", "市场推广与引流", "内容策划与创作", "客户服务与关系维护"]


@pytest.mark.browser
def test_a_blank_role_that_is_named_is_offered_what_goes_with_its_name(page: Page, server: Server) -> None:
    desk = desk_of(page, server, named("出纳")).open("duties")
    desk.button("从预设库挑").click()
    expect(page.get_by_role("combobox", name="库")).to_have_text("其他")
    expect(page.locator(".offers summary").first).to_contain_text("财务与票据")


@pytest.mark.browser
def test_one_tap_puts_its_groups_in_the_place_of_the_empty_ones_and_one_undo_takes_it_back(
    page: Page, server: Server
) -> None:
    desk = desk_of(page, server, named("出纳")).open("duties")
    before = desk.stored().tree
    expect(page.locator(".suited")).to_contain_text("财务与票据、财务出纳")
    desk.button("换成这几组").click()
    expect(page.locator(".suited")).to_have_count(0)
    desk.saved()
    groups = desk.stored().tree.find("duties.duties")
    assert groups and [each.title for each in groups.children] == ["财务与票据", "财务出纳", "其他相关职责"]
    desk.button("撤销").click()
    expect(page.locator(".suited")).to_be_visible()
    desk.saved()
    assert desk.stored().tree == before

    desk.button("换成这几组").click()
    desk.button("从预设库挑").click()
    choose(page, "库", "其他")
    page.locator(".offers details", has_text="财务出纳").locator("summary").click()
    page.locator(".offers details[open]", has_text="财务出纳").get_by_role("checkbox").first.check()
    desk.button("挑好了").click()
    desk.saved()
    groups = desk.stored().tree.find("duties.duties")
    assert groups and [len(each.children) for each in groups.children] == [0, 1, 0], "it goes where its topic is"


@pytest.mark.browser
def test_a_group_that_another_device_writes_in_meanwhile_stays(page: Page, server: Server) -> None:
    desk = desk_of(page, server, named("出纳")).open("duties")
    expect(page.locator(".suited")).to_be_visible()
    at_rest(page)  # a page that is still drawn would learn of the line, and offer nothing
    line = {"id": "from-afar", "kind": "line", "text": "别处写的"}
    store = server.store()
    try:
        store.apply(SHOP, desk.role, [Edit(id="afar-0001", op="add", target="duties.duties.data", value=[line])])
    finally:
        store.close()
    desk.button("换成这几组").click()
    expect(page.locator(".elsewhere")).to_contain_text("别的窗口里刚在这里写了内容")
    groups = desk.stored().tree.find("duties.duties")
    assert groups and [each.title for each in groups.children] == [
        "财务与票据",
        "财务出纳",
        "数据分析与优化",
        "其他相关职责",
    ]
    assert desk.text("from-afar") == "别处写的"


@pytest.mark.browser
def test_they_stand_first_and_one_click_puts_both_texts_into_their_group(page: Page, server: Server) -> None:
    further = further_duties(shipped().libraries, STARTER)
    desk = new_desk(page, server, STARTER).open("duties")
    desk.button("从预设库挑").click()
    first = page.locator(".offers > *").first
    expect(first.locator("summary")).to_have_text(f"这个岗位常见的还有 {len(further)} 条")
    first.get_by_role("checkbox").first.check()
    expect(first.get_by_role("checkbox")).to_have_count(len(further))
    desk.button("挑好了").click()
    desk.saved()
    group = desk.stored().tree.find(f"duties.duties.{further[0]['group']}")
    assert group
    last = group.children[-1]
    assert (last.text, last.standard, last.origin) == (
        further[0]["text"], further[0].get("standard", ""), further[0]["from"],
    )  # fmt: skip
    desk.button("从预设库挑").click()
    expect(page.locator(".offers summary").first).to_have_text(f"这个岗位常见的还有 {len(further) - 1} 条")
