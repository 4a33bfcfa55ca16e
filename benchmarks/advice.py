"""Advice: what checking a role of sixty lines costs, beside one bare rerun of a page that shows a line of text."""

import asyncio
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure, at_most
from benchmarks.roles import with_lines
from benchmarks.servers import Server
from benchmarks.wire import Session
from rolesmith.advice import check_role
from rolesmith.advice.check import forget
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node, Role

FLOOR = "benchmarks.floors:trivial"
LINES = 60
WARM = 5
"""Reruns before anything is counted."""


def advice(folder: Path, count: int) -> Iterator[Figure]:
    """A whole role whose texts are all new, and the same with one changed line, beside a rerun as its visitor waits."""
    with Server(FLOOR, folder / "bare.db") as bare:
        rows = asyncio.run(_measured(bare, count))
    floor, cold, changed = zip(*rows, strict=True)
    yield Figure(f"{LINES} 条的岗位整份检查", "毫秒", floor, cold, at_most(1.0))
    yield Figure(f"{LINES} 条里改了一条再检查", "毫秒", floor, changed, at_most(0.5))


async def _measured(bare: Server, count: int) -> list[tuple[float, float, float]]:
    session = await Session(bare.url).open()
    rows = []
    try:
        role = role_to_check()
        _spent(role)
        for _ in range(WARM):
            await session.draw()
        for at in range(count):
            begun = time.perf_counter()
            await session.draw()
            rerun = 1000 * (time.perf_counter() - begun)
            forget()
            rows.append((rerun, _spent(role), _spent(_changed(role, at))))
    finally:
        await session.close()
    return rows


def role_to_check() -> Role:
    """A role of so many lines, no two alike: duties of the shipped libraries."""
    duties = [item.text for library in shipped().libraries.values() for item in library.items if item.kind == "duty"]
    texts = iter(duties[:: len(duties) // LINES])

    def written(node: Node) -> Node:
        if node.kind == "line":
            return node.model_copy(update={"text": next(texts)})
        return node.model_copy(update={"children": tuple(map(written, node.children))})

    role = with_lines(LINES)
    return role.replace(written(role.tree))


def _spent(role: Role) -> float:
    """Milliseconds that checking takes."""
    filling = shipped().filling(role)
    begun = time.perf_counter()
    check_role(role, filling)
    return 1000 * (time.perf_counter() - begun)


def _changed(role: Role, at: int) -> Role:
    """The role with a line that was never there before."""

    def written(node: Node) -> Node:
        if node.id == f"line{at % LINES}":
            return node.model_copy(update={"text": f"{node.text}，第{at}次改"})
        return node.model_copy(update={"children": tuple(map(written, node.children))})

    return role.replace(written(role.tree))
