"""Indicators: how each post of a shop is measured, and what it comes to in a month, as frames.

The rule: an indicator's score is document/score.py's, of what was reached beside the target; where the target's words
are not plain it is the one that was given by hand. A post's score is the mean of the scores of its indicators, each as
much as its weight; an indicator without a score, or without a weight, is left out, and is said to be. A person's is the
mean of the posts', each as much as its share of the person's time.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

import pandas as pd

from rolesmith.document.kinds.table import meanings
from rolesmith.document.score import score
from rolesmith.role.blanks import OPEN as BLANK
from rolesmith.role.blanks import Filling
from rolesmith.role.text import folded, one_line
from rolesmith.role.tree import Node, Role
from rolesmith.team.actuals import NAME, Value
from rolesmith.team.frames import rows_of
from rolesmith.team.shares import number
from rolesmith.team.targets import UNITS, amount_in, converted, target_in

KPIS: Mapping[str, str] = {
    "post": "str",
    "title": "str",
    "indicator": "str",
    "key": "str",
    "target": "str",
    "value": "float64",
    "unit": "str",
    "lower": "bool",
    "told": "bool",
    "weight": "float64",
    "source": "str",
    "definition": "str",
    "period": "str",
}
"""Columns of `framed` and their types."""
SCORED, MISSING, HAND, UNFIT, OPEN = "scored", "missing", "hand", "unfit", "open"
"""How an indicator came to its score, or why it has none: nothing was typed, it has one by hand or waits for it, what
was typed is no number in the target's unit, or a blank of the target is open."""


class Indicator(NamedTuple):
    """A row of a role's table of indicators, its blanks filled; `better` as its library says, empty where none does."""

    name: str
    target: str
    weight: str
    source: str
    definition: str
    period: str
    better: str


def indicators_of(role: Role, filling: Filling, better: Mapping[str, str]) -> tuple[Indicator, ...]:
    """The indicators of a role, also where its section is off: a shop may keep them to itself.

    `better` is by the folded name of an indicator.
    """
    return tuple(_indicators(role, filling, better))


def _indicators(role: Role, filling: Filling, better: Mapping[str, str]) -> Iterator[Indicator]:
    for table in (block for section in role.tree.children for block in section.children if block.picks == "kpi"):
        columns = table.of("column")
        places = {meaning or column.id.rpartition(".")[2]: at for at, (meaning, column) in _meant(columns)}
        for row in table.of("row") if "weight" in places else ():
            texts = {name: _text(table.cells(row)[at], filling) for name, at in places.items()}
            name = (texts.get("indicator") or texts[next(iter(places))])[:NAME].strip()
            if row.on and name:
                rest = {each: texts.get(each, "") for each in Indicator._fields[1:-1]}
                yield Indicator(name=name, **rest, better=better.get(folded(name), ""))


def _meant(columns: tuple[Node, ...]) -> Iterable[tuple[int, tuple[str, Node]]]:
    return enumerate(zip(meanings(columns), columns, strict=True))


def _text(cell: Node, filling: Filling) -> str:
    return one_line(filling.fill(cell.text, cell.values)).strip()


def framed(read: Mapping[str, tuple[str, Iterable[Indicator]]], kept: Mapping[str, str]) -> pd.DataFrame:
    """A row an indicator and post, by its id with its title: `key`, the name under which its values are typed.

    `value`, `unit`, `lower` and `told` are the target's, see targets.Target: NaN where it is not plain. `weight` is NaN
    where none is written. `kept` are the names that mean another one.
    """
    names: dict[str, str] = {}
    rows = []
    for post, (title, found) in read.items():
        for each in found:
            name = kept.get(each.name, each.name)
            key = names.setdefault(folded(name), name)
            target = target_in(each.target, each.name, each.better)
            plain = (target.value, target.unit, target.lower, target.told) if target else (None, "", False, False)
            weight = number(each.weight)
            rows.append((post, title, each.name, key, each.target, *plain, weight, *each[3:6]))
    return pd.DataFrame(rows, columns=list(KPIS)).astype(dict(KPIS))


def measured(
    found: pd.DataFrame, month: str, reached: Mapping[Value, str], by_hand: Mapping[Value, float]
) -> pd.DataFrame:
    """`framed` with `actual` as it was typed for the month, `own` whether for this post alone, `score`, NaN where there
    is none, and `how`.
    """
    units = units_of(found)
    rows = [_measured(each, month, units, reached, by_hand) for each in rows_of(found)]
    columns = {"actual": "str", "own": "bool", "score": "float64", "how": "str"}
    return found.join(pd.DataFrame(rows, columns=list(columns), index=found.index).astype(columns))


def _measured(
    row: Any, month: str, units: Mapping[str, str], reached: Mapping[Value, str], by_hand: Mapping[Value, float]
) -> tuple[str, bool, float, str]:
    key, value, nothing = row.key, row.value, float("nan")
    own = reached.get(Value(month, key, row.post), "")
    actual = own or reached.get(Value(month, key, ""), "") or reached.get(Value(month, row.indicator, ""), "")
    if not row.target or BLANK in row.target:
        return actual, bool(own), nothing, OPEN
    if value != value:  # not plain
        return actual, bool(own), by_hand.get(Value(month, key, row.post), nothing), HAND
    if not actual:
        return "", False, nothing, MISSING
    amount = amount_in(actual, row.indicator)
    known = converted(amount if amount.unit else amount._replace(unit=units[key]), row.unit) if amount else None
    if known is None:
        return actual, bool(own), nothing, UNFIT
    return actual, bool(own), score(value, known, lower=row.lower), SCORED


def units_of(found: pd.DataFrame) -> dict[str, str]:
    """By key the unit in which a number without one is meant: that of its first plain target."""
    plain = found[found["value"].notna()]
    return dict.fromkeys(found["key"], "") | plain.groupby("key", sort=False)["unit"].first().to_dict()


def by_post(scored: pd.DataFrame) -> pd.DataFrame:
    """Of `measured` a row a post, by id: `title`; `score`, NaN where no indicator has one; `counted` and `weight`, how
    much weight has a score and how much there is; `lacking` and `unweighed`, how many indicators have no score, and
    how many no weight.
    """
    counts = scored["score"].notna() & scored["weight"].notna()
    rows = scored.assign(
        product=(scored["score"] * scored["weight"]).where(counts, 0.0),
        counted=scored["weight"].where(counts, 0.0),
        lacks=scored["score"].isna(),
        unweighed=scored["weight"].isna(),
    )
    found = rows.groupby("post", sort=False).agg(
        title=("title", "first"),
        product=("product", "sum"),
        counted=("counted", "sum"),
        weight=("weight", "sum"),
        lacking=("lacks", "sum"),
        unweighed=("unweighed", "sum"),
        number=("post", "size"),
    )
    found["score"] = found["product"] / found["counted"].where(found["counted"] > 0)
    return found.drop(columns="product")


def by_person(posts: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Of `by_post` a row a person, by id: `name`; `score`, NaN where no post has one; `counted`, the percent of time
    in posts that have one. `held` as frames.holdings; who is wanted has none.
    """
    here = held.loc[~held["wanted"], ["person", "name", "post", "share"]]
    parts = here.assign(share=here["share"].fillna(100.0), score=here["post"].map(posts["score"]).astype("float64"))
    counts = parts["score"].notna()
    rows = parts.assign(
        product=(parts["score"] * parts["share"]).where(counts, 0.0), counted=parts["share"].where(counts, 0.0)
    )
    found = rows.groupby("person", sort=False).agg(
        name=("name", "first"), product=("product", "sum"), counted=("counted", "sum")
    )
    found["score"] = found["product"] / found["counted"].where(found["counted"] > 0)
    return found.drop(columns="product")


def several_targets(found: pd.DataFrame) -> set[str]:
    """The keys of indicators that posts aim at differently: another number, or other words where they are not plain."""
    known = found[(found["target"] != "") & ~found["target"].str.contains(BLANK)]
    aims = known.assign(aim=[_aim(each) for each in rows_of(known)])
    counts = aims.groupby("key")["aim"].nunique()
    return set(counts[counts > 1].index)


def _aim(row: Any) -> str:
    if row.value != row.value:
        return folded(row.target)
    base, factor = UNITS.get(row.unit, (row.unit, 1.0))
    return f"{row.value * factor:g}{base}{row.lower}"
