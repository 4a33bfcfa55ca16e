"""Placing: where each piece belongs in the template, by the names that its headings and labels go under.

What no name claims stays unplaced; nothing is ever left out.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rolesmith.readers.old_document.headings import (
    BARE_LONGEST,
    GROUP_LONGEST,
    PERIOD,
    SENTENCE,
    could_head,
    in_list,
    is_deeper,
    is_heading,
    leads,
    stamps,
    style,
    titled,
    trade,
)
from rolesmith.readers.old_document.names import (
    LINE_LONGEST,
    OUTSIDE,
    announced,
    bare,
    guessed,
    is_bare_heading,
    is_field,
    is_loose,
    length,
    names,
    share,
    target,
)
from rolesmith.readers.old_document.table_rows import Columns, columns, content, labels, relation
from rolesmith.readers.old_document.template_ids import (
    DUTIES,
    LISTS,
    NAME,
    RELATIONS,
    REQUIREMENTS,
    WANTED,
    Placed,
    same_part,
)
from rolesmith.readers.piece import Piece, counted_barely, lines
from rolesmith.role.text import TITLE_LIMIT

LABEL_LONGEST = 30
"""Characters before a label's colon, with what counts it."""
AFTER_NAME = re.compile(r"^\s*[】\]」』*_]*\s*[:：]\s*[*_]*\s*")
BETWEEN = re.compile(r"(?:^|[\s|｜/;；,，]+)(?=([^\s:：|｜/;；,，]{2,10})\s*[:：]\s*\S)")
"""Where one label begins behind another's text, on one line."""
WHO = ("basics.info.superior", "basics.info.subordinates")
TITLES = 3
"""Lines from the top among which a position may be named by its trade only."""


def place(pieces: Sequence[Piece]) -> list[Placed]:
    """All pieces in their order, each laid where its headings and labels say."""
    placing = _Placing()
    placing.all(counted_barely(pieces))
    return _named(placing.placed)


def _named(placed: list[Placed]) -> list[Placed]:
    """With a name of the position, if one of the first lines is one and nothing else said it."""
    if any(each.to == NAME for each in placed):
        return placed
    for at, each in enumerate(placed[:TITLES]):
        if not each.to and not each.group and (name := trade(each.text)):
            return [*placed[:at], replace(each, text=name, to=NAME), *placed[at + 1 :]]
    return placed


class _Placing:
    """Goes through a document and remembers which section it is in."""

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self._to = ""
        self._group = ""
        self._style = ""
        """How the heading of this section is marked."""
        self._begun = False
        """Whether any section has begun."""
        self._columns: Columns | None = None
        self._guess: tuple[str, int] = ("", 0)
        """The heading of this section, if it is known by a word only, and how many lines lay before it."""
        self._looked, self._told_of, self._names = 0, set[str](), list[int]()
        """How much of what was placed is known, where it was laid, and which of it names the position."""

    def all(self, pieces: Sequence[Piece]) -> None:
        """Lay them one after the other."""
        for at, piece in enumerate(pieces):
            if piece.cells:
                self._row(piece)
            else:
                self._columns = None
                before, following = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
                self._take(piece, before, following)
        self._keep_guess()

    def _take(self, piece: Piece, before: Piece | None, following: Piece | None) -> None:
        text, mark = piece.text, style(piece)
        listed = in_list(piece, before, following)
        if is_bare_heading(text):
            self._enter("", mark)
        elif not listed and (to := target(text)):
            self._enter(to, mark)
        elif to := announced(text):
            if len(text) > GROUP_LONGEST:  # it says more than a heading does
                self.placed.append(Placed(text))
            self._enter(to)
        elif self._stamped(text) or self._labelled(piece) or self._is_title(text):
            return
        elif not listed and self._turns(piece, before, following):
            self._enter(guessed(text), mark, text)
            self._guess = (text if self._to else "", len(self.placed))
        elif is_heading(piece, following, self._style) and len(text) <= TITLE_LIMIT:
            if self._leaves(piece):
                self._to = ""
            self._group = bare(text)
            if self._to != DUTIES:
                self._lay(piece)
        else:
            self._lay(piece)

    def _enter(self, to: str, mark: str = "", heading: str = "") -> None:
        """Begin a section; one without a mark of its own goes on as the last did."""
        if not same_part(to, self._to):
            self._keep_guess()
        self._to, self._group = ("" if to == OUTSIDE else to), ""
        self._style, self._begun = mark or self._style, True
        if to == OUTSIDE and heading:
            self.placed.append(Placed(heading))
        if to == DUTIES and PERIOD.search(heading):
            self._group = bare(heading)

    def _keep_guess(self) -> None:
        """A heading that was known by a word only and has nothing under it may have been none: it stays in view."""
        text, before = self._guess
        if text and len(self.placed) == before:
            self.placed.append(Placed(text))
        self._guess = ("", 0)

    def _lay(self, piece: Piece, rowed: bool = False) -> None:
        """A line of this section; in a row, what stands before it says what kind of line it is."""
        to = self._to
        if to and piece.style in ("", "·") and is_loose(piece.text):
            self.placed.append(Placed(piece.text))
            return
        for part in self._parts(piece):
            where = to
            if to == WANTED:
                where = next((hint for hint, pattern in names().hints.items() if self._fits(hint, pattern, part)), to)
            kind = self._group if where == DUTIES or rowed else ""
            self.placed.append(Placed(part, where, kind, relation(part, kind) if where == RELATIONS else ()))

    def _parts(self, piece: Piece) -> list[str]:
        """A line; one that nothing counts may be several, with ； between them."""
        text = piece.text.rstrip("；;") or piece.text
        whole = piece.counted or not self._to or is_field(self._to) or same_part(self._to, "preface")
        parts = [part.strip() for part in re.split("[；;]", text) if part.strip()]
        return [text] if whole or len(parts) < 2 else parts

    def _fits(self, hint: str, pattern: str, text: str) -> bool:
        taken = is_field(hint) and hint in self._places()
        return not taken and re.search(pattern, text) is not None

    def _places(self) -> set[str]:
        """Where anything was laid so far; each is looked at once."""
        for at in range(self._looked, len(self.placed)):
            self._told_of.add(self.placed[at].to)
            if self.placed[at].to == NAME:
                self._names.append(at)
        self._looked = len(self.placed)
        return self._told_of

    # —— Lines that say themselves where they belong ——

    def _stamped(self, text: str) -> bool:
        found = stamps(text)
        self.placed += [Placed(said, f"closing.record.{name}") for name, said in found.items()]
        return bool(found)

    def _is_title(self, text: str) -> bool:
        """The document's own title, which names the position."""
        name = "" if self._begun or self._places() - {""} else titled(text)
        if name:
            self.placed.append(Placed(name, NAME))
        return bool(name)

    def _labelled(self, piece: Piece) -> bool:
        """`岗位名称：客服专员`, `【任职要求】会用千牛`, several on a line; a section's name begins that section."""
        told = piece.text if len(piece.text) <= LINE_LONGEST else ""
        cuts = [0, *(cut.end() for cut in BETWEEN.finditer(told) if cut.end() and self._known(cut[1], piece))]
        if len(cuts) == 1 or self._first_known(piece.text[: cuts[1]], piece) in ("", OUTSIDE):
            return self._one_label(piece)
        for a, b in zip(cuts, [*cuts[1:], None], strict=True):
            part = Piece(piece.text[a:b].strip(" \t\u3000|｜/;；,，"), counted=piece.counted)
            if not self._one_label(part):
                self._lay(part)
        return True

    def _first_known(self, text: str, piece: Piece) -> str:
        label = re.match(r"\s*([^:：]{1,12})[:：]", text)
        return self._known(label[1], piece) if label else ""

    def _known(self, label: str, piece: Piece) -> str:
        """Where a label before a colon leads, here; empty where it is none."""
        if to := target(label):
            return to
        to = guessed(label) if length(label) <= BARE_LONGEST and not SENTENCE.search(label) else ""
        if self._to not in (*LISTS, *REQUIREMENTS) or same_part(to, self._to):
            return to
        if (self._to == RELATIONS and to in WHO) or (self._to != DUTIES and is_field(to) and share(label) >= 0.5):
            return to
        at_section = self._style in ("", "：", "【") or (to == OUTSIDE and share(label) >= 0.5)
        return to if at_section and not piece.counted else ""

    def _one_label(self, piece: Piece) -> bool:
        for end in re.finditer(r"[:：】\]]", piece.text[:LABEL_LONGEST]):
            label = piece.text[: end.start()]
            rest = AFTER_NAME.sub("", piece.text[end.start() :]).lstrip("】] :：")
            to = self._known(label, piece)
            if to and rest:
                self._told(to, label, rest, piece)
                return True
        return False

    def _told(self, to: str, label: str, rest: str, piece: Piece) -> None:
        """A label's text goes where the label leads."""
        if to == OUTSIDE:
            self.placed.append(Placed(piece.text))
            self._to = self._to if piece.counted else ""
        elif is_field(to):
            self._fill(to, rest)
            self._to = self._to if piece.counted or same_part(self._to, to) else ""
        elif to == self._to == RELATIONS:
            self._group = bare(label)
            for each in lines(rest):
                self._lay(each, rowed=True)
        else:
            self._enter(to, piece.style or ("" if self._style else "："))
            for each in lines(rest):
                self._lay(each)

    def _fill(self, to: str, text: str) -> None:
        """A field; a name that was read from the title gives way to one that a label says."""
        if to == NAME and NAME in self._places():
            for at in self._names:
                self.placed[at] = Placed(self.placed[at].text)
            self._names.clear()
        self.placed.append(Placed(text, to))

    # —— Headings ——

    def _turns(self, piece: Piece, before: Piece | None, following: Piece | None) -> bool:
        """Whether a line that is known by a word only begins a section."""
        to, mark = guessed(piece.text), style(piece)
        if not to or not could_head(piece, before, following, self._style) or not self._may_turn(to, mark):
            return False
        return bool(mark) or leads(piece, before, following, self._style) or not same_part(to, self._to)

    def _may_turn(self, to: str, mark: str) -> bool:
        """Whether a heading that is known by a word only begins a section: it lies no deeper than the last one's."""
        if not self._begun or mark == self._style or same_part(to, self._to):
            return True
        if mark.startswith("#") or self._style.startswith("#"):
            return mark.startswith("#") and (not self._style.startswith("#") or mark < self._style)
        if not mark or not self._style:
            return not mark or (not is_deeper(mark, "（一）") and self._to != DUTIES)
        return not is_deeper(mark, self._style)

    def _leaves(self, piece: Piece) -> bool:
        """Whether a heading that we do not know begins another section: counted like the last, or not from 一 on."""
        if piece.style and piece.style == self._style:
            return True
        return not self._group and piece.style in ("第章", "第", "一、") and not re.match("第?[一1]", piece.counted)

    # —— Rows of tables ——

    def _row(self, piece: Piece) -> None:
        if is_bare_heading(piece.text):
            self._to = ""
            return
        if head := columns(piece.cells, self._to, self._columns is not None):
            self._columns = head
            self._enter(head.to)
            return
        if self._columns and (found := self._columns.read(piece, self._group)):
            self.placed += found
            return
        for to, label, values in labels(piece.cells, self._to):
            self._cells(to, label, values)

    def _cells(self, to: str, label: str, values: list[str]) -> None:
        """What stands behind one label of a row; a row without one belongs to its section."""
        if to == OUTSIDE:
            self.placed += [Placed(each, group=bare(label)) for each in values]
        elif to and is_field(to):
            for each in values[:1]:
                self._fill(to, each)
            self.placed += [Placed(each, self._to if self._to in LISTS else "") for each in values[1:]]
        else:
            if to and to != self._to:
                self._enter(to)
            self._content(values)

    def _content(self, values: list[str]) -> None:
        kind, parts = content(values, "" if is_field(self._to) else self._to)
        if kind:
            self._group = bare(kind)
        for at, each in enumerate(parts):
            following = parts[at + 1] if at + 1 < len(parts) else None
            marked = each.style in ("", "（一）", "一、") and is_heading(each, following, self._style)
            if self._to == DUTIES and marked:
                self._group = bare(each.text)
            elif not self._labelled(each):
                self._lay(each, rowed=True)
