"""How many lines are laid right, a layout a line: `python -m tests.old_document_share`, or -v with what went wrong."""

import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

from rolesmith.files.counted import NUMBER
from rolesmith.readers.old_document import Placed, place, read
from tests.old_documents import MAKERS, layouts
from tests.outside import squeezed

FILES = ("layouts.yaml", "strangers.yaml", "unseen.yaml")


def told(text: str) -> str:
    """A text for comparing."""
    counted = NUMBER.match(text)
    return squeezed(text[counted.end() :] if counted else text).rstrip("；;。，,")


def wrong(layout: dict[str, Any], ending: str) -> tuple[list[tuple[str, str, str]], int]:
    """Lines that lie elsewhere than expected: text, where expected, where found; and how many were expected."""
    pieces = place(read(MAKERS[ending](layout["blocks"]), f"a.{ending}"))
    found = Counter((told(text), piece.to) for piece in pieces for text in _texts(piece))
    where = dict(found.keys())
    missed = []
    count = 0
    for to, texts in layout["expect"].items():
        for text in texts:
            count += 1
            if found[(told(text), to)] > 0:
                found[(told(text), to)] -= 1
            else:
                missed.append((text, to, where.get(told(text), "—")))
    return missed, count


def _texts(piece: Placed) -> Iterator[str]:
    yield piece.text
    for _, cell in piece.cells:
        yield cell


def main() -> None:
    """Print the table."""
    for file in FILES:
        all_missed = all_count = 0
        for layout in layouts(file):
            shares = []
            for ending in MAKERS:
                missed, count = wrong(layout, ending)
                all_missed, all_count = all_missed + len(missed), all_count + count
                shares.append(f"{ending} {100 * (1 - len(missed) / count):5.1f}%")
                if "-v" in sys.argv:
                    for text, to, found in missed:
                        print(f"    {ending}: {text} — 该在 {to or '没归位'}，放到了 {found or '没归位'}")
            print(f"{layout['layout']:　<16}", *shares)
        if all_count:
            print(f"{file}：{all_count} 行，放对 {100 * (1 - all_missed / all_count):.1f}%\n")


if __name__ == "__main__":
    main()
