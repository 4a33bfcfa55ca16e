"""A stranger's picture, made anew within bounds of bytes, pixels and passes: what is kept is the picture alone."""

import io
import warnings

SIZE_LIMIT = 2_000_000
"""Largest picture to bring in, in bytes."""
PIXEL_LIMIT = 12_500_000
"""Most pixels of a picture to bring in."""
SCANS, SCAN = 100, b"\xff\xda"
"""Most passes over a JPEG, and how one begins; a camera makes ten, and each goes over all pixels again."""
TOO_LARGE = "图片太大：长和宽乘起来最多 1250 万像素，请先缩小再传。"
KINDS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
"""How the files that we take begin."""
PHOTO, QUALITY = 200_000, 88
"""Bytes of a PNG from which on a photo is kept as JPEG, and how well."""


class NoPicture(Exception):
    """The picture cannot be taken; the message is a sentence for the user."""


def cleaned(data: bytes, width: int, height: int, what: str = "图片", *, photos: bool = False) -> bytes:
    """A picture as a PNG of at most so many pixels; with `photos` a large one without holes is a JPEG.

    Raises NoPicture; `what` it is to be.
    """
    from PIL import Image, ImageOps

    kind = next((kind for begin, kind in KINDS.items() if data.startswith(begin)), "")
    if len(data) > SIZE_LIMIT:
        raise NoPicture(f"图片太大，最大 {SIZE_LIMIT // 1_000_000} MB，请先缩小再传。")
    if not kind:
        raise NoPicture(f"{what}只收 PNG 或 JPG 图片，请另存成其中一种再传。")
    if kind == "JPEG" and data.count(SCAN) > SCANS:
        raise NoPicture("这张图片存得太碎，读不完，请用看图软件另存一次再传。")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=[kind]) as image:
                if image.width * image.height > PIXEL_LIMIT:
                    raise NoPicture(TOO_LARGE)
                most = max(width, height)
                image.draft("RGB", (most * 2, most * 2))
                image.load()
                clear = image.has_transparency_data
                shown = image if image.mode in ("RGB", "RGBA") else image.convert("RGBA" if clear else "RGB")
                shown.thumbnail((most, most))  # before it is turned, so that only one large picture is in memory
                shown = ImageOps.exif_transpose(shown)
                shown.thumbnail((width, height))
            bare = Image.frombytes(shown.mode, shown.size, shown.tobytes())
            made = io.BytesIO()
            bare.save(made, "PNG", optimize=True)
            if photos and bare.mode == "RGB" and made.tell() > PHOTO:
                made = io.BytesIO()
                bare.save(made, "JPEG", quality=QUALITY)
    except NoPicture:
        raise
    except Image.DecompressionBombError as error:
        raise NoPicture(TOO_LARGE) from error
    except Exception as error:  # whatever a decoder stumbles over in somebody's file
        raise NoPicture("这张图片读不出来，可能没有传完或坏了，请换一张。") from error
    return made.getvalue()
