"""`python -m rolesmith library …`: a library checked, converted and compared without the page."""

import argparse
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rolesmith import sharing
from rolesmith.commands import Wrong, bytes_of, keep
from rolesmith.library import Item, Library
from rolesmith.merge import HEAD, Change, Difference, compare
from rolesmith.sharing.code import TooLong
from rolesmith.sharing.columns import KINDS
from rolesmith.text import clean, one_line

ENDINGS = "、".join(f".{ending}" for ending in sharing.ENDINGS)
TOLD = ("新增", "变更", "移除")


def check(asked: argparse.Namespace) -> None:
    """One line with title and counts. Raises Unreadable with every problem."""
    library = _read(asked.file)
    counts = Counter(KINDS[item.kind] for item in library.items)
    parts = "，".join(f"{kind} {counts[kind]} 条" for kind in KINDS.values() if counts[kind]) or "没有条目"
    _say(f"{library.title}（{library.library}，版本 {library.version}）：{parts}")


def convert(asked: argparse.Namespace) -> None:
    """A library in another kind of file."""
    ending = asked.output.suffix.lower().removeprefix(".")
    if ending not in (*sharing.ENDINGS, "yml"):
        raise Wrong(f"不知道“{asked.output}”要存成什么格式，文件名要以 {ENDINGS} 之一结尾。")
    library = _read(asked.input)
    try:
        content = sharing.write(library, ending)
    except TooLong as error:
        raise Wrong(str(error)) from error
    keep(asked.output, content)


def diff(asked: argparse.Namespace) -> None:
    """What is new, changed and gone, an item a line and below it the changed fields."""
    old, new = _read(asked.old), _read(asked.new)
    found = [each for each in compare(old, new, old) if each.fate in TOLD]
    counts = Counter[str](each.fate for each in found if each.id != HEAD)
    counted = "，".join(f"{fate} {counts[fate]} 条" for fate in TOLD)
    _say(f"{new.title}（版本 {old.version} → {new.version}）：{counted}")
    for each in found:
        _say(f"{each.fate} {_named(each)}")
        for change in each.changes:
            _say(f"  {change.name}：{_shortly(change)}")


def schema(_asked: argparse.Namespace) -> None:
    """The JSON Schema of a library's YAML."""
    from rolesmith.sharing.schema import text

    print(text(), end="")


def register(group: Any, command: Callable[..., Any], options: Callable[[Any], Any]) -> None:
    """Add the commands to the subparsers of `library`; `command(group, name, does, run)` makes a parser."""

    def files(name: str, does: str, run: Callable[[argparse.Namespace], None], **named: tuple[str, str]) -> None:
        parser = command(group, name, does, run)
        if named:
            arguments = parser.add_argument_group("内容")
            for key, (metavar, help) in named.items():
                arguments.add_argument(key, metavar=metavar, type=Path, help=help)
        options(parser)

    files("check", "检查一个预设库文件，列出全部问题", check, file=("文件", ENDINGS))
    files(
        "convert",
        "把预设库换成另一种文件",
        convert,
        input=("原文件", ENDINGS),
        output=("新文件", f"存到哪里：{ENDINGS}"),
    )
    files("diff", "比较一个预设库的两个版本", diff, old=("旧文件", ENDINGS), new=("新文件", ENDINGS))
    files("schema", "打印 YAML 预设库的 JSON Schema，编辑器用它补全", schema)


def _read(path: Path) -> Library:
    return sharing.read(bytes_of(path, sharing.SIZE_LIMIT), str(path))


def _named(difference: Difference) -> str:
    item: Item | None = difference.theirs or difference.mine
    return f"{KINDS[item.kind]} {item.id} {item.text}" if item else difference.id


def _shortly(change: Change) -> str:
    return f"{one_line(change.mine) or '（空）'} → {one_line(change.theirs) or '（空）'}"


def _say(text: str) -> None:
    """A line that holds nothing a terminal obeys."""
    indent = "  " if text.startswith("  ") else ""
    print(indent + one_line(clean(text)))
