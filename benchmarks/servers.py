"""Servers: our app and the floors, each a process of its own, started by the same command under the same settings."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ("--ws-per-message-deflate", "false", "--no-access-log", "--log-level", "warning")
"""What run.py and `streamlit run` give uvicorn, as far as it matters here."""
PAGE = os.sysconf("SC_PAGE_SIZE")
REST = 5
"""Seconds without work after which a server has read ahead all that it will."""
PROCESSOR_CLOCK = 2
"""Linux: which of a process's clocks counts its processor time, by the nanosecond."""


class Server:
    """A running app; `app` is what uvicorn serves, such as app:app or benchmarks.floors:trivial, of a checkout."""

    def __init__(self, app: str, database: Path, checkout: Path = ROOT) -> None:
        self.app, self.database, self.checkout = app, database, checkout
        self.log = database.with_name("server.log")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> Self:
        """Start the process; it may not answer yet."""
        command = [sys.executable, "-m", "uvicorn", self.app, "--port", str(self.port), *SETTINGS]
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
            "PYTHONPYCACHEPREFIX": str(self.database.with_name("compiled")),
            "ROLESMITH_DATABASE_URL": f"sqlite:///{self.database}",
        }
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.checkout, env=environment, stdout=log, stderr=log)
        return self

    def await_answer(self) -> None:
        """Wait until it answers."""
        while not self.answers():
            if self.process is None or self.process.poll() is not None:
                raise SystemExit(f"{self.app} 没有启动起来：\n{self.log.read_text()}")
            time.sleep(0.01)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/_stcore/health"):
                return True
        except OSError:
            return False

    def stop(self) -> None:
        """End it."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        self.await_answer()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def rest(self) -> Self:
        """Wait until it has done nothing for a while: what it reads ahead is no part of what edits cost."""
        still = 0
        while still < REST:
            before = self.processor_time()
            time.sleep(1)
            still = still + 1 if self.processor_time() - before < 0.05 else 0
        return self

    def processor_time(self) -> float:
        """Seconds of processor that the process has used so far, all its threads together."""
        assert self.process is not None
        return time.clock_gettime((~self.process.pid << 3) | PROCESSOR_CLOCK)

    def memory(self) -> int:
        """Bytes of the process that lie in memory."""
        assert self.process is not None
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * PAGE

    def handles(self) -> int:
        """Files, connections and the like that the process holds open."""
        assert self.process is not None
        return len(list(Path(f"/proc/{self.process.pid}/fd").iterdir()))

    def add_role(self, lines: int = 0) -> str:
        """Have the running server open a backup: of the shipped role, or of one with so many lines; its id."""
        data = b64encode(backup(self.checkout, f"with_lines({lines})" if lines else "shipped_role()")).decode()
        headers = {"content-type": "application/json", "origin": self.url, "x-rolesmith": "1"}
        sent = json.dumps({"file": "role.json", "data": data, "anew": True}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"{self.url}/roles", sent, headers)) as response:
            added: str = json.load(response)["id"]
        return added


@cache
def backup(checkout: Path, role: str) -> bytes:
    """What roles.py of a checkout makes, as that checkout writes it."""
    command = [sys.executable, "-X", "utf8", "-c", f"from benchmarks import roles; print(roles.{role}.to_json())"]
    return subprocess.run(command, cwd=checkout, check=True, stdout=subprocess.PIPE).stdout
