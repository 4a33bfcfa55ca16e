"""YAML from a user: strict, all problems at once, each with its line and its mend; nothing expands or runs."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field, model_validator

from rolesmith.files import yaml
from rolesmith.files.problem import Problem, Unreadable
from tests.conftest import ROOT


class Leaf(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=10)
    kind: str = Field("a", pattern="^[a-z]+$")


class Shape(BaseModel):
    """What the files of these tests are read as."""

    model_config = ConfigDict(extra="forbid")

    name: str
    words: tuple[str, ...] = ()
    leaves: tuple[Leaf, ...] = ()
    on: bool = True
    count: int = 0

    @model_validator(mode="after")
    def _not_forbidden(self) -> "Shape":
        if self.name == "禁":
            raise ValueError("不能叫“禁”")
        return self


def read(text: str | bytes) -> Shape:
    return yaml.read(Shape, text, "库.yaml")


def problems(text: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(Unreadable) as caught:
        read(text)
    assert all(problem.file == "库.yaml" and problem.what and problem.mend for problem in caught.value.problems)
    return caught.value.problems


def told(text: str | bytes) -> list[tuple[int, str]]:
    """The line and the wording of each problem."""
    return [(problem.line, problem.what) for problem in problems(text)]


@pytest.mark.parametrize(
    "text",
    ["0571", "no", "yes", "null", "~", "12:30", "1e5", "0x1F", "2026-11-23", "1_000", ".inf", "on", "007", "=", "<<"],
)
def test_a_scalar_stays_the_text_that_was_written(text: str) -> None:
    assert read(f"name: {text}").name == text
    assert read(f"name: x\nwords: [{text}]\n").words == (text,)


def test_a_key_stays_the_text_that_was_written() -> None:
    assert told("name: x\nno: 1\n0571: 2") == [(2, "没有“no”这一项"), (3, "没有“0571”这一项")]


def test_numbers_and_switches_are_read_where_the_model_wants_them() -> None:
    shape = read("name: x\non: 'false'\ncount: 12\n")
    assert (shape.on, shape.count) == (False, 12)


def test_texts_with_marks_are_kept_when_quoted() -> None:
    text = "name: '甲 #乙: {平台} & * ! - 一''二'\nwords: ['- x', \"a：b\", '@c', '100%']\n"
    shape = read(text)
    assert shape.name == "甲 #乙: {平台} & * ! - 一'二"
    assert shape.words == ("- x", "a：b", "@c", "100%")


def test_a_byte_order_mark_and_windows_line_ends_are_taken_off() -> None:
    assert read("\ufeffname: 甲\r\nwords:\r\n- 乙\r\n".encode()) == read("name: 甲\nwords: [乙]")


def test_forbidden_characters_are_dropped() -> None:
    assert read("name: 甲\x00\x07乙\ud800").name == "甲乙"


def test_an_empty_file_lacks_what_is_required() -> None:
    assert told("") == told("# 只有注释\n") == [(0, "少了“name”")]


# every kind of problem


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("words: [a]", 1, "少了“name”", "补上一行“name: …”"),
        ("name: x\nnmae: y", 2, "没有“nmae”这一项", "删掉"),
        ("name: [a, b]", 1, "“name”应当是文字", "单引号"),
        ("name: x\nwords: 甲", 2, "“words”应当是列表", "[甲, 乙]"),
        ("name: x\nleaves:\n- text: a\n- text: 太长的十个字一共十二个字", 4, "“text”太长", "最多 10 个"),
        ("name: x\nleaves:\n- text: a\n  kind: 大", 4, "“kind”的写法不对", "小写字母"),
        ("name: x\nleaves:\n- 甲", 3, "“leaves”的写法不对", "对照"),
        ("name: x\ncount: 三", 2, "“count”的写法不对", "对照"),
        ("name: 禁", 1, "不能叫“禁”", "改正"),
        ("- a\n- b", 1, "“内容”的写法不对", "对照"),
        ("name: x\nname: y", 2, "“name”写了两次", "留下一个"),
        ("name: x\n[a]: b", 2, "冒号前面不是一个名字", "名字: 内容"),
        ("name: x\n'': b", 2, "冒号前面不是一个名字", "名字: 内容"),
        ("name: x\nwords：\n- a", 2, "用了全角冒号“：”", "半角冒号"),
        ("name: x\nleaves:\n- text：甲", 3, "用了全角冒号“：”", "半角冒号"),
        ("name: x\nwords:\n- a\n-负责", 4, "短横后面少一个空格", "- 内容"),
        ("name: x\nwords:\n- 甲 #乙", 3, "“ #”后面的字会被当成注释丢掉", "单引号"),
        ("name: 甲 #1号店", 1, "“ #”后面的字会被当成注释丢掉", "单引号"),
        ("name: &a x", 1, "用了锚点或引用（& 或 *）", "单引号"),
        ("name: x\nwords: [*a]", 2, "用了锚点或引用（& 或 *）", "单引号"),
        ("name: !!python/name:os.system x", 1, "用了类型标记（!）", "去掉它"),
        ("name: !jia x", 1, "用了类型标记（!）", "去掉它"),
        ("name: !甲 x", 1, "这一行的写法读不懂", "单引号"),
        ("name: x\nwords: [a", 2, "这一行的写法读不懂", "引号"),
        ("name: 'x", 1, "这一行的写法读不懂", "引号"),
        ("name: x\n\tcount: 1", 2, "这一行的写法读不懂", "缩进"),
        ("name: x: y", 1, "这一行的写法读不懂", "单引号"),
        ("name: @甲", 1, "这一行的写法读不懂", "单引号"),
        ("name: x\n---\nname: y", 2, "这一行的写法读不懂", "缩进"),
        ("name: x\nwords: " + "[" * 30 + "]" * 30, 2, "层级太深", "最多 20 层"),
    ],
)
def test_a_problem_has_its_line_and_its_mend(text: str, line: int, what: str, mend: str) -> None:
    found = problems(text)
    assert (line, what) in [(problem.line, problem.what) for problem in found]
    assert any(mend in problem.mend for problem in found)
    assert f"库.yaml 第 {line} 行：{what}。" in "\n".join(map(str, found))


def test_a_file_that_is_not_utf8_is_told() -> None:
    assert told("name: 网店".encode("gb18030")) == [(0, "文字编码不对")]
    assert str(problems(b"\xff\xfe")[0]) == "库.yaml：文字编码不对。另存为 UTF-8 再试"


def test_a_file_that_is_too_large_is_not_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "name: x\n#"
    room = yaml.SIZE_LIMIT - len(text)
    assert read(text + "x" * room).name == "x"
    (problem,) = problems(text + "x" * room + "x")
    assert (problem.line, problem.what) == (0, "文件太大") and "2 MB" in problem.mend
    assert told(b"\xff" * (yaml.SIZE_LIMIT + 1)) == [(0, "文件太大")]


def test_all_problems_are_told_at_once_in_order() -> None:
    text = """\
name: 一
name: 二
extra: 三
words：
leaves:
- text: 甲 #乙
  kind: 大
- txet: 丙
-text: 丁
count: !int 5
"""
    assert [line for line, _ in told(text)] == sorted(line for line, _ in told(text))
    text = text.replace("words：\n", "").replace("-text: 丁\n", "")
    assert told(text) == [
        (2, "“name”写了两次"),
        (3, "没有“extra”这一项"),
        (5, "“ #”后面的字会被当成注释丢掉"),
        (6, "“kind”的写法不对"),
        (7, "少了“text”"),
        (7, "没有“txet”这一项"),
        (8, "用了类型标记（!）"),
    ]


def test_slips_of_the_keyboard_are_told_even_where_nothing_can_be_parsed() -> None:
    found = told("name: x\nwords：\n- a\nleaves:\n  -text: b\n")
    assert (2, "用了全角冒号“：”") in found and (5, "短横后面少一个空格") in found


@pytest.mark.parametrize(
    "text",
    [
        "name: |-\n  -负责上新\n  text：甲\n  - 乙\n",
        "name: '甲\n\n  -负责\n\n  text：乙'\n",
        'name: "甲\n\n  -负责"\nwords: []\n',
        "name: >\n  -负责\n\nwords:\n- a\n",
        "name: -5 到 5 度\nwords:\n- SEO：改标题\n- 甲# 乙\n- 甲 # 是注释\n- -5\n",
    ],
)
def test_what_is_meant_as_text_is_not_taken_for_a_slip(text: str) -> None:
    assert read(text).name


def test_a_slip_right_behind_a_block_of_text_is_told() -> None:
    assert (5, "短横后面少一个空格") in told("name: |-\n  -负责\nwords:\n- a\n-b\n")


# hostile files


def test_a_billion_laughs_are_refused_before_anything_grows() -> None:
    names = "abcdefghij"
    rows = ["a: &a [" + "哈," * 4 + "]"]
    rows += [f"{new}: &{new} [{','.join([f'*{old}'] * 4)}]" for old, new in pairwise(names)]
    found = told("\n".join(rows))
    assert {what for _, what in found} == {"用了锚点或引用（& 或 *）"}
    assert {line for line, _ in found} == set(range(1, 11))


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 100_000, "? " * 100_000])
def test_deep_nesting_is_refused_and_does_not_end_the_process(tmp_path: Path, text: str) -> None:
    """In a process of its own, since the stack that overflows is that of a library in C."""
    file = tmp_path / "deep.yaml"
    file.write_text(text, "ascii")
    code = (
        "import sys; from pathlib import Path\n"
        "from rolesmith.presets.library import Library; from rolesmith.files.problem import Unreadable\n"
        "try: Library.read(Path(sys.argv[1]).read_bytes(), 'f')\n"
        "except Unreadable as error: print(len(error.problems))"
    )
    command = [sys.executable, "-c", code, str(file)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "1"), done.stderr


def test_nesting_up_to_the_limit_is_read() -> None:
    deep = "[" * (yaml.DEPTH_LIMIT - 1) + "]" * (yaml.DEPTH_LIMIT - 1)
    assert "层级太深" not in {what for _, what in told(f"name: x\nwords: {deep}")}
    assert "层级太深" in {what for _, what in told(f"name: x\nwords: [{deep}]")}


def test_a_merge_key_merges_nothing() -> None:
    assert told("name: x\n<<: {count: 5}") == [(2, "没有“<<”这一项")]
