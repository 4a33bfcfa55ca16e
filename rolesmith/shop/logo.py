"""Logo: the picture that a shop puts above its papers, always a small PNG of our own making."""

import binascii
import io
import warnings
from base64 import b64decode, b64encode
from functools import lru_cache

from rolesmith.store.store import Store

SETTING = "logo"
SIZE_LIMIT = 2_000_000
"""Largest picture to bring in, in bytes."""
PIXEL_LIMIT = 12_500_000
"""Most pixels of a picture to bring in."""
SCANS, SCAN = 100, b"\xff\xda"
"""Most passes over a JPEG, and how one begins; a camera makes ten, and each goes over all pixels again."""
WIDTH, HEIGHT = 600, 200
"""Pixels that it is fitted into."""
TOO_LARGE = "图片太大：长和宽乘起来最多 1250 万像素，请先缩小再传。"
KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
"""How the files that we take begin."""


class NoPicture(Exception):
    """The picture cannot be taken; the message is a sentence for the user."""


def cleaned(data: bytes) -> bytes:
    """A picture as a PNG of at most 600×200 pixels that holds nothing but the picture. Raises NoPicture."""
    from PIL import Image, ImageOps

    kind = next((kind for begin, kind in KINDS.items() if data.startswith(begin)), "")
    if len(data) > SIZE_LIMIT:
        raise NoPicture(f"图片太大，最大 {SIZE_LIMIT // 1_000_000} MB，请先缩小再传。")
    if not kind:
        raise NoPicture("店标只收 PNG 或 JPG 图片，请另存成其中一种再传。")
    if kind == "JPEG" and data.count(SCAN) > SCANS:
        raise NoPicture("这张图片存得太碎，读不完，请用看图软件另存一次再传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[kind]) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise NoPicture(TOO_LARGE)
                image.draft("RGB", (WIDTH * 2, WIDTH * 2))
                image.load()
                clear = image.has_transparency_data
                shown = image if image.mode in ("RGB", "RGBA") else image.convert("RGBA" if clear else "RGB")
                shown.thumbnail((WIDTH, WIDTH))  # before it is turned, so that only one large picture is in memory
                shown = ImageOps.exif_transpose(shown)
                shown.thumbnail((WIDTH, HEIGHT))
            png = io.BytesIO()
            bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
            bare.save(png, "PNG", optimize=True)
    except NoPicture:
        raise
    except Image.DecompressionBombError as error:
        raise NoPicture(TOO_LARGE) from error
    except Exception as error:  # whatever a decoder stumbles over in somebody's file
        raise NoPicture("这张图片读不出来，可能没有传完或坏了，请换一张。") from error
    return png.getvalue()


def kept(store: Store, shop: str) -> bytes:
    """The shop's logo as a PNG; empty where it has none."""
    return _checked(store.setting(shop, SETTING))


def keep(store: Store, shop: str, data: bytes) -> None:
    """Put a picture in the logo's place; empty takes it away. Raises NoPicture."""
    store.set_setting(shop, SETTING, b64encode(cleaned(data)).decode() if data else "")


@lru_cache(4)
def _checked(text: str) -> bytes:
    """What the setting holds, cleaned again: a backup is somebody's file."""
    try:
        return cleaned(b64decode(text, validate=True)) if text else b""
    except (binascii.Error, ValueError, NoPicture):
        return b""
