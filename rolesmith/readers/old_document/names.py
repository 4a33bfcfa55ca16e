"""Names: which block or field of the template a heading, a label or a column of a stranger's document means.

The names are data (presets/old_documents.yaml): whole names first, then words within a name.
"""

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from pydantic import BaseModel, ConfigDict

from rolesmith.files import yaml
from rolesmith.presets.shipped import FOLDER
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
    hints: dict[str, str]
    loose: list[str]


@cache
def names() -> Names:
    """The names of the file."""
    return yaml.read(Names, (FOLDER / "old_documents.yaml").read_bytes(), "presets/old_documents.yaml")


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
    return next((to for each in _variants(text) if (to := _targets().get(each))), "")


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
    return next((to for word, to in _words() if word in folded(text)), "")


@lru_cache(4_096)
def _variants(text: str) -> tuple[str, ...]:
    """Variants of a name: whole, without brackets, either side of a stroke, only its Chinese."""
    if len(text) > READ_LONGEST:
        return ()
    name = bare(text)
    chinese = LATIN.sub("", name) if CHINESE.search(name) else name
    ways = (name, ASIDE.sub("", name), chinese, ASIDE.sub("", chinese), *re.split("[/|｜]", name))
    return tuple(dict.fromkeys(folded(each).strip(":：") for each in ways if each))


def column(text: str) -> str:
    """The column of the table of indicators that a head means; empty where it means none."""
    name = folded(ASIDE.sub("", bare(text)))
    if to := _columns().get(name):
        return to
    found = names().column_words.items() if len(name) <= NAME_LONGEST // 2 else ()
    return next((to for to, words in found if any(word in name for word in words)), "")


def is_head(text: str) -> bool:
    """Whether this is the whole name of a column, or of the column with the numbers of rows."""
    name = folded(ASIDE.sub("", bare(text)))
    return name in _columns() or bool(relation_column(text)) or name in ("序号", "no", "编号")


def relation_column(text: str) -> str:
    """The column of the table of relations that a head means; empty where it means none."""
    name = folded(bare(text))
    return next((to for to, each in names().relation_columns.items() if name in map(folded, each)), "")


def is_bare_heading(text: str) -> bool:
    """Whether a heading only says that fields follow, which have names of their own."""
    return folded(bare(text)) in _headings()


def is_loose(text: str) -> bool:
    """Whether a line is about what no description holds: how to apply, a signature."""
    return len(text) <= LINE_LONGEST and any(re.search(pattern, text) for pattern in names().loose)


@cache
def _targets() -> Mapping[str, str]:
    """The block or field of each name; the field where both have it."""
    found = names()
    return {folded(name): to for kind in (found.blocks, found.fields) for to, each in kind.items() for name in each}


@cache
def _words() -> tuple[tuple[str, str], ...]:
    return tuple((folded(word), to) for to, words in names().words.items() for word in words)


@cache
def _columns() -> Mapping[str, str]:
    return {folded(name): to for to, each in names().columns.items() for name in each}


@cache
def _headings() -> frozenset[str]:
    return frozenset(map(folded, names().headings))
