"""Weights: their sum as every format shows it."""

import pytest

from rolesmith.formats.weights import Weights


@pytest.mark.parametrize(
    ("texts", "shown", "off"),
    [
        (("30", "70"), "100", False),
        (("33.3%", "33.3%", "33.4%"), "100%", False),
        (("30%", "60"), "90%", True),
        (("12.5", "", "随意"), "12.5", True),
    ],
)
def test_the_sum_is_shown_as_the_weights_are(texts: tuple[str, ...], shown: str, off: bool) -> None:
    weights = Weights(texts)
    assert (str(weights), weights.off, weights.any) == (shown, off, True)


def test_texts_without_a_number_have_no_sum() -> None:
    assert not Weights(("", "随意")).any
