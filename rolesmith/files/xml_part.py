"""A part of a packed document (.docx, .odt), unpacked within bounds before anything of it is parsed."""

import zipfile

from rolesmith.files.problem import Problem, Unreadable

UNPACKED_LIMIT, MARKS = 20_000_000, 400_000
"""Bytes of a part, unpacked, and angle brackets and equals signs in it."""


def unpacked(archive: zipfile.ZipFile, name: str, file: str, less: str = "") -> bytes:
    """The part's bytes. Raises Unreadable where it is too large, ValueError where no word processor writes so.

    `less` says what to do where it holds too much.
    """
    member = archive.getinfo(name)
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed otherwise")
    if member.file_size > UNPACKED_LIMIT:
        raise Unreadable([Problem(file, 0, "解开后太大", less or "只留文字再试")])
    with archive.open(member) as stream:
        part = stream.read(UNPACKED_LIMIT + 1)
    plain = part.replace(b"\x00", b"")  # in whatever encoding
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        raise ValueError("no word processor writes this")
    if plain.count(b"<") + plain.count(b"=") > MARKS:
        raise Unreadable([Problem(file, 0, "内容太多", less or "只留一个岗位的描述再试")])
    return part
