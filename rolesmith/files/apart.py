"""Runs what parses a stranger's file in a process of its own, within bounds of time and memory.

`python -m rolesmith.files.apart BYTES SECONDS COMMAND…` sets the bounds, where the system has any, and becomes the
command.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]


class TooMuch(Exception):
    """It took more than it may, or broke."""


def run(command: Sequence[str], data: bytes = b"", *, seconds: int, memory: int) -> bytes:
    """What the command writes to its output. Raises TooMuch."""
    bounded = [sys.executable, "-m", "rolesmith.files.apart", str(memory), str(seconds), *command]
    posix = os.name == "posix"
    process = subprocess.Popen(
        bounded if posix else list(command), cwd=ROOT, start_new_session=posix,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        out, _ = process.communicate(data, seconds)
    except subprocess.TimeoutExpired as error:
        raise TooMuch from error
    finally:
        if process.poll() is None:
            _end(process)
    if process.returncode:
        raise TooMuch
    return out


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it and all that it has started."""
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()


def main(arguments: Sequence[str]) -> None:
    """Become the command, bounded."""
    import resource

    memory, seconds = map(int, arguments[:2])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):  # macOS counts what it only reserves
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    os.execvp(arguments[2], list(arguments[2:]))


if __name__ == "__main__":
    main(sys.argv[1:])
