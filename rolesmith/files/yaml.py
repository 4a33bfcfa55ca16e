"""YAML read strictly: every scalar is text, every problem has its line, nothing is expanded or executed."""

import re
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from rolesmith.files.problem import Problem, Problems, Unreadable, quoted
from rolesmith.role.text import clean

SIZE_LIMIT = 2_000_000
"""Largest file, in characters; checked before parsing."""
DEPTH_LIMIT, NODE_LIMIT = 20, 200_000
"""Levels of a file, and its values and names: a library as large as can be has fewer."""
TOO_DEEP, TOO_MANY = "层级太深", "里面的内容太多"
ALIASED = "用了锚点或引用（& 或 *）"

Model = TypeVar("Model", bound=BaseModel)
Path = tuple[str | int, ...]

WIDE_COLON = re.compile(r"^\s*(?:- )?[a-z_]+：")
TIGHT_DASH = re.compile(r"^\s*-[^\s\-]")
CUT = re.compile(r"\s#\S")


@dataclass
class _Reader:
    """Turns PyYAML's node graph into plain values; remembers lines and gathers problems."""

    problems: Problems
    source: list[str]
    lines: dict[Path, int] = field(default_factory=dict)
    quoted: set[int] = field(default_factory=set)
    """Lines within a quoted text or a block of text, where a slip of the keyboard is part of the text."""

    def complain(self, line: int, what: str, mend: str) -> None:
        self.problems.add(Problem(self.problems.file, line, what, mend))

    def value(self, node: yaml.Node, path: Path = ()) -> Any:
        line = node.start_mark.line + 1
        self.lines[path] = line
        if isinstance(node, yaml.SequenceNode):
            return [self.value(child, (*path, at)) for at, child in enumerate(node.value)]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.ScalarNode):
            self._report_comment(node)
            if node.style and node.end_mark:
                self.quoted.update(range(line + 1, node.end_mark.line + 1 + bool(node.end_mark.column)))
        return clean(str(node.value))

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, child in node.value:
            name = clean(str(key.value)) if isinstance(key, yaml.ScalarNode) else ""
            line = key.start_mark.line + 1
            if not name:
                self.complain(line, "冒号前面不是一个名字", "写成“名字: 内容”")
            elif name in found:
                self.complain(line, f"{quoted(name)}写了两次", "留下一个，删掉另一个")
            else:
                found[name] = self.value(child, (*path, name))
        return found

    def _report_comment(self, node: yaml.ScalarNode) -> None:
        end = node.end_mark
        rest = self.source[end.line] if end and end.line < len(self.source) else ""
        if end and not node.style and node.value and CUT.match(rest, end.column):
            self.complain(end.line + 1, "“ #”后面的字会被当成注释丢掉", "给整句加上单引号")

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest one around it."""
        return next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 0)


def _report_slips(reader: _Reader) -> None:
    """Report slips of a Chinese keyboard that are valid YAML and mean something else."""
    for at, text in enumerate(reader.source, 1):
        if at in reader.quoted:
            continue
        if WIDE_COLON.match(text):
            reader.complain(at, "用了全角冒号“：”", "改成半角冒号加一个空格“: ”")
        if TIGHT_DASH.match(text) and text.strip() != "---":
            reader.complain(at, "短横后面少一个空格", "写成“- 内容”")


def _can_be_composed(text: str, reader: _Reader) -> bool:
    """Whether the file can safely be composed: no aliases, and not too many levels or values.

    Aliases grow without bound when they are expanded. Too many levels overflow the stack of the composer, which is
    written in C, and end the process. Tags, which ask for objects, are reported.
    """
    depth = nodes = 0
    found = True
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = event.start_mark.line + 1 if event.start_mark else 0
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEPTH_LIMIT:
            reader.complain(line, TOO_DEEP, f"最多 {DEPTH_LIMIT} 层，请把缩进理平")
            return False
        if nodes > NODE_LIMIT:
            reader.complain(line, TOO_MANY, f"名字和内容合起来最多 {NODE_LIMIT:,} 个，请拆成几个文件")
            return False
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            reader.complain(line, ALIASED, "把引用的内容照写一遍；正文里的 & 和 * 用单引号括起来")
            found = False
        elif getattr(event, "tag", None):
            reader.complain(line, "用了类型标记（!）", "去掉它；正文开头的 ! 用单引号括起来")
    return found


def read(model: type[Model], data: str | bytes, file: str) -> Model:
    """A YAML file as a model. Raises Unreadable with every problem that can be found in one pass."""
    text = _decoded(data, file)
    reader = _Reader(Problems(file), text.split("\n"))
    try:
        if _can_be_composed(text, reader):
            root = yaml.compose(text, Loader=yaml.CBaseLoader)
            value = reader.value(root) if root is not None else {}
            _report_slips(reader)
            return _validated(model, value, reader)
        _report_slips(reader)
    except yaml.MarkedYAMLError as error:
        _report_slips(reader)
        mark = error.problem_mark or error.context_mark
        line = min(mark.line + 1, text.rstrip().count("\n") + 1) if mark else 0
        if not any(problem.line in (line, line - 1) for problem in reader.problems.first):
            reader.complain(line, "这一行的写法读不懂", "检查冒号、短横、缩进和引号，带特殊符号的句子加单引号")
    except (yaml.YAMLError, RecursionError):
        reader.complain(0, "这个文件不是可读的 YAML", "用“导出”得到的文件改，另存为 UTF-8 文本")
    raise reader.problems.unreadable()


def _decoded(data: str | bytes, file: str) -> str:
    if len(data) > SIZE_LIMIT:
        raise Unreadable([Problem(file, 0, "文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，请拆成几个")])
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError:
        raise Unreadable([Problem(file, 0, "文字编码不对", "另存为 UTF-8 再试")]) from None
    return clean(text)


def _validated(model: type[Model], value: Any, reader: _Reader) -> Model:
    try:
        found = model.model_validate(value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            path = tuple(part for part in fault["loc"] if isinstance(part, str | int))
            what, mend = in_chinese(fault, path)
            reader.complain(reader.line(path), what, mend)
    else:
        if not reader.problems.count:
            return found
    raise reader.problems.unreadable()


def in_chinese(fault: Any, path: Path) -> tuple[str, str]:
    """A pydantic error in Chinese: what is wrong, and how to mend it."""
    name = quoted(next((part for part in reversed(path) if isinstance(part, str)), "内容"))
    context = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return f"少了{name}", f"补上一行“{name[1:-1]}: …”"
        case "extra_forbidden":
            return f"没有{name}这一项", "检查有没有写错字，或删掉它"
        case "literal_error":
            expected = str(context.get("expected", "")).replace(" or ", " 或 ")
            return f"{name}的值{quoted(str(fault['input']))}不认识", f"只能写 {expected}"
        case "string_too_long" | "too_long":
            return f"{name}太长", f"最多 {context.get('max_length')} 个"
        case "string_type":
            return f"{name}应当是文字", "带冒号的句子要加单引号"
        case "tuple_type" | "list_type":
            return f"{name}应当是列表", "写成“[甲, 乙]”，或一行一个“- 甲”"
        case "string_pattern_mismatch":
            return f"{name}的写法不对", "用小写字母、数字、下划线，中间可用一个点"
        case "value_error":
            return str(context.get("error", fault["msg"])), "照说明改正"
        case _:
            return f"{name}的写法不对", "对照自带的预设库改正"
