"""Pictures of the papers for the page where one takes a role away: the head of each, made of one starter; and of what
one gets in the end, for who has no role yet.

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
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Role
from ui.assets import FOLDER

PICTURES = FOLDER / "pictures"
SIZE = 280, 236
"""Pixels: twice of what a card shows on a usual screen."""
MARGIN = 0.04
"""Share of the page's width that is cut off at its edges."""
GREYS = 8
LIMIT = 15_000
"""Bytes of a picture."""
FORM_SIZE, FORM_MARGIN, FORM_LIMIT = (660, 560), 0.06, 60_000
VALUES = {
    "部门": "电商部", "岗位编制人数": "2", "岗位等级": "P3", "销售额增长率": "25", "当前支付转化率": "2.1",
    "支付转化率目标": "2.6", "客单价增幅": "5", "店铺评分目标": "4.8", "违规扣分上限": "2",
}  # fmt: skip
FACTS = {"店名": "青禾家居旗舰店", "平台": "天猫", "主营类目": "家居日用", "工作地址": "杭州市余杭区"}


def picture(kind: str) -> bytes:
    """The head of the first page of a paper as a PNG in greys."""
    role = shipped().starters["operations_specialist"].role
    paper = make_paper(shipped().papers[kind], role, shipped().filling(role, FACTS))
    return _head(paper, SIZE, MARGIN)


def form() -> bytes:
    """The head of a description in which every blank is filled."""
    role = shipped().starters["operations_specialist"].role
    for meaning, text in {"number": "YY-03", "version": "2", "date": "2026-12-01"}.items():
        field = role.meaning(meaning)
        assert field
        role = apply(role, Edit(id=f"set-{meaning}", op="set", target=field.id, name="text", value=text))
    return _head(role.replace(role.tree.with_(values={**role.tree.values, **VALUES})), FORM_SIZE, FORM_MARGIN)


def _head(role: Role, size: tuple[int, int], margin: float) -> bytes:
    """The head of the first page of a role's document as a PNG in greys."""
    filling = shipped().filling(role, FACTS, standards=not role.paper)
    page = pypdfium2.PdfDocument(pdf.write(draw(role, filling), look_named(USUAL)))[0]
    image = page.render(scale=3).to_pil().convert("L")
    cut = round(image.width * margin)
    wide = image.width - 2 * cut
    head = image.crop((cut, cut, cut + wide, cut + round(wide * size[1] / size[0])))
    small = head.resize(size, Image.Resampling.LANCZOS).quantize(GREYS)
    written = io.BytesIO()
    small.save(written, "PNG", optimize=True)
    return written.getvalue()


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for kind in shipped().papers:
        (PICTURES / f"{kind}.png").write_bytes(picture(kind))
    (PICTURES / "form.png").write_bytes(form())


if __name__ == "__main__":
    main()
