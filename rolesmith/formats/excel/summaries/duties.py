"""Who does what: all duties with the roles that have them, or the number of duties of each role in each group."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rolesmith.document.posts import Post
from rolesmith.document.standards import STANDARD
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.excel.summaries.summary import Listed, Summary, heads, new_summary, spans

TITLE = "职责分工"
SIDE_BY_SIDE = 8
"""Most roles that have a column each, with a row for each duty; more roles have a row each, and groups the columns."""
GROUPS = 8
"""Groups that have a column of their own, the commonest; the others share one."""
OTHERS = "其他"
MARK = "●"


def summary(listed: Listed) -> Summary:
    """Who does what: duties down and roles across, or of many roles groups across."""
    return _by_duty(listed) if len(listed.posts) <= SIDE_BY_SIDE else _by_group(listed)


def _by_duty(listed: Listed) -> Summary:
    styles = listed.styles
    duties = _duties(listed.posts)
    names = ("职责", STANDARD) if any(duty.standards for duty in duties.values()) else ("职责",)
    columns = _columns(len(names), max(1, len(listed.posts)), styles)
    texts = (*names, *(post.name for post in listed.posts))
    found = new_summary(
        TITLE, listed.shop, f"{MARK} 表示写在这个岗位的职责里", heads(columns, texts[: len(columns)]), styles
    )
    for title in dict.fromkeys(title for title, _ in duties):
        found.rows.extend(flow((Cell(0, styles.width, styles.band, ((title, ""),)),), least=24, pad=9, keep=True))
        for (group, line), duty in duties.items():
            if group == title:
                shown = (line, "\n".join(duty.standards))[: len(names)]
                cells = [listed.text(*pair) for pair in zip(columns, shown, strict=False)]
                marks = enumerate(columns[len(names) :])
                cells += [listed.text(span, MARK * (n in duty.posts), styles.mark) for n, span in marks]
                found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _columns(texts: int, posts: int, styles: Styles) -> list[tuple[int, int]]:
    """A wide column for each text of a duty, and a narrow one for each post."""
    if texts == 1:
        width = max(54, min(90, 288 // posts // 18 * 18))
        return spans(styles, styles.width - width * posts, *[width] * posts)
    width = max(36, min(90, 216 // posts // 18 * 18))
    left = (styles.width - width * posts) * 11 // 20 // 18 * 18
    return spans(styles, left, styles.width - width * posts - left, *[width] * posts)


class _Duty(NamedTuple):
    """The indexes of the posts that have a duty, and the standards that they have for it."""

    posts: set[int]
    standards: dict[str, None]


def _duties(posts: Sequence[Post]) -> dict[tuple[str, str], _Duty]:
    """All duties by their group's title and their text, in order of appearance."""
    found: dict[tuple[str, str], _Duty] = {}
    for at, post in enumerate(posts):
        for title, lines in post.duties:
            for line in lines:
                duty = found.setdefault((title, line.text), _Duty(set(), {}))
                duty.posts.add(at)
                if line.standard:
                    duty.standards[line.standard] = None
    return found


def _by_group(listed: Listed) -> Summary:
    styles = listed.styles
    counted = Counter(title for post in listed.posts for title in {title for title, _ in post.duties})
    first = {title: at for at, title in enumerate(t for post in listed.posts for t, _ in post.duties)}
    common = sorted(counted, key=lambda title: (-counted[title], first[title]))[:GROUPS]
    titles = [*common, OTHERS] if len(counted) > len(common) else common
    columns = spans(styles, styles.width - 54 * len(titles), *[54] * len(titles))
    found = new_summary(
        TITLE, listed.shop, f"{MARK} 后面是这一组里有几条职责", heads(columns, ("岗位", *titles)), styles
    )
    shown = style.number(styles.mark, f'"{MARK} "0')
    for at, post in enumerate(listed.posts):
        has: Counter[str] = Counter()
        for title, lines in post.duties:
            has[title if title in common else OTHERS] += len(lines)
        cells = [listed.name(columns[0], at)]
        for span, title in zip(columns[1:], titles, strict=True):
            cells.append(Cell(*span, shown, number=has[title]) if has[title] else Cell(*span, styles.mark))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found
