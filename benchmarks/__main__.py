"""All figures in one run: `python -m benchmarks`, or only some parts: `python -m benchmarks typing pages`.

Needs Linux, Chromium (ROLESMITH_CHROMIUM, or on PATH) and the test tools (`python3 run.py test` sets them up).
Ends with 1 where a bound was missed.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import advice, against, excel, finding, formats, load, screens, shop, soak
from benchmarks.figures import HEAD, Figure

COUNT = 30
BY_NAME_ONLY = ("excel", "formats", "flat", "soak")
"""Takes as long as all the others together."""

MINUTES, SESSIONS = 15.0, 20
"""How long the soak takes, with so many at once."""
Part = Callable[[Path, int], Iterator[Figure]]


def on_screen(part: Callable[..., Iterator[Figure]]) -> Part:
    """A part that is measured in a browser of its own."""

    def measured(folder: Path, count: int) -> Iterator[Figure]:
        with screens.chromium() as browser:
            yield from part(browser, folder, count)

    return measured


PARTS: dict[str, Part] = {
    "typing": on_screen(screens.typing),
    "growth": on_screen(screens.growth),
    "pages": on_screen(screens.pages),
    "first": on_screen(screens.first),
    "shop": on_screen(shop.large),
    "costs": load.costs,
    "sessions": load.sessions,
    "memory": load.memory,
    "search": finding.searching,
    "advice": advice.advice,
    "excel": excel.writing,
    "formats": formats.writing,
    "flat": formats.staying_flat,
}


def main() -> int:
    """Print a table; the exit code."""
    words = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    left_out = "、".join(BY_NAME_ONLY)
    words.add_argument(
        "parts", nargs="*", metavar="PART", help=f"{'、'.join([*PARTS, 'soak'])}；不写就是除 {left_out} 以外的全部"
    )
    words.add_argument("-n", dest="count", type=int, default=COUNT, help="次数，默认 30；少于 30 只能看个大概")
    words.add_argument("--minutes", type=float, default=MINUTES, help="soak 的分钟数，默认 15")
    words.add_argument("--sessions", type=int, default=SESSIONS, help="soak 的会话数，默认 20")
    words.add_argument(
        "--against", type=Path, metavar="CHECKOUT", help=f"底线换成另一份代码：{'、'.join(against.PARTS)}"
    )
    wish = words.parse_args()
    parts: dict[str, Part] = {**PARTS, "soak": lambda folder, _: soak.soak(folder, wish.minutes, wish.sessions)}
    if wish.against:
        parts = {name: partial(part, wish.against.resolve()) for name, part in against.PARTS.items()}
    if strange := set(wish.parts) - set(parts):
        words.error(f"没有这一项：{'、'.join(sorted(strange))}")
    figures = []
    print(HEAD)
    with tempfile.TemporaryDirectory() as folder:
        for name in wish.parts or [name for name in parts if name not in BY_NAME_ONLY]:
            for figure in parts[name](Path(folder), wish.count):
                figures.append(figure)
                print(figure.row(), flush=True)
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
