"""The name of a band on the lines of its narrow column: broken between words, never within one.

A Chinese word mostly has two characters; three where it ends with one that others are made with (试用期, 应聘人). What
joins two words (与) stands behind the first. This needs no dictionary, which would take some thirty megabytes.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from rolesmith.document.document import Phrase, em

SIZES = ((12, 11, 3), (30, 9, 3), (10_000, 7, 4))
"""Of names with at most so many characters: their points, and how many characters stand beside each other at most."""
WIDEST = 31.0
"""Points that the lines may take."""
ENDINGS = frozenset("期人员题表书单率者部室店费金日类性力度值权间师商组会个前")
"""Characters that make a word of three out of two."""
JOINING = "与和及的、，：；）"
RUN = re.compile(rf"[\u3400-\u9fff]+?(?:[{JOINING}]+|(?![\u3400-\u9fff]))|[!-~]+[{JOINING}]?|.", re.DOTALL)
"""What stands together: up to what joins two words, or letters and digits."""
LETTERS = 1.7
"""Letters or digits as wide as a character."""


def label_size(label: Phrase) -> tuple[int, int]:
    """The points of a band's name, and how many characters stand beside each other at most."""
    size, across = next((size, across) for most, size, across in SIZES if len(str(label)) <= most)
    wide = max(map(em, label_lines(str(label), across)))
    return min(size, int(WIDEST / wide)) if wide > 2 else size, across


def label_lines(text: str, across: int) -> list[str]:
    """A name on as few lines of at most so many characters as there must be, its words whole where they fit.

    The lines are as even as they can: 试用期 above 工作要求.
    """
    found = _filled(text, across)
    for fewer in range(across - 1, 1, -1):
        evened = _filled(text, fewer)
        if len(evened) > len(found):
            break
        found = evened
    return found


def _filled(text: str, across: int) -> list[str]:
    """The same with each line as full as it can."""
    lines = [""]
    for word in (word for run in RUN.findall(text) for word in _words(run, across)):
        if lines[-1] and em((lines[-1] + word).strip()) > across:
            lines.append("")
        lines[-1] += word
    return lines


def label_height(label: Phrase) -> float:
    """Points that a band's name takes from top to bottom."""
    size, across = label_size(label)
    return len(label_lines(str(label), across)) * size * 1.5 + 6


def broken(label: Phrase, across: int = 0) -> Phrase:
    """A name with an end of line where its column ends one; else behind so many characters at most."""
    lines = label_lines(str(label), across or label_size(label)[1])
    ends = [sum(map(len, lines[:at])) for at in range(1, len(lines))]
    begin, pieces = 0, []
    for piece in label.pieces:
        cuts = [0, *(end - begin for end in ends if begin < end <= begin + len(piece.text)), len(piece.text)]
        parts = [piece.text[one:other] for one, other in pairwise(cuts)]
        pieces.append(piece._replace(text="\n".join(parts)))
        begin += len(piece.text)
    return replace(label, pieces=tuple(pieces))


def _words(run: str, across: int) -> Iterator[str]:
    """The words of a run of characters, of two or three each; letters and digits as many as fit a line."""
    if run.isascii():
        most = int(across * LETTERS)
        yield from (run[at : at + most] for at in range(0, len(run), most))
        return
    while run:
        left = len(run.rstrip(JOINING))
        many = 3 if left == 3 or _is_long(run[:left]) else 2
        many = many if left > many else len(run)
        yield run[:many]
        run = run[many:]


def _is_long(run: str) -> bool:
    """Whether a run begins with a word of three characters; one of an even number then ends with one, too."""
    if len(run) % 2 == 0:
        return len(run) == 6 and run[2] in ENDINGS and run[5] in ENDINGS
    return len(run) > 4 and (run[2] in ENDINGS or run[0] == "不")
