"""Charts: who reports to whom, as boxes and lines, and a strip of what comes back each day, week and month.

Laid out here, drawn as SVG; Word and Excel get it as PNG.
"""

from rolesmith.document.chart import Box
from rolesmith.document.rhythm import Rhythm
from rolesmith.formats.chart.strip import of_rhythm
from rolesmith.formats.chart.svg import Inks, of_role, said

Picture = Box | Rhythm
"""What a document shows as a picture."""


def drawn(picture: Picture, inks: Inks) -> str:
    """A picture as SVG."""
    return of_role(picture, inks) if isinstance(picture, Box) else of_rhythm(picture, inks)


def in_words(picture: Picture) -> str:
    """What a picture says, for those who do not see it."""
    return said(picture) if isinstance(picture, Box) else f"多久做一次：{picture.said}"
