"""What such a role often does besides what it begins with stands first in the picker."""

import csv

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.shop.libraries import further_duties
from tests.conftest import ROOT, Server
from tests.desk import desk_of, new_desk

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


@pytest.mark.parametrize("row", LABELLED, ids=[row["name"] for row in LABELLED])
def test_the_name_of_a_post_says_where_its_duties_are(row: dict[str, str]) -> None:
    post = shipped().posts.named(row["name"])
    assert (post.library if post else "") == row["library"]
    assert not row["topic"] or (post and post.topics[0] == row["topic"])


def test_every_library_and_topic_that_goes_with_a_name_is_there() -> None:
    for post in shipped().posts.root:
        topics = {item.topic for item in shipped().libraries[post.library].items if item.kind == "duty"}
        assert set(post.topics) <= topics, post


@pytest.mark.browser
def test_a_blank_role_that_is_named_is_offered_what_goes_with_its_name(page: Page, server: Server) -> None:
    role = shipped().templates["ecommerce"].role()
    name = role.meaning("name")
    assert name
    role = apply(role, Edit(id="named-01", op="set", target=name.id, name="text", value="出纳"))
    desk = desk_of(page, server, role).open("duties")
    desk.button("从预设库挑").click()
    expect(page.get_by_label("库", exact=True)).to_have_value("other")
    expect(page.locator(".offers summary").first).to_contain_text("财务与票据")


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
