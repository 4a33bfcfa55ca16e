"""Placing: where each piece belongs in the template, by the names that its headings and labels go under.

The names are data (presets/intake.yaml). What no name claims stays unplaced; nothing is ever left out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import BaseModel, ConfigDict

from rolesmith import yamlfile
from rolesmith.intake.piece import NUMBER, Piece, line, lines
from rolesmith.presets import FOLDER
from rolesmith.text import folded

NAME_LONGEST = 16
"""Characters of a label before a colon."""
BRACKETS = re.compile(r"^[【\[〖「『《<（(*_]+|[】\]〗」』》>）)*_]+$")
AFTER_NAME = re.compile(r"^\s*[】\]」』*_]*\s*[:：]\s*[*_]*\s*")
ASIDE = re.compile(r"[（(][^（()）]*[)）]")
DUTIES, WANTED, KPIS, NAME = "duties.duties", "qualifications.skills", "kpis.kpis", "basics.info.name"
TITLE = re.compile(
    r"^(.{2,30}?)(?:的)?(?:岗位职责说明书|岗位说明书|职位说明书|岗位职责|职位描述|岗位描述|招聘启事|招聘)$"
)
SENTENCE = re.compile(r"[。；;，,！!？?]")
GROUP_LONGEST = 20
"""Characters of a heading within a section."""


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid")

    blocks: dict[str, list[str]]
    fields: dict[str, list[str]]
    headings: list[str]
    """Headings of sections whose fields say themselves where they belong."""
    columns: dict[str, list[str]]
    hints: dict[str, str]


@dataclass(frozen=True)
class Placed:
    """A piece of a document and where it was laid."""

    text: str
    to: str = ""
    """The id of a block or field of the template; empty where nobody knows."""
    group: str = ""
    """The heading that it stood under within its section."""
    cells: tuple[tuple[str, str], ...] = ()
    """A row of a table of the template's: column and text."""


@cache
def names() -> _Names:
    """The names, as the file has them."""
    return yamlfile.read(_Names, (FOLDER / "intake.yaml").read_bytes(), "presets/intake.yaml")


@cache
def _targets() -> Mapping[str, str]:
    """Block or field by each of its names; where both have one, the field's."""
    found = names()
    return {folded(name): to for kind in (found.blocks, found.fields) for to, each in kind.items() for name in each}


@cache
def _columns() -> Mapping[str, str]:
    return {folded(name): column for column, each in names().columns.items() for name in each}


def place(pieces: Sequence[Piece]) -> list[Placed]:
    """All pieces in their order, each laid where its headings and labels say."""
    placing = _Placing()
    for at, piece in enumerate(pieces):
        placing.take(piece, pieces[at + 1] if at + 1 < len(pieces) else None)
    return placing.placed


def _target(text: str) -> str:
    """The block or field that a heading or label names; empty where it names none."""
    bare = BRACKETS.sub("", BRACKETS.sub("", text.strip()).strip(" :：.。"))
    for name in (bare, ASIDE.sub("", bare), bare.partition("/")[0], bare.rpartition("/")[2]):
        if to := _targets().get(folded(name).strip(":：")):
            return to
    return ""


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(folded, names().headings))


def _is_bare_heading(text: str) -> bool:
    return folded(text.strip(" :：")).replace("|", "｜") in {each.replace("|", "｜") for each in _headings()}


class _Placing:
    """Goes through a document and remembers which section it is in."""

    def __init__(self) -> None:
        self.placed: list[Placed] = []
        self._to = ""
        self._group = ""
        self._style = ""
        self._columns: list[str] = []
        self._heads: tuple[str, ...] = ()

    def take(self, piece: Piece, following: Piece | None) -> None:
        """Lay the next piece; `following` is the one behind it."""
        if piece.cells:
            self._row(piece)
            return
        self._columns = []
        text = piece.text
        if _is_bare_heading(text):
            self._enter("", piece.style)
        elif to := _target(text):
            self._enter(to, piece.style)
        elif self._labelled(piece) or self._is_title(piece):
            return
        elif self._is_heading(piece, following):
            if self._leaves(piece):
                self._to = ""
            self._group = BRACKETS.sub("", text).strip(" :：")
            if self._to != DUTIES:
                self._lay(text)
        else:
            self._lay(text)

    def _enter(self, to: str, style: str = "") -> None:
        """Begin a section; one without a number of its own goes on as the last did."""
        self._to, self._group, self._style = to, "", style or self._style

    def _lay(self, text: str) -> None:
        text = text.rstrip("；;") or text
        to = self._to
        if to == WANTED:
            to = next((hint for hint, pattern in names().hints.items() if self._fits(hint, pattern, text)), to)
        self.placed.append(Placed(text, to, self._group if to in (DUTIES, "") else ""))

    def _fits(self, hint: str, pattern: str, text: str) -> bool:
        return re.search(pattern, text) is not None and all(each.to != hint for each in self.placed)

    def _labelled(self, piece: Piece) -> bool:
        """`岗位名称：客服专员`, `【任职要求】会用千牛`; a section's name with text behind it begins that section."""
        for end in re.finditer(r"[:：】\]]", piece.text[: NAME_LONGEST + 4]):
            label, rest = piece.text[: end.start()], AFTER_NAME.sub("", piece.text[end.start() :])
            rest = rest.lstrip("】] :：")
            to = _target(label)
            if not to or not rest:
                continue
            if to in names().fields:
                self.placed.append(Placed(rest, to))
                same = self._to.partition(".")[0] == to.partition(".")[0]
                self._to = self._to if piece.counted or same else ""
            else:
                self._enter(to, piece.style)
                for each in lines(rest):
                    self._lay(each.text)
            return True
        return False

    def _is_title(self, piece: Piece) -> bool:
        """The document's own title, which names the position."""
        found = TITLE.match(BRACKETS.sub("", piece.text.strip()))
        if any(each.to for each in self.placed) or self._to or not found or SENTENCE.search(piece.text):
            return False
        self.placed.append(Placed(found[1].strip(), NAME))
        return True

    def _leaves(self, piece: Piece) -> bool:
        """Whether a heading that we do not know begins another section: counted like the last, or not from 一 on."""
        if piece.style and piece.style == self._style:
            return True
        return not self._group and piece.style in ("第", "一、") and not re.match("第?[一1]", piece.counted)

    def _is_heading(self, piece: Piece, following: Piece | None) -> bool:
        text = piece.text.strip()
        if piece.level:
            return True
        if len(text) > GROUP_LONGEST or SENTENCE.search(text.rstrip(":：")):
            return False
        if text.endswith((":", "：")):
            return True
        if piece.style in ("第", "一、", "（一）"):
            return following is None or following.style != piece.style
        return bool(self._style) and piece.style == self._style and piece.style != "·"

    def _row(self, piece: Piece) -> None:
        if _is_bare_heading(piece.text):
            self._to = ""
            return
        heads = [_columns().get(folded(ASIDE.sub("", cell)), "") for cell in piece.cells]
        if "indicator" in heads and len(set(heads) - {""}) >= 2:
            self._columns, self._to = heads, KPIS
            self._heads = piece.cells
            return
        if self._columns:
            cells = [(column, text) for column, text in zip(self._columns, piece.cells, strict=False) if text]
            if any(column == "indicator" for column, _ in cells):
                self._kpi(piece, cells)
                return
        pairs = list(self._pairs(piece.cells))
        if pairs:
            self.placed += pairs
        else:
            *before, last = [cell for cell in piece.cells if cell and not re.fullmatch(r"\d{1,3}[.、]?", cell)] or [""]
            if self._to == DUTIES and len(before) == 1 and len(before[0]) <= GROUP_LONGEST:
                self._group = before.pop()
            for each in lines(" ｜ ".join([*before, last])):
                if not self._labelled(each):
                    self._lay(each.text)

    def _kpi(self, piece: Piece, cells: list[tuple[str, str]]) -> None:
        """A row of indicators; columns that the template lacks are said with the definition."""
        own = [(column, text) for column, text in cells if column]
        extra = [
            f"{head}：{text}"
            for column, head, text in zip(self._columns, self._heads, piece.cells, strict=False)
            if not column and text.strip() and not re.fullmatch(r"\d+", text)
        ]
        told: dict[str, str] = {}
        for column, text in own:
            told[column] = f"{told[column]}；{text}" if column in told else text
        if extra:
            told["definition"] = "；".join(filter(None, (told.get("definition", ""), *extra)))
        self.placed.append(Placed(piece.text, KPIS, cells=tuple(told.items())))

    def _pairs(self, cells: Sequence[str]) -> Iterator[Placed]:
        """`名称 | 内容 | 名称 | 内容`; a section's name beside its lines begins that section."""
        at, found = 0, []
        while at < len(cells):
            to = _target(_bare(cells[at]))
            if not to:
                at += 1
                continue
            value = cells[at + 1] if at + 1 < len(cells) and not _target(_bare(cells[at + 1])) else ""
            found.append((to, value))
            at += 2 if value or (at + 1 < len(cells) and not cells[at + 1]) else 1
        left = [cell for cell in cells if cell and not _target(_bare(cell)) and cell not in dict(found).values()]
        if not found:
            return
        for to, value in found:
            if to in names().fields:
                yield from [Placed(value, to)] if value else []
            else:
                yield from self._section(to, value)
        for cell in left:
            yield Placed(cell, self._to if self._to in names().blocks else "")

    def _section(self, to: str, value: str) -> Iterator[Placed]:
        self._enter(to)
        inner = _Placing()
        inner._enter(to)
        parts = list(lines(value))
        for at, each in enumerate(parts):
            inner.take(each, parts[at + 1] if at + 1 < len(parts) else None)
        yield from inner.placed


def _bare(cell: str) -> str:
    """A cell's text without what counts it."""
    piece = line(cell.replace("\n", ""))
    return NUMBER.sub("", piece.text, count=1) if piece and piece.counted else (piece.text if piece else "")
