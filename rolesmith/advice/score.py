"""Score: how ready a description is, 0 to 100."""

from collections.abc import Iterable

from rolesmith.advice.finding import Finding

COSTS = {"红": 10, "黄": 4, "提示": 1}
"""Points that a finding costs; since they add up, one more finding never raises the score."""


BLANK = "open-blank"


def score(findings: Iterable[Finding]) -> int:
    """100 without findings; each takes points by its severity, down to 0.

    An open blank counts once, wherever it stands.
    """
    once = {(f.rule, f.message) if f.rule == BLANK else (f.rule, f.node, f.line, f.text): f for f in findings}
    return max(0, 100 - sum(COSTS[finding.severity] for finding in once.values()))
