"""Files that hold a library for another owner: YAML, a workbook, or a code for a chat."""

from collections.abc import Mapping

from rolesmith.files.problem import Problem, Unreadable, make_sure_of_content
from rolesmith.presets.library import Library

ENDINGS: Mapping[str, str] = {"xlsx": "Excel", "yaml": "YAML", "txt": "文字码"}
"""What a library can be written as."""
SIZE_LIMIT = 10_000_000
"""Largest file, in bytes."""
PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"RIFF", b"%PDF")


class Foreign(Unreadable):
    """A file that is no library of ours but may be a table; see rolesmith/libraries/table/."""


def read(data: bytes, file: str) -> Library:
    """A library from a file; its kind is known by its content and name. Raises Unreadable with every problem.

    Raises Foreign of what is no library but may be a table.
    """
    ending = file.lower().rpartition(".")[2]

    def refuse(what: str, mend: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, mend)])

    if len(data) > SIZE_LIMIT:
        raise refuse("文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，请拆成几个")
    make_sure_of_content(data, file)
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        from rolesmith.libraries.files import sheet_reader

        return sheet_reader.read(data, file)
    if data.startswith(PICTURES):
        raise refuse("这是图片或 PDF，不是预设库", "导入 .xlsx、.yaml 文件，或粘贴文字码")
    if ending == "csv":
        mend = "在“预设库”一页导入时说一下每一列是什么，或用 library convert 换成 .xlsx"
        raise Foreign([Problem(file, 0, "这是一张普通的表，不是预设库", mend)])
    if ending in ("xlsx", "xlsm", "xls", "xlsb", "ods"):
        raise refuse("不是 Excel 文件", "用“导出”得到的 .xlsx 改，或在 Excel 里另存为 .xlsx")
    if ending not in ("yaml", "yml"):
        from rolesmith.libraries.files import chat_code

        text = data.decode("utf-8-sig", "replace")
        if chat_code.holds(text):
            return chat_code.read(text, file)
        if ending == "txt":
            raise Foreign([Problem(file, 0, *chat_code.NO_CODE)])
    return Library.read(data, file)


def write(library: Library, ending: str) -> bytes:
    """A library as one of ENDINGS. Raises KeyError for others, `chat_code.TooLong` where the code would be too long."""
    if ending == "xlsx":
        from rolesmith.libraries.files import sheet_writer

        return sheet_writer.write(library)
    if ending == "txt":
        from rolesmith.libraries.files import chat_code

        return f"{chat_code.write(library)}\n".encode()
    if ending in ("yaml", "yml"):
        return library.to_yaml().encode()
    raise KeyError(ending)
