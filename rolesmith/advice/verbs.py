"""Verbs: whether a duty starts with an action verb, and the level of that verb.

A list of verbs decides most duties; for the others a model of word classes (rjieba) is loaded when it is first
needed. A verb that often comes before a noun, such as 运营, may be part of a name and is checked for that.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from threading import Lock

from rolesmith.advice.folded_text import NUMBERED, FoldedText
from rolesmith.advice.match_rules import Hit
from rolesmith.presets.rule import Rulebook
from rolesmith.presets.shipped import shipped

LEVELS = ("执行", "专业", "管理", "决策")
"""Levels of verbs, from the lowest; the rulebook has a list for each."""
LENGTHS = range(5, 0, -1)
"""Characters of a verb or adverb in a list, the longest first."""
LABEL = re.compile(r"^(?:[^,;。:]{2,10}:|【[^】]{1,10}】)")
TIMES = re.compile(
    r"^(?:每(?:一|个|两|隔|\d{1,2})?(?:工作日|自然日|天|日|周|星期|季度?|半?年|月|场|班|批|次|单|款|件|晚|早|小时)"
    r"|(?:周|星期)[一二三四五六日天末](?:和|、|至|到)?(?:周[一二三四五六日])?|(?:月|季|年|周)(?:初|中|末|底|度)|(?:当|次|隔|同|前一|后一|前)(?:天|日|月|周|班|场)"
    r"|上午|下午|早上|晚上|早班|晚班|早晚|工作日|工作时间|全年|全天|本?(?:年度|季度|月度)|年内|(?:上|下)半年|第?[一二三四]季度"
    r"|[\d◇]{1,2}月|[\d◇]{1,2}[日号点](?:整)?|[\d◇]{1,2}:\d{2}|(?:[\d◇]{1,3}|[一二两三四五六七八九十半]{1,3})(?:个)?(?:小时|分钟|工作日|天|日|周|月|秒))"
    r"(?:[一二三四五六日天]|[\d◇]{1,2}(?:日|号|点)?)?(?:和|、)?(?:[\d◇]{1,2}(?:日|号))?(?:上午|下午|早上|晚上)?(?:之?前|之?后|以内|之?内|起|初|末|底|当天|结束前|结束后)?[,、]?"
)
EACH = re.compile(r"^逐[一-鿿](?!步)")
CONDITION = re.compile(
    r"^[^,;。]{1,18}?(?:之?前|之?后|以后|以前|时候?|期间|当[天日晚周月]|阶段|过程中|情况下|范围内|权限内|以内|之?内|的同时|中|里|上|起|次日|基础上)[,、]?"
)
NOT_A_CONDITION = re.compile(
    r"(?:售[前后]|[站店国市室境场端域群]内|前后|[同实及随临小]时|前台|后台|前期|后期|目前|课后|[线网店市]上|中控|中台|中[差间小]|上[架新下线传]|里程)$"
)
QUALITIES = ("的", "能力", "意识", "精神", "经验", "技巧", "水平")
"""What is behind a verb that is used as a noun."""
MARK = re.compile("[,;。:]")
DONE = "好齐清完出回到住通明满掉准细足定实看进"
"""Results behind a verb of one character: 备好, 配齐."""
AND = re.compile(r"并|后再|再|且|以便|用于|给|供")
OTHERS_DO = re.compile(r"^(?:领导|上级|公司|老板|主管|店长)(?:交办|安排|交代|布置|指派|下达|要求|分配)")


@cache
def _model() -> object:
    import rjieba

    rjieba.tag("负责")
    return rjieba


_loading = Lock()


def tags(text: str) -> list[tuple[str, str]]:
    """The words of a text with their classes."""
    with _loading:
        model = _model()
    found: list[tuple[str, str]] = model.tag(text)  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True)
class Words:
    """The lists of a rulebook as sets."""

    levels: dict[str, int]
    verbs: frozenset[str]
    single: frozenset[str]
    nouny: frozenset[str]
    half_nouny: frozenset[str]
    states: tuple[str, ...]
    adverbs: frozenset[str]
    nouns: tuple[str, ...]
    prepositions: tuple[str, ...]
    heads: tuple[str, ...]
    ideas: frozenset[str]
    tails: tuple[str, ...]

    @classmethod
    def of(cls, book: Rulebook) -> "Words":
        levels = {verb: at for at, level in enumerate(LEVELS) for verb in book.words(level)}
        nouny, half = book.words("名动"), book.words("弱名动")
        return cls(
            levels=levels,
            verbs=frozenset((*levels, *book.words("其他动词"), *nouny, *half)),
            single=frozenset(book.words("单字动词")),
            nouny=frozenset(nouny),
            half_nouny=frozenset(half),
            states=_longest_first(book.words("状态")),
            adverbs=frozenset(book.words("状语")),
            nouns=_longest_first(book.words("非动词")),
            prepositions=_longest_first(book.words("介词")),
            heads=_longest_first(book.words("词头")),
            ideas=frozenset(book.words("抽象词头")),
            tails=_longest_first(book.words("名尾")),
        )

    def verb(self, text: str) -> str:
        """The longest verb of the lists that the text starts with."""
        return _starting(text, self.verbs)

    def level(self, text: str) -> int | None:
        """The level of the verb that a folded duty starts with; None for a verb that is not in the lists."""
        rest = self._begun(_bare(text))
        return self.levels.get(self.verb(rest))

    def begins(self, text: str) -> bool:
        """Whether a folded text starts with a verb of the lists, or with a preposition that one follows."""
        text = self._begun(_bare(text))
        return bool(self.verb(text)) or (text.startswith(self.prepositions) and self._acts_later(text))

    def _begun(self, text: str) -> str:
        """The text behind adverbs and times."""
        for _ in range(6):
            if time := TIMES.match(text):
                text = text[time.end() :]
            elif each := EACH.match(text):
                text = text[each.end() :]
            elif (adverb := _starting(text, self.adverbs)) and not self._is_longer_verb(text, adverb):
                text = text[len(adverb) :].lstrip("地,、")
            else:
                break
        return text

    def _is_longer_verb(self, text: str, adverb: str) -> bool:
        return len(self.verb(text)) >= len(adverb)

    def acts(self, folded: FoldedText) -> bool:
        """Whether a duty starts with an action verb; time, condition and manner may come before it."""
        text = _bare(folded.text)
        if label := LABEL.match(text):
            return self._acts(_bare(text[label.end() :])) or self._acts(text.replace(":", "", 1).lstrip("【"))
        return self._acts(text)

    def _acts(self, text: str, depth: int = 0) -> bool:
        text = self._begun(text)
        verb, state = self.verb(text), _starting_of(text, self.states)
        if not text or OTHERS_DO.match(text) or len(state) > len(verb) or (state and state == verb):
            return False
        is_noun = len(_starting_of(text, self.nouns)) > len(verb)
        if text.startswith(("不", "禁止")):
            return True
        if verb and not is_noun:
            return not self._names(text, verb)
        if depth < 2 and self._leads(text, depth):
            return True
        prepares = text.startswith(self.prepositions) and not is_noun
        if depth < 2 and prepares and self._acts_later(text):
            return True
        return not is_noun and self._by_class(text)

    def _leads(self, text: str, depth: int) -> bool:
        """Whether a condition comes first, such as 收到差评后, and then a verb."""
        for end in range(2, min(len(text), 22)):
            found = CONDITION.fullmatch(text[:end])
            if not found or NOT_A_CONDITION.search(text[:end].rstrip(",、")) or NOT_A_CONDITION.search(text[: end + 1]):
                continue
            if self._acts(text[end:], depth + 1):
                return True
        return False

    def _acts_later(self, text: str) -> bool:
        """Whether a verb, not used as a noun, follows a preposition and its words."""
        preposition = next(word for word in self.prepositions if text.startswith(word))
        clause, comma, behind = text.partition(",")
        if comma and self._acts(behind, 2):
            return True
        for at in range(len(preposition) + 1, len(clause)):
            verb = self.verb(clause[at:])
            if verb and clause[at - 1] != "的" and not clause[at + len(verb) :].startswith("的"):
                rest = clause[at + len(verb) :]
                return not (not rest and "的" in clause[:at])
        return bool(comma) and any(self.verb(behind[at:]) for at in range(min(len(behind), 12)))

    def _names(self, text: str, verb: str) -> bool:
        """Whether the verb at the start is part of a name: 运营数据分析, 沟通能力."""
        rest = text[len(verb) :]
        if rest.startswith(QUALITIES):
            return True
        if verb not in self.half_nouny and verb not in self.nouny:
            return False
        after = _core(rest)
        if verb in self.half_nouny:
            head = _starting_of(after, self.heads)
            return (bool(head) and after[len(head) :] in self.tails) or after in ("工作", "管理", "管理工作")
        if not after or self._only_verbs(after) or after in self.ideas:
            return True
        if AND.search(after):
            return False
        head = _starting_of(after, self.heads)
        if head and any(tail in after[len(head) :] for tail in self.tails):
            return True
        return after.endswith(self.tails) and not re.search(r"[\d◇一二三四五六七八九十]", after)

    def _only_verbs(self, text: str) -> bool:
        for _ in range(8):
            text = text.lstrip("与和及、/以")
            if not text:
                return True
            verb = self.verb(text)
            if verb not in self.nouny and verb not in self.tails:
                return False
            text = text[len(verb) :]
        return False

    def _by_class(self, text: str) -> bool:
        """Whether the first word is a verb, by the model of word classes."""
        words = [(word, tag) for word, tag in tags(text[:24]) if tag != "x"]
        if not words:
            return False
        word, tag = words[0]
        if text[0] in self.single and text[1:2] and text[1] in DONE:
            return True
        if len(word) == 1:
            return word in self.single
        if tag not in ("v", "vd", "vi", "vg", "vn") or text[len(word) :].startswith(QUALITIES):
            return False
        core = _core(text)
        return not core[len(word) :].endswith(self.tails) or (tag != "vn" and len(core) > 10)


def _bare(text: str) -> str:
    """The text without a number before it."""
    for _ in range(2):
        if not (number := NUMBERED.match(text)):
            break
        text = text[number.end() :]
    return text


def _core(text: str) -> str:
    """The text up to its first mark."""
    mark = MARK.search(text)
    return text[: mark.start()] if mark else text


def _starting(text: str, words: frozenset[str]) -> str:
    for length in LENGTHS:
        if (start := text[:length]) in words:
            return start
    return ""


def _starting_of(text: str, words: tuple[str, ...]) -> str:
    return next(word for word in words if text.startswith(word)) if text.startswith(words) else ""


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(words), key=len, reverse=True))


@cache
def words() -> Words:
    """The shipped lists."""
    return Words.of(shipped().rules["writing"])


@lru_cache(maxsize=4_096)
def level_of(text: str) -> int | None:
    """The level of the verb that a folded duty starts with, by the shipped lists."""
    return words().level(text)


def misses_verb(folded: FoldedText) -> Iterator[Hit]:
    """A hit over the first words of a duty that does not start with an action verb."""
    if folded.text and not words().acts(folded):
        clause_end = folded.clause(0)[1]
        yield Hit(0, min(clause_end, 12) or min(len(folded.text), 12))
