"""The door: without --lan only this machine gets in; with it, whoever brings the code that the window says."""

import logging
import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from server import guests as rules
from server.door import COOKIE, LAN, Door
from server.guests import FREE_TRIES, Guests, called
from server.invitation import addresses
from tests.conftest import ARGUMENTS, CHROMIUM, PATIENCE, ROOT, Server
from tests.desk import Desk, home_of, role_in
from ui.assets import VERSION

NAME = "shop.test"
"""A name of this machine for the network; the browser is told that it is 127.0.0.1."""
PLACES = (
    "/", "/duties?role=r1", "/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/a/b", "/media/a.png",
    "/static/index.js", f"/assets/{VERSION}/shared/text.js", "/roles/r1/export.xlsx", "/roles/r1/text", "/items",
    "/libraries/content.yaml",
)  # fmt: skip


class Clock:
    """Time that passes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


class Machine:
    """`run.py --lan` itself, started with a name that the tests can call it by."""

    def __init__(self, folder: Path) -> None:
        environment = {
            **os.environ,
            "ROLESMITH_DATABASE_URL": f"sqlite:///{folder}/rolesmith.db",
            LAN: NAME,
            "PYTHONUTF8": "1",
        }
        command = [sys.executable, "run.py", "serve", "--lan", "--no-browser", "--port=20000"]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self.server = Server(folder)
        self.server.port = int(self.hear(r"http://127\.0\.0\.1:(\d+)")[1])
        self.server.url = f"http://{NAME}:{self.server.port}"
        self.invited()

    def hear(self, pattern: str) -> re.Match[str]:
        """Read on in the window until a line matches."""
        assert self.process.stdout
        alarm = threading.Timer(PATIENCE / 1000, self.process.kill)
        alarm.start()
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(pattern, said):
                alarm.cancel()
                return found
        alarm.cancel()
        pytest.fail("窗口里没有说：\n" + said)

    def invited(self) -> None:
        """Hear the next invitation."""
        found = self.hear(r"(?s)([█▀▄\s\x1b\[0-9;m]+)手机连.*?访问码 (\d{4} \d{4})")
        self.picture, self.code = found[1], found[2]

    def end(self) -> None:
        """Close the pipe, as the window does."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(PATIENCE / 1000)


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A server that lets the network in."""
    if not addresses():
        pytest.skip("这台机器没有连上网络，--lan 没有检查")
    running = Machine(tmp_path_factory.mktemp("lan"))
    yield running
    running.end()


@pytest.fixture
def visitor(machine: Machine) -> Iterator[httpx.Client]:
    """Somebody on the network, without a code."""
    headers = {"host": f"{NAME}:{machine.server.port}"}
    with httpx.Client(
        base_url=f"http://127.0.0.1:{machine.server.port}", headers=headers, timeout=PATIENCE / 1000
    ) as client:
        yield client


# —— Who gets in ——


def test_everything_is_shut_without_a_code(visitor: httpx.Client) -> None:
    for place in PLACES:
        for headers in ({}, {"accept": "text/html"}, {"x-forwarded-for": "127.0.0.1"}, {"cookie": f"{COOKIE}=forged"}):
            answer = visitor.get(place, headers=headers)
            assert answer.status_code == 401, (place, headers)
            assert "访问码" in answer.text and "no-store" in answer.headers["cache-control"]
    for place in ("/roles", "/roles/r1/edits", "/libraries", "/_stcore/upload_file/a/b"):
        assert visitor.post(place, json={}).status_code == 401, place


def test_the_websocket_is_shut_too(machine: Machine) -> None:
    port = machine.server.port
    with connect(f"ws://127.0.0.1:{port}/_stcore/stream"):
        pass  # this machine gets in
    with pytest.raises(InvalidStatus) as shut, socket.create_connection(("127.0.0.1", port)) as line:
        connect(f"ws://{NAME}:{port}/_stcore/stream", sock=line)
    assert shut.value.response.status_code == 403


def test_a_code_lets_one_device_in(visitor: httpx.Client, machine: Machine) -> None:
    code = machine.code
    entered = visitor.post("/door", data={"code": code})
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert "HttpOnly" in entered.headers["set-cookie"] and "SameSite=lax" in entered.headers["set-cookie"]
    machine.invited()
    assert machine.code != code
    assert visitor.get("/", headers={"accept": "text/html"}).text.count("访问码") == 0
    assert visitor.get("/_stcore/health").status_code == 200
    other = httpx.post(
        f"http://127.0.0.1:{machine.server.port}/door", data={"code": code}, headers=visitor.headers, timeout=60
    )
    assert other.status_code == 403 and "访问码不对" in other.text


def test_a_stranger_name_is_shut_even_here(machine: Machine) -> None:
    url = f"http://127.0.0.1:{machine.server.port}/"
    for host in ("evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "[", ""):
        assert httpx.get(url, headers={"host": host}, timeout=PATIENCE / 1000).status_code in (400, 403), host
    assert httpx.get(url, headers={"host": "192.168.1.5"}, timeout=PATIENCE / 1000).status_code == 401
    assert httpx.get(url, timeout=PATIENCE / 1000).status_code == 200


def test_without_lan_the_network_is_told_in_one_sentence(server: Server) -> None:
    answer = httpx.get(server.url, headers={"host": "192.168.1.5", "accept": "text/html"}, timeout=PATIENCE / 1000)
    assert answer.status_code == 403
    assert "--lan" in answer.text and "<form" not in answer.text
    assert (
        httpx.post(
            f"{server.url}/door", data={"code": "1"}, headers={"host": "192.168.1.5"}, timeout=PATIENCE / 1000
        ).status_code
        == 403
    )


# —— Other pages ——


async def welcome(scope: Scope, receive: Receive, send: Send) -> None:
    """A page, and a websocket that says back what it hears."""
    if scope["type"] == "http":
        return await PlainTextResponse("in")(scope, receive, send)
    socket = WebSocket(scope, receive, send)
    await socket.accept()
    async for text in socket.iter_text():
        await socket.send_text(text)


OWN = "http://127.0.0.1:8501"
LEADS = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


def at_home(headers: dict[str, str]) -> TestClient:
    """A browser at this machine."""
    return TestClient(Door(welcome, Guests()), base_url=OWN, client=("127.0.0.1", 5000), headers=headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://localhost:3000"},
        {"origin": "http://127.0.0.1:3000"},
        {"origin": "http://localhost:8501"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"origin": ""},
        {"origin": "http://127.0.0.1:3000", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"referer": "http://192.168.1.9/page", "accept": "image/webp,*/*"},
    ],
)
def test_another_page_gets_nothing_from_us(headers: dict[str, str]) -> None:
    for method in ("GET", "HEAD", "POST", "OPTIONS"):
        assert at_home(headers).request(method, "/items").status_code == 403, method
    if "origin" in headers:
        with (
            pytest.raises(WebSocketDisconnect) as shut,
            at_home(headers).websocket_connect(f"ws{OWN[4:]}/_stcore/stream"),
        ):
            pass
        assert shut.value.code == 1008
        assert "岗位匠的页面" in at_home(headers).get("/items").json()["message"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": OWN},
        {"origin": OWN, "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty"},
        {"sec-fetch-site": "none", **LEADS},
        {"sec-fetch-site": "cross-site", **LEADS},
        {"referer": f"{OWN}/shop", "accept": "*/*"},
        {"referer": "http://192.168.1.9/page", "accept": "text/html,*/*"},
    ],
)
def test_our_own_page_and_whoever_follows_a_link_get_in(headers: dict[str, str]) -> None:
    assert at_home(headers).get("/shop").text == "in"
    with at_home(headers).websocket_connect(f"ws{OWN[4:]}/_stcore/stream") as line:
        line.send_text("甲")
        assert line.receive_text() == "甲"


# —— Wrong codes ——


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def guests(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Guests:
    monkeypatch.setenv(LAN, NAME)
    return Guests(clock)


async def nobody(_scope: object, _receive: object, _send: object) -> None:
    raise AssertionError("the door was open")


def knocking(guests: Guests, address: str = "192.168.1.7") -> TestClient:
    return TestClient(Door(nobody, guests), base_url=f"http://{NAME}", client=(address, 5000), follow_redirects=False)


def test_a_hundred_wrong_codes_are_slowed_logged_and_still_shut(
    guests: Guests, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = knocking(guests)
    with caplog.at_level(logging.WARNING):
        answers = [wrong.post("/door", data={"code": f"{at:08}"}).status_code for at in range(100)]
    assert answers[:FREE_TRIES] == [403] * FREE_TRIES and set(answers[FREE_TRIES:]) == {429}
    assert len(caplog.records) == 1 and "访问码输错 5 次（192.168.1.7）" in caplog.text
    right = guests.code
    locked = wrong.post("/door", data={"code": right})
    assert locked.status_code == 429 and int(locked.headers["retry-after"]) > 0
    assert knocking(guests, "192.168.1.8").post("/door", data={"code": "1"}).status_code == 403, "another is not slowed"
    clock.now += int(locked.headers["retry-after"])
    assert wrong.post("/door", data={"code": right}).status_code == 303


def test_the_wait_doubles_and_ends_at_a_quarter_of_an_hour(guests: Guests, clock: Clock) -> None:
    waits = []
    for _ in range(30):
        guests.try_code("192.168.1.7", "no")
        waits.append(guests.wait("192.168.1.7"))
        clock.now += waits[-1]
    assert waits[: FREE_TRIES + 3] == [0.0] * (FREE_TRIES - 1) + [2.0, 4.0, 8.0, 16.0]
    assert max(waits) == waits[-1] == rules.LONGEST_WAIT


def test_nobody_waits_for_what_another_typed(guests: Guests, clock: Clock) -> None:
    """However long one goes on, and the others have typed wrong themselves, each once."""
    others = [f"192.168.1.{at}" for at in range(20, 120)]
    for other in others:
        guests.try_code(other, "no")
    for _ in range(1000):
        clock.now += guests.wait("192.168.1.7")
        guests.try_code("192.168.1.7", "no")
    assert {guests.wait(other) for other in [*others, "192.168.1.8"]} == {0.0}
    assert knocking(guests, "192.168.1.8").post("/door", data={"code": guests.code}).status_code == 303


def test_so_many_addresses_are_remembered_and_those_beyond_are_slowed_together(guests: Guests, clock: Clock) -> None:
    for at in range(rules.ADDRESSES):
        guests.try_code(f"10.0.{at}.1", "no")
    for at in range(FREE_TRIES):
        assert guests.wait("10.9.9.9") == 0.0
        guests.try_code(f"10.1.{at}.1", "no")
    assert guests.wait("10.9.9.9") > 0 and guests.wait("10.0.0.1") == 0.0
    assert len(guests._tries) == rules.ADDRESSES
    clock.now += rules.FORGOTTEN + 1
    guests.try_code("10.9.9.9", "no")
    assert len(guests._tries) == rules.ADDRESSES and guests.wait("10.9.9.9") == guests.wait("10.1.0.1") == 0.0


@pytest.mark.parametrize("form", ["{} ", " {0:.4}-{1}", "full"])
def test_a_code_is_read_as_people_type_it(guests: Guests, form: str) -> None:
    code = guests.code
    typed = (
        code.translate({ord("0") + n: chr(ord("０") + n) for n in range(10)})
        if form == "full"
        else form.format(code, code[4:])
    )
    assert knocking(guests).post("/door", data={"code": typed}).status_code == 303


def test_what_is_no_form_is_a_wrong_code(guests: Guests) -> None:
    for body in (b"", b"\xff\xfe", b"code=" + b"1" * 100_000, b"code=&code=", b"{}", b"<script>"):
        answer = knocking(guests, f"10.0.0.{len(body) % 250}").post("/door", content=body)
        assert answer.status_code == 403 and "<script>" not in answer.text


def test_a_key_opens_once(guests: Guests) -> None:
    key = guests.key
    entered = knocking(guests).get(f"/door?key={key}")
    assert (entered.status_code, entered.headers["location"]) == (303, "/")
    assert guests.know(entered.cookies[COOKIE])
    again = knocking(guests).get(f"/door?key={key}")
    assert again.status_code == 403 and "已经用过了" in again.text


# —— The devices ——

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "iPhone（Safari）"),
        (
            "Mozilla/5.0 (Linux; Android 14; V2309A) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0",
            "安卓设备（微信）",
        ),
        (
            "Mozilla/5.0 (Linux; Android 12; HarmonyOS; NOH-AN00) Chrome/114 HuaweiBrowser/15.0 Mobile",
            "鸿蒙设备（华为浏览器）",
        ),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/138.0 Safari/537.36 Edg/138.0", "Windows 电脑（Edge）"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Gecko/20100101 Firefox/140.0", "Mac 电脑（火狐）"),
        ("<script>", "一台设备"),
        ("", "一台设备"),
    ],
)
def test_a_device_is_named_as_people_call_it(agent: str, name: str) -> None:
    assert called(agent) == name


def let_in(guests: Guests) -> TestClient:
    phone = TestClient(Door(welcome, guests), base_url=f"http://{NAME}", client=("192.168.1.7", 5000))
    phone.headers["user-agent"] = PHONE
    phone.get(f"/door?key={guests.key}")
    return phone


def test_a_device_that_is_put_out_is_out_at_once_and_the_others_stay(guests: Guests) -> None:
    stays, goes = let_in(guests), let_in(guests)
    with stays.websocket_connect(f"ws://{NAME}/") as kept, goes.websocket_connect(f"ws://{NAME}/") as lost:
        for line in (kept, lost):
            line.send_text("甲")
            assert line.receive_text() == "甲"
        last, first = guests.devices()
        assert last.name == first.name == "iPhone（Safari）" and last.since <= last.seen
        guests.put_out(last.id)
        assert lost.receive() == {"type": "websocket.close", "code": 1008}
        assert goes.get("/").status_code == 401
        with pytest.raises(WebSocketDisconnect), goes.websocket_connect(f"ws://{NAME}/"):
            pass
        kept.send_text("乙")
        assert kept.receive_text() == "乙"
        assert stays.get("/").text == "in"
    assert guests.devices() == [first]
    guests.put_out("unknown")
    assert guests.devices() == [first]


def test_only_who_sits_at_this_machine_sees_the_devices_and_puts_them_out(
    visitor: httpx.Client, machine: Machine
) -> None:
    here = httpx.Client(base_url=f"http://127.0.0.1:{machine.server.port}", timeout=PATIENCE / 1000)
    own = {"x-rolesmith": "1", "content-type": "application/json"}
    visitor.headers["user-agent"] = PHONE
    assert visitor.post("/door", data={"code": machine.code}).status_code == 303
    machine.invited()
    (device, *_) = here.get("/devices").json()["devices"]
    assert device["name"] == "iPhone（Safari）"
    assert visitor.get("/devices").json() == {"devices": None}
    name = f"http://{NAME}:{machine.server.port}"
    assert visitor.post(f"/devices/{device['id']}/out", json={}, headers={**own, "origin": name}).status_code == 403
    assert here.post(f"/devices/{device['id']}/out", json={}).status_code == 403, "not from our page"
    assert visitor.get("/devices").status_code == 200
    left = here.post(f"/devices/{device['id']}/out", json={}, headers={**own, "origin": str(here.base_url)})
    assert device["id"] not in [each["id"] for each in left.json()["devices"]]
    assert visitor.get("/devices").status_code == 401
    here.close()


def test_without_lan_there_are_no_devices_to_see(server: Server) -> None:
    assert httpx.get(f"{server.url}/devices", timeout=PATIENCE / 1000).json() == {"devices": None}


# —— The phone ——


def qr_text(picture: str) -> str:
    """What the QR code in the window says, read from the blocks that it is drawn with."""
    rows: list[list[int]] = []
    for line in re.sub(r"\x1b\[[0-9;]*m", "", picture).splitlines():
        if line.strip(" ") or rows:
            rows.append([{" ": 0, "▀": 2, "▄": 1, "█": 3}[sign] for sign in line if sign in " ▀▄█"])
    width = max(map(len, rows))
    image = Image.new("L", (width + 8, 2 * len(rows) + 8), 0)
    for y, row in enumerate(rows):
        for x, bits in enumerate(row):
            for half in (0, 1):
                if bits & (2 >> half):
                    image.putpixel((x + 4, 2 * y + half + 4), 255)
    image = image.resize((image.width * 8, image.height * 8), Image.Resampling.NEAREST)
    found = zxingcpp.read_barcodes(image)
    assert found, "no QR code in the window"
    return str(found[0].text)


@pytest.fixture
def phone(machine: Machine, browser: Browser) -> Iterator[Page]:
    """A phone on the network: a page that is not from a secure origin, under a name of this machine."""
    rule = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    own = browser.browser_type.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, rule])
    visitor = own.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, accept_downloads=True
    )
    visitor.set_default_timeout(PATIENCE)
    yield visitor.new_page()
    own.close()


@pytest.mark.browser
def test_a_phone_does_the_whole_job_behind_the_door(phone: Page, machine: Machine, tmp_path: Path) -> None:
    scanned = qr_text(machine.picture)
    assert re.fullmatch(rf"http://{re.escape(addresses()[0])}:{machine.server.port}/door\?key=[\w-]+", scanned)
    phone.goto(f"{machine.server.url}/door?{scanned.split('?')[1]}")
    machine.invited()
    home_of(phone)
    assert "key" not in phone.url and phone.evaluate("window.isSecureContext") is False
    phone.locator(".start").first.tap()
    expect(phone).to_have_url(re.compile("role="))
    desk = Desk(phone, machine.server, role_in(phone)).open("duties")
    line = "店铺运营与管理第 1 条"
    desk.box(line).tap()
    phone.keyboard.press("Control+End")
    phone.keyboard.type("手机写的")
    phone.goto(f"{machine.server.url}/finish?role={desk.role}")
    expect(desk.paper).to_be_attached()
    with phone.expect_download() as waiting:
        phone.get_by_role("button", name="下载 Excel").last.tap()
    waiting.value.save_as(tmp_path / "phone.xlsx")
    assert desk.text("duties.duties.store.1").endswith("手机写的")


@pytest.mark.browser
def test_a_code_typed_on_the_page_lets_the_phone_in(phone: Page, machine: Machine) -> None:
    phone.goto(machine.server.url)
    expect(phone.locator("html")).to_have_attribute("lang", "zh-CN")
    phone.get_by_label("访问码").fill("0000 0000")
    phone.get_by_role("button", name="进入").tap()
    expect(phone.get_by_role("alert")).to_contain_text("访问码不对")
    phone.get_by_label("访问码").fill(machine.code)
    phone.get_by_role("button", name="进入").tap()
    home_of(phone)
    machine.invited()


@pytest.mark.browser
def test_one_click_on_the_page_puts_the_phone_out(phone: Page, page: Page, machine: Machine) -> None:
    phone.goto(machine.server.url)
    phone.get_by_label("访问码").fill(machine.code)
    phone.get_by_role("button", name="进入").tap()
    home_of(phone)
    machine.invited()
    phone.goto(f"{machine.server.url}/shop")
    expect(phone.get_by_role("heading", name="备份")).to_be_visible()
    page.goto(f"http://127.0.0.1:{machine.server.port}/shop")
    devices = page.locator(".devices")
    expect(devices.get_by_role("listitem").first).to_contain_text("今天")
    while devices.get_by_role("listitem").count():
        count = devices.get_by_role("listitem").count()
        devices.get_by_role("button", name="让").first.click()
        expect(devices.get_by_role("listitem")).to_have_count(count - 1)
    expect(devices.get_by_role("status")).to_contain_text("要再输访问码才能进来")
    expect(devices).to_contain_text("还没有别的设备进来。")
    expect(phone.get_by_text("正在重新连接")).to_be_visible()
    expect(phone.locator(".devices")).to_have_count(0)
    phone.reload()
    expect(phone.get_by_label("访问码")).to_be_visible()


@pytest.mark.skipif(os.name == "nt", reason="没有 SIGTERM")
def test_it_ends_with_its_window(tmp_path: Path) -> None:
    if not addresses():
        pytest.skip("这台机器没有连上网络，--lan 没有检查")
    machine = Machine(tmp_path)
    machine.process.send_signal(signal.SIGTERM)
    machine.process.wait(PATIENCE / 1000)
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{machine.server.port}/", timeout=PATIENCE / 1000)
