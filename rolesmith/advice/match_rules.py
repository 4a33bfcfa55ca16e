"""Matching: where the patterns of rules match a folded text, and which matches their surroundings excuse."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rolesmith.advice.folded_text import FoldedText
from rolesmith.advice.grams import Joined
from rolesmith.advice.ideas import Excuses, Mentioned, Mentions, is_said, lexicon, said
from rolesmith.advice.likelihood import DOUBTFUL, UNLIKELY, is_faint, likeliest, odds_of_found, weightiest
from rolesmith.advice.prefilter import Gate, Gates, alternatives, grams_of
from rolesmith.presets.rule import Rule, Saying

MOST = 20
"""Matches of one pattern in one text that are used."""
SENTENCE = 7
"""Characters of the shortest text that is weighed as a whole; shorter ones, such as titles, say what they say."""
FEW = 2
"""Topics of which an idea tells at most: 优先 goes with too many to tell of any."""
AROUND = 48
"""Characters before and behind a match that may excuse it."""


@dataclass(frozen=True)
class Hit:
    """A part of a folded text; `instead` and `what` replace the rule's own suggestion and message."""

    start: int
    end: int
    instead: str = ""
    what: str = ""


class Read(NamedTuple):
    """What a text holds: the ideas that it mentions, what rules may find in them, and patterns that may match it."""

    mentions: Mentioned
    sayings: Mapping[int, Sequence[Saying]]
    """Those whose ideas it mentions all, by the index of their rule."""
    gates: Sequence[Gate]


@dataclass(frozen=True)
class Reader:
    """Reads texts for what rules hang on, all texts and all rules at once; None stands for a rule without patterns."""

    rules: tuple[Rule | None, ...]

    @cached_property
    def gates(self) -> Gates:
        return Gates(
            tuple(
                Gate(at, alternative, instead, grams_of(alternative))
                for at, rule in enumerate(self.rules)
                if rule
                for pattern, instead in (*((pattern, "") for pattern in rule.find), *rule.words.items())
                for alternative in alternatives(pattern)
            )
        )

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[tuple[frozenset[str], int, Saying]]]:
        """What rules look for, by the idea that it hangs on: all its ideas, the index of its rule, and itself."""
        found: dict[str, list[tuple[frozenset[str], int, Saying]]] = {}
        for at, rule in enumerate(self.rules):
            for saying in rule.sayings if rule else ():
                found.setdefault(saying.key, []).append((frozenset(saying.wanted), at, saying))
        return found

    def read(self, texts: Sequence[FoldedText]) -> list[Read]:
        """What each text holds that rules may hang on."""
        joined = Joined([each.text for each in texts])
        mentions = lexicon().mentions_in(joined) if self._by_key else [Mentioned()] * len(texts)
        return [
            Read(own, self._sayings(own), gates)
            for own, gates in zip(mentions, self.gates.open_to(joined), strict=True)
        ]

    def _sayings(self, mentions: Mentioned) -> Mapping[int, Sequence[Saying]]:
        found: dict[int, list[Saying]] = {}
        for key in self._by_key.keys() & mentions.names:
            for wanted, at, saying in self._by_key[key]:
                if wanted <= mentions.names:
                    found.setdefault(at, []).append(saying)
        return found


@dataclass(frozen=True)
class Searcher:
    """Searches texts of one kind for the rules that look at it."""

    reader: Reader
    rules: tuple[Rule | None, ...]
    """Those of the reader, None for those that do not look at this kind."""
    weighed: frozenset[int] = frozenset()
    """The indexes of the rules of law, whose findings a model confirms."""
    look: str = ""
    """The kind of the texts that are searched."""

    def suspects(self, folded: FoldedText, read: Read) -> bool:
        """Whether a rule of law finds something, excused or not."""
        return any(
            is_said(saying, folded, read.mentions, rule.reach)
            for at in self.weighed & read.sayings.keys()
            if (rule := self.rules[at])
            for saying in read.sayings[at]
        ) or any(
            gate.owner in self.weighed and gate.pattern.search(text)
            for text in {folded.text, folded.text.replace(":", ",")}
            for gate in read.gates
        )

    def search(self, folded: FoldedText, read: Read | None = None, *, senses: bool = True) -> dict[int, list[Hit]]:
        """What `find`, `words` and `says` find and nothing excuses, in order, by the index of the rule.

        Where they find nothing, the model may sense something.
        """
        found: dict[int, list[Hit]] = {}
        mentions, sayings, gates = read or self.reader.read([folded])[0]
        for at, own in sayings.items():
            rule = self.rules[at]
            if rule and (hits := list(_said(rule, own, folded, mentions))):
                found[at] = hits
        plain: set[int] = set()
        for gate in gates:
            rule = self.rules[gate.owner]
            if rule and gate.pattern.search(folded.text) and (hits := list(_unexcused(rule, folded, gate, mentions))):
                found.setdefault(gate.owner, []).extend(hits)
                plain.add(gate.owner)
        if self.weighed and not folded.labelled and len(folded.text) >= SENTENCE:
            if found and (said := sorted(self._topics.keys() & found.keys())):
                self._doubt(folded, mentions, found, {at: UNLIKELY if at in plain else DOUBTFUL for at in said})
            elif senses and not is_faint(self.look, mentions):
                found.update(self._sensed(folded, mentions))
        return {at: list(_apart(hits)) for at, hits in found.items()}

    @cached_property
    def _topics(self) -> Mapping[int, str]:
        """The topics of the rules of law."""
        return {at: rule.counted_as for at in sorted(self.weighed) if (rule := self.rules[at])}

    @cached_property
    def _hints(self) -> Mapping[str, frozenset[str]]:
        """Of each idea the topics of law of which it tells; none where it excuses a rule or may go with anything."""
        rules = [rule for at in self._topics if (rule := self.rules[at])]
        told: dict[str, set[str]] = {}
        for rule in rules:
            for name in (name for saying in rule.sayings for name in saying.wanted):
                told.setdefault(name, set()).add(rule.counted_as)
        excuses = {name for rule in rules for names in rule.excusing for name in names}
        return {name: frozenset(own) for name, own in told.items() if name not in excuses and len(own) <= FEW}

    def _doubt(
        self, folded: FoldedText, mentions: Mentions, found: dict[int, list[Hit]], least: Mapping[int, float]
    ) -> None:
        """Drop what rules of law have found where the model holds it for harmless; a pattern is believed sooner."""
        parts = {
            (folded.clause(hit.start)[0], folded.clause(max(hit.start, hit.end - 1))[1])
            for at in least
            for hit in found[at]
        }
        odds = odds_of_found(folded.text, self.look, mentions, parts)
        for at, enough in least.items():
            if odds < enough:
                del found[at]

    def _sensed(self, folded: FoldedText, mentions: Mentioned) -> dict[int, list[Hit]]:
        """Where no rule of law has found anything and the model is sure: one idea of a rule is enough."""
        hints = {name: self._hints[name] for name in self._hints.keys() & mentions.names}
        topic = likeliest(folded.text, self.look, mentions, sorted(frozenset().union(*hints.values())))
        if not topic:
            return {}
        places = [place.start for name, topics in hints.items() if topic in topics for place in mentions[name]]
        part = Hit(*weightiest(folded.text, places))
        return {at: [part] for at, own in self._topics.items() if own == topic}


def _apart(hits: Sequence[Hit]) -> Iterator[Hit]:
    """The hits in order; of overlapping hits the one that begins first."""
    end = -1
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if hit.start >= end:
            yield hit
            end = hit.end


def _said(rule: Rule, sayings: Sequence[Saying], folded: FoldedText, mentions: Mentions) -> Iterator[Hit]:
    """The same excuses as for patterns."""
    if rule.line and rule.excused.search(folded.text):
        return
    allowed = [match.span() for match in rule.allowed.finditer(folded.text)] if rule.unless else []
    for part in said(rule, sayings, folded, mentions):
        overlaps = any(a < part.end and part.start < b for a, b in allowed)
        if not overlaps and not _excused(rule, folded, part.start, part.end):
            yield Hit(part.start, part.end)


def _unexcused(rule: Rule, folded: FoldedText, gate: Gate, mentions: Mentions) -> Iterator[Hit]:
    text = folded.text
    excuses: Excuses | None = None
    allowed: list[tuple[int, int]] = []
    at = seen = 0
    while seen < MOST and (match := gate.pattern.search(text, at)):
        seen += 1
        start, end = match.span()
        at = max(end, start + 1)
        if excuses is None:
            if rule.line and rule.excused.search(text):
                return
            excuses = Excuses(rule, folded, mentions)
            allowed = [m.span() for m in rule.allowed.finditer(text)] if rule.unless else []
        overlaps = any(a < end and start < b for a, b in allowed)
        if overlaps or _excused(rule, folded, start, end) or excuses.hold(start, end):
            at = start + 1  # an excused match may overlap one that is not
            continue
        yield Hit(start, end, gate.instead)


def _excused(rule: Rule, folded: FoldedText, start: int, end: int) -> bool:
    text = folded.text
    first = max(folded.clause(start)[0], start - AROUND)
    return bool(
        (rule.before and rule.led.search(text[first:start]))
        or (rule.after and rule.followed.search(text[end : end + AROUND]))
        or (rule.inside and rule.contained.search(text[start:end]))
    )
