"""A library as a text to paste into a chat.

`RSL1.<characters of the body>.<CRC-32 of the packed bytes>.<body>`: the body is base64url of JSON in GB18030, packed
with LZMA, which makes shorter codes than deflated UTF-8.
"""

import base64
import binascii
import json
import lzma
import re
import zlib
from typing import Any

from pydantic import ValidationError

from rolesmith.files.problem import Problem, Problems, Unreadable
from rolesmith.files.yaml import in_chinese
from rolesmith.presets.library import SCHEMAS, Library, newer

LIMIT = 4_000
"""Longest code, in characters; chats cut longer messages."""
PASTED_LIMIT = 40_000
"""Longest pasted text; quotes and line breaks of a chat make it longer than the code."""
UNPACKED_LIMIT, MARKS = 1_000_000, 100_000
"""Bytes of an unpacked code, and commas and colons in it. Only a code made to do harm has more."""
PREFIX = "RSL"
FILTERS: list[dict[str, Any]] = [
    {"id": lzma.FILTER_LZMA1, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 20},
]
HEAD = re.compile(rf"{PREFIX}(\d{{1,3}})\.(?:(\d{{1,9}})\.(?:([0-9a-f]{{8}})\.)?)?", re.ASCII)
NO_CODE = ("这里面没有预设库的文字码", f"文字码以 {PREFIX}1. 开头，请从头复制")
OUTSIDE = re.compile(r"[^A-Za-z0-9_\-.]+")
"""What a chat inserts into a code: white space, zero-width characters, quote marks."""


class TooLong(ValueError):
    """The library's code is too long for a chat; the message is a sentence for the user."""


def write(library: Library) -> str:
    """The code, at most LIMIT characters. Raises TooLong."""
    content = library.model_dump(by_alias=True, exclude_defaults=True, mode="json")
    if content["schema"] == SCHEMAS[0]:
        del content["schema"]  # the code's prefix names it
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    data = text.encode("gb18030")
    packed = lzma.compress(data, lzma.FORMAT_RAW, filters=FILTERS)
    body = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    code = f"{PREFIX}1.{len(body)}.{zlib.crc32(packed):08x}.{body}"
    if len(code) > LIMIT or _too_heavy(data):
        raise TooLong(
            f"“{library.title}”写成文字码有 {len(code)} 字，聊天里最多发 {LIMIT} 字；请改发 .xlsx 或 .yaml 文件。"
        )
    return code


def holds(text: str) -> bool:
    """Whether a text holds the beginning of a code."""
    return bool(HEAD.search(OUTSIDE.sub("", text[:PASTED_LIMIT])))


def read(text: str, file: str) -> Library:
    """The library whose code is somewhere in a pasted text. Raises Unreadable."""

    def refuse(what: str, mend: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, mend)])

    if len(text) > PASTED_LIMIT:
        raise refuse("粘贴的文字太长", f"文字码最多 {LIMIT} 字；更大的预设库请用文件")
    text = OUTSIDE.sub("", text)
    heads = list(HEAD.finditer(text))
    head = next((head for head in heads if head[3]), heads[0] if heads else None)
    if head is None:
        raise refuse(*NO_CODE)
    if int(head[1]) != 1:
        raise Unreadable([newer(file)])
    if head[3] is None:
        raise refuse("文字码不完整，开头断了", "请对方重新发，整段复制")
    length = int(head[2])
    if length > LIMIT:
        raise refuse("文字码太长", f"最多 {LIMIT} 字；请对方改发 .xlsx 或 .yaml 文件")
    body = text[head.end() :][:length]
    if len(body) < length:
        raise refuse(f"文字码不完整，少了 {length - len(body)} 个字", "请对方重新发，整段复制；还是断就改发文件")
    try:
        packed = base64.b64decode(body + "=" * (-length % 4), b"-_", validate=True)
    except (ValueError, binascii.Error):
        packed = b""
    if zlib.crc32(packed) != int(head[3], 16) or not packed:
        raise refuse("文字码里有字被改过或丢了", "请对方重新发，整段复制；还是不行就改发文件")
    return _validated(_unpacked(packed, file), file)


def _unpacked(packed: bytes, file: str) -> str:
    """The JSON. Raises Unreadable."""
    damaged = Unreadable([Problem(file, 0, "文字码解不开", "请对方用岗位匠重新生成")])
    try:
        opener = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=FILTERS)
        data = opener.decompress(packed, UNPACKED_LIMIT + 1)
        text = data.decode("gb18030")
    except (lzma.LZMAError, EOFError, ValueError, MemoryError) as error:
        raise damaged from error
    if _too_heavy(data) or not opener.eof:
        raise damaged
    return text


def _too_heavy(data: bytes) -> bool:
    return len(data) > UNPACKED_LIMIT or data.count(b",") + data.count(b":") > MARKS


def _validated(text: str, file: str) -> Library:
    try:
        return Library.model_validate_json(text)
    except ValidationError as error:
        problems = Problems(file)
        for fault in error.errors(include_url=False):
            path = tuple(part for part in fault["loc"] if isinstance(part, str | int))
            if path == ("schema",) and re.fullmatch(r"rolesmith/library@\d{1,9}", str(fault["input"])):
                raise Unreadable([newer(file)]) from None
            location = f"第 {path[1] + 1} 条的" if len(path) > 1 and isinstance(path[1], int) else ""
            what, mend = in_chinese(fault, path)
            problems.add(Problem(file, 0, f"{location}{what}", mend))
    raise problems.unreadable()
