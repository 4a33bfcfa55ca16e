"""Mending: replaces or drops what a rule found in a text."""

import re
from collections.abc import Sequence

from rolesmith.advice.folded_text import FoldedText
from rolesmith.advice.match_rules import Hit
from rolesmith.presets.rule import Rule

NUMBER = re.compile(
    r"^\s{0,4}(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]\s{0,3}|[①-⑳]\s{0,2}|[-•]\s{1,2})?"
)
"""A number or a bullet before a line."""
EDGES = " 　，,；;、：:"
SEAM = re.compile(r"([，,；;、])[，,；;、\s]{1,8}")
END = " 。；;，,"
"""What goes from the end of a text when something is added behind it."""
METRIC = "<指标>"


def mended(rule: Rule, folded: FoldedText, raw: str, hits: Sequence[Hit], metric: str = "本项") -> str | None:
    """The original text after a click on the proposal; empty if nothing is left, None if there is no proposal."""
    if rule.rewrite is None or not hits:
        return None
    rewrite = rule.rewrite.replace(METRIC, metric)
    if rewrite.startswith("，"):
        return raw.rstrip(END) + rewrite
    if rule.mends == "line":
        return rewrite
    spans = [_span(rule, folded, hit) for hit in hits]
    new = _without(raw, spans, "" if rewrite and rewrite in raw else rewrite)
    return None if new == raw else new


def _span(rule: Rule, folded: FoldedText, hit: Hit) -> tuple[int, int]:
    """Start and end, in the original, of what is replaced."""
    if rule.mends != "clause":
        return folded.span(hit.start, hit.end)
    start = folded.clause(hit.start)[0]
    end = max(folded.clause(max(hit.start, hit.end - 1))[1], hit.end)
    first = folded.stops[start - 1] if start else 0
    return first, folded.starts[end] if end < len(folded.starts) else folded.length


def _without(raw: str, spans: Sequence[tuple[int, int]], rewrite: str) -> str:
    """The text with the first span replaced, the others dropped, and commas in between mended."""
    number = NUMBER.match(raw)
    head = number[0] if number else ""
    parts: list[str] = []
    at, put = len(head), rewrite
    for start, end in sorted(spans):
        if end <= at:
            continue
        parts.append(raw[at : max(start, at)])
        parts.append(put)
        at, put = end, ""
    parts.append(raw[at:])
    body = SEAM.sub(r"\1", "".join(parts)).strip().lstrip(EDGES).rstrip(EDGES)
    body = re.sub(r"[，,；;、]([。！!])", r"\1", body)
    return head + body if re.search(r"\w", body) else ""
