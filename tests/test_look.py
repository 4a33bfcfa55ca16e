"""The look: one palette, light and dark with the system, and room for everything at each width."""

import re
import tomllib
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Role
from tests.conftest import ROOT, Server
from tests.desk import at_rest, desk_of, new_desk, seen_by, turn
from tests.visitors import Theme
from ui.assets import VERSION

NAME = "跨境电商抖音小店天猫旗舰店视频号直播运营与客户服务及仓储物流统筹协调资深高级专员" * 3
THEMES: tuple[Theme, ...] = ("light", "dark")
PATHS = ("blanks", "basics", "goals", "duties", "qualifications", "kpis", "relations", "outline", "versions", "finish")
IN_CONFIG = {
    "primaryColor": "accent",
    "backgroundColor": "desk",
    "secondaryBackgroundColor": "card",
    "textColor": "ink",
    "linkColor": "accent",
    "borderColor": "line",
    "grayTextColor": "soft",
    "greenTextColor": "accent",
}
"""Streamlit's name of a colour → ours."""


def palettes() -> dict[str, dict[str, str]]:
    """Our colours by theme, as shell.css has them."""
    css = (ROOT / "ui" / "components" / "frame" / "shell.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    return {theme: dict(re.findall(r"--([\w-]+): (#\w+)", text)) for theme, text in (("light", light), ("dark", dark))}


def test_the_theme_and_our_own_style_are_one_palette() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"]
    for theme, colours in palettes().items():
        ours = {theirs: colours[name] for theirs, name in IN_CONFIG.items()}
        assert {theirs: config[theme][theirs] for theirs in ours} == ours
        assert config[theme]["sidebar"]["backgroundColor"] == colours["desk"]


def test_no_colour_stands_outside_the_palette() -> None:
    """But in the palette itself, the paper's own in preview.css, and the seal, which is the same by day and night."""
    files = [path for path in (ROOT / "ui" / "components").rglob("*.css") if path.name != "shell.css"]
    stray = {path.name: re.findall(r"#[0-9a-f]{3,8}\b", path.read_text("utf-8")) for path in files}
    night_paper = stray.pop("preview.css")
    assert len(night_paper) <= 4
    assert {name: found for name, found in stray.items() if set(found) - {"#0001"}} == {}


def modules_of(widget: Path, seen: set[Path]) -> set[Path]:
    """The scripts that a widget is made of."""
    if widget not in seen:
        seen.add(widget)
        for name in re.findall(r'from "(\.[^"]+)"', widget.read_text("utf-8")):
            modules_of((widget.parent / name).resolve(), seen)
    return {path for path in seen if "vendor" not in path.parts}


def classes_given(script: str) -> set[str]:
    """The classes that a script writes: as they stand, or as the texts in an expression."""
    found = re.findall(r'class="([^"]*)"', script)
    for at in (match.end() for match in re.finditer(r"class=\$\{", script)):
        depth, end = 1, at
        while depth:
            depth += {"{": 1, "}": -1}.get(script[end], 0)
            end += 1
        expression = re.sub(r'===\s*"[^"]*"', "", script[at : end - 1])
        found += re.findall(r'"([^"]*)"', expression)
        found += [re.sub(r"\$\{[^}]*\}?", " ", text) for text in re.findall(r"`([^`$]*)", expression)]
    return {word for text in found for word in re.findall(r"[^\W\d][\w-]*", text)}


def styles_of(widget: str) -> dict[str, set[str]]:
    """The classes that each style sheet of a widget names; the first is shared by all."""
    screen = "\n".join(path.read_text("utf-8") for path in (ROOT / "ui").glob("*.py"))
    shared = re.search(rf'mount\("{widget}"[^\n]*styles=\(([^)]*)', screen)
    names = ["shared/base", *re.findall(r'"([^"]+)"', shared[1] if shared else ""), f"widgets/{widget}"]
    files = {name: ROOT / "ui" / "components" / f"{name}.css" for name in names}
    bare = {name: re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL) for name, path in files.items()}
    return {name: set(re.findall(r"\.([^\W\d][\w-]*)", css)) for name, css in bare.items()}


WIDGETS = sorted((ROOT / "ui" / "components" / "widgets").glob("*.js"))
BARE = {"card", "elsewhere", "ghost", "keep-lines", "looks", "rows", "standard"}
"""Classes by which something is found or styled elsewhere; it needs no style wherever it stands."""


@pytest.mark.parametrize("widget", WIDGETS, ids=lambda path: path.stem)
def test_every_class_of_a_widget_has_a_style_and_every_style_its_use(widget: Path) -> None:
    scripts = "\n".join(path.read_text("utf-8") for path in modules_of(widget.resolve(), set()))
    styles = styles_of(widget.stem)
    assert classes_given(scripts) - set().union(*styles.values()) - BARE == set()
    screen = [ROOT / "ui" / "team.py", *(ROOT / "rolesmith" / "formats").rglob("*.py")]  # what draws a page or a chart
    words = re.findall(r"[\w-]+", "\n".join([scripts, *(path.read_text("utf-8") for path in screen)]))
    assert styles[f"widgets/{widget.stem}"] - set(words) - {"红", "黄"} == set(), "a hint brings its colour along"


def test_the_page_is_chinese_and_dressed_before_any_script_runs(server: Server) -> None:
    for path in ("", "duties?role=r1", "no-such-page"):
        wish = urllib.request.Request(f"{server.url}/{path}", headers={"accept": "text/html"})
        with urllib.request.urlopen(wish) as answer:
            body = answer.read().decode()
            assert int(answer.headers["content-length"]) == len(body.encode())
            assert answer.headers["etag"] is None, "a browser must not keep the page of an older version"
        assert '<html lang="zh-CN">' in body and "<title>岗位匠</title>" in body
        assert f'href="/assets/{VERSION}/frame/shell.css"' in body
        assert "enable JavaScript" not in body and "Streamlit app" not in body


def test_a_browser_that_has_an_older_page_gets_the_new_one(server: Server) -> None:
    wish = urllib.request.Request(f"{server.url}/", headers={"if-modified-since": "Sat, 01 Jan 2050 00:00:00 GMT"})
    with urllib.request.urlopen(wish) as answer:
        assert answer.status == 200 and VERSION in answer.read().decode()


def rgb(colour: str) -> str:
    """A colour of the palette as a browser says it."""
    return f"rgb({', '.join(str(part) for part in bytes.fromhex(colour[1:]))})"


@pytest.mark.one_visit
@pytest.mark.browser
def test_the_page_follows_the_system(page: Page, server: Server) -> None:
    page.emulate_media(color_scheme="dark")
    desk = new_desk(page, server).open("duties")
    for theme in reversed(THEMES):
        page.emulate_media(color_scheme=theme)
        colours = palettes()[theme]
        for selector, style, name in (
            ("[data-testid=stApp]", "background-color", "desk"),
            (".group", "background-color", "card"),
            (".line textarea", "caret-color", "ink"),
            (".st-key-next a", "background-color", "accent"),
        ):
            expect(page.locator(selector).first).to_have_css(style, rgb(colours[name]))
        expect(desk.paper).to_have_css("background-color", rgb("#ffffff" if theme == "light" else "#e6e0d3"))


@pytest.mark.one_visit
@pytest.mark.browser
def test_nothing_moves_where_the_visitor_wants_no_motion(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    new_desk(page, server).open("duties")
    moving = page.evaluate(
        """() => {
        const all = (root) => [...root.querySelectorAll("*")]
          .flatMap((one) => [one, ...(one.shadowRoot ? all(one.shadowRoot) : [])]);
        const moves = (style) => style.animationName !== "none" || parseFloat(style.transitionDuration) > 0;
        return all(document.body)
          .filter((one) => moves(getComputedStyle(one)) || moves(getComputedStyle(one, "::after"))).length;
    }"""
    )
    assert moving == 0


def long_named() -> Role:
    role = shipped().starters["operations_specialist"].role
    node = role.meaning("name")
    assert node is not None
    return apply(role, Edit(id="a-long-name", op="set", target=node.id, name="text", value=NAME))


def at_each_width(page: Page) -> Iterator[int]:
    """The page as wide as a tablet, a phone and, in the end as in the beginning, a desk."""
    for width in (768, 390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        yield width


SPILLS = """() => {
  const found = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      const box = one.getBoundingClientRect();
      if (!one.textContent.trim() || !box.width || !box.height || one.closest(".sr")) continue;
      if (!one.checkVisibility()) continue;
      if (box.right > innerWidth + 1 || box.left < -1) found.push(`${one.tagName}.${one.className}`);
    }
  };
  walk(document.querySelector("[data-testid=stMain]"));
  const bar = document.querySelector("[data-testid=stSidebar][data-collapsed=false] [data-testid=stSidebarContent]");
  if (bar && bar.scrollWidth > bar.clientWidth) found.push("sidebar");
  return found;
}"""


@pytest.mark.one_visit
@pytest.mark.browser
def test_everything_has_room_and_the_way_on_is_in_sight_at_each_width(page: Page, server: Server) -> None:
    """No page scrolls sideways, and no text stands beyond the screen, with a name of over 100 characters."""
    page.emulate_media(reduced_motion="reduce")  # the column at the side folds at once
    desk = desk_of(page, server, long_named())
    found = {}
    desk.open(PATHS[-1])
    for path in PATHS:
        desk.turn(path)
        for width in at_each_width(page):
            expect(page.locator(".st-key-form")).to_be_visible()
            found[path, width] = page.evaluate(SPILLS)
            if path == "blanks":
                stands_at_the_right(page)
            if path == "duties":
                stands_in_sight(page, narrow=width < 1000)
    for path in ("", "bring", "libraries", "team", "shop"):
        turn(page, f"/{path}")
        expect(page.get_by_test_id("stMain").locator("h1")).to_be_visible()
        for width in at_each_width(page):
            found[path, width] = page.evaluate(SPILLS)
    assert {place: spilled for place, spilled in found.items() if spilled} == {}


def stands_at_the_right(page: Page) -> None:
    """The way on, also on the first page, which has none back."""
    foot, on = (page.locator(each).bounding_box() or {} for each in (".st-key-foot", ".st-key-next a"))
    assert page.locator(".st-key-previous").count() == 0
    assert foot["x"] + foot["width"] - on["x"] - on["width"] < 20


def stands_in_sight(page: Page, *, narrow: bool) -> None:
    """The way on, at any time where the screen is narrow, and at the end of the page elsewhere."""
    main, on = page.get_by_test_id("stMain"), page.locator(".st-key-next a")
    main.evaluate("main => main.scrollTo(0, 0)")
    if narrow:
        expect(on).to_be_in_viewport()
        main.evaluate("main => main.scrollTo(0, 1e6)")
        last = page.get_by_role("button", name="＋ 加一组")
        expect(last).to_be_in_viewport()
        assert (last.bounding_box() or {})["y"] + 20 < (on.bounding_box() or {})["y"], "and covers nothing at the end"
    else:
        on.scroll_into_view_if_needed()
        expect(on).to_be_in_viewport()


SMALL = """() => {
  const found = [];
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (!one.matches("button:not(.blank), [role=switch]") || !one.checkVisibility()) continue;
      const { height } = one.getBoundingClientRect();
      const around = getComputedStyle(one, "::after");
      const hit = Math.max(height, around.position === "absolute" ? parseFloat(around.height) : 0);
      if (height && hit < 39.5) found.push(`${one.ariaLabel || one.innerText} ${hit}`);
    }
  };
  walk(document.querySelector("[data-testid=stMain]"));
  return found;
}"""


@pytest.mark.browser
def test_a_finger_hits_every_button(phone: Page, server: Server) -> None:
    desk = new_desk(phone, server)
    found = {}
    desk.open("basics")
    for path in ("blanks", "goals", "duties", "qualifications", "outline", "finish"):
        desk.turn(path)
        found[path] = desk.page.evaluate(SMALL)
    turn(phone, "/")
    expect(phone.locator(".start").first).to_be_visible()
    found["我的岗位"] = desk.page.evaluate(SMALL)
    assert {path: small for path, small in found.items() if small} == {}


FAINT = r"""() => {
  const found = [];
  const colour = (text) => (text.match(/[\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one, other) => {
    const [less, more] = [light(one), light(other)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement ?? at.getRootNode().host) {
      const back = colour(getComputedStyle(at).backgroundColor);
      if ((back[3] ?? 1) > 0.5) return back;
    }
    return [255, 255, 255];
  };
  const walk = (root) => {
    for (const one of root.querySelectorAll("*")) {
      if (one.shadowRoot) walk(one.shadowRoot);
      if (!one.matches("button, a[href], summary, [role=switch]") || one.disabled || !one.checkVisibility()) continue;
      one.focus({ preventScroll: true });
      if (!one.matches(":focus")) continue; // it comes with the mouse only
      const name = one.ariaLabel || one.innerText;
      for (const part of [one, ...one.querySelectorAll("*")]) {
        const said = [...part.childNodes].map((node) => (node.nodeType === 3 ? node.data.trim() : "")).join("");
        const ratio = contrast(colour(getComputedStyle(part).color), behind(part));
        if (said && ratio < (/\p{L}/u.test(said) ? 4.5 : 3)) found.push(`${name}: ${said} ${ratio.toFixed(1)}`);
      }
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
      const ring = contrast(colour(outlineColor), behind(one.parentElement ?? one.getRootNode().host));
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 2 || ring < 3) found.push(`${name}: no ring`);
    }
  };
  walk(document.querySelector("[data-testid=stMain]"));
  walk(document.querySelector("[data-testid=stSidebar]"));
  return found;
}"""


@pytest.mark.one_visit
@pytest.mark.browser
def test_whatever_has_the_focus_can_be_read_and_seen_by_day_and_night(page: Page, server: Server) -> None:
    page.emulate_media(reduced_motion="reduce")
    desk = new_desk(page, server)
    found = {}
    desk.open("basics")
    for path in ("duties", "kpis", "finish", "versions"):
        desk.turn(path)
        found |= {(path, theme): faint for theme, faint in faint_by_theme(page)}
    for path in ("", "bring", "libraries", "team", "shop"):
        turn(page, f"/{path}")
        expect(page.get_by_test_id("stMain").locator("h1")).to_be_visible()
        found |= {(path, theme): faint for theme, faint in faint_by_theme(page)}
    assert {place: faint for place, faint in found.items() if faint} == {}


def faint_by_theme(page: Page) -> Iterator[tuple[Theme, list[str]]]:
    at_rest(page)
    page.keyboard.press("Tab")  # from now on the focus is the keyboard's
    for theme in THEMES:
        seen_by(page, theme)
        yield theme, page.evaluate(FAINT)
