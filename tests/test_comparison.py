"""Comparison: what differs is told, nothing else, and in words that a reader follows."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rolesmith.document.comparison import Change, compare
from rolesmith.document.document import Document, Heading, phrases
from rolesmith.document.draw import draw
from rolesmith.document.partial import without
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import ROOM, Filling
from rolesmith.role.edit import Edit, Refused, apply
from rolesmith.role.tree import Role
from tests.conftest import examples, tried
from tests.nasty import NASTY
from tests.sample import every_kind

ROLE, _ = every_kind()


def drawn(role: Role) -> Document:
    return draw(role, Filling())


def after(*edits: dict[str, object]) -> Role:
    role = ROLE
    for at, edit in enumerate(edits):
        role = apply(role, Edit.model_validate({"id": f"edit-{at:04}", **edit}))
    return role


def told(*edits: dict[str, object]) -> list[tuple[str, Change]]:
    return [(each.title, change) for each in compare(drawn(ROLE), drawn(after(*edits))) for change in each.changes]


def write(target: str, text: str, name: str = "text") -> dict[str, object]:
    return {"op": "set", "target": target, "name": name, "value": text}


def test_a_rewritten_line_shows_the_words_that_changed() -> None:
    node = ROLE.tree.find("lines.0")
    assert node
    ((title, change),) = told(write("lines.0", f"{node.text}，每周一提交"))
    assert title == str(drawn(ROLE).parts[2].title)
    assert (change.what, change.moved) == ("改写", False)
    assert change.pieces == (("same", node.text), ("new", "，每周一提交"))


def test_words_are_cut_where_a_reader_would() -> None:
    old, new = "每周一10:00前提交上周经营小结，写清转化率和客单价", "每周五18:00前提交本周经营小结，写清投产比和退款率"
    before, now = drawn(after(write("lines.0", old))), drawn(after(write("lines.0", new)))
    ((change,),) = [each.changes for each in compare(before, now)]
    assert ("gone", "转化率和客单价") in change.pieces and ("new", "投产比和退款率") in change.pieces
    assert "".join(text for aspect, text in change.pieces if aspect != "new") == old
    assert "".join(text for aspect, text in change.pieces if aspect != "gone") == new


def test_a_line_that_comes_goes_or_moves_is_told_once() -> None:
    new = {"op": "add", "target": "g0", "value": [{"id": "new", "kind": "line", "text": "新的一条"}], "after": "g0.0"}
    assert [(c.what, c.pieces) for _, c in told(new)] == [("新增", (("new", "新的一条"),))]
    (gone,) = told({"op": "remove", "target": "g0.1"})
    assert gone[1].what == "删除"
    (swapped,) = told({"op": "move", "target": "g0.0", "parent": "g0", "after": "g0.1"})
    assert (swapped[1].what, swapped[1].moved) == ("移动", True)
    (elsewhere,) = told({"op": "move", "target": "g0.0", "parent": "g1", "after": ""})
    assert elsewhere[1].what == "移动"
    (both,) = told({"op": "move", "target": "g0.0", "parent": "g1", "after": ""}, write("g0.0", "值标14条记，改过的"))
    assert (both[1].what, both[1].moved) == ("改写", True)


def test_a_standard_is_told_beside_its_line_and_with_it_where_that_comes_or_goes() -> None:
    def shown(role: Role) -> Document:
        return draw(role, Filling(standards=True))

    def all_told(old: Role, new: Role) -> list[tuple[str, str, str]]:
        found = [change for each in compare(shown(old), shown(new)) for change in each.changes]
        return [(each.key, each.what, "".join(text for _, text in each.pieces)) for each in found]

    written, rewritten = after(write("g0.0", "每周一次", "standard")), after(write("g0.0", "每月一次", "standard"))
    assert all_told(ROLE, written) == [("g0.0#standard", "新增", "工作标准：每周一次")]
    assert all_told(written, ROLE) == [("g0.0#standard", "删除", "工作标准：每周一次")]
    assert [what for _, what, _ in all_told(written, rewritten)] == ["改写"]
    line = {"id": "new", "kind": "line", "text": "新的一条", "standard": "每天一次"}
    added = after({"op": "add", "target": "g0", "value": [line], "after": "g0.0"})
    assert all_told(ROLE, added) == [("new", "新增", "新的一条（工作标准：每天一次）")]
    assert all_told(added, ROLE) == [("new", "删除", "新的一条（工作标准：每天一次）")]
    moved = after(write("g0.0", "每周一次", "standard"), {"op": "move", "target": "g0.0", "parent": "g1", "after": ""})
    assert [(key, what) for key, what, _ in all_told(written, moved)] == [("g0.0", "移动")]
    assert compare(drawn(ROLE), drawn(written)) == (), "只列职责 shows none"


def test_each_text_of_a_line_can_be_left_as_it_was() -> None:
    both = after(write("g0.0", "另一句", "text"), write("g0.0", "每周一次", "standard"))
    text, standard = without(ROLE, both, ["g0.0"]), without(ROLE, both, ["g0.0#standard"])
    assert text == after(write("g0.0", "每周一次", "standard")) and standard == after(write("g0.0", "另一句", "text"))
    assert without(ROLE, both, ["g0.0", "g0.0#standard"]) == ROLE
    line = {"id": "new", "kind": "line", "text": "新的一条", "standard": "每天一次"}
    added = after({"op": "add", "target": "g0", "value": [line], "after": "g0.0"})
    assert without(ROLE, added, ["new#standard"]) == added and without(ROLE, added, ["new"]) == ROLE
    assert without(added, ROLE, ["new"]) == added


def test_titles_fields_cells_and_sections_are_told_too() -> None:
    for edit in (
        write("g0", "改了的组名字很长", "title"),
        write("items", "改了的章名字", "title"),
        write("sheet.0", "改了的值"),
        write("sheet.0", "改了的名", "title"),
        write("grid.r:grid.c1", "改了的格"),
        write("grid.c1", "改了的列", "title"),
        write("text", "改了的段"),
        write("sign.1", "改了的签"),
        write("name", "改了的岗位"),
    ):
        assert told(edit), edit
        assert "改了的" in "".join(text for _, c in told(edit) for aspect, text in c.pieces if aspect != "gone"), edit
    hidden = told({"op": "set", "target": "items", "name": "on", "value": False})
    assert {change.what for _, change in hidden} == {"删除"} and len(hidden) == 3
    turned = told({"op": "move", "target": "groups", "parent": "role", "after": ""})
    assert [change.what for _, change in turned] == ["移动"]


def test_what_the_head_takes_from_a_section_that_is_off_is_told_once() -> None:
    def changed(old: Role, *edits: dict[str, object]) -> list[tuple[str, str, str]]:
        new = old
        for at, edit in enumerate(edits):
            new = apply(new, Edit.model_validate({"id": f"head-{at:04}", **edit}))
        found = [(each.title, change) for each in compare(drawn(old), drawn(new)) for change in each.changes]
        told = [(title, c.key, c.what) for title, c in found if c.key == number.id]
        assert len(told) == 1 and without(old, new, [c.key for _, c in found]) == old
        return told

    off = next(iter(shipped().starters.values())).role
    number = off.meaning("number")
    assert number
    (section,) = (each for each in off.tree.children if each.find(number.id))
    assert not section.on
    numbered = apply(off, Edit.model_validate({"id": "numbered-01", **write(number.id, "KF-01-2026")}))
    assert changed(off, write(number.id, "KF-01-2026")) == [("文件头", number.id, "新增")]
    assert changed(numbered, write(number.id, "KF-07-2026")) == [("文件头", number.id, "改写")]
    shown: dict[str, object] = {"op": "set", "target": section.id, "name": "on", "value": True}
    assert changed(numbered, shown) == [(str(section.title), number.id, "新增")]


def test_other_ids_with_the_same_words_are_no_change() -> None:
    renamed = Role.from_json(ROLE.to_json().replace('"g0.', '"x0.').replace('"lines.', '"y.'))
    assert renamed != ROLE and compare(drawn(ROLE), drawn(renamed)) == ()


def test_two_starters_are_compared_by_what_they_say() -> None:
    documents = [drawn(starter.role) for starter in shipped().starters.values()]
    for one in documents:
        for other in (one, *tried(documents, 8)):
            changes = [change for each in compare(one, other) for change in each.changes]
            assert bool(changes) == (one is not other)


texts = st.one_of(st.sampled_from([text for _, text in NASTY]), st.text(max_size=12)).map(lambda t: t.replace("{", "("))
nodes = [node.id for node in ROLE.tree.walk()]
edits = st.one_of(
    st.builds(write, st.sampled_from(nodes), texts, st.sampled_from(["text", "title"])),
    st.builds(lambda node: {"op": "remove", "target": node}, st.sampled_from(nodes[1:])),
    st.builds(lambda node: {"op": "set", "target": node, "name": "on", "value": False}, st.sampled_from(nodes[1:])),
    st.builds(
        lambda node, parent, behind: {"op": "move", "target": node, "parent": parent, "after": behind},
        *[st.sampled_from(nodes)] * 3,
    ),
)


@st.composite
def roles(pick: st.DrawFn) -> Role:
    role = ROLE
    for at, edit in enumerate(pick(st.lists(edits, max_size=12))):
        try:
            role = apply(role, Edit.model_validate({"id": f"edit-{at:04}", **edit}))
        except Refused:
            continue
    return role


def words(document: Document) -> set[str]:
    return {str(phrase).strip() for part in document.parts for phrase in phrases(part)} - {""}


def written(document: Document) -> set[str]:
    """The words without those that nobody wrote: lines to fill in, and headings with nothing else below them."""
    elements = [element for part in document.parts for element in part.elements]
    headings = {str(each.title).strip() for each in elements if isinstance(each, Heading) and each.to_fill}
    return words(document) - headings - {ROOM}


@settings(max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(roles(), roles())
def test_every_difference_is_told_from_either_side(one: Role, other: Role) -> None:
    old, new = drawn(one), drawn(other)
    assert compare(old, old) == ()
    there = [change for each in compare(old, new) for change in each.changes]
    back = [change for each in compare(new, old) for change in each.changes]
    for mine, theirs, changes in ((new, old, there), (old, new, back)):
        said = "\n".join("".join(text for aspect, text in change.pieces if aspect != "gone") for change in changes)
        assert [word for word in written(mine) - words(theirs) if word not in said] == []
    assert sum(c.what == "新增" for c in there) == sum(c.what == "删除" for c in back)
    assert sum(c.what == "改写" for c in there) == sum(c.what == "改写" for c in back)


def test_a_huge_document_is_compared_all_the_same() -> None:
    def huge(word: str) -> Document:
        lines = [{"id": f"n{at}", "kind": "line", "text": f"{at}{word}" * 600} for at in range(400)]
        return drawn(after({"op": "add", "target": "lines", "value": lines, "after": ""}))

    changes = [change for each in compare(huge("甲乙"), huge("乙丙丁")) for change in each.changes]
    assert sum(change.what in ("改写", "新增") for change in changes) == 400
