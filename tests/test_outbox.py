"""The outbox in a world of two devices, tabs, lost answers, restored versions and people who type: no word is lost.

The world is `outbox_model/`, around the real outbox; its server is held to the real rules here.
"""

import re
from typing import Any

import pytest

from rolesmith.role.edit import Edit
from rolesmith.role.tree import Node, Role
from rolesmith.store.edit_rows import Answer, attempt
from tests.conftest import THOROUGH, Modules
from tests.test_components import bare

pytestmark = pytest.mark.browser

HISTORIES = 6_000 if THOROUGH else 300
STEPS = 60
AT_ONCE = 100
"""Histories in one call of the browser."""


def small_role() -> Role:
    """A role with every place where a text is written, and so few of them that people meet there."""
    line = {"kind": "line", "text": "原"}
    blocks = [
        {"id": "f", "kind": "fields", "children": [{"id": "f0", "kind": "field", "title": "名", "text": "值"}]},
        {"id": "i", "kind": "items", "children": [{"id": "i0", **line}]},
        {"id": "g", "kind": "groups", "children": [
            {"id": "g0", "kind": "group", "title": "组", "children": [{"id": "g0l0", **line}, {"id": "g0l1", **line}]},
            {"id": "g1", "kind": "group", "title": "组二"},
        ]},
        {"id": "t", "kind": "table", "children": [
            {"id": "c0", "kind": "column", "title": "列"}, {"id": "r0", "kind": "row"},
        ]},
    ]  # fmt: skip
    section = {"id": "s", "kind": "section", "title": "章", "children": blocks}
    return Role(tree=Node.model_validate({"id": "role", "kind": "role", "children": [section]}))


def test_no_word_is_lost_in_any_history(modules: Modules) -> None:
    """After each step of each history every word is stored, kept on the device, or shown; unless somebody who saw it
    did away with it. What goes wrong is told by its seed, in as few steps as can be."""
    role = small_role()
    told: dict[str, int] = {}
    for first in range(1, HISTORIES + 1, AT_ONCE):
        histories = {"first": first, "histories": AT_ONCE, "steps": STEPS}
        tree = role.tree.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        found = modules.run("../../tests/outbox_model/run", "return m.run(v);", {"tree": tree, **histories})
        assert not found["wrong"], found["wrong"]
        for history in found["logs"]:
            hold_to_the_rules(role, history)
        for status, times in found["statuses"].items():
            told[status] = told.get(status, 0) + times
    assert told.keys() >= {"saved", "conflict", "gone", "refused"}, told


def hold_to_the_rules(role: Role, history: dict[str, Any]) -> None:
    """The model's server has answered each edit as ours does, and has the same tree in the end."""
    revision, known, states = 1, dict[str, Answer](), [role]
    for each in history["log"]:
        if "restored" in each:
            role, revision = states[each["restored"]], revision + 1
            continue
        for sent, answer in zip(each["edits"], each["answers"], strict=True):
            edit = Edit.model_validate(sent)
            if edit.id not in known:
                role, known[edit.id] = attempt("position", "r0", role, edit, revision)
                revision = known[edit.id].revision
            ours = known[edit.id]
            theirs = (answer["status"], answer["revision"], answer.get("theirs", ""))
            assert (ours.status, ours.revision, ours.theirs) == theirs, sent
        states.append(role)
    assert bare(history["end"]) == bare(role.tree.model_dump(by_alias=True))


# —— Its parts ——

QUEUE = """
const told = [];
const queue = new m.Queue((edit) => told.push(edit));
const texts = (entries) => entries.map(({ edit, theirs }) => [edit.value, theirs ?? null]);
const send = () => { const batch = queue.batch(); batch.forEach((entry) => { entry.sent = true; }); return batch; };
const conflict = ({ edit }) => ({ id: edit.id, status: "conflict", theirs: "别处改的" });
"""


def test_two_edits_of_one_text_that_meet_a_conflict_become_one_that_is_shown(modules: Modules) -> None:
    shown = modules.run(
        "outbox/queue",
        QUEUE
        + """
        queue.write("set", "l", "text", "先写", "原");
        queue.entries[0].sent = true;
        queue.write("set", "l", "text", "先写又写", "先写");
        const batch = send();
        queue.answered(batch, batch.map(conflict));
        return [texts(queue.contested()), queue.draft().drafts.length];
        """,
    )
    assert shown == [[["先写又写", "别处改的"]], 1]


def test_an_answer_for_an_edit_that_is_no_longer_there_does_nothing(modules: Modules) -> None:
    left = modules.run(
        "outbox/queue",
        QUEUE
        + """
        const left = [];
        for (const status of ["saved", "conflict", "gone", "refused"]) {
          queue.write("set", "l", "text", "写了", "原");
          const batch = send();
          queue.drop(batch[0]);
          queue.write("set", "l", "text", "又写了", "写了");
          queue.answered(batch, batch.map(({ edit }) => ({ id: edit.id, status, theirs: "别处改的", revision: 7 })));
          left.push([texts(queue.entries), queue.refused.length]);
          queue.entries = [];
        }
        return left;
        """,
    )
    assert left == [[[["又写了", None]], 0]] * 4


def test_what_another_tab_has_left_on_the_same_text_stays_apart(modules: Modules) -> None:
    """It goes first; what is typed on here goes on with what the box shows."""
    shown = modules.run(
        "outbox/queue",
        QUEUE
        + """
        queue.write("set", "l", "text", "这里写的", "原");
        const edit = { id: "e-left-12", op: "set", target: "l", name: "text", value: "那里写的", base: "" };
        const left = { edit, sent: true, over: 0 };
        queue.takeOver({ drafts: [left], refused: [] });
        queue.takeOver({ drafts: [left], refused: [] });
        queue.write("set", "l", "text", "这里写的，接着写", "这里写的");
        const before = texts(queue.entries);
        const batch = send();
        queue.answered(batch, batch.map(conflict));
        return [before, texts(queue.contestedOn("set", "l", "text"))];
        """,
    )
    assert shown[0] == [["那里写的", None], ["这里写的，接着写", None]]
    assert shown[1] == [["那里写的", "别处改的"], ["这里写的，接着写", "别处改的"]]


def test_all_that_was_written_in_a_group_is_shown_when_its_place_is_gone(modules: Modules) -> None:
    mine = modules.run(
        "outbox/queue",
        QUEUE
        + """
        const line = { id: "n1", kind: "line", text: "加在 {平台} 的", values: { 平台: "淘宝" } };
        const group = { id: "n0", kind: "group", title: "新的一组", children: [line] };
        queue.put({ op: "add", target: "g", value: [group], after: "" });
        const batch = send();
        queue.answered(batch, batch.map(({ edit }) => ({ id: edit.id, status: "gone", message: "已经被删掉" })));
        return queue.refused[0].answer.mine;
        """,
    )
    assert mine == "新的一组\n加在 {平台} 的\n平台：淘宝"


def test_a_blank_that_is_too_long_in_a_line_that_is_put_back_waits_until_it_is_shorter(modules: Modules) -> None:
    left = modules.run(
        "outbox/queue",
        QUEUE
        + """
        const line = { id: "n1", kind: "line", text: "在 {平台}", values: { 平台: v } };
        queue.put({ op: "add", target: "g", value: [line], after: "" });
        const before = [queue.overlong()[0]?.over, queue.batch().length];
        queue.write("fill", "n1", "平台", "淘宝", v);
        return [before, queue.entries.map(({ edit }) => edit.value[0].values), queue.batch().length];
        """,
        "长" * 5_020,
    )
    assert left == [[20, 0], [{"平台": "淘宝"}], 1]


def test_the_two_texts_of_a_line_go_each_its_own_way(modules: Modules) -> None:
    """Typed by turns each is one entry; one is saved, contested or refused without the other."""
    found = modules.run(
        "outbox/queue",
        QUEUE
        + """
        const typed = [["text", "上架"], ["standard", "当天"], ["text", "上架商品"], ["standard", "当天完成"]];
        for (const [name, text] of typed) queue.write("set", "l", name, text, "");
        const batch = send();
        const two = batch.map(({ edit }) => [edit.name, edit.value]);
        queue.answered(batch, [
          { id: batch[0].edit.id, status: "conflict", theirs: "别处写的" },
          { id: batch[1].edit.id, status: "refused", message: "不行。" },
        ]);
        const refused = (name) => queue.refusedOn("set", "l", name).map(({ answer }) => answer.mine);
        const of = (name) => [texts(queue.contestedOn("set", "l", name)), refused(name)];
        return [two, of("text"), of("standard")];
        """,
    )
    assert found == [
        [["text", "上架商品"], ["standard", "当天完成"]],
        [[["上架商品", "别处写的"]], []],
        [[], ["当天完成"]],
    ]


def test_a_line_that_could_not_be_added_gives_both_its_texts_back(modules: Modules) -> None:
    mine = modules.run(
        "outbox/queue",
        QUEUE
        + """
        queue.put({ op: "add", target: "g", value: [{ id: "n1", kind: "line", text: "上架" }], after: "" });
        queue.write("set", "n1", "standard", "当天完成", "");
        const batch = send();
        queue.answered(batch, batch.map(({ edit }) => ({ id: edit.id, status: "refused", message: "放不下。" })));
        return queue.refused.map(({ answer }) => answer.mine);
        """,
    )
    assert mine == ["上架\n当天完成"]


def test_of_two_texts_that_are_added_the_one_that_is_too_long_says_so(modules: Modules) -> None:
    over = modules.run(
        "outbox/queue",
        QUEUE
        + """
        const line = { id: "n1", kind: "line", text: "上架", standard: v };
        queue.put({ op: "add", target: "g", value: [line], after: "" });
        return [queue.batch().length, queue.overBy("set", "n1", "text"), queue.overBy("set", "n1", "standard")];
        """,
        "长" * 5_020,
    )
    assert over == [0, 0, 20]


EDITS = {
    "text": {"op": "set", "target": "l", "name": "text", "value": "我写的"},
    "standard": {"op": "set", "target": "l", "name": "standard", "value": "我写的"},
    "blank": {"op": "fill", "target": "role", "name": "平台", "value": "我写的"},
    "lines": {"op": "add", "target": "g", "value": [{"id": "n", "kind": "line", "text": "我写的"}], "after": ""},
    "empty line": {"op": "add", "target": "g", "value": [{"id": "n", "kind": "line", "text": ""}], "after": ""},
    "switch": {"op": "set", "target": "l", "name": "on", "value": False},
    "order": {"op": "move", "target": "l", "parent": "g", "after": ""},
    "removal": {"op": "remove", "target": "l"},
}
WRITTEN = ("text", "standard", "blank", "lines")
"""Those in which somebody has written."""
FATES = {
    "saved": {"status": "saved", "revision": 7, "at": "2026-11-30T08:00:00+00:00"},
    "kept both": {"status": "conflict", "theirs": "别处写的"},
    "merged": {"status": "conflict", "theirs": "我写的"},
    "gone": {"status": "gone", "message": "这一处已经被删掉。"},
    "refused": {"status": "refused", "message": "不能移到自己里面。"},
    "no reason": {"status": "refused"},
}
MATRIX = (
    QUEUE
    + """
return v.map(([edit, answer]) => {
  const queue = new m.Queue(() => {});
  queue.put(edit);
  const batch = queue.batch();
  batch.forEach((entry) => { entry.sent = true; });
  queue.answered(batch, batch.map(({ edit }) => ({ id: edit.id, ...answer })));
  const refused = queue.refused.map(({ answer }) => [answer.message, answer.mine]);
  return { waiting: queue.waiting().length, choices: texts(queue.contested()), refused };
});
"""
)


def test_each_kind_of_edit_meets_each_fate(modules: Modules) -> None:
    """Saved, it waits no more; what somebody else has written too is to be chosen between, unless it is the same; what
    the server did not do is told in a sentence, with the user's own words; a removal of what is gone is as wished."""
    cases = [
        (edit, fate)
        for edit in EDITS
        for fate in FATES
        if edit in ("text", "standard", "blank") or FATES[fate]["status"] != "conflict"
    ]
    nothing = {"waiting": 0, "choices": [], "refused": []}
    for (edit, fate), met in zip(
        cases, modules.run("outbox/queue", MATRIX, [[EDITS[edit], FATES[fate]] for edit, fate in cases]), strict=True
    ):
        if fate in ("saved", "merged") or (edit, fate) == ("removal", "gone"):
            assert met == nothing, (edit, fate)
        elif fate == "kept both":
            assert met == {"waiting": 1, "choices": [["我写的", "别处写的"]], "refused": []}, edit
        else:
            ((message, mine),) = met["refused"]
            assert (mine, met["waiting"], met["choices"]) == ("我写的" if edit in WRITTEN else "", 0, []), (edit, fate)
            assert re.fullmatch(r"没有\w+：.+。", message) or (edit in WRITTEN and message.endswith("。")), message


def test_a_move_or_a_switch_that_is_refused_is_told_in_a_sentence(modules: Modules) -> None:
    """There is no text to give back, but the page goes back to how it was: that wants a word."""
    cases = [("order", "refused"), ("order", "gone"), ("switch", "no reason"), ("removal", "no reason")]
    met = modules.run("outbox/queue", MATRIX, [[EDITS[edit], FATES[fate]] for edit, fate in cases])
    assert [each["refused"][0][0] for each in met] == [
        "没有移动：不能移到自己里面。",
        "没有移动：这一处已经被删掉。",
        "没有改成：请看一眼现在的内容，再试一次。",
        "没有删掉：请看一眼现在的内容，再试一次。",
    ]


WORLD = """
const timers = { setTimeout: (act, delay) => { delays.push(delay); return 1; }, clearTimeout() {}, setInterval() {} };
const kept = [];
const drafts = { keep: (role, draft) => { kept.push(draft); return true; }, own: () => null, takeAbandoned() {} };
const delays = [];
const box = new m.Outbox("r1", { post: async () => v, drafts, timers, committed() {} });
box.write("set", "l", "text", "写了", "原");
const done = await box.send();
const left = kept.at(-1).drafts.map(({ edit, sent }) => [edit.value, sent]);
return [done, box.state, delays.at(-1) > 0, left, box.refused.length];
"""


@pytest.mark.parametrize("said", [
    {"status": 200, "ok": True}, {"status": 502, "ok": False}, {"status": 404, "ok": False},
])  # fmt: skip
def test_an_answer_that_is_not_our_servers_is_none(modules: Modules, said: dict[str, Any]) -> None:
    """A proxy may say anything: the text stays kept, and is sent again after a while."""
    assert modules.run("outbox/outbox", WORLD, said) == [False, "trouble", True, [["写了", True]], 0]


def test_a_request_that_is_too_large_for_a_proxy_is_told(modules: Modules) -> None:
    assert modules.run("outbox/outbox", WORLD, {"status": 413, "ok": False})[1:] == ["choose", True, [], 1]


DRAFTS = """
const stored = {
  getItem: (key) => Object.hasOwn(stored, key) ? stored[key] : null,
  setItem(key, value) { if (v.full) throw new Error("QuotaExceededError"); stored[key] = value; },
  removeItem(key) { delete stored[key]; },
};
const drafts = new m.Drafts({ tab: "here", storage: () => stored, locks: undefined, now: () => 0 });
"""


@pytest.mark.parametrize("full", [False, True])
def test_a_draft_of_a_closed_tab_goes_only_when_the_device_has_it_anew(modules: Modules, full: bool) -> None:
    """Also where the clock was set back since."""
    left = modules.run(
        "outbox/drafts",
        DRAFTS
        + """
        const draft = JSON.stringify({ at: 9e12, drafts: [{ edit: { id: "e-left-12" } }], refused: [] });
        stored["rolesmith.draft.r1.there"] = draft;
        await drafts.takeAbandoned("r1", (left) => drafts.keep("r1", left));
        return Object.keys(stored).filter((key) => key.startsWith("rolesmith"));
        """,
        {"full": full},
    )
    assert left == ["rolesmith.draft.r1.there" if full else "rolesmith.draft.r1.here"]


@pytest.mark.parametrize("damaged", ["{", "null", "7", "[]", '{"drafts": 7}', '{"drafts": [null], "refused": []}'])
def test_a_damaged_draft_stops_nothing_and_stays(modules: Modules, damaged: str) -> None:
    found = modules.run(
        "outbox/drafts",
        DRAFTS
        + """
        stored["rolesmith.draft.r1.here"] = stored["rolesmith.draft.r1.there"] = v.damaged;
        let taken = 0;
        await drafts.takeAbandoned("r1", () => { taken += 1; return true; });
        return [drafts.own("r1"), taken, stored["rolesmith.draft.r1.there"]];
        """,
        {"damaged": damaged},
    )
    assert found == [None, 0, damaged]
