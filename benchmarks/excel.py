"""Excel: writing roles against xlsxwriter alone, told to write the same cells with the same formats.

    python benchmarks/excel.py

The floor replays the very calls that our writer makes: same sheets, columns, heights, merges, texts and
page set-up; it measures nothing and lays nothing out. Both are run in turn in one process. Each role's
texts are its own, and what the writer remembers of texts is forgotten before every run. Time is that of the
processor, which on an idle machine is what one waits: both run in one thread and touch no disk.
"""

import gc
import io
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import xlsxwriter  # noqa: E402

from rolesmith import presets  # noqa: E402
from rolesmith.blanks import Filling, Piece  # noqa: E402
from rolesmith.document import Document, Phrase  # noqa: E402
from rolesmith.drawing import draw  # noqa: E402
from rolesmith.formats import excel, row_height  # noqa: E402

RUNS = {1: 60, 100: 30, 1_000: 30}
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


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of the values does not pass."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(count: int, runs: int) -> tuple[float, str]:
    """Our time as a multiple of the floor, and a row of the table."""
    documents = roles(count)
    record = Recorder()
    excel.fill(record, documents)
    gc.collect()
    gc.freeze()
    floors, writes = [], []
    for run in range(runs + 1):
        gc.collect()
        if run % 2:
            floor, theirs = replay(record)
            write, mine = ours(documents)
        else:
            write, mine = ours(documents)
            floor, theirs = replay(record)
        if theirs != mine:
            raise SystemExit("两边写出的文件不一样，比不得")
        if run:
            floors.append(floor)
            writes.append(write)
    gc.unfreeze()
    ratio = statistics.median(writes) / statistics.median(floors)
    shown = [count, runs]
    times = [f"{1000 * value:,.1f}" for value in (*_spread(floors), *_spread(writes))]
    each = f"{1000 * statistics.median(writes) / count:.2f}"
    row = "| " + " | ".join(map(str, [*shown, *times, each, f"{ratio:.2f}", len(mine) // 1024])) + " |"
    return ratio, row


def _spread(values: Sequence[float]) -> tuple[float, float]:
    return statistics.median(values), percentile(values, 0.95)


def main() -> None:
    """Print the table, times in milliseconds; exit 1 where the target is missed."""
    missed = False
    print("| 岗位 | 次数 | xlsxwriter 中位 | p95 | 本品 中位 | p95 | 每个岗位 | 倍数 | KB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|---:|")
    for count, runs in RUNS.items():
        ratio, row = measure(count, runs)
        missed |= ratio > TARGET
        print(row, flush=True)
    print(f"\n时间为处理器毫秒；倍数的目标是不超过 {TARGET}。")
    sys.exit(int(missed))


if __name__ == "__main__":
    main()
