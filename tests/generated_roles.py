"""Roles of all shapes, the same ones at every run: shipped ones with lines taken out, put in, and written otherwise."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import cycle, islice
from random import Random

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import swap
from rolesmith.role.tree import Node, Role

URL = "https://example.com/goods?id=1024&page=2"
LETTERS = ("GMV", "ROI", "SKU", "SPU", "CTR", URL, "internationalization", "≥3.5%", "7×24", "_x0041_")
SEEDED = 20_261_125


def roles(count: int, seed: int = SEEDED) -> list[Role]:
    """So many roles; every kind of block comes up, long texts and short ones, full tables and empty ones."""
    made, coming = _made(seed)
    made += islice(coming, max(0, count - len(made)))
    return made[:count]


@cache
def _made(seed: int) -> tuple[list[Role], Iterator[Role]]:
    """The roles that were asked for so far, and those that come behind them."""
    dice = Random(seed)
    starters = [starter.role for starter in shipped().starters.values()]
    return [], (_changed(role, at, dice) for at, role in enumerate(cycle(starters)))


def with_standards(role: Role, seed: int = SEEDED, words: Sequence[str] = ()) -> Role:
    """The role with a standard behind most of its lines, short ones and long ones, of these words or any."""
    dice = Random(seed)

    def text(most: int) -> str:
        return "".join(dice.choice(words) for _ in range(most)).strip("；、") if words else _text(dice, most)

    def written(node: Node) -> Node:
        if node.kind == "line":
            return node.with_(standard=text(dice.choice((2, 4, 8, 30))) if dice.random() < 0.8 else "")
        return with_children(node, map(written, node.children))

    return role.replace(written(role.tree))


def _changed(role: Role, at: int, dice: Random) -> Role:
    values = {name: _text(dice, 3) for name in shipped().blanks if dice.random() < 0.6}
    tree = _node(role.tree, dice)
    named = role.meaning("name")
    assert named is not None
    found = tree.find(named.id)
    assert found is not None
    return role.replace(swap(tree, found.id, found.with_(text=f"{named.text}{at}", on=True)).with_(values=values))


def _node(node: Node, dice: Random) -> Node:
    kept = [child for child in node.children if child.kind not in ("line", "row") or dice.random() < 0.85]
    changed = with_children(node, (_node(child, dice) for child in kept))
    if node.kind in ("section", "field", "group"):
        return changed.model_copy(update={"on": dice.random() < 0.9})
    if node.kind in ("line", "cell", "text") and dice.random() < 0.3:
        return changed.with_(text=_text(dice, dice.choice((1, 6, 12, 40))))
    return changed


def with_children(node: Node, children: Iterable[Node]) -> Node:
    """The node with other children of the same kinds, which need not be validated again."""
    return node.model_copy(update={"children": tuple(children)})


def _text(dice: Random, most: int) -> str:
    words = ["每天", "上午十点前", "核对", "店铺评分", "、", "，", "（含售后）", "“引号”", "第二行\n", *LETTERS]
    return "".join(dice.choice(words) for _ in range(dice.randint(1, most))).strip() or "空"
