"""Placing: finds the target of each piece in the template, by the names of its headings and labels.

A piece without a known name stays without a target; no piece is ever left out but the sums below a table.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from rolesmith.document.standards import LABEL
from rolesmith.readers.old_document.headings import (
    BARE_LONGEST,
    GROUP_LONGEST,
    PERIOD,
    SENTENCE,
    could_head,
    in_list,
    is_deeper,
    is_heading,
    is_inner,
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
from rolesmith.readers.old_document.table_rows import Columns, columns, content, is_sum, labels, relation
from rolesmith.readers.old_document.template_ids import (
    DUTIES,
    LINES,
    LISTS,
    NAME,
    RELATIONS,
    REQUIREMENTS,
    WANTED,
    Placed,
    same_part,
)
from rolesmith.readers.piece import Piece, counted_barely, line_pieces, with_standards
from rolesmith.role.text import TITLE_LIMIT

LABEL_LONGEST = 30
"""Characters of a label with its number, up to the colon."""
AFTER_NAME = re.compile(r"^\s*[】\]」』*_]*\s*[:：]\s*[*_]*\s*")
BETWEEN = re.compile(r"(?:^|[\s|｜/;；,，]+)(?=([^\s:：|｜/;；,，]{2,10})\s*[:：]\s*\S)")
"""Where a second label begins on one line, behind the first label's text."""
DUTY = re.compile(r"\s*(?:工作|岗位|主要)?职责\s*[:：]\s*(?=\S)")
"""Before a duty with a standard: 职责：……；标准：……"""
WHO = ("basics.info.superior", "basics.info.subordinates")
TITLES = 3
"""First lines that may name the position by its trade alone."""


def place(pieces: Sequence[Piece]) -> list[Placed]:
    """All pieces in order, each with its target."""
    placer = _Placer()
    placer.place_all(with_standards(counted_barely(pieces)))
    return _named(placer.placed)


def _named(placed: list[Placed]) -> list[Placed]:
    """The pieces, with the position's name taken from one of the first lines if nothing else names it."""
    if any(each.to == NAME for each in placed):
        return placed
    for at, each in enumerate(placed[:TITLES]):
        if not each.to and not each.group and (name := trade(each.text)):
            return [*placed[:at], replace(each, text=name, to=NAME), *placed[at + 1 :]]
    return placed


class _Placer:
    """Goes through a document and keeps track of the section that it is in."""

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self._to = ""
        """The target of this section."""
        self._group = ""
        self._style = ""
        """The style of this section's heading."""
        self._begun = False
        """Whether any section has begun."""
        self._columns: Columns | None = None
        self._guess: tuple[str, int] = ("", 0)
        """This section's heading, if it was recognised by a word only, and the number of pieces before it."""
        self._counted, self._used, self._names = 0, set[str](), list[int]()
        """Pieces of `placed` counted so far, their targets, and the indexes of those that name the position."""

    def place_all(self, pieces: Sequence[Piece]) -> None:
        """Place the pieces one after another."""
        for at, piece in enumerate(pieces):
            if piece.cells:
                self._row(piece)
            else:
                self._columns = None
                before, following = pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
                passed = len(self.placed)
                self._take(piece, before, following)
                if piece.standard and not any(each.standard for each in self.placed[passed:]):
                    self._place(Piece(f"{LABEL}{piece.standard}", counted="·"))
        self._keep_guess()

    def _take(self, piece: Piece, before: Piece | None, following: Piece | None) -> None:
        if piece.standard and (named := DUTY.match(piece.text)):
            if self._to != DUTIES:
                self._enter(DUTIES, piece.style or ("" if self._style else "："))
            piece = replace(piece, text=piece.text[named.end() :])
            self._place(piece)
            return
        text, mark = piece.text, style(piece)
        listed = in_list(piece, before, following)
        if is_bare_heading(text):
            self._enter("", mark)
        elif not listed and (to := target(text)):
            self._enter(to, mark)
        elif to := announced(text):
            if len(text) > GROUP_LONGEST:  # longer than a heading, so it stays a piece as well
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
                self._place(piece)
        else:
            self._place(piece)

    def _enter(self, to: str, mark: str = "", heading: str = "") -> None:
        """Begin a section; one whose heading has no style keeps the last one's."""
        if not same_part(to, self._to):
            self._keep_guess()
        inner = to == self._to == DUTIES and bool(heading) and is_inner(mark, self._style)
        self._to, self._group = ("" if to == OUTSIDE else to), ""
        self._style, self._begun = self._style if inner else mark or self._style, True
        if to == OUTSIDE and heading:
            self.placed.append(Placed(heading))
        if to == DUTIES and (inner or PERIOD.search(heading)):
            self._group = bare(heading)

    def _keep_guess(self) -> None:
        """Keep the text of a heading that was recognised by a word only and has nothing under it."""
        text, before = self._guess
        if text and len(self.placed) == before:
            self.placed.append(Placed(text))
        self._guess = ("", 0)

    def _place(self, piece: Piece, rowed: bool = False) -> None:
        """Place a line in this section; `rowed`: the cell before it is its group."""
        to = self._to
        if to and piece.style in ("", "·") and is_loose(piece.text):
            self.placed.append(Placed(piece.text))
            return
        for part in self._parts(piece):
            target_id = to
            if to == WANTED:
                target_id = next(
                    (hint for hint, pattern in names().hints.items() if self._fits(hint, pattern, part)), to
                )
            kind = self._group if target_id == DUTIES or rowed else ""
            cells = relation(part, kind) if target_id == RELATIONS else ()
            self.placed.append(Placed(part, target_id, kind, cells, piece.standard if target_id in LINES else ""))

    def _parts(self, piece: Piece) -> list[str]:
        """The parts of a line; one without a number may be several lines with ； between them."""
        text = piece.text.rstrip("；;") or piece.text
        whole = piece.counted or piece.standard or not self._to or is_field(self._to) or same_part(self._to, "preface")
        parts = [part.strip() for part in re.split("[；;]", text) if part.strip()]
        return [text] if whole or len(parts) < 2 else parts

    def _fits(self, hint: str, pattern: str, text: str) -> bool:
        full = is_field(hint) and hint in self._targets()
        return not full and re.search(pattern, text) is not None

    def _targets(self) -> set[str]:
        """The targets of the pieces so far."""
        for at in range(self._counted, len(self.placed)):
            self._used.add(self.placed[at].to)
            if self.placed[at].to == NAME:
                self._names.append(at)
        self._counted = len(self.placed)
        return self._used

    # —— Lines with a name of their own ——

    def _stamped(self, text: str) -> bool:
        found = stamps(text)
        self.placed += [Placed(value, f"closing.record.{name}") for name, value in found.items()]
        return bool(found)

    def _is_title(self, text: str) -> bool:
        """The document's own title, which names the position."""
        name = "" if self._begun or self._targets() - {""} else titled(text)
        if name:
            self.placed.append(Placed(name, NAME))
        return bool(name)

    def _labelled(self, piece: Piece) -> bool:
        """Place `岗位名称：客服专员` or `【任职要求】会用千牛`, also several on a line."""
        searched = piece.text if len(piece.text) <= LINE_LONGEST else ""
        cuts = [0, *(cut.end() for cut in BETWEEN.finditer(searched) if cut.end() and self._known(cut[1], piece))]
        if len(cuts) == 1 or self._first_known(piece.text[: cuts[1]], piece) in ("", OUTSIDE):
            return self._one_label(piece)
        for a, b in zip(cuts, [*cuts[1:], None], strict=True):
            part = Piece(piece.text[a:b].strip(" \t\u3000|｜/;；,，"), counted=piece.counted)
            if not self._one_label(part):
                self._place(part)
        return True

    def _first_known(self, text: str, piece: Piece) -> str:
        label = re.match(r"\s*([^:：]{1,12})[:：]", text)
        return self._known(label[1], piece) if label else ""

    def _known(self, label: str, piece: Piece) -> str:
        """The target of a label before a colon, in this section; empty where it is no label."""
        if to := target(label):
            within = self._to in (*LISTS, *REQUIREMENTS) and piece.counted and not is_field(to)
            return "" if within and not self._may_turn(to, piece.style) else to
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
                self._place_labelled(to, label, rest, piece)
                return True
        return False

    def _place_labelled(self, to: str, label: str, rest: str, piece: Piece) -> None:
        """Place a label's text in the label's target."""
        if to == OUTSIDE:
            self.placed.append(Placed(piece.text))
            self._to = self._to if piece.counted else ""
        elif is_field(to):
            self._fill(to, rest)
            self._to = self._to if piece.counted or same_part(self._to, to) else ""
        elif to == self._to == RELATIONS:
            self._group = bare(label)
            for each in line_pieces(rest):
                self._place(each, rowed=True)
        else:
            self._enter(to, piece.style or ("" if self._style else "："))
            for each in line_pieces(rest):
                self._place(each)

    def _fill(self, to: str, text: str) -> None:
        """Fill a field; a name behind a label replaces the one from the title, if it is another."""
        if to == NAME and NAME in self._targets():
            if all(self.placed[at].text == text for at in self._names):
                return
            for at in self._names:
                self.placed[at] = Placed(self.placed[at].text)
            self._names.clear()
        self.placed.append(Placed(text, to))

    # —— Headings ——

    def _turns(self, piece: Piece, before: Piece | None, following: Piece | None) -> bool:
        """Whether a line that is recognised by a word only begins a section."""
        to, mark = guessed(piece.text), style(piece)
        if not to or not could_head(piece, before, following, self._style) or not self._may_turn(to, mark):
            return False
        return bool(mark) or leads(piece, before, following, self._style) or not same_part(to, self._to)

    def _may_turn(self, to: str, mark: str) -> bool:
        """Whether such a heading may begin a section: it must not be deeper than the last section's."""
        if not self._begun or mark == self._style or same_part(to, self._to):
            return True
        if mark.startswith("#") or self._style.startswith("#"):
            return mark.startswith("#") and (not self._style.startswith("#") or mark < self._style)
        if not mark or not self._style:
            return not mark or (not is_deeper(mark, "（一）") and self._to != DUTIES)
        return not is_deeper(mark, self._style)

    def _leaves(self, piece: Piece) -> bool:
        """Whether an unknown heading begins another section: in the last one's style, or a later number of its own."""
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
            if head.to != self._to:
                self._enter(head.to)
            return
        if self._columns and is_sum(piece.cells):
            return
        if self._columns and (found := self._columns.read(piece, self._group)):
            self.placed += found
            return
        for to, label, values in labels(piece.cells, self._to):
            self._cells(to, label, values)

    def _cells(self, to: str, label: str, values: list[str]) -> None:
        """Place the values behind a label of a row; a row without a label belongs to the section."""
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
                self._place(each, rowed=True)
