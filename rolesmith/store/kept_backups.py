"""Kept backups: what a restore puts aside lies in a folder beside the data; the ones made last stay."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import IO

MOST = 10
"""So many are kept."""
NAME = re.compile(r"恢复前_(?:(\d{4,})_[\d-]+|\d{8}-\d{6}-\d+)\.zip")
"""Counted by what comes first; those of the first release have a time alone. Other names are their owner's."""


@contextmanager
def one_more(folder: Path) -> Iterator[IO[bytes]]:
    """A file to write everything to, with the name that it has; it stays, and the oldest go, where all goes well."""
    folder.mkdir(parents=True, exist_ok=True)
    file = _opened(folder)
    try:
        with file:
            yield file
    except BaseException:
        Path(file.name).unlink(missing_ok=True)
        raise
    for _, old in _kept(folder)[:-MOST]:
        old.unlink(missing_ok=True)


def _opened(folder: Path) -> IO[bytes]:
    """The next one; another restore may have begun on that number."""
    for number in count(max((number for number, _ in _kept(folder)), default=0) + 1):
        with suppress(FileExistsError):
            return (folder / f"恢复前_{number:04}_{datetime.now():%Y-%m-%d-%H%M}.zip").open("x+b")
    raise AssertionError


def _kept(folder: Path) -> list[tuple[int, Path]]:
    """Those that we made, in the order in which they were, with their numbers."""
    named = ((NAME.fullmatch(path.name), path) for path in folder.iterdir())
    return sorted((int(found[1] or 0), path) for found, path in named if found)
