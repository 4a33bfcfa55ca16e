"""Score: what an actual value is worth beside its target, as papers, 全店 and their workbooks compute it.

The share of the target that was reached, in hundredths: of a target where more is better what was reached by what was
aimed at, of one where less is better the other way round. From 0 to `MOST`. A target of nothing is met by nothing; by
anything it is passed as far as one can, or missed.
"""

MOST = 120
"""The highest score."""


def score(target: float, actual: float, *, lower: bool) -> float:
    """The score of an actual value; `lower`: less is better."""
    above, below = (target, actual) if lower else (actual, target)
    share = above / below if below else (MOST / 100 if above else 1.0)
    return max(0.0, min(float(MOST), share * 100))
