"""Who does what: all duties with the roles that have them, or the number of duties of each role in each group."""

from collections import Counter
from collections.abc import Sequence

from rolesmith.document.posts import Post
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, flow
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
    count = max(1, len(listed.posts))
    width = max(54, min(90, 288 // count // 18 * 18))
    columns = spans(styles, styles.width - width * count, *[width] * count)
    names = ("职责", *(post.name for post in listed.posts))
    found = new_summary(
        TITLE, listed.shop, f"{MARK} 表示写在这个岗位的职责里", heads(columns, names[: len(columns)]), styles
    )
    marks = _marks(listed.posts)
    for title in dict.fromkeys(title for title, _ in marks):
        found.rows.extend(flow((Cell(0, styles.width, styles.band, ((title, ""),)),), least=24, pad=9, keep=True))
        for (group, line), at in marks.items():
            if group == title:
                cells = [listed.text(columns[0], line)]
                cells += [listed.text(span, MARK * (n in at), styles.mark) for n, span in enumerate(columns[1:])]
                found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _marks(posts: Sequence[Post]) -> dict[tuple[str, str], set[int]]:
    """The indexes of the posts that have a duty, by its group's title and its text, in order of appearance."""
    found: dict[tuple[str, str], set[int]] = {}
    for at, post in enumerate(posts):
        for title, lines in post.duties:
            for line in lines:
                found.setdefault((title, line), set()).add(at)
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
