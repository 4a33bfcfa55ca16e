"""The shop's people: kept as its facts are, undone, backed up, written by two at once; what is wrong is told."""

import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from random import Random

import pytest
from pandas import DataFrame

from rolesmith.document.comparison import compare
from rolesmith.document.draw import draw
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.edit import Edit, Refused
from rolesmith.role.text import digest
from rolesmith.role.tree import CHILD_LIMIT, Node, Role
from rolesmith.shop import example, trial
from rolesmith.shop.team import team
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import PEOPLE, Answer, Store
from rolesmith.team.frames import HOLDINGS, Counts, by_post, counts, holdings, nobody, several
from rolesmith.team.people import NO_PEOPLE, WANTED, Held, Person, as_text, group_of, people_in, problems
from tests.conftest import SHOP, examples
from tests.nasty import NASTY
from tests.sample import every_kind

POSTS = {"r1": "运营主管", "r2": "主播", "r3": "客服"}


def person(name: str, *posts: tuple[str, str], wanted: bool = False, key: str = "") -> Person:
    held = tuple(Held(post, POSTS.get(post, "美工"), share) for post, share in posts)
    return Person(key or key_of(name), name, "", wanted, held)


def key_of(name: str) -> str:
    return f"p{digest(name)}"


def sent(store: Store, *edits: Edit) -> list[Answer]:
    answers = store.apply(SHOP, PEOPLE, edits)
    assert answers is not None
    return answers


def kept(store: Store) -> tuple[Person, ...]:
    return people_in(store.own(SHOP, PEOPLE).role.tree)


def added(*people: Person, key: str = "people-added") -> Edit:
    value = [group_of(each).model_dump(by_alias=True, exclude_defaults=True) for each in people]
    return Edit(id=key, op="add", target=PEOPLE, value=value)


# kept


def test_a_shop_has_no_people_at_first_and_they_are_no_role(store: Store) -> None:
    assert kept(store) == () and store.own(SHOP, PEOPLE).revision == 0
    sent(store, added(person("周禾", ("r1", "60"), ("r2", "40"))))
    assert kept(store) == (person("周禾", ("r1", "60"), ("r2", "40")),)
    assert store.own("other", PEOPLE).role == NO_PEOPLE
    assert store.roles(SHOP) == [] and store.heads(SHOP) == [] and store.damaged(SHOP) == []
    assert store.publish(SHOP, PEOPLE, date(2026, 11, 30)) is None


class Undone:
    """Random edits of people, each with the edit that takes it back, beside the people as they should be."""

    def __init__(self, seed: int) -> None:
        self.random, self.ids = Random(seed), count()
        self.people: list[Person] = []

    def edit(self) -> tuple[Edit, Edit]:
        acts: list[Callable[[], tuple[Edit, Edit]]] = [self.add]
        if self.people:
            acts += [self.remove, self.name, self.mark, self.take_post]
        if any(each.posts for each in self.people):
            acts += [self.share, self.share]
        return self.random.choice(acts)()

    def _pair(self, there: dict[str, object], back: dict[str, object]) -> tuple[Edit, Edit]:
        made = [Edit.model_validate({"id": f"edit-{next(self.ids):06}", **each}) for each in (there, back)]
        return made[0], made[1]

    def _at(self) -> int:
        return self.random.randrange(len(self.people))

    def add(self) -> tuple[Edit, Edit]:
        new = person("新来的", key=f"p{next(self.ids)}")
        self.people.insert(0, new)
        return self._pair({"op": "add", "target": PEOPLE, "value": [_json(new)]}, {"op": "remove", "target": new.id})

    def remove(self) -> tuple[Edit, Edit]:
        at = self._at()
        gone = self.people.pop(at)
        after = self.people[at - 1].id if at else ""
        return self._pair(
            {"op": "remove", "target": gone.id},
            {"op": "add", "target": PEOPLE, "value": [_json(gone)], "after": after},
        )

    def _set(self, target: str, name: str, old: str, new: str) -> tuple[Edit, Edit]:
        there = {"op": "set", "target": target, "name": name, "value": new, "base": digest(old)}
        return self._pair(there, {**there, "value": old, "base": digest(new)})

    def name(self) -> tuple[Edit, Edit]:
        at, new = self._at(), self.random.choice(["周禾", "吴桐", "<b>陈晓</b>", "{平台}"])
        old = self.people[at]
        self.people[at] = replace(old, name=new)
        return self._set(old.id, "title", old.name, new)

    def mark(self) -> tuple[Edit, Edit]:
        at = self._at()
        old = self.people[at]
        self.people[at] = replace(old, wanted=not old.wanted)
        return self._set(old.id, "mark", *((WANTED, "") if old.wanted else ("", WANTED)))

    def take_post(self) -> tuple[Edit, Edit]:
        at = self._at()
        old = self.people[at]
        post = self.random.choice(list(POSTS))
        line = Node(id=f"{old.id}.{len(old.posts)}", kind="line", title=POSTS[post], text="50", origin=post)
        self.people[at] = replace(old, posts=(*old.posts, Held(post, POSTS[post], "50")))
        after = f"{old.id}.{len(old.posts) - 1}" if old.posts else ""
        there = {"op": "add", "target": old.id, "value": [_json(line)], "after": after}
        return self._pair(there, {"op": "remove", "target": line.id})

    def share(self) -> tuple[Edit, Edit]:
        at = self.random.choice([at for at, each in enumerate(self.people) if each.posts])
        old, which = self.people[at], self.random.randrange(len(self.people[at].posts))
        held = replace(old.posts[which], written=self.random.choice(["100", "60", "-5", "300", "一半", ""]))
        self.people[at] = replace(old, posts=(*old.posts[:which], held, *old.posts[which + 1 :]))
        return self._set(f"{old.id}.{which}", "text", old.posts[which].written, held.written)


def _json(of: Person | Node) -> dict[str, object]:
    node = of if isinstance(of, Node) else group_of(of)
    return node.model_dump(by_alias=True, exclude_defaults=True)


@pytest.mark.parametrize("seed", range(examples(40)))
def test_after_any_edits_the_people_are_as_written_and_undone_step_by_step(store: Store, seed: int) -> None:
    story = Undone(seed)
    backs: list[Edit] = []
    states = [tuple(story.people)]
    for _ in range(25):
        there, back = story.edit()
        assert [answer.status for answer in sent(store, there, there)] == ["saved", "saved"]
        assert kept(store) == tuple(story.people)
        assert Role.from_json(store.own(SHOP, PEOPLE).role.to_json()) == store.own(SHOP, PEOPLE).role
        problems(kept(store), POSTS)
        by_post(holdings(kept(store), POSTS), POSTS)
        backs.append(back)
        states.append(tuple(story.people))
    for back, state in zip(reversed(backs), reversed(states[:-1]), strict=True):
        assert sent(store, back)[0].status == "saved"
        assert kept(store) == state


def test_the_second_to_write_a_share_is_shown_both(store: Store) -> None:
    sent(store, added(person("周禾", ("r1", "60"), key="p1")))
    edits = [
        Edit(id=f"share-{share:04}", op="set", target="p1.0", name="text", value=f"{share}", base=digest("60"))
        for share in (70, 80)
    ]
    assert [answer.status for answer in sent(store, *edits)] == ["saved", "conflict"]
    assert kept(store)[0].posts[0].written == "70"


def test_two_servers_write_at_once_and_nobody_is_lost(store: Store) -> None:
    with closing(Store(f"sqlite:///{store.data_file}")) as other, ThreadPoolExecutor(8) as pool:
        edits = [added(person(f"员工{at}"), key=f"added-{at:04}") for at in range(24)]
        work = [pool.submit((store, other)[at % 2].apply, SHOP, PEOPLE, [edit]) for at, edit in enumerate(edits)]
        answers = [answer for each in work for answer in each.result() or ()]
    assert {answer.status for answer in answers} == {"saved"} and len(answers) == 24
    assert {each.name for each in kept(store)} == {f"员工{at}" for at in range(24)}


def test_people_come_back_with_a_backup_and_with_a_version(store: Store, tmp_path: Path) -> None:
    sent(store, added(*(person(f"{at}{name[:60]}", ("r1", "100")) for at, (_, name) in enumerate(NASTY[:40]))))
    before = store.own(SHOP, PEOPLE).role
    store.name_version(SHOP, PEOPLE, "改之前")
    file = io.BytesIO()
    store.back_up(file)
    for at, each in enumerate(kept(store)):
        sent(store, Edit(id=f"away-{at:04}", op="remove", target=each.id))
    assert kept(store) == ()
    file.seek(0)
    told = trial.tried(file, "备份.zip", tmp_path / "trial.db", SHOP)
    assert told.damaged == () and told.versions == 1
    store.restore_backup(tmp_path / "trial.db")
    assert store.own(SHOP, PEOPLE).role == before
    sent(store, Edit(id="away-again", op="remove", target=kept(store)[0].id))
    (version,) = store.versions(SHOP, PEOPLE)
    store.restore_version(SHOP, PEOPLE, version.id)
    assert store.own(SHOP, PEOPLE).role.tree == before.tree


def test_two_versions_of_the_people_are_compared_in_words(store: Store) -> None:
    sent(store, added(person("周禾", ("r1", "60"), ("r2", "40"), key="p1"), person("吴桐", key="p2")))
    before = store.own(SHOP, PEOPLE).role
    share = Edit(id="share-0001", op="set", target="p1.0", name="text", value="70")
    sent(store, share, Edit(id="wanted-0001", op="set", target="p2", name="mark", value=WANTED))
    sides = [draw(as_text(role), Filling({})) for role in (before, store.own(SHOP, PEOPLE).role)]
    (section,) = compare(*sides)
    told = ["".join(text for _, text in change.pieces) for change in section.changes]
    assert any("运营主管" in each and "7" in each for each in told) and any("吴桐" in each for each in told)
    assert all("%" in line.text for line in as_text(before).tree.walk() if line.kind == "line" and line.title)
    assert as_text(every_kind()[0]) == every_kind()[0]


@pytest.mark.parametrize(
    ("op", "target", "value"),
    [("remove", "Staff", None), ("remove", PEOPLE, None), ("add", "role", [{"id": "more", "kind": "section"}])],
)
def test_what_holds_the_people_stays(store: Store, op: str, target: str, value: object) -> None:
    answer = sent(store, Edit.model_validate({"id": "edit-0001", "op": op, "target": target, "value": value}))[0]
    assert answer.status == "refused" and "没有" in answer.message


def test_no_role_comes_into_the_place_of_the_people(store: Store) -> None:
    sent(store, added(person("周禾")))
    with pytest.raises(Refused, match=OTHER_KIND[:6]):
        store.change(SHOP, PEOPLE, lambda _: every_kind()[0], "导入之前")
    assert [each.name for each in kept(store)] == ["周禾"]


def test_more_people_than_a_shop_can_hold_are_refused_with_their_names(store: Store) -> None:
    many = [person(f"员工{at}") for at in range(5_000)]
    answer = sent(store, added(*many))[0]
    assert answer.status == "refused" and f"最多放 {CHILD_LIMIT} 条，这次要加 5000 条" in answer.message
    assert answer.mine.split("\n") == [each.name for each in many]
    assert sent(store, added(*many[:CHILD_LIMIT], key="as-many-as-fit"))[0].status == "saved"


# told


def told(*people: Person) -> dict[str, list[str]]:
    return problems(people, POSTS)


@pytest.mark.parametrize("share", ["-5", "300", "一半", "", "0", "1e2", "100.5", "６０a"])
def test_a_share_that_is_none_is_told(share: str) -> None:
    said = told(person("周禾", ("r1", share), ("r2", "40")))[key_of("周禾")]
    assert len(said) == 1 and "“运营主管”的占比" in said[0] and share in said[0] and "不超过 100" in said[0]


@pytest.mark.parametrize("shares", [("60", "40"), ("６０%", "40％"), ("33.4", "66.6"), ("100",)])
def test_shares_that_come_to_100_are_fine(shares: Sequence[str]) -> None:
    assert told(person("周禾", *zip(POSTS, shares, strict=False))) == {}


def test_shares_that_do_not_come_to_100_are_told() -> None:
    assert told(person("周禾", ("r1", "60"), ("r2", "50")))[key_of("周禾")] == ["占比合计 110，要正好 100。"]


def test_two_of_one_name_are_told_both_and_a_wanted_one_needs_none() -> None:
    one, other = person("周禾", ("r1", "100")), person(" 周禾", ("r2", "100"), key="p2")
    assert set(told(one, other, person("", ("r3", "100"), wanted=True, key="p3"))) == {one.id, "p2"}
    assert "写了 2 行" in told(one, other)["p2"][0]


def test_a_role_that_is_gone_or_chosen_twice_is_told() -> None:
    said = told(person("周禾", ("gone", "50"), ("r1", "25"), ("r1", "25")))[key_of("周禾")]
    assert "店里没有“美工”这个岗位" in said[0] and "“运营主管”选了 2 次" in said[1] and len(said) == 2


def test_a_person_without_name_or_post_is_told() -> None:
    assert [each[:4] for each in told(person(""))[key_of("")]] == ["还没有写", "还没有选"]


@pytest.mark.parametrize("written", ["周禾 11010519491231002X", "13800138000周禾"])
def test_numbers_that_nobody_should_write_here_are_told(written: str) -> None:
    assert "证件号或手机号" in told(person(written, ("r1", "100")))[key_of(written)][0]
    assert told(person("工号20240001", ("r1", "100"))) == {}


def test_whatever_people_are_called_each_sentence_names_them_in_short() -> None:
    for _, nasty in NASTY:
        for said in told(person(nasty, ("gone", nasty)), person(nasty, ("r1", "7"), key="p2")).values():
            assert all(len(sentence) < 120 for sentence in said)


# computed


@pytest.fixture
def shop() -> tuple[tuple[Person, ...], DataFrame]:
    people = (
        person("周禾", ("r1", "60"), ("r2", "40")),
        person("吴桐", ("r1", "100")),
        person("陈晓", ("r1", "100"), ("gone", "")),
        person("", ("r2", "100"), wanted=True, key="p4"),
    )
    return people, holdings(people, POSTS)


def test_who_holds_what(shop: tuple[tuple[Person, ...], DataFrame]) -> None:
    people, held = shop
    assert {name: str(kind) for name, kind in held.dtypes.items()} == dict(HOLDINGS)
    assert list(zip(held["name"], held["title"], held["share"], strict=True)) == [
        ("周禾", "运营主管", 60), ("周禾", "主播", 40), ("吴桐", "运营主管", 100), ("陈晓", "运营主管", 100),
        ("", "主播", 100),
    ]  # fmt: skip
    posts = by_post(held, POSTS)
    assert list(posts["who"]) == ["周禾 60%、吴桐 等 3 人", "周禾 40%，待招 1 人", ""]
    assert list(posts["full"]) == [2.6, 0.4, 0] and list(posts["people"]) == [3, 1, 0]
    assert list(nobody(posts).index) == ["r3"]
    assert several(held).to_dict("index") == {key_of("周禾"): {"name": "周禾", "posts": 2, "titles": "运营主管、主播"}}
    assert counts(people, held, posts) == Counts(people=3, wanted=1, posts=3, several=1, nobody=1)


@pytest.mark.parametrize("posts", [{}, POSTS], ids=["no posts", "no people"])
def test_a_shop_without_people_or_posts(posts: dict[str, str]) -> None:
    held = holdings((), posts)
    table = by_post(held, posts)
    assert {name: str(kind) for name, kind in held.dtypes.items()} == dict(HOLDINGS)
    assert len(several(held)) == 0 and list(table["people"]) == [0] * len(posts)
    assert counts((), held, table) == Counts(0, 0, len(posts), 0, len(posts))


def test_a_person_is_named_without_a_share_that_is_none() -> None:
    posts = by_post(holdings((person("周禾", ("r1", "一半")),), POSTS), POSTS)
    assert posts["who"].iloc[0] == "周禾" and posts["full"].iloc[0] == 0


# the example shop


def shown(store: Store) -> tuple[list[str], list[str]]:
    """The names of roles and of people."""
    return sorted(head.name for head in store.heads(SHOP)), [each.name for each in kept(store)]


def test_the_example_shop_comes_and_goes_whole(store: Store) -> None:
    own = store.create(SHOP, every_kind()[0])
    sent(store, added(person("我", (own, "100"), key="me")))
    before = shown(store)
    example.bring(store, SHOP)
    roles, people = shown(store)
    assert len(roles) == 1 + len(shipped().example_shop.posts) and people[0] == "我" and "周禾" in people
    assert example.is_here(store, SHOP) and problems_in(store) == {}
    assert team(store, SHOP).counts == Counts(people=8, wanted=1, posts=10, several=3, nobody=0)
    names = [shipped().starters[key].role.meaning("name") for key in shipped().example_shop.posts]
    assert list(team(store, SHOP).names.values())[1:] == [name.text for name in names if name], "as they were begun"
    gone = example.take_away(store, SHOP)
    assert gone == (9, 8, 0, 0) and shown(store) == before and not example.is_here(store, SHOP)
    assert store.heads(SHOP, trashed=True) == []


def test_where_the_people_of_the_example_have_no_room_nothing_of_it_comes(store: Store) -> None:
    sent(store, added(*(person(f"{at}") for at in range(CHILD_LIMIT))))
    before = shown(store)
    with pytest.raises(Refused, match="示例店没有载入"):
        example.bring(store, SHOP)
    assert shown(store) == before and not example.is_here(store, SHOP)


def problems_in(store: Store) -> dict[str, list[str]]:
    return team(store, SHOP).problems


def test_what_somebody_changed_or_holds_of_the_example_stays(store: Store) -> None:
    example.bring(store, SHOP)
    roles = {head.name: head.id for head in store.heads(SHOP)}
    people = {each.name: each for each in kept(store)}
    host = store.role(SHOP, roles["主播"])
    name = host.role.meaning("name") if host else None
    assert name
    store.apply(SHOP, roles["主播"], [Edit(id="host-name", op="set", target=name.id, name="text", value="带货主播")])
    sent(
        store,
        Edit(id="name-of-xu", op="set", target=people["许静"].id, name="title", value="小许"),
        added(person("我", (roles["客服主管"], "100"), key="me")),
    )
    gone = example.take_away(store, SHOP)
    left, names = shown(store)
    assert left == sorted(["客服专员", "客服主管", "带货主播"]) and names == ["我", "小许"]
    assert gone == (6, 7, 3, 1) and problems_in(store) == {}
    assert store.versions(SHOP, PEOPLE)[0].label == "移除示例之前"
