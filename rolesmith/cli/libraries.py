"""Library commands: what `python -m rolesmith library …` does."""

import argparse
import io
import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, get_args

from rolesmith.cli.command import Command, CommandError, Run, bytes_of, options_of, save
from rolesmith.libraries import files, table, topics
from rolesmith.libraries.columns import KINDS
from rolesmith.libraries.files.chat_code import TooLong
from rolesmith.libraries.merge import HEAD, Change, Difference, compare
from rolesmith.libraries.search import Found, search
from rolesmith.presets.library import Item, Kind, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import clean, one_line

ENDINGS = "、".join(f".{ending}" for ending in files.ENDINGS)
PRINTED = ("新增", "变更", "移除")
TOP = 10
"""Items that a search prints by default."""
STANDARD_INPUT = "-"


def add_to(command: Command) -> None:
    """Register every command about libraries."""
    found = command("search", "在全部预设库里找条目，最合适的在前", find)
    arguments = found.add_argument_group("内容")
    arguments.add_argument(
        "words", metavar="词", nargs="+", help="想找什么，例如 吵架的顾客；写 - 就从标准输入一行读一问"
    )
    narrowed = options_of(found)
    narrowed.add_argument("--kind", choices=get_args(Kind), default="", help="只找一种；不写就都找")
    narrowed.add_argument("--top", metavar="条数", type=_count, default=TOP, help=f"最多列几条，默认 {TOP}")
    narrowed.add_argument("--json", action="store_true", help="一问一行 JSON")

    def add(name: str, does: str, run: Run, **named: tuple[str, str]) -> None:
        parser = command(name, does, run)
        if named:
            arguments = parser.add_argument_group("内容")
            for key, (metavar, meaning) in named.items():
                arguments.add_argument(key, metavar=metavar, type=Path, help=meaning)
        options_of(parser)

    add("check", "检查一个预设库文件，列出全部问题", check, file=("文件", ENDINGS))
    add(
        "convert",
        "把预设库换成另一种文件",
        convert,
        input=("原文件", f"{ENDINGS}；或普通的表：.xlsx、.csv、.txt"),
        output=("新文件", f"存到哪里：{ENDINGS}"),
    )
    add("diff", "比较一个预设库的两个版本", diff, old=("旧文件", ENDINGS), new=("新文件", ENDINGS))
    add("schema", "打印 YAML 预设库的 JSON Schema，编辑器用它补全", schema)
    add("coverage", "岗位说明里常见的题目，自带的预设库写到了多少，没写到的列出来", cover)


def find(arguments: argparse.Namespace) -> None:
    """Print the best items for some words: library, id, text, aliases, score; as JSON one line a query."""
    for words in _queries(arguments.words):
        answer = search(list(shipped().libraries.values()), words, kind=arguments.kind, most=arguments.top)
        if arguments.json or arguments.words == [STANDARD_INPUT]:
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
    """A whole number from 1. Raises ArgumentTypeError, whose message argparse prints."""
    with suppress(ValueError):
        if (count := int(text)) > 0:
            return count
    raise argparse.ArgumentTypeError(f"要写从 1 起的整数，不能写 {text!r}")


def check(arguments: argparse.Namespace) -> None:
    """One line with title and counts. Raises Unreadable with every problem."""
    library = _read(arguments.file)
    counts = Counter(KINDS[item.kind] for item in library.items)
    parts = "，".join(f"{kind} {counts[kind]} 条" for kind in KINDS.values() if counts[kind]) or "没有条目"
    _say(f"{library.title}（{library.library}，版本 {library.version}）：{parts}")


def convert(arguments: argparse.Namespace) -> None:
    """A library in another kind of file."""
    ending = arguments.output.suffix.lower().removeprefix(".")
    if ending not in (*files.ENDINGS, "yml"):
        raise CommandError(f"不知道“{arguments.output}”要存成什么格式，文件名要以 {ENDINGS} 之一结尾。")
    library = _read_any(arguments.input)
    try:
        content = files.write(library, ending)
    except TooLong as error:
        raise CommandError(str(error)) from error
    save(arguments.output, content)


def diff(arguments: argparse.Namespace) -> None:
    """Print what is new, changed and removed, an item a line, and below it the changed fields."""
    old, new = _read(arguments.old), _read(arguments.new)
    found = [each for each in compare(old, new, old) if each.fate in PRINTED]
    counts = Counter[str](each.fate for each in found if each.id != HEAD)
    counted = "，".join(f"{fate} {counts[fate]} 条" for fate in PRINTED)
    _say(f"{new.title}（版本 {old.version} → {new.version}）：{counted}")
    for each in found:
        _say(f"{each.fate} {_named(each)}")
        for change in each.changes:
            _say(f"  {change.name}：{_shortly(change)}")


def schema(_: argparse.Namespace) -> None:
    """The JSON Schema of a library's YAML."""
    from rolesmith.libraries.files.json_schema import text

    print(text(), end="")


def cover(_: argparse.Namespace) -> None:
    """Print a line a library with how many topics it covers, by kind; then the topics that none covers."""
    found = topics.report(shipped().libraries.values(), topics.topics())
    for area, counts in found.areas.items():
        parts = "，".join(f"{KINDS[kind]} {covered}/{total}" for kind, (covered, total) in counts.items())
        _say(f"{area}：{parts}")
    for topic in found.lacking:
        _say(f"没写到：{KINDS[topic.kind]} {topic.topic}（{topic.sources} 个来源）")
    _say(f"共 {found.total} 个题目，写到 {found.total - len(found.lacking)} 个")


def _read(path: Path) -> Library:
    return files.read(bytes_of(path, files.SIZE_LIMIT), str(path))


def _read_any(path: Path) -> Library:
    """The library; of a table that is none, as it is guessed, which stderr is told. Raises Unreadable."""
    data = bytes_of(path, files.SIZE_LIMIT)
    try:
        return files.read(data, str(path))
    except files.Foreign:
        tables = table.open_tables(data, str(path))
    reading = table.guess(tables[0], str(path))
    found = table.read(tables, reading, str(path))
    heads = (
        tables[0].rows[reading.head - 1] if reading.head else [f"第 {n + 1} 列" for n in range(len(reading.columns))]
    )
    meanings = "，".join(
        f"{head or '没有名称的列'} → {table.LABELS[each]}" for head, each in zip(heads, reading.columns, strict=True)
    )
    others = [f"工作表“{each.name}”" for each in tables[1:]]
    for said in (
        f"不是岗位匠的库，按普通的表读：{meanings}",
        *(f"没有导入：{each}" for each in (*found.left, *others)),
    ):
        print(one_line(clean(f"{path}：{said}。")), file=sys.stderr)
    return found.library


def _named(difference: Difference) -> str:
    item: Item | None = difference.theirs or difference.mine
    return f"{KINDS[item.kind]} {item.id} {item.text}" if item else difference.id


def _shortly(change: Change) -> str:
    return f"{one_line(change.mine) or '（空）'} → {one_line(change.theirs) or '（空）'}"


def _say(text: str) -> None:
    """Print a line without control characters."""
    indent = "  " if text.startswith("  ") else ""
    print(indent + one_line(clean(text)))
