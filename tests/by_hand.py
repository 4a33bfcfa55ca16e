"""A sheet worked in by hand: LibreOffice, told by a macro of its own to give the commands that a person gives.

A command is a tuple of texts: `("goto", "B5")`, `("do", "InsertRowsAfter")`, `("type", "文字")`. All files are opened,
worked in, saved and printed by one start of the program.
"""

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

Command = tuple[str, ...]
MACRO = """
Function Given(name, value)
  one = createUnoStruct("com.sun.star.beans.PropertyValue")
  one.Name = name
  one.Value = value
  Given = Array(one)
End Function

Sub Main(folder, names)
  disp = createUnoService("com.sun.star.frame.DispatchHelper")
  For Each name In Split(names, "|")
    doc = StarDesktop.loadComponentFromURL(folder & name & ".xlsx", "_blank", 0, Array())
    frame = doc.CurrentController.Frame
    Open ConvertFromURL(folder & name & ".txt") For Input As #1
    While Not Eof(1)
      Line Input #1, told
      parts = Split(told, " ")
      If parts(0) = "goto" Then
        disp.executeDispatch(frame, ".uno:GoToCell", "", 0, Given("ToPoint", parts(1)))
      ElseIf parts(0) = "type" Then
        text = ""
        For n = 1 To UBound(parts)
          text = text & Chr(CLng(parts(n)))
        Next
        disp.executeDispatch(frame, ".uno:EnterString", "", 0, Given("StringName", text))
      ElseIf parts(0) = "do" Then
        disp.executeDispatch(frame, ".uno:" & parts(1), "", 0, Array())
      End If
    Wend
    Close #1
    doc.storeToURL(folder & name & "-after.xlsx", Given("FilterName", "Calc MS Excel 2007 XML"))
    doc.storeToURL(folder & name & "-after.pdf", Given("FilterName", "calc_pdf_Export"))
    doc.close(True)
  Next
End Sub
"""
DOCTYPE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE {0} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "{1}.dtd">\n'
)
SET_UP = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="ooSetupInstCompleted" oor:op="fuse">'
    "<value>true</value></prop></item></oor:items>"
)
"""Says that the profile is set up, so that the macro is not written over."""
NAMES = 'xmlns:{0}="http://openoffice.org/2000/{0}"'
SECONDS = 300
"""In which LibreOffice has done everything; no test measures time."""


def work(folder: Path, files: Mapping[str, tuple[bytes, Sequence[Command]]]) -> None:
    """Write the files, do in each what its commands say, and leave `NAME-after.xlsx` and `NAME-after.pdf`."""
    basic = folder / "profile" / "user" / "basic"
    (basic / "Standard").mkdir(parents=True)
    (basic.parent / "registrymodifications.xcu").write_text(SET_UP, "utf-8")
    library, script = NAMES.format("library"), NAMES.format("script")
    told = {
        "script.xlc": (
            "library:libraries", "libraries",
            f'<library:libraries {library} xmlns:xlink="http://www.w3.org/1999/xlink"><library:library '
            'library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" '
            'library:link="false"/>'
            "</library:libraries>",
        ),
        "Standard/script.xlb": (
            "library:library", "library",
            f'<library:library {library} library:name="Standard" library:readonly="false">'
            '<library:element library:name="Hand"/></library:library>',
        ),
        "Standard/Hand.xba": (
            "script:module", "module",
            f'<script:module {script} script:name="Hand" script:language="StarBasic">{escape(MACRO)}</script:module>',
        ),
    }  # fmt: skip
    for name, (root, kind, body) in told.items():
        (basic / name).write_text(DOCTYPE.format(root, kind) + body, "utf-8")
    for name, (data, commands) in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
        (folder / f"{name}.txt").write_text("\n".join(map(_line, commands)) + "\n", "ascii")
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    call = f'macro:///Standard.Hand.Main("{folder.as_uri()}/","{"|".join(files)}")'
    subprocess.run([program, profile, "--headless", call], check=True, capture_output=True, timeout=SECONDS)


def _line(command: Command) -> str:
    what, said = command
    return " ".join((what, *(str(ord(letter)) for letter in said))) if what == "type" else f"{what} {said}"
