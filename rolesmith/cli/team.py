"""Commands about who does what in a shop: what `python -m rolesmith merge`, `chart` and `coverage` do."""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from rolesmith.cli.command import (
    ENDINGS,
    Command,
    CommandError,
    add_choices,
    format_of,
    options_of,
    role_in,
    save,
    write,
)
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TITLE_LIMIT, clean, one_line
from rolesmith.team.merge import Merged, Source, TooLarge, merge

TOLD = 50
"""Most remarks of one kind."""
KINDS = {"nobody": "没人管", "shared": "几人都管", "sole": "一人管"}
RARE = "没人管，少有店写"
COVERAGE_HEAD = ("情况", "方面", "题目", "主责", "协助", "知情", "依据")
CHARTS = (".svg", ".png", ".pdf")
"""The endings of files that a chart may be."""


def add_to(command: Command) -> None:
    """Register the commands."""
    joined = command("merge", "一人多岗：把几个岗位合成一份，写明各占多少时间", write_merged)
    files = joined.add_argument_group("内容")
    files.add_argument("inputs", metavar="岗位", type=Path, nargs="+", help="岗位的文件，两个或更多")
    options = options_of(joined)
    words = "各岗位占的时间，按文件的先后，用逗号分开，合计 100；不写就平分"
    options.add_argument("--share", metavar="百分比", default="", help=f"{words}，例如 60,40")
    options.add_argument("--name", metavar="名称", default="", help="合成的岗位叫什么；不写就是“甲兼乙”")
    options.add_argument("--superior", metavar="上级", default="", help="直接上级；不写就是第一个岗位的")
    add_choices(options)
    options.add_argument("-o", dest="output", metavar="文件", type=Path, required=True, help=f"存到哪里：{ENDINGS}")

    drawn = command("chart", "画一张组织架构图：谁归谁管，按各岗位写的“直接上级”", write_chart)
    files = drawn.add_argument_group("内容")
    files.add_argument("inputs", metavar="岗位", type=Path, nargs="+", help="岗位的文件，可以写多个")
    options = options_of(drawn)
    words = f"存到哪里：{'、'.join(CHARTS)}；.pdf 一页放不下就分页"
    options.add_argument("-o", dest="output", metavar="文件", type=Path, required=True, help=words)

    told = command("coverage", "谁管什么：常见的职责题目哪些没人管、哪些几人都管、哪些只有一人管", print_coverage)
    files = told.add_argument_group("内容")
    files.add_argument("inputs", metavar="岗位", type=Path, nargs="+", help="岗位的文件，可以写多个")
    options_of(told).add_argument("--json", action="store_true", help="一个题目一行 JSON，给别的程序读")


def print_coverage(arguments: argparse.Namespace) -> None:
    """A line a topic that a shop of these posts, one person each, has: who answers for it; first what nobody does."""
    from rolesmith.team.coverage import answered, coverage, fitting

    roles = {str(at): role_in(path) for at, path in enumerate(arguments.inputs)}
    libraries = shipped().libraries
    told = answered(roles, libraries)
    fits = fitting(told, (), (), len(roles))
    rows: list[dict[Any, Any]] = coverage(told, fits, len(roles)).to_dict("records")
    if not arguments.json:
        print(*COVERAGE_HEAD, sep="\t")
    for row in rows:
        if arguments.json:
            found = {"topic": row["topic"], "area": row["area"], "roles": row["owners"], "kind": row["kind"]}
            more = {name: row[name] for name in ("helpers", "informed", "usual", "guessed")}
            print(json.dumps(found | more, ensure_ascii=False))
            continue
        who = ("、".join(row[name]) for name in ("owners", "helpers", "informed"))
        area = libraries[row["area"]].title if row["area"] in libraries else row["area"]
        kind = RARE if row["kind"] == "nobody" and not row["usual"] else KINDS[row["kind"]]
        cells = (kind, area, row["topic"], *who, "猜的，请核对" if row["guessed"] else "")
        print(*(one_line(clean(cell)) for cell in cells), sep="\t")


def write_chart(arguments: argparse.Namespace) -> None:
    """The organisation chart of several roles."""
    from rolesmith.document.draw import draw
    from rolesmith.document.posts import organisation, post_of
    from rolesmith.formats.chart import pdf
    from rolesmith.formats.chart.pages import of_page, pages
    from rolesmith.formats.chart.png import png
    from rolesmith.formats.chart.svg import inks_of
    from rolesmith.formats.looks import BRAND

    ending = arguments.output.suffix.lower()
    if ending not in CHARTS:
        raise CommandError(f"组织架构图只能存成 {'、'.join(CHARTS)}，“{arguments.output}”不是。")
    roles = [role_in(path) for path in arguments.inputs]
    told = ((role, shipped().filling(role)) for role in roles)
    boxes = organisation([post_of(role, filling, draw(role, filling)) for role, filling in told])
    if ending == ".pdf":
        save(arguments.output, pdf.write(boxes, "", BRAND))
        return
    found = pages(boxes)
    if len(found) > 1:
        raise CommandError(f"岗位太多，一张图画不下；请存成 .pdf，会分成 {len(found)} 页。")
    picture = of_page(found[0], inks_of(BRAND))
    save(arguments.output, png(picture) if ending == ".png" else picture.encode())


def write_merged(arguments: argparse.Namespace) -> None:
    """Several roles as one; what somebody should look at goes to stderr."""
    format_of(arguments.output)
    paths = arguments.inputs
    if len(paths) < 2:
        raise CommandError("合成一份要两个岗位或更多，请再写一个文件。")
    shares = _shares(arguments.share, len(paths))
    sources = [Source(role_in(path), share) for path, share in zip(paths, shares, strict=True)]
    names = {"name": one_line(clean(arguments.name)), "superior": one_line(clean(arguments.superior))}
    if too_long := next((text for text in names.values() if len(text) > TITLE_LIMIT), ""):
        raise CommandError(f"“{too_long[:20]}…”有 {len(too_long)} 字，名称最多 {TITLE_LIMIT} 字。")
    try:
        merged = merge(sources, **names)
    except TooLarge as error:
        raise CommandError(f"{error}。") from error
    write(arguments.output, merged.role, arguments)
    for remark in _remarks(merged):
        print(one_line(clean(remark)), file=sys.stderr)


def _shares(text: str, count: int) -> list[float]:
    """The shares in percent. Raises CommandError."""
    if not text.strip():
        return [100 / count] * count
    parts = [part.strip().removesuffix("%") for part in clean(text).replace("，", ",").split(",")]
    if len(parts) != count:
        raise CommandError(f"--share 有 {len(parts)} 个数，岗位有 {count} 个；请一个岗位写一个数，例如 60,40。")
    if wrong := next((part for part in parts if not re.fullmatch("[1-9][0-9]?", part)), None):
        raise CommandError(f"--share 里的“{wrong[:20]}”不是 1 到 99 的整数。")
    shares = list(map(float, parts))
    if sum(shares) != 100:
        raise CommandError(f"--share 合计是 {sum(shares):g}，要正好 100。")
    return shares


def _remarks(merged: Merged) -> list[str]:
    """What somebody should look at, a sentence each."""
    pairs = [f"可能写了两遍：“{pair.first.text}”和“{pair.second.text}”。" for pair in merged.pairs]
    handed = [f"提到本人兼任的“{each.post}”，请改写：“{each.text}”。" for each in merged.handovers]
    weights = [f"“{post}”的指标有权重不是数字，权重都没有改，请核对。" for post in merged.unweighed]
    return [*_first(pairs), *_first(handed), *weights]


def _first(remarks: list[str]) -> list[str]:
    more = len(remarks) - TOLD
    return [*remarks[:TOLD], f"还有 {more} 处没有列出。"] if more > 0 else remarks
