"""What holds nothing, came cut off, or holds too many empty things is refused with a sentence that is true of it."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from functools import cache

import httpx
import pytest
import xlsxwriter

from rolesmith.files.problem import Unreadable
from rolesmith.libraries import files
from rolesmith.readers import READERS
from rolesmith.readers.old_document import read as read_document
from tests.conftest import PATIENCE, Server
from tests.test_routes import create, small_role

READING: dict[str, Callable[[bytes, str], object]] = {
    "library": files.read, "document": read_document, **{f"role {ending}": read for ending, read in READERS.items()},
}  # fmt: skip


@cache
def sheets(count: int) -> bytes:
    """A workbook with so many sheets in which nothing stands."""
    file = io.BytesIO()
    workbook = xlsxwriter.Workbook(file, {"in_memory": True})
    for at in range(count):
        workbook.add_worksheet(f"表{at}")
    workbook.close()
    return file.getvalue()


def with_attachments(count: int) -> bytes:
    file = io.BytesIO(sheets(1))
    with zipfile.ZipFile(file, "a") as archive:
        for at in range(count):
            archive.writestr(f"xl/media/image{at}.png", "")
    return file.getvalue()


def refused(read: Callable[[bytes, str], object], data: bytes, file: str) -> str:
    with pytest.raises(Unreadable) as error:
        read(data, file)
    return str(error.value)


@pytest.mark.parametrize("data", [b"", b" \n\n"])
@pytest.mark.parametrize("name", READING)
def test_a_file_with_nothing_in_it_is_called_empty(name: str, data: bytes) -> None:
    ending = name.rsplit(maxsplit=1)[-1] if " " in name else "xlsx"
    assert "文件是空的" in refused(READING[name], data, f"空.{ending}")


@pytest.mark.parametrize("name", ["library", "document", "role xlsx"])
def test_3000_empty_sheets_are_not_called_large(name: str) -> None:
    told = refused(READING[name], sheets(3000), "许多.xlsx")
    assert "有 3,000 张工作表，太多了" in told and "MB" not in told
    told = refused(READING[name], with_attachments(1500), "许多.xlsx")
    assert "图片和附件太多" in told and "MB" not in told


@pytest.fixture
def own(server: Server) -> Iterator[httpx.Client]:
    """What our own page sends."""
    headers = {"origin": server.url, "x-rolesmith": "1", "content-type": "application/json"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        yield client


@pytest.mark.parametrize("data", ["图片", "AAA", "AA AA", "\x00", "A" * 5])
def test_base64_that_is_cut_or_none_is_told_as_such(own: httpx.Client, server: Server, data: str) -> None:
    role = create(server, small_role())
    for address, file in (
        ("/shop/letterhead", "信纸.docx"),
        ("/shop/logo", "店标.png"), ("/roles", "岗位.json"), ("/roles", "岗位.xlsx"), ("/intake", "岗位.docx"),
        (f"/roles/{role}/differences", "岗位.xlsx"), (f"/roles/{role}/brought", "岗位.json"),
        ("/libraries/preview", "库.yaml"), ("/libraries/take", "库.xlsx"),
    ):  # fmt: skip
        more = {"taken": []} if address.endswith("/take") else {}
        answer = own.post(address, content=json.dumps({"file": file, "data": data, **more}))
        assert (answer.status_code, "没有传完" in answer.json()["message"]) == (422, True), (address, answer.text)
