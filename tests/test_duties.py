"""Who does what in a shop: topics that fit it, what it has decided, a duty given to a post, and each person's load."""

import io
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook

from rolesmith.document.matrix import Hours, Line, Matrix, Part
from rolesmith.formats.excel import coverage as workbook
from rolesmith.formats.excel import shop as shop_workbook
from rolesmith.formats.looks import LOOKS
from rolesmith.libraries.topics import Topic, topics
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, Refused, apply
from rolesmith.role.tree import MergedFrom, Node, Role
from rolesmith.shop import duty_rows, example
from rolesmith.shop.duties import Duties, duties, given
from rolesmith.store.store import FACTS, PEOPLE, Store
from rolesmith.team import coverage, giving, load
from rolesmith.team.decisions import ANSWERS, LEFT, MINUTES, NOT, Claim, Duty, answers_in, left_in, minutes_in
from rolesmith.team.frames import holdings
from rolesmith.team.people import NO_PEOPLE, Held, Person, as_text, group_of
from tests.conftest import SHOP
from tests.coverage_share import post
from tests.nasty import NASTY

STOCK, PICK = "库存盘点账实核对", "拣货配货"
COUNTED = "每月盘点库存，实物和账对一遍"


def decision(at: int, block: str, post_id: str, **line: str) -> Edit:
    """An edit that puts a decision in, as the page makes it."""
    nodes = [{"id": f"d{at}", "kind": "line", **line}]
    value = [{"id": f"dg{at}", "kind": "group", "from": post_id, "children": nodes}]
    return Edit(id=f"decision-{at}", op="add", target=block, value=value)


def decided(store: Store, *edits: Edit) -> None:
    answers = store.apply(SHOP, PEOPLE, edits)
    assert answers and {each.status for each in answers} == {"saved"}, answers


def held(store: Store, *people: Person) -> None:
    value = [group_of(each).model_dump(by_alias=True, exclude_defaults=True) for each in people]
    decided(store, Edit(id="people-held", op="add", target=PEOPLE, value=value))


def kinds(found: Duties) -> Mapping[str, str]:
    return dict(zip(found.coverage["topic"], found.coverage["kind"], strict=True))


# topics


def test_topics_fit_the_platforms_and_the_size_of_a_shop() -> None:
    abroad = next(topic for topic in topics() if topic.topic == "FBA备货与补货计划")
    assert not abroad.fits((), 50) and not abroad.fits(("天猫",), 50) and abroad.fits(("天猫", "亚马逊"), 3)
    live = next(topic for topic in topics() if topic.topic == "直播选品与排品")
    assert live.fits((), 20) and live.fits(("抖音小店",), 20) and not live.fits(("1688",), 20)
    large = next(topic for topic in topics() if topic.topic == "部门年度计划与预算")
    assert not large.fits((), 7) and large.fits((), 12)
    everybody = next(topic for topic in topics() if topic.topic == "定期汇报工作进展")
    assert not everybody.fits((), 100)


def test_what_topics_hang_on_are_platforms_that_there_are() -> None:
    known = {platform.name for platform in shipped().platforms.platforms}
    assert {name for topic in topics() for name in topic.platforms} <= known
    names = [topic.topic for topic in topics() if topic.kind == "duty"]
    assert len(names) == len(set(names))


def test_a_topic_that_does_not_fit_stands_there_once_a_post_answers_for_it(store: Store) -> None:
    store.create(SHOP, post("跨境运营", ["FBA 备货补货计划每周排一次"]))
    found = duties(store, SHOP)
    assert kinds(found)["FBA备货与补货计划"] == "sole" and "Listing创建与优化" not in kinds(found)


def test_the_shops_own_topics_stand_there_and_a_copy_of_a_shipped_library_adds_none(store: Store) -> None:
    own = Item(id="fit.tailor", topic="量身改衣", text="按顾客尺寸改裤脚")
    store.keep_library(SHOP, Library(library="my_tailor", title="改衣", items=(own,)))
    there = shipped().libraries["service"]
    store.keep_library(SHOP, there, there)
    store.create(SHOP, post("裁缝", [("按顾客尺寸改裤脚", "my_tailor/fit.tailor")]))
    found = duties(store, SHOP)
    assert list(found.own) == ["量身改衣"] and kinds(found)["量身改衣"] == "sole"
    assert duty_rows.area_of(found, "my_tailor") == "改衣"


# what the shop has decided


def test_a_guess_is_denied_confirmed_and_changed_and_that_is_remembered(store: Store) -> None:
    keeper = store.create(SHOP, post("仓管", [COUNTED]))
    picker = store.create(SHOP, post("拣货员", [COUNTED, "每天拣货配货"]))
    assert kinds(duties(store, SHOP))[STOCK] == "shared"
    decided(store, decision(1, ANSWERS, picker, title=STOCK, text=NOT))
    found = duties(store, SHOP)
    assert kinds(found)[STOCK] == "sole" and found.answered["guessed"].any()
    decided(store, decision(2, ANSWERS, keeper, title=STOCK, text="协助"))
    decided(store, decision(3, ANSWERS, picker, title=PICK, text="主责"))
    found = duties(store, SHOP)
    assert kinds(found)[STOCK] == "nobody" and kinds(found)[PICK] == "sole"
    row = found.coverage.set_index("topic").loc[STOCK]
    assert row["helpers"] == ("仓管",) and not found.answered["guessed"].any()
    assert not len(duty_rows.lists(found)["guessed"])


def test_of_two_words_about_one_claim_the_last_counts_and_a_strange_one_counts_for_nothing() -> None:
    tree = NO_PEOPLE.tree
    for at, share in enumerate(("主责", "协助", "也许", "")):
        tree = apply(Role(tree=tree), decision(at, ANSWERS, "r1", title=STOCK, text=share)).tree
    assert answers_in(tree) in ({Claim("r1", STOCK): "协助"}, {Claim("r1", STOCK): "主责"})
    for at, text in enumerate(("-5", "9999", "半天", "0", "", *(text for _, text in NASTY))):
        tree = apply(Role(tree=tree), decision(100 + at, MINUTES, "r1", **{"from": f"l{at}", "text": text[:500]})).tree
    assert all(0 < minutes <= 1440 for minutes in minutes_in(tree).values())
    assert as_text(Role(tree=tree)).tree.find("dg0")


def test_a_decision_without_a_line_counts_and_one_about_a_post_that_is_gone_does_not(store: Store) -> None:
    role = store.create(SHOP, post("仓管", ["每天拣货配货"]))
    decided(store, decision(1, ANSWERS, role, title=STOCK, text="主责"))
    decided(store, decision(2, ANSWERS, "gone", title=STOCK, text="主责"))
    found = duties(store, SHOP)
    assert kinds(found)[STOCK] == "sole" and STOCK in found.answered.loc[found.answered["decided"], "topic"].tolist()


def test_a_topic_that_the_shop_does_without_is_in_no_list(store: Store) -> None:
    store.create(SHOP, post("仓管", ["每天拣货配货"]))
    before = duty_rows.shown(duties(store, SHOP), "nobody", people=False, most=20)
    topic = before["rows"][0]["topic"]
    decided(store, decision(1, ANSWERS, "", title=topic, text=NOT))
    after = duty_rows.shown(duties(store, SHOP), "nobody", people=False, most=20)
    assert after["lists"]["nobody"] == before["lists"]["nobody"] - 1 and after["without"] == [topic]
    assert topic not in {row["topic"] for row in after["rows"]}


@pytest.mark.parametrize("there", [(0,), (0, 1), (0, 2)])
def test_people_written_before_there_were_decisions_take_them(store: Store, there: tuple[int, ...]) -> None:
    old = Role(tree=NO_PEOPLE.tree.with_(children=tuple(NO_PEOPLE.tree.children[at] for at in there)))
    decided(store, Edit(id="people-some", op="add", target=PEOPLE, value=[{"id": "p1", "kind": "group"}]))
    store.change(SHOP, PEOPLE, lambda _: old, "以前")
    assert answers_in(store.own(SHOP, PEOPLE).role.tree) == {}
    left = {"from": "library:l1", "title": "一条", "text": "12-3"}
    decided(store, decision(1, ANSWERS, "r1", title=STOCK, text="主责"), decision(2, LEFT, "r1", **left))
    tree = store.own(SHOP, PEOPLE).role.tree
    assert answers_in(tree) == {Claim("r1", STOCK): "主责"} and left_in(tree) == {Duty("r1", "library:l1"): "12-3"}
    told = as_text(Role(tree=tree)).tree.find("d2")
    assert told and told.text == "一条"


# who can do it


def test_what_only_one_person_can_do_is_listed_whatever_the_number_of_posts(store: Store) -> None:
    first = store.create(SHOP, post("仓管", [COUNTED]))
    second = store.create(SHOP, post("拣货员", ["配合盘点库存，实物和账对一遍", "每天拣货配货"]))
    assert not len(duty_rows.lists(duties(store, SHOP))["alone"]), "nobody is written"
    both = (Held(first, "", "50"), Held(second, "", "50"))
    held(store, Person("p1", "孙强", "", False, both), Person("p2", "", "", True, both[:1]))
    found = duties(store, SHOP)
    lists = duty_rows.lists(found)
    assert [set(lists[name]["topic"]) for name in ("alone", "seldom")] == [{PICK}, {STOCK}], "what is daily cannot wait"
    shown = duty_rows.shown(found, "alone", people=True, most=20)
    assert shown["columns"] == [("p1", "孙强")]
    assert [row["cells"][0][1:3] for row in shown["rows"]] == [("孙强", "主责")]


def test_what_a_person_does_in_a_merged_role_is_not_done_twice(store: Store) -> None:
    first = store.create(SHOP, post("仓管", [COUNTED]))
    merged = post("仓管兼拣货员", [COUNTED, "每天拣货配货"])
    sources = (MergedFrom(role=first, name="仓管", share=50, revision=1),)
    whole = store.create(SHOP, merged.model_copy(update={"merged_from": sources}))
    assert list(duties(store, SHOP).titles) == [first]
    held(store, Person("p1", "孙强", "", False, (Held(whole, "", "100"),)))
    found = duties(store, SHOP)
    assert list(found.titles) == [whole] and kinds(found)[STOCK] == "sole"


# a duty given


@pytest.mark.parametrize("topic", [topic for topic in topics() if topic.kind == "duty"], ids=lambda topic: topic.topic)
def test_every_topic_has_a_line_to_give(topic: Topic) -> None:
    assert giving.offer(topic, shipped().libraries)


def test_a_duty_given_goes_into_the_group_of_its_area_and_then_somebody_owns_it(store: Store) -> None:
    role = store.create(SHOP, shipped().starters["service_supervisor"].role)
    first = duties(store, SHOP).coverage
    topic = str(first.loc[(first["kind"] == "nobody") & (first["area"] == "service"), "topic"].iloc[0])
    place, text = given(store, SHOP, topic, role)
    saved = store.role(SHOP, role)
    group = saved.role.tree.find(place.target) if saved else None
    assert group and group.area == "service" and place.title == group.title and place.value[0].text == text
    value = [node.model_dump(by_alias=True, exclude_defaults=True) for node in place.value]
    store.apply(SHOP, role, [Edit(id="given-duty", op="add", target=place.target, value=value, after=place.after)])
    found = duties(store, SHOP)
    assert kinds(found)[topic] == "sole" and not found.coverage.set_index("topic").loc[topic, "guessed"]
    store.apply(SHOP, role, [Edit(id="taken-back", op="remove", target=place.value[0].id)])
    assert kinds(duties(store, SHOP))[topic] == "nobody"


def test_a_duty_of_another_area_begins_a_group_before_what_comes_up_besides(store: Store) -> None:
    role = shipped().starters["service_agent"].role
    topic = next(each for each in topics() if each.topic == "库存盘点账实核对")
    offered = giving.offer(topic, shipped().libraries)
    assert offered
    place = giving.place(role, offered, {"supply": "供应链仓储"})
    assert place and place.title == "供应链仓储" and place.value[0].kind == "group"
    block = role.tree.find(place.target)
    assert block and next(each for each in block.children if each.id == place.after).area != "other"


def test_what_cannot_be_given_is_a_sentence(store: Store) -> None:
    role = store.create(SHOP, Role(tree=Node(id="role", kind="role")))
    for topic, target, said in [
        ("没有这样的事", role, "预设库里没有"),
        (STOCK, "r-gone", "已经不在了"),
        (STOCK, role, "没有写职责的地方"),
        (STOCK, FACTS, "已经不在了"),
    ]:
        with pytest.raises(Refused, match=said):
            given(store, SHOP, topic, target)


# load


def people_and_posts() -> tuple[Mapping[str, tuple[str, tuple[load.Timed, ...]]], list[Person]]:
    posts = {
        "r1": ("客服", (load.Timed("l1", "接待", "每日", 240.0), load.Timed("l2", "周报", "每周", 60.0))),
        "r2": ("仓管", (load.Timed("l1", "盘点", "每月", 240.0),)),
    }
    people = [
        Person("p1", "许静", "", False, (Held("r1", "", "100"),)),
        Person("p2", "赵亮", "", False, (Held("r1", "", "50"), Held("r2", "", "50"))),
        Person("p3", "", "", True, (Held("r2", "", "100"),)),
    ]
    return posts, people


def test_a_post_is_divided_among_those_who_hold_it_by_their_time() -> None:
    posts, people = people_and_posts()
    table = load.duties(posts, {})
    assert {name: str(kind) for name, kind in table.dtypes.items()} == dict(load.DUTIES)
    assert table["hours"].tolist() == [20.0, 1.0, 1.0] and table["estimated"].all()
    loads = load.load(table, holdings(people, {"r1": "客服", "r2": "仓管"}))
    rows = load.by_person(loads)
    assert rows["hours"].to_dict() == {"p1": 14.0, "p2": 8.0} and not rows["over"].any()


def test_the_shops_own_minutes_go_before_the_estimate_and_more_than_40_hours_are_marked() -> None:
    posts, people = people_and_posts()
    table = load.duties(posts, {Duty("r1", "l1"): 960.0, Duty("r9", "l1"): 5.0})
    assert table["estimated"].tolist() == [False, True, True]
    rows = load.by_person(load.load(table, holdings(people, {"r1": "客服", "r2": "仓管"})))
    assert rows["hours"].to_dict() == {"p1": 54.0, "p2": 28.0} and rows["over"].tolist() == [True, False]


def test_hours_are_whole_or_half() -> None:
    assert [load.halves(each) for each in (0, 0.1, 3.3, 9.8, 33.4, 40.4)] == [0, 0.5, 3.5, 10, 33, 40]


def test_frequency_comes_from_the_item_else_from_the_words() -> None:
    item = next(
        each for each in shipped().libraries["service"].items if each.kind == "duty" and each.frequency == "每日"
    )
    role = post("客服", [(item.text, f"service/{item.id}"), "每周写周报", "店里的事"])
    assert [each.frequency for each in load.timed(role, shipped().libraries)] == ["每日", "每周", "按需"]


def test_a_starter_fills_a_week_and_none_is_out_of_all_reason() -> None:
    starters = shipped().starters
    posts = {key: (key, load.timed(each.role, shipped().libraries)) for key, each in starters.items()}
    weeks = load.duties(posts, {}).groupby("post")["hours"].sum()
    assert 25 <= weeks.median() <= 38 and weeks.max() <= 45 and weeks.min() >= 10


def test_every_frequency_of_the_libraries_is_known() -> None:
    items = [item for library in shipped().libraries.values() for item in library.items if item.kind == "duty"]
    assert {item.frequency for item in items} - {""} <= set(load.TIMES) and set(load.TIMES) == set(load.MINUTES)
    assert {item.level for item in items} <= set(load.WEIGHS)


def test_minutes_that_the_shop_says_are_remembered(store: Store) -> None:
    role = store.create(SHOP, post("仓管", [COUNTED]))
    decided(store, decision(1, MINUTES, role, **{"from": "l0", "text": "90", "title": COUNTED}))
    rows = duty_rows.duties_of(duties(store, SHOP), [role])
    assert [(row["minutes"], row["estimated"], row["frequency"]) for row in rows] == [(90.0, False, "每月")]


# what is shown


def test_the_example_shop_shows_all_lists_and_reads_no_role_twice(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    example.bring(store, SHOP)
    found = duties(store, SHOP)
    shown = duty_rows.shown(found, "nobody", people=False, most=20)
    assert len(shown["rows"]) == shown["lists"]["nobody"] < 25 and all(shown["lists"].values()), shown["lists"]
    assert [row["sources"] for row in shown["rows"]] == sorted((row["sources"] for row in shown["rows"]), reverse=True)
    assert {row["tag"] for row in shown["rows"]} == {"没人管"} and len(shown["columns"]) == 9
    loads = duty_rows.people_load(found)["people"]
    assert len(loads) == 7 and loads[0]["over"] and loads == sorted(loads, key=lambda each: -each["hours"])
    asked: list[list[str]] = []
    some = Store.some
    monkeypatch.setattr(Store, "some", lambda self, shop, ids: asked.append(list(ids)) or some(self, shop, ids))
    duties(store, SHOP)
    assert asked and not any(asked)


def test_an_empty_shop_shows_empty_lists(store: Store) -> None:
    found = duties(store, SHOP)
    shown = duty_rows.shown(found, "all", people=True, most=20)
    assert shown["lists"]["shared"] == 0 and shown["columns"] == [] and shown["people"] is False
    assert duty_rows.people_load(found)["people"] == [] and duty_rows.matrix(found, people=True).columns == []


def test_columns_have_the_types_that_they_say(store: Store) -> None:
    found = coverage.decided(coverage.answered({}, {}), {Claim("r1", STOCK): "主责"}, {"r1": "仓管"})
    assert {name: str(kind) for name, kind in found.dtypes.items()} == dict(coverage.ANSWERS)


def written(matrix: Matrix, look: str = "bordered") -> list[list[object]]:
    loads = [Hours("周禾", 61.0, True, "运营主管 26、主播 34"), Hours("=1+1", 9.5, False, "")]
    book = load_workbook(io.BytesIO(workbook.write(matrix, loads, "青禾", LOOKS[look])))
    assert book.sheetnames == ["职责分工", "每周工时"]
    sheet = book["职责分工"]
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToWidth in (None, 1)
    assert not any(cell.data_type == "f" for each in book for row in each.iter_rows() for cell in row)
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("look", LOOKS)
def test_the_matrix_goes_to_excel_lying_and_names_are_only_text(look: str) -> None:
    names = [text for _, text in NASTY if text.strip()][:10]
    lines = [
        Line("仓储", STOCK, "2 个岗位都管", {0: Part("主责", False), 1: Part("主责", True), 2: Part("知情", False)}),
        Line("仓储", PICK, "没人管", {}),
    ]
    rows = written(Matrix(names, lines, people=False), look)
    assert ["仓储", STOCK, "●", "●？", "△", "2 个岗位都管"] in rows and ["仓储", PICK, "没人管"] in rows


def test_of_many_posts_the_names_stand_in_excel() -> None:
    columns = [f"岗位{at}" for at in range(200)]
    lines = [Line("仓储", STOCK, "", {7: Part("主责", True), 9: Part("协助", False), 11: Part("协助", False)})]
    assert ["仓储", STOCK, "岗位7？", "岗位9、岗位11"] in written(Matrix(columns, lines, people=False))


def test_the_shops_workbook_has_the_matrix_as_who_does_what() -> None:
    matrix = Matrix(["仓管"], [Line("仓储", STOCK, "", {0: Part("主责", False)})], people=False)
    file, role = io.BytesIO(), shipped().starters["warehouse"].role
    shop_workbook.write(file, [shop_workbook.drawn(role, shipped().filling(role))], LOOKS["bordered"], matrix=matrix)
    rows = list(load_workbook(file)["职责分工"].iter_rows(values_only=True))
    assert ["仓储", STOCK, "●"] in [[cell for cell in row if cell is not None] for row in rows]
