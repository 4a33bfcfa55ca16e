"""A stranger's .docx that is to be a letterhead: all of it is counted and looked through before anything is parsed."""

import io
import re
import zipfile
from typing import Any

from rolesmith.files.problem import Problem, Unreadable, make_sure_of_content
from rolesmith.files.xlsx import OLE
from rolesmith.files.xml_part import unpacked

SIZE_LIMIT = 2_000_000
"""Bytes of the file."""
ENTRY_LIMIT, ALL_LIMIT = 300, 40_000_000
"""How many parts are packed in it, and their bytes, unpacked."""
RATIO = 200
"""Times that a part is larger than packed, at most; the XML of word processors is up to fifty."""
SAVED_AGAIN = "请在 Word 或 WPS 里新建一个 .docx，只放页眉、页脚和页边距，存好再传"
ACTIVE = re.compile(rb"oleObject|activeX|vbaProject|relationships/(?:package|control|aFChunk|subDocument|frame)\b")
"""In what relations and types of parts say: what a letterhead holds beside text and pictures."""
EXTERNAL = re.compile(rb"<[^<>]*TargetMode\s*=\s*[\"']External[\"'][^<>]*>")
LINK = re.compile(rb"Type\s*=\s*[\"'][^\"']*/relationships/hyperlink[\"']")
"""The only relation that may lead out: a link below a text, of which the text alone is taken."""
PACKED = (b"PK\x03\x04", OLE)
"""How files begin that hold files."""


def opened(data: bytes, file: str) -> Any:
    """The file as python-docx reads it. Raises Unreadable with one sentence."""
    make_sure_of_content(data, file)
    if data.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        what, mend = ("加了密码", "请去掉密码再存一次") if locked else ("是旧版的 .doc", "请另存为 .docx 再传")
        raise refused(file, f"这个文件{what}", mend)
    if len(data) > SIZE_LIMIT:
        raise refused(file, "文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，{SAVED_AGAIN}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _make_sure_of(archive, file)
        return _read(data)
    except Unreadable:
        raise
    except Exception as error:  # on hostile bytes zipfile, lxml and python-docx raise errors of any kind
        raise refused(file, "打不开，可能没有传完或被改坏了", "请用 Word 或 WPS 另存为 .docx 再传") from error


def refused(file: str, what: str, mend: str) -> Unreadable:
    """The error for a file that is no letterhead."""
    return Unreadable([Problem(file, 0, what, mend)])


def _read(data: bytes) -> Any:
    import docx

    return docx.Document(io.BytesIO(data))


def _make_sure_of(archive: zipfile.ZipFile, file: str) -> None:
    members = archive.infolist()
    names = [member.filename for member in members]
    if len(members) > ENTRY_LIMIT or sum(member.file_size for member in members) > ALL_LIMIT:
        raise refused(file, "里面的东西太多", SAVED_AGAIN)
    if any(member.flag_bits & 1 for member in members):
        raise refused(file, "这个文件加了密码", "请去掉密码再存一次")
    if any(member.file_size > RATIO * (member.compress_size + 1_000) for member in members):
        raise refused(file, "压缩得不正常", SAVED_AGAIN)
    if "[Content_Types].xml" not in names or "_rels/.rels" not in names:
        raise refused(file, "不是 Word 文件", "请在 Word 或 WPS 里另存为 .docx 再传")
    if len({name.lower() for name in names}) < len(names):
        raise ValueError("two parts of one name")
    for name in names:
        if name.lower().endswith((".xml", ".rels")) or name == "[Content_Types].xml":
            _make_sure_of_part(name, unpacked(archive, name, file, SAVED_AGAIN), file)
        else:
            _make_sure_of_bytes(archive, name, file)


def _make_sure_of_part(name: str, part: bytes, file: str) -> None:
    """Of XML, in the one encoding that word processors write."""
    if b"\x00" in part or re.match(rb"\s*<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-?8[\"'])", part, re.IGNORECASE):
        raise ValueError("in another encoding")
    if name == "[Content_Types].xml" and b"template.main+xml" in part:
        raise refused(file, "是 .dotx 模板", "请另存为 .docx 再传")
    if b"macroEnabled" in part or b"vbaProject" in part:
        raise refused(file, "这个文件带有宏", "请另存为不带宏的 .docx 再传")
    if not name.endswith(".rels") and name != "[Content_Types].xml":
        return
    if ACTIVE.search(part):
        raise refused(file, "里面嵌着别的文件或控件", "请删掉它们再传")
    if any(not LINK.search(each) for each in EXTERNAL.findall(part)):
        raise refused(file, "里面连着外面的模板或图片", "请断开链接，或把页眉、页脚复制到一个新建的 .docx 再传")


def _make_sure_of_bytes(archive: zipfile.ZipFile, name: str, file: str) -> None:
    """Of a picture, a font or whatever else is no XML."""
    if re.search(r"vba|activex|embeddings", name, re.IGNORECASE):
        raise refused(file, "里面嵌着别的文件或控件", "请删掉它们再传")
    with archive.open(name) as stream:
        if stream.read(8).startswith(PACKED):
            raise refused(file, "里面嵌着别的文件或控件", "请删掉它们再传")
