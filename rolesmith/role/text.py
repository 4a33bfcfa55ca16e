"""How every text of a user's is cleaned before the model takes it, and how names and titles are put together."""

import re
import unicodedata
import zlib

LANGUAGE = "zh-CN"
"""What every text of ours is written in, as web pages and Word say it."""
TEXT_LIMIT = 5_000
"""Longest text of one line, field or cell, in characters (Excel's own limit for a cell is 32,767)."""
TITLE_LIMIT = 100
"""Longest title of a section, block, group, field or column."""

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, lone surrogates and non-characters: XML cannot hold them, terminals obey them."""


def clean(text: str) -> str:
    """Normalise line breaks to \\n and drop what no document can hold. `ui/components/shared/text.js` does the same."""
    return FORBIDDEN.sub("", BREAKS.sub("\n", text))


def digest(text: str) -> str:
    """A checksum of a text: an edit carries it, so that a text that has changed since is noticed.

    The CRC-32 and the number of its UTF-8 bytes; a browser can compute it on a page without https.
    """
    data = text.encode("utf-8", "surrogatepass")
    return f"{zlib.crc32(data):08x}-{len(data)}"


def one_line(text: str) -> str:
    """The text on one line, for titles, file names and terminals."""
    return " ".join(text.split())


COPY = re.compile(r"（副本(?: (\d{1,4}))?）$")
LONGEST_OVERLAP = 20
HAN = re.compile("[\u4e00-\u9fff]+")
REPEATING = ("店铺", "部门", "岗位")
"""Words that repeat the character before them: 旗舰店店铺, 客服部部门, 打包岗岗位."""


def overlap(before: str, after: str) -> int:
    """How many characters a text begins with that the text before it ends with: 每周 before 每周三, two.

    Only Chinese words count. `ui/components/shared/text.js` does the same, and the same as `repeated`.
    """
    lengths = range(min(len(before), len(after), LONGEST_OVERLAP), 1, -1)
    return next((n for n in lengths if before.endswith(after[:n]) and HAN.fullmatch(after[:n])), 0)


def repeated(before: str, after: str) -> int:
    """How many characters at the head of fixed words repeat the end of the name or value before them."""
    return overlap(before, after) or (2 if after.startswith(REPEATING) and before.endswith(after[0]) else 0)


def joined(name: str, words: str) -> str:
    """A name followed by fixed words, with no word twice: 打包岗 and 岗位说明书 make 打包岗位说明书."""
    return name if name.endswith(words) else name + words[repeated(name, words) :]


def copied(name: str) -> str:
    """The name of a copy: 客服（副本）, and of that one's 客服（副本 2）."""
    found = COPY.search(name)
    ending = f"（副本 {int(found[1] or 1) + 1}）" if found else "（副本）"
    return (name[: found.start()] if found else name)[: TEXT_LIMIT - len(ending)] + ending


def file_stem(title: str, limit: int = 60) -> str:
    """A file name without its ending that Windows, macOS and Linux all take."""
    return re.sub(r'[\\/:*?"<>|.\s]+', "_", one_line(title)).strip("_")[:limit] or "岗位职责说明书"


def folded(text: str) -> str:
    """The text for comparing: lower case, wide letters narrow, no white space, no braces of blanks."""
    return re.sub(r"[\s{}]+", "", unicodedata.normalize("NFKC", text).lower())
