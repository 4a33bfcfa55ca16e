"""Names beside bands stand on lines that end between words."""

import pytest

from rolesmith.document.document import Phrase
from rolesmith.formats.label_lines import broken, label_lines
from rolesmith.role.blanks import Piece

LINES = {
    "前言": "前言",
    "应聘人": "应聘人",
    "情景题": "情景题",
    "岗位目标": "岗位/目标",
    "主要工作职责与任务": "主要/工作/职责与/任务",
    "试用期工作要求": "试用期/工作/要求",
    "部门负责人": "部门/负责人",
    "不符合录用条件的情形": "不符合/录用/条件的/情形",
    "薪酬、绩效与发展": "薪酬、/绩效与/发展",
    "绩效指标KPI": "绩效/指标/KPI",
    "": "",
}


@pytest.mark.parametrize("name", LINES)
def test_lines_end_between_words(name: str) -> None:
    assert "/".join(label_lines(name, 3)) == LINES[name]


def test_wider_lines_have_more_words() -> None:
    assert label_lines("主要工作职责与任务", 4) == ["主要工作", "职责与", "任务"]


def test_lines_are_as_even_as_their_number_lets_them() -> None:
    assert label_lines("试用期工作要求", 5) == ["试用期", "工作要求"]
    assert label_lines("主要工作职责与任务", 5) == ["主要工作", "职责与任务"]


def test_nothing_is_lost_of_any_name() -> None:
    for name in ("a" * 200, "与" * 40, "、，：", "Key performance indicators", "期" * 31, "甲 乙\t丙😀"):
        assert "".join(label_lines(name, 3)) == name


def test_a_blank_in_a_name_stays_a_piece() -> None:
    label = Phrase("n", (Piece("主要工"), Piece("作职责", blank="x"), Piece("与任务")))
    found = broken(label)
    assert [piece.text for piece in found.pieces] == ["主要\n工", "作\n职责", "与\n任务"]
    assert found.pieces[1].blank == "x" and found.id == "n"
