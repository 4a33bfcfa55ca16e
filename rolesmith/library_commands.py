"""Library commands: what `python -m rolesmith library …` does."""

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator
from typing import Any, get_args

from rolesmith.library import Kind
from rolesmith.presets import shipped
from rolesmith.search import Found, search
from rolesmith.text import one_line

TOP = 10
"""Items that a search prints unless told otherwise."""
STANDARD_INPUT = "-"


Command = Callable[[str, str, Callable[[argparse.Namespace], None]], argparse.ArgumentParser]
"""Makes a command of its name, what it does, and what carries it out."""
Options = Callable[[argparse.ArgumentParser], argparse._ArgumentGroup]
"""Gives a command its group of options."""


def add_to(command: Command, options: Options) -> None:
    """Register every command about libraries."""
    found = command("search", "在全部预设库里找条目，最合适的在前", find)
    asked = found.add_argument_group("内容")
    asked.add_argument("words", metavar="词", nargs="+", help="想找什么，例如 吵架的顾客；写 - 就从标准输入一行读一问")
    narrowed = options(found)
    narrowed.add_argument("--kind", choices=get_args(Kind), default="", help="只找一种；不写就都找")
    narrowed.add_argument("--top", metavar="条数", type=_count, default=TOP, help=f"最多列几条，默认 {TOP}")
    narrowed.add_argument("--json", action="store_true", help="一问一行 JSON")


def find(asked: argparse.Namespace) -> None:
    """The best items for some words: a table of library, id, text, aliases, score; as JSON one line a query."""
    for words in _queries(asked.words):
        answer = search(list(shipped().libraries.values()), words, kind=asked.kind, most=asked.top)
        if asked.json or asked.words == [STANDARD_INPUT]:
            line = {"query": words, "total": answer.total, "items": list(map(_entry, answer.found))}
            print(json.dumps(line, ensure_ascii=False), flush=True)
            continue
        for hit in answer.found:
            entry = _entry(hit)
            entry["aliases"] = "、".join(hit.item.aliases)
            entry["score"] = f"{hit.score:.3f}"
            print(*(one_line(str(value)) for value in entry.values()), sep="\t")


def _entry(hit: Found) -> dict[str, Any]:
    return {
        "library": hit.library.library,
        "id": hit.item.id,
        "text": hit.item.text,
        "aliases": list(hit.item.aliases),
        "score": hit.score,
    }


def _queries(words: list[str]) -> Iterator[str]:
    if words != [STANDARD_INPUT]:
        yield " ".join(words)
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    for line in sys.stdin:
        yield line.strip()


def _count(text: str) -> int:
    """A whole number from 1. Raises ValueError, which argparse tells."""
    count = int(text)
    if count < 1:
        raise ValueError
    return count
