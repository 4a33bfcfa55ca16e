"""`python -m rolesmith check FILE`: the findings of a role or of a list of lines, for people or as JSON lines."""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path

from rolesmith.advice.check import check_lines, check_role
from rolesmith.advice.finding import DISCLAIMER, Finding
from rolesmith.advice.score import score
from rolesmith.cli.command import SIZE_LIMIT, Command, CommandError, bytes_of, options_of, role_in
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import clean, one_line

KINDS = ("duty", "goal", "requirement")
"""What the lines of a .txt can be checked as."""
FIELDS = (
    "rule",
    "family",
    "severity",
    "path",
    "line",
    "text",
    "span",
    "message",
    "why",
    "source",
    "suggestion",
    "rewrite",
)
"""The fields of a finding in its JSON line."""


def add_to(command: Command) -> None:
    """Register the command."""
    checked = command("check", "检查岗位或职责：写法、用工与平台规则、目标与指标、缺什么", check)
    checked.add_argument_group("内容").add_argument(
        "file", metavar="文件", type=Path, help="岗位匠的 .json，或一行一条的 .txt"
    )
    options = options_of(checked)
    options.add_argument("--json", action="store_true", help="一处发现一行 JSON")
    options.add_argument(
        "--as",
        dest="kind",
        choices=KINDS,
        metavar="种类",
        help=f".txt 的每行是什么：{'、'.join(KINDS)}，不写就是 {KINDS[0]}",
    )


def check(arguments: argparse.Namespace) -> None:
    """Print the findings of a file; the exit code is 0 whatever they are. Raises CommandError."""
    path: Path = arguments.file
    ending = path.suffix.lower().removeprefix(".")
    if ending == "txt":
        findings = check_lines(_lines(bytes_of(path, SIZE_LIMIT), path), arguments.kind or "duty", path=path.name)
        whole = False
    else:
        if arguments.kind:
            raise CommandError("--as 只用于 .txt 文件，岗位文件里每条是什么由文件自己说明。")
        role = role_in(path)
        findings = check_role(role, shipped().filling(role))
        whole = True
    if arguments.json:
        for each in findings:
            finding = each.as_json()
            print(json.dumps({key: finding[key] for key in FIELDS}, ensure_ascii=False))
    else:
        _print(findings, whole)


def _lines(data: bytes, path: Path) -> list[str]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [clean(line) for line in data.decode(encoding).replace("\r\n", "\n").split("\n")]
        except UnicodeDecodeError:
            continue
    raise CommandError(f"“{path}”的文字编码读不懂，请另存为 UTF-8 文本再试。")


def _print(findings: Iterable[Finding], whole: bool) -> None:
    found = list(findings)
    for each in found:
        location = each.path if whole else f"第 {each.line} 行"
        print(f"[{each.severity}] {location}：{each.message}（{each.rule}）")
        if each.text:
            start, end = each.span
            marked = f"{each.text[:start]}【{each.text[start:end]}】{each.text[end:]}" if end > start else each.text
            print(f"    {one_line(marked)}")
        print(f"    为什么：{each.why}出处：{each.source}")
        print(f"    建议：{each.suggestion}")
        if each.rewrite:
            print(f"    可改为：{one_line(each.rewrite)}")
    counts = "，".join(f"{s} {sum(each.severity == s for each in found)}" for s in ("红", "黄", "提示"))
    print(f"共 {len(found)} 处：{counts}。" + (f"得分 {score(found)}。" if whole else ""))
    print(f"（{DISCLAIMER}）")
