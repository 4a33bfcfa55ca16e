"""Commands: what `python -m rolesmith` does. Whatever is wrong is one sentence on stderr and exit code 2.

Only what is wrong with a library's file is told in full, a sentence a line.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path
from secrets import token_hex
from typing import Any, NoReturn

from rolesmith.document.draw import draw
from rolesmith.document.gaps import used_blanks
from rolesmith.files.problem import Unreadable
from rolesmith.formats import FORMATS, Format
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.presets.starter import Starter
from rolesmith.role.blanks import Filling
from rolesmith.role.text import TEXT_LIMIT, clean, one_line
from rolesmith.role.tree import Role

PROGRAM = "python -m rolesmith"
SIZE_LIMIT = 5_000_000
"""Largest file to read, in bytes; checked before parsing."""
ENDINGS = "、".join(f".{ending}" for ending in FORMATS)

COMPLAINTS = (
    (r"the following arguments are required: (.*)", "少了 {}"),
    (r"argument (.*): expected one argument", "{} 后面少了内容"),
    (r"unrecognized arguments: (.*)", "不认识 {}"),
    (r"argument (--\S+): invalid choice: (\S+) \(choose from (.*)\)", "{} 不能写 {}，只能写 {}"),
    (r"argument .*: invalid choice: (\S+) .*", "没有 {} 这个命令"),
    (r"argument (--\S+): invalid _count value: (.*)", "{} 要写从 1 起的整数，不能写 {}"),
)
"""What argparse complains of, in Chinese."""

Run = Callable[[argparse.Namespace], None]


KINDS = ("duty", "goal", "requirement")
"""What the lines of a .txt can be checked as."""
PLAIN: Any = {"add_help": False, "allow_abbrev": False}


class Wrong(Exception):
    """The command cannot be carried out; the message is a sentence for the user."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character must not stop the work
    parser = _parser()
    asked = parser.parse_args(arguments)
    if asked.run is None:
        asked.parser.print_help()
        return 2
    try:
        asked.run(asked)
        sys.stdout.flush()
    except Wrong as error:
        print(one_line(clean(str(error))), file=sys.stderr)
        return 2
    except Unreadable as error:
        for problem in error.problems:
            print(one_line(clean(str(problem))), file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def list_starters(_asked: argparse.Namespace) -> None:
    """One starter a line: its title, a tab, its summary."""
    for starter in shipped().starters.values():
        print(one_line(starter.title), one_line(starter.summary), sep="\t")


def new(asked: argparse.Namespace) -> None:
    """A starter with its blanks filled, as a document."""
    format = format_of(asked.output)
    role = starter_named(asked.starter).role
    write(asked.output, format, _filled(role, asked.blank), asked.look)


def convert(asked: argparse.Namespace) -> None:
    """Any file that we read as a role, as a document."""
    format = format_of(asked.output)
    write(asked.output, format, role_in(asked.input), asked.look)


def starter_named(name: str) -> Starter:
    by_name = {key: s for s in shipped().starters.values() for key in (s.starter, s.title)}
    if found := by_name.get(name.strip()):
        return found
    near = _near(name, by_name, 1)
    raise Wrong(f"没有“{name}”这个岗位起点，最接近的是{near}；全部名称用 {PROGRAM} starters 查看。")


def _filled(role: Role, blanks: Iterable[str]) -> Role:
    """The role with `NAME=VALUE` of each blank; an empty value leaves it open."""
    known = dict.fromkeys((*used_blanks(draw(role, Filling())), *shipped().blanks))
    values = dict(role.tree.values)
    for entry in blanks:
        name, equals, value = clean(entry).replace("＝", "=", 1).partition("=")
        name = name.strip(" {}")
        if not equals:
            raise Wrong(f"--blank 后面写“填空=内容”，例如 --blank 平台=抖音；“{entry}”里没有等号。")
        if name not in known:
            raise Wrong(f"没有“{name}”这个填空，最接近的是{_near(name, known, 3)}。")
        if len(value) > TEXT_LIMIT:
            raise Wrong(f"填空“{name}”的内容有 {len(value)} 字，最多 {TEXT_LIMIT} 字。")
        values[name] = value
    return role.replace(role.tree.with_(values={name: value for name, value in values.items() if value}))


def check(asked: argparse.Namespace) -> None:
    """What advice says of a file. Exit code 0 whatever it finds."""
    from rolesmith.cli import advice as command

    try:
        command.check(asked, lambda path: bytes_of(path, SIZE_LIMIT), role_in)
    except ValueError as error:
        raise Wrong(str(error)) from error


def role_in(path: Path) -> Role:
    """The role in a file; what could not be taken of it is told on stderr. Raises Wrong."""
    from rolesmith.readers import READERS

    reader = READERS.get(path.suffix.lower().removeprefix("."))
    if reader is None:
        raise Wrong(f"读不了“{path}”：可以读 {'、'.join(f'.{ending}' for ending in READERS)}。")
    try:
        brought = reader(bytes_of(path, SIZE_LIMIT), str(path))
    except Unreadable as error:
        raise Wrong(f"{error.problems[0]}。") from error
    for note in brought.notes:
        print(one_line(clean(f"{path}：{note}。")), file=sys.stderr)
    return brought.role


def bytes_of(path: Path, limit: int) -> bytes:
    """All of a file. Raises Wrong, also where it is larger than so many bytes."""
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as error:
        raise Wrong(f"打不开“{path}”：{_reason(error)}。") from error
    if len(data) > limit:
        raise Wrong(f"“{path}”太大，最多 {limit // 1_000_000} MB。")
    return data


def format_of(path: Path) -> Format:
    format = FORMATS.get(path.suffix.lower().removeprefix("."))
    if format is None:
        raise Wrong(f"不知道“{path}”要存成什么格式，文件名要以 {ENDINGS} 之一结尾。")
    return format


def write(path: Path, format: Format, role: Role, look: str) -> None:
    """The role's document in a file; `look` is one's Chinese name, or nothing."""
    if look and not format.looks:
        raise Wrong(f".{format.ending} 没有样式可选，去掉 --look 再试。")
    named = {each.label: name for name, each in format.looks.items()}
    keep(path, format.write(role, shipped().filling(role), **({"look": named[look]} if look else {})))


def keep(path: Path, content: bytes) -> None:
    """Bytes in a file: whole, or not at all. Raises Wrong."""
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
    except (OSError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise Wrong(f"写不了“{path}”：{_reason(error)}。") from error


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


def _near(name: str, names: Iterable[str], count: int) -> str:
    return "、".join(f"“{near}”" for near in get_close_matches(name, list(names), count, cutoff=0))


class _Parser(argparse.ArgumentParser):
    """Asks and complains in Chinese."""

    def error(self, message: str) -> NoReturn:
        said = ((re.fullmatch(pattern, message, re.DOTALL), chinese) for pattern, chinese in COMPLAINTS)
        what = next((chinese.format(*found.groups()) for found, chinese in said if found), "命令写得不对")
        self.exit(2, one_line(clean(f"{what}；用法见 {PROGRAM} --help。")) + "\n")

    def format_help(self) -> str:
        return super().format_help().replace("usage: ", "用法：", 1)


def _parser() -> _Parser:
    from rolesmith.cli import documents, libraries  # which ask this module for their ways

    parser = _Parser(PROGRAM, description="岗位匠：把岗位起点或备份做成一份岗位职责说明书。", **PLAIN)
    command = _commands(parser, PROGRAM)

    starters = command("starters", "列出全部岗位起点，一行一个：名称、说明", list_starters)
    _options(starters)

    made = command("new", "从岗位起点做一份文件", new)
    made.add_argument_group("内容").add_argument("starter", metavar="起点", help="岗位起点的名称，例如 客服专员")
    options = _options(made)
    options.add_argument(
        "--blank", metavar="填空=内容", action="append", default=[], help="填一个空，例如 平台=抖音；可以写多次"
    )
    _look(options)
    options.add_argument("-o", dest="output", metavar="文件", type=Path, required=True, help=f"存到哪里：{ENDINGS}")

    turned = command("convert", "把备份、导出的 Excel 或别处写的文档换成另一种格式", convert)
    files = turned.add_argument_group("内容")
    files.add_argument("input", metavar="原文件", type=Path, help=".json、.xlsx、.docx、.md 或 .txt")
    files.add_argument("output", metavar="文件", type=Path, help=f"存到哪里：{ENDINGS}")
    _look(_options(turned))

    documents.add_to(command, _options, _look)

    about = command("library", "预设库：查找、检查、转换、比较", None)
    libraries.add_to(_commands(about, f"{PROGRAM} library"), _options)

    checked = command("check", "检查岗位或职责：写法、用工与平台规则、目标与指标、缺什么", check)
    checked.add_argument_group("内容").add_argument(
        "file", metavar="文件", type=Path, help="岗位匠的 .json，或一行一条的 .txt"
    )
    options = _options(checked)
    options.add_argument("--json", action="store_true", help="一处发现一行 JSON")
    options.add_argument(
        "--as",
        dest="kind",
        choices=KINDS,
        metavar="种类",
        help=f".txt 的每行是什么：{'、'.join(KINDS)}，不写就是 {KINDS[0]}",
    )
    return parser


def _commands(parser: _Parser, program: str) -> Callable[[str, str, Run | None], _Parser]:
    """What adds a command to a parser of several; without a command it prints its help."""
    _options(parser)
    parser.set_defaults(run=None, parser=parser)
    commands = parser.add_subparsers(title="命令", metavar="命令", prog=program)

    def command(name: str, does: str, run: Run | None) -> _Parser:
        added: _Parser = commands.add_parser(name, help=does, description=f"{does}。", **PLAIN)
        added.set_defaults(run=run)
        return added

    return command


def _look(options: argparse._ArgumentGroup) -> None:
    names = [look.label for look in LOOKS.values()]
    words = f"Excel、Word、PDF 的样式：{'、'.join(names)}；不写就是 {names[0]}"
    options.add_argument("--look", metavar="样式", choices=names, default="", help=words)


def _options(parser: argparse.ArgumentParser) -> argparse._ArgumentGroup:
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示这份说明")
    return options
