"""Mending: replaces or drops what a rule found in a text."""

import re
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

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


class Change(NamedTuple):
    """A part of a text, and what is put in its place."""

    start: int
    end: int
    instead: str


def mended(rule: Rule, folded: FoldedText, raw: str, hits: Sequence[Hit], metric: str = "本项") -> str | None:
    """The original text after a click on the proposal; empty if nothing is left, None if there is no proposal."""
    if rule.rewrite is None or not hits:
        return None
    rewrite = rule.rewrite.replace(METRIC, metric)
    if rewrite.startswith("，"):
        return raw.rstrip(END) + rewrite
    if rule.mends == "line":
        return rewrite
    put = ["" if rewrite in raw else rewrite, *[""] * (len(hits) - 1)]
    spans = sorted(_span(rule, folded, hit) for hit in hits)
    new = changed(raw, [Change(*span, instead) for span, instead in zip(spans, put, strict=True)])
    return None if new == raw else new


def _span(rule: Rule, folded: FoldedText, hit: Hit) -> tuple[int, int]:
    """Start and end, in the original, of what is replaced."""
    if rule.mends != "clause":
        return folded.span(hit.start, hit.end)
    start = folded.clause(hit.start)[0]
    last = hit.start + len(folded.text[hit.start : hit.end].rstrip(EDGES)) - 1
    end = max(folded.clause(max(hit.start, last))[1], last + 1)
    first = folded.stops[start - 1] if start else 0
    return first, folded.starts[end] if end < len(folded.starts) else folded.length


def changed(raw: str, changes: Iterable[Change]) -> str:
    """The text with these changes, and commas in between mended; of what two change the first has its way."""
    number = NUMBER.match(raw)
    head = number[0] if number else ""
    parts: list[str] = []
    at = len(head)
    for start, end, instead in sorted(changes, key=itemgetter(0)):
        if end <= at:
            continue
        parts += raw[at : max(start, at)], instead
        at = end
    parts.append(raw[at:])
    body = SEAM.sub(r"\1", "".join(parts)).strip().lstrip(EDGES).rstrip(EDGES)
    body = re.sub(r"[，,；;、]([。！!])", r"\1", body)
    return head + body if re.search(r"\w", body) else ""


def together(raw: str, texts: Iterable[str]) -> str:
    """The text with all that is changed in these of its versions; what only touches a part changed before is left."""
    made: list[Change] = []
    for text in texts:
        new = _change(raw, text)
        met = [each for each in made if raw[max(new.start, each.start) : min(new.end, each.end)].strip(EDGES)]
        if not met:
            made.append(new)
        elif not any(each.start <= new.start and new.end <= each.end for each in met):
            made = [each for each in made if each not in met]
            both = "，".join(dict.fromkeys(each.instead for each in (*met, new) if each.instead))
            made.append(Change(min(new.start, *(m.start for m in met)), max(new.end, *(m.end for m in met)), both))
    return changed(raw, made)


def _change(raw: str, new: str) -> Change:
    """What is changed from one text to the other, from the first character that differs to the last."""
    start = _alike(raw, new)
    behind = _alike(raw[start:][::-1], new[start:][::-1])
    return Change(start, len(raw) - behind, new[start : len(new) - behind])


def _alike(one: str, other: str) -> int:
    """As many characters are the same at the start."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
