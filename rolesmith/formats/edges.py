"""What stands at the head and the foot of each page, on one line."""

from rolesmith.document.document import Document
from rolesmith.role.text import one_line

EDGE = 36
"""Characters that stand on one line, at the foot beside the number."""


def head_line(document: Document) -> str:
    """The shop and the title."""
    return _shortened(" · ".join(filter(None, (document.shop, document.title))))


def foot_line(document: Document) -> str:
    """The position's name."""
    return _shortened(document.name)


def _shortened(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= EDGE else f"{line[: EDGE - 1]}…"
