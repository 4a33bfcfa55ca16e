"""Reads files as roles, by their ending: our own backups and workbooks, and descriptions written elsewhere."""

from collections.abc import Callable, Mapping

from rolesmith.files.problem import Problem, Unreadable, make_sure_of_content
from rolesmith.readers import old_document
from rolesmith.readers.workbook.read import NEWER, Foreign, ReadBack, read
from rolesmith.role.tree import Role, is_newer

NO_BACKUP = "不是岗位匠的备份文件，或者它被改坏了"


def from_backup(data: bytes, file: str) -> ReadBack:
    """A role's JSON. Raises Unreadable."""
    make_sure_of_content(data, file)
    try:
        role = Role.from_json(data)
    except (ValueError, RecursionError) as error:
        newer = is_newer(data.decode("utf-8", "replace"))
        told = NEWER if newer else (NO_BACKUP, "请用导出得到的 .json 文件")
        raise Unreadable([Problem(file, 0, *told)]) from error
    return ReadBack(role.beside().model_copy(update={"id": ""}), (), id=role.id)


def from_document(data: bytes, file: str) -> ReadBack:
    """A description written elsewhere, each piece where its headings say. Raises Unreadable."""
    read = old_document.read(data, file)
    pieces = old_document.place(read)
    lost = sum(not piece.to for piece in pieces)
    notes: tuple[str, ...] = (f"{lost} 条没有地方放，收在“其他内容（待整理）”一章里",) if lost else ()
    if several := old_document.roles(read):
        names = "、".join(part.name for part in several)
        notes += (f"这里面像是有 {len(several)} 个岗位（{names}），读成了一个；在“拿进来接着改”一页可以分开",)
    try:
        return ReadBack(old_document.build_role(pieces), notes)
    except ValueError as error:
        raise Unreadable([Problem(file, 0, str(error).rstrip("。"), "分成几份再读")]) from error


def from_workbook(data: bytes, file: str) -> ReadBack:
    """A workbook: ours as the role that it carries, any other as a description. Raises Unreadable."""
    try:
        return read(data, file)
    except Foreign:
        return from_document(data, file)


READERS: Mapping[str, Callable[[bytes, str], ReadBack]] = {
    "json": from_backup,
    **dict.fromkeys(old_document.READERS, from_document),
    "xlsx": from_workbook,
}
"""By ending. Each raises Unreadable."""
