"""Coverage of a shop's topics: told from where lines come from, else from their words and marked as guessed."""

import pandas as pd
import pytest

from rolesmith.libraries.answers import answers
from rolesmith.libraries.topics import Topic, owned, topics
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role
from rolesmith.team.coverage import ANSWERS, COVERAGE, answered, coverage, fitting
from tests.coverage_share import ORIGIN, pairs, post, share, shops
from tests.nasty import NASTY


def told(text: str, title: str = "") -> dict[str, str]:
    return {each.topic.topic: each.share for each in answers(text, title)}


def test_the_labelled_pairs_are_told_as_well_as_they_were() -> None:
    owns = share(pairs(held=False), "主责")
    assert owns.precision >= 0.96 and owns.recall >= 0.96, owns
    assert share(pairs(held=False), "协助").recall >= 0.95
    assert share(pairs(held=False), "知情").recall >= 0.95


def test_of_what_lines_of_libraries_speak_they_own_what_an_owner_says() -> None:
    owns = share(pairs(held=False, path=ORIGIN), "主责")
    assert owns.precision >= 0.97 and owns.recall >= 0.92, owns


def test_two_are_said_to_do_a_thing_where_an_owner_would_say_so() -> None:
    for shop in shops():
        assert len(shop.told - shop.shared) <= 3 and len(shop.shared - shop.told) <= 1, (shop, shop.told)


def test_what_items_own_are_items_and_every_topic_has_one() -> None:
    there = shipped().libraries.items()
    duties = {f"{key}/{item.id}" for key, library in there for item in library.items if item.kind == "duty"}
    assert owned().keys() <= duties
    assert {topic for found in owned().values() for topic in found} == {t for t in topics() if t.kind == "duty"}


def test_every_duty_topic_has_words_and_they_are_well_formed() -> None:
    for topic in topics():
        assert bool(topic.said) == (topic.kind == "duty"), topic.topic
        for written in topic.said:
            said, _, never = written.partition(" -")
            assert said.split() and all(all(slot.split("|")) for slot in said.split()), written
            assert "-" not in never.split("|") and " " not in never, written


@pytest.mark.parametrize(
    ("text", "topic", "who"),
    [
        ("配合仓库盘点，实物和账对一遍", "库存盘点账实核对", "协助"),
        ("每月盘点库存，实物和账对一遍", "库存盘点账实核对", "主责"),
        ("盘点库存的结果抄送店长，实物和账差多少", "库存盘点账实核对", "知情"),
        ("为顾客提供退货、换货处理，当天审完", "退换货与退款处理", "主责"),
    ],
)
def test_the_verb_that_governs_says_who(text: str, topic: str, who: str) -> None:
    assert told(text)[topic] == who


def test_a_long_line_answers_for_two_topics_with_a_share_each() -> None:
    found = told("每周拣货配货；配合客服处理退货，当天办完")
    assert found["拣货配货"] == "主责" and found["退换货与退款处理"] == "协助"


def test_what_another_does_and_what_is_asked_of_people_answers_for_nothing() -> None:
    assert told("退货退款由客服负责处理", "仓管") == {}
    assert "退换货与退款处理" in told("退货退款由客服负责处理", "售后客服")
    assert told("三年以上退货退款处理经验") == {}
    assert told("审核员工差旅报销，账单对账") == {}


def test_a_line_from_a_library_owns_what_its_item_owns_and_another_is_guessed() -> None:
    libraries = shipped().libraries
    counted = next(item for item in libraries["supply"].items if item.id == "book.in_out")
    origin = "supply/book.in_out"
    roles = {
        "1": post("仓管", [(counted.text, origin), "每天拣货配货"]),
        "2": post("安全员", [("灭火器每周检查", origin)]),
    }
    found = answered(roles, libraries)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == dict(ANSWERS)
    sure = found[~found["guessed"]]
    assert list(sure["topic"]) == ["出入库台账与系统录入"] and sure["score"].eq(1).all()
    assert "退换货与退款处理" in told(counted.text) and "退换货与退款处理" not in set(found["topic"])
    guessed = found[found["guessed"]]
    assert set(guessed["topic"]) == {"拣货配货", "仓库安全与现场管理"}, "a line that was written anew says what it says"
    assert guessed["score"].between(0, 1, inclusive="neither").all()


def test_an_item_of_a_shop_that_says_something_else_by_now_owns_what_its_words_say() -> None:
    libraries = dict(shipped().libraries)
    items = (Item(id="book.in_out", text="灭火器每周检查"),)
    libraries["supply"] = Library(library="supply", title="仓储", items=items)
    found = answered({"1": post("仓管", [("灭火器每周检查", "supply/book.in_out")])}, libraries)
    assert list(found["topic"]) == ["仓库安全与现场管理"] and found["guessed"].all()


def rows_of(*posts: Role) -> pd.DataFrame:
    found = answered(dict(zip("123", posts, strict=False)), shipped().libraries)
    return coverage(found, [topic for topic in topics() if topic.kind == "duty"], len(posts)).set_index("topic")


def test_topics_are_owned_by_one_by_several_or_by_nobody() -> None:
    counted = "每月盘点库存，实物和账对一遍"
    first, second = post("仓管", ["每天拣货配货", counted, counted]), post("拣货员", ["每天拣货配货", f"配合{counted}"])
    rows = rows_of(first, second)
    found = rows.reset_index()[list(COVERAGE)]
    assert {name: str(kind) for name, kind in found.dtypes.items()} == dict(COVERAGE)
    assert rows.loc["拣货配货", ["kind", "owners"]].tolist() == ["shared", ("仓管", "拣货员")]
    assert rows.loc["库存盘点账实核对", ["kind", "owners", "helpers"]].tolist() == ["sole", ("仓管",), ("拣货员",)]
    for nobody in (found[found["kind"].eq("nobody") & usual] for usual in (found["usual"], ~found["usual"])):
        assert nobody["sources"].is_monotonic_decreasing and len(nobody)
    kinds = ["nobody" if usual else "rare" for usual in rows.loc[rows["kind"] == "nobody", "usual"]]
    assert kinds == sorted(kinds) and rows["kind"].iloc[0] == "nobody" and not rows["usual"].iloc[-1]
    assert set(rows_of()["kind"]) == {"nobody"}


@pytest.mark.parametrize("line", ["抽查拣货配货的差错", "监督拣货配货", "督促仓库拣货配货"])
def test_who_leads_what_another_does_helps_and_owns_it_where_nobody_does(line: str) -> None:
    keeper, picker = post("仓管", [line]), post("拣货员", ["每天拣货配货"])
    both = rows_of(keeper, picker).loc["拣货配货"]
    assert (both["kind"], both["owners"], both["helpers"]) == ("sole", ("拣货员",), ("仓管",))
    assert rows_of(keeper).loc["拣货配货", "owners"] == ("仓管",)


def test_an_item_of_one_who_leads_leads() -> None:
    libraries = shipped().libraries
    texts = {item.id: item.text for item in libraries["supply"].items}
    every, some = ((texts[each], f"supply/{each}") for each in ("stock.full", "stock.cycle"))
    assert rows_of(post("主管", [every]), post("仓管", [some])).loc["库存盘点账实核对", "owners"] == ("仓管",)
    assert rows_of(post("主管", [every]), post("副主管", [every])).loc["库存盘点账实核对", "kind"] == "shared"


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ("拼多多运营", "电商运营专员", "sole"),
        ("拼多多客服", "抖店客服", "sole"),
        ("拼多多运营", "PDD运营", "shared"),
        ("PS美工", "美工", "shared"),
    ],
)
def test_posts_that_are_called_after_a_platform_do_a_thing_each_on_its_own(first: str, second: str, kind: str) -> None:
    line = "每月盘点库存，实物和账对一遍"
    row = rows_of(post(first, [line]), post(second, [line])).loc["库存盘点账实核对"]
    assert (row["kind"], row["owners"]) == (kind, (first, second))


def test_a_small_shop_looks_for_fewer_things_and_for_all_its_own() -> None:
    asked = [topic for topic in topics() if topic.kind == "duty"]
    small, middle, large = (sum(topic.usual(people) for topic in asked) for people in (2, 8, 25))
    assert small < middle < large < len(asked)
    assert Topic(topic="量身改衣", kind="duty", area="own", sources=0, words=()).usual(2)
    for people in (2, 4, 6, 10, 12):
        rows = coverage(answered({}, {}), fitting(answered({}, {}), (), (), people), people)
        assert 10 <= rows["usual"].sum() <= 60


def test_hostile_texts_are_only_texts() -> None:
    texts = [
        *(text for _, text in NASTY),
        "，。；：" * 1_000,
        "配合" * 2_000,
        "1、" * 2_000,
        "由" * 4_000,
        "归" * 4_000,
        "-|[]()*+?\\",
    ]
    roles = {str(at): post(text[:100], [text[:5_000]]) for at, text in enumerate(texts)}
    found = answered(roles, shipped().libraries)
    assert found["title"].str.contains("\n").sum() == 0
