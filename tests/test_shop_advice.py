"""Counsel: what a shop has chosen of the advice; and the route that tells it."""

import json
from collections.abc import Iterator

import httpx
import pytest

from rolesmith.advice import OwnWord
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.shop import advice
from rolesmith.store.store import Store
from tests.conftest import PATIENCE, SHOP, Server

NODE = "duties.duties.store.1"


@pytest.fixture
def role(store: Store) -> str:
    role_id = store.create(SHOP, shipped().starters["operations_specialist"].role)
    text = "打包发货，限男性，叫家人们点赞"
    store.apply(SHOP, role_id, [Edit(id="edit-0001", op="set", target=NODE, name="text", value=text)])
    return role_id


def heard(store: Store, role_id: str) -> set[str]:
    saved = store.role(SHOP, role_id)
    assert saved
    return {each.rule for each in advice.findings(store, SHOP, saved.role) if each.node == NODE}


@pytest.mark.parametrize("starter", shipped().starters)
def test_a_starter_and_its_papers_raise_no_advice_out_of_the_box(store: Store, starter: str) -> None:
    """As every page of a new shop tells it: by all rules, gaps aside, which are told as such."""
    role = shipped().starters[starter].role
    papers = [make_paper(paper, role, shipped().filling(role)) for paper in shipped().papers.values()]
    said = [
        (each.paper, found.rule, found.text)
        for each in (role, *papers)
        for found in advice.findings(store, SHOP, each)
        if found.rule not in advice.GAPS
    ]
    assert said == []


def test_a_rule_is_heard_until_its_shop_switches_it_off_and_other_shops_hear_it_still(store: Store, role: str) -> None:
    assert "sex" in heard(store, role)
    advice.switch(store, "other", "sex", on=False)
    assert "sex" in heard(store, role)
    advice.switch(store, SHOP, "sex", on=False)
    assert "sex" not in heard(store, role)
    advice.switch(store, SHOP, "sex", on=True)
    assert "sex" in heard(store, role)


def test_words_of_the_shops_own_are_heard_beside_what_is_switched_off(store: Store, role: str) -> None:
    advice.switch(store, SHOP, "sex", on=False)
    advice.say_words(store, SHOP, [OwnWord(word="家人们", instead="顾客")])
    assert {"own-words"} <= heard(store, role) and "sex" not in heard(store, role)
    advice.say_words(store, SHOP, [])
    assert "own-words" not in heard(store, role)


@pytest.fixture
def own(server: Server) -> Iterator[httpx.Client]:
    headers = {"origin": server.url, "x-rolesmith": "1", "content-type": "application/json"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        yield client


def test_a_role_is_told_what_there_is_to_say_of_it(own: httpx.Client, server: Server) -> None:
    store = server.store()
    role_id = store.create(SHOP, shipped().starters["operations_specialist"].role)
    store.close()
    told = own.get(f"/roles/{role_id}/advice").json()
    assert 0 < told["score"] <= 100 and told["revision"] == 1
    assert not {each["rule"] for each in told["findings"]} & set(advice.GAPS)
    assert own.get("/roles/nobody/advice").status_code == 404


@pytest.mark.parametrize(
    "sent", [{}, {"rule": "nothing"}, {"words": 7}, {"words": [{"word": ""}]}, {"words": [{"word": "长" * 51}]}, []]
)
def test_what_no_shop_can_choose_is_refused_with_a_sentence(own: httpx.Client, sent: object) -> None:
    answer = own.post("/advice", content=json.dumps(sent))
    assert answer.status_code in (404, 413, 422)
    assert answer.json()["message"].endswith("。")
