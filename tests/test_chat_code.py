"""A library as a code in a chat: found again in whatever a chat makes of it, told when it is cut, harmless always."""

import base64
import lzma
import random
import re
import tracemalloc
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolesmith.files.problem import Unreadable
from rolesmith.libraries.files import chat_code
from rolesmith.presets.library import Item, Library
from rolesmith.role.text import FORBIDDEN
from tests.conftest import examples
from tests.generated_libraries import LIBRARIES

SMALL = Library(
    library="mine",
    title="我的",
    changes=("2：加了两条", "1：第一版"),
    items=tuple(Item(id=f"i{at}", text=f"第{at}条：核对{{平台}}的价格", aliases=("查价",)) for at in range(9)),
)
CODE = chat_code.write(SMALL)


def read(text: str) -> Library:
    return chat_code.read(text, "粘贴的文字")


def told(text: str) -> str:
    """The one sentence."""
    with pytest.raises(Unreadable) as caught:
        read(text)
    (problem,) = caught.value.problems
    assert problem.file == "粘贴的文字" and problem.mend
    return f"{problem.what}。{problem.mend}"


def coded(content: bytes, version: int = 1) -> str:
    """A code with a right length and checksum around whatever it is."""
    packed = lzma.compress(content, lzma.FORMAT_RAW, filters=chat_code.FILTERS)
    body = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    return f"RSL{version}.{len(body)}.{zlib.crc32(packed):08x}.{body}"


@settings(max_examples=examples(100), deadline=None)
@given(LIBRARIES)
def test_any_library_that_is_short_enough_comes_back(library: Library) -> None:
    assert read(chat_code.write(library)) == library


def test_every_character_that_a_model_can_hold_comes_back() -> None:
    """GB18030 has all of Unicode, in two bytes where UTF-8 takes three."""
    letters = FORBIDDEN.sub("", "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)])))
    assert letters.encode("gb18030").decode("gb18030") == letters


def test_the_code_is_short_and_of_letters_that_every_chat_leaves_alone() -> None:
    assert re.fullmatch(r"RSL1\.\d+\.[0-9a-f]{8}\.[A-Za-z0-9_-]+", CODE)
    assert len(CODE) < len(SMALL.to_yaml()) and chat_code.write(SMALL) == CODE


def wrapped(width: int, before: str = "", after: str = "\n") -> str:
    return "".join(before + CODE[at : at + width] + after for at in range(0, len(CODE), width))


@pytest.mark.parametrize(
    "text",
    [
        f"  {CODE}\n",
        wrapped(20),
        wrapped(20, "> "),
        wrapped(7, "\t", " \r\n"),
        wrapped(3, "", "\u200b"),
        wrapped(50, "\ufeff", "\u2060\u00a0\u3000"),
        f"「张三：{CODE}」\n- - - - -\n收到，thanks",
        f"预设库在这里：“{CODE}”，导入就行",
        f"```\n{CODE}\n```",
        f"RSL1. 开头的整段复制：{CODE}",
    ],
    ids=["spaces", "lines", "quoted", "tabs", "zero width", "marks", "chat", "quotes", "fence", "before"],
)
def test_what_a_chat_puts_around_and_between_does_not_matter(text: str) -> None:
    assert chat_code.holds(text) and read(text) == SMALL


@pytest.mark.parametrize("kept", [0.3, 0.5, 0.99])
def test_a_code_that_is_cut_says_so(kept: float) -> None:
    cut = CODE[: int(len(CODE) * kept)]
    missing = len(CODE) - len(cut)
    assert told(cut) == f"文字码不完整，少了 {missing} 个字。请对方重新发，整段复制；还是断就改发文件"


def test_a_code_without_its_middle_or_its_beginning_says_so() -> None:
    half = len(CODE) // 2
    assert "不完整，少了 40 个字" in told(CODE[:half] + CODE[half + 40 :])
    assert "有字被改过或丢了" in told(CODE[:half] + CODE[half + 40 :] + "收到 thanks" * 9)
    assert all("开头断了" in told(CODE[:length]) for length in range(5, 18))
    assert "没有预设库的文字码" in told(CODE[10:])


@settings(max_examples=examples(100))
@given(st.integers(0, len(CODE) - 1), st.sampled_from("abcXYZ019-_"))
def test_a_letter_that_was_changed_is_noticed(at: int, letter: str) -> None:
    changed = CODE[:at] + letter + CODE[at + 1 :]
    if changed != CODE:
        assert told(changed)


@pytest.mark.parametrize("text", ["", " ", "你好", "RSL", "RSL1", "RSLx.1", "library: mine\ntitle: 我的"])
def test_a_text_without_a_code_says_so(text: str) -> None:
    assert "没有预设库的文字码" in told(text) and not chat_code.holds(text)


def test_a_library_that_is_too_large_is_told_to_go_as_a_file() -> None:
    letters = random.Random(1)
    texts = ["".join(chr(letters.randrange(0x4E00, 0x9000)) for _ in range(60)) for _ in range(60)]
    large = SMALL.model_copy(update={"items": tuple(Item(id=f"i{at}", text=text) for at, text in enumerate(texts))})
    with pytest.raises(chat_code.TooLong, match=r"^“我的”写成文字码有 \d{4,5} 字.*请改发 \.xlsx 或 \.yaml 文件。$"):
        chat_code.write(large)


def test_the_longest_code_is_exactly_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chat_code, "LIMIT", len(CODE))
    assert chat_code.write(SMALL) == CODE and read(CODE) == SMALL
    monkeypatch.setattr(chat_code, "LIMIT", len(CODE) - 1)
    with pytest.raises(chat_code.TooLong):
        chat_code.write(SMALL)


def test_a_code_or_a_text_beyond_the_limits_is_not_read() -> None:
    assert "文字码太长" in told(f"RSL1.{chat_code.LIMIT + 1}.00000000." + "a" * (chat_code.LIMIT + 1))
    assert "粘贴的文字太长" in told(CODE + " " * chat_code.PASTED_LIMIT)


def test_a_newer_code_and_a_newer_schema_are_told_in_one_sentence() -> None:
    newer = "这个预设库是更新版本的岗位匠写的。先升级岗位匠，再导入它"
    assert told(CODE.replace("RSL1.", "RSL2.")) == newer
    content = SMALL.model_dump_json(by_alias=True).replace("library@1", "library@3").replace('"text"', '"words"')
    assert told(coded(content.encode("gb18030"))) == newer


def test_what_is_wrong_in_a_code_is_told_in_full() -> None:
    content = SMALL.model_dump_json(by_alias=True).replace('"i3"', '"大"').replace('"i5"', '"i6"').replace('"1"', "5")
    with pytest.raises(Unreadable) as caught:
        read(coded(content.encode("gb18030")))
    assert [problem.what for problem in caught.value.problems] == ["“version”应当是文字", "第 4 条的“id”的写法不对"]
    content = SMALL.model_dump_json(by_alias=True).replace('"i5"', '"i6"')
    assert "这些编号用了不止一次：i6" in told(coded(content.encode("gb18030")))


def test_markup_of_other_people_is_only_text() -> None:
    text = "<script>alert(1)</script>{{ 7*7 }}{% for x in y %}{平台}"
    library = Library(library="a", title=text, items=(Item(id="a", text=text, aliases=(text,)),))
    assert read(chat_code.write(library)) == library


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"null", b"[]", b"\xff\xff", b"[" * 50_000, b'{"a":' * 20_000, b"9" * 9_000, b'{"items":{}}'],
    ids=["empty", "cut", "null", "list", "bytes", "deep list", "deep", "number", "other"],
)
def test_hostile_contents_are_told(content: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        read(coded(content))
    assert caught.value.problems


@settings(max_examples=examples(200))
@given(st.binary(max_size=300))
def test_hostile_bytes_raise_nothing_else(packed: bytes) -> None:
    body = base64.urlsafe_b64encode(packed).decode().rstrip("=")
    with pytest.raises(Unreadable):
        read(f"RSL1.{len(body)}.{zlib.crc32(packed):08x}.{body}")


@settings(max_examples=examples(200))
@given(st.text(max_size=60))
def test_any_text_raises_nothing_else(text: str) -> None:
    for each in (text, f"RSL1.{text}", f"{CODE[:19]}{text}"):
        with pytest.raises(Unreadable):
            read(each)


def test_a_bomb_is_not_unpacked() -> None:
    bomb = coded(b'"' + b" " * 20_000_000)
    assert len(bomb) <= chat_code.LIMIT
    assert "解不开" in told(bomb)
    tracemalloc.start()
    try:
        told(bomb)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
