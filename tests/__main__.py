"""Every check and test in one run; `python3 run.py test [--thorough] [pytest arguments]` calls it with .venv's Python.

It finds the programs that the tests read documents with, runs ruff, mypy, deptry, Biome, TypeScript and pytest, each
whether or not another failed, and names what went untested. With --thorough TypeScript is fetched, what must go well
every time is done twenty times instead of three, with more random examples, and every figure of the benchmarks is run
once. With ROLESMITH_NOTHING_UNTESTED=1 a missing program or a skipped test is a failure too.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent.parent
CHROMIUM = "ROLESMITH_CHROMIUM"
STRICT = "ROLESMITH_NOTHING_UNTESTED"
THOROUGH = "--thorough"
TSC = HERE / "tests" / "node_modules" / ".bin" / ("tsc.cmd" if os.name == "nt" else "tsc")

# Where programs lie that are seldom on PATH; `~` and variables are filled in.
USUAL_PLACES = {
    "chromium": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        r"${ProgramFiles}\Google\Chrome\Application\chrome.exe",
        r"${ProgramFiles(x86)}\Google\Chrome\Application\chrome.exe",
        r"${LocalAppData}\Google\Chrome\Application\chrome.exe",
        r"${ProgramFiles(x86)}\Microsoft\Edge\Application\msedge.exe",
    ),
    "soffice": (
        "/Applications/LibreOffice.app/Contents/MacOS/soffice",
        r"${ProgramFiles}\LibreOffice\program\soffice.exe",
    ),
}
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The one without windows first: a page costs it three quarters of the processor time."""


@dataclass(frozen=True)
class Need:
    """Something outside of Python that tests use: its name, what it tests, and how to find it (or None)."""

    name: str
    tests: str
    find: Callable[[], str | None]


def find_program(*names: str) -> str | None:
    """A program's path: beside this Python, on PATH, or in its usual places."""
    places = [place for name in names for place in USUAL_PLACES.get(name, ())]
    usual = [Path(os.path.expandvars(place)).expanduser() for place in places]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))
    found = next(filter(None, (shutil.which(name, path=path) for name in names)), None)
    return found or next((str(path) for path in usual if path.is_file()), None)


def find_chromium() -> str | None:
    """The browser that ROLESMITH_CHROMIUM names, else the system's, else Playwright's own."""
    return os.environ.get(CHROMIUM) or find_program(*CHROMIUM_NAMES) or fetch_chromium()


def fetch_chromium() -> str | None:
    print("没有找到 Chromium，下载 Playwright 自带的……", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    if not Path(path).is_file():
        return None
    # On Linux it may lack libraries of the system.
    runs = os.name == "nt" or not subprocess.run([path, "--version"], capture_output=True, check=False).returncode
    return path if runs else None


def find_chinese_font() -> str | None:
    """A font with Chinese glyphs, where fontconfig can tell; macOS and Windows always have one."""
    if sys.platform in ("darwin", "win32"):
        return "system"
    if not shutil.which("fc-list"):
        return None
    fonts = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return fonts.stdout.strip() or None


def find_poppler() -> str | None:
    return find_program("pdftotext") and find_program("pdftoppm")


NEEDS = (
    Need("Chromium", "浏览器里的页面和打印", find_chromium),
    Need("中文字体", "截图和打印里的汉字", find_chinese_font),
    Need("LibreOffice", "Excel 打印版面和 Word 版面", lambda: find_program("soffice")),
    Need("Poppler（pdftotext、pdftoppm）", "打印出来的 PDF", find_poppler),
    Need("pandoc", "别的程序读 Markdown 和 Word", lambda: find_program("pandoc")),
    Need("cmark-gfm", "GitHub 式 Markdown 的读法", lambda: find_program("cmark-gfm")),
    Need("Biome", "JavaScript 和 CSS 的写法", lambda: find_program("biome")),
    Need("TypeScript（npm ci --prefix tests）", "JavaScript 里的类型", lambda: str(TSC) if TSC.is_file() else None),
)


def fetch_typescript() -> None:
    """Of the pinned version, where there is npm; no other program of ours needs it."""
    if npm := find_program("npm"):
        command = [npm, "ci", "--no-audit", "--no-fund"]
        subprocess.run(command, cwd=HERE / "tests", stdout=subprocess.DEVNULL, check=False)


def list_checks(arguments: list[str], report: Path, biome: str | None) -> dict[str, list[str]]:
    """The commands to run, by name; pytest also writes a JUnit report."""
    workers = max(2, os.cpu_count() or 2)
    python = [sys.executable, "-m"]
    return {
        "ruff check": [*python, "ruff", "check"],
        "ruff format": [*python, "ruff", "format", "--check"],
        "mypy": [*python, "mypy"],
        "deptry": [*python, "deptry", "--no-ansi", "."],
        **({"biome": [biome, "ci", "--error-on-warnings"]} if biome else {}),
        **({"tsc": [str(TSC), "--project", "ui/tsconfig.json"]} if TSC.is_file() else {}),
        "pytest": [*python, "pytest", "-n", str(workers), "--dist", "worksteal", f"--junit-xml={report}", *arguments],
    }


def read_skips(report: Path) -> Iterator[str]:
    """Each skipped test of a JUnit report, with its reason; an expected failure is none."""
    if not report.is_file():
        return
    for case in ElementTree.parse(report).iter("testcase"):
        for skip in case.iter("skipped"):
            if skip.get("type") != "pytest.xfail":
                yield f"{case.get('classname')}.{case.get('name')}：{skip.get('message')}"


def set_environment(found: dict[str, str | None], *, thorough: bool) -> dict[str, str]:
    """What the tests learn of the programs: the browser's path; LibreOffice on PATH; and how often to try."""
    env = {**os.environ, "PYTHONUTF8": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # each of many servers would compile all of our modules anew
    if thorough:
        env["ROLESMITH_THOROUGH"] = "1"
    if browser := found["Chromium"]:
        env[CHROMIUM] = browser
    if office := found["LibreOffice"]:
        env["PATH"] = env.get("PATH", "") + os.pathsep + str(Path(office).parent)
    return env


def main(arguments: list[str]) -> int:
    """Run it all; the exit code is 0 only where all went well."""
    thorough = THOROUGH in arguments
    if thorough:
        fetch_typescript()
    found = {need.name: need.find() for need in NEEDS}
    env = set_environment(found, thorough=thorough)
    arguments = [each for each in arguments if each != THOROUGH]
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        for name, command in list_checks(arguments, report, found["Biome"]).items():
            print(f"\n—— {name} ——", flush=True)
            if subprocess.run(command, cwd=HERE, env=env, check=False).returncode:
                failed.append(name)
        skips = list(read_skips(report))
    missing = [need for need in NEEDS if not found[need.name]]
    print()
    for need in missing:
        print(f"没有测到：{need.name}（{need.tests}）— 安装后再跑一遍")
    for skip in skips:
        print(f"跳过：{skip}")
    if os.environ.get(STRICT) and (missing or skips):
        failed.append(f"有没测到的（{STRICT}）")
    print("没有通过：" + "、".join(failed) if failed else "全部通过。", flush=True)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
