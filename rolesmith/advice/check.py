"""Checking: texts and roles against the rules; what a text says of itself is found out once and kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from rolesmith.advice.finding import GRAVEST, Finding, Line, Options, OwnWord, edits
from rolesmith.advice.folded_text import Reading, read
from rolesmith.advice.goals import lacks_part, metric
from rolesmith.advice.measures import length, overlong_hours, overlong_probation
from rolesmith.advice.mend import mended
from rolesmith.advice.pattern import Hit, Searcher
from rolesmith.advice.texts import lines_of, pieces_of
from rolesmith.advice.verbs import misses_verb
from rolesmith.advice.wholes import WHOLES, Scene
from rolesmith.presets.rule import Family, Look, Rule, Rulebook
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Role

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
def rules_for(look: Look) -> tuple[tuple[Family, Rule], ...]:
    """The rules that look at one line of a kind."""
    return tuple(
        (family, rule)
        for family, rule in rules()
        if rule.check not in WHOLES and ("any" in rule.looks or look in rule.looks)
    )


@cache
def searcher(look: Look) -> Searcher:
    """The patterns of those rules; what only counts with them has none to be searched for."""
    return Searcher(tuple(rule if rule.check in SEARCHED else None for _, rule in rules_for(look)))


@cache
def _counting(look: Look) -> tuple[int, ...]:
    """Which of the rules for a kind of line count."""
    return tuple(at for at, (_, rule) in enumerate(rules_for(look)) if rule.check in COUNTED)


COUNTED = ("verb-first", "length", "probation", "hours", "goal-parts")
"""Checks of one line that do more than search."""
SEARCHED = ("find", "words", "probation", "hours")
"""Checks that search a line for the rule's patterns."""


@dataclass(frozen=True)
class Seen:
    """A line as it is checked, with its reading and what the rules of one line say of it."""

    line: Line
    reading: Reading
    found: tuple[Finding, ...]


@lru_cache(maxsize=KEPT)
def _seen(text: str, pieces: tuple[Piece, ...], lengths: tuple[int, ...], label: str, look: Look) -> Seen:
    """All that is known of a text wherever it stands; its findings name no place yet."""
    reading = read(pieces, lengths, label)
    line = Line(text, look, label=label)
    matches = searcher(look).search(reading)
    found = []
    for at in sorted({*matches, *_counting(look)}):
        family, rule = rules_for(look)[at]
        hits = [*_counted(rule, reading), *matches.get(at, ())]
        if hits and (hits := [hit for hit in hits if not _is_in_label(reading, hit)]):
            found.append(finding(family, rule, line, reading, hits))
    return Seen(line, reading, tuple(found))


def forget() -> None:
    """Drop what is kept of texts, so that they are read anew."""
    _seen.cache_clear()


def _is_in_label(reading: Reading, hit: Hit) -> bool:
    return hit.start < hit.end and reading.stops[hit.end - 1] == 0


def _counted(rule: Rule, reading: Reading) -> Iterator[Hit]:
    """What checks other than by pattern say of one line."""
    match rule.check:
        case "verb-first":
            if hit := misses_verb(reading):
                yield hit
        case "length":
            yield from length(reading, rule.least, rule.most)
        case "probation":
            yield from overlong_probation(reading)
        case "hours":
            yield from overlong_hours(reading)
        case "goal-parts":
            yield from lacks_part(rule, reading)


def see(line: Line, filling: Filling) -> Seen:
    """A line with its reading and what is said of it alone."""
    pieces, lengths = pieces_of(line, filling)
    known = _seen(line.text, pieces, lengths, line.label, line.look)
    return Seen(line, known.reading, tuple(placed(each, line) for each in known.found))


def placed(found: Finding, line: Line) -> Finding:
    """A finding of a text as a finding of a line."""
    return replace(found, node=line.node, path=line.path, line=line.number, fix=edits(line, found.rewrite))


def _own(seen: Seen, words: Sequence[tuple[OwnWord, str]]) -> Iterator[Finding]:
    """The shop's own words in a line; each stands with how it is read."""
    for own, word in words:
        at = seen.reading.text.find(word) if word else -1
        if at >= 0:
            rule = OWN.model_copy(update={"rewrite": own.instead}) if own.instead else OWN
            yield finding("writing", rule, seen.line, seen.reading, (Hit(at, at + len(word), own.instead),))


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
    texts = [Line(text, as_, path=path, number=at) for at, text in enumerate(lines, 1) if text.strip()]
    found = _checked(None, texts, Filling(shipped().blanks), options or Options())
    return tuple(each for each in found if each.family != "complete")


def check_role(role: Role, filling: Filling, options: Options | None = None) -> tuple[Finding, ...]:
    """What to say of a role, in reading order, the gravest of a text first."""
    return _checked(role, lines_of(role), filling, options or Options())


def _checked(role: Role | None, lines: Iterable[Line], filling: Filling, options: Options) -> tuple[Finding, ...]:
    seen = [see(line, filling) for line in lines]
    scene = Scene(role, filling, tuple(each.line for each in seen), tuple(each.reading for each in seen))
    found = [each for one in seen for each in one.found]
    if options.words:
        words = [(own, read([Piece(own.word)], [len(own.word)]).text) for own in options.words]
        found += [each for one in seen for each in _own(one, words)]
    for book in rulebooks():
        for rule in book.rules:
            if rule.check in WHOLES:
                for line, reading, hit in WHOLES[rule.check](rule, book, scene):
                    found.append(finding(book.family, rule, line, reading, (hit,)))
    return _ordered((each for each in found if each.rule not in options.off), scene.lines)


def _ordered(found: Iterable[Finding], texts: Sequence[Line]) -> tuple[Finding, ...]:
    """By the place of the text, then by gravity; what lacks a text, such as an empty section, comes last."""
    place = {(line.node, line.number): at for at, line in reversed(list(enumerate(texts)))}

    def order(each: Finding) -> tuple[int, int]:
        return place.get((each.node, each.line), len(texts)), GRAVEST.index(each.severity)

    return tuple(sorted(found, key=order))
