"""Advice on a position description while it is written: wording, law, goals, indicators, gaps."""

from rolesmith.advice.check import check_lines, check_role
from rolesmith.advice.finding import DISCLAIMER, Finding, Options, OwnWord
from rolesmith.advice.score import score

__all__ = ["DISCLAIMER", "Finding", "Options", "OwnWord", "check_lines", "check_role", "score"]
