"""Search: what an owner types, against a bare scan of the same texts; and what making the index ready costs.

Two floors, each run in turn with ours: whether the typed characters stand in an item's texts at all, and rapidfuzz's
likeness of every item, which forgives slips, too. Each query is asked once, so that nothing of its answer is
remembered. Time is that of the processor; all run in one thread.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.figures import SHOWN, Bound, Figure, percentile
from rolesmith.libraries.search import search
from rolesmith.presets.library import ITEM_LIMIT, Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import folded
from tests.search_share import queries

SIZES = (500, 5_000, 50_000)
BUSY = 5_000
"""Most items for which a search is bound to be quick."""
LIMIT = 15.0
"""Milliseconds for nineteen queries of twenty."""
TOP = 60
"""Items that a page asks for."""
FEW = 5
"""Times that the index of more is made: each takes seconds."""
QUICK = Bound(f"p95 ≤ {LIMIT:g} 毫秒", lambda _, ours: percentile(ours, 0.95) <= LIMIT)


def searching(_folder: Path, count: int, sizes: Sequence[int] = SIZES) -> Iterator[Figure]:
    """Three rows a size: against either scan, and the index against reading the same content."""
    words = [query.query for query in queries()]
    words = words if count >= 30 else words[:count]
    for size in sizes:
        shelf = libraries(size)
        yield from _asked(shelf, words)
        yield _made(shelf, count if size <= BUSY else min(count, FEW))


def _asked(shelf: list[Library], words: Sequence[str]) -> Iterator[Figure]:
    items = [item for library in shelf for item in library.items]
    texts = [folded("\n".join((item.text, item.topic, *item.aliases))) for item in items]
    search(shelf, "库存 kucun")
    plain, alike, ours = [], [], []
    for each in words:
        typed = folded(each)
        plain.append(spent(partial(_scan, typed, texts)))
        ours.append(spent(partial(search, shelf, each, kind="duty", most=TOP)))
        alike.append(spent(partial(process.extract, typed, texts, scorer=fuzz.partial_ratio, limit=TOP)))
    bound = QUICK if len(items) <= BUSY else SHOWN
    yield Figure(f"搜 {len(items):,} 条，对逐条找字", "毫秒", plain, ours, bound)
    yield Figure(f"搜 {len(items):,} 条，对 rapidfuzz 逐条比", "毫秒", alike, ours, bound)


def _made(shelf: list[Library], count: int) -> Figure:
    """The index from nothing, with another title each time, so that none is there yet."""
    content = [library.model_dump_json(by_alias=True) for library in shelf]
    read, ready = [], []
    for turn in range(count):
        fresh = [library.model_copy(update={"title": f"第 {turn} 遍"}) for library in shelf]
        read.append(spent(lambda: [Library.model_validate_json(each) for each in content]))
        ready.append(spent(partial(search, fresh, "库存 kucun")))
    size = sum(len(library.items) for library in shelf)
    return Figure(f"{size:,} 条的索引从头做好，对读入", "毫秒", read, ready)


def _scan(typed: str, texts: Sequence[str]) -> list[int]:
    return [at for at, text in enumerate(texts) if typed in text][:TOP]


def spent(act: Callable[[], object]) -> float:
    """Milliseconds of the processor."""
    begun = time.process_time_ns()
    act()
    return (time.process_time_ns() - begun) / 1e6


def libraries(size: int) -> list[Library]:
    """So many items: the shipped ones again and again, two aliases of three as they are, the third its own."""
    known = [item for library in shipped().libraries.values() for item in library.items]
    items = [_again(known[at % len(known)], at, at // len(known)) for at in range(size)]
    return [
        Library.model_validate(
            {"library": f"l{start}", "title": f"第 {start} 库", "items": items[start : start + ITEM_LIMIT]}
        )
        for start in range(0, size, ITEM_LIMIT)
    ]


def _again(item: Item, at: int, round: int) -> Item:
    aliases = (
        f"{alias}{round}号" if round and (at + nth) % 3 == 0 else alias for nth, alias in enumerate(item.aliases)
    )
    text = f"{item.text}，第{round}版" if round else item.text
    return item.model_copy(update={"id": f"i{at}", "text": text, "aliases": tuple(aliases)})
