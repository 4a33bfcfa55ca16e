"""Checks texts and roles by the rules. The findings of a text on its own are kept for the next time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from rolesmith.advice.beside import told_beside
from rolesmith.advice.finding import GRAVEST, Finding, Line, Options, OwnWord, edits
from rolesmith.advice.folded_text import FoldedText, fold
from rolesmith.advice.goals import lacks_part, metric
from rolesmith.advice.match_rules import Hit, Read, Reader, Searcher
from rolesmith.advice.measures import length, overlong_hours, overlong_probation
from rolesmith.advice.mend import mended
from rolesmith.advice.one_click import with_one_click
from rolesmith.advice.role_texts import BLANK, Pieces, lines_of, pieces_of
from rolesmith.advice.verbs import misses_verb
from rolesmith.advice.whole_role import WHOLE_CHECKS, Whole
from rolesmith.presets.rule import Family, Rule, Rulebook, TextKind
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Role

KEPT = 8_192
"""Texts whose findings are kept."""
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
def rules_for(text_kind: TextKind) -> Mapping[int, tuple[Family, Rule]]:
    """The rules for a single text of this kind, by their index among all."""
    return {
        at: (family, rule)
        for at, (family, rule) in enumerate(rules())
        if rule.check not in WHOLE_CHECKS and ("any" in rule.looks or text_kind in rule.looks)
    }


@cache
def reader() -> Reader:
    """Reads for all rules that search; the others are None in it."""
    return Reader(tuple(rule if rule.check in SEARCHED else None for _, rule in rules()))


@cache
def searcher(text_kind: TextKind) -> Searcher:
    """The searcher of the rules for a single text of this kind."""
    asked = rules_for(text_kind)
    laws = frozenset(at for at, (family, _) in asked.items() if family == "law")
    return Searcher(
        reader(), tuple(rule if at in asked else None for at, rule in enumerate(reader().rules)), laws, text_kind
    )


Count = Callable[[Rule, FoldedText], Iterable[Hit]]
COUNTED: Mapping[str, Count] = {
    "verb-first": lambda _, folded: misses_verb(folded),
    "length": lambda rule, folded: length(folded, rule.least, rule.most),
    "probation": lambda _, folded: overlong_probation(folded),
    "hours": lambda _, folded: overlong_hours(folded),
    "goal-parts": lacks_part,
}
"""Checks of one text that do more than search."""
SEARCHED = ("find", "words", "probation", "hours")
"""Checks that search a text for the rule's patterns."""


@cache
def _counting(text_kind: TextKind) -> tuple[tuple[int, Rule, Count], ...]:
    """Those of these rules that count, each with its index."""
    return tuple(
        (at, rule, COUNTED[rule.check]) for at, (_, rule) in rules_for(text_kind).items() if rule.check in COUNTED
    )


class CheckedLine(NamedTuple):
    """A line, its folded text, and the findings of the rules for a single text."""

    line: Line
    folded: FoldedText
    found: tuple[Finding, ...]


class _Asked(NamedTuple):
    """A text that is checked wherever it is, with its pieces where it has blanks."""

    text: str
    filled: Pieces | None
    label: str
    text_kind: TextKind

    def fold(self) -> FoldedText:
        return fold(*(self.filled or ((Piece(self.text),), (len(self.text),))), self.label)


_kept: dict[_Asked, CheckedLine] = {}


def forget() -> None:
    """Drop the findings that are kept."""
    _kept.clear()


def _checked(asked: Sequence[_Asked]) -> list[CheckedLine]:
    """The findings of texts; they have no node or path yet. What is new is checked together."""
    known = list(map(_kept.get, asked))
    if None not in known:
        return known  # type: ignore[return-value]
    new = list(dict.fromkeys(each for each, found in zip(asked, known, strict=True) if not found))
    checked = dict(zip(new, _checked_anew(new), strict=True))
    if len(_kept) + len(new) > KEPT:
        forget()
    _kept.update(checked)
    return [found or checked[each] for each, found in zip(asked, known, strict=True)]


def _checked_anew(asked: Sequence[_Asked]) -> list[CheckedLine]:
    """Each step is taken for all texts before the next: what it needs is looked up once, and stays at hand."""
    folded = [each.fold() for each in asked]
    searchers = [searcher(each.text_kind) for each in asked]
    texts = list(zip(searchers, folded, reader().read(folded), strict=True))
    hits = [_hits(*each) for each in texts]
    counted = [_counted(each.text_kind, own) for each, own in zip(asked, folded, strict=True)]
    return list(map(_told, asked, folded, hits, counted))


def _hits(asked: Searcher, folded: FoldedText, read: Read) -> dict[int, list[Hit]]:
    """What rules find in a text, by their indexes."""
    hits = asked.search(folded, read)
    if hits.keys().isdisjoint(asked.weighed):
        hits |= told_beside(asked, folded, read)
    return hits


def _counted(text_kind: TextKind, folded: FoldedText) -> dict[int, list[Hit]]:
    """The same of those that count."""
    return {at: hits for at, rule, count in _counting(text_kind) if (hits := [*count(rule, folded)])}


def _told(asked: _Asked, folded: FoldedText, hits: dict[int, list[Hit]], counted: dict[int, list[Hit]]) -> CheckedLine:
    """A text with what there is to say of it."""
    line = Line(asked.text, asked.text_kind, label=asked.label)
    found = []
    for at in sorted(hits.keys() | counted.keys()):
        both = (*counted.get(at, ()), *hits.get(at, ()))
        if shown := [hit for hit in both if not _is_in_label(folded, hit)]:
            found.append(finding(*rules()[at], line, folded, shown))
    return CheckedLine(line, folded, tuple(found))


def _is_in_label(folded: FoldedText, hit: Hit) -> bool:
    return hit.start < hit.end and folded.stops[hit.end - 1] == 0


def check_line(line: Line, filling: Filling) -> CheckedLine:
    """A line with the findings of the rules for a single text."""
    return checked_lines([line], filling)[0]


def checked_lines(lines: Sequence[Line], filling: Filling) -> list[CheckedLine]:
    """The same of many lines."""
    known = _checked([_asked(line, filling) for line in lines])
    return [_of_line(line, own, filling) for line, own in zip(lines, known, strict=True)]


def _of_line(line: Line, known: CheckedLine, filling: Filling) -> CheckedLine:
    found = _left_by_standard(line, known.found, filling) if known.found and line.standard.strip() else known.found
    return CheckedLine(line, known.folded, found and tuple([found_in(each, line) for each in found]))


def _asked(line: Line, filling: Filling) -> _Asked:
    filled = pieces_of(line, filling) if BLANK in line.text else None
    return _Asked(line.text, filled, line.label, line.text_kind)


@cache
def _answers(text_kind: TextKind) -> dict[str, str]:
    """What a standard is to each rule for a single text of this kind, see Rule.standard."""
    return {rule.id: rule.standard for _, rule in rules_for(text_kind).values()}


def _left_by_standard(line: Line, found: Sequence[Finding], filling: Filling) -> tuple[Finding, ...]:
    """The findings of a text that its standard does not answer."""
    answers = _answers(line.text_kind)
    found = tuple(each for each in found if answers[each.rule] != "instead")
    if all(answers[each.rule] == "apart" for each in found):
        return found
    (whole,) = _checked([_asked(line._replace(text=f"{line.text}；{line.standard}"), filling)])
    still = {each.rule for each in whole.found}
    return tuple(each for each in found if answers[each.rule] == "apart" or each.rule in still)


def found_in(found: Finding, line: Line) -> Finding:
    """A finding of a text as a finding of a line with this text."""
    return replace(
        found, node=line.node, path=line.path, line=line.number, name=line.name, fix=edits(line, found.rewrite)
    )


def _own(checked: CheckedLine, words: Sequence[tuple[OwnWord, str]]) -> Iterator[Finding]:
    """The findings of the shop's own words, each given with its folded text."""
    for own, word in words:
        at = checked.folded.text.find(word) if word else -1
        if at >= 0:
            rule = OWN.model_copy(update={"rewrite": own.instead}) if own.instead else OWN
            yield finding("writing", rule, checked.line, checked.folded, (Hit(at, at + len(word), own.instead),))


def finding(family: Family, rule: Rule, line: Line, folded: FoldedText, hits: Sequence[Hit]) -> Finding:
    """One finding for all hits of a rule in a line."""
    first = hits[0]
    rewrite = mended(rule, folded, line.text, hits, metric(folded) if rule.rewrite else "")
    return Finding(
        rule=rule.id,
        family=family,
        severity=rule.severity,
        node=line.node,
        path=line.path,
        line=line.number,
        text=line.text,
        name=line.name,
        span=folded.span(first.start, first.end),
        message=first.what or rule.message,
        why=rule.why,
        source=rule.source,
        suggestion="；".join(dict.fromkeys(hit.instead for hit in hits if hit.instead)) or rule.suggestion,
        rewrite=rewrite,
        fix=edits(line, rewrite),
    )


def check_lines(
    lines: Iterable[str | tuple[str, str]], as_: TextKind = "duty", options: Options | None = None, path: str = ""
) -> tuple[Finding, ...]:
    """The findings of texts of one kind, or of pairs of text and standard, numbered from 1; empty ones have none.

    Duplicates are found; whether a role is complete cannot be checked here.
    """
    pairs = ((line, "") if isinstance(line, str) else line for line in lines)
    texts = [
        each
        for at, (text, standard) in enumerate(pairs, 1)
        for each in (
            Line(text, as_, path=path, number=at, standard=standard),
            Line(standard, "standard", path=path, number=at, name="standard", node_kind="standard"),
        )
        if each.text.strip()
    ]
    found = _findings(None, texts, Filling(shipped().blanks), options or Options())
    return tuple(each for each in found if each.family != "complete")


def check_role(role: Role, filling: Filling, options: Options | None = None) -> tuple[Finding, ...]:
    """The findings of a role, in reading order, the gravest of each text first."""
    return _findings(role, lines_of(role), filling, options or Options())


def _findings(role: Role | None, lines: Iterable[Line], filling: Filling, options: Options) -> tuple[Finding, ...]:
    checked = checked_lines(list(lines), filling)
    whole = Whole(role, filling, tuple(each.line for each in checked), tuple(each.folded for each in checked))
    words = [(own, fold([Piece(own.word)], [len(own.word)]).text) for own in options.words]

    def wanted(one: CheckedLine) -> list[Finding]:
        """What the shop wants to hear of a line."""
        return [each for each in (*one.found, *_own(one, words)) if each.rule not in options.off]

    found = [
        each
        for one in checked
        if one.found or words
        for each in with_one_click(one.line, wanted(one), lambda line: wanted(check_line(line, filling)))
    ]
    for book in rulebooks():
        for rule in book.rules:
            if rule.check in WHOLE_CHECKS:
                for line, folded, hit in WHOLE_CHECKS[rule.check](rule, book, whole):
                    found.append(finding(book.family, rule, line, folded, (hit,)))
    return _ordered((each for each in found if each.rule not in options.off), whole.lines)


def _ordered(found: Iterable[Finding], texts: Sequence[Line]) -> tuple[Finding, ...]:
    """In the order of the texts, then by gravity; findings without a text, as of an empty section, come last."""
    position = {(line.node, line.number): at for at, line in reversed(list(enumerate(texts)))}

    def order(each: Finding) -> tuple[int, int]:
        return position.get((each.node, each.line), len(texts)), GRAVEST.index(each.severity)

    return tuple(sorted(found, key=order))
