"""Who does what: how many duties of each group each role has, and on a second sheet every duty with its roles."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rolesmith.document.posts import Post
from rolesmith.document.standards import STANDARD
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.summaries import matrix
from rolesmith.formats.excel.summaries.summary import LYING, Listed, Summary, heads, new_summary, spans

TITLE, LIST = matrix.TITLE, "职责明细"
ACROSS = 12
"""Most roles that have a column each, with a row for each group; more roles have a row each, and groups the columns."""
GROUPS = 12
"""Groups that have a column of their own, the commonest; the others share one."""
OTHERS = "其他"
WIDTH, SHARE = 54, 108
"""Pixels of a column with numbers, and of the one that says how many roles share a group."""
NONE = "—"
ALONE = "只有一个岗位"


def summary(listed: Listed) -> Summary:
    """Topics down and roles across where it is known who does what; else groups, of many roles the other way round."""
    if listed.matrix:
        return matrix.summary(listed.matrix, listed.shop, listed.styles)
    return _groups_down(listed) if len(listed.posts) <= ACROSS else _roles_down(listed)


def _counts(post: Post) -> Counter[str]:
    found: Counter[str] = Counter()
    for title, lines in post.duties:
        found[title] += len(lines)
    return found


def _groups_down(listed: Listed) -> Summary:
    styles, counts = listed.styles, [_counts(post) for post in listed.posts]
    width = max(WIDTH, min(90, 540 // max(1, len(counts))))
    columns = spans(styles, LYING - width * len(counts) - SHARE, *[width] * len(counts), 0, lying=True)
    names = ("职责", *(post.name for post in listed.posts), "几个岗位做")
    note = f"数字是这一组里有几条职责；{NONE} 是这个岗位没有的；几个岗位共同做的用粗字"
    found = new_summary(TITLE, listed.shop, note, heads(columns, names), styles)
    for title in dict.fromkeys(title for each in counts for title in each):
        having = sum(bool(each[title]) for each in counts)
        said = f"{having} 个岗位共同" if having > 1 else ALONE
        cells = [listed.text(columns[0], title)]
        cells += _numbers(listed, columns[1:-1], [each[title] for each in counts])
        cells.append(listed.text(columns[-1], said, styles.together if having > 1 else styles.alone))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _numbers(listed: Listed, columns: Sequence[tuple[int, int]], numbers: Sequence[int]) -> Iterator[Cell]:
    shown = style.number(listed.styles.mark, "0")
    for span, number in zip(columns, numbers, strict=True):
        yield Cell(*span, shown, number=number) if number else listed.text(span, NONE, listed.styles.missing)


def _roles_down(listed: Listed) -> Summary:
    styles, counts = listed.styles, [_counts(post) for post in listed.posts]
    having = Counter(title for each in counts for title in each)
    first = {title: at for at, title in enumerate(title for each in counts for title in each)}
    common = sorted(having, key=lambda title: (-having[title], first[title]))[:GROUPS]
    titles = [*common, OTHERS] if len(having) > len(common) else common
    columns = spans(styles, LYING - WIDTH * len(titles), *[WIDTH] * max(0, len(titles) - 1), 0, lying=True)
    note = f"数字是这一组里有几条职责；{NONE} 是这个岗位没有的；每一条归谁见“{LIST}”"
    found = new_summary(TITLE, listed.shop, note, heads(columns, ("岗位", *titles)[: len(columns)]), styles)
    for at, each in enumerate(counts):
        others = sum(number for title, number in each.items() if title not in common)
        numbers = [*(each[title] for title in common), *([others] if len(titles) > len(common) else [])]
        cells = [listed.name(columns[0], at), *_numbers(listed, columns[1:], numbers)]
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def full_list(listed: Listed) -> Summary:
    """Every duty with its group, its standard where any has one, and the roles that have it."""
    duties = _duties(listed.posts)
    standards = any(duty.standards for duty in duties.values())
    columns = spans(listed.styles, *((122, 186, 230, 0) if standards else (126, 342, 0)))
    names = ("分组", "职责", *([STANDARD] if standards else []), "岗位")
    found = new_summary(LIST, listed.shop, "一行一条职责，和做它的岗位", heads(columns, names), listed.styles)
    for (group, line), duty in duties.items():
        roles = "、".join(listed.posts[at].name for at in sorted(duty.posts))
        texts = (group, line, *(["\n".join(duty.standards)] if standards else []), roles)
        cells = [listed.text(span, text) for span, text in zip(columns, texts, strict=True)]
        found.rows.extend(flow(cells, least=24, pad=9))
    return replace(found, filtered=True)


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
