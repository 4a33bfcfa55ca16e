"""The command line: documents without the page; whatever is wrong is one Chinese sentence and exit code 2."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

import pytest
from openpyxl import load_workbook

from rolesmith.cli.app import main
from rolesmith.cli.command import SIZE_LIMIT
from rolesmith.formats import FORMATS
from rolesmith.presets.library import Kind, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN
from rolesmith.role.tree import Node, Role
from rolesmith.shop.duties import duties
from rolesmith.store.store import Store
from tests.conftest import ROOT, SHOP
from tests.outside import squeezed, text_in
from tests.sample import every_kind

Run = Callable[..., tuple[int, str, str]]
LIBRARY_COMMANDS = ("search", "check", "convert", "diff", "schema", "coverage")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in an empty folder → exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        out, err = capsys.readouterr()
        return code, out, err

    return command


def complaint(answer: tuple[int, str, str]) -> str:
    """The one sentence of a command that failed, and nothing else."""
    code, out, err = answer
    assert (code, out) == (2, "")
    assert err.endswith("。\n") and err.count("\n") == 1
    assert re.search("[一-鿿]", err)
    return err


def backup(path: str) -> Role:
    """A role of every kind in a file."""
    role, _ = every_kind()
    Path(path).write_text(role.to_json(), "utf-8")
    return role


def test_without_a_command_it_prints_help_and_fails(run: Run) -> None:
    code, out, err = run()
    assert code == 2 and not err
    assert all(word in out for word in ("用法", "starters", "new", "convert"))


def test_standards_are_shown_where_they_are_asked_for(run: Run) -> None:
    role = shipped().starters["service_agent"].role
    duty = role.tree.find("duties.duties.store.1")
    assert duty

    def written(node: Node) -> Node:
        if node.id == duty.id:
            return node.with_(standard="每日下班前完成")
        return node.with_(children=tuple(map(written, node.children)))

    Path("a.json").write_text(role.replace(written(role.tree)).to_json(), "utf-8")
    for words, shown in ((), False), (("--standards", "只列职责"), False), (("--standards", "职责和标准"), True):
        for command in ("convert", "a.json", "a.md"), ("shop", "a.json", "-o", "a.xlsx"):
            assert run(*command, *words) == (0, "", "")
        assert ("标准：每日下班前完成" in Path("a.md").read_text("utf-8")) == shown
        assert ("每日下班前完成" in text_in("xlsx", Path("a.xlsx").read_bytes())) == shown
    for file in ("b.xlsx", "b.docx", "b.md"):
        assert run("form", "-o", file, "--standards", "职责和标准") == (0, "", "")
        assert "主要工作职责与任务" in squeezed(text_in(file[2:], Path(file).read_bytes()))
    assert "只能存成 .xlsx、.docx、.md" in complaint(run("form", "-o", "b.pdf"))
    assert "没有样式可选" in complaint(run("form", "-o", "c.md", "--look", "紧凑"))
    assert "工作标准" in text_in("xlsx", Path("b.xlsx").read_bytes())
    assert "只列职责" in complaint(run("convert", "a.json", "a.md", "--standards", "全部"))


def test_several_roles_become_one_workbook(run: Run) -> None:
    backup("a.json"), backup("b.json")
    assert run("shop", "a.json", "b.json", "-o", "shop.xlsx", "--look", "紧凑") == (0, "", "")
    assert {"目录", "编制汇总"} <= set(load_workbook("shop.xlsx").sheetnames)
    assert "以 .xlsx 结尾" in complaint(run("shop", "a.json", "-o", "shop.md"))
    assert "打不开" in complaint(run("shop", "a.json", "none.json", "-o", "other.xlsx"))
    assert not Path("other.xlsx").exists()


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["starters"],
        ["new"],
        ["convert"],
        ["shop"],
        ["paper"],
        ["form"],
        ["schema"],
        ["library"],
        *(["library", name] for name in LIBRARY_COMMANDS),
    ],
)
def test_help_is_chinese(run: Run, command: list[str]) -> None:
    code, out, _ = run(*command, "--help")
    assert code == 0
    assert not re.findall("usage|options|arguments|show", out)


def test_starters_are_one_a_line_name_first(run: Run) -> None:
    code, out, err = run("starters")
    assert (code, err) == (0, "")
    assert out.splitlines() == [f"{s.title}\t{s.summary}" for s in shipped().starters.values()]


def test_every_command_that_the_document_shows_does_its_work(run: Run) -> None:
    """One after the other, in a folder that holds nothing but `presets/`."""
    shown = re.findall(
        "^python -m rolesmith (.+)$", (ROOT / "docs" / "command-line.md").read_text("utf-8"), re.MULTILINE
    )
    Path("presets").symlink_to(ROOT / "presets")
    assert len(shown) >= 15
    for line in shown:
        code, out, err = run(*line.split())
        assert code == 0 or (code == 1 and line.startswith("check")), f"{line}: {err}"
        assert "-o" not in line.split() or not out


def test_it_runs_as_a_module_in_any_locale(tmp_path: Path) -> None:
    """Also where the terminal cannot show Chinese."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "rolesmith", "new", "没有这个", "-o", "a.md"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", FORMATS)
def test_a_starter_is_made_in_every_format(run: Run, ending: str) -> None:
    assert run("new", "客服专员", "-o", f"a.{ending}") == (0, "", "")
    assert "七天无理由退货" in squeezed(text_in(ending, Path(f"a.{ending}").read_bytes()))


def test_a_starter_is_known_by_title_and_by_id_and_an_ending_in_capitals(run: Run) -> None:
    run("new", "客服专员", "-o", "a.MD")
    run("new", "service_agent", "-o", "b.md")
    assert Path("a.MD").read_bytes() == Path("b.md").read_bytes()


@pytest.mark.parametrize("ending", FORMATS)
def test_the_same_command_makes_the_same_bytes(run: Run, ending: str) -> None:
    for name in ("a", "b"):
        run("new", "运营主管", "--blank", "平台=抖音", "-o", f"{name}.{ending}")
    assert Path(f"a.{ending}").read_bytes() == Path(f"b.{ending}").read_bytes()


def test_blanks_are_filled_in_the_document(run: Run) -> None:
    run("new", "客服专员", "-o", "open.md")
    assert run("new", "客服专员", "--blank", "平台=抖音", "--blank", "首次响应时长＝ 45", "-o", "a.md")[0] == 0
    before, after = Path("open.md").read_text("utf-8"), Path("a.md").read_text("utf-8")
    assert f"接待{OPEN}店铺" in before
    assert "接待抖音店铺" in after and "45秒" in after
    assert after.count(OPEN) < before.count(OPEN)


def test_a_filled_blank_is_kept_in_the_backup_and_an_empty_one_is_open(run: Run) -> None:
    run("new", "客服专员", "--blank", "平台=抖音=小店", "--blank", "主营类目=", "-o", "a.json")
    assert Role.from_json(Path("a.json").read_bytes()).tree.values == {"平台": "抖音=小店"}


def test_an_unknown_blank_names_its_neighbours(run: Run) -> None:
    said = complaint(run("new", "客服专员", "--blank", "平太=抖音", "-o", "a.md"))
    assert "“平太”" in said and "“平台”" in said
    assert not Path("a.md").exists()


@pytest.mark.parametrize(
    ("blank", "word"), [("平台", "等号"), ("=抖音", "没有“”"), ("平台=" + "长" * 5001, "最多 5000 字")]
)
def test_a_blank_that_cannot_be_used_is_explained(run: Run, blank: str, word: str) -> None:
    assert word in complaint(run("new", "客服专员", "--blank", blank, "-o", "a.md"))


@pytest.mark.parametrize(("name", "near"), [("客服专圆", "客服专员"), ("service_agnet", "service_agent")])
def test_an_unknown_starter_names_the_nearest(run: Run, name: str, near: str) -> None:
    assert f"“{near}”" in complaint(run("new", name, "-o", "a.md"))


@pytest.mark.parametrize("ending", FORMATS)
def test_a_backup_is_converted(run: Run, ending: str) -> None:
    role = backup("in.json")
    assert run("convert", "in.json", f"out.{ending}") == (0, "", "")
    written = Path(f"out.{ending}").read_bytes()
    assert "标01前言记" in squeezed(text_in(ending, written))
    if ending == "json":
        assert Role.from_json(written) == role


def test_a_backup_may_be_converted_onto_itself(run: Run) -> None:
    role = backup("a.json")
    assert run("convert", "a.json", "a.json")[0] == 0
    assert Role.from_json(Path("a.json").read_bytes()) == role


DEEP = '{"schema":"rolesmith/role@1","tree":' + '{"id":"a","kind":"role","children":[' * 20_000
DOUBLE = json.dumps({"tree": {"id": "role", "kind": "role", "children": [{"id": "role", "kind": "section"}]}})
NEWER = json.dumps({"schema": "rolesmith/role@9", "tree": {"id": "role", "kind": "role"}})


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "null",
        "[]",
        "甲",
        "{}",
        '{"tree": 5}',
        "[" * 200_000,
        DEEP,
        DOUBLE,
        NEWER,
        '{"tree":' + "9" * 5000 + "}",
    ],
    ids=[
        "empty",
        "cut",
        "null",
        "list",
        "no json",
        "no tree",
        "no node",
        "deep",
        "deep tree",
        "twice",
        "newer",
        "number",
    ],
)
def test_a_damaged_backup_is_told_and_nothing_is_written(run: Run, content: str) -> None:
    Path("in.json").write_text(content, "utf-8")
    Path("out.md").write_text("旧", "utf-8")
    assert re.search(
        "升级岗位匠" if content == NEWER else "改坏|文件是空的", complaint(run("convert", "in.json", "out.md"))
    )
    assert Path("out.md").read_text("utf-8") == "旧"


def test_a_backup_that_is_not_utf8_is_told(run: Run) -> None:
    Path("in.json").write_bytes('{"名":1}'.encode("gbk"))
    assert re.search("改坏|文件是空的", complaint(run("convert", "in.json", "out.md")))


def test_a_backup_that_is_too_large_is_not_parsed(run: Run) -> None:
    """One byte over the limit is told as too large though it is a good role."""
    text = Role(tree=Node(id="role", kind="role")).to_json()
    Path("in.json").write_text(text + " " * (SIZE_LIMIT - len(text)), "ascii")
    assert run("convert", "in.json", "out.md")[0] == 0
    Path("in.json").write_text(text + " " * (SIZE_LIMIT - len(text) + 1), "ascii")
    assert "太大，最多 5 MB" in complaint(run("convert", "in.json", "out.md"))


def test_what_cannot_be_read_is_told(run: Run) -> None:
    Path("in.png").write_bytes(b"PNG")
    assert "可以读 .json" in complaint(run("convert", "in.png", "out.md"))
    Path("in.xlsx").write_bytes(b"PK")
    assert "不是完整的 .xlsx" in complaint(run("convert", "in.xlsx", "out.md"))


def test_our_workbook_and_a_strangers_document_are_read(run: Run) -> None:
    role = backup("in.json")
    assert run("convert", "in.json", "out.xlsx") == (0, "", "")
    code, _, said = run("convert", "out.xlsx", "back.json")
    assert code == 0 and "只有看得见的内容" in said
    assert run("convert", "in.json", "out.xlsx", "--whole") == (0, "", "")
    assert run("convert", "out.xlsx", "back.json") == (0, "", "")
    assert Role.from_json(Path("back.json").read_bytes()) == role
    assert run("new", "客服专员", "--whole", "-o", "a.xlsx") == (0, "", "")
    assert run("convert", "a.xlsx", "a.json", "--whole") == (0, "", "")
    assert "--whole 只用于 .xlsx" in complaint(run("convert", "in.json", "out.docx", "--whole"))
    Path("old.txt").write_text("岗位名称：仓管\n加微信\n岗位职责\n1、收货", "gb18030")
    code, out, said = run("convert", "old.txt", "new.md")
    assert (code, out) == (0, "") and "1 条没有地方放" in said
    text = Path("new.md").read_text("utf-8")
    assert "仓管岗位职责说明书" in text and "收货" in text and "加微信" in text


def test_a_missing_file_and_a_folder_are_told(run: Run) -> None:
    Path("folder.json").mkdir()
    assert "没有这个文件" in complaint(run("convert", "nowhere.json", "out.md"))
    assert "“folder.json”" in complaint(run("convert", "folder.json", "out.md"))
    backup("in.json")
    assert "没有这个文件夹" in complaint(run("convert", "in.json", "nowhere/out.md")).replace("文件或", "")
    assert "folder.json" in complaint(run("convert", "in.json", "folder.json"))
    assert sorted(map(str, Path().iterdir())) == ["folder.json", "in.json"]


@pytest.mark.parametrize("name", ["a.doc", "a", "md", ".md", ""])
def test_an_unknown_ending_lists_the_known_ones(run: Run, name: str) -> None:
    said = complaint(run("new", "客服专员", "-o", name))
    assert all(f".{ending}" in said for ending in FORMATS)
    assert not list(Path().iterdir())


def test_an_output_that_cannot_be_written_leaves_nothing_behind(run: Run) -> None:
    long = "长" * 200 + ".md"
    assert "写不了" in complaint(run("new", "客服专员", "-o", long))
    Path("file").write_text("旧", "utf-8")
    assert "不是文件夹" in complaint(run("new", "客服专员", "-o", "file/a.md"))
    assert [path.name for path in Path().iterdir()] == ["file"]


@pytest.mark.skipif(os.name == "nt", reason="Windows 要有权限才能建链接")
def test_a_link_is_followed_and_one_in_a_circle_is_told(run: Run) -> None:
    Path("circle.md").symlink_to("circle.md")
    assert "circle.md" in complaint(run("new", "客服专员", "-o", "circle.md"))
    Path("real.md").write_text("旧", "utf-8")
    Path("link.md").symlink_to("real.md")
    assert run("new", "客服专员", "-o", "link.md")[0] == 0
    assert Path("link.md").is_symlink() and Path("real.md").read_text("utf-8").startswith("# 客服专员")


@pytest.fixture
def no_root(run: Run) -> Iterator[Path]:
    """A folder that everybody may enter, for a user whom file permissions bind."""
    assert main(["new", "客服专员", "-o", "warm.md"]) == 0  # what is read or imported late is read now
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o777)
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        if root:
            os.seteuid(65534)
        yield Path(folder)
        if root:
            os.seteuid(0)
        Path(folder).chmod(0o777)


def test_a_read_only_file_stays_as_it_is(run: Run, no_root: Path) -> None:
    out = no_root / "a.md"
    assert run("new", "客服专员", "-o", str(out))[0] == 0
    before = out.read_bytes()
    out.chmod(0o400)
    assert "没有权限" in complaint(run("new", "客服主管", "-o", str(out)))
    assert [path.read_bytes() for path in no_root.iterdir()] == [before]


@pytest.mark.skipif(os.name == "nt", reason="Windows 的文件夹没有这样的权限")
def test_a_folder_that_cannot_be_written_is_told(run: Run, no_root: Path) -> None:
    (no_root / "closed").mkdir(mode=0o500)
    assert "没有权限" in complaint(run("new", "客服专员", "-o", str(no_root / "closed" / "a.md")))


def test_the_new_file_takes_the_place_of_the_old_one_at_once(run: Run) -> None:
    """Not by writing into it: whoever has the old one open, here by a second name, still has it whole."""
    Path("a.md").write_text("旧", "utf-8")
    Path("second.md").hardlink_to("a.md")
    assert run("new", "客服专员", "-o", "a.md")[0] == 0
    assert Path("a.md").read_text("utf-8").startswith("# 客服专员")
    assert Path("second.md").read_text("utf-8") == "旧"


def test_a_disk_that_fills_up_leaves_the_old_file_whole(run: Run) -> None:
    """A limit on the size of files stands in for a full disk."""
    resource = pytest.importorskip("resource")
    Path("a.md").write_text("旧", "utf-8")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        said = complaint(run("new", "客服专员", "-o", "a.md"))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)
    assert "写不了" in said
    assert Path("a.md").read_text("utf-8") == "旧"
    assert [path.name for path in Path().iterdir()] == ["a.md"]


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["new"], "少了"),
        (["new", "客服专员"], "少了"),
        (["new", "客服专员", "-o"], "-o"),
        (["new", "客服专员", "-o", "a.md", "--blan", "平台=抖音"], "不认识"),
        (["convert", "a.json"], "少了"),
        (["starters", "多余\n的"], "不认识"),
        (["print"], "print"),
        (["--version"], "--version"),
    ],
)
def test_a_command_that_is_written_wrong_is_told_in_one_line(run: Run, arguments: list[str], word: str) -> None:
    said = complaint(run(*arguments))
    assert word in said and "--help" in said
    assert not re.search("argument|required|choice|expected", said)


def test_a_sentence_carries_no_control_characters(run: Run) -> None:
    assert "\x1b" not in complaint(run("new", "\x1b[31m红\n字", "-o", "a.md"))


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有这样的管道")
def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    """`starters | head -1`: the pipe is closed before anything is written."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [sys.executable, "-m", "rolesmith", "starters"], cwd=ROOT, stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


# library search


def test_a_search_prints_the_best_first(run: Run) -> None:
    code, out, err = run("library", "search", "千川", "--top", "3")
    rows = [line.split("\t") for line in out.splitlines()]
    assert (code, err, len(rows)) == (0, "", 3)
    library, item_id, text, aliases, score = rows[0]
    item = shipped().libraries[library].item(item_id)
    assert item and item.text == text and "、".join(item.aliases) == aliases
    assert "投流" in text + aliases
    assert [row[4] for row in rows] == sorted((row[4] for row in rows), reverse=True) and 0 < float(score) <= 1


def test_several_words_are_one_query_and_a_kind_narrows(run: Run) -> None:
    code, out, _ = run("library", "search", "退款", "差评", "--json", "--kind", "goal")
    answer = json.loads(out)
    assert code == 0 and answer["query"] == "退款 差评" and out.count("\n") == 1
    assert answer["items"]
    for entry in answer["items"]:
        item = shipped().libraries[entry["library"]].item(entry["id"])
        assert item and item.kind == "goal" and entry.keys() == {"library", "id", "text", "aliases", "score"}
    kinds = json.loads(run("library", "search", "退款", "--json", "--top", "999")[1])
    found = [shipped().libraries[entry["library"]].item(entry["id"]) for entry in kinds["items"]]
    assert {"duty", "goal"} <= {item.kind for item in found if item} and len(found) == kinds["total"]


def test_one_query_a_line_from_standard_input_is_one_json_line_each(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    queries = ["吵架的顾客", "kucun", "qqqqzzzz", "", "\x1b[31m😀"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\n".join(queries).encode()), "ascii"))
    code, out, err = run("library", "search", "-", "--top", "2")
    answers = [json.loads(line) for line in out.splitlines()]
    assert (code, err) == (0, "")
    assert [answer["query"] for answer in answers] == queries
    assert [len(answer["items"]) for answer in answers] == [2, 2, 0, 2, 0]


def test_standard_input_that_is_not_utf8_is_searched_all_the_same(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("库存\n".encode("gbk") + b"kucun\n"), "utf-8"))
    code, out, err = run("library", "search", "-")
    assert (code, err, out.count("\n")) == (0, "", 2)


def test_nothing_found_prints_nothing(run: Run) -> None:
    assert run("library", "search", "qqqqzzzz") == (0, "", "")


# libraries


LIBRARY = """\
library: mine
title: 我的
items:
- {id: a, text: 核对价格, aliases: [查价]}
- {id: b, text: 复购率提高, kind: goal}
"""


def told(answer: tuple[int, str, str]) -> list[str]:
    """Each problem's line, and nothing else."""
    code, out, err = answer
    assert (code, out) == (2, "") and "Traceback" not in err
    return err.splitlines()


def test_a_library_is_checked_in_one_line(run: Run) -> None:
    Path("a.yaml").write_text(LIBRARY, "utf-8")
    assert run("library", "check", "a.yaml") == (0, "我的（mine，版本 1）：职责 1 条，目标 1 条\n", "")
    Path("b.yaml").write_text("library: mine\ntitle: 我的\nitems: []", "utf-8")
    assert run("library", "check", "b.yaml") == (0, "我的（mine，版本 1）：没有条目\n", "")


def test_all_problems_of_a_library_are_told_a_line_each(run: Run) -> None:
    Path("a.yaml").write_text(LIBRARY.replace("kind: goal", "kind: 目标").replace("id: a", "id: 甲"), "utf-8")
    assert told(run("library", "check", "a.yaml")) == [
        "a.yaml 第 4 行：“id”的写法不对。用小写字母、数字、下划线，中间可用一个点",
        "a.yaml 第 5 行：“kind”的值“目标”不认识。只能写 'duty', 'goal', 'requirement' 或 'kpi'",
    ]
    assert len(told(run("library", "convert", "a.yaml", "b.xlsx"))) == 2
    assert len(told(run("library", "diff", "a.yaml", "a.yaml"))) == 2
    assert [path.name for path in Path().iterdir()] == ["a.yaml"]


def test_a_problem_carries_no_control_characters(run: Run) -> None:
    Path("a.yaml").write_text(LIBRARY + "'\x9b31m红\n字': 甲\n", "utf-8")
    assert all(line.isprintable() for line in told(run("library", "check", "a.yaml")))


def test_a_library_is_converted_from_each_file_to_each_and_stays_the_same(run: Run) -> None:
    Path("a.yaml").write_text(LIBRARY, "utf-8")
    for before, after in (("a.yaml", "a.xlsx"), ("a.xlsx", "a.txt"), ("a.txt", "b.XLSX"), ("b.XLSX", "b.yml")):
        assert run("library", "convert", before, after) == (0, "", "")
    assert Library.read(Path("b.yml").read_bytes(), "b") == Library.read(LIBRARY, "a")
    assert Path("a.txt").read_text("ascii").startswith("RSL1.")
    assert run("library", "check", "a.xlsx")[1] == run("library", "check", "a.yaml")[1]


def test_a_strangers_table_becomes_a_library_as_it_is_guessed(run: Run) -> None:
    Path("表.csv").write_text("岗位,要做的,电话\n客服,回复,1\n,登记,2\n,合计,\n", "gb18030")
    code, _, err = run("library", "convert", "表.csv", "库.yaml")
    assert code == 0 and err.splitlines() == [
        "表.csv：不是岗位匠的库，按普通的表读：岗位 → 小组，要做的 → 职责，电话 → 不导入。",
        "表.csv：没有导入：第 4 行：合计。",
        "表.csv：没有导入：第 3 列“电话”，2 格。",
    ]
    library = Library.read(Path("库.yaml").read_bytes(), "库")
    assert [(item.topic, item.text) for item in library.items] == [("客服", "回复"), ("客服", "登记")]
    assert "普通的表" in told(run("library", "check", "表.csv"))[0]


def test_a_table_that_is_too_large_is_refused_before_it_is_read(run: Run) -> None:
    Path("大.csv").write_bytes(b"a" * 30_000_000)
    assert complaint(run("library", "convert", "大.csv", "库.yaml")) == "“大.csv”太大，最多 10 MB。\n"


def test_a_library_that_no_chat_takes_is_told(run: Run) -> None:
    service = str(ROOT / "presets" / "duties" / "service.yaml")
    assert "请改发 .xlsx 或 .yaml 文件" in complaint(run("library", "convert", service, "a.txt"))
    assert not list(Path().iterdir())


def test_two_versions_of_a_library_are_compared(run: Run) -> None:
    Path("a.yaml").write_text(LIBRARY, "utf-8")
    newer = LIBRARY.replace("title: 我的", "title: 我的\nversion: 2").replace("查价", "查价, 破价")
    newer = newer.replace("- {id: b, text: 复购率提高, kind: goal}", "- {id: c, text: '清点\n样品'}")
    Path("b.yaml").write_text(newer, "utf-8")
    code, out, err = run("library", "diff", "a.yaml", "b.yaml")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        "我的（版本 1 → 2）：新增 1 条，变更 1 条，移除 1 条",
        "变更 库信息",
        "  版本：1 → 2",
        "变更 职责 a 核对价格",
        "  搜索词：查价 → 查价、破价",
        "新增 职责 c 清点 样品",
        "移除 目标 b 复购率提高",
    ]
    assert run("library", "diff", "a.yaml", "a.yaml")[1] == "我的（版本 1 → 1）：新增 0 条，变更 0 条，移除 0 条\n"


@pytest.mark.parametrize("kind", ["library", "role"])
def test_the_schema_is_printed_as_it_is_published(run: Run, kind: str) -> None:
    code, out, _ = run(*(["library"] if kind == "library" else []), "schema")
    assert code == 0 and out == (ROOT / "docs" / f"{kind}.schema.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["search"], "少了"),
        (["search", "库存", "--kind", "职责"], "只能写"),
        (["search", "库存", "--kind"], "--kind"),
        (["search", "库存", "--top", "0"], "整数"),
        (["search", "库存", "--top", "-3"], "--top"),
        (["search", "库存", "--top", "多"], "整数"),
        (["search", "库存", "--topp", "3"], "不认识"),
        (["find", "库存"], "find"),
    ],
)
def test_a_search_that_is_written_wrong_is_told_in_one_line(run: Run, arguments: list[str], word: str) -> None:
    said = complaint(run("library", *arguments))
    assert word in said and "--help" in said
    assert not re.search("argument|required|choice|choose|expected|invalid", said)


@pytest.mark.parametrize("first", ["库存", "--json", "--json=5", "--top", "--top=", "--kind=x", "-x", "-"])
@pytest.mark.parametrize("last", ["--json=5", "--top", "--top=1.5", "--kind=职责", "--x", "--jso"])
def test_whatever_is_written_wrong_is_told_in_chinese(run: Run, first: str, last: str) -> None:
    """No word is English but what was written and what may be."""
    said = complaint(run("library", "search", first, last))
    typed = re.findall("[a-z]+", f"{first} {last}")
    known = {*typed, *get_args(Kind), "kind", "top", "json", "python", "rolesmith", "help"}
    assert not set(re.findall("[a-z]{2,}", said)) - known


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["check"], "少了"),
        (["check", "nowhere.yaml"], "没有这个文件"),
        (["convert", "a.yaml"], "少了"),
        (["convert", "a.yaml", "b.pdf"], ".xlsx、.yaml、.txt"),
        (["convert", "a.yaml", "nowhere/b.xlsx"], "没有这个文件"),
        (["diff", "a.yaml"], "少了"),
        (["diff", "a.yaml", "nowhere.yaml"], "没有这个文件"),
        (["print"], "print"),
        (["schema", "多余"], "不认识"),
    ],
)
def test_a_library_command_that_cannot_be_carried_out_is_told(run: Run, arguments: list[str], word: str) -> None:
    Path("a.yaml").write_text(LIBRARY, "utf-8")
    assert word in complaint(run("library", *arguments))


def test_library_without_a_command_prints_its_help_and_fails(run: Run) -> None:
    code, out, err = run("library")
    assert code == 2 and not err
    assert all(word in out for word in ("用法", *LIBRARY_COMMANDS))


def test_a_chart_has_every_post_and_is_never_cut(run: Run) -> None:
    files = []
    for name in ("客服专员", "客服主管", "电商部负责人"):
        files.append(f"{name}.json")
        assert run("new", name, "-o", files[-1])[0] == 0
    assert run("chart", *files, "-o", "a.svg") == (0, "", "")
    words = Path("a.svg").read_text("utf-8")
    assert all(f">{name}<" in words for name in ("客服专员", "客服主管", "电商部负责人", "总经理"))
    assert run("chart", *files, "-o", "a.png") == (0, "", "")
    assert Path("a.png").read_bytes().startswith(b"\x89PNG")
    long = []
    for at in range(40):
        long.append(f"{at}.json")
        whole = Path("客服专员.json").read_text("utf-8")
        Path(long[-1]).write_text(
            whole.replace("客服主管", f"第{at}级主管").replace("客服专员", f"第{at + 1}级主管"), "utf-8"
        )
    code, _, err = run("chart", *long, "-o", "b.svg")
    assert (code, Path("b.svg").exists()) == (2, False) and "请存成 .pdf" in err
    code, _, err = run("chart", *files, "-o", "a.docx")
    assert code == 2 and "只能存成 .svg、.png、.pdf" in err


def test_coverage_tells_who_does_what_and_what_nobody_does_as_the_page_does(run: Run, store: Store) -> None:
    names = ("客服专员", "售后客服", "客服主管")
    files = [f"{name}.json" for name in names]
    for name, file in zip(names, files, strict=True):
        assert run("new", name, "-o", file)[0] == 0
        store.create(SHOP, Role.model_validate_json(Path(file).read_bytes()))
    code, out, err = run("coverage", *files, "--json")
    rows = {row["topic"]: row for row in map(json.loads, out.splitlines())}
    assert (code, err) == (0, "")
    asked = rows["投诉与纠纷处理"]
    assert (asked["area"], asked["roles"], asked["kind"]) == ("service", ["客服专员", "售后客服"], "shared")
    assert rows["打包贴单"]["roles"] == [] and rows["打包贴单"]["kind"] == "nobody"
    assert {row["kind"] for row in rows.values()} == {"nobody", "shared", "sole"}
    page = duties(store, SHOP).coverage.to_dict("records")
    assert [(row["topic"], row["kind"], row["usual"]) for row in rows.values()] == [
        (row["topic"], row["kind"], row["usual"]) for row in page
    ]
    code, out, err = run("coverage", *files)
    head, *lines = out.splitlines()
    assert (code, err, head.split("\t")[:4]) == (0, "", ["情况", "方面", "题目", "主责"])
    assert len(lines) == len(rows) and lines[0].startswith("没人管\t") and lines[-1].startswith("没人管，少有店写\t")
    assert "几人都管\t客户服务\t投诉与纠纷处理\t客服专员、售后客服\t\t\t" in lines
    complaint(run("coverage", "没有.json"))
