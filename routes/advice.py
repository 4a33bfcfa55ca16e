"""Advice out: what there is to say of a role; and what a shop wants to hear of it."""

from typing import Annotated

from pydantic import Field
from starlette.responses import JSONResponse, Response

from rolesmith.advice import OwnWord, score
from rolesmith.advice.finding import MOST_WORDS
from rolesmith.shop import advice
from rolesmith.store.store import opened
from routes.handler import GONE, Body, Wrong, handler
from server.guard import FRESH, TurnedAway

FIELDS = (
    "rule", "family", "severity", "node", "path", "text", "message", "why", "source", "suggestion", "rewrite", "fix",
)  # fmt: skip
"""What the page is given of a finding; what is empty is left out."""


@handler()
def of_role(shop: str, role: str) -> Response:
    """`{"score", "findings"}` of the newest revision; the gaps count, but the page tells them in its own way."""
    saved = opened().role(shop, role)
    if saved is None or saved.kind in ("library", "people"):
        raise TurnedAway(404, GONE)
    found = advice.findings(opened(), shop, saved.role)
    findings = [
        {name: value for name in FIELDS if (value := getattr(each, name)) not in ("", None, ())}
        for each in found
        if each.rule not in advice.GAPS
    ]
    return JSONResponse({"revision": saved.revision, "score": score(found), "findings": findings}, headers=FRESH)


class Choice(Body):
    """One rule, and whether it is on; or the shop's own words."""

    rule: str = ""
    on: bool = False
    words: Annotated[
        list[OwnWord] | None,
        Field(max_length=MOST_WORDS),
        Wrong("每个词最长 50 字，换成的说法最长 200 字，一共最多 200 个词。"),
    ] = None


@handler(Choice)
def switch(shop: str, sent: Choice) -> Response:
    """Keep it."""
    if sent.words is not None:
        advice.say_words(opened(), shop, sent.words)
    elif sent.rule in (*advice.rules(), "own-words"):
        advice.switch(opened(), shop, sent.rule, on=sent.on)
    else:
        raise TurnedAway(404, "没有这条规则，请刷新页面。")
    return JSONResponse({})
