"""The model of unlawful lines: it is what the committed lines teach, and it is never the only reason."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from rolesmith.advice import check_lines, likelihood
from rolesmith.advice.likelihood import DOUBTFUL, MODEL, SURE, Likelihood, confirmed, features_of
from rolesmith.presets.shipped import shipped
from tests import law_model
from tests.conftest import THOROUGH

SHIPPED = Likelihood.read(MODEL)
UNLAWFUL, HARMLESS = "迟到一次罚五十块，月底从工资里扣", "登记到货数量，月底与仓库核对"


def test_its_topics_are_rules_of_law() -> None:
    rules = {rule.counted_as for book in shipped().rules.values() if book.family == "law" for rule in book.rules}
    assert set(SHIPPED.topics) <= rules


def test_it_tells_the_two_apart() -> None:
    topics, of_any = SHIPPED.of(UNLAWFUL)
    assert of_any > SURE and max(topics, key=topics.__getitem__) == "fine"
    assert SHIPPED.of(HARMLESS)[1] < DOUBTFUL


def test_it_shows_the_clause_that_weighs_most() -> None:
    text = f"{HARMLESS.replace('，', ',')},迟到一次罚五十块,每周复盘"
    start, end = SHIPPED.weightiest(text, "fine")
    assert text[start:end] == "迟到一次罚五十块"
    assert SHIPPED.weightiest("", "fine") == (0, 0)


def test_numbers_are_alike_and_ends_count() -> None:
    assert features_of("罚50元") == features_of("罚200元")
    assert {"^罚", "元$"} <= features_of("罚50元")


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    SHIPPED.write(tmp_path / "model.npz")
    again = Likelihood.read(tmp_path / "model.npz")
    assert again.rows == SHIPPED.rows and again.topics == SHIPPED.topics
    assert np.array_equal(again.weights, SHIPPED.weights) and again.of(UNLAWFUL) == SHIPPED.of(UNLAWFUL)


def test_it_is_never_the_only_reason() -> None:
    assert confirmed(UNLAWFUL, [], hinted=False) == ()
    assert confirmed(UNLAWFUL, [], hinted=True) == ("fine",)
    assert confirmed(HARMLESS, ["fine"], hinted=False) == () == confirmed(HARMLESS, [], hinted=True)


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
    assert confirmed(HARMLESS, ["fine"], hinted=True) == ("fine",)
    assert confirmed(UNLAWFUL, [], hinted=True) == ()


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
    assert learnt.of(UNLAWFUL)[1] > 0.5 > learnt.of(HARMLESS)[1]
    if THOROUGH:
        assert learnt.topics == SHIPPED.topics
        texts = [text for text, _ in lines]
        assert max(abs(learnt.of(text)[1] - SHIPPED.of(text)[1]) for text in texts) < 0.05
