"""Backup: everything of the database as one zip that a person can look into, and back.

`manifest.json` names each table's member with its rows and sha256; a member `<table>.jsonl` holds a row a line.
A backup is somebody's file: it is read in full, within bounds, into a new database, before anything is touched.
"""

import hashlib
import json
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal, get_args

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.exc import IntegrityError

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.role.tags import TAG_LIMIT, TAGS_LIMIT
from rolesmith.role.tree import is_newer
from rolesmith.role.version import Kind
from rolesmith.store import record, tables
from rolesmith.store.database import Database
from rolesmith.store.role_rows import LAST_REVISION

TABLES = {table.name: table for table in tables.metadata.sorted_tables}
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 20_000
LINE_LIMIT = 64_000_000
"""Bytes of one row: what role_rows.py lets a tree grow to, with a shop's facts, needs less."""
ROOM = 4
"""So many times a backup's unpacked size must be free on the disk to read it: the new database and its journal."""
PROBLEM_LIMIT = 20
BEGINNING = 100
"""Characters of a body in which it names its schema."""
BATCH = 200
"""Rows in memory at once, of a table whose rows are small."""
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError, ArithmeticError,
    RuntimeError, MemoryError,
)  # fmt: skip
"""What zipfile raises over a file that somebody, or a bad disk, has changed."""
ROW = re.compile(rb'\{(?:\s*"[^"\\]*+"\s*:\s*(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"|-?\d{1,19}|null)\s*[,}])++\s*')
"""A row is flat: what is not is never built in memory."""
SIGNS = "[A-Za-z0-9_.:-]"
TAG = f"[^\n]{{1,{TAG_LIMIT}}}"
VALUES = {
    "id": re.compile(f"{SIGNS}{{1,64}}"),
    "roles.id": re.compile(f"{SIGNS}{{1,80}}"),
    "roles.kind": re.compile("|".join(record.KINDS)),
    "roles.tags": re.compile(f"(?:{TAG}(?:\n{TAG}){{0,{TAGS_LIMIT - 1}}})?"),
    "role": re.compile(f"{SIGNS}{{1,80}}"),
    "parent": re.compile(f"{SIGNS}{{0,80}}"),
    "versions.kind": re.compile("|".join(get_args(Kind))),
}
"""What stands in addresses and in what pages are made of, by column."""
LONE = re.compile("[\ud800-\udfff]")
"""Half of a character, which JSON can spell and no database can hold."""


class _Member(BaseModel):
    model_config = ConfigDict(extra="forbid")
    rows: int = Field(ge=0)
    sha256: str


class _Manifest(BaseModel):
    model_config = ConfigDict(extra="forbid")
    format: Literal["rolesmith-backup@1"] = "rolesmith-backup@1"
    revision: str = Field(alias="schema")
    at: datetime
    tables: dict[str, _Member]


def write(connection: sa.Connection, file: IO[bytes]) -> None:
    """All tables as the connection sees them."""
    members: dict[str, _Member] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in TABLES.items():
            digest, count = hashlib.sha256(), 0
            with archive.open(f"{name}.jsonl", "w", force_zip64=True) as member:
                for row in _found(connection, table, sa.select(table)):
                    line = json.dumps(row._asdict(), ensure_ascii=False).encode() + b"\n"
                    member.write(line)
                    digest.update(line)
                    count += 1
            members[name] = _Member(rows=count, sha256=digest.hexdigest())
        manifest = _Manifest(schema=tables.HEAD, at=datetime.now(UTC), tables=members)
        archive.writestr(MANIFEST, manifest.model_dump_json(by_alias=True, indent=1))


def read(file: IO[bytes], name: str, data_file: Path) -> datetime:
    """Make a new database, of the newest schema, of what a backup holds; when it was made.

    Raises Unreadable with what is wrong, and Unavailable where the new database cannot be written.
    """
    problems: list[Problem] = []

    def wrong(table: str, line: int, what: str) -> None:
        problems.append(Problem(f"{name} 里的 {table}.jsonl", line, what, "请换一份没有改过的备份"))
        if len(problems) >= PROBLEM_LIMIT:
            raise Unreadable(problems)

    with _unbroken(name):
        archive = zipfile.ZipFile(file)
        manifest = _manifest(archive, name)
    _make_sure_of_room(archive, name, data_file)
    with closing(Database(f"sqlite:///{data_file}", manifest.revision)) as fresh, fresh.write() as connection:
        for table in _tables(connection, archive, manifest, name):
            _fill(connection, table, _lines(archive, table.name, name), manifest.tables[table.name], wrong)
        if problems:
            raise Unreadable(problems)
    with closing(Database(f"sqlite:///{data_file}")) as newest, newest.read() as connection:
        table = TABLES["roles"]
        for row in connection.execute(sa.select(table.c.id, table.c.kind, table.c.parent)):
            if not record.is_whole(row.id, row.kind, row.parent):
                wrong(table.name, 0, f"“{row.id}”的种类、编号或所属岗位对不上")
        bodies = (table.c.body for table in TABLES.values() if "body" in table.c)
        for beginnings in (connection.scalars(sa.select(sa.func.substr(body, 1, BEGINNING))) for body in bodies):
            if any(map(is_newer, beginnings)):
                raise _newer(name)
    if problems:
        raise Unreadable(problems)
    return manifest.at


def load(connection: sa.Connection, data_file: Path) -> None:
    """Put the database that `read` has made in the place of everything.

    A role that is here too gets a revision above both, so that no open page takes the old text for the newer one.
    """
    here = {(row.shop, row.id): row.revision for row in connection.execute(sa.select(tables.roles))}
    for table in reversed(TABLES.values()):
        connection.execute(sa.delete(table))
    with closing(Database(f"sqlite:///{data_file}")) as fresh, fresh.read() as source:
        for name, table in TABLES.items():
            query = sa.select(table).order_by(*([table.c.sequence] if "sequence" in table.c else []))
            count = 0
            for some in _found(source, table, query).partitions():
                batch = [_lifted(row._asdict(), here) if name == "roles" else row._asdict() for row in some]
                for row in batch:
                    count += 1
                    row.update({"sequence": count} if "sequence" in row else {})  # what a file says may be anything
                connection.execute(sa.insert(table), batch)


def _found(connection: sa.Connection, table: sa.Table, query: sa.Select[Any]) -> sa.CursorResult[Any]:
    """What a query finds, a few rows at a time."""
    return connection.execute(query.execution_options(yield_per=_batch(table)))


def _batch(table: sa.Table) -> int:
    return 1 if "body" in table.c else BATCH  # a tree may be large


def _lifted(row: dict[str, Any], here: dict[tuple[str, str], int]) -> dict[str, Any]:
    now = here.get((row["shop"], row["id"]))
    if now is None:
        return row
    revision = min(max(now, row["revision"]) + 1, LAST_REVISION)
    published = revision if row["published_revision"] == row["revision"] else row["published_revision"]
    return {**row, "revision": revision, "published_revision": published}


@contextmanager
def _unbroken(name: str) -> Iterator[None]:
    """Around what zipfile does with somebody's file. Raises Unreadable."""
    try:
        yield
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable([Problem(name, 0, "不是完整的 zip 文件", "请换一份备份，或重新下载")]) from error


def _foreign(name: str) -> Unreadable:
    return Unreadable([Problem(name, 0, "不是岗位匠的全部备份", "请选“备份全部”得到的 .zip 文件")])


def _newer(name: str) -> Unreadable:
    return Unreadable([Problem(name, 0, "是更新版本的岗位匠备份的", "请先升级岗位匠再恢复")])


def _manifest(archive: zipfile.ZipFile, name: str) -> _Manifest:
    members = {info.filename: info for info in archive.infolist()}
    if MANIFEST not in members or members[MANIFEST].file_size > MANIFEST_LIMIT:
        raise _foreign(name)
    try:
        manifest = _Manifest.model_validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        raise _foreign(name) from error
    if manifest.revision.isdecimal() and manifest.revision > tables.HEAD:
        raise _newer(name)
    if manifest.revision not in tables.SCHEMAS or any(info.compress_type not in PACKED for info in archive.infolist()):
        raise _foreign(name)
    return manifest


def _make_sure_of_room(archive: zipfile.ZipFile, name: str, data_file: Path) -> None:
    needed = ROOM * sum(info.file_size for info in archive.infolist())
    if needed > shutil.disk_usage(data_file.parent).free:
        size = f"{needed // 1_000_000:,} MB"
        raise Unreadable([Problem(name, 0, f"解开它要 {size}，磁盘放不下", "请先腾出空间，或换一份备份")])


def _tables(connection: sa.Connection, archive: zipfile.ZipFile, manifest: _Manifest, name: str) -> list[sa.Table]:
    """The tables of an empty database of the backup's schema, which are those that it must hold, once each."""
    found = sa.MetaData()
    found.reflect(connection)
    those = [table for table in found.sorted_tables if table.name != "alembic_version"]
    expected = sorted([MANIFEST, *(f"{table.name}.jsonl" for table in those)])
    if sorted(archive.namelist()) != expected or set(manifest.tables) != {table.name for table in those}:
        raise _foreign(name)
    return those


def _fill(
    connection: sa.Connection, table: sa.Table, lines: Iterator[bytes], member: _Member, wrong: Callable[..., None]
) -> None:
    digest, count = hashlib.sha256(), 0
    while some := list(islice(lines, _batch(table))):
        batch = []
        for line in some:
            count += 1
            digest.update(line)
            row = _row(table, line)
            if isinstance(row, str):
                wrong(table.name, count, row)
            else:
                batch.append(row)
        try:
            if batch:
                connection.execute(sa.insert(table), batch)
        except IntegrityError:
            wrong(table.name, 0, f"第 {count - len(some) + 1} 到 {count} 行里有一行和别的一行是同一条")
    if count != member.rows or digest.hexdigest() != member.sha256:
        wrong(table.name, 0, "内容和备份时不一样")


def _lines(archive: zipfile.ZipFile, table: str, name: str) -> Iterator[bytes]:
    """A member's lines; what does not end where it says it ends is cut off. Raises Unreadable."""
    with _unbroken(name):
        left = archive.getinfo(f"{table}.jsonl").file_size
        member = archive.open(f"{table}.jsonl")
    while True:
        with _unbroken(name):
            line = member.readline(LINE_LIMIT + 1)
            left -= len(line)
            if left < 0 or len(line) > LINE_LIMIT:
                raise zipfile.BadZipFile
        if not line:
            return
        yield line


def _row(table: sa.Table, line: bytes) -> dict[str, Any] | str:
    """A row; or what is wrong with it. What its texts mean is not asked here: see trial.py."""
    try:
        if not ROW.fullmatch(line):
            raise ValueError
        pairs = json.loads(line, object_pairs_hook=list)
    except ValueError:
        return "不是一行完整的记录"
    row = dict(pairs)
    if len(row) != len(pairs) or set(row) != set(table.columns.keys()):
        return "记录的项目不对"
    bad = next((name for name, value in row.items() if not _fits(table.columns[name], value)), "")
    return f"“{bad}”的值不对" if bad else row


def _fits(column: sa.Column[Any], value: Any) -> bool:
    if value is None:
        return bool(column.nullable)
    if isinstance(column.type, sa.Integer):
        return type(value) is int and 0 <= value <= LAST_REVISION
    pattern = VALUES.get(str(column)) or VALUES.get(column.name)
    return isinstance(value, str) and not LONE.search(value) and (pattern is None or bool(pattern.fullmatch(value)))
