"""What every text of a user's goes through at the model's edge."""

import re
import unicodedata
import zlib

TEXT_LIMIT = 5_000
"""Longest text of one line, field or cell, in characters (Excel's own limit for a cell is 32,767)."""
TITLE_LIMIT = 100
"""Longest title of a section, block, group, field or column."""

BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, lone surrogates and non-characters: XML cannot hold them, terminals obey them."""


def clean(text: str) -> str:
    """Normalise line breaks to \\n and drop what no document can hold. `ui/components/text.js` does the same."""
    return FORBIDDEN.sub("", BREAKS.sub("\n", text))


def digest(text: str) -> str:
    """A short mark of a text, to see whether it has changed since an edit was begun.

    CRC-32 of its UTF-8 bytes and their number, so that a browser can compute it without a secure context.
    """
    data = text.encode("utf-8", "surrogatepass")
    return f"{zlib.crc32(data):08x}-{len(data)}"


def one_line(text: str) -> str:
    """The text on one line, for titles, file names and terminals."""
    return " ".join(text.split())


def file_stem(title: str, limit: int = 60) -> str:
    """A file name without its ending that Windows, macOS and Linux all take."""
    return re.sub(r'[\\/:*?"<>|.\s]+', "_", one_line(title)).strip("_")[:limit] or "岗位职责说明书"


def folded(text: str) -> str:
    """The text for comparing: lower case, wide letters narrow, no white space, no braces of blanks."""
    return re.sub(r"[\s{}]+", "", unicodedata.normalize("NFKC", text).lower())
