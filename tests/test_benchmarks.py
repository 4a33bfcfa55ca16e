"""The benchmarks run and print their table; what they find out is another matter."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import finding
from benchmarks.__main__ import main
from benchmarks.figures import NO_SLOWER, SHOWN, Bound, Figure, Pairs, at_least, at_most, never_over
from tests.conftest import CHROMIUM, ROOT, THOROUGH


@pytest.mark.parametrize(
    ("bound", "floor", "ours", "kept"),
    [
        (at_most(1.3), [10, 10, 10], [13, 13, 99], True),
        (at_most(1.3), [10, 10, 10], [14, 14, 1], False),
        (at_least(1.0), [40], [40], True),
        (at_least(1.0), [40], [39], False),
        (never_over(1, "帧"), [0, 0], [0, 1], True),
        (never_over(1, "帧"), [0, 0], [0, 2], False),
        (NO_SLOWER, [10, 100, 1_000], [10.4, 104, 1_040], True),
        (NO_SLOWER, [10, 100, 1_000], [11, 90, 1_100], True),
        (NO_SLOWER, [10, 100, 1_000], [10.6, 106, 1_060], False),
        (SHOWN, [1], [1_000], True),
    ],
)
def test_a_bound_is_judged(bound: Bound, floor: list[float], ours: list[float], kept: bool) -> None:
    figure = Figure("换页", "毫秒", floor, ours, bound)
    assert figure.kept is kept
    assert figure.row().endswith("|  |" if bound is SHOWN else "| ✓ |" if kept else "| **没到** |")


def test_a_row_shows_floor_and_ours() -> None:
    row = Figure("换页", "毫秒", [1.0] * 19 + [5.0], [2.0] * 19 + [9.0]).row()
    assert [cell.strip() for cell in row.split("|")[1:9]] == ["换页", "毫秒", "20", "1.0", "5.0", "2.0", "9.0", "2.00"]


def test_two_checkouts_are_compared_by_neighbours_in_time() -> None:
    """A machine that is busy for a while is so for both; an interval says how sure the ratio is."""
    row = Pairs("换页", "毫秒", [10, 10, 1_000, 1_000] * 8, [11, 12, 1_100, 1_200] * 8).row()
    assert row.split("|")[8].strip() == "1.150（1.100–1.200）"


SMOKE = {"advice": 2}
"""Rows of the part that every run makes: one that needs no browser."""
OTHERS = {"typing": 3, "soak": 3, "growth": 2, "pages": 2, "first": 1, "shop": 2, "costs": 2, "memory": 1}
"""Likewise of the others: all but the search for how many sessions are held."""
AGAINST = {"typing": 2, "growth": 2, "pages": 2, "first": 1, "arrival": 2, "sessions": 3}
"""Likewise of what two checkouts are compared by."""
THOROUGHLY = [(OTHERS, ()), (AGAINST, ("--against", str(ROOT)))]


def run(*words: str) -> list[list[str]]:
    """The table's rows, by their cells."""
    environment = {**os.environ, "ROLESMITH_CHROMIUM": CHROMIUM or ""}
    command = [sys.executable, "-m", "benchmarks", *words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()[2:]]


@pytest.mark.browser
@pytest.mark.skipif(sys.platform != "linux" or not CHROMIUM, reason="needs Linux and Chromium")
@pytest.mark.parametrize(("parts", "more"), [(SMOKE, ()), *(THOROUGHLY if THOROUGH else [])])
def test_figures_are_printed_in_one_run(parts: dict[str, int], more: tuple[str, ...]) -> None:
    table = run(*parts, "-n", "1", "--minutes", "0.1", "--sessions", "2", *more)
    assert len(table) == sum(parts.values())
    assert all(row[2] and row[3] and row[5] for row in table)
    measured = [row for row in table if row[1] not in ("帧", "次")]  # of which there may be none
    assert all(float(row[at].replace(",", "")) > 0 for row in measured for at in (3, 5))


def test_the_search_is_measured_against_two_scans_and_the_reading_of_its_libraries(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "BUSY", 100)
    figures = list(finding.searching(tmp_path, 2, sizes=(60, 120)))
    assert [(len(figure.floor), len(figure.ours)) for figure in figures] == [(2, 2)] * 6
    assert [figure.bound is SHOWN for figure in figures] == [False, False, True, True, True, True]
    assert all(time > 0 for figure in figures for time in (*figure.floor, *figure.ours))


def test_an_unknown_part_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["benchmarks", "别的"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "没有这一项：别的" in capsys.readouterr().err
