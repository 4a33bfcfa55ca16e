"""Pictures of the papers for the page where one takes a role away: the head of each, made of one starter.

`python -m tests.thumbnails` makes them anew, after a paper or the usual look has changed.
"""

import io

import pypdfium2
from PIL import Image

from rolesmith.document.draw import draw
from rolesmith.formats import pdf
from rolesmith.formats.looks import USUAL, look_named
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from ui.assets import FOLDER

PICTURES = FOLDER / "pictures"
SIZE = 280, 236
"""Pixels: twice of what a card shows on a usual screen."""
MARGIN = 0.04
"""Share of the page's width that is cut off at its edges."""
GREYS = 8
LIMIT = 15_000
"""Bytes of a picture."""
FACTS = {"店名": "青禾家居旗舰店", "平台": "天猫", "主营类目": "家居日用", "工作地址": "杭州市余杭区"}


def picture(kind: str) -> bytes:
    """The head of the first page of a paper as a PNG in greys."""
    role = shipped().starters["operations_specialist"].role
    paper = make_paper(shipped().papers[kind], role, shipped().filling(role, FACTS))
    page = pypdfium2.PdfDocument(pdf.write(draw(paper, shipped().filling(paper, FACTS)), look_named(USUAL)))[0]
    image = page.render(scale=3).to_pil().convert("L")
    cut = round(image.width * MARGIN)
    wide = image.width - 2 * cut
    head = image.crop((cut, cut, cut + wide, cut + round(wide * SIZE[1] / SIZE[0])))
    small = head.resize(SIZE, Image.Resampling.LANCZOS).quantize(GREYS)
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for kind in shipped().papers:
        (PICTURES / f"{kind}.png").write_bytes(picture(kind))


if __name__ == "__main__":
    main()
