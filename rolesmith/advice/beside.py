"""What a line says beside its plain duties: a fine behind 核对库存 is a fine, whatever the duty weighs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from rolesmith.advice.folded_text import CLAUSE, FoldedText
from rolesmith.advice.ideas import lexicon
from rolesmith.advice.likelihood import PLAIN, odds_of_found
from rolesmith.advice.match_rules import Hit, Read, Searcher
from rolesmith.advice.verbs import words
from rolesmith.presets.rule import Rule

MOST = 24
"""Clauses of a line that are looked at."""
SHORT = 3
"""Characters of a clause that is no duty by itself: 删掉."""
WAITS = re.compile(r"^(?:发现|遇到|如有|若有|凡|有(?:人|员工)(?:说|想|提|要求|来问))|[的者]$")
"""A part that waits for what the next clause says of it: 有人收押金的，上报."""

Part = tuple[int, int]


def told_beside(searcher: Searcher, folded: FoldedText, read: Read) -> dict[int, list[Hit]]:
    """What rules of law find in the parts that are left between the plain duties of a line, each read by itself."""
    found: dict[int, list[Hit]] = {}
    if folded.labelled or not (read.sayings or read.gates) or not (folded.ends or ":" in folded.text):
        return found
    clauses = [match.span() for match in CLAUSE.finditer(folded.text)]
    if not 1 < len(clauses) <= MOST or not searcher.suspects(folded, read):
        return found
    for start, end in _left(searcher.look, folded.text, clauses):
        told = searcher.search(folded.part(start, end), senses=False)
        for at in searcher.weighed & told.keys():
            rule = searcher.rules[at]
            if rule and not _governed(rule, folded.text[:start], folded.text[end:]):
                hits = (replace(hit, start=hit.start + start, end=hit.end + start) for hit in told[at])
                found.setdefault(at, []).extend(hits)
    return found


def _governed(rule: Rule, before: str, behind: str) -> bool:
    """Whether what excuses the rule nearby is said of it, before or behind it.

    Of a grave fault only the end of the next clause says so: 核查并纠正, but not 核对库存并登记.
    """
    if rule.severity != "红":
        return any(lexicon().mentions(text).get(name) for text in (before, behind) for name in rule.nearby)
    clause = CLAUSE.search(behind)
    if not clause:
        return False
    mentions = lexicon().mentions(clause[0])
    return any(said.end == len(clause[0]) for name in rule.nearby for said in mentions.get(name, ()))


def _left(look: str, text: str, clauses: Sequence[Part]) -> Iterator[Part]:
    """The parts between plain duties, if there are any."""
    groups = [(plain, list(own)) for plain, own in groupby(clauses, lambda own: _is_plain(look, text[slice(*own)]))]
    for at, (plain, own) in enumerate(groups, 1):
        start, end = own[0][0], own[-1][1]
        if not plain and len(groups) > 1 and not (at < len(groups) and WAITS.search(text[start:end])):
            yield start, end


def _is_plain(look: str, text: str) -> bool:
    """Whether a clause is a harmless duty by itself: it begins with a verb and weighs little."""
    if len(text) <= SHORT or not words().begins(text):
        return False
    return odds_of_found(text, look, lexicon().mentions(text), []) < PLAIN
