"""The picker: its menus by key, what a role has already, and where each line that is picked goes."""

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node
from tests.conftest import Modules, Server
from tests.desk import Desk, choose, new_desk

OPTIONS = [["", "全部"], ["store", "店铺运营"], ["service", "客户服务"], ["1688", "1688 平台"], ["live", "直播"]]


@pytest.mark.parametrize(
    ("key", "at", "leads"),
    [
        ("ArrowDown", 0, 1), ("ArrowDown", 4, 4), ("ArrowUp", 1, 0), ("ArrowUp", 0, 0), ("Home", 3, 0), ("End", 0, 4),
        ("PageDown", 1, 4), ("PageUp", 3, 0), ("F2", 1, None),
    ],
)  # fmt: skip
def test_a_key_leads_to_an_option_and_over_no_end(modules: Modules, key: str, at: int, leads: int | None) -> None:
    assert modules.run("shared/menu", "return m.stepped(v.key, v.at, v.all);", vars_of(key, at)) == leads


def vars_of(key: str, at: int) -> dict[str, object]:
    return {"key": key, "at": at, "all": OPTIONS}


@pytest.mark.parametrize(
    ("typed", "leads"), [("d", 1), ("kh", 2), ("k", 2), ("16", 3), ("z", 4), ("直", 4), ("q", 0), ("x", 0), ("dd", 1)]
)  # fmt: skip
def test_letters_lead_to_what_is_written_or_sounds_so(modules: Modules, typed: str, leads: int) -> None:
    body = "const typed = {}; return [...v.key].reduce((at, letter) => m.spelt(v.all, letter, typed, at), v.at);"
    assert modules.run("shared/menu", body, vars_of(typed, 0)) == leads


def test_the_same_letter_again_leads_to_the_next_that_begins_with_it(modules: Modules) -> None:
    body = "const typed = { word: '', at: 0 }; return [1, 2, 3].map(() => (v.at = m.spelt(v.all, 's', typed, v.at)));"
    titles = [["a", "商品"], ["b", "直播"], ["c", "售后"]]
    assert modules.run("shared/menu", body, {"all": titles, "at": 1}) == [2, 0, 2]


MOVE = """
const { Desk } = await import("/ui/components/editor/desk.js");
const { outboxOf } = await import("/ui/components/outbox/boxes.js");
const { historyOf } = await import("/ui/components/shared/history.js");
const { find } = await import("/ui/components/shared/tree.js");
const history = historyOf(v.name);
history.show({ [v.name]: { tree: v.tree, revision: 1 } });
const desk = new Desk({ box: outboxOf(v.name), history, facts: null, known: {} });
desk.lay({ tree: v.tree, shop: { values: {} }, data: {} });
const shape = () => find(history.tree(v.name), "b").children.map((group) =>
  [group.id, group.on !== false, ...(group.children ?? []).map(({ id }) => id)]);
m.moveTo(desk, v.lines.map((id) => find(v.tree, id)), find(v.tree, "g2"), new Set(v.before));
const after = shape();
history.undo();
return [after, shape()];
"""


@pytest.mark.parametrize("before", [["g1", "g2"], ["g1", "g2", "g3"]])
def test_lines_go_into_another_group_in_one_step_and_a_group_begun_for_them_goes(
    modules: Modules, before: list[str]
) -> None:
    def group(name: str, *lines: str, on: bool = True) -> Node:
        return Node(
            id=name, kind="group", on=on, children=tuple(Node(id=line, kind="line", text=line) for line in lines)
        )

    groups = (group("g1", "a", "b1"), group("g2", "c", on=False), group("g3", "d"))
    block = Node(id="b", kind="groups", children=groups)
    tree = Node(id="root", kind="role", children=(Node(id="s", kind="section", children=(block,)),))
    sent = {
        "name": "".join(before), "tree": tree.model_dump(mode="json", exclude_defaults=True), "lines": ["a", "d"],
        "before": before,
    }  # fmt: skip
    moved, undone = modules.run("editor/placing", MOVE, sent)
    left = [["g3", True]] if "g3" in before else []
    assert moved == [["g1", True, "b1"], ["g2", True, "c", "a", "d"], *left]
    assert undone == [["g1", True, "a", "b1"], ["g2", False, "c"], ["g3", True, "d"]]


def opened(page: Page, server: Server) -> Desk:
    desk = new_desk(page, server).open("duties")
    desk.button("从预设库挑").click()
    expect(page.locator(".found li").first).to_be_visible()
    return desk


@pytest.mark.browser
def test_what_a_role_has_is_said_in_a_word_and_no_click_deletes_it(page: Page, server: Server) -> None:
    desk = opened(page, server)
    before = desk.stored().tree
    line = before.find("duties.duties.store.1")
    assert line and line.origin
    library, item = line.origin.split("/")
    text = shipped().libraries[library].item(item)
    assert text
    page.get_by_role("searchbox", name="搜预设库").fill(text.text.partition("{")[0])
    had = page.locator(".found li.had").first
    expect(had.locator(".word")).to_have_text("已有")
    expect(had.get_by_role("checkbox")).to_have_count(0)
    had.locator(".offer").click()
    desk.saved()
    assert desk.stored().tree == before


@pytest.mark.browser
def test_where_a_picked_line_goes_is_shown_and_changed_by_key(page: Page, server: Server) -> None:
    desk = opened(page, server)
    often = page.locator(".further")
    for at in (0, 1):
        often.get_by_role("checkbox").nth(at).check()
        expect(often.locator(".goes")).to_have_count(at + 1)
    goes = often.locator(".goes").first.get_by_role("combobox")
    expect(goes).to_have_text("店铺运营与管理")
    goes.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)
    expect(goes).to_have_text("店铺运营与管理")
    expect(desk.button("挑好了")).to_be_visible()
    page.keyboard.type("sj")
    page.keyboard.press("Enter")
    expect(goes).to_have_text("数据分析与优化")
    expect(goes).to_be_focused()
    desk.saved()
    group = desk.stored().tree.find("duties.duties.data")
    assert group
    moved = group.children[-1]
    choose(page, "全部放进", "其他相关职责")
    expect(goes).to_have_text("其他相关职责")
    desk.saved()
    other = desk.stored().tree.find("duties.duties.other")
    assert other and moved.id in [line.id for line in other.children[-2:]]
    desk.button("挑好了").click()
    expect(page.locator(".editor .landed")).to_have_count(2)
