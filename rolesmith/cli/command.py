"""What the commands share: registering, reading and writing files, and errors in Chinese."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from secrets import token_hex
from typing import Any, NoReturn

from rolesmith.document.standards import CHOICES, USUAL, are_shown
from rolesmith.files.problem import Unreadable
from rolesmith.formats import FORMATS, Format
from rolesmith.formats.looks import LOOKS, looks_by_label
from rolesmith.presets.shipped import shipped
from rolesmith.presets.starter import Starter
from rolesmith.role.text import clean, one_line
from rolesmith.role.tree import Role

PROGRAM = "python -m rolesmith"
SIZE_LIMIT = 5_000_000
"""Largest file to read, in bytes; checked before parsing."""
ENDINGS = "、".join(f".{ending}" for ending in FORMATS)
HOLD_THE_WHOLE = ("xlsx", "json")
"""The endings of files that can hold all of a role, also what they do not show."""

MESSAGES = {
    "usage: ": "用法：",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "少了 %s",
    "unrecognized arguments: %s": "不认识 %s",
    "expected one argument": "后面少了内容",
    "ignored explicit argument %r": "后面不带内容，不能写 %r",
    "invalid choice: %(value)r (choose from %(choices)s)": "不能写 %(value)r，只能写 %(choices)s",
}
"""What argparse says by gettext, in Chinese."""
vars(argparse)["_"] = lambda message: MESSAGES.get(message, message)  # a catalogue that no locale has to be set for

Run = Callable[[argparse.Namespace], None]
"""Runs a command."""
Command = Callable[[str, str, Run | None], "Parser"]
"""Adds a command: its name, what it does, and what runs it."""
PARSER_OPTIONS: Any = {"add_help": False, "allow_abbrev": False}


class CommandError(Exception):
    """The command cannot be carried out; the message is a sentence for the user."""


def starter_named(name: str) -> Starter:
    """The starter with this id or title. Raises CommandError with the nearest name."""
    by_name = {key: s for s in shipped().starters.values() for key in (s.starter, s.title)}
    if found := by_name.get(name.strip()):
        return found
    raise CommandError(
        f"没有“{name}”这个岗位起点，最接近的是{near(name, by_name, 1)}；全部名称用 {PROGRAM} starters 查看。"
    )


def role_in(path: Path) -> Role:
    """The role in a file; notes about what could not be read go to stderr. Raises CommandError."""
    from rolesmith.readers import READERS

    reader = READERS.get(path.suffix.lower().removeprefix("."))
    if reader is None:
        raise CommandError(f"读不了“{path}”：可以读 {'、'.join(f'.{ending}' for ending in READERS)}。")
    try:
        read_back = reader(bytes_of(path, SIZE_LIMIT), str(path))
    except Unreadable as error:
        raise CommandError(f"{error.problems[0]}。") from error
    for note in read_back.notes:
        print(one_line(clean(f"{path}：{note}。")), file=sys.stderr)
    return read_back.role


def bytes_of(path: Path, limit: int) -> bytes:
    """The content of a file. Raises CommandError, also for a file with more bytes than the limit."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise CommandError(f"打不开“{path}”：{_reason(error)}。") from error
    if len(data) > limit:
        raise CommandError(f"“{path}”太大，最多 {limit // 1_000_000} MB。")
    return data


def format_of(path: Path) -> Format:
    """The format that a file's ending names. Raises CommandError."""
    format = FORMATS.get(path.suffix.lower().removeprefix("."))
    if format is None:
        raise CommandError(f"不知道“{path}”要存成什么格式，文件名要以 {ENDINGS} 之一结尾。")
    return format


def check_look(format: Format, look: str) -> None:
    """Raises CommandError where a look is asked of a format that has none."""
    if look and not format.looks:
        raise CommandError(f".{format.ending} 没有样式可选，去掉 --look 再试。")


def write(path: Path, role: Role, arguments: argparse.Namespace) -> None:
    """Write a role's document as the arguments of `add_choices` say. Raises CommandError."""
    format = format_of(path)
    check_look(format, arguments.look)
    whole = bool(getattr(arguments, "whole", False))
    if whole and format.ending not in HOLD_THE_WHOLE:
        raise CommandError(f".{format.ending} 只有看得见的内容，--whole 只用于 .xlsx；去掉它再试。")
    named = {each.label: name for name, each in format.looks.items()}
    filling = shipped().filling(role, standards=shows_standards(arguments))
    save(path, format.write(role, filling, named.get(arguments.look, ""), whole=whole))


def shows_standards(arguments: argparse.Namespace) -> bool:
    """Whether the document is to show standards."""
    return any(are_shown(name) for name, label in CHOICES.items() if label == arguments.standards)


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises CommandError."""
    try:
        path = path.resolve()
        if path.exists() and not os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
            raise PermissionError
        beside = path.with_name(f".rolesmith-{token_hex(6)}.tmp")
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(path)
        finally:
            with suppress(OSError):
                beside.unlink(missing_ok=True)
    except (OSError, RuntimeError) as error:  # RuntimeError: a circle of links
        raise CommandError(f"写不了“{path}”：{_reason(error)}。") from error


def _reason(error: Exception) -> str:
    match error:
        case FileNotFoundError():
            return "没有这个文件或文件夹"
        case PermissionError():
            return "没有权限"
        case IsADirectoryError():
            return "这是一个文件夹"
        case NotADirectoryError():
            return "路径里有一段不是文件夹"
        case OSError():
            return error.strerror or "系统没有说明原因"
        case _:
            return "路径绕成了圈"


def near(name: str, names: Iterable[str], count: int) -> str:
    """The names most similar to a name, quoted."""
    return "、".join(f"“{near}”" for near in get_close_matches(name, list(names), count, cutoff=0))


class Parser(argparse.ArgumentParser):
    """Asks and complains in Chinese."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, one_line(clean(f"{message}；用法见 {PROGRAM} --help。")) + "\n")


def commands_of(parser: Parser, program: str) -> Command:
    """Make a parser take commands, and return what adds one; without a command it prints its help."""
    options_of(parser)
    parser.set_defaults(run=None, parser=parser)
    commands = parser.add_subparsers(title="命令", metavar="命令", prog=program)

    def command(name: str, does: str, run: Run | None) -> Parser:
        added: Parser = commands.add_parser(name, help=does, description=f"{does}。", **PARSER_OPTIONS)
        added.set_defaults(run=run)
        return added

    return command


def add_choices(options: argparse._ArgumentGroup) -> None:
    """The options that choose a look, and whether standards are shown."""
    names, known = [look.label for look in LOOKS.values()], list(looks_by_label())
    words = f"Excel、Word、PDF 的样式：{'、'.join(names)}；不写就是 {names[0]}；表格可以带颜色，如 {known[-1]}"
    options.add_argument("--look", metavar="样式", choices=known, default="", help=words)
    labels = list(CHOICES.values())
    words = f"写不写工作标准：{'、'.join(labels)}；不写就是{CHOICES[USUAL]}"
    options.add_argument("--standards", metavar="内容", choices=labels, default="", help=words)


def add_whole(options: argparse._ArgumentGroup) -> None:
    """The option that lets a workbook carry all of a role."""
    words = "Excel 里也记下看不见的（停用的、没写出来的），读回来一样不少；自己留存用，不要发给别人"
    options.add_argument("--whole", action="store_true", help=words)


def options_of(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    """A command's group of options, which holds --help."""
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示这份说明")
    return options
