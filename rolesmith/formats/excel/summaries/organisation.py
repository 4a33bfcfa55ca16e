"""The shop's organisation chart: a picture a page, as its PDF has it."""

from collections.abc import Iterator
from dataclasses import replace

from rolesmith.document.posts import organisation
from rolesmith.formats.chart.pages import ROOMS, of_page, pages
from rolesmith.formats.chart.pdf import TITLE, note, titled
from rolesmith.formats.chart.svg import inks_of
from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.drawings import POINT, drawing_rows
from rolesmith.formats.excel.letterhead import title_rows
from rolesmith.formats.excel.summaries.summary import Listed, Summary
from rolesmith.role.text import joined


def summary(listed: Listed) -> Summary:
    """The chart on a page across, A3 where A4 has no room; on several where neither has."""
    found = pages(organisation(listed.posts))
    width = round(ROOMS[found[0].paper][0]) if found else round(ROOMS["a4"][0])
    rows = list(_rows(listed, width))
    return Summary(TITLE, rows, range(0), listed.shop, width, paper=found[0].paper if found else "a4")


def _rows(listed: Listed, width: int) -> Iterator[Row]:
    styles, boxes = listed.styles, organisation(listed.posts)
    for at, page in enumerate(pages(boxes)):
        head = [*title_rows(titled(page, joined(listed.shop, TITLE)), styles, width)]
        if not at:
            head += flow((Cell(0, width, styles.note, ((note(boxes), ""),)),), least=30, pad=8, keep=True)
        svg, high = of_page(page, inks_of(styles.look)), ROOMS[page.paper][1] * POINT
        label = f"{TITLE}：{len(page.layout.boxes)} 个岗位"
        for row_at, row in enumerate((*head, *drawing_rows(svg, label, styles.blank, 0, width, page.scale, high))):
            yield replace(row, begins=bool(at) and not row_at)
