"""Sums of a table: weights that must add up to 100 %, and scores from what was reached; all as Excel formulas.

A column's meaning says what it is. A text that is a number becomes a number that looks the same. A table of weights and
scores without targets sums up the tables above it: its rows stand for the weighted sums in the sections that they name.
A part without a score does not count, and its weight neither. A table of scores alone has their average. Nothing is
shown where nothing is filled in.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rolesmith.document.score import MOST, score
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Formula, Range, Row, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.weights import ALARM, TOTAL, Number, Weights, number_in

LOWER = "低"
"""In a direction: lower is better."""
ROOM, LABEL = 104, 60
"""Pixels that the warning needs beside a sum, and the label of the sum."""
SCORE = "0.0"
BOUND = re.compile(r"≥(\d{1,3})")
"""In a grade: the score from which it is given."""
AVERAGE = "平均分"
"""The label of the row with the average."""
NOT_ZERO = "0;-0;;@"
"""Shows nothing for a sum of nothing."""
NUMERIC = ("weight", "target", "actual", "score", "weighted")
HIGHER_SHARE = f"IF({{target}}=0,IF({{actual}}=0,100,{MOST}),{{actual}}/{{target}}*100)"
LOWER_SHARE = f"IF({{actual}}=0,IF({{target}}=0,100,{MOST}),{{target}}/{{actual}}*100)"
"""document/score.py as Excel says it, where more is better and where less is."""

Span = tuple[int, int]


def score_text(share: str) -> str:
    """The formula of a score, from one of these; nothing where target or actual value is no number."""
    return f'=IF(COUNT({{target}},{{actual}})<2,"",MAX(0,MIN({MOST},{share})))'


@dataclass
class Results:
    """What the tables of a sheet came to, from top to bottom, by the titles of their sections."""

    section: str = ""
    """The title of the section that is drawn."""
    found: list[tuple[str, Cell]] = field(default_factory=list)

    def add(self, cell: Cell) -> None:
        """The result of another table."""
        self.found.append((self.section, cell))

    def named(self, names: Sequence[str]) -> list[Cell | None]:
        """The result in each of these sections; in their order where they name none."""
        results = dict(self.found)
        if not results.keys() & set(names):
            return [*[cell for _, cell in self.found], *[None] * len(names)][: len(names)]
        return [results.get(name) for name in names]

    def computed(self, cell: Cell, meaning: str, choices: Sequence[str], styles: Styles) -> Cell:
        """A field's cell with the last result, or the grade that it makes; as it is where there is none."""
        if meaning != "score" or not self.found:
            return cell
        result = self.found[-1][1]
        assert result.formula
        value, shown = result.formula.value, style.number(styles.centered, SCORE)
        if not choices:
            return replace(cell, style=shown, formula=Formula("={sum}", value, {"sum": result}))
        text, grade = _quoted(choices[-1]), choices[-1]
        for choice in reversed(choices):
            if bound := BOUND.search(choice):
                text = f"IF({{sum}}>={bound[1]},{_quoted(choice)},{text})"
                grade = choice if value != "" and float(value) >= int(bound[1]) else grade
        formula = Formula(f'=IF({{sum}}="","",{text})', "" if value == "" else grade, {"sum": result})
        return replace(cell, style=styles.box, formula=formula)


def _quoted(text: str) -> str:
    """A text in a formula; its braces stand for themselves."""
    return '"{}"'.format(text.replace('"', '""').replace("{", "{{").replace("}", "}}"))


class Sums:
    """The numbers and formulas of one table: `spans` are its columns in pixels, `texts` its rows.

    `above` are the results of the tables above it on the sheet; its own is added.
    """

    def __init__(
        self,
        meanings: Sequence[str],
        spans: Sequence[Span],
        texts: Sequence[Sequence[str]],
        styles: Styles,
        above: Results,
    ) -> None:
        self._spans, self._texts, self._styles = spans, texts, styles
        self._at = {meaning: at for at, meaning in enumerate(meanings) if meaning}
        weighs = {"weight", "score", "weighted"} <= self._at.keys()
        self._results, self._summary = above, weighs and not {"target", "actual"} & self._at.keys()
        self._above = above.named([row[0] for row in texts]) if self._summary else []
        self._rated = "score" in self._at and not {"weight", "weighted"} & self._at.keys()
        self._scored = self._summary or (weighs and {"target", "actual"} <= self._at.keys())
        column = self._at.get("weight")
        self._weights = Weights(row[column] if column is not None else "" for row in texts)
        self.total = self._rated or (bool(column) and (self._scored or self._weights.any))
        """Whether a row of sums follows."""
        self._scores = [self._score(row) for row in range(len(texts))] if self._scored else []

    def _number(self, row: int, meaning: str) -> Number | None:
        return number_in(self._texts[row][self._at[meaning]]) if meaning in self._at else None

    def computed(self, row: int, cells: Sequence[Cell]) -> list[Cell]:
        """A row's cells with numbers and formulas instead of texts where there are any."""
        found = list(cells)
        for meaning in NUMERIC if self._scored else ("weight", "score") if self._rated else ("weight",):
            if meaning in self._at:
                at = self._at[meaning]
                found[at] = self._cell(row, meaning, found[at])
        return found

    def _cell(self, row: int, meaning: str, cell: Cell) -> Cell:
        number = self._weights.numbers[row] if meaning == "weight" else self._number(row, meaning)
        centered = self._styles.centered
        if number:
            full = self._weights.whole if meaning == "weight" else 0.0
            return replace(cell, style=style.number(centered, number.shown_as), runs=(), number=number.value, full=full)
        if self._texts[row][self._at[meaning]].strip() or meaning in ("target", "weight") or self._rated:
            return cell
        target = self._number(row, "target")
        if meaning == "actual":
            shown = style.number(centered, target.shown_as) if target else centered
            return replace(cell, style=style.well(shown), runs=())
        shown = style.number(centered, SCORE)
        if meaning == "score" and self._summary:
            return replace(cell, style=shown, formula=self._sum_above(row), runs=()) if self._above[row] else cell
        if meaning == "score":
            return replace(
                cell, style=shown if target else style.well(shown), formula=self._score_formula(row), runs=()
            )
        return replace(cell, style=shown, formula=self._weighted_formula(row), runs=())

    def _range(self, meaning: str, first: int = 0, last: int = 0) -> Range:
        return Range(self._spans[self._at[meaning]][0], first, last)

    def _score(self, row: int) -> float | str:
        """The result of a score's formula."""
        if text := self._texts[row][self._at["score"]].strip():
            number = number_in(text)
            return number.value if number else ""
        if self._summary:
            sum_above = self._sum_above(row)
            return sum_above.value if sum_above else ""
        target, actual = self._number(row, "target"), self._number(row, "actual")
        if not target or not actual:
            return ""
        lower = "direction" in self._at and LOWER in self._texts[row][self._at["direction"]]
        return score(target.value, actual.value, lower=lower)

    def _sum_above(self, row: int) -> Formula | None:
        """The weighted sum of the table above for which the row stands."""
        above = self._above[row]
        return Formula("={sum}", above.formula.value, {"sum": above}) if above and above.formula else None

    def _score_formula(self, row: int) -> Formula:
        ranges = {meaning: self._range(meaning) for meaning in ("target", "actual")}
        share = HIGHER_SHARE
        if "direction" in self._at:
            ranges["direction"] = self._range("direction")
            share = f'IF(ISNUMBER(SEARCH("{LOWER}",{{direction}})),{LOWER_SHARE},{HIGHER_SHARE})'
        return Formula(score_text(share), self._scores[row], ranges)

    def _weighted(self, row: int) -> float | str:
        score, weight = self._scores[row], self._weights.numbers[row]
        return "" if score == "" or not weight else float(score) * weight.value / (1 if self._weights.percent else 100)

    def _weighted_formula(self, row: int) -> Formula:
        share = "{score}*{weight}" if self._weights.percent else "{score}*{weight}/100"
        text = f'=IF(COUNT({{score}},{{weight}})<2,"",{share})'
        return Formula(text, self._weighted(row), {name: self._range(name) for name in ("score", "weight")})

    def rows(self, height: int) -> Iterator[Row]:
        """The row of sums, `height` rows below the head; a row for the warning where it has no room beside the sum."""
        if not self.total:
            return
        if self._rated:
            yield from self._average(height)
            return
        sums = {self._at["weight"]: self._weight_sum(height)}
        if self._scored:
            sums[self._at["weighted"]] = self._score_sum(height)
            self._results.add(sums[self._at["weighted"]])
        begin = min(sums)
        cells = [Cell(self._spans[0][0], self._spans[begin][0], self._styles.total, ((TOTAL, ""),))]
        for at in (*sorted(sums)[1:], len(self._spans)):
            cells.append(sums[begin])
            if at > begin + 1:
                cells.append(Cell(self._spans[begin][1], self._spans[at - 1][1], self._styles.total))
            begin = at
        beside = self._beside(cells)
        if beside is None and (parted := self._parted(cells[0])):
            cells[:1], beside = parted, 1
        if beside is not None:
            cells[beside] = self._alarm(cells[beside])
        yield from flow(cells, least=24, pad=9, keep=beside is None)
        if beside is None:
            below = Cell(self._spans[0][0], self._styles.width, self._styles.warning_alone)
            yield from flow((self._alarm(below, -1),), least=20, pad=6)

    def _parted(self, label: Cell) -> list[Cell]:
        """The label with room for the warning at its right, where the columns leave it; else nothing."""
        edges = [at for at, _ in self._spans if at - label.left >= LABEL and label.right - at >= ROOM]
        if not edges:
            return []
        edge, total = max(edges), label.style
        return [
            replace(label, right=edge, style=style.without(total, "r")),
            Cell(edge, label.right, style.without(total, "l")),
        ]

    def _beside(self, cells: Sequence[Cell]) -> int | None:
        """Which of the cells the warning stands in: the widest that is empty, where it has room."""
        free = [at for at, cell in enumerate(cells) if not cell.runs and not cell.formula]
        widest = max(free, key=lambda at: cells[at].right - cells[at].left, default=None)
        return widest if widest is not None and cells[widest].right - cells[widest].left >= ROOM else None

    def _sum(self, meaning: str, height: int, shown_as: str, value: float) -> Cell:
        """A sum from the head down to the row above, so that it counts rows which somebody inserts."""
        formula = Formula("=SUM({all})", value, {"all": self._range(meaning, -height, -1)})
        shown = style.number(self._styles.total, shown_as)
        return Cell(*self._spans[self._at[meaning]], shown, formula=formula)

    def _off(self, at: int) -> Formula:
        shown = f"ABS({{sum}}-{self._weights.whole:g})>0.000001"
        if not self._weights.any:
            shown = f"AND({{sum}}<>0,{shown})"
        return Formula(shown, self._weights.any and self._weights.off, {"sum": self._range("weight", at, at)})

    def _weight_sum(self, height: int) -> Cell:
        codes = [weight.shown_as for weight in self._weights.numbers if weight]
        cell = self._sum("weight", height, max(codes, key=len, default=NOT_ZERO), self._weights.total)
        return replace(cell, warning=self._off(0))

    def _score_sum(self, height: int) -> Cell:
        """The sum of the weighted scores; of a summary as if the parts that have a score were all."""
        found = [(at, float(part)) for at in range(len(self._texts)) if (part := self._weighted(at)) != ""]
        value: float | str = sum(part for _, part in found) if found else ""
        text, ranges = "SUM({all})", {"all": self._range("weighted", -height, -1)}
        if self._summary:
            text = f'SUM({{all}})*{self._weights.whole:g}/SUMIF({{scores}},">=0",{{weights}})'
            ranges |= {f"{name}s": self._range(name, -height, -1) for name in ("score", "weight")}
            counted = sum(weight.value for at, _ in found if (weight := self._weights.numbers[at]))
            value = float(value) * self._weights.whole / counted if value != "" and counted else ""
        formula = Formula(f'=IF(COUNT({{all}})=0,"",{text})', value, ranges)
        return Cell(*self._spans[self._at["weighted"]], style.number(self._styles.total, SCORE), formula=formula)

    def _average(self, height: int) -> Iterator[Row]:
        """The row with the average of scores that have no weights."""
        at = self._at["score"]
        numbers = [number.value for row in range(len(self._texts)) if (number := self._number(row, "score"))]
        value = sum(numbers) / len(numbers) if numbers else ""
        text = '=IF(COUNT({all})=0,"",AVERAGE({all}))'
        formula = Formula(text, value, {"all": self._range("score", -height, -1)})
        cell = Cell(*self._spans[at], style.number(self._styles.total, SCORE), formula=formula)
        self._results.add(cell)
        around = [(self._spans[0][0], self._spans[at][0]), (self._spans[at][1], self._spans[-1][1])]
        label, *rest = [Cell(*span, self._styles.total) for span in around if span[0] < span[1]]
        label = replace(label, runs=((AVERAGE, ""),))
        yield from flow((label, cell, *rest), least=24, pad=9)

    def _alarm(self, cell: Cell, at: int = 0) -> Cell:
        """The warning, shown while the weights do not add up to 100 %; the sum is `at` rows away."""
        off = self._off(at)
        value = ALARM if off.value else ""
        formula = Formula(f'=IF({off.text},"{ALARM}","")', value, off.ranges)
        look = style.warning(cell.style)
        return replace(cell, style=look, formula=formula, runs=((ALARM, ""),))
