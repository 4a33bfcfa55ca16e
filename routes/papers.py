"""Papers of a role: made when asked for, and made anew; what stood there is kept as a version."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.presets.paper import key_of, made
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role
from rolesmith.store.store import LOCAL_SHOP, opened
from server.guard import make_sure_is_ours, refusal


async def make(request: Request) -> Response:
    """Make a role's paper of this kind, or make it anew → `{"id"}` of the paper, `{"kept"}` whether a version was."""
    make_sure_is_ours(request)
    role, kind = request.path_params["role"], request.path_params["paper"]
    return await run_in_threadpool(_made, role, kind)


def _made(role: str, kind: str) -> Response:
    paper = shipped().papers.get(kind)
    if paper is None:
        return refusal(404, "没有这种文件，请刷新页面。")

    def make(of: Role, facts: Role, revision: int) -> Role:
        return made(paper, of, shipped().filling(of, facts.tree.values), revision)

    kept = opened().keep_paper(LOCAL_SHOP, role, kind, make)
    return JSONResponse({"id": key_of(role, kind), "kept": kept is not None})
