"""Papers of a role: made when asked for, and made anew; what stood there is kept as a version."""

from starlette.responses import JSONResponse, Response

from rolesmith.presets.paper import key_of, make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role
from rolesmith.store.store import opened
from routes.handler import handler
from server.guard import TurnedAway


@handler()
def make(shop: str, role: str, paper: str) -> Response:
    """Make a role's paper of this kind, or make it anew → `{"id"}` of the paper, `{"kept"}` whether a version was."""
    kind = shipped().papers.get(paper)
    if kind is None:
        raise TurnedAway(404, "没有这种文件，请刷新页面。")

    def make(of: Role, facts: Role, revision: int, signed: Role | None) -> Role:
        return make_paper(kind, of, shipped().filling(of, facts.tree.values), revision, signed)

    kept = opened().keep_paper(shop, role, paper, make)
    return JSONResponse({"id": key_of(role, paper), "kept": kept is not None})
