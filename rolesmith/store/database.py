"""Database: an engine that is brought to the newest schema, and one calm sentence for whatever is wrong with it."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc

from rolesmith.store import migrations
from rolesmith.store.tables import HEAD

BUSY_SECONDS = 5
BUSY = "数据库正被别的程序占用，过一会儿会自动再试。"
FULL = "磁盘满了，请先腾出空间；您写的内容还在页面上。"
NO_DISK = "磁盘写不进去，可能满了或断开了，请检查；您写的内容还在页面上。"
CLOSED = "打不开数据库 {data_file}，请检查文件夹是否存在、能否写入。"
DAMAGED = "数据库 {data_file} 读不出来，可能已损坏。请先把它改名留底，再用备份替换；重新打开会新建一个空库。"
SENTENCES = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_IOERR: NO_DISK,
    sqlite3.SQLITE_CANTOPEN: CLOSED,
    sqlite3.SQLITE_READONLY: CLOSED,
    sqlite3.SQLITE_PERM: CLOSED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
"""What is said of a file, by SQLite's own code; whatever else SQLite says is a fault of ours, not of the file."""
_OPENING = Lock()
"""One thread at a time opens a database: whoever switches a new file to WAL is refused, not queued, by a writer."""


class Unavailable(Exception):
    """The database cannot be used; the message is a sentence for the user."""


def default_url() -> str:
    """`ROLESMITH_DATABASE_URL`, else data/rolesmith.db beside the program."""
    return os.environ.get("ROLESMITH_DATABASE_URL") or f"sqlite:///{Path(__file__).parents[2]}/data/rolesmith.db"


class Database:
    """One database, open. Safe to use from several threads. Everything raises Unavailable."""

    def __init__(self, url: str = "", to: str = HEAD) -> None:
        """Brings it to a schema: the newest, but for what reads an older backup."""
        self.url = sa.make_url(url or default_url())
        self._writing = Lock()
        with self._calm(), _OPENING:
            try:
                self._engine = _engine(self.url)
                migrations.upgrade(self._engine, to)
            except OSError as error:
                raise Unavailable(CLOSED.format(data_file=self.data_file)) from error
            except migrations.Unknown as error:
                newer = "是更新版本的岗位匠写的，请升级岗位匠再打开。"
                other = "不是岗位匠的，或者它的版本记录坏了；请换一个文件，或用备份恢复。"
                raise Unavailable(f"数据库 {self.data_file} {newer if error.newer else other}") from error

    @property
    def data_file(self) -> str:
        """Where the data lies, without a password."""
        return self.url.database or "" if self.url.get_backend_name() == "sqlite" else self.url.render_as_string()

    @property
    def folder(self) -> Path:
        """Where files that belong to the data lie: beside a SQLite file, else in data/ beside the program."""
        own = self.url.get_backend_name() == "sqlite" and self.url.database not in (None, "", ":memory:")
        return Path(str(self.url.database)).resolve().parent if own else Path(__file__).parents[2] / "data"

    @property
    def is_postgresql(self) -> bool:
        """Whether the backend is PostgreSQL rather than SQLite."""
        return self.url.get_backend_name() == "postgresql"

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the database."""
        with self._calm(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A transaction that holds the writer's lock from the start and commits at the end."""
        with (
            self._calm(),
            self._turn(),
            self._engine.connect().execution_options(write=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Writers of one process wait for one another here: SQLite would let each sleep and try again, ever longer."""
        if self.url.get_backend_name() != "sqlite":
            yield
            return
        if not self._writing.acquire(timeout=BUSY_SECONDS):
            raise Unavailable(BUSY)
        try:
            yield
        finally:
            self._writing.release()

    @contextmanager
    def _calm(self) -> Iterator[None]:
        """Turns what can be wrong with a database into one sentence."""
        try:
            yield
        except exc.TimeoutError as error:  # all connections are taken, and stay so
            raise Unavailable(BUSY) from error
        except exc.DBAPIError as error:
            if sentence := self._sentence(error):
                raise Unavailable(sentence) from error
            raise  # a fault of ours

    def _sentence(self, error: exc.DBAPIError) -> str:
        """What is said of a database that cannot be used; empty where nothing is wrong with it."""
        if self.url.get_backend_name() == "sqlite":
            code = getattr(error.orig, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
            sentence = SENTENCES.get(code & 0xFF, "")  # the upper bits say more, of no use to an owner
        else:
            sentence = CLOSED if isinstance(error, exc.OperationalError) else ""
        return sentence.format(data_file=self.data_file)


def _readable(text: bytes) -> str:
    """A damaged letter of one record stands for itself alone, where sqlite3 would refuse all that is asked for."""
    return text.decode("utf-8", "replace")


CONNECTIONS, MORE = 4, 24
"""So many connections stay open, and so many more may be open for a moment; 28 threads answer requests. Each takes
three of the system's handles, and to open one takes less than a millisecond.
"""
PAGES_KEPT = 256
"""KB of the file that each connection keeps in memory; a pool holds several, and the system keeps the file anyway."""


def _engine(url: sa.URL) -> sa.Engine:
    pool: dict[str, Any] = {"pool_size": CONNECTIONS, "max_overflow": MORE, "pool_timeout": BUSY_SECONDS}
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, **pool)
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    else:
        pool = {}  # one connection, which is the database
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_SECONDS}, **pool)

    @sa.event.listens_for(engine, "connect")
    def _settle(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, so that a writer takes its lock at once
        connection.text_factory = _readable
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute(f"PRAGMA cache_size=-{PAGES_KEPT}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("write")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
