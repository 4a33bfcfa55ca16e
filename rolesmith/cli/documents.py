"""Document commands: what `python -m rolesmith paper`, `shop`, `form` and `schema` do."""

import argparse
import io
from pathlib import Path

from rolesmith.cli.command import (
    ENDINGS,
    Command,
    CommandError,
    add_choices,
    check_look,
    format_of,
    options_of,
    role_in,
    save,
    shows_standards,
    starter_named,
    write,
)
from rolesmith.formats import form
from rolesmith.formats.looks import LOOKS, USUAL, Look, looks_by_label
from rolesmith.presets.shipped import shipped


def add_to(command: Command) -> None:
    """Register the commands."""

    def add_output(group: argparse._ArgumentGroup, endings: str) -> None:
        group.add_argument("-o", dest="output", metavar="文件", type=Path, required=True, help=f"存到哪里：{endings}")

    further = command("paper", "从一个岗位做出另一种文件，例如招聘启事、绩效考核表", write_paper)
    of_role = further.add_argument_group("内容")
    of_role.add_argument("paper", metavar="文件名", help="例如 招聘启事；写别的会列出全部名称")
    of_role.add_argument("role", metavar="岗位", help="岗位的文件，或岗位起点的名称")
    group = options_of(further)
    add_choices(group)
    add_output(group, ENDINGS)

    whole = command("shop", "把几个岗位做成一个全店 Excel：目录、编制、汇报关系、分工、KPI", write_shop)
    listed = whole.add_argument_group("内容")
    listed.add_argument("inputs", metavar="岗位", type=Path, nargs="+", help="岗位的文件，可以写多个")
    group = options_of(whole)
    add_choices(group)
    add_output(group, ".xlsx")

    group = options_of(command("form", "做一份空白模板，线下填好再读回来", write_form))
    add_choices(group)
    add_output(group, "、".join(f".{ending}" for ending in form.FORMS))

    options_of(command("schema", "打印岗位文件（.json）的 JSON Schema", print_schema))


def write_paper(arguments: argparse.Namespace) -> None:
    """A paper of a role, which is a file or a starter."""
    from rolesmith.presets.paper import make_paper

    titles = {paper.title: paper for paper in shipped().papers.values()}
    if arguments.paper not in titles:
        raise CommandError(f"没有“{arguments.paper}”这种文件，可以写：{'、'.join(titles)}。")
    format_of(arguments.output)
    role = role_in(Path(arguments.role)) if Path(arguments.role).suffix else starter_named(arguments.role).role
    write(arguments.output, make_paper(titles[arguments.paper], role, shipped().filling(role)), arguments)


def write_shop(arguments: argparse.Namespace) -> None:
    """Several roles as one workbook of the shop."""
    from rolesmith.formats.excel import shop

    _check_workbook(arguments.output)
    if len(arguments.inputs) > shop.MOST:
        raise CommandError(f"一个文件最多 {shop.MOST} 个岗位，这里有 {len(arguments.inputs)} 个，请分几次。")
    roles = [role_in(path) for path in arguments.inputs]
    standards = shows_standards(arguments)
    drawn = (shop.drawn(role, shipped().filling(role, standards=standards)) for role in roles)
    file = io.BytesIO()
    shop.write(file, drawn, _look_labelled(arguments.look))
    save(arguments.output, file.getvalue())


def write_form(arguments: argparse.Namespace) -> None:
    """An empty form of the template."""
    format = format_of(arguments.output)
    if format.ending not in form.FORMS:
        endings = "、".join(f".{ending}" for ending in form.FORMS)
        raise CommandError(f"空白模板只能存成 {endings}，“{arguments.output}”不是。")
    check_look(format, arguments.look)
    template = next(iter(shipped().templates.values()))
    look, standards = _look_labelled(arguments.look), shows_standards(arguments)
    save(arguments.output, form.write(template.role(), format.ending, look, standards=standards))


def print_schema(_: argparse.Namespace) -> None:
    """The JSON Schema of a role's file."""
    from rolesmith.role.json_schema import text

    print(text(), end="")


def _check_workbook(path: Path) -> None:
    if path.suffix.lower() != ".xlsx":
        raise CommandError(f"做出来的是 Excel，“{path}”要以 .xlsx 结尾。")


def _look_labelled(label: str) -> Look:
    """The look with this Chinese name, else the first."""
    return looks_by_label().get(label, LOOKS[USUAL])
