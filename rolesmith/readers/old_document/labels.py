"""Labels: where `名称：内容` begins and ends on a line, with a colon, a bar, a stroke, brackets or a space between."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from rolesmith.readers.old_document.names import LINE_LONGEST, OUTSIDE, is_field, target
from rolesmith.readers.old_document.template_ids import DUTIES, WANTED

LABEL_LONGEST = 30
"""Characters of a label with its number, up to the colon."""
AFTER_NAME = re.compile(r"^\s*[】\]」』*_]*\s*[:：]\s*[*_]*\s*")
BETWEEN = re.compile(
    r"(?P<gap>^|[|｜/;；,，。！!]\s*|[\s|｜/;；,，。]+)"
    r"(?=[【\[]?(?P<label>[^\s:：|｜/;；,，。！!【】\[\]]{2,10})\s*(?:[】\]]?\s*[:：]|[】\]]\s*[^\s【\[]))"
)
"""Where a label begins on a line, at its head or behind another label's text."""
WIDE = re.compile(r"\s{2}|[\t\u3000|｜]")
"""Between two labels of a form, whatever the second is called."""
FULL_STOP = re.compile("[。！!;；]")
BEGINS = re.compile(r"(?<=[。！!])\s*([^\s:：|｜/;；,，。！!]{2,10})\s*[:：](?=\s*\S)")
"""A name in the middle of a line, behind a sentence."""
SURE = 4
"""Characters of a name that labels whatever stands before it."""
BARRED = re.compile(r"([^|｜:：/]{2,12}?)\s*[|｜]\s*([^|｜]+)")
STROKED = re.compile(r"([^/:：|｜]{2,8}?)\s*/\s*([^/]+)")
SPACED = re.compile(r"([\u4e00-\u9fff]{2,8})[ \u3000\t]+([^\s:：].*)", re.DOTALL)
EDGES = " \t\u3000|｜/;；,，"

Known = Callable[[str], str]
"""The target of a label where it stands; empty where it is none."""


class Label(NamedTuple):
    """A label and its text."""

    to: str
    name: str
    text: str


def sentences(text: str) -> list[str]:
    """A text that was put on one line, cut before each name that begins a sentence: ……。任职要求：……"""
    cuts = [cut for cut in BEGINS.finditer(text) if target(cut[1])]
    sure = [cut for cut in cuts if len(cuts) > 1 or len(cut[1]) > 2 or target(cut[1]) in (DUTIES, WANTED)]
    ends = [0, *(cut.start(1) for cut in sure), len(text)]
    return [part for a, b in pairwise(ends) if (part := text[a:b].strip())]


def label_of(text: str, known: Known, *, spaced: bool) -> Label | None:
    """The label that a line begins with; `spaced`: a space is enough behind the whole name of a field."""
    for end in re.finditer(r"[:：】\]]", text[:LABEL_LONGEST]):
        rest = AFTER_NAME.sub("", text[end.start() :]).lstrip("】] :：")
        if re.search(r"\w", rest) and (to := known(text[: end.start()])):
            return Label(to, text[: end.start()], rest)
    if re.search("[:：]", text[:LABEL_LONGEST]):
        return None
    if (found := BARRED.fullmatch(text)) and (to := known(found[1])):
        return Label(to, found[1], found[2])
    if (found := STROKED.fullmatch(text)) and is_field(to := target(found[1])) and not target(found[2]):
        return Label(to, found[1], found[2])
    if spaced and (found := SPACED.fullmatch(text)) and is_field(to := target(found[1])) and known(found[1]):
        return Label(to, found[1], found[2])
    return None


def parts(text: str, known: Known) -> list[str]:
    """A line cut before each label behind its first; whole where it holds only one."""
    if len(text) > LINE_LONGEST:
        return [text]
    cuts = list(_cuts(text, known))
    first = re.match(r"\s*[【\[]?([^:：】\]]{1,12})[:：】\]]", text)
    head = known(first[1]) if first else ""
    if all(to in ("", OUTSIDE) for to in (head, *(known(cut["label"]) for cut in cuts))):
        return [text]
    if head in ("", OUTSIDE) and not _is_a_form(text, cuts, bool(first)):
        return [text]
    ends = [0, *(cut.end() for cut in cuts), len(text)]
    return [part for a, b in pairwise(ends) if (part := text[a:b].strip(EDGES))]


def _cuts(text: str, known: Known) -> Iterator[re.Match[str]]:
    for cut in BETWEEN.finditer(text):
        if cut.end() and (known(cut["label"]) or (WIDE.search(cut["gap"]) and re.search("[:：]", text[: cut.start()]))):
            yield cut


def _is_a_form(text: str, cuts: list[re.Match[str]], labelled: bool) -> bool:
    """Whether a line whose first label is unknown holds labels all the same."""
    if any(WIDE.search(cut["gap"]) for cut in cuts):
        return True
    whole = [cut for cut in cuts if target(cut["label"])]
    if any(len(cut["label"]) >= SURE and cut["gap"].strip() for cut in whole):
        return True
    return bool(whole) and (len(cuts) >= 2 or (not labelled and any(FULL_STOP.search(cut["gap"]) for cut in whole)))
