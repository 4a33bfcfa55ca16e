"""Where a document stands: its section, and the one door that everything which is placed goes through.

Each line or row is opened with an account and closed with it: what is placed, and what the naming data knows as a
name, is struck out, and what is left is placed as it stands. So nothing that the reader does can lose a word.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from rolesmith.readers.old_document.account import Account
from rolesmith.readers.old_document.headings import DEPTH, GROUP_LONGEST, PERIOD, SENTENCE, is_inner
from rolesmith.readers.old_document.names import (
    OUTSIDE,
    bare,
    forbids,
    hinted,
    is_field,
    is_loose,
    known_words,
    tells_more,
)
from rolesmith.readers.old_document.table_rows import relation, weighed
from rolesmith.readers.old_document.template_ids import (
    DUTIES,
    KPIS,
    LINES,
    NAME,
    PROHIBITED,
    RELATIONS,
    WANTED,
    Placed,
    same_part,
)
from rolesmith.readers.piece import Piece

STEPS = ("(1)", "①", "a.")
"""Styles of the numbers of steps within a duty."""
OF_STEPS = ("1.", "1.1", "(1)", "①")
"""Styles of the numbers of a duty that has steps."""


class _Held(NamedTuple):
    """A heading that says where the lines below it belong, or is their group's title."""

    text: str
    group: str
    known: bool
    before: int
    """The number of pieces that were placed before it."""


class Section:
    """The section that a document is in, and all that is placed so far."""

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self.to = ""
        """The target of this section."""
        self.group = ""
        self.style = ""
        """The style of this section's heading."""
        self.begun = False
        """Whether any section has begun."""
        self.outside = False
        """Whether it is one that the template does not have: pay, the company."""
        self.signing = False
        """Whether people sign here."""
        self._account, self._from = Account(""), 0
        """Of the line or row that is open, and the number of pieces placed before it."""
        self._held: _Held | None = None
        self._grouped = False
        """Whether the open row has named the group."""
        self._labelled = False
        """Whether a label has named the position."""
        self._counter: tuple[str, int] = ("", -1)
        """The style of the number of the duty that was placed last, and its index."""
        self._seen, self._used, self._names = 0, set[str](), list[int]()
        """Pieces of `placed` seen so far, their targets, and the indexes of those that name the position."""

    # —— The account of a line or row ——

    def open(self, text: str) -> None:
        """Begin with a line or row."""
        self._account, self._from, self._grouped = Account(text), len(self.placed), False

    def close(self) -> None:
        """End with it: what is left of it goes on as it stands."""
        for each in self.placed[self._from :]:
            for text in (*([cell for _, cell in each.cells] or [each.text]), each.standard):
                self._account.strike(text)
            if self._grouped and each.group == self.group:
                self._account.strike(each.group)
                self._grouped = False
        self.put(*map(Placed, self._account.rest()))

    def know(self, name: str, to: str = "") -> None:
        """Strike out what the naming data knows of a name; whatever else it says goes on."""
        for word in known_words(name, to):
            self._account.strike(word)

    def fixed(self, text: str) -> None:
        """Strike out words that the reader itself looks for, as those around a version or a sum."""
        self._account.strike(text)

    def put(self, *pieces: Placed) -> None:
        """Add what is placed."""
        self.placed += pieces

    # —— Sections and groups ——

    def enter(self, to: str, mark: str = "", heading: str = "") -> None:
        """Begin a section; one whose heading has no style keeps the last one's.

        `heading`: its text where it was recognised by a word only.
        """
        if not same_part(to, self.to):
            self.release()
        inner = to == self.to == DUTIES and bool(heading) and is_inner(mark, self.style)
        self.to, self.group = ("" if to == OUTSIDE else to), ""
        self.style, self.begun = self.style if inner else mark or self.style, True
        self.outside = to == OUTSIDE and bool(heading)
        self.signing = False
        if not heading:
            return
        if to == OUTSIDE:
            self.put(Placed(heading))
        elif to == DUTIES and (inner or PERIOD.search(heading) or self._tells_more(heading, to)):
            self.hold(heading, bare(heading))
        elif not self._tells_more(heading, to):
            self.hold(heading)
        else:
            self.put(Placed(heading))

    def hold(self, heading: str, group: str = "", known: bool = False) -> None:
        """Keep a heading for the title of the lines below it; with none of them placed, it is placed as it stands.

        `known` as a whole, it goes with lines that have no place, but does not stand alone.
        """
        self.release()
        self.group = group or self.group
        if group:
            self._account.strike(heading)
        else:
            self.know(heading, self.to)
        self._held = _Held(heading, group, known, len(self.placed))

    def release(self) -> None:
        """Place the heading that is held, where nothing stood below it."""
        if self._held:
            heading, group, known, before = self._held
            below = self.placed[before : self._from]
            if not any(each.group == group if group else each.to for each in below) and (below or not known):
                self._insert(Placed(heading), before)
        self._held = None

    def _insert(self, piece: Placed, here: int) -> None:
        """Place what belongs before others that are placed."""
        self.placed.insert(here, piece)
        self._from += 1
        self._seen += self._seen > here
        self._names = [at + (at >= here) for at in self._names]
        style, at = self._counter
        self._counter = style, at + (at >= here)

    def group_of(self, group: str) -> None:
        """A row has named its kind itself."""
        self.group, self._grouped = group, True

    def name_group(self, text: str) -> None:
        """Take a cell of the open row for the group of what stands beside it."""
        self.group, self._grouped = bare(text), True

    def _tells_more(self, name: str, to: str) -> bool:
        """Whether a name says more than where its lines belong, and than how the position is called."""
        self.targets()
        more = tells_more(name, to)
        return bool(more) and not any(more in self.placed[at].text for at in self._names)

    # —— Placing ——

    def place(self, piece: Piece, rowed: bool = False) -> None:
        """Place a line in this section; `rowed`: the cell before it is its group."""
        if self.to and piece.style in ("", "·") and is_loose(piece.text):
            self.put(Placed(piece.text))
            return
        if self._is_step(piece):
            at = self._counter[1]
            self.placed[at] = replace(
                self.placed[at], text=f"{self.placed[at].text}\n{piece.counted} {piece.text}".strip()
            )
            self._account.strike(piece.text)
            return
        for part in self._parts(piece):
            to = (hinted(part, self._is_full) or self.to) if self.to == WANTED else self.to
            to = PROHIBITED if not to and piece.counted and forbids(part) else to
            kind = self.group if to == DUTIES or rowed else ""
            cells = relation(part, kind) if to == RELATIONS else weighed(part) if to == KPIS else ()
            self.put(Placed(part, to, kind, cells, piece.standard if to in LINES else ""))
        self._counter = (piece.style, len(self.placed) - 1) if self.to == DUTIES else ("", -1)

    def _is_step(self, piece: Piece) -> bool:
        """Whether a line is a step of the duty above it, which is a sentence."""
        style, at = self._counter
        if at != len(self.placed) - 1 or style not in OF_STEPS or piece.style not in STEPS or piece.standard:
            return False
        text = self.placed[at].text
        sentence = len(text) > GROUP_LONGEST or SENTENCE.search(text) or text.endswith(("：", ":"))
        return bool(sentence) and DEPTH.index(piece.style) > DEPTH.index(style)

    def _parts(self, piece: Piece) -> list[str]:
        """The parts of a line; one without a number may be several lines with ； between them."""
        text = piece.text.rstrip("；;") or piece.text
        whole = piece.counted or piece.standard or not self.to or is_field(self.to) or same_part(self.to, "preface")
        parts = [part.strip() for part in re.split("[；;]", text) if part.strip()]
        return [text] if whole or len(parts) < 2 else parts

    def fill(self, to: str, text: str, sure: bool = True) -> None:
        """Fill a field; the first name behind a label replaces the one from the title, if it is another.

        `sure`: the label is known as a whole.
        """
        if to != NAME or NAME not in self.targets():
            self.put(Placed(text, to))
        elif any(self.placed[at].text == text for at in self._names):
            self._account.strike(text)
        elif self._labelled:
            self.put(Placed(text))
        else:
            for at in self._names:
                self.placed[at] = Placed(self.placed[at].text)
            self._names.clear()
            self.put(Placed(text, to))
        self._labelled = self._labelled or (to == NAME and sure)

    def _is_full(self, field: str) -> bool:
        return field in self.targets()

    def targets(self) -> set[str]:
        """The targets of the pieces so far."""
        for at in range(self._seen, len(self.placed)):
            self._used.add(self.placed[at].to)
            if self.placed[at].to == NAME:
                self._names.append(at)
        self._seen = len(self.placed)
        return self._used
