"""What somebody chose while roles were merged: lines that go since another says the same, and texts said anew."""

import re
from collections.abc import Collection, Mapping

from rolesmith.role.edit import Refused
from rolesmith.role.text import clean
from rolesmith.role.tree import Node, Role
from rolesmith.team.merge import Merged
from rolesmith.team.overlaps import Handover
from rolesmith.team.shares import changed, weights_of

GIVES = "(?:转交|移交|交接|提交|反馈|转|交)(?:给|至|到|由)?|交由|转由|报给|上报|通知"
"""Says that somebody else has it from here on."""
DOES = "处理|跟进|落实|执行|答复|核对|办理|解决|安排"


def suggested(handover: Handover) -> str:
    """What a line that hands over to a post of the same person may say instead; as it is where nothing is known."""
    pattern = re.compile(rf"(?:{GIVES})[“”]?{re.escape(handover.post)}[“”]?({DOES})?")
    return pattern.sub(lambda found: f"按{handover.post}职责自行{found[1] or '处理'}", handover.node.text)


def may_go(merged: Merged) -> set[str]:
    """The nodes that may be left out: lines of pairs, and handovers but for indicators, whose weights sum up."""
    weighed = {row.id for row, _ in weights_of(merged.role.tree)}
    paired = {line.id for pair in merged.pairs for line in (pair.first, pair.second)}
    return (paired | {each.node.id for each in merged.handovers}) - weighed


def chosen(merged: Merged, dropped: Collection[str], texts: Mapping[str, str]) -> Role:
    """The merged role without the nodes that are dropped, and with the lines said anew. Raises Refused."""
    told = {each.node.id for each in merged.handovers if each.node.kind == "line"}
    if not set(dropped) <= may_go(merged) or not texts.keys() <= told:
        raise Refused("选的内容和岗位对不上了，没有合成；请再看一遍。")
    said = {node: clean(text).strip() for node, text in texts.items()}
    if not all(said.values()):
        raise Refused("改写的一条是空的，没有合成；不要这一条就选“去掉”。")
    gone = set(dropped)

    def made(node: Node) -> Node:
        if gone & {child.id for child in node.children}:
            node = node.with_(children=tuple(child for child in node.children if child.id not in gone))
        return node.with_(text=said[node.id]) if node.id in said else node

    return merged.role.replace(changed(merged.role.tree, made))
