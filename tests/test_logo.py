"""The logo: whatever picture comes in, a small clean PNG is kept; what is no picture is refused in a sentence."""

import io
import re
import struct
import zlib

import httpx
import pytest
from PIL import Image

from rolesmith.files.picture import SIZE_LIMIT, NoPicture
from rolesmith.shop import logo
from rolesmith.store.store import Store
from tests.conftest import SHOP, Server
from tests.sample import every_kind
from tests.test_backup import packed, restored
from tests.visitors import PATIENCE


def picture(kind: str = "PNG", size: tuple[int, int] = (1200, 300), mode: str = "RGB", **more: object) -> bytes:
    """A picture whose left half is dark."""
    image = Image.new(mode, size, "white")
    image.paste(0 if mode in ("L", "P", "1") else "black", (0, 0, size[0] // 2, size[1]))
    told = io.BytesIO()
    image.save(told, kind, **more)  # type: ignore[arg-type]
    return told.getvalue()


def read(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
@pytest.mark.parametrize(
    ("size", "kept"),
    [
        ((1200, 300), (600, 150)),
        ((300, 1200), (50, 200)),
        ((80, 40), (80, 40)),
        ((1, 1), (1, 1)),
        ((3000, 1), (600, 1)),
    ],
)
def test_it_becomes_a_small_png(mode: str, size: tuple[int, int], kept: tuple[int, int]) -> None:
    made = read(logo.cleaned(picture(size=size, mode=mode)))
    assert (made.format, made.size) == ("PNG", kept)


def test_a_photo_is_turned_upright_and_tells_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter
    exif[0x010E] = "机密"
    data = picture("JPEG", (400, 100), exif=exif.tobytes(), comment=b"secret")
    made = logo.cleaned(data)
    assert read(made).size == (50, 200)
    assert not read(made).getexif() and b"secret" not in made
    assert set(read(made).info) <= {"transparency"}


def test_what_is_clear_stays_clear() -> None:
    told = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(told, "PNG")
    assert read(logo.cleaned(told.getvalue())).getpixel((3, 3)) == (0, 0, 0, 0)


def headed(width: int, height: int) -> bytes:
    """A PNG that says it is of this size, with next to nothing in it."""
    head = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = b"IDAT" + zlib.compress(b"\0" * 100)
    chunks = (struct.pack(">I", len(each) - 4) + each + struct.pack(">I", zlib.crc32(each)) for each in (head, body))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "PNG 或 JPG"), (b"GIF89a" + b"x" * 100, "PNG 或 JPG"), (b"<svg onload='x'/>", "PNG 或 JPG"),
        (b"\xff\xd8\xff\xe0 no picture", "读不出来"), (picture()[:-200], "读不出来"), (picture()[:20], "读不出来"),
        (headed(100_000, 100_000), "太大"), (headed(20_000, 20_000), "太大"), (headed(5_000, 5_000), "太大"),
        (headed(0, 5), "读不出来"), (headed(9, 9), "读不出来"),
        (picture() + b"x" * SIZE_LIMIT, "太大"),
    ],
)  # fmt: skip
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes, word: str) -> None:
    with pytest.raises(NoPicture, match=word):
        logo.cleaned(data)


def test_it_is_kept_and_goes_with_a_backup(store: Store) -> None:
    assert logo.kept(store, SHOP) == b""
    logo.keep(store, SHOP, picture())
    kept = logo.kept(store, SHOP)
    assert read(kept).size == (600, 150)
    data = packed(store)
    logo.keep(store, SHOP, b"")
    assert logo.kept(store, SHOP) == b""
    restored(store, data)
    assert logo.kept(store, SHOP) == kept


@pytest.mark.parametrize("text", ["不是", "aGFsbG8=", "A" * 5])
def test_a_setting_that_holds_no_picture_is_no_logo(store: Store, text: str) -> None:
    store.set_setting(SHOP, logo.SETTING, text)
    assert logo.kept(store, SHOP) == b""


def test_the_paper_beside_the_editor_shows_it_at_an_address_of_its_own(server: Server) -> None:
    store = server.store()
    role = store.create(SHOP, every_kind()[0])
    edits = ({"id": f"edit-{at:04}", "op": "set", "target": "name", "name": "text", "value": "店长"} for at in range(9))
    headers = {"x-rolesmith": "1", "origin": server.url}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:

        def shown() -> list[str]:
            paper = client.post(f"/roles/{role}/edits", json={"edits": [next(edits)]}).json()["paper"]["html"]
            return re.findall(r'<img src="([^"]+)"', paper)

        assert shown() == []
        logo.keep(store, SHOP, picture())
        (address,) = shown()
        assert shown() == [address] and client.get(address).content == logo.kept(store, SHOP)
        logo.keep(store, SHOP, picture(size=(80, 40)))
        assert shown() != [address]
        logo.keep(store, SHOP, b"")
        assert shown() == []
