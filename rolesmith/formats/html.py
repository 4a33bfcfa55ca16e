"""The document as HTML: an article for the preview, or a page of its own to download.

Jinja2 with autoescaping: the templates are ours, the user's text only ever goes in as a value.
"""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from rolesmith.document.document import Document, Element, Grid, Part
from rolesmith.document.standards import LABEL
from rolesmith.formats import html_bordered
from rolesmith.formats import poster as posters
from rolesmith.formats.bordered import SEAL, is_sealed, sections, title_size
from rolesmith.formats.chart import drawn
from rolesmith.formats.chart.svg import ON_SCREEN
from rolesmith.formats.html_text import phrase, shop_name
from rolesmith.formats.looks import BORDERED, BRAND, FANGSONG, FONT, HEI, SONG, Look, mixed
from rolesmith.formats.sheet_rows import sheet_rows
from rolesmith.formats.summary import summary
from rolesmith.formats.weights import TOTAL, Weights
from rolesmith.role.memo import memo
from rolesmith.role.text import LANGUAGE

FOLDER = Path(__file__).parent
PICTURE, FOOT = 420, 34
"""Pixels of a picture's width, and of the height of its foot."""
READABLE = 11.25
"""Points of the text on a phone: 15 pixels."""
SANS = '"PingFang SC", "HarmonyOS Sans SC", "MiSans", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif'
FONTS: Mapping[str, str] = {
    FONT: SANS,
    HEI: f"SimHei, {SANS}",
    SONG: 'SimSun, "Songti SC", "Source Han Serif SC", "Noto Serif CJK SC", serif',
    FANGSONG: 'FangSong, STFangsong, "Songti SC", "Noto Serif CJK SC", serif',
}
"""The faces that stand for a look's on any device."""
NIGHT = "#232528"
"""The paper on a dark screen."""
LONG_NAME = 9
"""Characters of a post's name that stand on one line of a poster in large letters."""


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(FOLDER), autoescape=True, trim_blocks=True, auto_reload=False)
    environment.globals |= {"language": LANGUAGE, "label_of_standards": LABEL}
    environment.globals |= {
        "phrase": phrase,
        "shop_name": shop_name,
        "kind_of": _kind_of,
        "sheet_rows": sheet_rows,
        "sum_of": _sum_of,
        "total": TOTAL,
    }
    environment.globals |= {"drawn": lambda picture: Markup(drawn(picture, ON_SCREEN))}
    environment.globals |= {"is_sealed": is_sealed, "seal": SEAL}
    environment.globals |= html_bordered.GLOBALS
    return environment


def style(look: Look = BRAND) -> str:
    """The document's style sheet: what a look says, and how it is laid out."""
    colours = {
        "sheet": "#fff", "ink": look.ink, "soft": look.soft, "tint": look.shade or "none", "band": look.band or "none",
        "rule": look.line, "accent": look.accent, "open": look.seal, "font": FONTS[look.font],
        "name-font": FONTS[look.name_font], "air": f"{look.air:g}",
    }  # fmt: skip
    said = _variables({**colours, **_own(look)}) + _sizes(look)
    return f"article {{ {said} }}\n{_layout('document')}{_layout('bordered') if look.bordered else ''}"


def _own(look: Look) -> Mapping[str, str]:
    """What the post itself stands on in a chart: in a form nothing is as dark as its lines."""
    own, on_own = ("band", "ink") if look.bordered else ("accent", "sheet")
    return {"own": f"var(--{own})", "on-own": f"var(--{on_own})"}


def _night(look: Look) -> str:
    """The look's colours on a dark screen."""
    accent = mixed(look.accent, "#FFFFFF", 0.5) if look.accent != BORDERED.accent else "#e9e6df"
    inks = {"ink": "#e9e6df", "soft": "#b1ada3", "rule": "#565a60", "open": "#f0917d", "accent": accent}
    return _variables({"sheet": NIGHT, "tint": "#2c2f33", "band": mixed(NIGHT, accent, 0.12), **inks})


def _variables(values: Mapping[str, str]) -> str:
    return "".join(f"--{name}: {value}; " for name, value in values.items())


def _sizes(look: Look, larger: float = 0) -> str:
    """The look's sizes, all of them `larger` by so many points."""
    return _variables({name: f"{getattr(look, name) + larger:g}pt" for name in ("title", "section", "text", "small")})


@cache
def _layout(name: str) -> str:
    return (FOLDER / f"{name}.css").read_text("utf-8")


def article(document: Document, look: Look = BRAND, logo: str = "", card: str = "") -> str:
    """The document as one `<article>`; each text carries its node's id for the preview to follow.

    `logo`: the address of the shop's mark, where it is to be seen. `card`: what stands below the title.
    """
    drawn = [_bands(part) for part in sections(document)] if look.bordered else map(_section, document.parts)
    whole = _environment().get_template("document.html.j2")
    size = title_size(document.title, look) if look.bordered else 0
    return whole.render(document=document, sections=drawn, title_size=size, logo=logo, card=Markup(card))


@memo
def _section(part: Part) -> Markup:
    return Markup(_environment().get_template("section.html.j2").render(part=part))


@memo
def _bands(part: Part) -> Markup:
    return Markup(_environment().get_template("bands.html.j2").render(part=part))


def page(document: Document, look: Look = BRAND) -> str:
    """A whole HTML page in one file, to read on any screen and to print on A4."""
    inner = Markup(article(document, look, _logo(document)))
    narrow = _sizes(look, READABLE - look.text)
    page = _environment().get_template("page.html.j2")
    sheet = Markup(style(look))
    return page.render(document=document, article=inner, style=sheet, narrow=narrow, night=_night(look))


def picture(document: Document, look: Look = BRAND) -> str:
    """The page of which the browser makes pictures for chat: a card before all else, and the foot of each of them."""
    at_a_glance = summary(document)
    card = _environment().get_template("card.html.j2").render(card=at_a_glance) if at_a_glance else ""
    inner = Markup(article(document, look, _logo(document), card))
    page = _environment().get_template("picture.html.j2")
    says = {"style": Markup(style(look)), "sizes": _sizes(look, READABLE - look.text), "font": Markup(FONTS[look.font])}
    return page.render(document=document, article=inner, width=PICTURE, foot=FOOT, **says)


def poster(document: Document, look: Look = BRAND) -> str:
    """The page of which the browser makes one picture: a poster."""
    colours = {name: getattr(look, name) for name in ("ink", "soft", "accent")}
    says = {"colours": _variables({**colours, "rule": look.line, "tint": look.shade or "#fff"}), "accent": look.accent}
    size = 46 if len(document.name) <= LONG_NAME else 30
    page = _environment().get_template("poster.html.j2")
    return page.render(
        document=document, poster=posters.poster(document), logo=_logo(document), font=Markup(FONTS[look.name_font]),
        width=posters.WIDTH, height=posters.HEIGHT - posters.FOOT, foot=posters.FOOT, largest=posters.LARGEST,
        least=posters.LEAST, title=size, **says,
    )  # fmt: skip


def _logo(document: Document) -> str:
    return f"data:image/png;base64,{b64encode(document.logo).decode()}" if document.logo else ""


def _sum_of(grid: Grid) -> Weights | None:
    """The sum of a table's weights, where it has any."""
    weights = Weights(str(row[grid.weight]) for row in grid.rows if grid.weight)
    return weights if weights.any else None


def _kind_of(element: Element) -> str:
    return type(element).__name__
