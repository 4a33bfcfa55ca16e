"""Memory that is no longer used, given back to the system."""

import ctypes
import sys
from functools import cache
from typing import Any


def give_back() -> None:
    """The C library keeps what was once used, a heap for each thread, until it is told not to."""
    if trim := _trim():
        trim()


@cache
def _trim() -> Any:
    """The C library's own way to do so; None where it has none."""
    if sys.platform == "win32":
        return None
    library = ctypes.CDLL(None)
    if hasattr(library, "malloc_trim"):  # Linux
        return lambda: library.malloc_trim(0)
    if hasattr(library, "malloc_zone_pressure_relief"):  # macOS
        return lambda: library.malloc_zone_pressure_relief(None, 0)
    return None
