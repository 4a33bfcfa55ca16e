"""Edits: one change each, pure, aimed at a stable id; whatever is refused leaves the role as it was."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.role.edit import TREE_LIMIT, Conflict, Edit, Gone, Refused, apply
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT, digest
from rolesmith.role.tree import CHILD_LIMIT, HOLDS, Node, NodeKind, Role
from tests.conftest import examples
from tests.sample import every_kind

ROLE, _ = every_kind()


def edit(op: str, target: str, value: Any = None, **more: Any) -> Edit:
    return Edit.model_validate({"id": "test-edit", "op": op, "target": target, "value": value, **more})


def node(role: Role, node_id: str) -> Node:
    found = role.tree.find(node_id)
    assert found is not None
    return found


def children(role: Role, node_id: str) -> list[str]:
    return [child.id for child in node(role, node_id).children]


def line(node_id: str, text: str = "新") -> dict[str, Any]:
    return {"id": node_id, "kind": "line", "text": text}


GROUP = {"title": "组", "children": [line("a", "甲") | {"values": {"空": "值"}}]}


def refusal(change: Edit, role: Role = ROLE) -> Refused:
    """Why an edit is refused; the role is as it was."""
    before = role.to_json()
    with pytest.raises(Refused) as caught:
        apply(role, change)
    assert role.to_json() == before
    assert str(caught.value).endswith("。")
    return caught.value


# a line's two texts


def test_two_texts_of_one_line_never_overwrite_each_other() -> None:
    written = apply(ROLE, edit("set", "lines.0", "每周一次", name="standard", base=digest("")))
    both = apply(written, edit("set", "lines.0", "查库存", name="text", base=digest(node(ROLE, "lines.0").text)))
    assert (node(both, "lines.0").text, node(both, "lines.0").standard) == ("查库存", "每周一次")
    late = refusal(edit("set", "lines.0", "每月一次", name="standard", base=digest("")), both)
    assert isinstance(late, Conflict) and (late.theirs, late.kept) == ("每周一次", "每月一次")


def test_a_refused_line_keeps_both_its_texts() -> None:
    new = line("new", "查库存") | {"standard": "每周一次"}
    assert refusal(edit("add", "nowhere", [new])).kept == "查库存\n每周一次"
    long = line("new", "查库存") | {"standard": "长" * (TEXT_LIMIT + 2)}
    refused = refusal(edit("add", "g0", [long]))
    assert str(refused) == f"有一条超出 2 字（上限 {TEXT_LIMIT} 字），没有加入。" and refused.kept.startswith(
        "查库存\n长"
    )
    many = [line(f"n{at}") | {"standard": f"第 {at} 条"} for at in range(CHILD_LIMIT)]
    assert "第 7 条" in refusal(edit("add", "g0", many)).kept


# set


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("title", "新名"),
        ("text", "新文\n第二段"),
        ("standard", "每周一次；差额列明细"),
        ("hint", "新提示"),
        ("mark", "必备"),
        ("on", False),
        ("required", True),
        ("target", 150),
        ("text", ""),
    ],
)
def test_set_changes_one_attribute_of_one_node(name: str, value: object) -> None:
    changed = apply(ROLE, edit("set", "sheet.0", value, name=name))
    assert getattr(node(changed, "sheet.0"), name) == value
    undone = apply(changed, edit("set", "sheet.0", getattr(node(ROLE, "sheet.0"), name), name=name))
    assert undone == ROLE


def test_set_cleans_what_was_typed() -> None:
    changed = apply(ROLE, edit("set", "lines.0", "甲\r\n乙\x00\ud800", name="text"))
    assert node(changed, "lines.0").text == "甲\n乙"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("id", "x"),
        ("kind", "line"),
        ("children", []),
        ("values", {}),
        ("origin", "x"),
        ("meaning", "name"),
        ("no_such", "x"),
        ("__class__", "x"),
        ("", "x"),
        ("text", 5),
        ("text", None),
        ("text", ["甲"]),
        ("title", {}),
        ("on", 1),
        ("on", "false"),
        ("on", None),
        ("target", True),
        ("target", "5"),
        ("target", 1.5),
        ("target", -1),
        ("target", TEXT_LIMIT + 1),
        ("target", 10**30),
    ],
)
def test_set_refuses_other_attributes_and_other_types(name: str, value: object) -> None:
    why = str(refusal(edit("set", "sheet.0", value, name=name)))
    assert any(each in why for each in ("不能改", "值不对", "要填文字", "不完整"))


@pytest.mark.parametrize(("name", "limit"), [("text", TEXT_LIMIT), ("title", TITLE_LIMIT), ("mark", TITLE_LIMIT)])
def test_a_text_over_the_limit_is_refused_with_the_numbers_and_kept(name: str, limit: int) -> None:
    apply(ROLE, edit("set", "lines.0", "长" * limit, name=name))
    why = refusal(edit("set", "lines.0", "长" * (limit + 3), name=name))
    assert "超出 3 字" in str(why) and f"上限 {limit} 字" in str(why)
    assert why.kept == "长" * (limit + 3)


# conflicts


def test_a_text_changed_in_between_is_a_conflict_with_both() -> None:
    base = digest(node(ROLE, "lines.0").text)
    theirs = apply(ROLE, edit("set", "lines.0", "他的", name="text", base=base))
    why = refusal(edit("set", "lines.0", "我的", name="text", base=base), theirs)
    assert isinstance(why, Conflict) and (why.theirs, why.kept) == ("他的", "我的")


def test_no_conflict_where_both_wrote_the_same_or_nobody_said_what_it_was_based_on() -> None:
    base = digest("别的")
    assert apply(ROLE, edit("set", "lines.0", node(ROLE, "lines.0").text, name="text", base=base)) == ROLE
    assert node(apply(ROLE, edit("set", "lines.0", "盖掉", name="text")), "lines.0").text == "盖掉"


def test_a_switch_has_no_conflicts() -> None:
    assert not node(apply(ROLE, edit("set", "lines.0", False, name="on", base="other")), "lines.0").on


def test_filling_a_blank_that_was_filled_in_between_is_a_conflict() -> None:
    filled = apply(ROLE, edit("fill", "role", "淘宝", name="平台", base=digest("")))
    why = refusal(edit("fill", "role", "抖音", name="平台", base=digest("")), filled)
    assert isinstance(why, Conflict) and (why.theirs, why.kept) == ("淘宝", "抖音")


# fill


def test_fill_gives_a_blank_its_value_and_an_empty_one_opens_it() -> None:
    filled = apply(ROLE, edit("fill", "role", "抖音", name="平台"))
    assert filled.tree.values == {"平台": "抖音"} and ROLE.tree.values == {}
    own = apply(filled, edit("fill", "lines.0", "淘宝", name="平台"))
    assert node(own, "lines.0").values == {"平台": "淘宝"} and own.tree.values == {"平台": "抖音"}
    assert apply(filled, edit("fill", "role", "", name="平台")) == ROLE


@pytest.mark.parametrize("name", ["", "长" * 31, "a{b", "a}b", "a\nb"])
def test_fill_refuses_what_no_text_can_name(name: str) -> None:
    assert refusal(edit("fill", "role", "抖音", name=name)).kept == "抖音"


@pytest.mark.parametrize("value", [None, 5, True, ["抖音"], {"a": "b"}])
def test_fill_refuses_what_is_no_text(value: object) -> None:
    assert str(refusal(edit("fill", "role", value, name="平台"))) == "这里要填文字。"


def test_a_value_over_the_limit_is_refused_with_the_number() -> None:
    assert f"上限 {TEXT_LIMIT} 字" in str(refusal(edit("fill", "role", "长" * 5001, name="平台")))


# cells


def table() -> Role:
    """Two tables; in the first two columns and a row without cells."""
    grid = {
        "id": "grid",
        "kind": "table",
        "children": [
            {"id": "c0", "kind": "column"},
            {"id": "c1", "kind": "column"},
            {"id": "r0", "kind": "row"},
            {"id": "r1", "kind": "row"},
        ],
    }
    other = {"id": "other", "kind": "table", "children": [{"id": "x0", "kind": "column"}]}
    tree = {"id": "role", "kind": "role", "children": [{"id": "s", "kind": "section", "children": [grid, other]}]}
    return Role(tree=Node.model_validate(tree))


def test_a_cell_that_nobody_has_written_in_can_be_written_in() -> None:
    role = apply(table(), edit("set", "r0:c1", "乙", name="text", base=digest("")))
    role = apply(role, edit("set", "r0:c0", "甲", name="text", base=digest("")))
    assert [cell.text for cell in node(role, "grid").cells(node(role, "r0"))] == ["甲", "乙"]
    assert [cell.text for cell in node(role, "grid").cells(node(role, "r1"))] == ["", ""]


@pytest.mark.parametrize("cell", ["r0:c9", "r9:c0", "r0:x0", "r0:role", "r0:r1", "s:c0", "r0:", "r0:c0:c1"])
def test_a_cell_without_its_row_and_column_is_gone(cell: str) -> None:
    why = refusal(edit("set", cell, "甲", name="text"), table())
    assert isinstance(why, Gone) and why.kept == "甲"


# add


def test_add_puts_nodes_behind_a_neighbour_first_without_one_and_last_where_it_is_gone() -> None:
    added = [line("a"), line("b")]
    assert children(apply(ROLE, edit("add", "lines", added, after="lines.0")), "lines") == [
        "lines.0",
        "a",
        "b",
        "lines.1",
    ]
    assert children(apply(ROLE, edit("add", "lines", added)), "lines") == ["a", "b", "lines.0", "lines.1"]
    assert children(apply(ROLE, edit("add", "lines", added, after="gone")), "lines") == ["lines.0", "lines.1", "a", "b"]


def test_add_keeps_origin_marks_and_all_below() -> None:
    group = {"id": "g", "kind": "group", "title": "组", "children": [{**line("l"), "from": "lib/a.b", "mark": "必备"}]}
    changed = node(apply(ROLE, edit("add", "duties", [group])), "l")
    assert (changed.origin, changed.mark, changed.text) == ("lib/a.b", "必备", "新")


def deep(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = {"id": "n", "kind": "group"}
    for at in range(levels):
        node = {"id": f"n{at}", "kind": "group", "children": [node]}
    return node


@pytest.mark.parametrize(
    "value",
    [
        None,
        "甲",
        {},
        [],
        [None],
        ["甲"],
        [5],
        [[]],
        [{}],
        [{"kind": "line"}],
        [{"id": "a"}],
        [{"id": "a", "kind": "no_kind"}],
        [{"id": "", "kind": "line"}],
        [{"id": "a b", "kind": "line"}],
        [{"id": "a\n", "kind": "line"}],
        [{"id": "x" * 161, "kind": "line"}],
        [{**line("a"), "colour": "red"}],
        [{**line("a"), "text": None}],
        [{**line("a"), "text": 5}],
        [{**line("a"), "on": "perhaps"}],
        [{**line("a"), "least": -1}],
        [{**line("a"), "values": {"平台": 5}}],
        [{**line("a"), "title": "长" * 101}],
        [{**line("a"), "children": [line("b")]}],
        [line("a"), line("a")],
        [line("lines.0")],
        [line("role")],
        [{"id": "a", "kind": "section"}],
        [{"id": "a", "kind": "role"}],
        [line("a"), {"id": "b", "kind": "group"}],
        [deep(5)],
        [deep(5000)],
    ],
)
def test_add_refuses_hostile_nodes_whole(value: object) -> None:
    refusal(edit("add", "lines", value))


def test_add_refuses_an_id_that_stands_deep_inside_twice() -> None:
    group = {"id": "g", "kind": "group", "children": [line("l"), line("l")]}
    assert "已经加过" in str(refusal(edit("add", "duties", [group])))
    assert "已经加过" in str(refusal(edit("add", "duties", [{**group, "children": [line("lines.0")]}])))


@pytest.mark.parametrize("target", ["role", "preface", "lines.0", "sheet", "duties", "grid.r"])
def test_add_refuses_a_line_where_no_line_can_stand(target: str) -> None:
    assert "放不下" in str(refusal(edit("add", target, [line("a")])))


def test_add_over_the_limits_is_refused_with_the_number_and_the_text_kept() -> None:
    room = CHILD_LIMIT - 2
    fits = apply(ROLE, edit("add", "lines", [line(f"a{at}") for at in range(room)]))
    assert len(children(fits, "lines")) == CHILD_LIMIT
    why = refusal(edit("add", "lines", [line("b", "我的")]), fits)
    assert f"最多放 {CHILD_LIMIT} 条" in str(why) and why.kept == "我的"
    many = refusal(edit("add", "lines", [line(f"a{at}") for at in range(20_000)]))
    assert f"最多放 {CHILD_LIMIT} 条" in str(many) and "20000" in str(many)
    long = refusal(edit("add", "lines", [line("a", "长" * (TEXT_LIMIT + 1))]))
    assert "超出 1 字" in str(long) and f"上限 {TEXT_LIMIT} 字" in str(long) and len(long.kept) == TEXT_LIMIT + 1
    refusal(edit("add", "duties", [{"id": "g", "kind": "group", "children": [line(f"a{n}") for n in range(501)]}]))


def test_a_role_has_a_limit_of_its_own() -> None:
    def group(at: int) -> dict[str, Any]:
        return {"id": f"x{at}", "kind": "group", "children": [line(f"x{at}.{n}") for n in range(CHILD_LIMIT)]}

    full = ROLE
    for at in range(9):
        full = apply(full, edit("add", "duties", [group(at)]))
    why = refusal(edit("add", "duties", [group(9)]), full)
    assert f"整个岗位最多放 {TREE_LIMIT} 处" in str(why)
    assert len(children(full, "duties")) == 11


# move and remove


def test_move_goes_behind_a_neighbour_here_or_elsewhere() -> None:
    moved = apply(ROLE, edit("move", "lines.0", parent="lines", after="lines.1"))
    assert children(moved, "lines") == ["lines.1", "lines.0"]
    assert apply(moved, edit("move", "lines.0", parent="lines")) == ROLE
    away = apply(ROLE, edit("move", "lines.0", parent="g1", after="g1.0"))
    assert children(away, "lines") == ["lines.1"] and children(away, "g1") == ["g1.0", "lines.0", "g1.1"]
    assert node(away, "lines.0") == node(ROLE, "lines.0")


def test_move_behind_a_neighbour_that_is_gone_goes_last_and_behind_itself_stays() -> None:
    assert children(apply(ROLE, edit("move", "lines.0", parent="lines", after="gone")), "lines") == [
        "lines.1",
        "lines.0",
    ]
    assert apply(ROLE, edit("move", "lines.0", parent="lines", after="lines.0")) == ROLE


@pytest.mark.parametrize(
    ("target", "parent"), [("duties", "duties"), ("groups", "duties"), ("groups", "g0.0"), ("role", "lines")]
)
def test_nothing_moves_into_itself(target: str, parent: str) -> None:
    assert "自己里面" in str(refusal(edit("move", target, parent=parent)))


@pytest.mark.parametrize("parent", ["gone", ""])
def test_move_to_where_nothing_is_is_gone(parent: str) -> None:
    assert isinstance(refusal(edit("move", "lines.0", parent=parent)), Gone)


@pytest.mark.parametrize("parent", ["role", "fields", "sheet", "lines.1", "grid"])
def test_move_refuses_where_it_cannot_stand(parent: str) -> None:
    assert "放不下" in str(refusal(edit("move", "lines.0", parent=parent)))


def test_move_into_a_full_parent_is_refused_but_within_it_is_not() -> None:
    full = apply(ROLE, edit("add", "lines", [line(f"a{at}") for at in range(CHILD_LIMIT - 2)]))
    assert str(CHILD_LIMIT) in str(refusal(edit("move", "g0.0", parent="lines"), full))
    assert children(apply(full, edit("move", "lines.1", parent="lines")), "lines")[0] == "lines.1"


def test_remove_takes_a_node_with_all_below_it() -> None:
    changed = apply(ROLE, edit("remove", "g0"))
    assert not {"g0", "g0.0", "g0.1"} & {each.id for each in changed.tree.walk()}
    assert children(changed, "duties") == ["g1"]
    assert "我的岗位" in str(refusal(edit("remove", "role")))


def test_what_is_removed_as_empty_stays_where_somebody_has_written_in_it() -> None:
    assert "写了内容" in str(refusal(edit("remove", "g0", base=digest(""))))
    emptied = apply(apply(ROLE, edit("remove", "g0.0")), edit("remove", "g0.1"))
    assert children(apply(emptied, edit("remove", "g0", base=digest(""))), "duties") == ["g1"]


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        (edit("set", "gone", "我的\x00话", name="text"), "我的话"),
        (edit("fill", "gone", "抖音", name="平台"), "抖音"),
        (edit("add", "gone", [line("a", "甲"), line("b", "乙"), "坏"]), "甲\n乙"),
        (edit("add", "gone", [GROUP, line("b", "乙")]), "组\n甲\n空：值\n乙"),
        (edit("move", "gone", parent="lines"), ""),
        (edit("remove", "gone"), ""),
    ],
    ids=["set", "fill", "add", "add a group", "move", "remove"],
)
def test_an_edit_of_what_is_gone_hands_the_text_back(change: Edit, kept: str) -> None:
    why = refusal(change)
    assert isinstance(why, Gone) and why.kept == kept


@pytest.mark.parametrize(
    "fault",
    [
        {"id": "short"},
        {"id": "with space"},
        {"id": "x" * 65},
        {"op": "drop"},
        {"target": ""},
        {"target": "../x"},
        {"target": "x" * 161},
        {"extra": 1},
        {"name": "x" * 101},
        {"after": None},
    ],
)
def test_a_malformed_edit_is_no_edit(fault: dict[str, Any]) -> None:
    good = {"id": "test-edit", "op": "remove", "target": "lines"}
    assert Edit.model_validate(good)
    with pytest.raises(ValueError):
        Edit.model_validate({**good, **fault})


# any sequence

IDS = [each.id for each in ROLE.tree.walk()] + ["grid.r:sheet", "gone", "new0", "new1", "new1.0", "new2"]
FRESH: dict[NodeKind, dict[str, Any]] = {
    "line": line("new0"),
    "group": {"id": "new1", "kind": "group", "children": [line("new1.0")]},
    "section": {"id": "new2", "kind": "section", "children": [{"id": "new3", "kind": "text"}]},
    "row": {"id": "new4", "kind": "row"},
    "column": {"id": "new5", "kind": "column"},
}
TARGETS = st.sampled_from(IDS)
EDITS = st.one_of(
    st.builds(
        lambda t, n, v: edit("set", t, v, name=n), TARGETS, st.sampled_from(["text", "title", "mark"]), st.text()
    ),
    st.builds(lambda t, v: edit("set", t, v, name="on"), TARGETS, st.booleans()),
    st.builds(lambda t, n, v: edit("fill", t, v, name=n), TARGETS, st.sampled_from(["甲", "乙"]), st.text(max_size=9)),
    st.builds(lambda t, v, a: edit("add", t, [v], after=a), TARGETS, st.sampled_from(list(FRESH.values())), TARGETS),
    st.builds(lambda t, p, a: edit("move", t, parent=p, after=a), TARGETS, TARGETS, TARGETS),
    st.builds(lambda t: edit("remove", t), TARGETS),
)


def tried(role: Role, change: Edit) -> Role:
    try:
        return apply(role, change)
    except Refused:
        return role


@settings(max_examples=examples(150), deadline=None)
@given(st.lists(EDITS, max_size=12))
def test_any_sequence_of_edits_leaves_a_valid_role(changes: list[Edit]) -> None:
    """Unique ids, each kind where it may stand, the same after JSON; the role before each edit is unchanged."""
    role = ROLE
    for change in changes:
        before = role.to_json()
        changed = tried(role, change)
        assert role.to_json() == before
        role = changed
    assert Role.from_json(role.to_json()) == role
    ids = [each.id for each in role.tree.walk()]
    assert len(ids) == len(set(ids))
    assert all(child.kind in HOLDS[each.kind] for each in role.tree.walk() for child in each.children)


NODES = [each for each in ROLE.tree.walk() if each.kind != "role"]
TEXT_EDITS = st.one_of(
    st.builds(
        lambda n, a, v: edit("set", n.id, v, name=a, base=digest(getattr(n, a))),
        st.sampled_from(NODES),
        st.sampled_from(["text", "title"]),
        st.text(max_size=5),
    ),
    st.builds(
        lambda n, v: edit("fill", n.id, v, name="甲", base=digest("")), st.sampled_from(NODES), st.text(max_size=5)
    ),
)


def removed_by(change: Edit) -> set[str]:
    target = ROLE.tree.find(change.target)
    return {each.id for each in target.walk()} if change.op == "remove" and target else set()


@settings(max_examples=examples(300), deadline=None)
@given(TEXT_EDITS, EDITS)
def test_edits_to_different_nodes_commute_and_never_conflict(mine: Edit, theirs: Edit) -> None:
    """Whatever somebody else does elsewhere, short of removing what I write in."""
    if theirs.target == mine.target or mine.target in removed_by(theirs):
        return
    one = tried(apply(ROLE, mine), theirs)
    other = apply(tried(ROLE, theirs), mine)
    assert one == other


def test_writing_in_two_new_cells_of_a_row_commutes() -> None:
    """Up to the order in which the row keeps them; the document shows them by column."""
    first, second = edit("set", "r0:c0", "甲", name="text"), edit("set", "r0:c1", "乙", name="text")
    shown = [
        node(role, "grid").cells(node(role, "r0"))
        for role in (apply(apply(table(), first), second), apply(apply(table(), second), first))
    ]
    assert shown[0] == shown[1]
