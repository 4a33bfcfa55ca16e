"""Coverage of a shop's topics: told from where lines come from, else from their words and marked as guessed."""

import pytest

from rolesmith.libraries.answers import answers
from rolesmith.libraries.topics import topics
from rolesmith.presets.shipped import shipped
from rolesmith.team.coverage import ANSWERS, COVERAGE, answered, coverage
from tests.coverage_share import pairs, post, share
from tests.nasty import NASTY


def told(text: str, title: str = "") -> dict[str, str]:
    return {each.topic.topic: each.share for each in answers(text, title)}


def test_the_labelled_pairs_are_told_as_well_as_they_were() -> None:
    owns = share(pairs(held=False), "主责")
    assert owns.precision >= 0.96 and owns.recall >= 0.96, owns
    assert share(pairs(held=False), "协助").recall >= 0.95
    assert share(pairs(held=False), "知情").recall >= 0.95


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


def test_a_line_from_a_library_is_sure_and_another_is_guessed() -> None:
    libraries = shipped().libraries
    item = next(each for each in libraries["service"].items if each.kind == "duty" and answers(each.text))
    roles = {
        "1": post("客服", [(item.text, f"service/{item.id}"), "每天拣货配货"]),
        "2": post("仓管", [("灭火器每周检查", f"service/{item.id}")]),
    }
    found = answered(roles, libraries)
    assert {name: str(kind) for name, kind in found.dtypes.items()} == dict(ANSWERS)
    sure = found[found["line"].eq("l0") & found["post"].eq("1")]
    assert list(sure["topic"]) == list(told(item.text)) and not sure["guessed"].any() and sure["score"].eq(1).all()
    guessed = found[found["guessed"]]
    assert set(guessed["topic"]) == {"拣货配货", "仓库安全与现场管理"}, "a line that was written anew says what it says"
    assert guessed["score"].between(0, 1, inclusive="neither").all()


def test_topics_are_owned_by_one_by_several_or_by_nobody() -> None:
    roles = {
        "1": post("仓管", ["每天拣货配货", "每月盘点库存，实物和账对一遍", "每月盘点库存，实物和账对一遍"]),
        "2": post("拣货员", ["每天拣货配货", "配合盘点库存，实物和账对一遍"]),
    }
    found = coverage(answered(roles, {}))
    assert {name: str(kind) for name, kind in found.dtypes.items()} == dict(COVERAGE)
    rows = found.set_index("topic")
    assert len(rows) == len([topic for topic in topics() if topic.kind == "duty"])
    assert rows.loc["拣货配货", ["kind", "owners"]].tolist() == ["shared", ("仓管", "拣货员")]
    assert rows.loc["库存盘点账实核对", ["kind", "owners", "helpers"]].tolist() == ["sole", ("仓管",), ("拣货员",)]
    nobody = found[found["kind"] == "nobody"]
    assert nobody["sources"].is_monotonic_decreasing and list(nobody.index) == list(range(len(nobody)))
    assert set(coverage(answered({}, {}))["kind"]) == {"nobody"}


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
    found = coverage(answered(roles, shipped().libraries))
    assert all("\n" not in name for names in found["owners"] for name in names)
