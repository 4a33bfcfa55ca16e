"""Parts a document that holds several roles: a sheet each, a row each, or one behind the other.

What stands before the first belongs to the first: no piece is left out.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rolesmith.readers.old_document.headings import SENTENCE, titled, trade
from rolesmith.readers.old_document.labels import label_of
from rolesmith.readers.old_document.names import bare, target
from rolesmith.readers.old_document.place_pieces import place
from rolesmith.readers.old_document.template_ids import DUTIES, NAME, WANTED, Placed
from rolesmith.readers.piece import Piece, line_pieces

MOST = 50
"""Roles that a document is parted into; a longer list stays one."""
NAME_LONGEST = 24
"""Characters of a line that may be a role's name."""
OUTER = ("第章", "第", "一、", "（一）", "【", "")
"""Styles of numbers that a role's name may have as a heading."""
COUNT = re.compile(r"\d{0,4}")


class Part(NamedTuple):
    """One of several roles in a document."""

    name: str
    pieces: list[Piece]

    def placed(self) -> list[Placed]:
        """Its pieces, each with its target; the role's name among them."""
        found = place(self.pieces)
        return found if any(each.to == NAME for each in found) else [Placed(self.name, NAME), *found]


def roles(pieces: Sequence[Piece]) -> list[Part]:
    """The roles of a document that holds several; empty where it holds one."""
    found = _by_sheet(pieces) or _within(pieces)
    return found if 2 <= len(found) <= MOST else []


def _within(pieces: Sequence[Piece]) -> list[Part]:
    return _by_row(pieces) or _one_behind_another(pieces)


# a sheet each


def _by_sheet(pieces: Sequence[Piece]) -> list[Part]:
    sheets: dict[str, list[Piece]] = {}
    for piece in pieces:
        sheets.setdefault(piece.sheet, []).append(piece)
    if sum(_says_a_role(each) for each in sheets.values()) < 2:
        return []
    found: list[Part] = []
    before: list[Piece] = []
    for name, own in sheets.items():
        if several := _within(own):
            found += several
        elif _says_a_role(own):
            found.append(Part(_name_in(own) or name, own))
        elif found:
            found[-1].pieces.extend(own)
        else:
            before += own
    return [found[0]._replace(pieces=before + found[0].pieces), *found[1:]]


def _says_a_role(pieces: Sequence[Piece]) -> bool:
    return any(_target(each) in (NAME, DUTIES, WANTED) for piece in pieces for each in (piece.cells or (piece.text,)))


def _target(text: str) -> str:
    """What a line or cell is a heading or a label of."""
    if len(text) > 200:
        return ""
    label = label_of(text, target, spaced=False)
    return label.to if label else target(text)


def _name_in(pieces: Sequence[Piece]) -> str:
    """What the pieces say that the role is called."""
    return next((each.text for each in place(pieces) if each.to == NAME), "").split("\n")[0]


# a row each


def _by_row(pieces: Sequence[Piece]) -> list[Part]:
    """Of a table under heads, one of which is the role's name."""
    for at, piece in enumerate(pieces):
        meant = [target(cell) for cell in piece.cells]
        if NAME in meant and (DUTIES in meant or WANTED in meant):
            end = next((n for n in range(at + 1, len(pieces)) if not pieces[n].cells), len(pieces))
            found = _rows(piece.cells, meant.index(NAME), pieces[at + 1 : end])
            if len(found) > 1:
                found[0].pieces[:0] = pieces[:at]
                found[-1].pieces.extend(pieces[end:])
                return found
    return []


def _rows(heads: Sequence[str], column: int, rows: Sequence[Piece]) -> list[Part]:
    named: dict[str, list[Piece]] = {}
    name = ""
    for row in rows:
        said = row.cells[column] if column < len(row.cells) else ""
        name = said if said and len(said) <= NAME_LONGEST else name
        if not name:
            return []
        named.setdefault(name, []).append(row)
    return [Part(name, list(_of_rows(heads, column, name, own))) for name, own in named.items()]


def _of_rows(heads: Sequence[str], column: int, name: str, rows: Sequence[Piece]) -> Iterator[Piece]:
    """The rows of a role: one as heads and values, several as a table of their own, or as lines under its one head."""
    yield Piece(f"{heads[column]} ｜ {name}", cells=(heads[column], name))
    others = [at for at in range(max(len(row.cells) for row in rows)) if at != column]
    others = [at for at in others if not all(COUNT.fullmatch(_cell(row.cells, at)) for row in rows)]
    if len(rows) == 1 or len(others) == 1:
        for at in others:
            texts = [_cell(row.cells, at) for row in rows if _cell(row.cells, at)]
            if len(texts) > 1:
                yield Piece(_cell(heads, at), 1)
                yield from (piece for text in texts for piece in line_pieces(text))
            else:
                yield Piece(f"{_cell(heads, at)} ｜ {texts[0]}", cells=(_cell(heads, at), texts[0]))
        return
    for cells in (heads, *(row.cells for row in rows)):
        own = tuple(_cell(cells, at) for at in others)
        yield Piece(" ｜ ".join(filter(None, own)), cells=own)


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


# one behind the other


def _one_behind_another(pieces: Sequence[Piece]) -> list[Part]:
    """Where each begins says a name behind a label, a heading that is a post, a title, or a line before the duties."""
    for starts in (_labelled(pieces), _headed(pieces), _titled(pieces), _before_duties(pieces)):
        names = list(dict.fromkeys(starts.values()))
        if len(names) > 1 and len(names) == len(starts):
            places = [0, *list(starts)[1:], len(pieces)]
            parts = [
                Part(name, list(pieces[first:last]))
                for name, first, last in zip(names, places, places[1:], strict=False)
            ]
            if all(len(part.pieces) > 2 for part in parts):
                return parts
    return []


def _labelled(pieces: Sequence[Piece]) -> dict[int, str]:
    """`岗位名称：客服`, on a line or in two cells; with the titles above it."""
    found: dict[int, str] = {}
    for at, piece in enumerate(pieces):
        if name := _named_by_label(piece):
            first = at
            while first and _is_title(pieces[first - 1]):
                first -= 1
            found[first] = name
    return found


def _named_by_label(piece: Piece) -> str:
    for cell, following in zip(piece.cells, piece.cells[1:], strict=False):
        if target(cell) == NAME and following and len(following) <= NAME_LONGEST and not target(following):
            return following
    label = label_of(piece.text, target, spaced=False) if not piece.cells and len(piece.text) <= 60 else None
    return label.text.strip() if label and label.to == NAME else ""


def _is_title(piece: Piece) -> bool:
    text = bare(piece.text)
    return not piece.cells and len(text) <= 30 and bool(piece.level or titled(text) or text.endswith("说明书"))


def _headed(pieces: Sequence[Piece]) -> dict[int, str]:
    """`一、客服专员`, `## 打包员`: headings of one style that are posts."""
    styles: dict[str, dict[int, str]] = {}
    for at, piece in enumerate(pieces[:-1]):
        text = bare(piece.text)
        if (piece.level or piece.style in OUTER[:-1]) and _could_name(piece) and trade(text) == text:
            styles.setdefault(piece.style, {})[at] = text
    return max(styles.values(), key=len, default={})


def _titled(pieces: Sequence[Piece]) -> dict[int, str]:
    """`客服专员岗位职责`"""
    lines = ((at, piece) for at, piece in enumerate(pieces) if not piece.cells and not target(piece.text))
    named = {at: titled(bare(piece.text)) for at, piece in lines}
    return {at: name for at, name in named.items() if trade(name)}


def _before_duties(pieces: Sequence[Piece]) -> dict[int, str]:
    """A short line before 岗位职责, with nothing but labels between them."""
    found: dict[int, str] = {}
    for at, piece in enumerate(pieces):
        if piece.cells or len(piece.text) > NAME_LONGEST or target(piece.text) != DUTIES:
            continue
        first = at - 1
        while first >= 0 and _is_label(pieces[first]):
            first -= 1
        if first >= 0 and _could_name(pieces[first]):
            found[first] = titled(bare(pieces[first].text)) or bare(pieces[first].text)
    return found


def _is_label(piece: Piece) -> bool:
    return not piece.cells and bool(re.search("[:：].", piece.text[:60])) and bool(_target(piece.text))


def _could_name(piece: Piece) -> bool:
    text = bare(piece.text)
    plain = not piece.cells and 1 < len(text) <= NAME_LONGEST and not SENTENCE.search(text) and not target(text)
    plain = plain and not re.search("[:：]", text)
    return plain and bool(piece.level or piece.style in OUTER)
