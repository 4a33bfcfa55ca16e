"""LibreOffice: what tests want it to convert, all in one go for each kind of result, once a session.

A test module says what it wants with `converted` over a function that makes the file; a test asks `office(function)`
for the result. Whichever of pytest's workers asks first converts the files of every selected module.
"""

import shutil
import subprocess
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import pytest

Make = TypeVar("Make", bound=Callable[..., bytes])
Office = Callable[..., Path]
"""The file that LibreOffice made of what a function makes, and its keys."""
SECONDS = 300
"""In which LibreOffice has converted everything; no test measures time."""


@dataclass(frozen=True)
class Source:
    """A file to convert: who makes it, of which keys, and what it becomes."""

    make: Callable[..., bytes]
    keys: tuple[object, ...]
    ending: str
    kind: str

    @property
    def name(self) -> str:
        return "-".join(map(str, (self.make.__module__, self.make.__name__, *self.keys)))

    def made(self, folder: Path) -> Path:
        """Where its result lies."""
        return folder / self.kind / f"{self.name}.{self.kind}"


SOURCES: dict[tuple[object, ...], Source] = {}


def converted(ending: str, kind: str, *each: tuple[object, ...]) -> Callable[[Make], Make]:
    """Have LibreOffice convert what a function makes; of each of these keys, where it takes any."""

    def wish(make: Make) -> Make:
        for keys in each or [()]:
            SOURCES[make, *keys] = Source(make, keys, ending, kind)
        return make

    return wish


def once(folder: Path, act: Callable[[], None]) -> None:
    """Act in the first of pytest's workers that comes here; the others wait, and learn how it went."""
    told = folder / "told"
    try:
        folder.mkdir()
    except FileExistsError:
        while not told.exists():
            time.sleep(0.1)
    else:
        failure = "it was interrupted"
        try:
            act()
            failure = ""
        except Exception as error:
            failure = repr(error)
            raise
        finally:
            draft = folder / "draft"
            draft.write_text(failure, "utf-8")
            draft.rename(told)
    if failure := told.read_text("utf-8"):
        pytest.fail(f"LibreOffice: {failure}")


def convert(modules: Collection[str], folder: Path) -> None:
    """All that these test modules want, in a call for each kind of result."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program
    sources = [source for source in SOURCES.values() if source.make.__module__ in modules]
    for kind in sorted({source.kind for source in sources}):
        files = []
        for source in sources:
            if source.kind == kind:
                files.append(folder / f"{source.name}.{source.ending}")
                files[-1].write_bytes(source.make(*source.keys))
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", kind, "--outdir", folder / kind, *files]
        subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
