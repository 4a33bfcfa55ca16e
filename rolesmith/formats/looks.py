"""Looks: colours and sizes to choose from for Excel, Word and PDF."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

FONT = "微软雅黑"
"""In every Excel and WPS on Windows, in Office for Mac; elsewhere another sans serif takes its place."""
SONG, HEI, FANGSONG = "宋体", "黑体", "仿宋"
"""The faces of official papers, in every Windows, WPS and Office for Mac."""


@dataclass(frozen=True)
class Step:
    """A way to set a document closer."""

    saves: float
    """Share of the document's height, as measured over the starters in each look: a little more, or a little less."""
    air: float
    less: float
    """Points by which letters are smaller; a text is never smaller than SMALLEST."""


STEPS = Step(0.055, 0.88, 0.0), Step(0.15, 0.76, 0.5), Step(0.25, 0.64, 1.0), Step(0.35, 0.52, 1.5)
"""By which a document that hardly fills its last page is set closer until the page is saved."""
SMALLEST = 8.0


@dataclass(frozen=True)
class Look:
    """Colours as #RRGGBB, none where empty; sizes in points, whole pixels at 96 dpi; margins in inches."""

    label: str
    note: str
    """What it is good for, in a few words."""
    ink: str = "#23262B"
    soft: str = "#6D6A63"
    accent: str = "#1F6B5A"
    seal: str = "#B8442F"
    """Open blanks, and warnings."""
    line: str = "#BBB5A8"
    band: str = "#E2EFE9"
    """Behind section titles and table heads."""
    shade: str = "#F7F5F0"
    """Behind names of fields."""
    well: str = "#FFF7DC"
    """Behind cells to fill in."""
    title: float = 18
    section: float = 12
    text: float = 10.5
    small: float = 9
    air: float = 1.0
    """Factor of the room within and between rows."""
    font: str = FONT
    """Of the text."""
    name_font: str = FONT
    """Of titles, names of fields and heads of tables."""
    bordered: bool = False
    """Whether the document is one form with a border; see bordered.py."""
    width: int = 648
    """Pixels from edge to edge: 171 mm, what A4 leaves between its margins without being scaled down."""
    side: float = 0.72
    top: float = 0.63
    bottom: float = 0.75


def mixed(colour: str, other: str, share: float) -> str:
    """A colour, with so much of another in it."""
    both = zip(bytes.fromhex(colour[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(one + (more - one) * share):02X}" for one, more in both)


def closer(look: Look, over: float = 0) -> Iterator[Look]:
    """The looks to try where a look leaves so little on the last page, as a share of the document's height."""
    first = next((at for at, step in enumerate(STEPS) if step.saves >= over), len(STEPS) - 1)
    for step in STEPS[first:]:
        sizes = {name: max(getattr(look, name) - step.less, SMALLEST) for name in ("title", "section", "text", "small")}
        yield replace(look, air=look.air * step.air, **sizes)


BRAND = Look("品牌色", "墨绿标题，浅色底")
BORDERED = Look(
    "标准表格", "一张黑线表格，行政通用的样子",
    ink="#000000", soft="#333333", accent="#000000", seal="#000000", line="#333333", band="#F5F5F3", shade="#EFEFEC",
    air=0.85, width=672, side=0.63, font=SONG, name_font=HEI, bordered=True,
)  # fmt: skip
FANGSONG_FORM = replace(BORDERED, label="标准表格（仿宋）", note="正文用仿宋，像公文", font=FANGSONG)
PLAIN = replace(
    BRAND, label="朴素黑白", note="只有黑白，什么打印机都清楚",
    ink="#000000", soft="#404040", accent="#000000", seal="#000000", line="#7F7F7F", band="", shade="", well="#F2F2F2",
)  # fmt: skip
COMPACT = replace(
    BRAND, label="紧凑", note="字小一号，一般两页",
    title=15, section=10.5, text=9, small=8.25, air=0.6, width=684, side=0.54, top=0.45, bottom=0.6,
)  # fmt: skip

LOOKS: Mapping[str, Look] = {
    "bordered": BORDERED,
    "fangsong": FANGSONG_FORM,
    "brand": BRAND,
    "plain": PLAIN,
    "compact": COMPACT,
}
"""By their names in addresses."""
COLOURS: Mapping[str, tuple[str, str]] = {
    "": ("黑线", BORDERED.accent),
    "green": ("墨绿", "#1F6B5A"),
    "blue": ("藏青", "#24477A"),
    "red": ("枣红", "#8C2F2A"),
}
"""Of a form: what each is called, and the colour; by the names that stand behind a look's, `bordered.green`."""
USUAL = "bordered"
LOOK = "look"
"""The name of the setting that holds a shop's choice."""


def is_look(name: str) -> bool:
    """Whether a look has this name, a form also with a colour behind it."""
    return name in LOOKS or look_named(name) not in LOOKS.values()


def look_named(name: str) -> Look:
    """The look of this name, else the usual one."""
    plain, _, colour = name.partition(".")
    look = LOOKS.get(plain, LOOKS[USUAL])
    return _coloured(look, *COLOURS[colour]) if plain in LOOKS and look.bordered and COLOURS.get(colour) else look


def looks_by_label() -> dict[str, Look]:
    """All looks by what they are called, forms also by `标准表格·墨绿`."""
    forms = {name: look for name, look in LOOKS.items() if look.bordered}
    coloured = [look_named(f"{name}.{colour}") for name in forms for colour in COLOURS if colour]
    return {look.label: look for look in (*LOOKS.values(), *coloured)}


def _coloured(look: Look, label: str, accent: str) -> Look:
    """A form with lines and heads in a colour; texts stay black."""
    if accent == look.accent:
        return look
    return replace(
        look,
        label=f"{look.label}·{label}",
        accent=accent,
        line=mixed(accent, "#FFFFFF", 0.35),
        band=mixed("#FFFFFF", accent, 0.1),
        shade=mixed("#FFFFFF", accent, 0.14),
    )
