"""Old .doc and .xls: LibreOffice, where the machine has it, makes new ones of them in a process with bounds."""

import shutil
import tempfile
from pathlib import Path

from rolesmith.files import apart
from rolesmith.files.problem import Problem, Unreadable
from rolesmith.files.xlsx import OLE

NEW = {"doc": "docx", "xls": "xlsx"}
STREAMS = {"doc": ("WordDocument",), "xls": ("Workbook", "Book")}
"""The streams within such a file that hold what it says."""
PROGRAMS = ("soffice", "libreoffice")
SECONDS, MEMORY = 60, 6_000_000_000
"""What a conversion may take; LibreOffice reserves far more memory than it uses."""
SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""
"""No macro runs and nothing is fetched for the sake of a stranger's file."""


def renewed(data: bytes, file: str, ending: str) -> bytes:
    """The .docx or .xlsx that an old file becomes. Raises Unreadable with one sentence."""

    def refuse(what: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, f"在 Word 或 WPS 里另存为 .{NEW[ending]}")])

    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable([Problem(file, 0, "这个文件加了密码", "去掉密码再存一次")])
    if not data.startswith(OLE) or not any(name.encode("utf-16-le") in data for name in STREAMS[ending]):
        raise refuse(f"不是完整的 .{ending} 文件")
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise refuse(f"是旧版的 .{ending}")
    with tempfile.TemporaryDirectory(prefix="rolesmith-") as name:
        folder = Path(name)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(SETTINGS, "utf-8")
        (folder / f"a.{ending}").write_bytes(data)
        command = [
            program, f"-env:UserInstallation={profile.parent.as_uri()}", "--headless", "--norestore",
            "--convert-to", NEW[ending], "--outdir", str(folder / "new"), str(folder / f"a.{ending}"),
        ]  # fmt: skip
        try:
            apart.run(command, seconds=SECONDS, memory=MEMORY)
            return (folder / "new" / f"a.{NEW[ending]}").read_bytes()
        except (apart.TooMuch, OSError) as error:
            raise refuse(f"这个旧版的 .{ending} 没有转换成") from error
