"""The model of unlawful lines: it is what the committed lines teach, and it is never the only reason."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rolesmith.advice import check_lines, likelihood
from rolesmith.advice.ideas import Mention, lexicon
from rolesmith.advice.likelihood import (
    DOUBTFUL,
    MODEL,
    SURE,
    Features,
    Likelihood,
    is_faint,
    likeliest,
    odds_of_found,
    place,
    weightiest,
)
from rolesmith.presets.shipped import shipped
from tests import law_model
from tests.advice_share import LAW, labelled
from tests.conftest import THOROUGH
from tests.logistic import Table, weights_of

SHIPPED = Likelihood.read(MODEL)
UNLAWFUL, HARMLESS = "迟到一次罚五十块，月底从工资里扣", "登记到货数量，月底与仓库核对"


def test_its_topics_are_rules_of_law() -> None:
    rules = {rule.counted_as for book in shipped().rules.values() if book.family == "law" for rule in book.rules}
    assert set(SHIPPED.topics) <= rules


def features(text: str, look: str = "requirement") -> Features:
    return Features(text, look, lexicon().mentions(text))


def test_it_tells_the_two_apart() -> None:
    assert SHIPPED.odds(features(UNLAWFUL)) > SURE
    topics = SHIPPED.by_topic(features(UNLAWFUL))
    assert max(topics, key=topics.__getitem__) == "fine"
    assert SHIPPED.odds(features(HARMLESS)) < DOUBTFUL


def test_it_shows_the_clause_that_weighs_most_of_those_that_say_something() -> None:
    text = f"{HARMLESS.replace('，', ',')},{UNLAWFUL.replace('，', ',')},每周复盘"
    start, end = weightiest(text, [text.index("罚"), text.index("每周")])
    assert text[start:end] == "迟到一次罚五十块"
    assert weightiest("", []) == (0, 0) and weightiest("罚", []) == (0, 1)


def test_numbers_are_alike_and_ends_count() -> None:
    def runs(text: str) -> set[int]:
        return set(Features(text).runs.tolist())

    assert runs("罚50元") == runs("罚200元") != runs("罚元")
    assert runs("扣款") != runs("款扣")
    assert len(runs("罚") - runs("元罚元")) == 4, "its ends beside it, with it and around it"


def test_a_run_has_the_same_place_wherever_it_stands() -> None:
    own = set(Features("迟到扣款").runs.tolist())
    around = set(Features("按规定迟到扣款两次").runs.tolist())
    assert len(own & around) == 4 + 3 + 2 + 2 + 1 + 2, "single ones, two, three, two apart, and the ends of the text"


def test_what_is_denied_and_which_ideas_stand_together_counts() -> None:
    said = {"扣罚": [Mention(3, 5)], "迟到": [Mention(0, 2), Mention(7, 9)], "顾客": [Mention(9, 11)]}
    found = Features("迟到的罚款,不迟到顾客", "duty", said)
    assert {"迟到>扣罚", "迟到>顾客", "@扣罚", "@扣罚/duty", "#duty"} <= found.ideas
    assert {"扣罚>迟到", "扣罚>顾客"}.isdisjoint(found.ideas)
    assert place("迟到>扣罚") in found.places.tolist()
    denied, told = (len(Features(text).runs) for text in ("不迟到,好", "都迟到,好"))
    assert denied - told == 3, "the two characters behind 不, and both together"


def test_a_hostile_text_has_no_more_features_than_a_long_one() -> None:
    """Of a text of one clause that says every idea again and again."""
    text = "迟到罚款" * 25_000
    everywhere = [Mention(at, at + 2) for at in range(0, 100_000, 2)]
    everything = dict.fromkeys(shipped().ideas.root, everywhere)
    assert len(Features(text, "duty", everything).ideas) < 2_000
    assert len(Features(text, "duty", everything)) < 15_000


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    SHIPPED.write(tmp_path / "model.npz")
    again = Likelihood.read(tmp_path / "model.npz")
    assert again.topics == SHIPPED.topics
    for name in ("weights", "telling", "shares", "scale"):
        assert np.array_equal(getattr(again, name), getattr(SHIPPED, name))
    assert again.odds(features(UNLAWFUL)) == SHIPPED.odds(features(UNLAWFUL))


def sensed(text: str, hinted: list[str]) -> str:
    return likeliest(text, "requirement", lexicon().mentions(text), hinted)


def test_it_is_never_the_only_reason() -> None:
    assert sensed(UNLAWFUL, []) == ""
    assert sensed(UNLAWFUL, ["sex", "fine", "age"]) == "fine"
    assert sensed(UNLAWFUL, ["age"]) == "", "it is a fine"
    assert sensed(HARMLESS, ["fine"]) == ""


def test_what_one_clause_says_is_not_lost_in_a_long_text() -> None:
    text = "登记到货数量,核对台账,整理货架,迟到一次罚五十块,月底与仓库核对,每周复盘"
    part = (text.index("迟"), text.index("块") + 1)
    mentions = lexicon().mentions(text)
    whole, own = (odds_of_found(text, "duty", mentions, parts) for parts in ([], [part]))
    assert whole < own < SHIPPED.odds(features(text[slice(*part)], "duty"))


def test_where_ideas_alone_show_it_is_harmless_it_is_not_asked() -> None:
    assert is_faint("requirement", lexicon().mentions(HARMLESS))
    assert not is_faint("requirement", lexicon().mentions(UNLAWFUL))


def test_it_is_sure_where_the_odds_are_high() -> None:
    """Also of those texts whose ideas are not looked at in their order."""
    seen = [features(law_model._folded(line.text), line.look) for line in labelled(LAW)]
    assert [each for each in seen if SHIPPED.is_sure(each) != (SHIPPED.odds(each) >= SURE)] == []
    assert any(map(SHIPPED.is_sure, seen))


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where the model is looked for in place of its own file."""
    path = tmp_path / "model.npz"
    monkeypatch.setattr(likelihood, "MODEL", path)
    likelihood.likelihood.cache_clear()
    yield path
    likelihood.likelihood.cache_clear()


@pytest.mark.parametrize("content", [None, b"no model"])
def test_without_its_file_what_rules_find_stands(elsewhere: Path, content: bytes | None) -> None:
    if content:
        elsewhere.write_bytes(content)
    assert odds_of_found(HARMLESS, "duty", {}, []) > DOUBTFUL
    assert sensed(UNLAWFUL, ["fine"]) == ""


def test_a_line_that_no_rule_was_written_for_is_warned_of_by_words_of_its_own() -> None:
    (found,) = (
        each for each in check_lines(["打印面单的人要是把地址打错，快递费从他那份里出"]) if each.family == "law"
    )
    start, end = found.span
    assert start < end


def test_the_committed_lines_teach_it() -> None:
    """All of them the shipped model, with --thorough; a thirtieth one that tells the two apart."""
    lines = list(law_model.lines())
    learnt = law_model.learnt(lines if THOROUGH else lines[::30])
    assert learnt.odds(features(UNLAWFUL)) > 0 > learnt.odds(features(HARMLESS))
    if THOROUGH:
        assert learnt.topics == SHIPPED.topics
        assert max(abs(learnt.odds(line.features) - SHIPPED.odds(line.features)) for line in lines) < 0.2


def test_the_weights_are_those_that_fit_best() -> None:
    """Two features and a base, beside what a search of all of them finds."""
    rows = [np.array(row, dtype=np.int64) for row in ([0], [0], [0, 1], [1], [1], [])]
    wanted = np.array([True, True, False, False, False, True])
    values, counts = np.ones(6, np.float32), np.array([1, 1, 2, 1, 1, 0.5], np.float32)
    found = weights_of(Table(rows, values, 2), wanted, counts, 2, 0.1)

    def cost(weights: tuple[float, ...]) -> float:
        first, second, base = weights
        says = np.array([first, first, first + second, second, second, 0]) + base
        return float((counts * np.logaddexp(0, np.where(wanted, -says, says))).sum() + 0.05 * (first**2 + second**2))

    near = [tuple(found + 0.05 * np.array(step)) for step in itertools.product((-1, 0, 1), repeat=3)]
    assert min(map(cost, near)) >= cost(tuple(found)) - 1e-3
