"""Mending: a text with what a rule found replaced or dropped."""

import re
from collections.abc import Sequence

from rolesmith.advice.folded_text import Reading
from rolesmith.advice.pattern import Hit
from rolesmith.presets.rule import Rule

NUMBER = re.compile(
    r"^\s{0,4}(?:[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]\s{0,3}|[①-⑳]\s{0,2}|[-•]\s{1,2})?"
)
"""A number or a dot that someone wrote before a line."""
EDGES = " 　，,；;、：:"
SEAM = re.compile(r"([，,；;、])[，,；;、\s]{1,8}")
METRIC = "<指标>"


def mended(rule: Rule, reading: Reading, raw: str, hits: Sequence[Hit], metric: str = "本项") -> str | None:
    """The raw text after a click on the rule's rewrite; empty where nothing is left, None where it has none."""
    if rule.rewrite is None or not hits:
        return None
    rewrite = rule.rewrite.replace(METRIC, metric)
    if rewrite.startswith("，"):
        return raw.rstrip(" 。；;，,") + rewrite
    if rule.mends == "line":
        return rewrite
    spans = [_place(rule, reading, hit) for hit in hits]
    new = _without(raw, spans, "" if rewrite and rewrite in raw else rewrite)
    return None if new == raw else new


def _place(rule: Rule, reading: Reading, hit: Hit) -> tuple[int, int]:
    if rule.mends != "clause":
        return reading.span(hit.start, hit.end)
    start = reading.clause(hit.start)[0]
    end = max(reading.clause(max(hit.start, hit.end - 1))[1], hit.end)
    first = reading.stops[start - 1] if start else 0
    return first, reading.starts[end] if end < len(reading.starts) else reading.length


def _without(raw: str, spans: Sequence[tuple[int, int]], rewrite: str) -> str:
    """The text with the first span replaced and the others dropped, and the commas between put in order."""
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
