"""The text in a stranger's file, in whatever code it is: UTF-8, UTF-16, GB18030 (mainland) or Big5 (Taiwan)."""

import re

from rolesmith.files.problem import Problem, Unreadable

MARKED = (b"\xff\xfe", b"\xfe\xff")
COMMON = re.compile(
    "[的一是不了在有人個们們这這為为及工作岗崗位職职責责要求能力以上年經经理品客服電电商店销銷售公司]"
    "|[负負运運营營仓倉库庫主播打包员員]"
)
"""Characters of which every text of this kind has some; read in the wrong code it has next to none."""
LOOKED_AT = 20_000
"""Bytes by which the code is told."""


def decoded(data: bytes, file: str) -> str:
    """The file's text. Raises Unreadable where it is none."""
    if data[:2] in MARKED:
        return data.decode("utf-16", "replace")
    for encoding in ("utf-8-sig", *_chinese(data)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable([Problem(file, 0, "不是文字文件", "用记事本打开，另存为 .txt 再试")])


def _chinese(data: bytes) -> list[str]:
    """The two codes of Chinese text, first the one in which it has more common characters."""
    head = data[:LOOKED_AT]
    return sorted(("gb18030", "big5hkscs"), key=lambda code: -len(COMMON.findall(head.decode(code, "ignore"))))
