"""The model of unlawful lines: it is what the committed lines teach, and it is never the only reason."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rolesmith.advice import check_lines, likelihood
from rolesmith.advice.ideas import Mention, lexicon
from rolesmith.advice.likelihood import DOUBTFUL, MODEL, SURE, Likelihood, confirmed, features_of, weightiest
from rolesmith.presets.shipped import shipped
from tests import law_model
from tests.conftest import THOROUGH
from tests.logistic import Table, weights_of

SHIPPED = Likelihood.read(MODEL)
UNLAWFUL, HARMLESS = "迟到一次罚五十块，月底从工资里扣", "登记到货数量，月底与仓库核对"


def test_its_topics_are_rules_of_law() -> None:
    rules = {rule.counted_as for book in shipped().rules.values() if book.family == "law" for rule in book.rules}
    assert set(SHIPPED.topics) <= rules


def features(text: str, look: str = "requirement") -> set[str]:
    return features_of(text, look, lexicon().mentions(text))


def test_it_tells_the_two_apart() -> None:
    assert SHIPPED.of(features(UNLAWFUL)) > SURE
    topics = SHIPPED.by_topic(features(UNLAWFUL))
    assert max(topics, key=topics.__getitem__) == "fine"
    assert SHIPPED.of(features(HARMLESS)) < DOUBTFUL


def test_it_shows_the_clause_that_weighs_most_of_those_that_say_something() -> None:
    text = f"{HARMLESS.replace('，', ',')},{UNLAWFUL.replace('，', ',')},每周复盘"
    start, end = weightiest(text, [text.index("罚"), text.index("每周")])
    assert text[start:end] == "迟到一次罚五十块"
    assert weightiest("", []) == (0, 0) and weightiest("罚", []) == (0, 1)


def test_numbers_are_alike_and_ends_count() -> None:
    assert features_of("罚50元") == features_of("罚200元")
    assert {"^罚", "元$", "#"} <= features_of("罚50元")


def test_what_is_denied_and_which_ideas_stand_together_counts() -> None:
    said = {"扣罚": [Mention(3, 5)], "迟到": [Mention(0, 2), Mention(7, 9)], "顾客": [Mention(9, 11)]}
    found = features_of("迟到的罚款,不迟到顾客", "duty", said)
    assert {"迟到>扣罚", "迟到>顾客", "@扣罚", "@扣罚/duty", "#duty", "~迟到", "~迟"} <= found
    assert {"扣罚>迟到", "扣罚>顾客", "~罚"}.isdisjoint(found)


def test_a_hostile_text_has_no_more_features_than_a_long_one() -> None:
    """Of a text of one clause that says every idea again and again."""
    text = "迟到罚款" * 25_000
    everything = {name: [Mention(at, at + 2) for at in range(0, 100_000, 2)] for name in shipped().ideas.root}
    assert len(features_of(text, "duty", everything)) < 1_000


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    SHIPPED.write(tmp_path / "model.npz")
    again = Likelihood.read(tmp_path / "model.npz")
    assert again.rows == SHIPPED.rows and again.topics == SHIPPED.topics
    assert np.array_equal(again.weights, SHIPPED.weights) and np.array_equal(again.shares, SHIPPED.shares)
    assert again.of(features(UNLAWFUL)) == SHIPPED.of(features(UNLAWFUL))


def asked(text: str, found: list[str], hinted: list[str]) -> tuple[str, ...]:
    return confirmed(text, "requirement", lexicon().mentions(text), found, hinted)


def test_it_is_never_the_only_reason() -> None:
    assert asked(UNLAWFUL, [], []) == ()
    assert asked(UNLAWFUL, [], ["sex", "fine", "age"]) == ("fine",)
    assert asked(UNLAWFUL, [], ["age"]) == ("age",)
    assert asked(HARMLESS, ["fine"], []) == () == asked(HARMLESS, [], ["fine"])


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
    assert asked(HARMLESS, ["fine"], ["fine"]) == ("fine",)
    assert asked(UNLAWFUL, [], ["fine"]) == ()


def test_a_line_that_no_rule_was_written_for_is_warned_of_by_words_of_its_own() -> None:
    (found,) = (
        each for each in check_lines(["打印面单的人要是把地址打错，快递费从他那份里出"]) if each.family == "law"
    )
    start, end = found.span
    assert start < end


def test_the_committed_lines_teach_it() -> None:
    """All of them the shipped model, with --thorough; a tenth one that tells the two apart."""
    lines = list(law_model.lines())
    learnt = law_model.learnt(lines if THOROUGH else lines[::10])
    assert learnt.of(features(UNLAWFUL)) > 0.5 > learnt.of(features(HARMLESS))
    if THOROUGH:
        assert learnt.topics == SHIPPED.topics
        assert max(abs(learnt.of(line.features) - SHIPPED.of(line.features)) for line in lines) < 0.05


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
