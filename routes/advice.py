"""Advice out: what there is to say of a role; and what a shop wants to hear of it."""

from pydantic import TypeAdapter, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from rolesmith.advice import OwnWord, score
from rolesmith.shop import advice
from rolesmith.store.store import LOCAL_SHOP, opened
from server.guard import refusal, sent_by_us

TOLD = (
    "rule",
    "family",
    "severity",
    "node",
    "path",
    "text",
    "message",
    "why",
    "source",
    "suggestion",
    "rewrite",
    "fix",
)
WORDS = TypeAdapter(tuple[OwnWord, ...])


def of_role(request: Request) -> Response:
    """`{"score", "findings"}` of the newest revision; the gaps count, but the page tells them in its own way."""
    saved = opened().role(LOCAL_SHOP, request.path_params["role"])
    if saved is None or saved.kind == "library":
        return refusal(404, "这个岗位已经被删掉。")
    found = advice.findings(opened(), LOCAL_SHOP, saved.role)
    said = [each for each in found if each.rule not in advice.GAPS]
    told = [{name: value for name in TOLD if (value := getattr(each, name)) not in ("", None, ())} for each in said]
    answer = {"revision": saved.revision, "score": score(found), "findings": told}
    return JSONResponse(answer, headers={"cache-control": "no-store"})


async def switch(request: Request) -> Response:
    """`{"rule", "on": bool}`: one rule on or off; or `{"words": [{word, instead}]}`: the shop's own words."""
    sent = await sent_by_us(request)
    try:
        if "words" in sent:
            words = WORDS.validate_python(sent["words"])
            await run_in_threadpool(advice.say_words, opened(), LOCAL_SHOP, words)
        elif sent.get("rule") in (*advice.rules(), "own-words"):
            rule, on = str(sent["rule"]), bool(sent.get("on"))
            await run_in_threadpool(lambda: advice.switch(opened(), LOCAL_SHOP, rule, on=on))
        else:
            return refusal(404, "没有这条规则，请刷新页面。")
    except ValidationError:
        return refusal(422, "每个词最长 50 字，换成的说法最长 200 字，一共最多 200 个词。")
    return JSONResponse({})
