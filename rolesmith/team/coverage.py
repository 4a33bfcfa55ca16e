"""Coverage: which topics of real descriptions the posts of a shop answer for, and which nobody does, as frames.

A line with the origin of a library's item answers for what the item does; another for what its words say, which is
marked as guessed. Whether it owns a topic, helps or is told, its own words say, and before them what the shop has
decided.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd
from rapidfuzz import fuzz

from rolesmith.libraries.answers import HELPER, INFORMED, OWNER, Answer, answers, leads, speaks_of
from rolesmith.libraries.topics import Topic, owned, topics
from rolesmith.presets.library import Item, Library
from rolesmith.presets.platforms import Platform
from rolesmith.presets.shipped import shipped
from rolesmith.role.memo import memo
from rolesmith.role.text import folded, one_line
from rolesmith.role.tree import NAMELESS, Node, Role
from rolesmith.team.decisions import NOT, Claim

ANSWERS: Mapping[str, str] = {
    "post": "str",
    "title": "str",
    "line": "str",
    "text": "str",
    "topic": "str",
    "area": "str",
    "share": "str",
    "score": "float64",
    "lead": "int64",
    "guessed": "bool",
    "decided": "bool",
}
"""Columns of `answered` and their types."""
COVERAGE: Mapping[str, str] = {
    "topic": "str",
    "area": "str",
    "sources": "int64",
    "owners": "object",
    "helpers": "object",
    "informed": "object",
    "kind": "str",
    "usual": "bool",
    "guessed": "bool",
}
"""Columns of `coverage` and their types."""
NOBODY, SOLE, SHARED = "nobody", "sole", "shared"
ORDER = {OWNER: 0, HELPER: 1, INFORMED: 2}
DOES, LEADS = 0, 1
LEVELS = {"带人": LEADS, "负责": LEADS + 1}
"""What a duty of a level leads: those who do it, and those who lead them."""
MAIN = 0.9
"""A line owns a topic that its words say so surely beside the surest one; of others it has a part."""
LETTERS = 2
SAME = 60.0
"""Percent of likeness from which a line still says what the item says that it was copied from."""
NONE: Mapping[str, Topic] = {}


class Said(NamedTuple):
    """A line of a post by its id and its text, and a topic that it answers for, as `answered` has it."""

    line: str
    text: str
    topic: str
    area: str
    share: str
    score: float
    lead: int
    guessed: bool


def answered(posts: Mapping[str, Role], libraries: Mapping[str, Library]) -> pd.DataFrame:
    """A row a line and topic of each post, by its id: `title` is what the post is called, `line` the id of the line.

    `share`: 主责, 协助 or 知情. `guessed`: told from the line's own words; then `score` says how likely, from 0 to 1,
    and it is 1 where the line comes from a library's item. `lead`: 0 where one does it, more where one leads who does;
    who leads somebody that is there helps. `decided`: whether the shop has said so.
    """
    found = framed({post: (title_of(role), said_by(role, libraries)) for post, role in posts.items()})
    return decided(found, {}, {})


def said_by(role: Role, libraries: Mapping[str, Library], own: Mapping[str, Topic] = NONE) -> tuple[Said, ...]:
    """What the lines of a post answer for; `own` are the shop's topics by name, see `own_topics`."""
    title = title_of(role)
    return tuple(
        Said(line.id, line.text, told.topic.topic, told.topic.area, told.share, told.score, lead, guessed)
        for line in duties_in(role.tree)
        for guessed, lead, told in _of_line(line, title, libraries, own)
    )


def framed(said: Mapping[str, tuple[str, Iterable[Said]]]) -> pd.DataFrame:
    """Of what was read before, of each post its name and what `said_by` has told of it, as `decided` takes it."""
    rows = [(post, title, *each, False) for post, (title, found) in said.items() for each in found]
    return pd.DataFrame(rows, columns=list(ANSWERS)).astype(dict(ANSWERS))


def decided(found: pd.DataFrame, said: Mapping[Claim, str], titles: Mapping[str, str]) -> pd.DataFrame:
    """`answered` as the shop has decided: by post and topic a share, or 不管. `titles` are the posts' that are here.

    What is decided of a claim that no line makes has a row without a line.
    """
    if not said:
        return _led(found)
    claims = list(zip(found["post"], found["topic"], strict=True))
    shares = [said.get(Claim(*claim), "") for claim in claims]
    chosen = pd.Series([bool(share) for share in shares], index=found.index, dtype="bool")
    told = found.assign(
        share=found["share"].where(~chosen, pd.Series(shares, index=found.index, dtype="str")),
        guessed=found["guessed"] & ~chosen,
        lead=found["lead"].where(~chosen, DOES),
        decided=chosen,
    )
    new = [claim for claim in said if claim not in set(claims) and claim.post in titles and said[claim] != NOT]
    areas = {topic.topic: topic.area for topic in topics()}
    rows = [(post, titles[post], "", "", name, areas.get(name, ""), said[Claim(post, name)], 1.0) for post, name in new]
    more = pd.DataFrame([(*row, DOES, False, True) for row in rows], columns=list(ANSWERS)).astype(dict(ANSWERS))
    return _led(pd.concat([told[told["share"] != NOT], more], ignore_index=True))


def _led(found: pd.DataFrame) -> pd.DataFrame:
    """With a part only for whoever leads those who do a topic, or leads those who lead them."""
    owns = found["share"] == OWNER
    least = found["lead"].where(owns).groupby(found["topic"]).transform("min")
    return found.assign(share=found["share"].where(~owns | (found["lead"] <= least), HELPER))


def coverage(found: pd.DataFrame, known: Sequence[Topic], people: int) -> pd.DataFrame:
    """Of `answered` a row a topic of a shop of so many people: first what nobody does, the most named first.

    `owners`, `helpers` and `informed`: tuples of titles, each post once, and only for its greatest share; `kind`:
    nobody, sole, or shared where several posts own it, not each on a platform of its own; `usual`: as Topic.usual,
    and what nobody does that is not stands last; `guessed`: whether an owner is told from the words of lines only.
    """
    once = greatest(found)
    titles: dict[tuple[str, str], list[str]] = {}
    for topic, share, title in zip(once["topic"], once["share"], once["title"], strict=True):
        titles.setdefault((topic, share), []).append(title)
    guesses = set(once.loc[(once["share"] == OWNER) & once["guessed"], "topic"])
    rows = []
    for each in known:
        names = [tuple(titles.get((each.topic, share), ())) for share in ORDER]
        kind = NOBODY if not names[0] else SHARED if _meet(names[0]) else SOLE
        rows.append((each.topic, each.area, each.sources, *names, kind, each.usual(people), each.topic in guesses))
    all_topics = pd.DataFrame(rows, columns=list(COVERAGE)).astype(dict(COVERAGE))
    places = all_topics["kind"].map({NOBODY: 0, SHARED: 1, SOLE: 2})
    return (
        all_topics.assign(place=places.where((places > 0) | all_topics["usual"], 3))
        .sort_values(["place", "sources"], ascending=[True, False], kind="stable", ignore_index=True)
        .drop(columns="place")
    )


def _meet(titles: Sequence[str]) -> bool:
    """Whether two posts do the same thing: one that is called after a platform does it there, and another elsewhere."""
    there = Counter(place for title in titles for place in _platforms(title) or ("",))
    return max(there.values()) > 1


@lru_cache(maxsize=5_000)
def _platforms(title: str) -> tuple[str, ...]:
    """The platforms that a post is called after."""
    whole = folded(title)
    found = [each for each in shipped().platforms.platforms if any(map(whole.__contains__, _names_of(each)))]
    return tuple(each.name for each in found)


@cache
def _names_of(platform: Platform) -> tuple[str, ...]:
    """What a platform is called, but for two letters, which any word may have."""
    words = map(folded, (platform.name, *platform.aliases))
    return tuple(word for word in words if len(word) > LETTERS or not word.isascii())


def greatest(found: pd.DataFrame) -> pd.DataFrame:
    """Of `answered` a row a post and topic: its greatest share, and of two alike the surer one."""
    ranked = found.assign(rank=found["share"].map(ORDER)).sort_values(["rank", "guessed"], kind="stable")
    return ranked.drop_duplicates(["post", "topic"]).drop(columns="rank")


def of_people(found: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """`answered` by people: `post` and `title` are the person's; `held` as frames.holdings, without who is wanted."""
    here = held.loc[~held["wanted"], ["person", "name", "post"]]
    joined = found.merge(here, on="post")
    return joined.assign(post=joined["person"], title=joined["name"])[list(ANSWERS)]


def hands(found: pd.DataFrame, held: pd.DataFrame) -> "pd.Series[int]":
    """By topic how many people can do it, owning it or helping; a topic that none can is not there."""
    able = of_people(found[found["share"] != INFORMED], held)
    return able.groupby("topic")["post"].nunique()


def owned_by(found: pd.DataFrame, lines: Collection[tuple[str, str]]) -> set[str]:
    """The topics that one of these lines owns, each by its post and its id."""
    owns = found[found["share"] == OWNER]
    rows = zip(owns["post"], owns["line"], owns["topic"], strict=True)
    return {topic for post, line, topic in rows if (post, line) in lines}


def fitting(found: pd.DataFrame, own: Iterable[Topic], platforms: Collection[str], people: int) -> list[Topic]:
    """The topics of a shop: those that fit it, those that one of its posts answers for, and its `own`."""
    there = set(found["topic"])
    duties = [topic for topic in topics() if topic.kind == "duty" and not topic.everybody]
    return [*(each for each in duties if each.topic in there or each.fits(platforms, people)), *own]


def own_topics(libraries: Mapping[str, Library], shipped: Mapping[str, Library]) -> dict[str, Topic]:
    """The topics of duties that a shop's own libraries have and no shipped one, by name."""
    known = {topic.topic for topic in topics()} | {item.topic for each in shipped.values() for item in each.items}
    found: dict[str, Topic] = {}
    for key, library in libraries.items():
        if library is not shipped.get(key):
            for item in library.items:
                if item.kind == "duty" and item.topic and item.topic not in known:
                    words = Topic(topic=item.topic, kind="duty", area=key, sources=0, words=())
                    found.setdefault(item.topic, words)
    return found


def title_of(role: Role) -> str:
    """What a post is called."""
    return one_line(role.name).strip() or NAMELESS


def duties_in(tree: Node) -> Iterator[Node]:
    """The written duties that documents show."""
    for block in (block for section in tree.shown() for block in section.shown() if block.picks == "duty"):
        for holder in block.shown() if block.kind == "groups" else (block,):
            yield from (line for line in holder.shown() if line.kind == "line" and line.text.strip())


def item_of(line: Node, libraries: Mapping[str, Library]) -> Item | None:
    """The duty of a library that a line was copied from, where it still says the same."""
    place, _, item_id = line.origin.partition("/")
    library = libraries.get(place)
    item = _duties(library).get(item_id) if library and item_id else None
    return item if item and _alike(line.text, item.text) else None


def _of_line(
    line: Node, title: str, libraries: Mapping[str, Library], own: Mapping[str, Topic]
) -> Iterator[tuple[bool, int, Answer]]:
    """What a line answers for, whether that is guessed, and what it leads: its item's level says it, else its words.

    A line of an item owns what the item owns; in all else that its words say it has a part at most, and only where the
    item and its own words are near it. Another line owns what its words say most surely; one that leads, leading.
    """
    told = answers(line.text, title)
    item = item_of(line, libraries)
    level = LEVELS.get(item.level, DOES) if item else DOES
    known = _owned(line.origin, item)
    if item is None or known is None:
        words = leads(line.text)
        for each in told:
            is_that = speaks_of(each.topic, words)
            lead = LEADS if words and not is_that else DOES
            yield True, max(level, lead), each if is_that or each.score >= MAIN * told[0].score else _part(each)
    else:
        shares = {each.topic.topic: each.share for each in told}
        yield from ((False, level, Answer(topic, shares.get(topic.topic, OWNER), 1.0)) for topic in known)
        area = item.area or line.origin.partition("/")[0]
        more = (each for each in told if each.topic not in known and each.topic.area == area)
        yield from ((True, level, _part(each)) for each in more if _names(line.text, each.topic))
    if item and item.topic in own:
        yield False, level, Answer(own[item.topic], OWNER, 1.0)


def _part(answer: Answer) -> Answer:
    return Answer(answer.topic, HELPER, answer.score) if answer.share == OWNER else answer


def _names(text: str, topic: Topic) -> bool:
    """Whether a text has two characters of a topic's name that stand beside each other."""
    return any(topic.topic[at : at + 2] in text for at in range(len(topic.topic) - 1))


def _owned(origin: str, item: Item | None) -> tuple[Topic, ...] | None:
    """What an item owns; None where it is none of ours, or says something else by now."""
    place, _, item_id = origin.partition("/")
    library = shipped().libraries.get(place)
    ours = _duties(library).get(item_id) if library else None
    return owned().get(origin, ()) if item and ours and _alike(item.text, ours.text) else None


def _alike(one: str, other: str) -> bool:
    return fuzz.ratio(folded(one), folded(other)) >= SAME


@memo
def _duties(library: Library) -> dict[str, Item]:
    return {item.id: item for item in library.items if item.kind == "duty"}
