"""Names: which block or field of the template a heading, a label or a column of a stranger's document means.

The names are data (presets/old_documents.yaml): whole names first, then words within a name.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import islice

from pydantic import BaseModel, ConfigDict

from rolesmith.files import yaml
from rolesmith.presets.shipped import FOLDER
from rolesmith.readers.old_document.account import WORD, letters
from rolesmith.readers.old_document.template_ids import DUTIES, KPIS, is_exact, same_part
from rolesmith.role.text import folded

OUTSIDE = "outside"
"""The target of known names that have none in the template: pay, the company, how to apply."""
NAME_LONGEST = 16
"""Characters of a heading or label that may be recognised by a word in it."""
READ_LONGEST = 100
"""Characters of the longest text that may be a name."""
LINE_LONGEST = 300
"""Characters of the longest line that is searched for words."""
EDGES = re.compile(r"^[^\w（(]+|[^\w）)]+$")
BRACKETS = re.compile(r"^[【\[〖「『《<（(*_]+|[】\]〗」』》>）)*_]+$")
LATIN, CHINESE = re.compile(r"[a-zA-Z][a-zA-Z\s'’&-]*"), re.compile("[\u4e00-\u9fff]")
ANNOUNCING = re.compile(r"(如下|下列|以下|包括)[^。；;]{0,12}[:：]\W*$")
STROKE = re.compile("[/|｜]")
ASIDE = re.compile(r"[（(][^（()）]*[)）]")


class Names(BaseModel):
    """What presets/old_documents.yaml holds; the head of that file explains each part."""

    model_config = ConfigDict(extra="forbid")

    blocks: dict[str, list[str]]
    fields: dict[str, list[str]]
    headings: list[str]
    words: dict[str, list[str]]
    columns: dict[str, list[str]]
    column_words: dict[str, list[str]]
    relation_columns: dict[str, list[str]]
    endings: list[str]
    fillers: list[str]
    relative: list[str]
    duty_columns: dict[str, list[str]]
    authority_columns: dict[str, list[str]]
    generic_columns: list[str]
    traditional: str
    signing: list[str]
    signatures: dict[str, list[str]]
    hints: dict[str, str]
    forbidding: str
    loose: list[str]


@cache
def names() -> Names:
    """The names of the file."""
    return yaml.read(Names, (FOLDER / "old_documents.yaml").read_bytes(), "presets/old_documents.yaml")


def simplified(text: str) -> str:
    """The text with the traditional characters of names as simplified ones."""
    return text.translate(_traditional())


def is_field(to: str) -> bool:
    """Whether a target is a field, which holds one text."""
    return to in names().fields


def bare(text: str) -> str:
    """A name without brackets, punctuation and pictures around it; a text too long for a name is not changed."""
    if len(text) > READ_LONGEST:
        return text.strip()
    name = BRACKETS.sub("", EDGES.sub("", text)).strip(" :：.。")
    return f"{name}）" if len(re.findall("[（(]", name)) > len(re.findall("[）)]", name)) else name


def target(text: str) -> str:
    """The block or field whose whole name this is; empty where it is none."""
    return next((to for each in (*_variants(text), *_sides(text)) if (to := _targets().get(each))), "")


def guessed(text: str) -> str:
    """The block or field that a short name has a word of; empty where it has none."""
    return _guess(text)[0]


def share(text: str) -> float:
    """The share of a short name that is the word it is recognised by; from 0 to 1."""
    return _guess(text)[1]


@lru_cache(4_096)
def _guess(text: str) -> tuple[str, float]:
    for name in sorted(_variants(text), key=len):
        if 0 < len(name) <= NAME_LONGEST:
            for word, to in _words():
                if word in name:
                    return to, len(word) / len(name)
    return "", 0.0


def ends_as_name(text: str) -> bool:
    """Whether a short name ends in the word it is recognised by, or in a usual ending: 职责分明 does not."""
    for name in sorted(_variants(text), key=len):
        for word, _ in _words():
            if word in name:
                rest = name.rpartition(word)[2]
                return not rest or rest.startswith(tuple(names().endings)) or rest.endswith(tuple(names().endings))
    return False


def length(text: str) -> int:
    """The length of a name; of a name in two languages that of the Chinese part."""
    name = bare(text)
    return len((LATIN.sub("", name) if CHINESE.search(name) else name).strip())


def announced(text: str) -> str:
    """The target that a sentence ending in 如下： or 下列职责： announces; empty where there is none."""
    if len(text) > READ_LONGEST or not ANNOUNCING.search(text):
        return ""
    return next((to for word, to in _words() if word in _folded(text)), "")


@lru_cache(4_096)
def _variants(text: str) -> tuple[str, ...]:
    """Variants of a name: whole, without brackets, only its Chinese."""
    if len(text) > READ_LONGEST:
        return ()
    name = bare(text)
    chinese = LATIN.sub("", name) if CHINESE.search(name) else name
    ways = (name, ASIDE.sub("", name), chinese, ASIDE.sub("", chinese))
    return tuple(dict.fromkeys(_folded(each).strip(":：") for each in ways if each))


def _sides(text: str) -> tuple[str, ...]:
    """Either side of a stroke, where the other is a name as well, or is Latin."""
    sides = STROKE.split(bare(text)) if len(text) <= READ_LONGEST else []
    known = [each for each in sides if _folded(bare(each)) in _targets()]
    fine = len(sides) == 2 and known and all(each in known or not CHINESE.search(each) for each in sides)
    return tuple(_folded(bare(each)) for each in known) if fine else ()


def _folded(text: str) -> str:
    return simplified(folded(text))


def known_words(name: str, to: str) -> list[str]:
    """The parts of a name, between spaces and signs, that say no more than where a target's lines belong."""
    left = iter(_left(name, to))
    return [part for part in WORD.findall(name) if not "".join(islice(left, len(part)))]


def tells_more(name: str, to: str) -> str:
    """What a name says beside the words by which its target is known: 隔级 of 隔级领导. In Chinese, if in two."""
    more = "".join(_left(name, to))
    return "".join(CHINESE.findall(more)) if CHINESE.search(name) else more


@lru_cache(4_096)
def _left(name: str, to: str) -> tuple[str, ...]:
    """A name's letters, empty where they are of a word that the naming data has for a target; for none, of columns."""
    said = list(letters(name))
    plain = simplified("".join(each.lower()[:1] for each in said))
    for found in _vocabulary(to).finditer(plain):
        said[found.start() : found.end()] = [""] * len(found[0])
    return tuple(said)


@cache
def _vocabulary(to: str) -> re.Pattern[str]:
    """The names and words of a target, and of those in its part where they may be mixed; of columns for no target."""
    found = names()
    kinds: list[Mapping[str, list[str]]] = [found.columns, found.column_words, found.relation_columns]
    kinds += [found.duty_columns, found.authority_columns, {"": [*found.generic_columns, "序号"]}]
    kinds += [{"": each[to]} for each in (found.blocks, found.words) for to in (DUTIES, KPIS)]
    near = set[str]()
    if to:
        kinds = [found.blocks, found.fields, found.words]
        near = {each for kind in kinds for each in kind if each == to or (not is_exact(to) and same_part(each, to))}
    words = {word for kind in kinds for each, words in kind.items() if not to or each in near for word in words}
    words |= {*found.endings, *found.fillers, *found.headings, *found.relative}
    every = sorted({letters(_folded(word)) for word in words} - {""}, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, every)))


def hinted(text: str, is_full: Callable[[str], bool]) -> str:
    """The target that a requirement's own words ask for; empty where it is one like any other, or the field is full."""
    for hint, pattern in names().hints.items():
        if not (is_field(hint) and is_full(hint)) and re.search(pattern, simplified(text)):
            return hint
    return ""


def column(text: str) -> str:
    """The column of the table of indicators that a head means; empty where it means none."""
    name = _folded(ASIDE.sub("", bare(text)))
    if to := _columns().get(name):
        return to
    found = names().column_words.items() if len(name) <= NAME_LONGEST // 2 else ()
    return next((to for to, words in found if any(word in name for word in words)), "")


def is_head(text: str) -> bool:
    """Whether this is the whole name of a column, or of the column with the numbers of rows."""
    name = _folded(ASIDE.sub("", bare(text)))
    return name in _columns() or bool(relation_column(text)) or name in ("序号", "no", "编号")


def relation_column(text: str) -> str:
    """The column of the table of relations that a head means; empty where it means none."""
    name = _folded(bare(text))
    return next((to for to, each in names().relation_columns.items() if name in map(_folded, each)), "")


def duty_column(text: str) -> str:
    """The column of a table of duties that a head means; empty where it means none."""
    return _one_of(names().duty_columns, text)


def authority_column(text: str) -> str:
    """The column of the table of authority that a head means; empty where it means none."""
    return _one_of(names().authority_columns, text)


def _one_of(kinds: Mapping[str, list[str]], text: str) -> str:
    name = _folded(ASIDE.sub("", bare(text)))
    return next((to for to, each in kinds.items() if name in map(_folded, each)), "")


def is_generic(text: str) -> bool:
    """Whether this heads a column of any table: 项目, 说明."""
    return _folded(bare(text)) in map(_folded, (*names().generic_columns, "序号"))


def is_bare_heading(text: str) -> bool:
    """Whether a heading only says that fields follow, which have names of their own."""
    return _folded(bare(text)) in _headings()


def signature(text: str) -> str:
    """The field that a name means where people sign; empty where it means none."""
    return _one_of(names().signatures, text)


def begins_signing(text: str) -> bool:
    """Whether a heading or the head of a column says that people sign below."""
    return _folded(bare(text)) in names().signing


def is_relative(text: str) -> bool:
    """Whether a name takes its meaning from the heading above it: the time of an interview."""
    return _folded(bare(text)) in names().relative


def forbids(text: str) -> bool:
    """Whether a line under no heading says what must not be done."""
    return re.match(names().forbidding, simplified(text[:READ_LONGEST])) is not None


def is_loose(text: str) -> bool:
    """Whether a line is about what no description holds: how to apply, a signature."""
    return len(text) <= LINE_LONGEST and any(re.search(pattern, text) for pattern in names().loose)


@cache
def _targets() -> Mapping[str, str]:
    """The block or field of each name; the field where both have it."""
    found = names()
    return {_folded(name): to for kind in (found.blocks, found.fields) for to, each in kind.items() for name in each}


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((_folded(word), to) for to, words in names().words.items() for word in words)


@cache
def _columns() -> Mapping[str, str]:
    return {_folded(name): to for to, each in names().columns.items() for name in each}


@cache
def _traditional() -> Mapping[int, str]:
    return {ord(pair[0]): pair[1] for pair in names().traditional.split()}


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(_folded, names().headings))
