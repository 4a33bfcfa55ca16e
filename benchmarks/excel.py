"""Excel: writing roles against xlsxwriter alone, told to write the same cells with the same formats.

The floor replays the very calls that our writer makes: same sheets, columns, heights, merges, texts, formulas and
page set-up; it measures nothing and lays nothing out. Both are run in turn in one process. Each role's
texts are its own, and what the writer remembers of texts is forgotten before every run. Time is that of the
processor, which on an idle machine is what one waits: both run in one thread; a shop's rows go to the same disk.
"""

import gc
import io
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, at_most
from rolesmith.document.document import Document, Phrase
from rolesmith.document.draw import draw
from rolesmith.document.posts import Post, post_of
from rolesmith.formats.excel import row_height, shop, workbook
from rolesmith.formats.excel.book import Book
from rolesmith.formats.looks import BRAND
from rolesmith.presets import shipped as presets
from rolesmith.role.blanks import Filling, Piece

SIZES = (1, 100, 1_000)
TARGET, SHOP_TARGET = 1.5, 1.3
"""Most times the floor."""


@dataclass(frozen=True)
class Slot:
    """Stands for the format with this number."""

    number: int


@dataclass(frozen=True)
class Call:
    """What was asked of the sheet with this number; without a name, to begin it."""

    sheet: int
    name: str
    arguments: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)


class Recorder:
    """Takes the place of a workbook and its sheets and writes down what is asked of them, in order."""

    def __init__(self) -> None:
        self.formats: list[dict[str, Any]] = []
        self.properties: dict[str, Any] = {}
        self.calls: list[Call] = []
        self._sheets = 0

    def add_format(self, properties: dict[str, Any]) -> Slot:
        self.formats.append(properties)
        return Slot(len(self.formats) - 1)

    def set_properties(self, properties: dict[str, Any]) -> None:
        self.properties = properties

    def add_worksheet(self, name: str) -> "RecordedSheet":
        self.calls.append(Call(self._sheets, "", (name,)))
        self._sheets += 1
        return RecordedSheet(self._sheets - 1, self.calls)


class RecordedSheet:
    """One sheet, whose calls stand among the others."""

    def __init__(self, number: int, calls: list[Call]) -> None:
        self._number, self._calls = number, calls

    def __getattr__(self, name: str) -> Callable[..., int]:
        def record(*arguments: Any, **named: Any) -> int:
            self._calls.append(Call(self._number, name, arguments, named))
            return 0

        return record


def replay(record: Recorder, options: dict[str, Any]) -> tuple[float, bytes]:
    """Seconds that xlsxwriter alone takes for what was written down; putting formats in is not counted."""
    file = io.BytesIO()
    start = time.process_time()
    book = Book(file, options)
    book.set_properties(record.properties)
    formats = [book.add_format(properties) for properties in record.formats]
    spent = time.process_time() - start
    calls = [replace(call, arguments=_with(formats, call.arguments)) for call in record.calls]
    start = time.process_time()
    sheets: list[Any] = []
    for call in calls:
        if call.name:
            getattr(sheets[call.sheet], call.name)(*call.arguments, **call.named)
        else:
            sheets.append(book.add_worksheet(*call.arguments))
    book.close()
    data = file.getvalue()
    return spent + time.process_time() - start, data


def _with(formats: list[Any], arguments: Any) -> Any:
    """The same with formats in the place of slots, also within options."""
    if isinstance(arguments, dict):
        return {name: _with(formats, value) for name, value in arguments.items()}
    if isinstance(arguments, tuple):
        return tuple(_with(formats, value) for value in arguments)
    return formats[arguments.number] if isinstance(arguments, Slot) else arguments


class Writer:
    """One way of ours to write documents: of single roles in one workbook, or of a shop."""

    what = "写 {:,} 个岗位的 Excel"
    target = TARGET

    def options(self, _folder: str) -> dict[str, Any]:
        return workbook.options()

    def fill(self, book: Any, documents: Sequence[Document]) -> None:
        workbook.fill(book, documents)

    def write(self, documents: Sequence[Document]) -> bytes:
        return workbook.write(documents)


class ShopWriter(Writer):
    """With the sheets about all of them in front, row by row to the disk."""

    what = "写 {:,} 个岗位的全店 Excel"
    target = SHOP_TARGET

    def options(self, folder: str) -> dict[str, Any]:
        return {**workbook.options(), **shop.on_disk(folder)}

    def fill(self, book: Any, documents: Sequence[Document]) -> None:
        shop.fill(book, self._posts(documents), BRAND)

    def write(self, documents: Sequence[Document]) -> bytes:
        file = io.BytesIO()
        shop.write(file, self._posts(documents))
        return file.getvalue()

    def _posts(self, documents: Sequence[Document]) -> Iterator[tuple[Document, Post]]:
        shipped = list(posts())
        for at, document in enumerate(documents):
            yield document, replace(shipped[at % len(shipped)], name=document.name)


def ours(writer: Writer, documents: Sequence[Document]) -> tuple[float, bytes]:
    """Seconds that our writer takes from documents to bytes."""
    row_height.forget()
    start = time.process_time()
    data = writer.write(documents)
    return time.process_time() - start, data


@cache
def posts() -> tuple[Post, ...]:
    """What the shipped starters say of their place in the shop."""
    shipped = presets.load()
    found = ((starter.role, Filling(shipped.blanks)) for starter in shipped.starters.values())
    return tuple(post_of(role, filling, draw(role, filling)) for role, filling in found)


def roles(count: int) -> list[Document]:
    """The shipped starters in turn, each text with the role's number behind it."""
    shipped = presets.load()
    drawn = [draw(starter.role, Filling(shipped.blanks)) for starter in shipped.starters.values()]
    return [_numbered(drawn[at % len(drawn)], at) for at in range(count)]


def _numbered(part: Any, number: int) -> Any:
    if isinstance(part, Phrase):
        return part if part.attribute == "title" else replace(part, pieces=(*part.pieces, Piece(f"（{number}）")))
    if isinstance(part, tuple):
        return tuple(_numbered(item, number) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{each.name: _numbered(getattr(part, each.name), number) for each in fields(part)})
    return part


def writing(_: Path, count: int) -> Iterator[Figure]:
    """Writing one role, a hundred and a thousand, and a shop of as many: milliseconds of processor."""
    for writer in (Writer(), ShopWriter()):
        for size in SIZES:
            samples = _in_turn(writer, roles(size), count)
            yield Figure(writer.what.format(size), "毫秒", *samples, at_most(writer.target))


def _in_turn(writer: Writer, documents: Sequence[Document], count: int) -> tuple[list[float], list[float]]:
    """Samples of the floor and of ours; the first of each is left out."""
    record = Recorder()
    writer.fill(record, documents)
    gc.collect()
    gc.freeze()
    floors, writes = [], []
    for run in range(count + 1):
        gc.collect()
        with tempfile.TemporaryDirectory() as folder:
            if run % 2:
                floor, theirs = replay(record, writer.options(folder))
                write, mine = ours(writer, documents)
            else:
                write, mine = ours(writer, documents)
                floor, theirs = replay(record, writer.options(folder))
        if theirs != mine:
            raise SystemExit("两边写出的文件不一样，比不得")
        floors.append(1000 * floor)
        writes.append(1000 * write)
    gc.unfreeze()
    return floors[1:], writes[1:]
