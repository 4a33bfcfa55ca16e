"""Sums of a table: weights that must add up to 100 %, and scores from what was reached; all as Excel formulas.

A column's meaning says what it is. A text that is a number becomes a number that looks the same. A table of weights and
scores without targets sums up the tables above it: its rows stand for their weighted sums, in order.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Formula, Range, Row, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.weights import ALARM, TOTAL, Number, Weights, number_in

MOST = 120
"""The highest score."""
LOWER = "低"
"""In a direction: lower is better."""
ROOM = 110
"""Pixels that the warning needs beside a sum."""
SCORE = "0.0"
NUMERIC = ("weight", "target", "actual", "score", "weighted")

Span = tuple[int, int]


class Sums:
    """The numbers and formulas of one table: `spans` are its columns in pixels, `texts` its rows.

    `above` are the weighted sums of the tables above it on the sheet; its own is added.
    """

    def __init__(
        self,
        meanings: Sequence[str],
        spans: Sequence[Span],
        texts: Sequence[Sequence[str]],
        styles: Styles,
        above: list[Cell],
    ) -> None:
        self._spans, self._texts, self._styles = spans, texts, styles
        self._at = {meaning: at for at, meaning in enumerate(meanings) if meaning}
        weighs = {"weight", "score", "weighted"} <= self._at.keys()
        self._above, self._summary = above, weighs and not {"target", "actual"} & self._at.keys()
        self._scored = self._summary or (weighs and {"target", "actual"} <= self._at.keys())
        column = self._at.get("weight")
        self._weights = Weights(row[column] if column is not None else "" for row in texts)
        self.total = bool(column) and (self._scored or self._weights.any)
        """Whether a row of sums follows."""
        self._scores = [self._score(row) for row in range(len(texts))] if self._scored else []

    def _number(self, row: int, meaning: str) -> Number | None:
        return number_in(self._texts[row][self._at[meaning]]) if meaning in self._at else None

    def computed(self, row: int, cells: Sequence[Cell]) -> list[Cell]:
        """A row's cells with numbers and formulas instead of texts where there are any."""
        found = list(cells)
        for meaning in NUMERIC if self._scored else ("weight",):
            if meaning in self._at:
                at = self._at[meaning]
                found[at] = self._cell(row, meaning, found[at])
        return found

    def _cell(self, row: int, meaning: str, cell: Cell) -> Cell:
        number = self._weights.numbers[row] if meaning == "weight" else self._number(row, meaning)
        centered = self._styles.centered
        if number:
            return replace(cell, style=style.number(centered, number.shown_as), runs=(), number=number.value)
        if self._texts[row][self._at[meaning]].strip() or meaning in ("target", "weight"):
            return cell
        target = self._number(row, "target")
        if meaning == "actual":
            shown = style.number(centered, target.shown_as) if target else centered
            return replace(cell, style=style.well(shown), runs=())
        shown = style.number(centered, SCORE)
        if meaning == "score" and self._summary:
            return replace(cell, style=shown, formula=self._sum_above(row), runs=()) if row < len(self._above) else cell
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
        above, below = (target.value, actual.value) if lower else (actual.value, target.value)
        share = above / below if below else (MOST / 100 if above else 1.0)
        return max(0.0, min(float(MOST), share * 100))

    def _sum_above(self, row: int) -> Formula | None:
        """The weighted sum of the table above for which the row stands."""
        sums = self._above[row : row + 1]
        return Formula("={sum}", sums[0].formula.value, {"sum": sums[0]}) if sums and sums[0].formula else None

    def _score_formula(self, row: int) -> Formula:
        ranges = {meaning: self._range(meaning) for meaning in ("target", "actual")}
        higher = f"IF({{target}}=0,IF({{actual}}=0,100,{MOST}),{{actual}}/{{target}}*100)"
        share = higher
        if "direction" in self._at:
            ranges["direction"] = self._range("direction")
            lower = f"IF({{actual}}=0,IF({{target}}=0,100,{MOST}),{{target}}/{{actual}}*100)"
            share = f'IF(ISNUMBER(SEARCH("{LOWER}",{{direction}})),{lower},{higher})'
        text = f'=IF(COUNT({{target}},{{actual}})<2,"",MAX(0,MIN({MOST},{share})))'
        return Formula(text, self._scores[row], ranges)

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
        sums = {self._at["weight"]: self._weight_sum(height)}
        if self._scored:
            sums[self._at["weighted"]] = self._sum("weighted", height, SCORE, self._score_sum())
            self._above.append(sums[self._at["weighted"]])
        cells = [Cell(0, self._spans[min(sums)][0], self._styles.total, ((TOTAL, ""),))]
        free: list[Cell] = []
        begin = min(sums)
        for at in (*sorted(sums)[1:], len(self._spans)):
            cells.append(sums[begin])
            if at > begin + 1:
                free.append(Cell(self._spans[begin][1], self._spans[at - 1][1], self._styles.total))
                cells.append(free[-1])
            begin = at
        room = max(free, key=lambda cell: cell.right - cell.left, default=None)
        beside = room is not None and room.right - room.left >= ROOM
        if room is not None and beside:
            cells[cells.index(room)] = self._alarm(room)
        yield from flow(cells, least=24, pad=9, keep=not beside)
        if not beside:
            below = Cell(0, self._styles.width, replace(self._styles.alarm, edges="", fill=""))
            yield from flow((self._alarm(below, -1),), least=20, pad=6)

    def _sum(self, meaning: str, height: int, shown_as: str, value: float) -> Cell:
        """A sum from the head down to the row above, so that it counts rows which somebody inserts."""
        formula = Formula("=SUM({all})", value, {"all": self._range(meaning, -height, -1)})
        shown = style.number(self._styles.total, shown_as)
        return Cell(*self._spans[self._at[meaning]], shown, formula=formula)

    def _off(self, at: int) -> Formula:
        shown = f"ABS({{sum}}-{self._weights.whole:g})>0.000001"
        return Formula(shown, self._weights.off, {"sum": self._range("weight", at, at)})

    def _weight_sum(self, height: int) -> Cell:
        codes = [weight.shown_as for weight in self._weights.numbers if weight]
        cell = self._sum("weight", height, max(codes, key=len, default="0"), self._weights.total)
        return replace(cell, warning=self._off(0))

    def _score_sum(self) -> float:
        found = (self._weighted(row) for row in range(len(self._texts)))
        return sum(float(value) for value in found if value != "")

    def _alarm(self, cell: Cell, at: int = 0) -> Cell:
        """The warning, shown while the weights do not add up to 100 %; the sum is `at` rows away."""
        off = self._off(at)
        value = ALARM if off.value else ""
        formula = Formula(f'=IF({off.text},"{ALARM}","")', value, off.ranges)
        look = self._styles.alarm if cell.style is self._styles.total else cell.style
        return replace(cell, style=look, formula=formula, runs=((ALARM, ""),))
