"""The fonts that typst sets our texts in."""

from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent / "fonts"


@cache
def fonts() -> typst.Fonts:
    """Our fonts, then those of the system for characters that ours lack. Kept, since the search is slow."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(FOLDER)])
