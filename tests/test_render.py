"""Generated roles as they come out of a printer: A4, every text whole, no line over another."""

import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from rolesmith.document.document import Document, phrases
from rolesmith.document.draw import draw
from rolesmith.formats import pdf, word
from rolesmith.formats.excel import workbook
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from tests.conftest import THOROUGH
from tests.generated_roles import roles, with_standards
from tests.office import Office, converted
from tests.outside import squeezed

COUNT = 50 if THOROUGH else 10
A4 = (595, 842)
HIGH, WIDE = 0.5, 6
"""Share of a line's height, and points of its width, that two boxes may share: Chinese and Latin letters stand in boxes
of different heights, and two signs such as ）“ are set closer than their boxes."""


@dataclass(frozen=True)
class Line:
    """A line of text on a page, in points."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def lines_of(file: Path, piece: str = "line") -> tuple[list[tuple[float, float]], list[Line]]:
    """The size of each page, and every line of text; or every word, which never goes on from one cell to the next."""
    command = ["pdftotext", "-bbox-layout", str(file), "-"]
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    pages: list[tuple[float, float]] = []
    found: list[Line] = []
    for tag, told, inner in re.findall(rf"<(page|{piece}) ([^>]*)>((?:(?!</?(?:{piece}|page)).)*)", said, re.DOTALL):
        numbers = [float(each) for each in re.findall(r'"([\d.-]+)"', told)]
        if tag == "page":
            pages.append((numbers[0], numbers[1]))
        else:
            words = re.findall(r"<word [^>]*>(.*?)</word>", inner) if piece == "line" else [inner]
            found.append(Line(len(pages), *numbers, unescape(" ".join(words))))
    return pages, found


def over_each_other(found: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Pairs of pieces of one page that cover each other."""
    ordered = sorted(found, key=lambda line: (line.page, line.top))
    for at, line in enumerate(ordered):
        for other in ordered[at + 1 :]:
            if other.page != line.page or other.top >= line.bottom:
                break
            high = min(line.bottom, other.bottom) - other.top
            wide = min(line.right, other.right) - max(line.left, other.left)
            if wide > WIDE and high > HIGH * min(line.bottom - line.top, other.bottom - other.top):
                yield line, other


@cache
def documents() -> list[Document]:
    """Every other one with standards."""
    generated = [with_standards(role, at) if at % 2 else role for at, role in enumerate(roles(COUNT))]
    return [draw(role, shipped().filling(role, {"店名": "青禾家居旗舰店"}, standards=True)) for role in generated]


@converted("xlsx", "pdf")
def as_excel() -> bytes:
    return workbook.write(documents())


@converted("docx", "pdf", *((at,) for at in range(COUNT)))
def as_word(at: int) -> bytes:
    return word.write(documents()[at])


@pytest.fixture(params=["xlsx", "docx", "pdf"])
def printed(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> list[tuple[Path, list[Document]]]:
    """What the printer gets, and the documents in it: one file of all roles, or a file a role."""
    if request.param == "xlsx":
        return [(office(as_excel), documents())]
    if request.param == "docx":
        return [(office(as_word, at), [each]) for at, each in enumerate(documents())]
    files = [tmp_path / f"{at}.pdf" for at in range(COUNT)]
    for file, each in zip(files, documents(), strict=True):
        file.write_bytes(pdf.write(each))
    return [(file, [each]) for file, each in zip(files, documents(), strict=True)]


def test_every_page_is_a4_no_line_covers_another_and_no_letter_is_missing(
    printed: list[tuple[Path, list[Document]]],
) -> None:
    """Of each letter as many as the document holds: a text may go on over the page, so it is not looked for whole."""
    for file, group in printed:
        pages, found = lines_of(file)
        assert {(round(wide), round(high)) for wide, high in pages} == {A4}
        assert [line for line in found if line.left < 0 or line.right > A4[0] or line.bottom > A4[1]] == []
        assert list(over_each_other(lines_of(file, "word")[1])) == [], file
        wanted = Counter(squeezed("".join(str(p) for each in group for part in each.parts for p in phrases(part))))
        assert wanted - Counter(squeezed(_raw(file))) == Counter(), file


def _raw(file: Path) -> str:
    done = subprocess.run(["pdftotext", "-raw", "-enc", "UTF-8", str(file), "-"], capture_output=True, check=True)
    return done.stdout.decode()


def test_the_generated_roles_are_of_all_shapes() -> None:
    kinds = {type(element).__name__ for document in documents() for part in document.parts for element in part.elements}
    assert kinds == {"Heading", "Sheet", "Numbered", "Grid", "Paragraphs", "Signatures"}
    assert len({document.name for document in documents()}) == COUNT
    assert not Filling().shop
