"""An SVG as PNG, for Word and Excel, which show no SVG everywhere.

Typst renders it: the program that sets our PDF is here anyway, and draws it with the same fonts, so that a chart looks
alike in all files, and a letter that ours lack comes from the system as it does there.
"""

from functools import lru_cache

import typst

from rolesmith.formats.chart.svg import size_of
from rolesmith.formats.typst_fonts import fonts

SCALE = 2
"""Pixels of the PNG for one of the chart: clear on paper and on a fine screen."""
PAGE = b"""
#let (w, h) = (float(sys.inputs.w) * 0.75pt, float(sys.inputs.h) * 0.75pt)
#set page(width: w, height: h, margin: 0pt, fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: w, height: h)
"""


@lru_cache(64)
def png(svg: str) -> bytes:
    """The picture, twice as many pixels wide as the SVG."""
    wide, high = size_of(svg)
    sizes = {"w": str(wide), "h": str(high)}
    content: bytes = typst.compile(
        PAGE,
        font_paths=fonts(),
        format="png",
        ppi=96 * SCALE,
        sys_inputs={"svg": svg, **sizes},
    )
    return content
