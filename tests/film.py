"""A film of the product as a PNG that moves: what the page shows at each step, with a pointer of a steady pace.

Every picture is taken when the page has come to rest and stands as long as the script says, so that a slow machine
makes the same film as a fast one.
"""

import io
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page

from tests.desk import at_rest

STEP = 40
"""Milliseconds from one place of the pointer to the next."""
SPEED = 75
"""Pixels that the pointer goes in a step, about."""
KEY = 120
"""Milliseconds from one key to the next."""
COLOURS = 255
ARROW = ((0, 0), (0, 17), (4, 13.4), (6.9, 20), (9.6, 18.8), (6.8, 12.4), (12.2, 12.4))
FINE = 8
"""The pointer is drawn so many times larger, for smooth edges."""
IN_VIEW = """(target) => {
    const { left, top, width, height } = target.getBoundingClientRect();
    const hit = target.getRootNode().elementFromPoint(left + Math.min(width / 2, 120), top + height / 2);
    if (!target.contains(hit)) target.scrollIntoView({ block: "center" });
}"""
"""Scrolls only to what is not to be seen, or lies under something else."""
CAPTION = """<body style="margin: 0; height: 52px; background: #1f6b57; color: #fff; font: 500 22px/52px sans-serif;
  text-align: center; letter-spacing: 1px"></body>"""


class Film:
    """Takes pictures of a page, and does on it what somebody with a mouse and keys does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.frames: list[tuple[Image.Image, int]] = []
        size = page.viewport_size
        assert size
        self._at = (size["width"] * 0.62, size["height"] * 0.8)
        self._pointer = pointer()
        self._still = Image.new("RGB", (size["width"], size["height"]))
        self._captions = page.context.new_page()
        self._captions.set_viewport_size({"width": size["width"], "height": 52})
        self._captions.set_content(CAPTION)
        self.caption("")
        page.bring_to_front()

    def caption(self, text: str) -> None:
        """What the film says below the page from now on."""
        self._captions.locator("body").evaluate("(body, text) => body.replaceChildren(text)", text)
        self._caption = picture(self._captions)

    def hold(self, milliseconds: int) -> None:
        """Show the page as it is now, for a while if at all."""
        if milliseconds:
            self._look()
            self._keep(milliseconds)

    def move(self, target: Locator) -> None:
        """Go to the middle of something, which is brought where it can be seen whole."""
        self.page.evaluate("document.activeElement.blur()")
        target.evaluate(IN_VIEW)
        self._look()
        box = target.bounding_box()
        assert box
        self._glide((box["x"] + min(box["width"] / 2, 120), box["y"] + box["height"] / 2))
        self.page.mouse.move(*self._at)

    def click(self, target: Locator, wait: int = 300) -> None:
        """Go there, press, and show what comes of it."""
        self.move(target)
        self.hold(250)
        self._keep(120, pressed=True)
        self.page.mouse.click(*self._at)
        self.hold(wait)

    def type(self, text: str, pace: int = KEY) -> None:
        """Letter by letter."""
        for letter in text:
            self.page.keyboard.insert_text(letter)
            self.hold(pace)

    def press(self, key: str, wait: int = KEY) -> None:
        self.page.keyboard.press(key)
        self.hold(wait)

    def roll(self, to: Locator, share: float = 0.5) -> None:
        """Turn the wheel where the pointer is, until something stands at a share of the window's height."""
        size, box = self.page.viewport_size, to.bounding_box()
        assert size and box
        far = box["y"] - size["height"] * share
        steps = max(1, round(abs(far) / 90))
        for _ in range(steps):
            self.page.mouse.wheel(0, far / steps)
            self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            self.hold(STEP)

    def save(self, path: Path) -> None:
        """All pictures in one palette; of each, Pillow writes the part that is not as it was before."""
        stills = list({id(frame): frame for frame, _ in self.frames}.values())[::3]
        strip = Image.new("RGB", (stills[0].width, sum(still.height for still in stills)))
        for at, still in enumerate(stills):
            strip.paste(still, (0, at * still.height))
        palette = strip.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, kmeans=1)
        first, *others = [frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame, _ in self.frames]
        times = [time for _, time in self.frames]
        first.save(path, save_all=True, append_images=others, duration=times)

    def _look(self) -> None:
        """Wait until the page is at rest, and take a picture of it."""
        if self.page.get_by_test_id("stApp").count():
            at_rest(self.page)
        self.page.wait_for_function("document.fonts.status === 'loaded'")
        self._still = picture(self.page)

    def _glide(self, to: tuple[float, float]) -> None:
        """Slow at both ends, as a hand is."""
        (left, top), (right, bottom) = self._at, to
        steps = max(4, round(((right - left) ** 2 + (bottom - top) ** 2) ** 0.5 / SPEED))
        for step in range(1, steps + 1):
            part = step / steps
            part = part * part * (3 - 2 * part)
            self._at = (left + (right - left) * part, top + (bottom - top) * part)
            self._keep(STEP)

    def _keep(self, milliseconds: int, *, pressed: bool = False) -> None:
        """The last picture of the page, with the pointer where it is."""
        frame = self._still.copy()
        left, top = map(round, self._at)
        if pressed:
            ring = Image.new("RGBA", (32 * FINE, 32 * FINE))
            ImageDraw.Draw(ring).ellipse((FINE, FINE, 31 * FINE, 31 * FINE), outline="#1f6b57", width=3 * FINE)
            ring = ring.resize((32, 32), Image.Resampling.LANCZOS)
            frame.paste(ring, (left - 16, top - 16), ring)
        frame.paste(self._pointer, (left - 1, top - 1), self._pointer)
        whole = Image.new("RGB", (frame.width, frame.height + self._caption.height))
        whole.paste(frame)
        whole.paste(self._caption, (0, frame.height))
        self.frames.append((whole, milliseconds))


def picture(page: Page) -> Image.Image:
    """What it shows."""
    return Image.open(io.BytesIO(page.screenshot(animations="disabled", scale="css"))).convert("RGB")


def pointer() -> Image.Image:
    """An arrow, dark with a white edge."""
    drawn = Image.new("RGBA", (16 * FINE, 24 * FINE))
    points = [((x + 1.5) * FINE, (y + 1.5) * FINE) for x, y in ARROW]
    draw = ImageDraw.Draw(drawn)
    draw.line([*points, points[0], points[1]], fill="white", width=3 * FINE, joint="curve")
    draw.polygon(points, fill="#111")
    return drawn.resize((16, 24), Image.Resampling.LANCZOS)
