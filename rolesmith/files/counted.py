"""What stands before a line in a stranger's text: its number, or its bullet."""

import re

CHINESE = "一二三四五六七八九十百"
SYMBOLS = "\uf000-\uf0ff"
"""How Word and PDF write the characters of a symbol font, which no other font has."""
SIGNS = re.escape("●•·▪■◆◇★☆▶►➤→◎○□※◦‣⁃▫◾◽◼◻◇▲△▼▽❖－—–-*+#~～>") + SYMBOLS
PICTURES = "\u2600-\u2604\u2607-\u2775\u2780-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"  # without ★☆ ❶ ⑴
NUMBER = re.compile(
    rf"""\s*(?:
        第[{CHINESE}\d]+[章节条部分]+[、.．:：\s]*
      | [（(]\s*(?:[{CHINESE}]+|\d{{1,2}}|[a-zA-Z])\s*[)）]\s*[、.．]?
      | [{CHINESE}]+[、.．:：](?![{CHINESE}][线类级等])
      | \d{{1,2}}(?:[.．]\d{{1,2}})+[、.．\s]\s*(?!\d{{1,2}}[.．]\d)
      | [【\[]\s*\d{{1,2}}\s*[】\]]\s*
      | \d{{1,2}}\s*[、)）]\s*
      | \d{{1,2}}\s*[.．]\s*(?!\d)
      | [①-⑳❶-❿㈠-㈩⑴-⒇]\s*
      | [Ⅰ-Ⅻ]\s*[、.．)）]?\s*
      | [a-zA-Z]\s*[.．]\s*(?=[\u4e00-\u9fff]|\s)
      | [a-zA-Z]\s*[、)）](?!\s*[a-zA-Z]\s*[、和与及类])\s*
      | (?:\d\ufe0f?\u20e3)\s*
      | (?:[{PICTURES}][\ufe0f\u200d\u2640\u2642]*){{1,2}}(?![{PICTURES}])\s*
      | (?:(?:[{SIGNS}]\ufe0f?){{1,2}}(?![{SIGNS}])|[-—–=*#~]{{3,}})\s*(?![\d.])
    )""",
    re.VERBOSE,
)
INLINE = re.compile(
    r"(?:(?<=[；;。！!\s：:])|^)(?:[（(]\s*(\d{1,2})\s*[)）]\s*(?=\S)|(\d{1,2})[、.．)）]\s*(?=[^\d\s])|([①-⑳])\s*(?=\S))"
)
"""Numbers within one paragraph: 1、……；2、……"""


def parted(text: str) -> list[str]:
    """`岗位职责：1、……；2、……` as a name and its lines, where the numbers count up from 1."""
    cuts: list[int] = []
    for found in INLINE.finditer(text):
        number = ord(found[3]) - ord("①") + 1 if found[3] else int(found[1] or found[2])
        if number == len(cuts) + 1:
            cuts.append(found.start())
    if len(cuts) < 2:
        return [text]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip()]


def without_number(text: str) -> str:
    """A line without the number or bullet before it; all of a line that is nothing else."""
    found = NUMBER.match(text)
    return (text[found.end() :] if found else text).strip() or text.strip()
