"""Checking: texts and roles against the rules; what a text says of itself is found out once and kept."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache

from rolesmith.advice.finding import GRAVEST, Finding, Line, Options, edits
from rolesmith.advice.goals import lacks_part, metric
from rolesmith.advice.measures import length, overlong_hours, overlong_probation
from rolesmith.advice.mend import mended
from rolesmith.advice.pattern import Hit, search, search_words
from rolesmith.advice.reading import Reading, read
from rolesmith.advice.texts import lines_of, pieces_of
from rolesmith.advice.verbs import Words, misses_verb
from rolesmith.advice.wholes import WHOLES, Scene
from rolesmith.blanks import Filling, Piece
from rolesmith.presets import shipped
from rolesmith.role import Role
from rolesmith.rule import Family, Look, Rule, Rulebook

KEPT = 8_192
"""Texts whose findings are kept: a few hundred roles of sixty lines."""
OWN = Rule(
    id="own-words",
    severity="黄",
    message="店里不用的说法",
    why="这是本店自己加的词。",
    source="本店设置",
    suggestion="换一种说法",
)
"""The rule under which a shop's own words are found."""


@cache
def rulebooks() -> tuple[Rulebook, ...]:
    """The shipped rules, in order."""
    return tuple(shipped().rules.values())


@cache
def rules() -> tuple[tuple[Family, Rule], ...]:
    """Every shipped rule with its family."""
    return tuple((book.family, rule) for book in rulebooks() for rule in book.rules)


@cache
def words() -> Words:
    """The lists of verbs."""
    return Words.of(shipped().rules["writing"])


@lru_cache(maxsize=KEPT)
def _reading(pieces: tuple[Piece, ...], lengths: tuple[int, ...], label: str) -> Reading:
    return read(pieces, lengths, label)


@lru_cache(maxsize=KEPT)
def _found(
    pieces: tuple[Piece, ...], lengths: tuple[int, ...], label: str, look: Look
) -> tuple[tuple[Family, Rule, tuple[Hit, ...]], ...]:
    """What the rules of one line find in a text."""
    reading = _reading(pieces, lengths, label)
    found = []
    for family, rule in rules():
        if rule.check not in WHOLES and ("any" in rule.looks or look in rule.looks):
            hits = tuple(hit for hit in _hits(rule, reading) if not _is_in_label(reading, hit))
            if hits:
                found.append((family, rule, hits))
    return tuple(found)


def forget() -> None:
    """Drop what is kept of texts, so that they are read anew."""
    _found.cache_clear()
    _reading.cache_clear()


def _is_in_label(reading: Reading, hit: Hit) -> bool:
    return hit.start < hit.end and reading.places[hit.end - 1] == (0, 0)


def _hits(rule: Rule, reading: Reading) -> Iterator[Hit]:
    match rule.check:
        case "find":
            yield from search(rule, reading)
        case "words":
            yield from search_words(rule, reading)
        case "verb-first":
            if hit := misses_verb(words(), reading):
                yield hit
        case "length":
            yield from length(reading, rule.least, rule.most)
        case "probation":
            yield from overlong_probation(reading)
            yield from search(rule, reading)
        case "hours":
            yield from overlong_hours(reading)
            yield from search(rule, reading)
        case "goal-parts":
            yield from lacks_part(rule, reading)


def _findings(line: Line, filling: Filling, options: Options) -> Iterator[Finding]:
    pieces, lengths = pieces_of(line, filling)
    for family, rule, hits in _found(pieces, lengths, line.label, line.look):
        if rule.id not in options.off:
            yield finding(family, rule, line, _reading(pieces, lengths, line.label), hits)
    if options.words and OWN.id not in options.off:
        reading = _reading(pieces, lengths, line.label)
        for own in options.words:
            word = read([Piece(own.word)], [len(own.word)]).text
            at = reading.text.find(word) if word else -1
            if at >= 0:
                yield finding("writing", OWN, line, reading, (Hit(at, at + len(word), own.instead),))


def finding(family: Family, rule: Rule, line: Line, reading: Reading, hits: Sequence[Hit]) -> Finding:
    """One finding for all that a rule found in a line."""
    first = hits[0]
    rewrite = mended(rule, reading, line.text, hits, metric(reading) if rule.rewrite else "")
    return Finding(
        rule=rule.id,
        family=family,
        severity=rule.severity,
        node=line.node,
        path=line.path,
        line=line.number,
        text=line.text,
        span=reading.span(first.start, first.end),
        message=first.what or rule.message,
        why=rule.why,
        source=rule.source,
        suggestion="；".join(dict.fromkeys(hit.instead for hit in hits if hit.instead)) or rule.suggestion,
        rewrite=rewrite,
        fix=edits(line, rewrite),
    )


def check_lines(
    lines: Iterable[str], as_: Look = "duty", options: Options | None = None, path: str = ""
) -> tuple[Finding, ...]:
    """What to say of texts of one kind, numbered from 1; empty ones are counted and say nothing.

    Duplicates among them are told; whether a role is complete cannot be seen here.
    """
    chosen = options or Options()
    filling = Filling(shipped().blanks)
    texts = [Line(text, as_, path=path, number=at) for at, text in enumerate(lines, 1) if text.strip()]
    scene = Scene(None, filling, tuple(texts), readings(texts, filling))
    return _ordered((*_each(texts, filling, chosen), *_whole(scene, chosen)), texts)


def check_role(role: Role, filling: Filling, options: Options | None = None) -> tuple[Finding, ...]:
    """What to say of a role, in reading order, the gravest of a text first."""
    chosen = options or Options()
    texts = tuple(lines_of(role))
    scene = Scene(role, filling, texts, readings(texts, filling))
    return _ordered((*_each(texts, filling, chosen), *_whole(scene, chosen)), texts)


def readings(texts: Iterable[Line], filling: Filling) -> tuple[Reading, ...]:
    """Each text as read."""
    return tuple(_reading(*pieces_of(line, filling), line.label) for line in texts)


def _each(texts: Iterable[Line], filling: Filling, options: Options) -> Iterator[Finding]:
    for line in texts:
        yield from _findings(line, filling, options)


def _whole(scene: Scene, options: Options) -> Iterator[Finding]:
    for book in rulebooks():
        for rule in book.rules:
            if (
                rule.check in WHOLES
                and rule.id not in options.off
                and not (scene.role is None and book.family == "complete")
            ):
                for line, reading, hit in WHOLES[rule.check](rule, book, scene):
                    yield finding(book.family, rule, line, reading, (hit,))


def _ordered(found: Iterable[Finding], texts: Sequence[Line]) -> tuple[Finding, ...]:
    """By the place of the text, then by gravity; what lacks a text, such as an empty section, comes last."""
    place = {(line.node, line.number): at for at, line in reversed(list(enumerate(texts)))}

    def order(each: Finding) -> tuple[int, int]:
        return place.get((each.node, each.line), len(texts)), GRAVEST.index(each.severity)

    return tuple(sorted(found, key=order))
