"""What one can begin a role with, as an owner names the post: starters, kept templates, a blank role, libraries."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import Literal

from rapidfuzz.distance import OSA

from rolesmith.libraries.search import search
from rolesmith.libraries.search.pinyin import LONGEST, blurred, readings
from rolesmith.presets.library import Library
from rolesmith.presets.post import AND
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TITLE_LIMIT, folded, one_line
from rolesmith.shop.suited import posts_of

Kind = Literal["starter", "template", "library", "blank"]
MOST = 6
SURE, PERHAPS, LEAST = 0.8, 0.5, 0.42
"""Scores: of a name that is meant, of one that may be, of the last that is shown."""
BEFORE_BLANK = 2
"""Starters that may be meant, and stand before the blank role."""
STRIPPED = 0.97
"""The share of its score that a name keeps without the platform or the trimmings around it."""
SOUND, SLIP = 0.85, 0.7
"""Shares of the score of a word that only sounds alike, or is one typing error away."""
BY_WORK = 8
"""Duties that a search finds for what is typed, and whose starters are meant."""
FURTHER = re.compile(rf"{AND.pattern}|[\\s,，。;；]+|以及|还有|同时|外加")
"""Between two jobs, also where they are only listed."""
BETWEEN = "的店号上里"
"""What may stand between a platform and the job."""


@dataclass(frozen=True)
class Start:
    """One way to begin: of a starter, a template or a library by its key; of a blank role by the name it gets."""

    kind: Kind
    key: str
    title: str
    summary: str


@dataclass(frozen=True)
class Word:
    """A word that stands for a starter, and how it is spoken."""

    starter: str
    text: str
    sounds: tuple[str, ...]
    """The usual syllable of each character, blurred; of Latin letters themselves."""
    spelt: str
    initials: str


def starts(shelf: Mapping[str, Library], templates: Mapping[str, str], typed: str) -> list[Start]:
    """The best first; with a blank role of that name among the first three. `templates`: the shop's own, by id."""
    typed = one_line(typed)[:TITLE_LIMIT]
    if not folded(typed):
        return []
    own = [Start("template", key, title, "本店模板") for key, title in templates.items() if _names(title, typed)]
    scores = _scores(typed)
    _add_by_work(scores, shelf, typed)
    heads = shipped().heads
    ranked = sorted(
        (key for key in scores if key in heads and scores[key] >= LEAST),
        key=lambda key: (-scores[key], heads[key].order),
    )
    found = [Start("starter", key, heads[key].title, heads[key].summary) for key in ranked[:MOST]]
    sure = sum(scores[each.key] >= SURE for each in found)
    likely = sum(scores[each.key] >= PERHAPS for each in found)
    at = sure if sure > BEFORE_BLANK else min(likely, BEFORE_BLANK)
    listed = own + found[:at] + [_blank(shelf, _in_characters(typed))] + found[at:]
    return (
        listed[:MOST]
        + [
            Start("library", key, library.title, f"预设库，{len(library.items)} 条")
            for key, library in shelf.items()
            if _names(library.title, typed)
        ][:2]
    )


def _in_characters(typed: str) -> str:
    """A name that is typed in pinyin as the word that is spelt so, where there is one."""
    letters = folded(typed)
    if not (letters.isascii() and letters.isalpha()):
        return typed
    return next((word.text for word in _words() if word.spelt == letters and not word.text.isascii()), typed)


def _blank(shelf: Mapping[str, Library], typed: str) -> Start:
    """A blank role of this name, and where its duties come from."""
    posts = [post for post in posts_of(shelf, typed) if post.library in shelf]
    if not posts:
        return Start("blank", typed, typed, "空白岗位，只有章节和提示，从头写起")
    topics = list(dict.fromkeys(topic for post in posts for topic in post.topics[:3]))[:3]
    titles = list(dict.fromkeys(shelf[post.library].title for post in posts))
    named = f"“{'、'.join(topics)}”" if topics else ""
    return Start("blank", typed, typed, f"空白岗位，职责从{'、'.join(titles)}{named}里挑")


def _names(title: str, typed: str) -> bool:
    """Whether what is typed names this title, in characters or in letters."""
    return max(_word_score(job, _word("", title)) for job in _jobs(typed) or [folded(typed)]) >= PERHAPS


def _scores(typed: str) -> dict[str, float]:
    """How well each starter answers what is typed, 0 to 1."""
    jobs = _jobs(typed)
    each = [_job_scores(job) for job in jobs]
    whole = _job_scores(folded(typed))
    if len(jobs) < 2:
        return whole
    found = dict(whole)
    for scores in each:
        for key, score in scores.items():
            found[key] = max(found.get(key, 0), score * SURE)
    for key, names in shipped().job_names.starters.items():
        if names.of:
            of = (key, *names.of)
            best = [max((scores.get(one, 0), one) for one in of) for scores in each]
            if min(best)[0] >= PERHAPS and len({one for _, one in best}) > 1:
                found[key] = max(found.get(key, 0), sum(score for score, _ in best) / len(best))
    return found


def _jobs(typed: str) -> list[str]:
    """The jobs in a name, folded."""
    return [job for job in map(folded, FURTHER.split(typed)) if job]


@cache
def _platforms() -> Mapping[str, str]:
    """Each name of a platform, the longer first, and the one that is used today."""
    named = {folded(word): folded(each.name) for each in shipped().platforms.platforms for word in each.words}
    return {word: named[word] for word in sorted(named, key=len, reverse=True) if len(word) > 1}


def _bared(job: str) -> Iterator[str]:
    """The job as it is typed, and without the platform in front and the trimmings around it."""
    names = shipped().job_names
    yield job
    if platform := next((word for word in _platforms() if job.startswith(word)), ""):
        yield _platforms()[platform] + job[len(platform) :].lstrip(BETWEEN)
    before = ""
    while before != job:
        before = job
        for word in (*_platforms(), *names.front):
            if job.startswith(word) and len(job) - len(word) > 1:
                job = job[len(word) :].lstrip(BETWEEN)
                break
        else:
            for word in names.back:
                if job.endswith(word) and len(job) - len(word) > 1:
                    job = job[: -len(word)]
                    break
        if job != before and len(job) > 1:
            yield job


def _job_scores(job: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for at, form in enumerate(_bared(job)):
        for word in _words():
            score = _word_score(form, word) * (STRIPPED if at else 1)
            if score > found.get(word.starter, 0):
                found[word.starter] = score
    return found


def _word_score(job: str, word: Word) -> float:
    """How well a word answers a job, 0 to 1."""
    score = _shared(job, word.text)
    if score >= SURE:
        return score
    if not any(each.isascii() for each in job):
        sounds = tuple(map(_sound, job))
        if len(sounds) > 1 and len(word.sounds) > 1:
            score = max(score, SOUND * _shared(sounds, word.sounds))
        return score
    letters = "".join(each if each.isascii() else readings(each)[0] if readings(each) else each for each in job)
    if len(letters) < 2:
        return score
    if letters == word.spelt or (letters == word.initials and len(letters) > 1):
        return max(score, 0.95)
    score = max(score, _begun(letters, word.spelt), _begun(letters, word.initials))
    if len(word.spelt) >= 4 and word.spelt in letters:
        score = max(score, 0.95 * (0.55 + 0.4 * len(word.spelt) / len(letters)))
    if len(letters) >= 5 and OSA.distance(letters, word.spelt, score_cutoff=1) == 1:
        score = max(score, SLIP + 0.1)
    return score


def _begun(letters: str, whole: str) -> float:
    """How well the beginning of a word's letters answers it."""
    return 0.55 + 0.35 * len(letters) / len(whole) if whole.startswith(letters) else 0


def _shared(job: Sequence[str], word: Sequence[str]) -> float:
    """How well two words answer each other: alike, one in the other, or pairs of neighbours that both have."""
    if job == word:
        return 1.0
    if len(word) < len(job) and _holds(job, word):
        return 0.55 + 0.4 * len(word) / len(job)
    if len(job) < len(word) and _holds(word, job):
        return 0.5 + 0.4 * len(job) / len(word) + (0.05 if word[: len(job)] == job else 0)
    mine, theirs = _pairs(job), _pairs(word)
    both = len(mine & theirs)
    return 0.6 * 2 * both / (len(mine) + len(theirs)) if both else 0


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    if isinstance(long, str) and isinstance(short, str):
        return len(short) > 1 and short in long
    return len(short) > 1 and any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def _pairs(word: Sequence[str]) -> set[tuple[str, str]]:
    return set(pairwise(word))


@cache
def _sound(character: str) -> str:
    return blurred(readings(character)[0]) if readings(character) else character


@cache
def _words() -> tuple[Word, ...]:
    """All words that stand for a starter."""
    presets = shipped()
    titles = [(key, head.title) for key, head in presets.heads.items()]
    further = [(key, word) for key, names in presets.job_names.starters.items() for word in names.words]
    return tuple(dict.fromkeys(_word(key, text) for key, text in [*titles, *_plain(titles), *further]))


def _plain(titles: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Titles without what stands in brackets, and what stands there."""
    for key, title in titles:
        name, _, inside = title.partition("（")
        if inside:
            yield key, name
            yield key, inside.rstrip("）")


@lru_cache(4_000)
def _word(starter: str, text: str) -> Word:
    text = folded(text)
    usual = [readings(each)[0] if readings(each) else each for each in text[: 2 * LONGEST]]
    return Word(starter, text, tuple(map(blurred, usual)), "".join(usual), "".join(each[0] for each in usual))


def _add_by_work(scores: dict[str, float], shelf: Mapping[str, Library], typed: str) -> None:
    """Where no name is meant for sure: starters that hold the duties which a search finds for what is typed."""
    if max(scores.values(), default=0) >= SURE:
        return
    hits = search(list(shelf.values()), typed, kind="duty", most=BY_WORK).found
    total = sum(hit.score for hit in hits)
    if not total:
        return
    held = _held()
    for starter, origins in held.items():
        share = sum(hit.score for hit in hits if hit.origin in origins) / total
        scores[starter] = max(scores.get(starter, 0), LEAST + 0.3 * share if share else 0)


@cache
def _held() -> Mapping[str, frozenset[str]]:
    """The duties of each starter, by their origin in a library."""
    return {
        key: frozenset(node.origin for node in starter.role.tree.walk() if node.origin)
        for key, starter in shipped().starters.items()
    }
