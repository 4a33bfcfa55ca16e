"""The history by itself: each kind of edit taken back and done again, also where somebody else has changed its place.

`test_history.py` has the keys and buttons.
"""

from typing import Any

import pytest

from tests.conftest import Modules

pytestmark = pytest.mark.browser

TREE: dict[str, Any] = {"id": "role", "kind": "role", "values": {"平台": "抖音"}, "children": [
    {"id": "s", "kind": "section", "title": "章", "children": [
        {"id": "g", "kind": "groups", "children": [
            {"id": "g0", "kind": "group", "title": "组", "children": [
                {"id": "l0", "kind": "line", "text": "零", "standard": "零错"},
                {"id": "l1", "kind": "line", "text": "一"},
            ]},
            {"id": "g1", "kind": "group", "title": "组二", "children": []},
        ]},
    ]},
]}  # fmt: skip
EDITS: dict[str, dict[str, Any]] = {
    "text": {"op": "set", "target": "l0", "name": "text", "value": "我写的"},
    "standard": {"op": "set", "target": "l0", "name": "standard", "value": "我写的"},
    "title": {"op": "set", "target": "g0", "name": "title", "value": "我写的"},
    "blank": {"op": "fill", "target": "role", "name": "平台", "value": "淘宝"},
    "blank of a line": {"op": "fill", "target": "l0", "name": "平台", "value": "淘宝"},
    "switch": {"op": "set", "target": "l0", "name": "on", "value": False},
    "lines": {"op": "add", "target": "g0", "after": "l0", "value": [
        {"id": "n0", "kind": "line", "text": "新"}, {"id": "n1", "kind": "line", "text": "又一"},
    ]},
    "removal": {"op": "remove", "target": "l1"},
    "removal of a group": {"op": "remove", "target": "g0"},
    "order": {"op": "move", "target": "l0", "parent": "g0", "after": "l1"},
    "place": {"op": "move", "target": "l0", "parent": "g1", "after": ""},
}  # fmt: skip
PLACES = {
    "text": ["l0", "g0"], "standard": ["l0", "g0"], "title": ["g0"], "blank": [], "blank of a line": ["l0"],
    "switch": ["l0"], "removal": ["g0"], "removal of a group": ["g"], "order": ["l0", "g0"], "place": ["l0", "g0"],
}  # fmt: skip
"""Without which of these an edit cannot be taken back. What was added may be gone in part."""
HISTORY = """
const { apply, find, textAt } = await import("/ui/components/shared/tree.js");
const { outboxOf } = await import("/ui/components/outbox/boxes.js");
const { digest } = await import("/ui/components/shared/text.js");
let number = 0;
const begin = (tree) => {
  const role = `history-${Date.now()}-${++number}`;
  const history = m.historyOf(role);
  history.show({ [role]: { tree, revision: 1 } });
  const box = outboxOf(role);
  box.post = () => new Promise(() => {});
  const act = (edit) => {
    const { op, target, name, value } = edit;
    const now = history.tree(role);
    history.record(role, edit);
    if (op === "remove") box.remove(find(now, target));
    else if (typeof value !== "string") box.put(edit);
    else box.write(op, target, name, value, textAt(now, edit));
  };
  /** All is committed; the page shows the server's tree, which somebody else may have changed. */
  const commit = (...elsewhere) => {
    const drawn = elsewhere.reduce(apply, history.tree(role));
    for (const entry of box.entries) entry.revision = 2;
    box.seen(2);
    history.show({ [role]: { tree: drawn, revision: 2 } });
  };
  return { role, history, box, act, commit, shown: () => history.tree(role) };
};
"""


def test_each_kind_of_edit_comes_back_and_goes_again(modules: Modules) -> None:
    """As it was typed, and also when it was committed in between."""
    for early in (True, False):
        found = modules.run(
            "shared/history",
            HISTORY
            + """
            return v.edits.map((edit) => {
              const { history, act, commit, shown } = begin(v.tree);
              act(edit);
              if (!v.early) commit();
              const told = [shown(), Boolean(history.undo()), shown(), Boolean(history.redo()), shown()];
              return [...told, Boolean(history.undo()), shown(), history.undo()];
            });
            """,
            {"tree": TREE, "edits": list(EDITS.values()), "early": early},
        )
        for kind, (done, undone, before, redone, again, twice, last, nothing) in zip(EDITS, found, strict=True):
            assert (undone, redone, twice, nothing) == (True, True, True, ""), kind
            assert bare(done) != bare(TREE) and bare(before) == bare(last) == bare(TREE), kind
            assert bare(again) == bare(done), kind


def bare(node: dict[str, Any]) -> dict[str, Any]:
    """Without what says the same as nothing: no children, an empty value, a switch that is on."""
    kept = {name: value for name, value in node.items() if value not in ("", [], True) and name != "children"}
    values = {name: value for name, value in node.get("values", {}).items() if value}
    children = [bare(child) for child in node.get("children") or []]
    return {**kept, "values": values, "children": children}


def test_an_undo_never_writes_over_another_visitor(modules: Modules) -> None:
    """It is based on the text that it was made for: the server then says what stands there, and one chooses."""
    found = modules.run(
        "shared/history",
        HISTORY
        + """
        return v.edits.map((edit) => {
          const { history, box, act, commit } = begin(v.tree);
          act(edit);
          commit({ ...edit, value: "别处写的" });
          history.undo();
          const batch = box.batch();
          const based = batch.map(({ edit: sent }) => sent.base === digest(edit.value));
          box.answered(batch, batch.map(({ edit: sent }) => ({ id: sent.id, status: "conflict", theirs: "别处写的" })));
          return [based, box.contested().map(({ theirs }) => theirs)];
        });
        """,
        {"tree": TREE, "edits": [EDITS[kind] for kind in ("text", "standard", "title", "blank", "blank of a line")]},
    )
    assert found == [[[True], ["别处写的"]]] * 5


def test_what_has_lost_its_place_elsewhere_is_passed_over_in_a_sentence(modules: Modules) -> None:
    """And the step before it is taken back instead."""
    cases = [(kind, place) for kind, places in PLACES.items() for place in places]
    found = modules.run(
        "shared/history",
        HISTORY
        + """
        return v.cases.map(([edit, gone]) => {
          const { history, box, act, commit } = begin(v.tree);
          act(edit);
          commit({ op: "remove", target: gone });
          const alone = [history.undo(), box.waiting().length, history.said];
          const other = begin(v.tree);
          other.act({ op: "fill", target: "role", name: "店名", value: "先写的" });
          other.history.close();
          other.act(edit);
          other.commit({ op: "remove", target: gone });
          other.history.undo();
          return [...alone, other.box.waiting().map(({ edit: sent }) => [sent.op, sent.name, sent.value])];
        });
        """,
        {"tree": TREE, "cases": [(EDITS[kind], place) for kind, place in cases]},
    )
    for case, met in zip(cases, found, strict=True):
        assert met == ["", 0, "前面的修改所在的地方已经不在了", [["fill", "店名", ""]]], case


def test_of_lines_that_came_in_one_step_those_that_are_still_there_go(modules: Modules) -> None:
    left = modules.run(
        "shared/history",
        HISTORY
        + """
        const { history, box, act, commit } = begin(v.tree);
        act(v.edit);
        commit({ op: "remove", target: "n1" });
        history.undo();
        return box.waiting().map(({ edit }) => [edit.op, edit.target]);
        """,
        {"tree": TREE, "edit": EDITS["lines"]},
    )
    assert left == [["remove", "n0"]]


def test_a_new_edit_ends_what_could_be_done_again(modules: Modules) -> None:
    could = modules.run(
        "shared/history",
        HISTORY
        + """
        return v.edits.map((edit) => {
          const { history, act } = begin(v.tree);
          act(edit);
          history.undo();
          const before = history.canRedo;
          act({ op: "fill", target: "role", name: "店名", value: "新写的" });
          return [before, history.canRedo];
        });
        """,
        {"tree": TREE, "edits": list(EDITS.values())},
    )
    assert could == [[True, False]] * len(EDITS)


def test_keys_in_one_go_are_one_step_and_those_of_another_text_are_another(modules: Modules) -> None:
    texts = modules.run(
        "shared/history",
        HISTORY
        + """
        const { history, act, shown } = begin(v);
        const type = (target, value) => act({ op: "set", target, name: "text", value });
        for (const text of ["我", "我写", "我写的"]) type("l0", text);
        type("l1", "另一条");
        history.close();
        type("l1", "另一条，后来");
        const texts = [];
        while (history.canUndo) {
          history.undo();
          texts.push(["l0", "l1"].map((id) => find(shown(), id).text));
        }
        return texts;
        """,
        TREE,
    )
    assert texts == [["我写的", "另一条"], ["我写的", "一"], ["零", "一"]]


def test_the_two_texts_of_a_line_are_taken_back_each_where_it_stands(modules: Modules) -> None:
    """Also keys without a pause: they are two steps, and each leaves the caret in its own box."""
    found = modules.run(
        "shared/history",
        HISTORY
        + """
        const { history, act, shown } = begin(v.tree);
        act({ op: "set", target: "l0", name: "text", value: "零一" });
        act({ op: "set", target: "l0", name: "standard", value: "零错二" });
        const texts = () => [find(shown(), "l0").text, find(shown(), "l0").standard];
        return [history.undo(), texts(), history.undo(), texts(), history.redo(), texts()];
        """,
        {"tree": TREE},
    )
    assert found == ["l0#standard", ["零一", "零错"], "l0", ["零", "零错"], "l0", ["零一", "零错"]]


def test_an_emptied_standard_and_the_removal_of_a_line_with_a_text_are_two_steps(modules: Modules) -> None:
    found = modules.run(
        "shared/history",
        HISTORY
        + """
        const { history, act, shown } = begin(v.tree);
        act({ op: "set", target: "l0", name: "standard", value: "" });
        act({ op: "remove", target: "l0" });
        history.undo();
        const there = find(shown(), "l0").standard;
        history.undo();
        return [there, find(shown(), "l0").standard];
        """,
        {"tree": TREE},
    )
    assert found == ["", "零错"]
