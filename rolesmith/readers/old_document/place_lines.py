"""Placing lines: which of them begin a section or a group, which carry labels, and which belong where they stand."""

import re
from collections.abc import Sequence

from rolesmith.readers.old_document import labels
from rolesmith.readers.old_document.headings import (
    BARE_LONGEST,
    GROUP_LONGEST,
    SENTENCE,
    could_head,
    in_list,
    is_deeper,
    is_heading,
    is_inner,
    is_unknown_picture,
    leads,
    stamps,
    style,
    title_parts,
)
from rolesmith.readers.old_document.names import (
    OUTSIDE,
    announced,
    bare,
    begins_signing,
    guessed,
    is_bare_heading,
    is_field,
    is_relative,
    length,
    share,
    target,
    tells_more,
)
from rolesmith.readers.old_document.section import Section
from rolesmith.readers.old_document.template_ids import (
    AUTHOR,
    DUTIES,
    HEADCOUNT,
    LISTS,
    NAME,
    RELATIONS,
    REQUIREMENTS,
    Placed,
    is_exact,
    same_part,
)
from rolesmith.readers.piece import Piece, line_pieces
from rolesmith.role.text import TITLE_LIMIT

DUTY = re.compile(r"\s*(?:工作|岗位|主要)?职责\s*[:：]\s*(?=\S)")
"""Before a duty with a standard: 职责：……；标准：……"""
WHO = ("basics.info.superior", "basics.info.subordinates")

COUNTED = re.compile(r"[\d一二两三四五六七八九十若干无人名＿_]|不限")
OPENS_DUTIES = re.compile("(?:职责|描述)表?$")
"""The end of a title that is a heading as well: 打包员岗位职责."""


class Lines:
    """Places the lines of a document in its sections."""

    def __init__(self, section: Section) -> None:
        self._section = section

    def take(self, piece: Piece, before: Piece | None, following: Piece | None) -> None:
        """Place a line, whose neighbours tell whether it is a heading."""
        section = self._section
        if piece.standard and (named := DUTY.match(piece.text)):
            self._duty_with_standard(piece, named.end())
            return
        text, mark = piece.text, style(piece)
        listed = in_list(piece, before, following)
        if is_bare_heading(text):
            section.enter("", mark)
            section.hold(text, known=True)
            section.signing = begins_signing(text)
        elif not listed and (to := self._whole(text)):
            section.enter(to, mark)
            section.know(text, to)
        elif to := announced(text):
            self._announce(piece, to)
        elif self._stamped(text) or self.labelled(piece) or self._is_title(text):
            return
        elif not listed and self._turns(piece, before, following):
            section.enter(guessed(text), mark, text)
        elif is_unknown_picture(piece, before, following, section.style):
            section.enter("", mark)
            section.put(Placed(text))
        elif is_heading(piece, following, section.style) and len(text) <= TITLE_LIMIT:
            if self._leaves(piece):
                section.to = ""
            if section.to == DUTIES:
                section.hold(text, bare(text))
            else:
                section.group = bare(text)
                section.place(piece)
        else:
            section.place(piece)

    def _duty_with_standard(self, piece: Piece, begins: int) -> None:
        section = self._section
        if section.to != DUTIES:
            section.enter(DUTIES, piece.style or ("" if section.style else "："))
        section.know(piece.text[:begins], DUTIES)
        section.place(Piece(piece.text[begins:], counted=piece.counted, standard=piece.standard))

    def _whole(self, text: str) -> str:
        """The target of a heading that is a name as a whole."""
        to = target(text)
        return "" if self._section.outside and is_relative(text) else to

    def _announce(self, piece: Piece, to: str) -> None:
        """Begin the section that a sentence announces; one that says more than a heading stays in view."""
        section, text = self._section, piece.text
        listed = piece.counted and same_part(to, section.to)
        if listed and tells_more(text, to):
            section.place(piece)
            return
        section.enter(to)
        if len(text) > GROUP_LONGEST or tells_more(text, to):
            section.put(Placed(text))
        else:
            section.know(text, to)

    # —— Lines with a name of their own ——

    def _stamped(self, text: str) -> bool:
        found = stamps(text)
        self._section.put(*(Placed(value, f"closing.record.{name}") for name, value in found.items()))
        if found:
            self._section.fixed(text)
        return bool(found)

    def _is_title(self, text: str) -> bool:
        """The document's own title, which names the position; one that ends in 岗位职责 opens them as well."""
        section = self._section
        begun = section.begun or any(to and not to.startswith("closing.") for to in section.targets())
        name, called = ("", "") if begun else title_parts(text)
        if name:
            section.put(Placed(name, NAME))
            section.fixed(called)
            if OPENS_DUTIES.search(called):
                section.to = DUTIES
        return bool(name)

    def labelled(self, piece: Piece) -> bool:
        """Place `岗位名称：客服专员` or `【任职要求】会用千牛`, also several on a line."""
        parts = labels.parts(piece.text, lambda label: self._known(label, piece))
        if len(parts) == 1:
            return self._one_label(piece)
        for text in parts:
            part = Piece(text, counted=piece.counted)
            if to := target(text):
                self._section.know(text, to)
            elif not self._one_label(part):
                self._unlabelled(part)
        return True

    def _unlabelled(self, part: Piece) -> None:
        """Place a part of a line of labels that has none which is known."""
        if re.match(r"[^:：]{1,12}[:：]", part.text):
            self._section.put(Placed(part.text))
        else:
            self._section.place(part)

    def _known(self, label: str, piece: Piece) -> str:
        """The target of a label before a colon, in this section; empty where it is no label."""
        section = self._section
        if section.outside and is_relative(label):
            return ""
        if to := target(label):
            within = section.to in (*LISTS, *REQUIREMENTS) and piece.counted and not is_field(to)
            return "" if within and not self._may_turn(to, piece.style) else to
        to = guessed(label) if length(label) <= BARE_LONGEST and not SENTENCE.search(label) else ""
        if section.to not in (*LISTS, *REQUIREMENTS) or same_part(to, section.to):
            return to
        if (section.to == RELATIONS and to in WHO) or (section.to != DUTIES and is_field(to) and share(label) >= 0.5):
            return to
        at_section = section.style in ("", "：", "【") or (to == OUTSIDE and share(label) >= 0.5)
        return to if at_section and not piece.counted else ""

    def _one_label(self, piece: Piece) -> bool:
        spaced = not (piece.counted and self._section.to in LISTS)
        found = labels.label_of(piece.text, lambda label: self._known(label, piece), spaced=spaced)
        if found:
            self.place_labelled(found, piece)
        return found is not None

    def place_labelled(self, label: labels.Label, piece: Piece) -> None:
        """Place a label's text in the label's target; a label that says more than its target stays with its text."""
        section, (to, name, rest) = self._section, label
        if to == HEADCOUNT and not COUNTED.search(rest):
            to = AUTHOR
        if to == OUTSIDE:
            section.put(Placed(piece.text))
            section.to = section.to if piece.counted else ""
        elif tells_more(name, to):
            self._place_with_name(to, piece)
        elif is_field(to):
            section.know(name, to)
            section.fill(to, rest, sure=bool(target(name)))
            section.to = section.to if piece.counted or same_part(section.to, to) else ""
        elif to == section.to == RELATIONS:
            section.name_group(name)
            section.know(name, to)
            for each in line_pieces(rest):
                section.place(each, rowed=True)
        else:
            section.enter(to, piece.style or ("" if section.style else "："))
            section.know(name, to)
            for each in line_pieces(rest):
                section.place(each)

    def _place_with_name(self, to: str, piece: Piece) -> None:
        section = self._section
        if is_exact(to):
            section.put(Placed(piece.text))
        elif is_field(to) or len(list(line_pieces(piece.text))) == 1:
            section.put(Placed(piece.text, to))
        else:
            section.enter(to, piece.style or ("" if section.style else "："))
            for each in line_pieces(piece.text):
                section.place(each)

    # —— Headings ——

    def _turns(self, piece: Piece, before: Piece | None, following: Piece | None) -> bool:
        """Whether a line that is recognised by a word only begins a section."""
        section, to, mark = self._section, guessed(piece.text), style(piece)
        if not to or not could_head(piece, before, following, section.style) or not self._may_turn(to, mark):
            return False
        if is_field(to) and is_exact(to) and tells_more(piece.text, to):
            return False
        return bool(mark) or leads(piece, before, following, section.style) or not same_part(to, section.to)

    def _may_turn(self, to: str, mark: str) -> bool:
        """Whether such a heading may begin a section: it must not be deeper than the last section's."""
        section = self._section
        if not section.begun or mark == section.style or same_part(to, section.to):
            return True
        if mark.startswith("#") or section.style.startswith("#"):
            return mark.startswith("#") and (not section.style.startswith("#") or mark < section.style)
        if not mark or not section.style:
            return not mark or (not is_deeper(mark, "（一）") and section.to != DUTIES)
        return not is_deeper(mark, section.style)

    def _leaves(self, piece: Piece) -> bool:
        """Whether an unknown heading begins another section: in the last one's style, or a later number of its own."""
        section = self._section
        if piece.style and piece.style == section.style:
            return True
        if section.group or is_inner(piece.style, section.style):
            return False
        return piece.style in ("第章", "第", "一、") and not re.match("第?[一1]", piece.counted)


def neighbours(pieces: Sequence[Piece], at: int) -> tuple[Piece | None, Piece | None]:
    """The pieces before and behind one."""
    return pieces[at - 1] if at else None, pieces[at + 1] if at + 1 < len(pieces) else None
