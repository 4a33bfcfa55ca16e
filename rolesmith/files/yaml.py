"""YAML read strictly: every scalar is text, every problem has its line, nothing is expanded or executed."""

import re
from collections.abc import Iterator, Sequence
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
    """Turns what PyYAML finds in a file, one event after another, into plain values; gathers lines and problems."""

    problems: Problems
    source: list[str]
    lines: dict[Path, int] = field(default_factory=dict)
    quoted: set[int] = field(default_factory=set)
    """Lines within a quoted text or a block of text, where a slip of the keyboard is part of the text."""

    def complain(self, line: int, what: str, mend: str) -> None:
        self.problems.add(Problem(self.problems.file, line, what, mend))

    def value(self, events: Iterator[yaml.Event], path: Path = ()) -> Any:
        """The value that comes next, and all within it; at the end of what holds it the event that says so."""
        event = next(events)
        line = self.lines[path] = _line(event)
        match event:
            case yaml.SequenceStartEvent():
                items: list[Any] = []
                while not isinstance(item := self.value(events, (*path, len(items))), yaml.CollectionEndEvent):
                    items.append(item)
                return items
            case yaml.MappingStartEvent():
                return self._mapping(events, path)
            case yaml.ScalarEvent():
                self._report_comment(event)
                if event.style and event.end_mark:
                    last = event.end_mark.line + 1 + bool(event.end_mark.column)
                    self.quoted.update(range(line + 1, last))
                return clean(event.value)
        del self.lines[path]
        return event

    def _mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(key := next(events), yaml.MappingEndEvent):
            name = clean(key.value) if isinstance(key, yaml.ScalarEvent) else ""
            line = _line(key)
            if not name:
                self.complain(line, "冒号前面不是一个名字", "写成“名字: 内容”")
                _pass_over(key, events)
                _pass_over(next(events), events)
            elif name in found:
                self.complain(line, f"{quoted(name)}写了两次", "留下一个，删掉另一个")
                _pass_over(next(events), events)
            else:
                found[name] = self.value(events, (*path, name))
        return found

    def _report_comment(self, scalar: yaml.ScalarEvent) -> None:
        end = scalar.end_mark
        rest = self.source[end.line] if end and end.line < len(self.source) else ""
        if end and not scalar.style and scalar.value and CUT.match(rest, end.column):
            self.complain(end.line + 1, "“ #”后面的字会被当成注释丢掉", "给整句加上单引号")

    def line(self, path: Path) -> int:
        """The line of a value, or of the nearest one around it."""
        return next((self.lines[path[:n]] for n in range(len(path), -1, -1) if path[:n] in self.lines), 0)


def _line(event: yaml.Event) -> int:
    """The line in which it begins."""
    return event.start_mark.line + 1 if event.start_mark else 0


def _pass_over(event: yaml.Event, events: Iterator[yaml.Event]) -> None:
    """Leave out a value that begins with this event."""
    depth = 0
    while depth := depth + isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent):
        event = next(events)


def _report_slips(reader: _Reader) -> None:
    """Report slips of a Chinese keyboard that are valid YAML and mean something else."""
    for at, text in enumerate(reader.source, 1):
        if at in reader.quoted:
            continue
        if WIDE_COLON.match(text):
            reader.complain(at, "用了全角冒号“：”", "改成半角冒号加一个空格“: ”")
        if TIGHT_DASH.match(text) and text.strip() != "---":
            reader.complain(at, "短横后面少一个空格", "写成“- 内容”")


def _events(text: str, reader: _Reader) -> list[yaml.Event] | None:
    """What is found in the file; None where it is not safe to read: with aliases, or too many levels or values.

    Aliases grow without bound when they are expanded. Tags, which ask for objects, are reported.
    """
    depth = nodes = 0
    found: list[yaml.Event] = []
    aliased = False
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        line = _line(event)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        nodes += isinstance(event, yaml.NodeEvent)
        if depth > DEPTH_LIMIT:
            reader.complain(line, TOO_DEEP, f"最多 {DEPTH_LIMIT} 层，请把缩进理平")
            return None
        if nodes > NODE_LIMIT:
            reader.complain(line, TOO_MANY, f"名字和内容合起来最多 {NODE_LIMIT:,} 个，请拆成几个文件")
            return None
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            reader.complain(line, ALIASED, "把引用的内容照写一遍；正文里的 & 和 * 用单引号括起来")
            aliased = True
        elif getattr(event, "tag", None):
            reader.complain(line, "用了类型标记（!）", "去掉它；正文开头的 ! 用单引号括起来")
        found.append(event)
    return None if aliased else found


def _value(events: Sequence[yaml.Event], reader: _Reader) -> Any:
    """What the one document of a file holds. Raises MarkedYAMLError where another follows."""
    begun = [at for at, event in enumerate(events) if isinstance(event, yaml.DocumentStartEvent)]
    if len(begun) > 1:
        raise yaml.MarkedYAMLError(problem_mark=events[begun[1]].start_mark)  # type: ignore[arg-type]
    return reader.value(iter(events[begun[0] + 1 :])) if begun else {}


def read(model: type[Model], data: str | bytes, file: str) -> Model:
    """A YAML file as a model. Raises Unreadable with every problem that can be found in one pass."""
    text = _decoded(data, file)
    reader = _Reader(Problems(file), text.split("\n"))
    try:
        events = _events(text, reader)
        value = _value(events, reader) if events else None
        _report_slips(reader)
        if events:
            return _validated(model, value, reader)
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
