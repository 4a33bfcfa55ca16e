"""One person with several posts: nothing is lost, weights and shares sum up, the higher of two conditions stands."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from rolesmith.cli.app import main
from rolesmith.presets.shipped import shipped
from rolesmith.role.portions import portions
from rolesmith.role.text import folded
from rolesmith.role.tree import Node, Role
from rolesmith.team.merge import Merged, Source, TooLarge, merge
from rolesmith.team.shares import SHARE, changed, weights_of
from rolesmith.team.stronger import stronger
from tests.conftest import THOROUGH
from tests.generated_roles import roles, with_standards

PAIRS = 2_000 if THOROUGH else 40


def starter(name: str) -> Role:
    return shipped().starters[name].role


def merged(*names: str, shares: tuple[int, ...] = (60, 40)) -> Merged:
    return merge([Source(starter(name), share) for name, share in zip(names, shares, strict=True)])


def parts(text: str) -> set[str]:
    """A text's lines and clauses, as they are compared."""
    return {folded(part) for part in re.split("[\n；]", text)} - {""}


def shown(node: Node) -> Iterator[Node]:
    """A node and all below it that is on."""
    if node.on:
        yield node
        for child in node.children:
            yield from shown(child)


def said(role: Role, known: Mapping[str, str]) -> Iterator[tuple[Node, set[str]]]:
    """What each node says that is on, its blanks filled, also from what others know; but the name and the weights."""
    filling = shipped().filling(role.replace(role.tree.with_(values={**known, **role.tree.values})))
    weights = {column.id for column in role.tree.walk() if column.meaning == "weight"}
    for node in shown(role.tree):
        if node.meaning != "name" and node.id.partition(":")[2] not in weights:
            filled = "\n".join(filling.fill(text, node.values) for text in (node.text, node.standard))
            yield node, parts(filled)


@pytest.mark.parametrize("seed", range(PAIRS))
def test_every_text_stands_in_the_result_or_in_what_was_joined(seed: int) -> None:
    dice = Random(seed)
    sources = [with_standards(role, seed) for role in dice.sample(roles(64), 2 if seed % 4 else 3)]
    shares = portions([dice.randint(1, 9) for _ in sources])
    found = merge([Source(role, share) for role, share in zip(sources, shares, strict=True)])
    there = {part for _, texts in said(found.role, {}) for part in texts}
    joined = {part for each in found.joined for part in parts(each.text)}
    for role in sources:
        for node, texts in said(role, found.role.tree.values):
            assert texts <= there or parts(node.text + "\n" + node.standard) <= joined | there, node
    assert_sums(found)


def assert_sums(found: Merged) -> None:
    """Weights and shares sum up to 100."""
    groups = [int(each[1]) for node in shown(found.role.tree) if (each := SHARE.search(node.title))]
    assert not groups or sum(groups) == 100
    if not found.unweighed:
        weights = [int(cell.text) for _, cell in weights_of(found.role.tree)]
        assert not weights or sum(weights) == 100


def test_a_line_of_both_stands_once_and_two_much_alike_are_named() -> None:
    found = merged("operations_specialist", "service_agent")
    rules = found.role.tree.find("prohibited.prohibited")
    assert rules and len(rules.children) == 6
    assert {each.why for each in found.joined if each.text.startswith("不组织或参与刷单")} == {"同一条"}
    assert (
        [pair.first.text[:9] for pair in found.pairs]
        == [pair.second.text[:9] for pair in found.pairs]
        == ["使用过聚水潭、旺店"]
    )


def test_weights_and_groups_take_the_share_of_their_post() -> None:
    found = merged("operations_specialist", "service_agent", shares=(80, 20))
    weights = {row.id: int(cell.text) for row, cell in weights_of(found.role.tree)}
    mine = sum(weight for row, weight in weights.items() if not row.endswith("-2"))
    assert (mine, sum(weights.values())) == (80, 100)
    shares = {node.title: int(share[1]) for node in shown(found.role.tree) if (share := SHARE.search(node.title))}
    assert shares["客户服务与关系维护（约占12%）"] == 12


def test_what_comes_up_besides_stands_last() -> None:
    duties = merged("operations_specialist", "service_agent").role.tree.find("duties.duties")
    assert duties and [group.area for group in duties.shown()][-2:] == ["service", "other"]


def test_a_weight_in_words_leaves_all_as_they_are() -> None:
    words = starter("service_agent")
    _, cell = next(iter(weights_of(words.tree)))
    words = words.replace(changed(words.tree, lambda node: node.with_(text="看情况") if node.id == cell.id else node))
    found = merge([Source(starter("operations_specialist"), 50), Source(words, 50)])
    assert found.unweighed == ("客服专员",)
    assert "看情况" in {cell.text for _, cell in weights_of(found.role.tree)}


def test_an_indicator_of_both_has_the_weight_of_both() -> None:
    found = merged("service_agent", "service_agent")
    assert [cell.text for _, cell in weights_of(found.role.tree)] == [
        cell.text for _, cell in weights_of(starter("service_agent").tree)
    ]
    assert found.role.tree.walk and len(list(found.role.tree.walk())) == len(list(starter("service_agent").tree.walk()))


def test_a_name_of_the_other_post_is_a_handover_to_oneself() -> None:
    agent = starter("service_agent")
    line = next(node for node in agent.tree.walk() if node.kind == "line")
    told = changed(agent.tree, lambda node: node.with_(text="将异常订单转交电商运营专员") if node is line else node)
    found = merge([Source(starter("operations_specialist"), 50), Source(agent.replace(told), 50)])
    assert [(each.post, each.text) for each in found.handovers] == [("电商运营专员", "将异常订单转交电商运营专员")]


def test_what_is_too_large_for_one_role_is_said() -> None:
    with pytest.raises(TooLarge, match="放不下"):
        merge([Source(role, 1) for role in (many(300), many(301))])


def many(count: int) -> Role:
    """A role with so many goals."""
    role = starter("service_agent")
    lines = tuple(Node(id=f"n{at}", kind="line", text=f"{count}-{at}") for at in range(count))
    whole = changed(role.tree, lambda node: node.with_(children=lines) if node.id == "goals.goals" else node)
    return role.replace(whole)


@pytest.mark.parametrize(
    ("one", "other", "higher"),
    [
        ("大专及以上", "本科及以上学历", "本科及以上学历"),
        ("不限", "高中及以上", "高中及以上"),
        ("无", "无", "无"),
        ("1年以上网店运营经验", "三年以上网店运营经验", "三年以上网店运营经验"),
        ("1年以上网店运营经验", "2年以上客服经验", ""),
        ("大专及以上", "本科优先", ""),
        ("市场营销专业优先", "电子商务专业优先", ""),
    ],
)
def test_the_text_that_asks_more(one: str, other: str, higher: str) -> None:
    assert stronger(one, other) == stronger(other, one) == higher


def test_the_command_writes_one_role_of_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [tmp_path / "甲.json", tmp_path / "乙.json"]
    for file, name in zip(files, ("operations_specialist", "service_agent"), strict=True):
        file.write_text(starter(name).to_json(), encoding="utf-8")
    made = tmp_path / "丙.json"
    asked = ["merge", *map(str, files), "--share", "60，40%", "--superior", "店主", "-o", str(made)]
    assert main(asked) == 0
    assert capsys.readouterr().err.startswith("可能写了两遍：“使用过聚水潭")
    role = Role.from_json(made.read_bytes())
    name, superior = role.meaning("name"), role.meaning("superior")
    assert (name and name.text, superior and superior.text) == ("电商运营专员兼客服专员", "店主")


@pytest.mark.parametrize(
    ("share", "told"),
    [("60,50", "合计是 110"), ("60", "有 1 个数"), ("-5,105", "“-5”不是"), ("甲,乙", "“甲”不是"), ("0,100", "“0”不是")],
)
def test_shares_that_are_none_are_told(
    share: str, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "甲.json"
    file.write_text(starter("service_agent").to_json(), encoding="utf-8")
    assert main(["merge", str(file), str(file), f"--share={share}", "-o", str(tmp_path / "a.md")]) == 2
    assert told in capsys.readouterr().err
    assert not (tmp_path / "a.md").exists()
