"""Whatever is typed stays text: nothing runs, nothing hides, nothing is lost, and no foreign page can write."""

import json
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa
from playwright.sync_api import BrowserContext, Page, expect

from rolesmith.document.draw import draw
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.edit import Edit
from rolesmith.role.text import TEXT_LIMIT, clean
from rolesmith.role.tree import Node, Role
from rolesmith.store import tables
from rolesmith.store.store import FACTS
from tests.conftest import PATIENCE, SHOP, Server
from tests.desk import Desk, at_rest, desk_of, new_desk, row_of
from tests.outside import text_in
from tests.sample import every_kind
from tests.test_main_job import read_excel
from ui.navigation import address

pytestmark = pytest.mark.browser

CODE = (
    "<script>window.ran=1</script>",
    '<img src=x onerror="window.ran=1">',
    "<style>*{{display:none !important}</style>",
    '<iframe srcdoc="<script>parent.ran=1</script>"></iframe>',
    '<a href="javascript:window.ran=1">点</a>',
    "<svg onload=window.ran=1></svg>",
    "</textarea></style></template><b onclick=window.ran=1>",
    "[点](javascript:window.ran=1) ![图](x)",
    "{{7*7}} {{% raise %} ${{7*7}",
    ":red[红] :material/home: :smile: :streamlit:",
    "**粗** _斜_ `码` $x^2$ ~~删~~ -> --",
    "# 标题 | 1. https://evil.example a@b.cn",
    "\"'\\\" onmouseover=window.ran=1 x='",
    "{constructor} {__proto__} {toString} {valueOf}",
)
"""What a page could take for more than text, each short enough for a title; `{{` prints a brace."""
ALL = " ".join(CODE)
BLANK = "<svg onload=ran=1>"
"""A blank's name has at most 30 characters."""

FOUND = """() => {
  const found = [];
  const look = (root) => {
    for (const node of root.querySelectorAll("*")) {
      if (node.shadowRoot) look(node.shadowRoot);
      const own = node.tagName === "SCRIPT" || node.tagName === "STYLE" ? node.textContent : "";
      const suspicious = [...node.attributes].some(({ name, value }) =>
        name === "srcdoc" || (name.startsWith("on") && value.includes("ran=1")) || /^\\s*javascript:/i.test(value));
      if (suspicious || own.includes("ran=1") || own.includes("display:none !important")) found.push(node.outerHTML);
      if (node.tagName === "A" && node.href.includes("evil.example")) found.push(node.outerHTML);
    }
  };
  look(document);
  return { found, ran: window.ran ?? null };
}"""
"""What of ours would have become an element, in the document and in all shadow roots, and whether it ran."""


def nasty_role() -> Role:
    """Every kind of node, each of its texts and titles with code in it, no two neighbours with the same."""
    role, _ = every_kind()
    count = iter(range(10_000))

    def spoil(node: Node) -> Node:
        children = tuple(map(spoil, node.children))
        changes: dict[str, Any] = {"children": children}
        if node.kind not in ("role", "row") and (node.title or node.kind == "group"):
            changes["title"] = CODE[next(count) % len(CODE)] + node.title[:3]
        if node.text:
            changes["text"] = f"{ALL} {{{BLANK}}} {{店名}} {node.text}"
        if node.kind in ("section", "fields", "items", "text", "field"):
            changes["hint"] = CODE[next(count) % len(CODE)]
        if node.kind == "field" and not node.meaning:
            changes["examples"] = (CODE[0], CODE[1])
        if node.kind == "line":
            changes["mark"] = CODE[next(count) % len(CODE)]
        if node.kind == "column":
            changes |= {"choices": (CODE[1],)}
        if node.id == "lines":
            changes |= {"marks": CODE[:2]}
        if node.id == "duties":
            changes |= {"picks": "duty"}
        if node.kind == "role":
            changes["values"] = {BLANK: f"{CODE[1]}{CODE[5]}"}
        return node.with_(**changes)

    return role.replace(spoil(role.tree))


def flat(text: str) -> str:
    """A text as an eye reads it: one space for many, no word joiners."""
    return " ".join(text.replace("\u2060", "").split())


class Watch:
    """Sees whether a page runs, shows or breaks what it should not."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.alarms: list[str] = []
        page.on("dialog", lambda dialog: (self.alarms.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.alarms.append(str(error)))

    def calm(self) -> None:
        assert self.page.evaluate(FOUND) == {"found": [], "ran": None}
        assert self.alarms == []


@pytest.fixture
def nasty(page: Page, server: Server) -> Iterator[tuple[Desk, Watch]]:
    """A nasty role in a shop whose name, library and template are nasty too."""
    desk = desk_of(page, server, nasty_role())
    store = server.store()
    fact = Edit(id=f"{desk.role}-fact", op="fill", target="role", name="店名", value=f"{CODE[0]}{CODE[9]}")
    store.apply(SHOP, FACTS, [fact])
    store.keep_template(SHOP, ALL, desk.stored())
    store.close()
    yield desk, Watch(page)
    assert "Traceback" not in server.log.read_text("utf-8")


def shown(server: Server, desk: Desk) -> tuple[str, list[str]]:
    """The document's title, and each of its phrases."""
    store = server.store()
    filling = Filling(role=desk.stored().tree.values, shop=store.facts(SHOP).role.tree.values)
    store.close()
    document = draw(desk.stored(), filling)
    nodes = [node for node in desk.stored().tree.walk() if node.kind != "row"]
    texts = [filling.fill(text, node.values) for node in nodes for text in (node.title, node.text) if text]
    return document.title, texts


def test_code_in_every_text_of_a_role_stays_text_on_every_page(nasty: tuple[Desk, Watch], server: Server) -> None:
    desk, watch = nasty
    title, texts = shown(server, desk)
    sections = desk.stored().tree.children
    desk.open("versions")
    for path in ("finish", "blanks", "outline", *map(address, sections)):
        desk.turn(path)
        expect(desk.page.locator("h1, h2").first).to_be_visible()
        watch.calm()
        paper = flat(desk.paper.text_content() or "")
        assert flat(title) in paper
        for text in texts:
            assert flat(text) in paper, path
        sidebar = flat(desk.page.get_by_test_id("stSidebar").inner_text())
        for section in sections:
            assert flat(Filling().fill(section.title)) in sidebar, path
        section = next((section for section in sections if address(section) == path), None)
        if section:
            boxes = desk.page.locator("textarea").evaluate_all("all => all.map((box) => box.value)")
            for node in section.walk():
                assert not node.text or node.text in boxes
            desk.button("调整结构").click()
            expect(desk.page.get_by_role("textbox", name="章节标题")).to_have_value(section.title)
            watch.calm()


def test_code_in_a_name_stays_text_among_the_roles_and_templates(nasty: tuple[Desk, Watch], server: Server) -> None:
    desk, watch = nasty
    title, _ = shown(server, desk)
    desk.page.goto(server.url)
    row = row_of(desk.page, desk.role)
    expect(row.get_by_role("link")).to_be_visible()
    assert flat(title.removesuffix("岗位职责说明书")) in flat(row.inner_text())
    template = desk.page.locator(".areas section").filter(has_text="本店模板").get_by_role("button").first
    expect(template).to_be_visible()
    assert flat(ALL) in flat(template.inner_text())
    watch.calm()
    store = server.store()
    store.trash(SHOP, desk.role)
    store.close()
    desk.page.reload()
    desk.page.get_by_text("回收站", exact=True).click()
    expect(desk.page.get_by_role("button", name="恢复").first).to_be_visible()
    watch.calm()


def test_code_in_a_fact_of_the_shop_stays_text(nasty: tuple[Desk, Watch], server: Server) -> None:
    desk, watch = nasty
    desk.page.goto(f"{server.url}/shop")
    expect(desk.page.get_by_role("textbox", name="店铺名称")).to_have_value(f"{CODE[0]}{CODE[9]}")
    watch.calm()


def test_code_in_a_library_stays_text(nasty: tuple[Desk, Watch], server: Server) -> None:
    """Its title among the others, its topic and text in the picker and then in the role; a broken one's file name."""
    desk, watch = nasty
    page = desk.page
    title = f"{CODE[1]}{CODE[9][:44]}"
    library = {
        "library": "nasty", "title": title, "note": ALL, "author": CODE[7], "checked": CODE[3],
        "items": [
            {"id": "a.b", "kind": "duty", "topic": CODE[0], "text": f"毒 {ALL}"[:500], "platforms": [CODE[1], CODE[9]]}
        ],
    }  # fmt: skip
    page.goto(f"{server.url}/libraries")
    upload = page.get_by_label("导入预设库")
    page.get_by_label("搜全部预设库").wait_for()

    def bring(name: str, content: Any) -> None:
        text = json.dumps(content, ensure_ascii=False)
        upload.set_input_files({"name": name, "mimeType": "text/yaml", "buffer": text.encode()})

    bring(f"{CODE[1]}.yaml", {**library, CODE[0]: 1, "items": [{"id": "a.b", "text": "甲", "level": CODE[1]}]})
    problems = page.get_by_role("alert").filter(has_text="没有导入")
    expect(problems).to_contain_text(CODE[1])
    expect(problems).to_contain_text(f"没有“{CODE[0]}”这一项")
    watch.calm()

    bring("库.yaml", library)
    preview = page.get_by_role("region", name="导入之前先看")
    expect(preview).to_contain_text(ALL[:60])
    preview.get_by_text("您还没有的").click()
    watch.calm()
    page.get_by_role("button", name="导入勾选的").click()
    expect(page.get_by_text("已导入")).to_be_visible()
    watch.calm()
    cards = page.locator("a.card")
    expect(cards).to_have_count(len(shipped().libraries) + 1)
    assert flat(title) in flat(cards.first.inner_text())
    cards.first.click()
    expect(page.get_by_role("textbox", name="库名", exact=True)).to_have_value(title)
    assert flat(page.get_by_role("textbox", name="说明", exact=True).input_value()) == flat(ALL)
    watch.calm()

    desk.open("groups")
    page.get_by_role("searchbox", name="搜预设库").fill("毒 onerror")
    item = page.locator(".found li").first
    expect(item).to_contain_text(CODE[0])
    expect(item.locator("small")).to_contain_text(f"{title} · {CODE[0]}")
    watch.calm()
    item.get_by_role("checkbox").check()
    desk.saved()
    page.reload()
    desk.drawn()
    (line,) = (node for node in desk.stored().tree.walk() if node.origin == "nasty/a.b")
    assert line.text == library["items"][0]["text"]  # type: ignore[index]
    expect(desk.paper).to_contain_text("毒 <script>window.ran=1</script>")
    watch.calm()


@pytest.mark.one_visit
def test_code_typed_in_a_box_stays_text_on_the_paper_from_the_first_key(page: Page, server: Server) -> None:
    watch = Watch(page)
    role, _ = every_kind()
    desk = desk_of(page, server, role).open(address(role.tree.children[2]))
    box = page.locator("textarea[data-edit='lines.0']")
    for code in CODE:
        box.fill(code)
        place = desk.paper.locator("[data-node='lines.0']")
        expect(place).to_have_text(flat(Filling().fill(code)))
        watch.calm()
    desk.saved()
    assert desk.text("lines.0") == CODE[-1]
    box.fill(f"{{{BLANK}}}")
    box.blur()
    page.locator(".mirror button.blank").filter(has_text=BLANK).click()
    card = page.get_by_role("dialog")
    expect(card).to_contain_text(BLANK)
    card.get_by_role("textbox", name=BLANK).fill(CODE[1])
    expect(desk.paper.locator("[data-node='lines.0']")).to_have_text(CODE[1])
    watch.calm()
    desk.saved()


def test_the_exported_page_runs_nothing(page: Page, server: Server, tmp_path: Path) -> None:
    desk = desk_of(page, server, nasty_role())
    title, texts = shown(server, desk)
    file = tmp_path / "说明书.html"
    file.write_bytes(httpx.get(f"{server.url}/roles/{desk.role}/export.html", timeout=PATIENCE / 1000).content)
    watch = Watch(page)
    page.goto(file.as_uri())
    expect(page.locator("h1")).to_be_visible()
    watch.calm()
    seen = flat(page.locator("article").text_content() or "")
    for text in (title, *texts):
        assert flat(text) in seen


# —— Foreign pages ——

ATTACK = """async ({ server, role }) => {
  const id = "foreign-" + Math.random().toString(36).slice(2);
  const edit = { edits: [{ id, op: "set", target: "lines.0", name: "text", value: "外来" }] };
  const tree = { id: "role", kind: "role" };
  const bodies = {
    "/roles": { file: "a.json", text: JSON.stringify({ schema: "rolesmith/role@1", tree }) },
    [`/roles/${role}/edits`]: edit,
    [`/roles/${role}/publish`]: {},
    "/libraries/take": { file: "a.yaml", data: btoa("library: foreign\\ntitle: foreign\\nitems: []\\n"), taken: [] },
  };
  const said = [];
  const keep = (promise) => promise.then((r) => said.push(r.type), (error) => said.push("blocked"));
  for (const [path, content] of Object.entries(bodies)) {
    const address = server + path;
    const body = JSON.stringify(content);
    for (const type of ["text/plain", "application/json", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      for (const mode of ["no-cors", "cors"]) {
        for (const extra of [{}, { "x-rolesmith": "1" }]) {
          const headers = { "content-type": type, ...extra };
          await keep(fetch(address, { method: "POST", mode, body, credentials: "include", headers }));
        }
      }
    }
    navigator.sendBeacon(address, body);
    for (const enctype of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]) {
      const frame = document.createElement("iframe");
      frame.name = "frame" + Math.random();
      const target = frame.name;
      const form = Object.assign(document.createElement("form"), { method: "post", action: address, enctype, target });
      const half = Math.floor(body.length / 2);
      const input = document.createElement("input");
      input.name = body.slice(0, half);
      input.value = body.slice(half);
      form.append(input);
      document.body.append(frame, form);
      const loaded = new Promise((done) => { frame.onload = done; });
      form.submit();
      await loaded;
    }
  }
  return said;
}"""


class Foreign(BaseHTTPRequestHandler):
    """An empty page."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        if self.path == "/sandbox":  # its origin is "null"
            self.send_header("content-security-policy", "sandbox allow-scripts allow-forms")
        self.end_headers()
        self.wfile.write("<!doctype html><title>外面的网页</title>".encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def foreign() -> Iterator[str]:
    """Another origin on this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Foreign)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    server.shutdown()
    server.server_close()


def rows(server: Server) -> dict[str, Sequence[Any]]:
    """All rows of all tables."""
    engine = sa.create_engine(f"sqlite:///{server.database}")
    with engine.connect() as connection:
        found = {name: connection.execute(sa.select(t)).all() for name, t in tables.metadata.tables.items()}
    engine.dispose()
    return found


@pytest.mark.parametrize("kind", ["other port", "other name", "sandbox", "file"])
def test_a_foreign_page_changes_nothing(page: Page, server: Server, foreign: str, tmp_path: Path, kind: str) -> None:
    role, _ = every_kind()
    desk = desk_of(page, server, role)
    before = rows(server)
    (tmp_path / "外面.html").write_text("<!doctype html><title>外面的网页</title>", "utf-8")
    heard: list[int] = []
    page.on("response", lambda answer: heard.append(answer.status) if answer.url.startswith(server.url) else None)
    page.goto(
        {
            "other port": foreign,
            "other name": foreign.replace("127.0.0.1", "localhost"),
            "sandbox": f"{foreign}sandbox",
            "file": (tmp_path / "外面.html").as_uri(),
        }[kind]
    )
    said = page.evaluate(ATTACK, {"server": server.url, "role": desk.role})
    assert len(said) == 64
    assert set(said) <= {"blocked", "opaque"}, "a foreign page could read our answer"
    assert 403 in heard, "nothing has reached us, so nothing was tried"
    assert not [status for status in heard if status < 400]
    assert rows(server) == before


def test_our_own_page_can_do_what_the_foreign_ones_tried(page: Page, server: Server) -> None:
    """Or else the test above would hold of requests that nobody could make."""
    role, _ = every_kind()
    desk = desk_of(page, server, role)
    page.goto(f"{server.url}/_stcore/health")
    page.evaluate(ATTACK, {"server": server.url, "role": desk.role})
    assert desk.text("lines.0") == "外来"
    store = server.store()
    assert "foreign" in store.libraries(SHOP)
    store.drop_library(SHOP, "foreign")
    store.close()


# —— Nothing is dropped on the way out ——


def test_every_value_is_on_the_paper_and_in_every_file(
    page: Page, context: BrowserContext, server: Server, tmp_path: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    role, markers = every_kind()
    desk = desk_of(page, server, role).open("finish")
    paper = desk.paper.inner_text()
    assert not [marker for marker in markers if marker not in paper]

    desk.button("更多").click()
    page.get_by_role("button", name="复制全文").click()
    expect(page.get_by_text("全文已复制")).to_be_visible()
    readings = {"复制全文": page.evaluate("navigator.clipboard.readText()")}
    for label in ("Markdown", "网页", "备份", "Excel"):
        with page.expect_download() as waiting:
            page.get_by_role(
                "button", name=f"下载{label}" if label in ("网页", "备份") else f"下载 {label}"
            ).last.click()
        path = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(path)
        if label == "Excel":
            readings["openpyxl"], readings["calamine"] = read_excel(path)
        else:
            readings[label] = text_in(path.suffix[1:], path.read_bytes())
    for name, reading in readings.items():
        assert not [marker for marker in markers if marker not in reading], name


# —— Text boxes ——

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"


TEXTS = {
    "emoji": "一家👨‍👩‍👧‍👦和👩🏽‍🚀还有🇨🇳、𠮷野家",
    "right to left": "مرحبا بالعالم שלום \u202e反过来\u202c 结束",
    "combining": "e\u0301 か\u3099 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A\u0327",
    "zero width": "零\u200b宽\u200d字\ufeff符",
    "control": "控\x01制\x1b字\x7f符\x00和\x0b竖\x0c页",
    "braces": "{{} } {constructor} {__proto__}",
    "5000": "长" * TEXT_LIMIT,
    "5000 emoji": "👪" * TEXT_LIMIT,
}


@pytest.mark.one_visit
def test_a_box_keeps_any_text(page: Page, server: Server) -> None:
    """Each in a line of its own, as it is saved, and after a refresh."""
    watch = Watch(page)
    desk = new_desk(page, server).open("duties")
    section = desk.stored().tree.find("duties")
    assert section is not None
    lines = [node.id for node in section.walk() if node.kind == "line"][: len(TEXTS)]
    kept = {}
    for line, text in zip(lines, TEXTS.values(), strict=True):
        end = "完"[: TEXT_LIMIT - len(text)]
        box = page.locator(f"textarea[data-edit='{line}']")
        box.focus()
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(text)
        page.keyboard.insert_text(end)
        box.blur()
        desk.saved()
        kept[line] = clean(text) + end
    for again in (False, True):
        if again:
            page.reload()
        for (line, text), name in zip(kept.items(), TEXTS, strict=True):
            expect(page.locator(f"textarea[data-edit='{line}']"), name).to_have_value(text)
            assert desk.text(line) == text, name
    watch.calm()


@pytest.mark.one_visit
def test_a_new_line_takes_any_text(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("goals")
    desk.box("条目第 1 条").click()
    page.keyboard.insert_text("👨‍👩‍👧‍👦控\x01制\x0b行")
    desk.saved()
    assert [line.text for line in desk.stored().tree.find("goals.goals").children] == ["👨‍👩‍👧‍👦控制\n行"]  # type: ignore[union-attr]
    expect(page.locator(".trouble")).to_have_count(0)


@pytest.mark.one_visit
def test_a_text_that_is_too_long_stays_in_its_box_until_it_is_shortened(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.text(NODE)
    over = page.locator(".trouble").filter(has_text="超出")
    desk.box(LINE).fill("长" * 100_000)
    expect(over).to_contain_text(f"超出 {100_000 - TEXT_LIMIT} 字")
    expect(page.locator(".state.held")).to_contain_text("超出长度")
    desk.type("店铺运营与管理第 2 条", "别的照样保存")
    expect(desk.paper.locator("[data-node='duties.duties.store.2']")).to_contain_text("别的照样保存")
    page.reload()
    expect(desk.box(LINE)).to_have_value("长" * 100_000)
    expect(over).to_contain_text(f"超出 {100_000 - TEXT_LIMIT} 字")
    assert desk.text(NODE) == before
    assert desk.text("duties.duties.store.2").endswith("别的照样保存")
    desk.box(LINE).fill("👪" * (TEXT_LIMIT + 1))
    expect(over).to_contain_text("超出 1 字")
    assert desk.text(NODE) == before
    desk.box(LINE).fill("👪" * TEXT_LIMIT)
    expect(over).to_have_count(0)
    desk.saved()
    assert desk.text(NODE) == "👪" * TEXT_LIMIT
    page.reload()
    expect(desk.box(LINE)).to_have_value("👪" * TEXT_LIMIT)


@pytest.mark.one_visit
def test_a_title_that_is_too_long_stays_in_its_box_too(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    box = page.locator("textarea[data-edit='duties.duties.store#title']")
    before = box.input_value()
    box.fill("名" * 101)
    expect(page.locator(".trouble")).to_contain_text("超出 1 字")
    page.reload()
    expect(box).to_have_value("名" * 101)
    found = desk.stored().tree.find("duties.duties.store")
    assert found is not None
    assert found.title == before
    box.fill("名" * 100)
    desk.saved()


def test_a_section_may_have_any_id(page: Page, server: Server) -> None:
    """Also one that is an address of ours; its page opens by its link and again by a refresh."""
    names = ("items", "roles", "libraries", "assets", "static", "media", "blanks", "a.b")
    role, _ = every_kind()
    others = [child for child in role.tree.children if child.id not in names]
    sections = [
        Node(id=name, kind="section", title=f"别名章节{at}", children=(Node(id=f"any{at}", kind="text"),))
        for at, name in enumerate(names)
    ]
    desk = desk_of(page, server, role.replace(role.tree.with_(children=(*others, *sections)))).open("finish")
    for section in sections:
        page.get_by_test_id("stSidebar").get_by_role("link", name=section.title).click()
        expect(page.locator("h1").filter(has_text=section.title).first, section.id).to_be_visible()
        again = httpx.get(page.url, headers={"accept": "text/html"}, timeout=PATIENCE / 1000)
        assert 'lang="zh-CN"' in again.text, section.id
    for section in sections[:2]:
        desk.open(address(section))
        expect(page.locator("h1").filter(has_text=section.title).first, section.id).to_be_visible()


def test_a_section_without_a_name_that_shows_can_still_be_opened(page: Page, server: Server) -> None:
    role, _ = every_kind()
    names = ("", " ", "\u3000", "___", "\u200b", "/", ".")
    nameless = [
        Node(id=f"nameless{at}", kind="section", title=name, children=(Node(id=f"none{at}", kind="text"),))
        for at, name in enumerate(names)
    ]
    desk = desk_of(page, server, role.replace(role.tree.with_(children=(*role.tree.children, *nameless))))
    desk.open("nameless0")
    for section in nameless[1:]:
        page.get_by_test_id("stSidebar").locator(f"a[href*='{address(section)}']").click()
        expect(page.locator(f"textarea[data-edit='{section.children[0].id}']")).to_be_visible()


def test_a_copied_role_keeps_its_name_as_it_was_typed(page: Page, server: Server) -> None:
    role, _ = every_kind()
    names, desks = ("{{7*7}}{平台}运营", "长" * TEXT_LIMIT, ""), []
    for name in names:
        field = Node(id="name", kind="field", text=name, meaning="name")
        block = Node(id="sheet", kind="fields", children=(field,))
        section = Node(id="basics", kind="section", title="基本信息", children=(block,))
        desks.append(desk_of(page, server, role.replace(role.tree.with_(children=(section,)))))
    page.goto(server.url)
    copies = page.locator(".rows li").filter(has_text="（副本）")
    for at, (name, desk) in enumerate(zip(names, desks, strict=True)):
        row_of(page, desk.role).get_by_role("button", name="复制").click()
        expect(copies).to_have_count(at + 1)
        at_rest(page)
        store = server.store()
        copy = store.roles(SHOP)[0].role.meaning("name")
        store.close()
        assert copy is not None
        assert copy.text == f"{(name or '未命名岗位')[: TEXT_LIMIT - 4]}（副本）"
