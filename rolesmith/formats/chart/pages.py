"""A shop's whole chart on paper: on one page, A4 or else A3 across, where its smallest letters stay 7 points; else on
several of A4, a branch that has no room on a page of its own. Nobody is left out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rolesmith.document.chart import Box, count
from rolesmith.document.posts import CIRCLE
from rolesmith.formats.chart.layout import SIDE_BY_SIDE, SMALL, Layout, down, listed
from rolesmith.formats.chart.svg import Inks, drawn_layout, whole

ROOMS: dict[Literal["a4", "a3"], tuple[float, float]] = {"a4": (960, 570), "a3": (1357, 850)}
"""Pixels of a page across that a chart may take, beside margins and titles, in a PDF and in Excel."""
LEAST = 7 / (SMALL * 0.75)
"""The scale at which the smallest letters are 7 points."""
SCALES, LARGEST = (1.0, 0.93, LEAST), 1.35
"""The scales that are tried, and the largest at which a small chart is drawn."""
DEEPEST = 40
"""Levels that are laid out at once."""
MOST = 400
"""Posts that are laid out at once."""
MOST_WIDE, MOST_HIGH = 1040, 1_600
"""Pixels of a chart on a wide screen, and of one that is a list on a narrow one."""


@dataclass(frozen=True)
class Page:
    """A page, and how large its chart is drawn; `top` is the post whose branch it shows, empty for the whole shop."""

    layout: Layout
    scale: float
    paper: Literal["a4", "a3"] = "a4"
    top: str = ""


def pages(boxes: Sequence[Box]) -> list[Page]:
    """The pages of a shop's chart; a post whose branch stands elsewhere says on which page."""
    for paper in ROOMS:
        if page := _fitting(boxes, paper):
            return [page]
    return list(_split(boxes))


def shapes(boxes: Sequence[Box]) -> list[Page]:
    """A chart of one page for screens of any width, the widest first; of each that has room the first is shown."""
    found = [Page(down(boxes, MOST_WIDE), 1.0)]
    for beside in range(SIDE_BY_SIDE + 1, max(len(box.below) for box in every(boxes)) + 1):
        layout = down(boxes, MOST_WIDE, beside)
        if layout.wide > MOST_WIDE:
            break
        if layout.wide > found[0].layout.wide:
            found.insert(0, Page(layout, 1.0))
    narrow = listed(boxes)
    if narrow.wide < found[-1].layout.wide and narrow.high <= MOST_HIGH:
        found.append(Page(narrow, 1.0))
    return found


def circles(boxes: Sequence[Box]) -> list[str]:
    """The posts that report to themselves by way of others."""
    return [box.name for box in every(boxes) if CIRCLE in box.note]


def of_page(page: Page, inks: Inks) -> str:
    """A page's chart as SVG."""
    label = f"{page.top or '全店'}的组织架构"
    drawn = "".join(drawn_layout(page.layout, inks, leads=True))
    return whole(page.layout.wide, page.layout.high, [drawn], inks, label, leads='role="link"' in drawn)


def _fitting(boxes: Sequence[Box], paper: Literal["a4", "a3"], top: str = "") -> Page | None:
    """The boxes on one page, where they have room there."""
    wide, high = ROOMS[paper]
    if _depth(boxes) > DEEPEST or count(boxes) > MOST:
        return None
    for scale in SCALES:
        layout = down(boxes, wide / scale)
        if layout.wide * scale <= wide + 1 and layout.high * scale <= high:
            larger = min(LARGEST, wide / layout.wide, high / layout.high) if scale == 1 else scale
            return Page(layout, larger, paper, top)
    return None


def _split(boxes: Sequence[Box]) -> Iterator[Page]:
    """Pages one after another: of the whole shop, then of each branch that was cut off."""
    waiting: list[tuple[str, tuple[Box, ...]]] = [("", tuple(boxes))]
    made = 0
    while made < len(waiting):
        top, of_page = waiting[made]
        shown, cut = _cut(of_page, len(waiting))
        waiting += cut
        page = _fitting(shown, "a4", top)
        assert page, "what is cut fits"
        made += 1
        yield page


Branch = tuple[str, tuple[Box, ...]]


def _cut(boxes: tuple[Box, ...], pages: int) -> tuple[tuple[Box, ...], list[Branch]]:
    """The boxes of which so much is cut that they fit, and the branches that go to the pages behind so many."""
    cut: list[Branch] = []
    shown = boxes
    for deepest in range(
        _depth(boxes), 1 + (len(boxes) == 1), -1
    ):  # first what is deepest; a page is not its top alone
        if _fitting(shown, "a4"):
            return shown, cut
        cut = []
        shown = tuple(_below(box, deepest - 1, pages, cut) for box in boxes)
    if _fitting(shown, "a4"):
        return shown, cut
    return _in_part(boxes, pages)


def _below(box: Box, deepest: int, pages: int, cut: list[Branch]) -> Box:
    """The box with so many levels; what is below the last goes elsewhere."""
    if not box.below:
        return box
    if deepest == 1:
        cut.append((box.name, (box,)))
        return replace(box, below=(), note=_joined(box.note, f"下级见第 {pages + len(cut)} 页"))
    return replace(box, below=tuple(_below(each, deepest - 1, pages, cut) for each in box.below))


def _in_part(boxes: tuple[Box, ...], pages: int) -> tuple[tuple[Box, ...], list[Branch]]:
    """As many of the trees, or of those below the only one, as fit; the others go on elsewhere."""
    alone = len(boxes) == 1
    each_of = boxes[0].below if alone else boxes
    cut: list[Branch] = []
    flat = tuple(_below(box, 1, pages + 1, cut) for box in each_of)
    least, most = 1, len(flat)
    while least < most:  # how many fit
        middle = (least + most + 1) // 2
        if _fitting(_around(boxes, flat[:middle], pages, alone), "a4"):
            least = middle
        else:
            most = middle - 1
    rest = each_of[least:]
    shown = _around(boxes, flat[:least], pages if rest else 0, alone)
    kept = cut[: sum(bool(box.below) for box in each_of[:least])]
    go_on: list[Branch] = [(boxes[0].name if alone else "", (replace(boxes[0], below=rest),) if alone else rest)]
    return shown, [*go_on, *kept] if rest else kept


def _around(boxes: tuple[Box, ...], shown: tuple[Box, ...], pages: int, alone: bool) -> tuple[Box, ...]:
    """Some of the boxes, and that the others stand on the next page."""
    more = (Box(f"其余见第 {pages + 1} 页", "more"),) if pages else ()
    return (replace(boxes[0], below=(*shown, *more)),) if alone else (*shown, *more)


def _joined(note: str, more: str) -> str:
    return f"{note} · {more}" if note else more


def every(boxes: Sequence[Box]) -> Iterator[Box]:
    """All boxes, those below too."""
    waiting = list(reversed(boxes))
    while waiting:
        box = waiting.pop()
        yield box
        waiting.extend(reversed(box.below))


def _depth(boxes: Sequence[Box]) -> int:
    level, found = list(boxes), 0
    while level:
        found += 1
        level = [each for box in level for each in box.below]
    return found
