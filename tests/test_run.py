"""run.py and what starts it: real processes in a copy of the project, pip offline on wheels made here."""

import ast
import asyncio
import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

import pytest
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parent.parent
NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "data", "__pycache__", ".*_cache", ".hypothesis", "*.db*")
PATIENCE = 120  # seconds until something that hangs is given up; no test measures time
posix = pytest.mark.skipif(os.name == "nt", reason="Windows 上没有")


# —— The stage ——


def load(house: Path) -> ModuleType:
    """The run.py of a copy, as a module of its own."""
    spec = importlib.util.spec_from_file_location("run_of_" + house.name, house / "run.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def lend_packages(house: Path) -> None:
    """Give a copy a finished .venv that finds the packages of the Python running this test."""
    run = load(house)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", run.VENV], check=True)
    site = next(run.VENV.glob(run.PACKAGES.rpartition("/")[0]))
    (site / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    run.write_stamp(run.APP_LOCK)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A bare copy: run.py and locks that name nothing."""
    folder = tmp_path / "岗位匠"
    (folder / "tests").mkdir(parents=True)
    shutil.copy(ROOT / "run.py", folder)
    (folder / "requirements.txt").touch()
    (folder / "tests/requirements.txt").touch()
    return folder


@pytest.fixture
def app_house(tmp_path: Path) -> Path:
    """A whole copy with a finished .venv."""
    folder = tmp_path / "岗位匠"
    shutil.copytree(ROOT, folder, ignore=NOT_COPIED)
    lend_packages(folder)
    return folder


SMALL_APP = """from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute


async def hold(socket):
    await socket.accept()
    await socket.receive()


greet = Route("/", lambda _: PlainTextResponse("岗位匠"))
app = Starlette(routes=[greet, WebSocketRoute("/_stcore/stream", hold)])
"""


@pytest.fixture
def small_house(house: Path) -> Path:
    """A bare copy with a finished .venv and an app that only greets."""
    (house / "app.py").write_text(SMALL_APP, "utf-8")
    lend_packages(house)
    return house


def ask(house: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a copy's run.py to its end."""
    return subprocess.run(
        [sys.executable, "run.py", *words],
        cwd=house,
        env={**os.environ, "PYTHONUTF8": "1", **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until it is true; the test fails where that never comes."""
    for _ in range(PATIENCE * 10):
        if true():
            return
        time.sleep(0.1)
    pytest.fail(f"一直没有等到: {true}")


def list_processes(house: Path) -> list[int]:
    """The ids of all processes with a copy's path in their command line (only Linux can tell)."""
    found = []
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if str(house).encode() in command.read_bytes():
                found.append(int(command.parent.name))
    return found


def answers(port: int) -> bool:
    with contextlib.suppress(OSError):
        return bool(urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).status == 200)
    return False


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Started:
    """A run.py that was started and has said its address."""

    def __init__(self, house: Path, port: int) -> None:
        if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # as in a script's background; run.py would inherit it
            signal.signal(signal.SIGINT, signal.default_int_handler)
        self.process = subprocess.Popen(
            [sys.executable, "run.py", "--no-browser", f"--port={port}"],
            cwd=house,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self.said = ""
        self.port = self.read_port()

    def read_port(self) -> int:
        """Read on until the address comes; a start that hangs or ends early fails the test."""
        assert self.process.stdout
        alarm = threading.Timer(PATIENCE, self.process.kill)
        alarm.start()
        for line in self.process.stdout:
            self.said += line
            if address := re.search(r"http://127\.0\.0\.1:(\d+)", line):
                alarm.cancel()
                return int(address[1])
        alarm.cancel()
        pytest.fail("没有启动：\n" + self.said)


@pytest.fixture
def launch(tmp_path: Path) -> Iterator[Callable[[Path, int], Started]]:
    """Start run.py in a copy; whatever is left of it ends with the test."""
    started: list[Started] = []

    def launch_one(house: Path, port: int) -> Started:
        started.append(Started(house, port))
        return started[-1]

    yield launch_one
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        if one.process.stdout:
            one.process.stdout.close()
    for process in list_processes(tmp_path):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


# —— Start and end ——

ENDINGS = [name for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGKILL") if hasattr(signal, name)]


@posix
@pytest.mark.parametrize("ending", ENDINGS)
def test_no_server_outlives_run(ending: str, launch: Callable[[Path, int], Started], small_house: Path) -> None:
    """However run.py ends, kill -9 included, and with a page open in a browser."""
    one = launch(small_house, find_free_port())
    assert answers(one.port)
    ends(one, small_house, ending)


def ends(one: Started, house: Path, ending: str) -> None:
    """Signal to run.py, and see nothing of it left."""
    with connect(f"ws://127.0.0.1:{one.port}/_stcore/stream"):
        one.process.send_signal(getattr(signal, ending))
        code = one.process.wait(PATIENCE)
    assert code == (-signal.SIGKILL if ending == "SIGKILL" else 0)
    wait_until(lambda: not answers(one.port))
    wait_until(lambda: not list_processes(house))


def test_a_finished_set_up_starts_the_app_without_installing_and_a_taken_port_moves_on(
    launch: Callable[[Path, int], Started], app_house: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        one = launch(app_house, taken)
        assert one.port > taken
        assert f"端口 {taken} 已被占用，改用 {one.port}。" in one.said
        assert "安装" not in one.said
        assert answers(one.port)
    if os.name != "nt":
        ends(one, app_house, "SIGTERM")


def test_the_server_is_local_and_sends_small_answers_at_once(house: Path) -> None:
    """asyncio sets TCP_NODELAY only on connections to a socket that was made for TCP by name."""

    async def ask_nodelay() -> int:
        accepted: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            connection = writer.get_extra_info("socket")
            accepted.set_result(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        async with await asyncio.start_server(greet, sock=listener):
            _, writer = await asyncio.open_connection(*listener.getsockname())
            writer.close()
            return await accepted

    with load(house).bind_port(find_free_port()) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"
        with ThreadPoolExecutor(1) as apart:  # another test may have left a loop running in this thread
            assert apart.submit(asyncio.run, ask_nodelay()).result()


@posix
@pytest.mark.parametrize(
    ("allowed", "most", "reached", "said"),
    [
        (256, 2048, 2048, ""),
        (2048, 2048, 2048, ""),
        (256, 256, 256, "大约 25 个页面"),
        (64, 512, 512, "大约 51 个页面"),
    ],
)
def test_the_limit_of_handles_is_raised_as_far_as_the_system_lets(
    house: Path, allowed: int, most: int, reached: int, said: str
) -> None:
    """A Mac allows 256 unless one asks for more."""
    ask_and_tell = "import resource, run; run.ask_for_handles(); print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])"
    limited = f'ulimit -S -n {allowed} && ulimit -H -n {most} && exec "{sys.executable}" -c "{ask_and_tell}"'
    done = subprocess.run(["sh", "-c", limited], cwd=house, capture_output=True, text=True, check=True)
    *words, limit = done.stdout.splitlines()
    assert int(limit) == reached
    assert said in "".join(words) and bool(words) == bool(said)


def test_an_app_that_breaks_ends_with_its_reason(small_house: Path) -> None:
    (small_house / "app.py").write_text("raise ValueError('缺了一块')\n", "utf-8")
    told = ask(small_house, "--no-browser", f"--port={find_free_port()}")
    assert told.returncode == 2
    assert "缺了一块" in told.stderr and "岗位匠停下了" in told.stderr


# —— Set up ——


def make_wheel(shelf: Path, name: str, version: str) -> str:
    """Put a small package on the shelf; the line that a lock names it with."""
    info = f"{name}-{version}.dist-info"
    parts = {
        f"{name}.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*parts, f"{info}/RECORD"])
    wheel = shelf / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as file:
        for path, text in {**parts, f"{info}/RECORD": record}.items():
            file.writestr(path, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels, the only place where pip looks."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "shelf"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


def read_version(house: Path) -> str:
    """The version of the small package, as the copy's own Python sees it."""
    command = [load(house).PYTHON, "-c", "import bolt; print(bolt.VERSION)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_set_up_installs_once_and_anew_where_the_folder_moved(house: Path, shelf: Path) -> None:
    (house / "requirements.txt").write_text(make_wheel(shelf, "bolt", "1.0"), "utf-8")
    lend_packages(house)
    moved = house.rename(house.with_name("搬过家"))
    first = ask(moved, "setup")
    assert first.returncode == 0, first
    assert "［1/2］" in first.stdout and "［2/2］下载并安装 1 个组件" in first.stdout
    assert read_version(moved) == "1.0"

    second = ask(moved, "setup")
    assert (second.returncode, second.stdout) == (0, "装好了。\n")


def test_a_changed_lock_is_installed_into_the_same_venv(house: Path, shelf: Path) -> None:
    lend_packages(house)
    (house / "requirements.txt").write_text(make_wheel(shelf, "bolt", "2.0"), "utf-8")
    told = ask(house, "setup")
    assert told.returncode == 0, told
    assert "［1/2］" not in told.stdout
    assert read_version(house) == "2.0"
    assert ask(house, "setup").stdout == "装好了。\n"


def test_a_lock_that_fails_leaves_no_stamp(house: Path, shelf: Path) -> None:
    lend_packages(house)
    line = make_wheel(shelf, "bolt", "1.0")
    (house / "requirements.txt").write_text(re.sub("sha256:.*", "sha256:" + "0" * 64, line), "utf-8")
    told = ask(house, "setup")
    assert told.returncode == 2
    assert "对不上" in told.stderr
    assert load(house).read_stamp() == {}


def test_tests_need_their_own_lock_and_it_serves_the_app_too(house: Path) -> None:
    lend_packages(house)
    run = load(house)
    assert run.TEST_LOCK not in run.read_stamp()
    run.write_stamp(run.APP_LOCK, run.TEST_LOCK)
    run.set_up(run.APP_LOCK)
    assert run.TEST_LOCK in run.read_stamp()


@pytest.mark.parametrize("harm", ["unfinished", "moved", "python gone", "another python", "garbled"])
def test_a_venv_that_is_not_whole_is_noticed(harm: str, house: Path) -> None:
    lend_packages(house)
    run = load(house)
    stamp = run.read_stamp()
    assert run.is_whole(stamp)
    if harm == "unfinished":
        run.STAMP.unlink()
    elif harm == "garbled":
        run.STAMP.write_text("{", "utf-8")
    elif harm == "moved":
        run = load(house.rename(house.with_name("搬过家")))
    elif harm == "python gone":
        run.PYTHON.unlink()
    elif harm == "another python":
        run.STAMP.write_text(run.STAMP.read_text("utf-8").replace(stamp["python"], "3.10"), "utf-8")
    assert not run.is_whole(run.read_stamp())


@posix
def test_a_second_window_waits_for_the_first_to_install(house: Path) -> None:
    lend_packages(house)
    with load(house).hold_alone():
        second = subprocess.Popen(
            [sys.executable, "run.py", "setup"],
            cwd=house,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        assert second.stdout
        assert "另一个窗口正在安装" in second.stdout.readline()
        assert second.poll() is None
    assert second.communicate(timeout=PATIENCE)[0] == "装好了。\n"


def test_progress_counts_downloads_then_packages(house: Path) -> None:
    lend_packages(house)
    run = load(house)
    log = "Collecting a==1\n  Downloading a.whl\nProcessing /x/b.whl\n"
    assert run.describe(log, 0, 3) == "下载 2/3"
    log += "Requirement already satisfied: c==1\nInstalling collected packages: b, a\n"
    assert run.describe(log, 0, 3) == "安装 1/3"
    (next(run.VENV.glob(run.PACKAGES.rpartition("/")[0])) / "b-1.dist-info").mkdir()
    assert run.describe(log, 0, 3) == "安装 2/3"


def test_the_tests_lock_holds_the_apps_lock() -> None:
    """Or else setting up for tests would change the app's packages under it."""

    def read_pins(name: str) -> set[str]:
        return set(re.findall(r"^[\w.-]+==[^\\\n]+", (ROOT / name).read_text("utf-8"), re.MULTILINE))

    app = read_pins("requirements.txt")
    assert app and app <= read_pins("tests/requirements.txt")


# —— What it says when something is wrong ——


def test_it_parses_under_an_old_python_and_says_which_one_it_needs(house: Path) -> None:
    ast.parse((house / "run.py").read_text("utf-8"), feature_version=(3, 6))
    pretend = "import runpy, sys; sys.version_info = (3, 8, 1); runpy.run_path('run.py')"
    told = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", pretend],
        cwd=house,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("出错了：岗位匠需要 Python 3.11 或更新的版本")
    assert "Traceback" not in told.stderr


def test_a_python_without_ensurepip_is_told_the_package(house: Path, tmp_path: Path) -> None:
    (tmp_path / "ensurepip.py").write_text("raise ModuleNotFoundError('ensurepip')\n", "utf-8")
    told = ask(house, "setup", PYTHONPATH=str(tmp_path))
    assert told.returncode == 2
    assert "sudo apt install python3-venv" in told.stderr
    assert "Traceback" not in told.stderr


def test_a_download_without_network_says_so(house: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lend_packages(house)
    (house / "requirements.txt").write_text(make_wheel(shelf, "bolt", "1.0"), "utf-8")
    monkeypatch.delenv("PIP_NO_INDEX")
    monkeypatch.delenv("PIP_FIND_LINKS")
    nowhere = f"http://127.0.0.1:{find_free_port()}/simple"
    told = ask(house, "setup", PIP_INDEX_URL=nowhere, PIP_RETRIES="1", NO_PROXY="127.0.0.1")
    assert told.returncode == 2
    assert "请检查网络" in told.stderr and "镜像" in told.stderr
    assert "Traceback" not in told.stderr and "Retrying" not in told.stdout + told.stderr


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "磁盘满了",
        ),
        ("[WinError 5] 拒绝访问。: 'C:\\\\Program Files\\\\岗位匠\\\\.venv'", "没有权限写入"),
        ("[Errno 13] Permission denied: '/opt/rolesmith/.venv'", "没有权限写入"),
        ("[Errno 30] Read-only file system: '/media/cd/.venv'", "没有权限写入"),
        ("ERROR: No matching distribution found for pyarrow==26.0.1", "64 位"),
        ("Segmentation fault", "install.log"),
    ],
)
def test_each_trouble_has_its_remedy(words: str, remedy: str, house: Path) -> None:
    assert remedy in load(house).find_remedy(words)


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "８５０１", ""])
def test_a_bad_port_is_refused_in_one_sentence(port: str, house: Path) -> None:
    told = ask(house, f"--port={port}")
    assert told.returncode == 2
    assert told.stderr == f"出错了：端口应是 1 到 65535 的整数，不能是“{port}”：例如 --port 8600。\n"


def test_an_unknown_word_shows_the_ways_to_call_it(house: Path) -> None:
    told = ask(house, "--prot", "8600")
    assert told.returncode == 2
    assert "看不懂“--prot 8600”" in told.stderr and "--no-browser" in told.stderr


# —— What starts it ——


@posix
def test_the_mac_launcher_takes_a_python_that_is_new_enough(tmp_path: Path) -> None:
    launcher = shutil.copy(ROOT / "启动.command", tmp_path)
    (tmp_path / "bin").mkdir()

    def put(name: str, script: str) -> None:
        (tmp_path / "bin" / name).write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        (tmp_path / "bin" / name).chmod(0o755)

    def call() -> subprocess.CompletedProcess[str]:
        env = {"PATH": f"{tmp_path / 'bin'}"}
        command = ["/bin/sh", str(launcher), "--port", "8600"]
        quiet = subprocess.DEVNULL
        return subprocess.run(command, env=env, stdin=quiet, capture_output=True, encoding="utf-8", check=False)

    put("dirname", f"echo {tmp_path}")
    put("python3", "exit 1")
    put("open", "echo opened without being asked")
    told = call()
    assert (told.returncode, told.stdout) == (1, "")
    assert "没有找到 Python 3.11" in told.stderr and "https://www.python.org/downloads/macos/" in told.stderr
    put("python3.12", 'test "$1" = -c || echo 12 "$@"')
    assert call().stdout == "12 run.py --port 8600\n"


def test_the_windows_launcher_is_readable_to_cmd() -> None:
    """CRLF, no BOM, and no label or jump past the Chinese lines, where cmd may lose its place."""
    raw = (ROOT / "启动.bat").read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") and raw.startswith(b"@echo off")
    lines = raw.decode("utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if not line.isascii())
    assert any("chcp 65001" in line for line in lines[:first])
    assert not [line for line in lines[first:] if line.startswith(":") or "goto" in line]


def test_the_windows_launcher_asks_before_it_installs() -> None:
    """For this user alone, where winget is; and says how to do it oneself, whatever the answer."""
    lines = (ROOT / "启动.bat").read_bytes().decode("utf-8").splitlines()
    asks, installs, by_hand = (
        next(at for at, line in enumerate(lines) if words in line)
        for words in ('set /p "ANSWER=', "winget install", "https://www.python.org/downloads/")
    )
    assert asks < installs < by_hand and lines[asks].startswith("where winget >nul 2>nul && ")
    assert lines[installs].startswith('if /i "%ANSWER%"=="y" winget install') and "--scope user" in lines[installs]
    assert not [line for line in lines if "setx" in line or line.count("winget install") > (line is lines[installs])]


# —— All tests in one run ——

TWO_TESTS = """import pytest


def test_one():
    assert True


def test_two():
    pytest.skip("缺 soffice")
"""


def test_a_run_of_all_tests_names_what_went_untested(tmp_path: Path) -> None:
    """A missing program or a skipped test is named, and fails the run where nothing may go untested; so does a package
    that nothing imports.
    """
    (tmp_path / "tests").mkdir()
    shutil.copy(ROOT / "tests/__main__.py", tmp_path / "tests")
    project = '[project]\nname = "one"\nversion = "1"\ndependencies = []\n'
    project += '[tool.mypy]\nfiles = ["one.py"]\n\n[tool.ruff]\nline-length = 120\n'
    (tmp_path / "one.py").write_text("ONE = 1\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text(project, "utf-8")
    (tmp_path / "one.js").write_text("export const ONE = 1;\n", "utf-8")
    (tmp_path / "tests/test_one.py").write_text(TWO_TESTS, "utf-8")
    env = {**os.environ, "PYTHONUTF8": "1", "PATH": str(tmp_path), "ROLESMITH_CHROMIUM": sys.executable}
    env = {name: value for name, value in env.items() if not name.startswith(("PYTEST_", "ROLESMITH_NOTHING"))}

    def call(**more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "tests", "-n0"]
        return subprocess.run(command, cwd=tmp_path, env=env | more, capture_output=True, encoding="utf-8", check=False)

    relaxed = call()
    assert relaxed.returncode == 0, relaxed.stdout
    assert re.search(r"^[= ]*1 passed, 1 skipped in .*$", relaxed.stdout, re.MULTILINE)
    assert "没有测到：pandoc（别的程序读 Markdown 和 Word）— 安装后再跑一遍" in relaxed.stdout
    assert "缺 soffice" in relaxed.stdout
    (tmp_path / "one.js").write_text("export const ONE=1", "utf-8")
    (tmp_path / "pyproject.toml").write_text(project.replace("[]", '["pytest"]'), "utf-8")
    strict = call(ROLESMITH_NOTHING_UNTESTED="1")
    assert strict.returncode == 1
    biome = "" if "没有测到：Biome" in strict.stdout else "biome、"  # its wheel is not made for every machine
    assert f"没有通过：deptry、{biome}有没测到的" in strict.stdout
