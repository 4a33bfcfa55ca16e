"""Document: what a role shows, numbered and filled. Every format and the preview draw this and nothing else."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rolesmith.document.chart import Box
from rolesmith.document.numbering import heading_number
from rolesmith.document.rhythm import Rhythm
from rolesmith.role.blanks import ROOM, Filling, Piece
from rolesmith.role.tree import Node

Attribute = Literal["text", "title", "standard"]


@dataclass(frozen=True)
class Phrase:
    """A node's text as shown. `id` is the node's, so that the preview can follow what is edited.

    It is empty for a line or a cell to fill in that is no node yet.
    """

    id: str
    pieces: tuple[Piece, ...] = ()
    attribute: Attribute = "text"
    """Which of the node's texts it shows."""
    room: int = 0
    """Millimetres that a place to write in by hand is high; 0 where a text stands, or nothing is to be written."""
    choices: tuple[str, ...] = ()
    """What may be written there."""
    ticks: str = ""
    """The choices as they are printed where none is made."""

    @property
    def key(self) -> str:
        """The node's id, with `#title` or `#standard` behind it for these texts."""
        return self.id if self.attribute == "text" else f"{self.id}#{self.attribute}"

    @property
    def to_fill(self) -> bool:
        """Whether it is room to write in, and no text."""
        return not self.id or self.pieces == TO_FILL.pieces

    @property
    def printed(self) -> str:
        """The text, or what to tick in its place."""
        return str(self) or self.ticks

    def __str__(self) -> str:
        return "".join(piece.text for piece in self.pieces)


TO_FILL = Phrase("", (Piece(ROOM),))
"""A line to write on."""
CELL_TO_FILL = Phrase("")
"""A cell to write in: its edges are room enough."""


BOX, LINE = 20, 8
"""Millimetres of a place to write in: for a longer text, for a few words."""
LINE_OF_TICKS = 38.0
"""Em of choices on one line beside a field's name."""
NARROW = 20.0
"""Em of a column that is so narrow that the choices in it stand close."""


def to_write(asked: Node, wide: float) -> Phrase:
    """A place of so many em to write in what a field or a column asks for."""
    room = BOX if asked.long else LINE
    return Phrase("", room=room, choices=asked.choices, ticks=to_tick(asked.choices, wide))


def to_tick(choices: Sequence[str], wide: float) -> str:
    """Choices to tick, `□ 录用　□ 不录用`, on lines of so many em; numbers as a scale, one of which is ringed."""
    if choices and all(map(str.isdecimal, choices)):
        return "\u2002".join(choices)
    box, between = ("□", " ") if wide < NARROW else ("□ ", "　")
    lines: list[str] = []
    for choice in map(box.__add__, choices):
        longer = f"{lines[-1]}{between}{choice}" if lines else choice
        lines[-1:] = [longer] if not lines or em(longer) <= wide else [*lines[-1:], choice]
    return "\n".join(lines)


def em(text: str) -> float:
    """How wide a text is, in its characters."""
    return sum(0.6 if letter.isascii() else 1.0 for letter in text)


@dataclass(frozen=True)
class Heading:
    """The title of a block or a group within its section, with its number （一）."""

    id: str
    number: str
    title: Phrase
    to_fill: bool = False
    """Whether nothing but lines to fill in stands below it."""


@dataclass(frozen=True)
class Sheet:
    """Label and value pairs, drawn as a two-column table."""

    id: str
    rows: tuple[tuple[Phrase, Phrase], ...]
    meanings: tuple[str, ...] = ()
    """What each field means to a format that computes its value, such as `score`; empty for other fields."""
    chart: Box | None = None
    """Who is above and below the post, where it says so."""


@dataclass(frozen=True)
class Entry:
    """One numbered line; `label` is a field's title, `mark` stands behind the text in brackets.

    `standard` is the line's 工作标准, where it has one and the document shows them.
    """

    number: int
    phrase: Phrase
    label: Phrase | None = None
    mark: str = ""
    standard: Phrase | None = None

    def __str__(self) -> str:
        label = f"{self.label}：" if self.label else ""
        mark = f"（{self.mark}）" if self.mark else ""
        return f"{label}{self.phrase}{mark}"


@dataclass(frozen=True)
class Numbered:
    """A numbered list, counted from 1. `head` names its lines where their standards stand in a column beside them."""

    id: str
    entries: tuple[Entry, ...]
    head: str = "职责"
    rhythm: Rhythm | None = None
    """How often the duties of its section come back, below the last of its lists."""

    @property
    def are_duties(self) -> bool:
        """Whether its lines are duties, and no fields with a label each."""
        return self.head == Numbered.head and not any(entry.label for entry in self.entries)

    @property
    def has_standards(self) -> bool:
        """Whether any of its lines shows a standard."""
        return any(entry.standard for entry in self.entries)


CODE, FIRST_CODE = 7.0, 3.0
"""Em of the longest number or code, and in the first column of a table, which most often holds names."""


@dataclass(frozen=True)
class Grid:
    """A table with a head. `widths` are percent of the page's width and sum to 100."""

    id: str
    columns: tuple[Phrase, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Phrase, ...], ...]
    meanings: tuple[str, ...] = ()
    """What each column means to a format that computes sums, such as `weight`; empty for other columns."""

    @property
    def weight(self) -> int:
        """The column of its rows' weights, behind what they are the weights of; 0 where there is none."""
        return next((at for at, meaning in enumerate(self.meanings) if at and meaning == "weight"), 0)

    @property
    def again(self) -> tuple[bool, ...]:
        """Of each row, whether its first cell says what the one above says, and need not be shown again."""
        firsts = [str(row[0]).strip() for row in self.rows]
        return tuple(at > 0 and bool(first) and first == firsts[at - 1] for at, first in enumerate(firsts))

    @property
    def codes(self) -> tuple[bool, ...]:
        """Of each column, whether nothing but numbers and short codes stands in it, which are centred."""
        texts = [[cell.printed for cell in row] for row in self.rows]
        longest = (FIRST_CODE, *[CODE] * len(self.columns))
        return tuple(
            all("\n" not in row[at] and em(row[at]) <= most for row in texts)
            for at, most in zip(range(len(self.columns)), longest, strict=False)
        )


@dataclass(frozen=True)
class Paragraphs:
    """Running text; one paragraph a line of the phrase."""

    id: str
    phrase: Phrase


READ = "本人已阅读、理解并同意按本说明书履职"
"""What an employee says by signing."""
RECEIVED = "签收"
"""In the name of the place where an employee signs."""


@dataclass(frozen=True)
class Signatures:
    """Lines to sign on: what is signed, and who signs where that is known."""

    id: str
    rows: tuple[tuple[Phrase, Phrase], ...]

    @property
    def said(self) -> str:
        """What is said by signing; empty where no employee signs for the description."""
        return READ if any(RECEIVED in str(label) for label, _ in self.rows) else ""


Element = Heading | Sheet | Numbered | Grid | Paragraphs | Signatures


@dataclass(frozen=True)
class Part:
    """One section of the document; `number` is 一、 or empty."""

    id: str
    number: str
    title: Phrase
    elements: tuple[Element, ...]


DEPARTMENT = "编制部门"
"""What the head of a form calls the department, which its first section calls otherwise."""


@dataclass(frozen=True)
class Fact:
    """What the head of a form says: `版本`, and `2` between `第 ` and ` 版`. An empty text is room to write in."""

    label: str
    phrase: Phrase
    """Of the node that says it; without an id where it stands elsewhere in the document too."""
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        text = str(self.phrase).strip()
        return f"{self.before}{text}{self.after}" if text else ""


@dataclass(frozen=True)
class Document:
    """A whole position description. `stamp` holds number, version and date where they are known."""

    name: str
    title: str
    stamp: tuple[str, ...]
    parts: tuple[Part, ...]
    shop: str = ""
    """The shop's name, for the letterhead; empty where it is not known."""
    logo: bytes = b""
    """The shop's mark as a PNG, for the letterhead; empty where there is none."""
    facts: tuple[Fact, ...] = ()
    """What the head of a form says beside the title."""
    letterhead: bytes = b""
    """A file of the shop's own for Word, see files/letterhead/; empty where there is none."""


def phrases(part: Part) -> Iterator[Phrase]:
    """Every text that a section shows, in reading order."""
    yield part.title
    for element in part.elements:
        match element:
            case Heading():
                yield element.title
            case Paragraphs():
                yield element.phrase
            case Numbered():
                for entry in element.entries:
                    yield from filter(None, (entry.label, entry.phrase, entry.standard))
            case Sheet() | Signatures():
                for pair in element.rows:
                    yield from pair
            case Grid():
                yield from element.columns
                for row in element.rows:
                    yield from row


@dataclass
class Pen:
    """Draws nodes as phrases and counts the headings of one section. `paper`: what is empty is to be written in."""

    filling: Filling
    paper: bool = False
    headings: int = 0

    def text(self, node: Node) -> Phrase:
        """The node's text, filled."""
        return Phrase(node.id, self.filling.pieces(node.text, node.values))

    def value(self, node: Node, asked: Node, wide: float = LINE_OF_TICKS) -> Phrase:
        """The text of a field or a cell, `wide` em; in a paper room to write where it is empty, and what to tick.

        `asked`: the field, or the cell's column.
        """
        text = self.text(node)
        if not self.paper:
            return text
        if str(text).strip():
            return replace(text, choices=asked.choices)
        return replace(to_write(asked, wide), id=node.id)

    def title(self, node: Node) -> Phrase:
        """The node's title, filled."""
        return Phrase(node.id, self.filling.pieces(node.title, node.values), "title")

    def room(self, node: Node) -> Phrase:
        """A line to write on in place of the node's text."""
        return Phrase(node.id, TO_FILL.pieces)

    def standard(self, node: Node) -> Phrase | None:
        """The node's standard, filled, where it has one and the document shows them."""
        if not self.filling.standards or not node.standard.strip():
            return None
        return Phrase(node.id, self.filling.pieces(node.standard, node.values), "standard")

    def heading(self, node: Node, *, to_fill: bool = False) -> Heading:
        """The next numbered heading of the section."""
        self.headings += 1
        return Heading(node.id, heading_number(self.headings), self.title(node), to_fill)
