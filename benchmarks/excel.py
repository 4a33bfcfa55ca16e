"""Excel: writing roles against xlsxwriter alone, told to write the same cells with the same formats.

The floor replays the very calls that our writer makes: same sheets, columns, heights, merges, texts and
page set-up; it measures nothing and lays nothing out. Both are run in turn in one process. Each role's
texts are its own, and what the writer remembers of texts is forgotten before every run. Time is that of the
processor, which on an idle machine is what one waits: both run in one thread and touch no disk.
"""

import gc
import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import xlsxwriter

from benchmarks.figures import Figure, at_most
from rolesmith import presets
from rolesmith.blanks import Filling, Piece
from rolesmith.document import Document, Phrase
from rolesmith.drawing import draw
from rolesmith.formats import excel, row_height

SIZES = (1, 100, 1_000)
TARGET = 1.5
"""Most times the floor."""


@dataclass(frozen=True)
class Slot:
    """Stands for the format with this number."""

    number: int


class Recorder:
    """Takes the place of a workbook or one of its sheets and writes down what is asked of it."""

    def __init__(self) -> None:
        self.formats: list[dict[str, Any]] = []
        self.properties: dict[str, Any] = {}
        self.sheets: list[tuple[str, list[tuple[str, tuple[Any, ...], dict[str, Any]]]]] = []

    def add_format(self, properties: dict[str, Any]) -> Slot:
        self.formats.append(properties)
        return Slot(len(self.formats) - 1)

    def set_properties(self, properties: dict[str, Any]) -> None:
        self.properties = properties

    def add_worksheet(self, name: str) -> "RecordedSheet":
        self.sheets.append((name, []))
        return RecordedSheet(self.sheets[-1][1])


class RecordedSheet:
    """One sheet's calls, in order."""

    def __init__(self, calls: list[tuple[str, tuple[Any, ...], dict[str, Any]]]) -> None:
        self._calls = calls

    def __getattr__(self, name: str) -> Callable[..., int]:
        def record(*arguments: Any, **named: Any) -> int:
            self._calls.append((name, arguments, named))
            return 0

        return record


def replay(record: Recorder) -> tuple[float, bytes]:
    """Seconds that xlsxwriter alone takes for what was written down; putting formats in is not counted."""
    file = io.BytesIO()
    start = time.process_time()
    book = xlsxwriter.Workbook(file, excel.options())
    book.set_properties(record.properties)
    formats = [book.add_format(properties) for properties in record.formats]
    spent = time.process_time() - start
    sheets = [
        (name, [(call, _with(formats, arguments), named) for call, arguments, named in calls])
        for name, calls in record.sheets
    ]
    start = time.process_time()
    for name, calls in sheets:
        sheet = book.add_worksheet(name)
        for call, arguments, named in calls:
            getattr(sheet, call)(*arguments, **named)
    book.close()
    data = file.getvalue()
    return spent + time.process_time() - start, data


def _with(formats: list[Any], arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(formats[a.number] if isinstance(a, Slot) else a for a in arguments)


def ours(documents: Sequence[Document]) -> tuple[float, bytes]:
    """Seconds that our writer takes from documents to bytes."""
    row_height.lines.cache_clear()
    start = time.process_time()
    data = excel.write(documents)
    return time.process_time() - start, data


def roles(count: int) -> list[Document]:
    """The shipped starters in turn, each text with the role's number behind it."""
    shipped = presets.load()
    drawn = [draw(starter.role, Filling(shipped.blanks)) for starter in shipped.starters.values()]
    return [_numbered(drawn[at % len(drawn)], at) for at in range(count)]


def _numbered(part: Any, number: int) -> Any:
    if isinstance(part, Phrase):
        return part if part.title else replace(part, pieces=(*part.pieces, Piece(f"（{number}）")))
    if isinstance(part, tuple):
        return tuple(_numbered(item, number) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{each.name: _numbered(getattr(part, each.name), number) for each in fields(part)})
    return part


def writing(_: Path, count: int) -> Iterator[Figure]:
    """Writing one role, a hundred and a thousand: milliseconds of processor."""
    for size in SIZES:
        yield Figure(f"写 {size:,} 个岗位的 Excel", "毫秒", *_in_turn(roles(size), count), at_most(TARGET))


def _in_turn(documents: Sequence[Document], count: int) -> tuple[list[float], list[float]]:
    """Samples of the floor and of ours; the first of each is left out."""
    record = Recorder()
    excel.fill(record, documents)
    gc.collect()
    gc.freeze()
    floors, writes = [], []
    for run in range(count + 1):
        gc.collect()
        if run % 2:
            floor, theirs = replay(record)
            write, mine = ours(documents)
        else:
            write, mine = ours(documents)
            floor, theirs = replay(record)
        if theirs != mine:
            raise SystemExit("两边写出的文件不一样，比不得")
        floors.append(1000 * floor)
        writes.append(1000 * write)
    gc.unfreeze()
    return floors[1:], writes[1:]
