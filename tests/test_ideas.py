"""Ideas: each is said by its own examples; rules name ideas that exist; a text is read in linear steps."""

import random

import pytest

from rolesmith.advice.check import rulebooks
from rolesmith.advice.folded_text import FoldedText, fold
from rolesmith.advice.grams import Joined
from rolesmith.advice.ideas import Lexicon, Mention, lexicon, said
from rolesmith.advice.match_rules import Reader, Searcher
from rolesmith.presets.ideas import Idea, Ideas
from rolesmith.presets.rule import Rule
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Piece

IDEAS = shipped().ideas.root
each_idea = pytest.mark.parametrize("name", IDEAS)


def folded(text: str) -> FoldedText:
    return fold([Piece(text)], [len(text)])


def rule(*says: str, **more: object) -> Rule:
    words = dict.fromkeys(("message", "why", "source", "suggestion"), "一")
    return Rule.model_validate({"id": "a-rule", "severity": "红", **words, "says": says, **more})


LATE = Ideas({
    "迟到": Idea(words=("迟到", "晚到"), but=("晚到账",)),
    "扣罚": Idea(words=("罚款", "扣#元", "扣钱")),
    "禁止": Idea(words=("不得", "严禁", "不扣")),
    "顾客": Idea(words=("顾客",)),
    "不": Idea(words=("不",)),
    "小孩": Idea(words=("十岁", "10岁")),
})  # fmt: skip


def found(written: Rule, text: str) -> list[str]:
    """The parts of a text that say what the rule looks for."""
    sight = folded(text)
    mentions = Lexicon(LATE).mentions(sight.text)
    return [sight.text[part.start : part.end] for part in said(written, written.sayings, sight, mentions)]


@each_idea
def test_an_idea_is_said_by_its_examples_and_by_each_of_its_words(name: str) -> None:
    idea = IDEAS[name]
    assert idea.hit and [text for text in idea.hit if not lexicon().mentions(folded(text).text).get(name)] == []
    assert [text for text in idea.passes if lexicon().mentions(folded(text).text).get(name)] == []
    plain = [word.replace("#", "3") for word in idea.words]
    assert [word for word in plain if not lexicon().mentions(folded(word).text).get(name)] == []


@each_idea
def test_a_word_with_another_meaning_holds_a_word_of_the_idea(name: str) -> None:
    idea = IDEAS[name]
    assert [
        but for but in idea.but if not any(word.replace("#", "") in but.replace("#", "") for word in idea.words)
    ] == []


def test_rules_name_ideas_that_exist_and_each_idea_has_a_rule() -> None:
    rules = [rule for book in rulebooks() for rule in book.rules if rule.says]
    named = {name for rule in rules for saying in rule.sayings for name in saying.ideas}
    named |= {name for rule in rules for names in rule.excusing for name in names}
    assert named == set(IDEAS)


@pytest.mark.parametrize(
    ("saying", "text", "parts"),
    [
        ("迟到 + 扣罚", "迟到一次罚款50元", ["迟到一次罚款"]),
        ("迟到 + 扣罚", "要罚款的，凡迟到", ["罚款的,凡迟到"]),
        ("迟到 > 扣罚", "要罚款的，凡迟到", []),
        ("迟到 & 扣罚", "罚款的是迟到", ["罚款的是迟到"]),
        ("迟到 & 扣罚", "要罚款的，凡迟到", []),
        ("迟到 + 扣罚", "迟到扣五十元", ["迟到扣五十元"]),
        ("迟到 + 扣罚", "迟到扣 ５０ 元", ["迟到扣50元"]),
        ("迟到 + 扣罚", "迟到登记。平台罚款另记", []),
        ("迟到 + 扣罚", "迟到的登记在考勤表里由直接上级每月复核并存档，另外罚款", []),
        ("迟到 + 扣罚", "不得因迟到罚款", []),
        ("迟到 + 扣罚", "迟到不扣钱", []),
        ("迟到 + 扣罚", "不得迟到，违者罚款", ["迟到,违者罚款"]),
        ("迟到 + 扣罚", "货款晚到账的罚款", []),
        ("扣罚 ! 顾客", "顾客违约罚款", []),
        ("扣罚 ! 顾客", "顾客退货，罚款50", ["罚款"]),
        ("迟到 & 扣罚", "迟到的：扣钱？迟到", ["迟到的:扣钱"]),
        ("小孩", "招十岁的，不招五十岁和110岁的，10岁行", ["十岁", "10岁"]),
        ("扣罚", "罚款罚款", ["罚款", "罚款"]),
        ("扣罚", "勿得罚款", []),
    ],
)
def test_a_rule_finds_ideas_that_stand_together(saying: str, text: str, parts: list[str]) -> None:
    assert found(rule(saying), text) == parts


def test_what_a_rule_is_not_about_excuses() -> None:
    assert found(rule("扣罚", about=["顾客"]), "顾客违约罚款，员工罚款") == ["罚款"]
    assert found(rule("扣罚", denied_by=[]), "不得罚款") == ["罚款"]
    assert found(rule("扣罚", negated_by=["不"]), "迟到不罚款，不来罚款") == ["罚款"]
    undone = rule("扣罚", denied_by=[], nearby=["顾客"], about=["禁止"], undone_by=["不"])
    assert found(undone, "不顾客罚款") == found(undone, "不严禁罚款") == ["罚款"]
    assert found(rule("扣罚", nearby=["顾客"]), "顾客违约，罚款。罚款，是顾客的") == []
    assert found(rule("扣罚", nearby=["顾客"]), f"顾客\n罚款\n顾客，{'按规定' * 20}，罚款") == ["罚款", "罚款"]


def test_what_a_rule_is_not_about_excuses_its_patterns_too() -> None:
    def hits(**more: object) -> int:
        rules = (rule("末位", find=["罚款"], **more),)
        return len(Searcher(Reader(rules), rules).search(folded("顾客违约罚款。再罚款")).get(0, ()))

    assert (hits(), hits(about=["顾客"]), hits(nearby=["顾客"])) == (2, 1, 0)


def test_each_word_is_found_wherever_it_stands() -> None:
    """Against a search of each word by itself, on random texts."""
    chance = random.Random(7)
    words = {name: tuple("".join(chance.choices("甲乙丙", k=chance.randint(1, 4))) for _ in range(3)) for name in "ABC"}
    known = Lexicon(Ideas({name: Idea(words=each) for name, each in words.items()}))
    for _ in range(300):
        text = "".join(chance.choices("甲乙丙丁", k=chance.randint(0, 30)))
        for name, each in words.items():
            places = {Mention(at, at + len(w)) for w in each for at in range(len(text)) if text.startswith(w, at)}
            got = known.mentions(text).get(name, [])
            assert set(got) <= places
            assert all(any(one.start < other.end and other.start < one.end for one in got) for other in places)


def test_many_texts_are_read_as_each_by_itself() -> None:
    """Also where a text ends as the next one goes on, and with characters that no word holds."""
    chance = random.Random(7)
    parts = ["迟", "到", "晚到", "账", "罚款", "扣", "三", "十", "1", "0", "元", "岁", "勿", "\0", "\n", "😀", ","]
    known = Lexicon(LATE)
    for _ in range(100):
        texts = ["".join(chance.choices(parts, k=chance.randint(0, 6))) for _ in range(5)]
        together = [dict(own.items()) for own in known.mentions_in(Joined(texts))]
        assert together == [dict(known.mentions(text).items()) for text in texts]


def test_no_two_files_name_an_idea_the_same() -> None:
    with pytest.raises(ValueError, match="迟到"):
        Ideas.joined([LATE, LATE])
