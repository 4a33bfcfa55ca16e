"""The paper of a person: the duties of all posts that the person holds, each with its share of the time."""

from collections.abc import Sequence

from rolesmith.document.kinds import KINDS
from rolesmith.presets.paper import Paper, make_paper
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node, Role
from rolesmith.team.merge import Source, merge
from rolesmith.team.people import Person
from rolesmith.team.shares import changed


def joined(sources: Sequence[Source]) -> Role:
    """The posts of a person as one role. Raises TooLarge."""
    return sources[0].role if len(sources) == 1 else merge(sources).role


def person_paper(paper: Paper, person: Person, sources: Sequence[Source], role: Role, filling: Filling) -> Role:
    """The paper of a person whose posts are joined in this role."""
    made = make_paper(paper, role, filling)
    texts = {"who.info.person": person.name, "who.info.since": person.since}
    rows = [{"post": filling.fill(each.post), "share": f"{each.share:g}%"} for each in sources]

    def told(node: Node) -> Node:
        if node.id == "who.posts":
            return KINDS["table"].fill(node, rows)
        if node.id == "kpis" and not node.children[0].of("row"):
            return node.with_(on=False)
        return node.with_(text=texts[node.id]) if node.id in texts else node

    return made.replace(changed(made.tree, told))
