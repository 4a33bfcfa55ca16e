"""Formats: writing roles as Word, PDF, Markdown, HTML and JSON, and reading a workbook back, beside its library.

The floor does with the same texts the least that such a file is: paragraphs for python-docx, a page of plain text for
typst, the joined texts for what is text, and for reading one pass of openpyxl over the same file. Time is that of the
processor, in one process, floor and ours in turn.
"""

import gc
import io
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import docx
import openpyxl
import typst

from benchmarks.figures import Figure
from rolesmith.document.document import phrases
from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS, Format
from rolesmith.formats.typst_fonts import fonts
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import read
from rolesmith.role.tree import Role

Thing = TypeVar("Thing")
SIZES = (1, 100)
MANY, STRETCH = 1_000, 100
"""Roles of one run, and those at its beginning and end that are held beside one another."""
PLAIN = (
    b'#set page(paper: "a4")\n#set text(font: "RoleSmith Hei")\n#for line in json(bytes(sys.inputs.data)) { par(line) }'
)


def roles(count: int) -> list[Role]:
    """The shipped starters in turn."""
    found = [starter.role for starter in shipped().starters.values()]
    return [found[at % len(found)] for at in range(count)]


def texts(role: Role) -> list[str]:
    """Every text that the role's document shows."""
    document = draw(role, shipped().filling(role))
    return [str(phrase) for part in document.parts for phrase in phrases(part)]


def _word(role: Role) -> object:
    made = docx.Document()
    for text in texts(role):
        made.add_paragraph(text)
    made.save(io.BytesIO())
    return made


def _pdf(role: Role) -> object:
    data = {"data": json.dumps(texts(role), ensure_ascii=False)}
    return typst.compile(PLAIN, font_paths=fonts(), format="pdf", sys_inputs=data)


def _joined(role: Role) -> object:
    return "\n".join(texts(role)).encode()


FLOORS: dict[str, Callable[[Role], object]] = {
    "docx": _word, "pdf": _pdf, "md": _joined, "html": _joined, "json": lambda role: role.model_dump_json().encode(),
}  # fmt: skip


def writing(_: Path, count: int) -> Iterator[Figure]:
    """Milliseconds of processor a role, of one role and of a hundred."""
    for ending, floor in FLOORS.items():
        format = FORMATS[ending]
        for size in SIZES:
            some = roles(size)
            ours = _each(some, partial(_written, format))
            yield Figure(f"{format.label}，{size} 个岗位", "毫秒", *_in_turn(count, size, _each(some, floor), ours))
    for size in SIZES:
        files = [FORMATS["xlsx"].write(role, shipped().filling(role)) for role in roles(size)]
        samples = _in_turn(count, size, _each(files, _pass), _each(files, lambda data: read(data, "a.xlsx")))
        yield Figure(f"读回 Excel，{size} 个岗位", "毫秒", *samples)


def staying_flat(_: Path, count: int) -> Iterator[Figure]:
    """Milliseconds of processor a role, of the last hundred of a thousand beside the first; the floor is ours, too."""
    for ending in (*FLOORS, "xlsx"):
        yield _flat(f"{FORMATS[ending].label}", partial(_written, FORMATS[ending]), _numbered(MANY))
    files = (_written(FORMATS["xlsx"], role) for role in _numbered(MANY))
    yield _flat("读回 Excel", lambda data: read(data, "a.xlsx"), files)


def _numbered(count: int) -> Iterator[Role]:
    """The starters in turn, no two alike."""
    for at, role in enumerate(roles(count), 1):
        name = role.meaning("name")
        assert name
        yield Role.from_json(role.to_json().replace(name.text, f"{name.text}{at}"))


def _flat(label: str, act: Callable[[Thing], object], things: Iterable[Thing]) -> Figure:
    taken = []
    for thing in things:
        start = time.process_time()
        act(thing)
        taken.append(1000 * (time.process_time() - start))
    return Figure(f"{label}，{MANY:,} 个岗位，最后 {STRETCH} 个比最先的", "毫秒", taken[:STRETCH], taken[-STRETCH:])


def _written(format: Format, role: Role) -> bytes:
    return format.write(role, shipped().filling(role))


def _pass(data: bytes) -> object:
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]


def _each(things: Sequence[Thing], act: Callable[[Thing], object]) -> Callable[[], None]:
    def run() -> None:
        for thing in things:
            act(thing)

    return run


def _in_turn(count: int, size: int, *acts: Callable[[], None]) -> Iterator[list[float]]:
    """Milliseconds a role of each act; of many roles a tenth of the samples; the first round is left out."""
    found: list[list[float]] = [[] for _ in acts]
    for round in range((count if size == 1 else max(3, count // 6)) + 1):
        for at, act in enumerate(acts):
            gc.collect()
            start = time.process_time()
            act()
            if round:
                found[at].append(1000 * (time.process_time() - start) / size)
    yield from found
