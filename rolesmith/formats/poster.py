"""Poster: a paper such as 招聘启事 as one picture of 1080 × 1440 pixels, with room for a QR code of the shop's own."""

from dataclasses import dataclass

from rolesmith.document.document import Document, Numbered, Paragraphs, Phrase, Sheet

WIDTH, HEIGHT, FOOT = 540, 720, 12
"""CSS pixels, of which the picture has two each way; its foot is a part of its height."""
LARGEST, LEAST = 21.0, 11.0
"""Pixels of its letters: as large as there is room for. On a phone, 0.7 of these."""
SHORT = 15
"""Characters of the longest line of a list that stands in two columns."""

Fact = tuple[str, str]


@dataclass(frozen=True)
class List:
    """A titled list."""

    title: str
    lines: tuple[str, ...]

    @property
    def is_short(self) -> bool:
        """Whether its lines are so short that two stand beside each other."""
        return len(self.lines) > 3 and max(map(len, self.lines)) <= SHORT


@dataclass(frozen=True)
class Poster:
    """What a poster says; what nobody has filled in is left out."""

    about: tuple[str, ...]
    facts: tuple[Fact, ...]
    lists: tuple[List, ...]
    contact: tuple[Fact, ...]
    """The facts of the last section, which stand beside the code."""


def poster(document: Document) -> Poster:
    """The poster of a document: its texts, its facts but for the post's name, and its lists."""
    about, lists = [], []
    facts: list[tuple[Fact, ...]] = []
    for part in document.parts:
        for element in part.elements:
            match element:
                case Paragraphs():
                    about += [line for line in _said(element.phrase).split("\n") if line.strip()]
                case Sheet():
                    pairs = ((str(label), _said(value)) for label, value in element.rows)
                    facts.append(tuple((label, text) for label, text in pairs if text and text != document.name))
                case Numbered() if any(entry.label for entry in element.entries):
                    lines = (f"{entry.label}：{text}" for entry in element.entries if (text := _said(entry.phrase)))
                    lists.append(List(str(part.title), tuple(lines)))
                case Numbered():
                    texts = (_said(entry.phrase) for entry in element.entries)
                    lists.append(List(str(part.title), tuple(filter(None, texts))))
    *before, last = facts or [()]
    told = (*(fact for each in before for fact in each),)
    return Poster(tuple(about), told, tuple(each for each in lists if each.lines), last)


def _said(phrase: Phrase) -> str:
    """A text; nothing where a blank in it is open."""
    return "" if any(piece.open for piece in phrase.pieces) or phrase.to_fill else str(phrase).strip()
