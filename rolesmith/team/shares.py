"""What each post of a person is worth: shares of the groups of duties, weights of the indicators."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from rolesmith.document.kinds.table import meanings
from rolesmith.role.portions import portions
from rolesmith.role.text import TITLE_LIMIT, folded
from rolesmith.role.tree import Node

SHARE = re.compile(r"（约占(\d{1,3})%）$")
"""What stands behind the title of a group of duties."""
NUMBER = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)%?")


def with_shares(tree: Node, origins: Mapping[str, int], shares: Sequence[float]) -> Node:
    """The tree with a share behind the title of each group of duties, in whole percent that sum up to 100.

    A post's share is spread over its lines alike: an estimate, which stands in the title to be changed there. `origins`
    has, for the id of each node, the number from 0 of the post that it comes from.
    """
    blocks = [block for section in tree.shown() for block in section.shown() if block.picks == "duty"]
    groups = [group for block in blocks for group in block.shown() if group.kind == "group"]
    lines = {group.id: [origins[line.id] for line in group.shown() if line.text.strip()] for group in groups}
    counts = [sum(found.count(at) for found in lines.values()) for at in range(len(shares))]
    parts = {group: sum(shares[at] / counts[at] for at in found) for group, found in lines.items() if found}
    if len(parts) < 2:
        return tree
    told = dict(zip(parts, portions(list(parts.values())), strict=True))
    return changed(tree, lambda node: node.with_(title=_shared(node.title, told[node.id])) if node.id in told else node)


def _shared(title: str, share: int) -> str:
    words = f"（约占{share}%）"
    return SHARE.sub("", title)[: TITLE_LIMIT - len(words)] + words


def worths(tree: Node, share: float) -> dict[str, float]:
    """What each indicator of a post is worth within this share, by the id of its row.

    Empty where the post has none, or one whose weight is no number.
    """
    weights = {row.id: number(cell.text) for row, cell in weights_of(tree)}
    numbers = [weight for weight in weights.values() if weight is not None]
    if len(numbers) < len(weights) or not sum(numbers):
        return {}
    return {row: share * (weight or 0) / sum(numbers) for row, weight in weights.items()}


def weighs_nothing(tree: Node) -> bool:
    """Whether a post has indicators that cannot be put beside others: one has no number as its weight."""
    return any(True for _ in weights_of(tree)) and not worths(tree, 100)


def with_weights(tree: Node, worth: Mapping[str, float]) -> Node:
    """The tree with these worths of its indicators as weights in whole percent that sum up to 100."""
    cells = {row.id: cell.id for row, cell in weights_of(tree)}
    if not cells:
        return tree
    told = dict(zip(cells.values(), portions([worth[row] for row in cells]), strict=True))
    return changed(tree, lambda node: node.with_(text=f"{told[node.id]}") if node.id in told else node)


def weights_of(tree: Node) -> Iterator[tuple[Node, Node]]:
    """Each indicator that is on and written, and the cell of its weight; also where its section is off."""
    for table in (block for section in tree.children for block in section.children if block.picks == "kpi"):
        columns = table.of("column")
        at = next((at for at, meaning in enumerate(meanings(columns)) if meaning == "weight"), None)
        for row in table.of("row") if at is not None else ():
            cells = table.cells(row)
            if row.on and any(cell.text.strip() for cell in cells):
                yield row, cells[at or 0]


def number(text: str) -> float | None:
    """What a cell says that is a number, or a share in percent, and nothing else."""
    found = NUMBER.fullmatch(folded(text))
    return float(found[1]) if found else None


def changed(node: Node, change: Callable[[Node], Node]) -> Node:
    """A node and all below it, each as `change` returns it."""
    new = change(node)
    children = tuple(changed(child, change) for child in new.children)
    same = all(one is other for one, other in zip(children, new.children, strict=True))
    return new if same else new.with_(children=children)
