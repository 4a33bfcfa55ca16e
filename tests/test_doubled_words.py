"""Joints: where a name or a blank's value meets fixed words, no word stands twice; and nothing else is lost."""

import re
from collections.abc import Sequence

import pytest

from rolesmith.document.document import phrases
from rolesmith.document.draw import draw
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Blank, Filling
from rolesmith.role.edit import Edit, apply
from rolesmith.role.text import TEXT_LIMIT, copied, joined
from rolesmith.role.tree import Node, Role
from tests.conftest import THOROUGH

TWICE = re.compile("([一-鿿]{2,})\\1|店店铺|部部门|岗岗位")
ALL_RIGHT = ("普通话通话",)
"""Words that only look as if one stood twice."""
NAMES = ("", "打包岗", "客服岗位", "电商运营专员", "绩效考核", "岗位职责说明书", "{平台}店铺运营", "{部门}部门客服")
SHOPS = (
    {"店名": "青禾家居旗舰店", "平台": "抖音小店", "部门": "客服部", "主营类目": "家居日用"},
    {"店名": "青禾店铺", "平台": "天猫旗舰店、淘宝店铺", "部门": "电商部门", "主营类目": "类目"},
)


def named(role: Role, name: str) -> Role:
    node = role.meaning("name")
    assert node
    return apply(role, Edit(id="edit-name", op="set", target=node.id, name="text", value=name))


def names_of(starter: str) -> Sequence[str]:
    """What it is called: everything, for one starter; for each other one of the names in turn."""
    at = list(shipped().starters).index(starter)
    return NAMES if THOROUGH or at == 0 else [NAMES[at % len(NAMES)]]


def shops_of(starter: str) -> Sequence[dict[str, str]]:
    """Whose it is: both, for one starter; for each other one of the shops, which change with the names' turn."""
    at = list(shipped().starters).index(starter)
    return SHOPS if THOROUGH or at == 0 else [SHOPS[at // len(NAMES) % len(SHOPS)]]


@pytest.mark.parametrize("starter", shipped().starters)
def test_no_word_stands_twice_in_a_title_or_a_filled_text(starter: str) -> None:
    twice = set()
    role = shipped().starters[starter].role
    for shop in shops_of(starter):
        for name in names_of(starter):
            of = named(role, name)
            papers = [make_paper(paper, of, shipped().filling(of, shop)) for paper in shipped().papers.values()]
            for each in (of, *papers):
                document = draw(each, shipped().filling(each, shop))
                texts = [str(phrase) for part in document.parts for phrase in phrases(part)]
                twice |= {text for text in (document.title, *texts) if TWICE.search(text)}
    assert [text for text in twice if not any(word in text for word in ALL_RIGHT)] == []


@pytest.mark.parametrize(
    ("text", "value", "filled"),
    [
        ("经营{甲}店铺的日常", "抖音小店", "经营抖音小店的日常"),
        ("经营{甲}店铺的日常", "淘宝", "经营淘宝店铺的日常"),
        ("由{甲}部门负责", "客服部", "由客服部负责"),
        ("每周{甲}提交", "每周三", "每周三提交"),
        ("不超过{甲}完成", "不超过两天", "不超过两天完成"),
        ("{甲}小时内答复", "24小时", "24小时内答复"),
        ("{甲}市场推广", "杭州市", "杭州市市场推广"),
        ("卖{甲}品牌", "化妆品", "卖化妆品品牌"),
        ("经营店{甲}", "店铺一", "经营店店铺一"),
        ("每周{甲}每周", "每周", "每周"),
        ("{甲}{甲}", "客服部门", "客服部门客服部门"),
    ],
)
def test_a_word_goes_only_where_a_value_says_it_already(text: str, value: str, filled: str) -> None:
    known = {"甲": Blank(name="甲", label="甲")}
    assert Filling(known, {"甲": value}).fill(text) == filled
    line = Node(id="l", kind="line", text=text, values={"甲": value})
    assert Filling(known).fill(line.text, line.values) == filled


def test_an_open_blank_leaves_the_words_beside_it_alone() -> None:
    assert Filling({"甲": Blank(name="甲", label="甲", unit="天")}).fill("每周{甲}店铺") == "每周＿＿＿天店铺"


@pytest.mark.parametrize(
    ("name", "words", "title"),
    [
        ("未命名岗位", "岗位职责说明书", "未命名岗位职责说明书"),
        ("打包岗", "岗位职责说明书", "打包岗职责说明书"),
        ("客服专员", "岗位职责说明书", "客服专员岗位职责说明书"),
        ("客服库", "库", "客服库"),
        ("仓库的活", "库", "仓库的活库"),
        ("", "岗位职责说明书", "岗位职责说明书"),
    ],
)
def test_a_name_and_the_words_behind_it(name: str, words: str, title: str) -> None:
    assert joined(name, words) == title


def test_a_number_that_calls_itself_one_is_stamped_once() -> None:
    number = Node(id="n", kind="field", title="编号", meaning="number", text="编号：A-7")
    block = Node(id="b", kind="fields", children=(number,))
    section = Node(id="s", kind="section", title="节", children=(block,))
    assert draw(Role(tree=Node(id="role", kind="role", children=(section,))), Filling()).stamp == ("编号 A-7",)


def test_a_copy_of_a_copy_is_numbered() -> None:
    assert copied("客服") == "客服（副本）"
    assert copied("客服（副本）") == "客服（副本 2）"
    assert copied("客服（副本 9）") == "客服（副本 10）"
    assert len(copied("长" * TEXT_LIMIT)) == TEXT_LIMIT
