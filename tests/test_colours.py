"""A colour for 标准表格: on its lines and heads in every file, dark enough to read, and nothing else is coloured."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from rolesmith.formats import FORMATS
from rolesmith.formats.looks import COLOURS, LOOKS, USUAL, Look, is_look, look_named, looks_by_label
from rolesmith.presets.shipped import shipped

ROLE = shipped().starters["service_agent"].role
COLOURED = [colour for colour in COLOURS if colour]


def light(colour: str) -> float:
    parts = (part / 255 for part in bytes.fromhex(colour[1:]))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * share for part, share in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    less, more = sorted(map(light, (one, other)))
    return (more + 0.05) / (less + 0.05)


@pytest.mark.parametrize("colour", COLOURED)
@pytest.mark.parametrize("name", [name for name, look in LOOKS.items() if look.bordered])
def test_heads_and_names_can_be_read_on_their_tint_and_lines_be_seen(name: str, colour: str) -> None:
    look = look_named(f"{name}.{colour}")
    assert look.accent == COLOURS[colour][1] and look.ink == LOOKS[name].ink
    assert (
        min(contrast(ink, tint) for ink in (look.ink, look.soft, look.accent) for tint in (look.band, look.shade))
        >= 4.5
    )
    assert contrast(look.line, "#FFFFFF") >= 1.9 and contrast(look.shade, "#FFFFFF") > 1.05


def test_only_a_form_has_a_colour_and_only_one_that_is_known() -> None:
    assert is_look("bordered") and is_look("fangsong.blue")
    for name in ("brand.green", "bordered.", "bordered.pink", "bordered.green.green", "", "x.green"):
        assert not is_look(name)
        assert look_named(name) in LOOKS.values()
    assert look_named("x.green") is LOOKS[USUAL]
    labels = looks_by_label()
    assert labels["标准表格·墨绿"] == look_named("bordered.green") and list(labels)[: len(LOOKS)] == [
        look.label for look in LOOKS.values()
    ]


def inks(look: Look) -> set[str]:
    return {colour.lstrip("#").upper() for colour in (look.accent, look.band, look.shade)}


def test_every_file_has_the_colour() -> None:
    look, filling = look_named("bordered.blue"), shipped().filling(ROLE)
    for ending in ("xlsx", "docx"):
        with zipfile.ZipFile(io.BytesIO(FORMATS[ending].write(ROLE, filling, "bordered.blue"))) as file:
            written = "".join(file.read(name).decode() for name in file.namelist() if name.endswith(".xml"))
        assert inks(look) <= set(re.findall('(?:FF|")([0-9A-F]{6})"', written)), ending
    page = FORMATS["html"].write(ROLE, filling, "bordered.blue").decode()
    assert f"--accent: {look.accent};" in page and f"--tint: {look.shade};" in page


def test_a_pdf_has_the_colour_and_black_lines_without_one(tmp_path: Path) -> None:
    for name in ("bordered", "bordered.red"):
        (tmp_path / "a.pdf").write_bytes(FORMATS["pdf"].write(ROLE, shipped().filling(ROLE, {"平台": "天猫"}), name))
        subprocess.run(["pdftoppm", "-r", "40", "-l", "1", "-png", "a.pdf", "a"], cwd=tmp_path, check=True)
        (shown,) = tmp_path.glob("a-*.png")
        found = Image.open(shown).convert("RGB").getcolors(100_000) or []
        shown.unlink()
        red = sum(count for count, (r, g, b) in found if r > g + 12 and r > b + 12)
        assert (red > 500) == (name == "bordered.red")


@pytest.mark.parametrize("name", [*LOOKS, "bordered.green"])
def test_a_number_can_be_read_on_the_bar_behind_it(name: str) -> None:
    role = ROLE.replace(ROLE.tree.with_(children=tuple(each.with_(on=True) for each in ROLE.tree.children)))
    with zipfile.ZipFile(io.BytesIO(FORMATS["xlsx"].write(role, shipped().filling(role), name))) as file:
        sheet = file.read("xl/worksheets/sheet1.xml").decode()
    bars = re.findall('<dataBar>.*?<color rgb="FF([0-9A-F]{6})"/></dataBar>', sheet)
    assert bars and all(contrast(f"#{bar}", look_named(name).ink) >= 6 for bar in bars)
