"""Headings: which lines are headings and how deep, and what a document's title and stamp say."""

import re

from rolesmith.files.counted import PICTURES
from rolesmith.readers.old_document.names import (
    BRACKETS,
    LINE_LONGEST,
    NAME_LONGEST,
    OUTSIDE,
    bare,
    ends_as_name,
    guessed,
    length,
    share,
    tells_more,
)
from rolesmith.readers.piece import Piece

SENTENCE = re.compile(r"[。；;，,！!？?]")
TELLING = re.compile(r"[\d，。；、：:→]|不限|不要|优先|以上|面议|[包无会能懂]")
"""What occurs in lines with content, and not in headings."""
PERIOD = re.compile("[日天周月季年度期时]工作")
"""Duties by day, week and month: such a heading is also the title of a group."""
NAME_LIMIT = 60
"""Characters of a line that may be a document's title or stamp."""
BARE_LONGEST, GROUP_LONGEST = 10, 20
"""Characters of a line without any mark that may be a heading, and of a heading within a section."""
DEPTH = ("第章", "第", "【", "一、", "（一）", "：", "1.", "1.1", "(1)", "①", "a.", "·")
"""The styles of headings, outermost first."""
BRACKETED = re.compile(r"[【\[〖「《].*[】\]〗」》]\W*")
RULED = re.compile(r"[—–=*~·_-]{2,}$")
PICTURE = re.compile(f"[{PICTURES}]")
FIRST = re.compile(r"\W*[1一aA①㈠⑴]?\W*")
"""The number of a list's first line, or any bullet."""
TITLE = re.compile(
    r"^(.{2,30}?)(?:的)?\s*(岗位职责说明书|(?:岗位|职位|职务|工作)(?:说明书?|描述|职责)表?|招聘启事|招聘|JD)([与及和、].{2,10})?$"
)
NO_POSITION = re.compile("(?:各|本|全体)?(?:部门|岗位|员工|公司|店铺|人员|职位)|主要|具体")
"""What a title may say of many positions, or of none."""
HIRING = re.compile(
    r"^.{0,12}?(?:急招聘?|急聘|招聘|诚聘|招人|招)(?:[^！!：:｜|】\s]{0,2}[！!：:｜|】\s]+|\s*)|^.*[｜|·]\s*"
)
TRADES = (
    "专员|主管|经理|总监|助理|师|员|运营|客服|美工|主播|编导|店长|组长|会计|出纳|文案|策划|剪辑|摄影|采购|买手"
    "|场控|中控|打包|打单|仓管|库管|管家|普工|小工|包装工|打包工|质检|陪跑|投手|投流手|模特|Specialist|Manager|Assistant"
)
TRADE = re.compile(rf"(.{{0,14}}(?:{TRADES}))\s*([（(][^（()）]{{1,16}}[)）])?\s*(?:JD)?\s*(?:[vV][\d.]+)?")
NUMBERED = re.compile(r"\S{1,8}[〔\[（(【]20\d\d[〕\])）】]\s*(?:第\s*)?\d+\s*号")
VERSION = r"(?P<version>[Vv]\s?\d+(?:\.\d+)*|[A-Z]/\d+|(?:版本|版次|第)[\s:：]*\d+(?:\.\d+)*)"
CHINESE_DATE = "[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}日)?"
DATE = rf"(?P<date>{CHINESE_DATE}|(?:19|20)\d\d\s*[-年./]\s*\d{{1,2}}(?:\s*[-月./]\s*\d{{0,2}}\s*日?)?)"
STAMP = re.compile(
    rf"[（(]?\s*(?:{VERSION}\s*版?)?[\s，,、/|｜]*(?:{DATE})?\s*(?:修订|发布|生效|执行|实施|编制|更新|起|版)*\s*[)）]?"
)


def style(piece: Piece) -> str:
    """The style of a line as a heading: its number's, a picture, 【…】 or a colon behind it; empty without any."""
    if piece.style and piece.style != "·":
        return piece.style
    text = piece.text.strip()
    if len(text) <= LINE_LONGEST and (BRACKETED.fullmatch(text) or (piece.counted and RULED.search(text))):
        return "【"
    if text.endswith((":", "：")):
        return "："
    picture = PICTURE.match(piece.counted)
    return picture[0] if picture else piece.style


def is_inner(mark: str, than: str) -> bool:
    """Whether a heading of one style surely stands within what another's has begun."""
    if mark.startswith("#") and than.startswith("#"):
        return mark > than
    return mark in DEPTH and than in DEPTH and DEPTH.index(mark) > DEPTH.index(than)


def is_deeper(mark: str, than: str) -> bool:
    """Whether a heading of one style is as deep as another's, or deeper; pictures are as deep as 【…】."""
    if PICTURE.match(mark) and PICTURE.match(than):
        return False
    one, other = (DEPTH.index(each if each in DEPTH else "【") for each in (mark, than))
    return one >= other


def could_head(piece: Piece, before: Piece | None, following: Piece | None, section: str) -> bool:
    """Whether a line with a known name may be a heading; `section` is the style of the last section's heading."""
    if piece.level or style(piece) in ("【", "：") or is_heading(piece, following, section):
        return not SENTENCE.search(piece.text.rstrip(":："))
    text = bare(piece.text)
    if leads(piece, before, following, section) and len(text) <= NAME_LONGEST and not SENTENCE.search(text):
        return True
    if section and style(piece) == section and PICTURE.match(section) and len(text) <= BARE_LONGEST:
        return True
    if following is None or piece.counted or length(text) > BARE_LONGEST or TELLING.search(text):
        return False
    to = guessed(text)
    return (to == OUTSIDE and not tells_more(text, to)) or (share(text) >= 0.5 and ends_as_name(text))


def in_list(piece: Piece, before: Piece | None, following: Piece | None) -> bool:
    """Whether a line is in the middle of a list, with neighbours of its style, and so no heading."""
    if not piece.counted or piece.level or before is None or following is None:
        return False
    if piece.style == "·":
        return before.counted == piece.counted == following.counted
    return before.style == piece.style == following.style


def is_heading(piece: Piece, following: Piece | None, section: str) -> bool:
    """Whether a line is a heading by its style alone."""
    text = piece.text.strip()
    if piece.level:
        return True
    if len(text) > GROUP_LONGEST or SENTENCE.search(text.rstrip(":：")):
        return False
    if style(piece) in ("【", "："):
        return True
    if piece.style in ("第章", "第", "一、", "（一）"):
        return following is None or following.style not in DEPTH[: DEPTH.index(piece.style) + 1]
    return bool(section) and piece.style == section and piece.style != "·"


def is_unknown_picture(piece: Piece, before: Piece | None, following: Piece | None, section: str) -> bool:
    """Whether a line behind a picture begins a section that no name tells, as those before it did."""
    if not PICTURE.match(section) or not PICTURE.match(piece.counted) or following is None or not following.counted:
        return False
    alone = piece.counted != following.counted and (before is None or before.counted != piece.counted)
    plain = len(piece.text) <= BARE_LONGEST and not SENTENCE.search(piece.text) and not TELLING.search(piece.text)
    return alone and plain and not PICTURE.match(following.counted)


def leads(piece: Piece, before: Piece | None, following: Piece | None, section: str) -> bool:
    """Whether a list begins behind a line which is not in a list itself."""
    if following is None or not following.counted or not FIRST.fullmatch(following.counted):
        return False
    if style(following) == section and PICTURE.match(section):
        return False  # what follows is the next heading
    listed = piece.counted and before is not None and before.counted == piece.counted
    return piece.counted != following.counted and piece.style in ("", "·") and not listed


def titled(text: str) -> str:
    """The position that a document's title names: `客服专员岗位说明书`; empty where it names none."""
    return title_parts(text)[0]


def title_parts(text: str) -> tuple[str, str]:
    """The position that a document's title names, and what the document is called; empty where it names none."""
    found = TITLE.match(BRACKETS.sub("", text.strip())) if len(text) <= NAME_LIMIT else None
    name = found[1].strip() if found and not SENTENCE.search(text) else ""
    return (name, found[2]) if found and name and not NO_POSITION.fullmatch(name) else ("", "")


def trade(text: str) -> str:
    """The position in a first line that ends in a trade: `急招！仓库打包员`; empty where there is none."""
    if len(text) > NAME_LIMIT:
        return ""
    found = TRADE.fullmatch(HIRING.sub("", text.strip().strip("【】"), count=1).strip())
    return f"{found[1]}{found[2] or ''}".strip() if found else ""


def stamps(text: str) -> dict[str, str]:
    """`（V2.0，2023年6月15日修订）`, `云窑人〔2022〕7号` on a line of its own: version, date, number."""
    text = text.strip()
    if len(text) > NAME_LIMIT:
        return {}
    if NUMBERED.fullmatch(text):
        return {"number": text.strip()}
    found = STAMP.fullmatch(text)
    return {name: part.strip() for name, part in found.groupdict().items() if part} if found else {}
