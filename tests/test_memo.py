"""Memo: made once for each thing; a drawing that was remembered is the one that would be made."""

from dataclasses import dataclass
from weakref import ref

from rolesmith.document.draw import draw
from rolesmith.formats import html
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.memo import memo
from rolesmith.role.tree import Role


@dataclass(frozen=True)
class Thing:
    name: str


def test_made_once_for_each_thing_and_anew_for_what_else_is_given() -> None:
    made = []

    @memo
    def make(thing: Thing, rest: str, *, more: int = 0) -> str:
        made.append((thing.name, rest, more))
        return f"{thing.name}{rest}{more}"

    one, equal = Thing("甲"), Thing("甲")
    assert [make(one, "乙"), make(one, "乙"), make(equal, "乙")] == ["甲乙0"] * 3
    assert len(made) == 2
    assert [make(one, "丙"), make(one, "丙", more=1), make(one, "乙")] == ["甲丙0", "甲丙1", "甲乙0"]
    assert len(made) == 5


def test_nothing_is_kept_of_a_thing_that_is_gone() -> None:
    @memo
    def make(thing: Thing) -> Thing:
        return Thing(f"{thing.name}的")

    thing = Thing("甲")
    made = ref(make(thing))
    assert made() is not None
    del thing
    assert made() is None


def test_what_is_drawn_after_an_edit_is_what_a_fresh_role_shows() -> None:
    role = shipped().starters["operations_specialist"].role
    edits = [
        ("set", "basics.info.superior", "text", "店长"),
        ("fill", role.tree.id, "平台", "抖店"),
        ("set", "duties", "on", False),
        ("set", "goals", "title", "目标"),
    ]
    for at, (op, target, name, value) in enumerate(edits):
        role = apply(
            role, Edit.model_validate({"id": f"edit-{at:04}", "op": op, "target": target, "name": name, "value": value})
        )
        fresh = Role.from_json(role.to_json())
        assert draw(role, shipped().filling(role)) == draw(fresh, shipped().filling(fresh))
        assert html.article(draw(role, shipped().filling(role))) == html.article(draw(fresh, shipped().filling(fresh)))
