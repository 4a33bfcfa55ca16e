"""Rules: what advice looks for, read from presets/rules/*.yaml."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from rolesmith.files import yaml
from rolesmith.role.text import clean

Family = Literal["law", "writing", "goal", "kpi", "complete"]
Severity = Literal["红", "黄", "提示"]
TextKind = Literal["any", "duty", "goal", "requirement", "kpi", "standard", "text", "title"]
Check = Literal[
    "find", "words", "verb-first", "verb-level", "length", "probation", "hours", "goal-parts",
    "duplicate", "near", "order", "weights", "kpi-part", "direction",
    "required", "blanks", "empty", "goal-kpi",
]  # fmt: skip
"""What a rule checks: up to `goal-parts` one line, behind it a role as a whole."""

PART = re.compile(r"<([一-鿿]{1,6})>")
"""A named fragment of a pattern."""
UNBOUNDED = re.compile(r"(?<!\\)(?:[*+]|\{\d+,\})")
"""A repeat without an upper bound, which may take quadratic time or worse on hostile text."""
DEEPEST = 6
"""Levels of fragments within fragments."""

Sentence = Annotated[str, AfterValidator(clean), Field(max_length=400)]


class Rule(BaseModel):
    """One rule. Patterns are matched on a FoldedText: half-width, simplified, lower case, no white space."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    id: str = Field(pattern=r"^[a-z][a-z-]{1,40}$")
    severity: Severity
    topic: str = ""
    """The name under which it is counted with other rules; its own id if empty."""
    looks: tuple[TextKind, ...] = ("any",)
    """The kinds of texts that it looks at."""
    check: Check = "find"
    standard: Literal["apart", "behind", "instead"] = "apart"
    """What a line's standard is to it: nothing; read behind the text as one with it; it says what the text lacks."""
    message: Sentence
    why: Sentence
    source: Sentence
    """The article of a law, or the clause of the template."""
    suggestion: Sentence
    rewrite: Sentence | None = None
    """What a click puts in place of the match, its clause or the line; an empty text drops it, None offers no click.

    A text that begins with a comma is added behind the line; `<指标>` stands for what the line measures.
    """
    mends: Literal["match", "clause", "line"] = "match"
    find: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    """Ideas of presets/ideas that together say it, the one that it hangs on last.

    `过错 + 扣罚` in any order, `女性 & 不收` in any order in one clause, `离职 > 扣罚` one after the other,
    `扣罚 ! 顾客` where no customer is spoken of beside.
    """
    reach: int = 16
    """Characters between two such ideas at most."""
    denied_by: tuple[str, ...] = ("禁止",)
    """Ideas that excuse where they stand before the last one in its clause."""
    negated_by: tuple[str, ...] = ()
    """Ideas that excuse where they stand right before the last one, such as 不 and 没有."""
    about: tuple[str, ...] = ()
    """Ideas that excuse what is said or found wherever they stand in the same clauses."""
    nearby: tuple[str, ...] = ()
    """Ideas that excuse in other clauses too, a sentence before or behind: 主播喊全网最低，当场掐麦."""
    undone_by: tuple[str, ...] = ()
    """Ideas that take such an excuse back where they stand right before it: 不 in 不依法."""
    words: dict[str, Sentence] = {}
    """Check `words`: patterns, and what to write instead."""
    unless: tuple[str, ...] = ()
    """A match that overlaps one of these passes."""
    before: tuple[str, ...] = ()
    """A match passes if one of these is before it in the same clause."""
    after: tuple[str, ...] = ()
    """The same for what is behind it."""
    inside: tuple[str, ...] = ()
    """A match that holds one of these passes."""
    line: tuple[str, ...] = ()
    """A text that holds one of these passes."""
    least: int = 0
    most: int = 0
    hit: tuple[str | dict[str, Any], ...] = ()
    """Examples that the rule must find: texts, or sections as a template writes them."""
    passes: tuple[str | dict[str, Any], ...] = Field((), alias="pass")
    """Examples that it must not find."""

    @property
    def counted_as(self) -> str:
        """The topic, or the rule's own id, under which it is counted."""
        return self.topic or self.id

    @property
    def written(self) -> tuple[str, ...]:
        """Every pattern of the rule."""
        return (*self.find, *self.words, *self.unless, *self.before, *self.after, *self.inside, *self.line)

    @property
    def excusing(self) -> tuple[tuple[str, ...], ...]:
        """The ideas that excuse, by the way they do."""
        return self.denied_by, self.negated_by, self.about, self.nearby, self.undone_by

    @cached_property
    def sayings(self) -> tuple["Saying", ...]:
        return tuple(Saying.read(written) for written in self.says)

    @cached_property
    def found(self) -> re.Pattern[str]:
        return either(self.find)

    @cached_property
    def allowed(self) -> re.Pattern[str]:
        return either(self.unless)

    @cached_property
    def led(self) -> re.Pattern[str]:
        return either(self.before)

    @cached_property
    def followed(self) -> re.Pattern[str]:
        return either(self.after)

    @cached_property
    def contained(self) -> re.Pattern[str]:
        return either(self.inside)

    @cached_property
    def excused(self) -> re.Pattern[str]:
        return either(self.line)


@dataclass(frozen=True)
class Saying:
    """Ideas that together say something: the one that it hangs on, the others, and those that must be absent."""

    key: str
    others: tuple[tuple[str, str], ...]
    """Each with the sign between it and what follows: + anywhere beside, & in the same clause, > before."""
    absent: tuple[str, ...]

    @classmethod
    def read(cls, written: str) -> Self:
        """From `甲 + 乙`, `甲 & 乙`, `甲 > 乙` and `甲 ! 丙`."""
        wanted, *absent = (part.strip() for part in written.split("!"))
        parts = [part.strip() for part in re.split("([+&>])", wanted)]
        others = tuple((name, sign) for name, sign in zip(parts[:-1:2], parts[1::2], strict=True))
        return cls(parts[-1], tuple(reversed(others)), tuple(absent))

    @property
    def wanted(self) -> tuple[str, ...]:
        """The ideas that are said, the key first."""
        return (self.key, *(name for name, _ in self.others))

    @property
    def ideas(self) -> tuple[str, ...]:
        """Every idea that it names."""
        return (*self.wanted, *self.absent)


def either(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for several; for none, a pattern that matches nothing."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or "(?!)")


class Rulebook(BaseModel):
    """The rules of one file, with the fragments of their patterns put in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_: Literal["rolesmith/rules@1"] = Field("rolesmith/rules@1", alias="schema")
    rulebook: str = Field(pattern=r"^[a-z_]{1,40}$")
    title: str
    family: Family
    order: int = 100
    parts: dict[str, str] = {}
    lists: dict[str, str] = {}
    """Lists of words, such as verbs by level, separated by white space."""
    rules: tuple[Rule, ...]

    @model_validator(mode="before")
    @classmethod
    def _put_parts_in(cls, written: Any) -> Any:
        if not isinstance(written, dict) or not isinstance(written.get("rules"), list):
            return written
        parts = written.get("parts", {})
        return {**written, "rules": [_filled(rule, parts) for rule in written["rules"]]}

    @model_validator(mode="after")
    def _can_be_matched(self) -> Self:
        ids = [rule.id for rule in self.rules]
        if twice := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"这些编号用了不止一次：{'、'.join(twice)}")
        for rule in self.rules:
            for pattern in rule.written:
                if fault := next(faults(pattern), ""):
                    raise ValueError(f"规则“{rule.id}”的模式“{pattern[:30]}…”{fault}")
        return self

    @classmethod
    def read(cls, data: bytes | str, file: str) -> Self:
        """From YAML. Raises Unreadable with every problem."""
        return yaml.read(cls, data, file)

    def words(self, name: str) -> tuple[str, ...]:
        """The words of a list, in order; none where the file has no such list."""
        return tuple(self.lists.get(name, "").split())


def faults(pattern: str) -> Iterator[str]:
    """Why a pattern cannot be used."""
    if missing := PART.search(pattern):
        yield f"用了没有定义的片段“{missing[1]}”"
    if UNBOUNDED.search(re.sub(r"\[[^\]]*\]", "", pattern)):
        yield "里有没有上限的重复，写成 {0,8} 这样"
    try:
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError):
        yield "写法不对"


def _filled(rule: Any, parts: dict[str, str]) -> Any:
    """The rule with each `<name>` in its patterns replaced; unknown names stay, and `faults` reports them."""
    if not isinstance(rule, dict) or not isinstance(parts, dict):
        return rule

    def fill(pattern: Any) -> Any:
        for _ in range(DEEPEST):
            if not isinstance(pattern, str) or not PART.search(pattern):
                break
            pattern = PART.sub(lambda name: parts.get(name[1], name[0]), pattern)
        return pattern

    new = dict(rule)
    for key in ("find", "unless", "before", "after", "inside", "line"):
        if isinstance(rule.get(key), list):
            new[key] = [fill(pattern) for pattern in rule[key]]
    if isinstance(rule.get("words"), dict):
        new["words"] = {fill(pattern): instead for pattern, instead in rule["words"].items()}
    return new
