"""A shop's chart as PDF, across, to be hung up."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typst

from rolesmith.document.chart import Box, count
from rolesmith.formats.chart.pages import Page, circles, every, of_page, pages
from rolesmith.formats.chart.svg import inks_of, size_of
from rolesmith.formats.looks import Look
from rolesmith.formats.pdf import CREATED
from rolesmith.formats.typst_fonts import fonts
from rolesmith.role.text import joined

TITLE = "组织架构图"
PIXEL = 0.75
"""Points of a pixel."""
NAMED = 3
"""Circles that are named."""
TEMPLATE = Path(__file__).parents[1] / "chart.typ"


def write(boxes: Sequence[Box], shop: str, look: Look) -> bytes:
    """The chart as a .pdf: one page where it fits."""
    title = joined(shop, TITLE)
    data = {"title": title, "ink": look.ink, "soft": look.soft, "pages": list(_pages(boxes, title, look))}
    content: bytes = typst.compile(
        TEMPLATE,
        font_paths=fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=CREATED,
    )
    return content


def note(boxes: Sequence[Box]) -> str:
    """What stands below the title: how many posts, and which report to themselves in the end."""
    outside = sum(box.kind == "outside" for box in every(boxes))
    found = [f"{count(boxes) - outside} 个岗位，按各岗位写的“直接上级”排出" + "；有底色的还没有说明书" * bool(outside)]
    if names := circles(boxes):
        found.append(f"上下级绕成了圈，请核对：{'、'.join(name[:20] for name in names[:NAMED])}")
    return "。".join(found)


def _pages(boxes: Sequence[Box], title: str, look: Look) -> Iterator[dict[str, Any]]:
    for page in pages(boxes):
        svg = of_page(page, inks_of(look))
        yield {"paper": page.paper, "title": titled(page, title), "note": "" if page.top else note(boxes), "svg": svg,
               "wide": size_of(svg)[0] * page.scale * PIXEL}  # fmt: skip


def titled(page: Page, title: str) -> str:
    """The title of a page: of a branch it names its top."""
    return f"{title} · {page.top[:20]}" if page.top else title
