"""What hypothesis sends to our addresses: shaped as they want it, and spoilt at any place."""

import base64
import io
import json
import tempfile
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from rolesmith.formats import FORMATS
from rolesmith.libraries import files as sharing
from rolesmith.libraries.files.chat_code import write as code_of
from rolesmith.presets.shipped import shipped
from rolesmith.store.store import Store
from tests.every_row import fill
from tests.generated_libraries import HARD, LIBRARIES
from tests.letterheads import letterhead
from tests.sample import every_kind

LONG = 100_000
ODD = st.one_of(
    st.sampled_from(HARD),
    st.text(st.characters(exclude_categories=()), max_size=20),
    st.sampled_from(["", "..", "../..", ".", "%00", "\x00", "\ud800", "%s", "null", "0", "-1"]),
    st.sampled_from("a甲").map(lambda letter: letter * 3000),
)
"""Text that an address, a name or an id is hardly ever."""
LARGE: dict[str, Callable[[], Any]] = {
    "text": lambda: "甲" * LONG,
    "list": lambda: ["a"] * 6000,
    "object": lambda: {str(at): at for at in range(600)},
    "number": lambda: 10**400,
    "depth": lambda: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]],
}
SPOILT = st.one_of(
    st.none(), st.booleans(), ODD, st.integers(), st.floats(),
    st.sampled_from([
        [], {}, [[]], [None], [{}], {"": {}}, -(2**63), 2**63, float("nan"), float("inf"), 1e308, "\ud800" * 9,
        {"id": {"id": []}},
    ]),
    st.sampled_from(sorted(LARGE)).map(lambda name: LARGE[name]()),
)  # fmt: skip
"""What stands in the place of a value."""
ENDLESS: dict[str, Callable[[], bytes]] = {
    "digits": lambda: b"9" * 5000,
    "lists": lambda: b"[" * LONG,
    "objects": lambda: b'{"a":' * LONG,
    "text": lambda: b'{"data": "' + b"A" * 3_100_000 + b'"}',
}
RAW = st.one_of(
    st.sampled_from([
        b"", b"null", b"[]", b"{}", b"{", b'""', b"0", b"NaN", b"-Infinity", b"1e999", b"\xff\xfe", b"\x00", b"{}{}",
        b'{"a":1,"a":2}', b"[" * 60 + b"]" * 60, b"\xef\xbb\xbf{}", b'{"\\ud800": "\\udfff"}', "{}".encode("utf-16"),
    ]),
    st.sampled_from(sorted(ENDLESS)).map(lambda name: ENDLESS[name]()),
    st.binary(max_size=40),
)  # fmt: skip
"""Bodies that are none."""


def replaced(value: Any, path: tuple[Any, ...], by: Any) -> Any:
    """The value with what stands at a path replaced."""
    if not path:
        return by
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = replaced(copy[path[0]], path[1:], by)
    return copy


def paths(value: Any) -> list[tuple[Any, ...]]:
    """Every place in a value, itself among them."""
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [(), *((key, *path) for key, each in below for path in paths(each))]


@st.composite
def spoilt(draw: st.DrawFn, shape: st.SearchStrategy[Any]) -> Any:
    """A shaped value in which something stands where it should not, or is missing, or one too many."""
    value = draw(shape)
    for _ in range(draw(st.integers(1, 2))):
        path = draw(st.sampled_from(paths(value)))
        value = replaced(value, path, draw(SPOILT))
    if isinstance(value, dict) and draw(st.booleans()):
        value = {**value, draw(ODD): draw(SPOILT)}
    return value


def body(shape: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """A body of JSON in that shape, a spoilt one, one with a key twice, or none at all."""
    twice = st.builds(_twice, shape, SPOILT)
    return st.one_of(
        shape.map(written), shape.map(written), spoilt(shape).map(written), spoilt(shape).map(written), twice, RAW
    )


def written(value: Any) -> bytes:
    return json.dumps(value).encode()


def _twice(value: Any, other: Any) -> bytes:
    if not isinstance(value, dict) or not value:
        return written(value)
    key = next(iter(value))
    return b"{" + written(key) + b":" + written(other) + b"," + written(value)[1:]


# —— Files ——


@cache
def files() -> list[tuple[str, bytes]]:
    """A file of each kind that somebody may bring, whole."""
    role, _ = every_kind()
    starter = shipped().starters["operations_specialist"].role
    library = shipped().libraries["data"]
    found = [
        (f"岗位.{ending}", FORMATS[ending].write(each, shipped().filling(each)))
        for each in (role, starter)
        for ending in ("xlsx", "docx", "md", "json", "html")
    ]
    found += [(f"库.{ending}", sharing.write(library, ending)) for ending in ("xlsx", "yaml")]
    small = library.model_copy(update={"items": library.items[:5]})
    found.append(("码.txt", code_of(small).encode()))
    packed, backup = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.json", "{}")
    with tempfile.TemporaryDirectory() as folder:
        fill(Path(folder) / "rolesmith.db")
        store = Store(f"sqlite:///{folder}/rolesmith.db")
        store.back_up(backup)
        store.close()
    found += [("包.zip", packed.getvalue()), ("备份.zip", backup.getvalue())]
    sheet = '岗位,职责\n客服,"1、回复\n2、登记"\n打包员,拣货\n'.encode("gb18030")
    found += [("表.csv", sheet), ("表.txt", "回复咨询\n照单拣货\n".encode())]
    found.append(("信纸.docx", letterhead()))
    return [*found, ("图.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40), ("空.xlsx", b"")]


@st.composite
def file_bytes(draw: st.DrawFn, only: str = "") -> tuple[str, bytes]:
    """A file, whole or damaged, under its own name or another."""
    chosen = [(name, data) for name, data in files() if only in name]
    name, data = chosen[draw(st.integers(0, len(chosen) - 1))]
    if draw(st.integers(0, 3)) == 0:
        name = draw(
            st.one_of(ODD, st.sampled_from(["a.xlsx", "a.json", "a.yaml", "a.txt", "a.docx", "a.csv", "a", ".xlsx"]))
        )
    damage = draw(st.sampled_from(["", "", "cut", "flip", "insert", "random"]))
    at = draw(st.integers(0, max(len(data) - 1, 0)))
    if damage == "cut":
        data = data[:at]
    elif damage == "flip" and data:
        data = data[:at] + bytes([data[at] ^ (1 << draw(st.integers(0, 7)))]) + data[at + 1 :]
    elif damage == "insert":
        data = data[:at] + draw(st.binary(max_size=30)) + data[at:]
    elif damage == "random":
        data = draw(st.binary(max_size=300))
    return name, data


def _sent(file: tuple[str, bytes], more: dict[str, Any], spoil: Callable[[str], str]) -> dict[str, Any]:
    return {"file": file[0], "data": spoil(base64.b64encode(file[1]).decode()), **more}


SPOILS: list[Callable[[str], str]] = [
    *([lambda text: text] * 8), lambda text: text[:-1], lambda text: f"图{text}", lambda text: f"{text}=",
]  # fmt: skip


def a_file(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """`{"file", "data"}` in base64, and whatever else is wanted beside it."""
    return st.builds(_sent, file_bytes(), st.fixed_dictionaries(more), st.sampled_from(SPOILS))


CODES = st.one_of(LIBRARIES.map(code_of), ODD)
"""Codes of a chat."""
