"""Writes the roles of a file again and again, as asked, and says what it took: one of two checkouts in against.py.

It is run as a script with the checkout's own `rolesmith`, so it uses only what both have.
"""

import gc
import json
import sys
import time
from pathlib import Path

from rolesmith.formats import FORMATS
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role


def main() -> None:
    """Answer each line, an ending, a look and a number, by milliseconds of processor a role."""
    written = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    for line in sys.stdin:
        ending, look, number = line.rstrip("\n").split("\t")
        roles = [_renamed(Role.from_json(text), number) for text in written]
        filled = [(role, shipped().filling(role)) for role in roles]
        gc.collect()
        start = time.process_time()
        for role, filling in filled:
            FORMATS[ending].write(role, filling, look)
        print(1000 * (time.process_time() - start) / len(filled), flush=True)


def _renamed(role: Role, number: str) -> Role:
    """The role under another name, so that nothing that is kept of it is found."""
    name = role.meaning("name")
    assert name
    return Role.from_json(role.to_json().replace(name.text, f"{name.text}{number}"))


if __name__ == "__main__":
    main()
