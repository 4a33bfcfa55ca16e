"""A shop's roles merged into one: it knows them, is offered what they change line by line, and tells nobody of them."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from rolesmith.document.comparison import Change
from rolesmith.formats import FORMATS
from rolesmith.presets.shipped import shipped
from rolesmith.readers import READERS
from rolesmith.role.edit import Edit, Gone, Refused
from rolesmith.role.tree import MERGED_LIMIT, Node, Role, new_id
from rolesmith.shop import merged
from rolesmith.shop.merged import CHANGED_SINCE, Plan
from rolesmith.shop.person import paper_of as person_paper_of
from rolesmith.shop.team import team
from rolesmith.store import backup
from rolesmith.store.store import PEOPLE, Saved, Store, opened
from rolesmith.team.choices import may_go, suggested
from rolesmith.team.overlaps import Handover
from rolesmith.team.people import Held, Person, group_of
from rolesmith.team.shares import changed
from tests.conftest import SHOP
from tests.test_every_route import HOME, app_before

KEYS = ("operations_specialist", "service_agent")
HANDS_OVER = "将异常订单转交电商运营专员处理"


def started(store: Store) -> list[str]:
    """Two roles; a line of the second hands over to the first."""
    first, second = (shipped().starters[key].role for key in KEYS)
    line = next(node for node in second.tree.walk() if node.kind == "line")
    told = changed(second.tree, lambda node: node.with_(text=HANDS_OVER) if node is line else node)
    return store.create_all(SHOP, [first, second.replace(told)])


def planned(store: Store, roles: list[str], *shares: str, name: str = "") -> Plan:
    return merged.plan(store, SHOP, list(zip(roles, shares or ("60", "40"), strict=True)), name)


def joined(store: Store, roles: list[str]) -> str:
    return merged.make(store, SHOP, planned(store, roles), (), {})


def at(store: Store, role: str) -> Saved:
    saved = store.role(SHOP, role)
    assert saved
    return saved


def lines(role: Role) -> dict[str, Node]:
    """The written lines by their text."""
    return {node.text: node for node in role.tree.walk() if node.kind == "line" and node.text}


def duty(store: Store, role: str, place: int = 0) -> Node:
    """A duty of a role."""
    block = at(store, role).role.tree.find("duties.duties")
    assert block
    return [line for group in block.shown() for line in group.shown()][place]


def rewrite(store: Store, role: str, node: Node, text: str) -> None:
    """Write a line anew; `…` stands for what it says."""
    text = text.replace("…", node.text)
    edit = Edit(id=new_id("edit-"), op="set", target=node.id, name="text", value=text)
    (answer,) = store.apply(SHOP, role, [edit]) or []
    assert answer.status == "saved", answer


def offered(store: Store, role: str) -> list[Change]:
    found = merged.offer(store, SHOP, at(store, role), {})
    return [change for section in found.sections for change in section.changes]


def take(store: Store, role: str, *keys: str) -> None:
    saved = at(store, role)
    assert merged.take(store, SHOP, saved, {}, keys, merged.offer(store, SHOP, saved, {}).mark)


def test_the_result_is_a_role_like_any_other_that_knows_its_sources(store: Store) -> None:
    roles = started(store)
    made = at(store, joined(store, roles))
    assert made.kind == "position" and made.revision == 1
    assert [(each.role, each.name, each.share) for each in made.role.merged_from] == [
        (roles[0], "电商运营专员", 60), (roles[1], "客服专员", 40),
    ]  # fmt: skip
    assert offered(store, made.id) == []
    (copy,) = store.copy(SHOP, [made.id], lambda role: role)
    assert at(store, copy).role.merged_from == made.role.merged_from
    store.trash(SHOP, made.id)
    store.restore(SHOP, made.id)
    assert at(store, made.id).role == made.role


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        (("-5", "105"), "“电商运营专员”的占比写着“-5”，要写大于 0、不超过 100 的数。"),
        (("300", "40"), "“电商运营专员”的占比写着“300”，要写大于 0、不超过 100 的数。"),
        (("60", "四成"), "“客服专员”的占比写着“四成”，要写大于 0、不超过 100 的数。"),
        (("60", ""), "“客服专员”的占比还没有写，要写大于 0、不超过 100 的数。"),
        (("60", "30"), "占比合计 90，要正好 100。"),
    ],
)
def test_a_share_that_is_none_is_one_sentence(store: Store, shares: tuple[str, str], said: str) -> None:
    with pytest.raises(Refused, match=f"^{said}$"):
        planned(store, started(store), *shares)


def test_one_ten_a_role_twice_and_one_that_is_gone_are_a_sentence_each(store: Store) -> None:
    roles = started(store)
    ten = store.create_all(SHOP, [shipped().starters[KEYS[0]].role] * 10)
    store.trash(SHOP, roles[1])
    for asked, said in (
        (roles[:1], "合成一份要两个岗位或更多，请再选一个。"),
        (ten, f"一次最多合 {MERGED_LIMIT} 个岗位，选了 10 个，请去掉几个。"),
        ([roles[0], roles[0]], "“电商运营专员”选了 2 次，留一个就够。"),
        (roles, "“客服专员”不在店里了（可能删掉了）：请去掉它，或从“我的岗位”的回收站放回来。"),
        ([roles[0], "none"], "选的岗位里有一个不在店里了（可能删掉了）"),
    ):
        with pytest.raises(Refused) as error:
            planned(store, asked, *["10"] * len(asked))
        assert str(error.value).startswith(said)


def test_of_two_alike_one_may_go_and_a_handover_to_oneself_is_said_anew(store: Store) -> None:
    plan = planned(store, started(store))
    (pair,) = plan.merged.pairs
    handover = next(each for each in plan.merged.handovers if each.text == HANDS_OVER)
    own = "将异常订单按客服流程处理完毕"
    made = at(store, merged.make(store, SHOP, plan, [pair.second.id], {handover.node.id: own})).role
    assert pair.first.text in lines(made) and own in lines(made)
    assert not {pair.second.text, HANDS_OVER} & lines(made).keys()
    assert offered(store, store.heads(SHOP)[0].id) == []  # what was chosen is not offered anew


def test_a_choice_that_does_not_fit_is_refused_whole(store: Store) -> None:
    plan = planned(store, started(store))
    goal = next(
        node for node in plan.merged.role.tree.walk() if node.kind == "line" and node.id not in may_go(plan.merged)
    )
    handover = next(each for each in plan.merged.handovers if each.text == HANDS_OVER)
    for dropped, texts in (([goal.id], {}), ([], {goal.id: "x"}), ([], {handover.node.id: " \n"})):
        with pytest.raises(Refused, match="没有合成"):
            merged.make(store, SHOP, plan, dropped, texts)
    assert len(store.heads(SHOP)) == 2


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        (HANDS_OVER, "将异常订单按电商运营专员职责自行处理"),
        ("缺货信息反馈给电商运营专员", "缺货信息按电商运营专员职责自行处理"),
        ("与电商运营专员每周核对库存", "与电商运营专员每周核对库存"),
    ],
)
def test_a_handover_to_oneself_has_a_suggestion(text: str, instead: str) -> None:
    assert suggested(Handover(Node(id="n", kind="line", text=text), "电商运营专员")) == instead


def test_what_a_source_changes_is_offered_and_only_what_is_ticked_is_taken(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    rewrite(store, roles[0], duty(store, roles[0]), "…，写明原因")
    rewrite(store, roles[1], duty(store, roles[1]), "…，十分钟内答复")
    before = at(store, role).role
    changes = offered(store, role)
    texts = {"".join(each.text for each in change.pieces if each.aspect != "gone"): change.key for change in changes}
    assert len(changes) == 2 and at(store, role).role == before  # nothing was written silently
    first = next(key for text, key in texts.items() if "写明原因" in text)
    take(store, role, first)
    there = "\n".join(lines(at(store, role).role))
    assert "，写明原因" in there and "，十分钟内答复" not in there
    assert offered(store, role) == []  # what was left is not offered again
    assert [each.label for each in store.versions(SHOP, role)] == ["更新之前"]


def test_what_the_owner_wrote_herself_stays_and_is_not_offered_back(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    mine = duty(store, role)
    rewrite(store, role, mine, "…（我改过）")
    assert offered(store, role) == []
    rewrite(store, roles[0], duty(store, roles[0], 1), "…，写明原因")
    (change,) = offered(store, role)
    take(store, role, change.key)
    there = "\n".join(lines(at(store, role).role))
    assert "（我改过）" in there and "，写明原因" in there
    rewrite(store, roles[0], duty(store, roles[0]), "…，那边也改了")
    (both,) = offered(store, role)
    assert both.key == mine.id
    take(store, role)
    assert f"{mine.text}（我改过）" in lines(at(store, role).role)


def test_a_line_more_or_less_in_one_source_moves_nothing_of_the_other(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    block = at(store, roles[0]).role.tree.find("duties.duties")
    assert block
    group = block.shown()[0]
    new = {"id": "n1", "kind": "line", "text": "每月清点样品并登记"}
    store.apply(SHOP, roles[0], [Edit(id="more-more", op="add", target=group.id, value=[new])])
    store.apply(SHOP, roles[0], [Edit(id="less-less", op="remove", target=group.children[0].id)])
    assert sorted(change.what for change in offered(store, role)) == ["删除", "新增"]
    take(store, role, *(change.key for change in offered(store, role)))
    there = lines(at(store, role).role)
    assert "每月清点样品并登记" in there and group.children[0].text not in there


def test_another_share_of_the_one_who_holds_the_sources_is_offered(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    with_people(store, (roles[0], "60"), (roles[1], "40"))
    assert offered(store, role) == [] and not team(store, SHOP).merged[role].stale
    with_share(store, "p-one.0", "30")
    assert offered(store, role) == []  # 30 and 40 are no whole
    with_share(store, "p-one.1", "70")
    assert team(store, SHOP).merged[role].stale and merged.count_of_offer(store, SHOP, at(store, role), {})
    changes = offered(store, role)
    assert any("约占" in "".join(each.text for each in change.pieces) for change in changes)
    take(store, role, *(change.key for change in changes))
    now = at(store, role).role
    assert [each.share for each in now.merged_from] == [30, 70] and offered(store, role) == []
    assert now.tree == merged.plan(store, SHOP, list(zip(roles, ("30", "70"), strict=True))).merged.role.tree
    assert not team(store, SHOP).merged[role].stale
    with_people(store, (roles[0], "50"), (roles[1], "50"), name="吴桐", key="p-two")
    assert offered(store, role) == []  # one of them still has it so


def with_share(store: Store, line: str, share: str) -> None:
    (answer,) = (
        store.apply(SHOP, PEOPLE, [Edit(id=new_id("edit-"), op="set", target=line, name="text", value=share)]) or []
    )
    assert answer.status == "saved", answer


def test_a_source_that_went_is_told_and_nothing_is_offered(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    rewrite(store, roles[0], duty(store, roles[0]), "改了第一条")
    store.trash(SHOP, roles[1])
    found = merged.offer(store, SHOP, at(store, role), {})
    assert (found.gone, found.sections) == (("客服专员",), ())
    store.restore(SHOP, roles[1])
    assert len(offered(store, role)) == 1


def test_an_offer_that_is_another_by_now_is_not_taken(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    rewrite(store, roles[0], duty(store, roles[0]), "改了第一条")
    found = merged.offer(store, SHOP, at(store, role), {})
    rewrite(store, roles[0], duty(store, roles[0], 1), "又改了第二条")
    before = at(store, role)
    with pytest.raises(Refused, match=CHANGED_SINCE):
        merged.take(store, SHOP, before, {}, [found.sections[0].changes[0].key], found.mark)
    assert at(store, role) == before


@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending in ("json", "xlsx")])
def test_no_file_knows_the_sources_and_what_is_read_back_keeps_them(store: Store, ending: str) -> None:
    roles = started(store)
    plan = planned(store, roles)
    (pair,) = plan.merged.pairs
    role = at(store, merged.make(store, SHOP, plan, [pair.second.id], {})).role
    data = FORMATS[ending].write(role.model_copy(update={"id": "r1"}), shipped().filling(role))
    found = READERS[ending](data, f"岗位.{ending}").role
    assert (found.merged_from, found.received) == ((), "")
    if ending == "json":
        assert json.loads(data)["schema"] != "rolesmith/role@3" and pair.second.text not in data.decode()


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[TestClient]:
    with app_before(tmp_path / "rolesmith.db") as client:
        yield client


def post(client: TestClient, address: str, sent: Mapping[str, object]) -> tuple[int, dict[str, object]]:
    answer = client.post(address, json=sent, headers={"origin": HOME, "x-rolesmith": "1"})
    return answer.status_code, answer.json()


def test_the_page_looks_chooses_makes_and_takes_what_changed(asked: TestClient) -> None:
    roles = started(opened())
    sent = {"parts": [{"role": role, "share": "50"} for role in roles], "name": "运营客服", "superior": "店主"}
    status, told = post(asked, "/shop/merges/look", sent)
    assert status == 200 and (told["name"], told["superior"]) == ("运营客服", "店主")
    assert len(opened().heads(SHOP)) == 2
    chosen = {**sent, "mark": told["mark"], "dropped": [], "texts": {}}
    rewrite(opened(), roles[0], duty(opened(), roles[0]), "改了第一条")
    assert post(asked, "/shop/merges", chosen) == (409, {"message": CHANGED_SINCE})
    mark = post(asked, "/shop/merges/look", sent)[1]["mark"]
    status, made = post(asked, "/shop/merges", {**chosen, "mark": mark})
    role = str(made["id"])
    assert status == 200 and at(opened(), role).role.meaning("name")
    rewrite(opened(), roles[0], duty(opened(), roles[0]), "又改了第一条")
    offer = asked.get(f"/roles/{role}/sources").json()
    keys = [change["key"] for section in offer["sections"] for change in section["changes"]]
    status, kept = post(asked, f"/roles/{role}/sources", {"mark": offer["mark"], "taken": keys})
    assert (status, kept) == (200, {"label": "更新之前"})
    assert "又改了第一条" in lines(at(opened(), role).role)
    status, wrong = post(asked, "/shop/merges/look", {**sent, "name": "长" * 201})
    assert status == 422 and "名称最长" in str(wrong["message"])
    # a backup brought back, whole, into the same place keeps the sources
    backup = asked.get(f"/roles/{role}/export.json").text
    status, _ = post(asked, f"/roles/{role}/replace", {"text": backup})
    assert status == 200 and len(at(opened(), role).role.merged_from) == 2


def with_people(store: Store, *held: tuple[str, str], name: str = "周禾", key: str = "p-one") -> str:
    """A person with these posts, by role and share; the person's id."""
    person = Person(key, name, "2024-05", False, tuple(Held(role, "", share) for role, share in held))
    value = [group_of(person).model_dump(by_alias=True, exclude_defaults=True)]
    (answer,) = store.apply(SHOP, PEOPLE, [Edit(id=new_id("people-"), op="add", target=PEOPLE, value=value)]) or []
    assert answer.status == "saved"
    return person.id


def paper_of_one(store: Store, person: str) -> str:
    """The person's paper as text."""
    paper = shipped().person_paper
    assert paper
    _, made, filling = person_paper_of(store, SHOP, paper, person)
    return FORMATS["md"].write(made, filling).decode()


def test_the_paper_of_a_person_has_the_duties_and_the_share_of_each_post(store: Store) -> None:
    roles = started(store)
    told = paper_of_one(store, with_people(store, (roles[0], "60"), (roles[1], "40")))
    assert all(each in told for each in ("周禾", "2024-05", "60%", "40%", "约占", duty(store, roles[1]).text))
    assert "考核指标" not in told, "indicators that the descriptions do not show"


def test_the_paper_of_one_post_is_that_post(store: Store) -> None:
    roles = started(store)
    told = paper_of_one(store, with_people(store, (roles[1], "100")))
    assert "客服专员岗位职责" in told and "100%" in told and "约占" not in told


@pytest.mark.parametrize(("share", "said"), [("-5", "写着“-5”"), ("300", "写着“300”"), ("", "还没有写")])
def test_a_paper_of_shares_that_are_none_is_refused_in_a_sentence(store: Store, share: str, said: str) -> None:
    roles = started(store)
    person = with_people(store, (roles[0], "60"), (roles[1], share))
    with pytest.raises(Refused, match=said):
        paper_of_one(store, person)
    for role in roles:
        store.trash(SHOP, role)
    with pytest.raises(Refused, match="还没有店里的岗位"):
        paper_of_one(store, person)
    with pytest.raises(Gone, match="已经从“人员”里删掉"):
        paper_of_one(store, "none")


def test_a_merged_role_is_no_post_of_its_own_until_somebody_holds_it_or_a_source_goes(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    found = team(store, SHOP)
    assert (found.counts.posts, set(found.posts), set(found.to_hold)) == (2, {*roles}, {*roles, role})
    assert not found.merged[role].stale
    rewrite(store, roles[0], duty(store, roles[0]), "…，改过")
    assert team(store, SHOP).merged[role].stale
    store.trash(SHOP, roles[1])
    assert set(team(store, SHOP).posts) == {roles[0], role}
    store.restore(SHOP, roles[1])
    with_people(store, (role, "100"))
    found = team(store, SHOP)
    assert set(found.posts) == {*roles, role} and found.problems == {}


def test_versions_and_a_backup_keep_the_sources(store: Store, tmp_path: Path) -> None:
    roles = started(store)
    role = joined(store, roles)
    before = at(store, role).role
    kept = store.name_version(SHOP, role, "合成的样子")
    store.change(SHOP, role, lambda _: shipped().starters[KEYS[0]].role, "换岗位起点之前")
    assert at(store, role).role.merged_from == () and kept
    store.restore_version(SHOP, role, kept.id)
    assert (at(store, role).role.merged_from, at(store, role).role.received) == (before.merged_from, before.received)
    with (tmp_path / "backup.zip").open("w+b") as file:
        store.back_up(file)
        file.seek(0)
        backup.read(file, "备份.zip", tmp_path / "again.db")
    again = Store(f"sqlite:///{tmp_path}/again.db")
    assert at(again, role).role.merged_from == before.merged_from
    again.close()


def test_a_source_that_was_only_published_gives_nothing_to_follow(store: Store) -> None:
    roles = started(store)
    role = joined(store, roles)
    store.publish(SHOP, roles[0], date(2026, 1, 1))
    assert team(store, SHOP).merged[role].stale
    assert merged.count_of_offer(store, SHOP, at(store, role), {}) == 0
    rewrite(store, roles[0], duty(store, roles[0]), "…，改过")
    assert merged.count_of_offer(store, SHOP, at(store, role), {}) == 1
