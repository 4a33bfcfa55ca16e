"""The command line `python -m rolesmith`. An error is one sentence on stderr, and exit code 2.

The problems of a library's file are listed in full, a sentence a line.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rolesmith.cli import advice, documents, libraries, team
from rolesmith.cli.command import (
    ENDINGS,
    PARSER_OPTIONS,
    PROGRAM,
    CommandError,
    Parser,
    add_choices,
    add_whole,
    commands_of,
    format_of,
    near,
    options_of,
    role_in,
    starter_named,
    write,
)
from rolesmith.document.draw import draw
from rolesmith.document.gaps import used_blanks
from rolesmith.files.problem import Unreadable
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.text import TEXT_LIMIT, clean, one_line
from rolesmith.role.tree import Role


def main(command_line: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal may lack some characters
    parser = _parser()
    arguments = parser.parse_args(command_line)
    if arguments.run is None:
        arguments.parser.print_help()
        return 2
    try:
        arguments.run(arguments)
        sys.stdout.flush()
    except CommandError as error:
        print(one_line(clean(str(error))), file=sys.stderr)
        return 2
    except Unreadable as error:
        for problem in error.problems:
            print(one_line(clean(str(problem))), file=sys.stderr)
        return 2
    except BrokenPipeError:  # the reader, such as `head`, reads no further
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def list_starters(_: argparse.Namespace) -> None:
    """One starter a line: its title, a tab, its summary."""
    for starter in shipped().starters.values():
        print(one_line(starter.title), one_line(starter.summary), sep="\t")


def new(arguments: argparse.Namespace) -> None:
    """A starter with its blanks filled, as a document."""
    format_of(arguments.output)
    role = starter_named(arguments.starter).role
    write(arguments.output, _filled(role, arguments.blank), arguments)


def convert(arguments: argparse.Namespace) -> None:
    """A file that can be read as a role, as a document."""
    format_of(arguments.output)
    write(arguments.output, role_in(arguments.input), arguments)


def _filled(role: Role, blanks: Iterable[str]) -> Role:
    """The role with the values of `NAME=VALUE`; an empty value leaves a blank open."""
    known = dict.fromkeys((*used_blanks(draw(role, Filling(standards=True))), *shipped().blanks))
    values = dict(role.tree.values)
    for entry in blanks:
        name, equals, value = clean(entry).replace("＝", "=", 1).partition("=")
        name = name.strip(" {}")
        if not equals:
            raise CommandError(f"--blank 后面写“填空=内容”，例如 --blank 平台=抖音；“{entry}”里没有等号。")
        if name not in known:
            raise CommandError(f"没有“{name}”这个填空，最接近的是{near(name, known, 3)}。")
        if len(value) > TEXT_LIMIT:
            raise CommandError(f"填空“{name}”的内容有 {len(value)} 字，最多 {TEXT_LIMIT} 字。")
        values[name] = value
    return role.replace(role.tree.with_(values={name: value for name, value in values.items() if value}))


def _parser() -> Parser:
    parser = Parser(PROGRAM, description="岗位匠：把岗位起点或备份做成一份岗位职责说明书。", **PARSER_OPTIONS)
    command = commands_of(parser, PROGRAM)

    starters = command("starters", "列出全部岗位起点，一行一个：名称、说明", list_starters)
    options_of(starters)

    from_starter = command("new", "从岗位起点做一份文件", new)
    from_starter.add_argument_group("内容").add_argument(
        "starter", metavar="起点", help="岗位起点的名称，例如 客服专员"
    )
    options = options_of(from_starter)
    options.add_argument(
        "--blank", metavar="填空=内容", action="append", default=[], help="填一个空，例如 平台=抖音；可以写多次"
    )
    add_choices(options)
    add_whole(options)
    options.add_argument("-o", dest="output", metavar="文件", type=Path, required=True, help=f"存到哪里：{ENDINGS}")

    converted = command("convert", "把备份、导出的 Excel 或别处写的文档换成另一种格式", convert)
    files = converted.add_argument_group("内容")
    files.add_argument(
        "input",
        metavar="原文件",
        type=Path,
        help="备份、导出的 Excel，或 .docx、.pdf、.html、.odt、.csv、.md、.txt 等文档",
    )
    files.add_argument("output", metavar="文件", type=Path, help=f"存到哪里：{ENDINGS}")
    options = options_of(converted)
    add_choices(options)
    add_whole(options)

    documents.add_to(command)
    team.add_to(command)

    about = command("library", "预设库：查找、检查、转换、比较", None)
    libraries.add_to(commands_of(about, f"{PROGRAM} library"))

    advice.add_to(command)
    return parser
