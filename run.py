#!/usr/bin/env python3
"""岗位匠的启动程序：第一次运行时自己装好，以后直接打开。

python3 run.py                     装好（只在第一次），启动，打开浏览器
python3 run.py --port 8600         换一个端口
python3 run.py --no-browser        不打开浏览器
python3 run.py --lan               让同一个 Wi-Fi 下的手机也能用，凭访问码进入
python3 run.py setup               只装好，不启动
python3 run.py test [pytest 参数]  连测试工具一起装好，跑全部检查和测试；加 --thorough 反复试得更多
"""

# Only the standard library, and syntax that Python 3.6 can parse, so that the guard below gets to speak.
import argparse
import contextlib
import hashlib
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn

if sys.version_info < (3, 11):  # noqa: UP036 — whoever needs this line has an older one
    sys.exit(
        f"出错了：岗位匠需要 Python 3.11 或更新的版本，这里是 {sys.version.split()[0]}。"
        "请到 https://www.python.org/downloads/ 下载安装，再运行一次。"
    )

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PACKAGES = "Lib/site-packages/*.dist-info" if os.name == "nt" else "lib/python*/site-packages/*.dist-info"
STAMP = VENV / "rolesmith.json"
LOG = VENV / "install.log"
APP_LOCK, TEST_LOCK = "requirements.txt", "tests/requirements.txt"  # the second holds all of the first
PORTS_TRIED = 100
EXPLAINED = 2  # the exit code where a Chinese sentence said why; 1 is a bug of ours
SECONDS_TO_END = 2
HANDLES, FEW_HANDLES = 8192, 1024  # open files and connections: what we ask for; with fewer than these pages may fail

# What pip, venv or the system say when a set-up fails, and the sentence that helps. The first hit counts.
REMEDIES = {
    r"No space left|Errno 28|WinError 112": "磁盘满了：请腾出至少 1 GB 空间，再运行一次。",
    r"Long Path|WinError 206|Errno 36": "文件夹的路径太长：请把整个文件夹移到短一点的位置，再运行一次。",
    r"Permission denied|Read-only file system|Errno 13|Errno 30|WinError 5\b": f"没有权限写入 {HERE}："
    "请把整个文件夹移到您能写的地方（例如“文档”），再运行一次。",
    r"DO NOT MATCH THE HASHES": "下载到的文件与清单对不上，没有安装：请再运行一次；设了镜像的，请换一个。",
    r"Retrying \(|[Cc]onnection|timed? ?out|ProxyError|SSLError|HTTP error|getaddrinfo": "下载没有成功："
    "请检查网络，再运行一次，已经下载好的会留用。"
    "网络慢的话，可以先设镜像：python3 -m pip config set global.index-url 镜像地址",
    r"No matching distribution": "找不到适合这台电脑的安装包：请换 64 位的 Python 3.11 到 3.13，再运行一次。",
    r"": f"安装没有完成：请再运行一次；还不行，请把 {LOG} 发给岗位匠的作者。",
}


class Trouble(Exception):
    """What stops us, in one Chinese sentence that says what to do."""


def say(text: str) -> None:
    with contextlib.suppress(OSError):  # the window may be closed by now
        print(text, flush=True)


# —— Set up ——


def find_remedy(words: str) -> str:
    return next(sentence for pattern, sentence in REMEDIES.items() if re.search(pattern, words))


def hash_lock(lock: str) -> str:
    return hashlib.sha256((HERE / lock).read_bytes()).hexdigest()


def read_stamp() -> dict[str, str]:
    """What a finished set-up left in .venv: its folder, its Python, a hash for each lock; else nothing."""
    try:
        stamp: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp


def write_stamp(*locks: str) -> None:
    """Say that .venv holds these locks: written last, and whole or not at all."""
    stamp = {"folder": str(VENV), "python": ask_version(), **{lock: hash_lock(lock) for lock in locks}}
    draft = STAMP.with_suffix(".new")
    draft.write_text(json.dumps(stamp, indent=1), "utf-8")
    draft.replace(STAMP)


def ask_version() -> str:
    """The version of .venv's Python, such as "3.11", or "" where it does not run."""
    ask = [str(PYTHON), "-c", "import sys; print('{}.{}'.format(*sys.version_info))"]
    try:
        return subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def is_whole(stamp: dict[str, str]) -> bool:
    """Whether .venv was finished, lies where it was made, and still runs the Python it was made with."""
    return stamp.get("folder") == str(VENV) and stamp.get("python") == ask_version() != ""


@contextlib.contextmanager
def hold_alone() -> Iterator[None]:
    """Let one set-up at a time work on .venv: a second window waits for the first.

    The lock lies on run.py itself, and pip inherits it: where we are killed, it holds until pip has ended.
    """
    with Path(__file__).open("rb") as file:
        if not try_lock(file):
            say("另一个窗口正在安装，等它装完……")
        while not try_lock(file):
            time.sleep(0.5)
        yield


def try_lock(file: IO[bytes]) -> bool:
    """Lock the file until it is closed; False where another process holds it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 30)  # far behind the text, which others must be able to read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            os.set_inheritable(file.fileno(), True)
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        return True  # a file system without locks: go on without
    return True


def set_up(*locks: str) -> None:
    """Make .venv hold the locks, the last of which holds the others; do nothing where it already does."""
    with hold_alone():
        try:
            stamp = read_stamp()
            whole = is_whole(stamp)
            if whole and all(stamp.get(lock) == hash_lock(lock) for lock in locks):
                return
            if not whole:
                say("［1/2］建立岗位匠自己的 Python 环境（.venv）……")
                make_venv()
            STAMP.unlink(missing_ok=True)
            install(locks[-1])
            write_stamp(*locks)
        except OSError as error:
            raise Trouble(find_remedy(str(error))) from error


def make_venv() -> None:
    """Make .venv anew, with pip; whatever lay there goes."""
    try:
        import ensurepip  # noqa: F401 — Debian keeps both in a package of their own
        import venv  # noqa: F401
    except ImportError as error:
        remedy = "这个 Python 少了 venv 部件：请先运行 sudo apt install python3-venv，再运行一次。"
        raise Trouble(remedy) from error
    if VENV.is_symlink() or VENV.is_file():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    python = getattr(sys, "_base_executable", sys.executable)  # never .venv's own, which just went
    follow([python, "-m", "venv", str(VENV)], lambda: "")


def install(lock: str) -> None:
    """Let pip install a lock, from wheels alone, since building one here would take a compiler."""
    total = len(set(re.findall(r"^[\w.-]+(?===)", (HERE / lock).read_text("utf-8"), re.MULTILINE)))
    before = len(list(VENV.glob(PACKAGES)))
    say(f"［2/2］下载并安装 {total} 个组件，第一次要几分钟……")
    pip = [str(PYTHON), "-m", "pip", "--no-input", "--disable-pip-version-check", "install"]
    pip += ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off", "-r", lock]
    follow(pip, lambda: describe(LOG.read_text("utf-8", "replace"), before, total))


def describe(log: str, before: int, total: int) -> str:
    """How far pip has come, from what it wrote and what lies in .venv (it is silent while it unpacks)."""
    if "\nInstalling collected packages" in log:
        done = log.count("\nRequirement already satisfied") + len(list(VENV.glob(PACKAGES))) - before
        return f"安装 {min(done, total)}/{total}"
    found = re.findall(r"^(?:Collecting|Processing|Requirement already satisfied)", log, re.MULTILINE)
    return f"下载 {min(len(found), total)}/{total}"


def follow(command: Sequence[str], progress: Callable[[], str]) -> None:
    """Run a command to its end with its words going to the log; show the progress where one can watch."""
    env = {**os.environ, "PIP_USER": "0"}
    with LOG.open("wb") as log:
        # close_fds=False: it inherits the lock of hold_alone
        pipes: dict[str, Any] = {
            "stdin": subprocess.DEVNULL,
            "stdout": log,
            "stderr": log,
            "close_fds": False,
        }
        process = subprocess.Popen(command, cwd=HERE, env=env, **pipes)
        try:
            while process.poll() is None:
                if sys.stdout.isatty():
                    print(f"\r      {progress()}", end="    ", flush=True)
                time.sleep(0.2)
        finally:
            process.terminate()
            process.wait()
            if sys.stdout.isatty():
                print("\r" + " " * 30, end="\r", flush=True)
    if process.returncode:
        raise Trouble(find_remedy(LOG.read_text("utf-8", "replace")))


# —— Start ——


def start(port: int, browser: bool, lan: bool) -> int:
    """Run the server as a child until it ends or we are told to end; its exit code.

    The child ends when the pipe from us closes, so it outlives us in no way, kill -9 included. It has a
    group of its own, so that Ctrl+C reaches it through us alone.
    """
    say("正在启动岗位匠……")
    command = [str(PYTHON), str(Path(__file__).resolve()), "serve", f"--port={port}"]
    apart: dict[str, Any] = {"start_new_session": True}
    if sys.platform == "win32":
        apart = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    env = {**os.environ, "PYTHONUTF8": "1"}
    command += [] if browser else ["--no-browser"]
    command += ["--lan"] if lan else []
    with subprocess.Popen(command, cwd=HERE, env=env, stdin=subprocess.PIPE, **apart) as server:
        try:
            while server.poll() is None:  # not wait(), which Ctrl+C does not end on Windows
                time.sleep(0.1)
        except KeyboardInterrupt:
            say("正在结束……")
            return 0
    if server.returncode not in (0, EXPLAINED):
        raise Trouble(f"岗位匠停下了（代码 {server.returncode}），原因见上面几行：请再运行一次。")
    return server.returncode


def serve(port: int, browser: bool, lan: bool) -> None:
    """Serve the app until the pipe on standard input closes: the child's part of `start`.

    With the options that `streamlit run` gives uvicorn (its own function, as they grow with Streamlit), but
    on a socket made for TCP, on which asyncio sets TCP_NODELAY: without it small answers wait 40 ms.
    """
    threading.Thread(target=end_with_parent, daemon=True).start()
    ask_for_handles()
    import uvicorn
    from streamlit import config
    from streamlit.web.server.starlette.starlette_server import _get_uvicorn_config_kwargs

    bound = bind_port(port, "0.0.0.0" if lan else "127.0.0.1")
    port = bound.getsockname()[1]
    if lan:
        os.environ.setdefault("ROLESMITH_LAN", f"{socket.gethostname()}.local")
    config.set_option("server.port", port)
    options = {
        **_get_uvicorn_config_kwargs(),
        "log_level": "warning",
        "timeout_graceful_shutdown": 1,
        "proxy_headers": False,
    }
    server = uvicorn.Server(uvicorn.Config("app:app", **options))
    threading.Thread(target=announce, args=(server, port, browser, lan), daemon=True).start()
    server.run(sockets=[bound])
    if not server.started:
        raise Trouble("岗位匠没能启动，原因见上面几行。")


def ask_for_handles() -> None:
    """Have the system allow many files and connections at once: an open page takes ten, and macOS allows 256."""
    if sys.platform == "win32":
        return
    import resource

    allowed, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = HANDLES if most == resource.RLIM_INFINITY else min(HANDLES, most)
    if allowed != resource.RLIM_INFINITY and allowed < wished:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wished, most))
            allowed = wished
    if allowed != resource.RLIM_INFINITY and allowed < FEW_HANDLES:
        say(
            f"系统只让岗位匠同时打开 {allowed} 个文件和连接，大约 {allowed // 10} 个页面；"
            f"再多就会有页面打不开。请让管理电脑的人把这个限制提到 {FEW_HANDLES}，再启动一次。"
        )


def bind_port(first: int, address: str = "127.0.0.1") -> socket.socket:
    """Listen at the first free port from `first` on; say so where that is another one."""
    last = min(first + PORTS_TRIED - 1, 65535)
    for port in range(first, last + 1):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name != "nt":  # where it would share a taken port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address, port))
            listener.listen(2048)
        except OSError:
            listener.close()
            continue
        if port != first:
            say(f"端口 {first} 已被占用，改用 {port}。")
        return listener
    raise Trouble(f"端口 {first} 到 {last} 都用不了：请用 --port 换一个，例如 --port 8600。")


def end_with_parent() -> None:
    """Wait for the pipe on standard input to close, then end gracefully, and in any case soon."""
    os.read(0, 1)
    signal.raise_signal(signal.SIGTERM)
    time.sleep(SECONDS_TO_END)
    os._exit(0)


def announce(server: Any, port: int, browser: bool, lan: bool) -> None:
    """Say the addresses once the server answers, and open it in the browser where there is a screen."""
    while not server.started:
        time.sleep(0.05)
    say(f"岗位匠已打开：http://127.0.0.1:{port}\n用完请关掉这个窗口，或按 Ctrl+C。")
    if lan:
        from server.guests import GUESTS
        from server.invitation import invitation

        GUESTS.tell = lambda: say(invitation(port))
        GUESTS.tell()
    screen = os.name == "nt" or sys.platform == "darwin" or {"DISPLAY", "WAYLAND_DISPLAY"} & set(os.environ)
    if browser and screen:
        webbrowser.open(f"http://127.0.0.1:{port}")


# —— The command ——


class Options(argparse.ArgumentParser):
    """The options, with Chinese words for what is wrong."""

    def error(self, _message: str) -> NoReturn:
        raise Trouble(f"看不懂“{' '.join(sys.argv[1:])}”。可以这样用：\n{__doc__}")


def read_port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise Trouble(f"端口应是 1 到 65535 的整数，不能是“{text}”：例如 --port 8600。")
    return int(text)


def run(words: Sequence[str]) -> int:
    """Do what the words of the command line say; the exit code."""
    if words[:1] == ["test"]:
        set_up(APP_LOCK, TEST_LOCK)
        return subprocess.call([str(PYTHON), "tests", *words[1:]], cwd=HERE)
    options = Options(add_help=False, allow_abbrev=False)
    options.add_argument("what", nargs="?", choices=("start", "setup", "serve"), default="start")
    options.add_argument("--port", type=read_port, default=8501)
    options.add_argument("--no-browser", dest="browser", action="store_false")
    options.add_argument("--lan", action="store_true")
    options.add_argument("--help", "-h", action="store_true")
    wish = options.parse_args(words)
    if wish.help:
        say(__doc__ or "")
    elif wish.what == "serve":
        serve(wish.port, wish.browser, wish.lan)
    else:
        set_up(APP_LOCK)
        if wish.what == "start":
            return start(wish.port, wish.browser, wish.lan)
        say("装好了。")
    return 0


def end(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    for name in {"SIGTERM", "SIGHUP", "SIGBREAK"} & set(dir(signal)):
        if sys.argv[1:2] != ["serve"]:  # which ends as uvicorn does
            signal.signal(getattr(signal, name), end)
    try:
        return run(sys.argv[1:])
    except Trouble as trouble:
        print(f"出错了：{trouble}", file=sys.stderr, flush=True)
        return EXPLAINED
    except KeyboardInterrupt:
        say("已停下；再运行一次会接着来。")
        return 130


if __name__ == "__main__":
    sys.exit(main())
