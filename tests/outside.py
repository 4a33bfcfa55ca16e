"""What programs that are not ours read in a file of ours."""

import io
import re
import subprocess
from html import unescape
from zipfile import ZipFile

import openpyxl


def text_in(ending: str, data: bytes) -> str:
    """All the text of a file, each piece of it on a line of its own where the kind of file has pieces."""
    match ending:
        case "xlsx":
            sheets = openpyxl.load_workbook(io.BytesIO(data))
            rows = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
            return "\n".join(str(cell) for row in rows for cell in row if cell is not None)
        case "docx":
            parts = ZipFile(io.BytesIO(data))
            body = parts.read("word/document.xml").decode()
            lines = re.split(r"</w:p>|<w:br/>", re.sub(r"<w:tab/>", "\t", body))
            return "\n".join(unescape(re.sub(r"<[^>]*>", "", line)) for line in lines)
        case "pdf":
            command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
            done = subprocess.run(command, input=data, capture_output=True, check=True)
            return done.stdout.decode().replace("\u200b", "")
        case "html":
            return data.decode("utf-8").replace("<wbr>", "")
        case _:
            return data.decode("utf-8")


def squeezed(text: str) -> str:
    """The text without white space, which programs that set lines put in and leave out."""
    return re.sub(r"[\s\u200b]+", "", text)
