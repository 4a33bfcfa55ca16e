"""Backup: everything of the database as one zip that a person can look into, and back.

`manifest.json` names each table's member with its rows and sha256; a member `<table>.jsonl` holds a row a line.
A backup is somebody's file: it is checked in full, within bounds, before anything of the database is touched.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO, Any, Literal

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from rolesmith import schema
from rolesmith.database import Database
from rolesmith.library import Library
from rolesmith.library_tree import KEY, key_of, tree_of
from rolesmith.problem import Problem, Unreadable
from rolesmith.role import Role

TABLES = {table.name: table for table in schema.metadata.sorted_tables}
LIBRARIES = sa.Table(
    "libraries", sa.MetaData(),
    sa.Column("shop", sa.String(40)), sa.Column("id", sa.String(60)),
    sa.Column("body", sa.Text, nullable=False), sa.Column("at", sa.String(32), nullable=False),
)  # fmt: skip
"""A table that backups of schema 0001 have: its rows become trees among the roles."""


def tables_of(revision: str) -> dict[str, sa.Table]:
    """The tables that a backup of this schema holds."""
    return {**TABLES, "libraries": LIBRARIES} if revision == "0001" else TABLES


_LIBRARY = f'"id": "{KEY}'.encode()
MANIFEST = "manifest.json"
MANIFEST_LIMIT = 20_000
LINE_LIMIT = 30_000_000
"""Bytes of one row: a role of 5,000 texts of 5,000 characters has less."""
MEMBER_LIMIT = 2_000_000_000
"""Bytes of one table, unpacked."""
PROBLEM_LIMIT = 20
BATCH = 200


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


@dataclass(frozen=True)
class Summary:
    """What a backup holds, and when it was made."""

    at: datetime
    roles: int
    versions: int
    libraries: int
    templates: int


def write(database: Database, file: IO[bytes]) -> None:
    """All tables as they are at one moment. Raises Unavailable."""
    told: dict[str, _Member] = {}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, database.read() as connection:
        for name, table in TABLES.items():
            digest, count = hashlib.sha256(), 0
            with archive.open(f"{name}.jsonl", "w", force_zip64=True) as member:
                for row in connection.execution_options(yield_per=BATCH).execute(sa.select(table)):
                    line = json.dumps(row._asdict(), ensure_ascii=False).encode() + b"\n"
                    member.write(line)
                    digest.update(line)
                    count += 1
            told[name] = _Member(rows=count, sha256=digest.hexdigest())
        manifest = _Manifest(schema=schema.HEAD, at=datetime.now(UTC), tables=told)
        archive.writestr(MANIFEST, manifest.model_dump_json(by_alias=True, indent=1))


def check(file: IO[bytes], name: str) -> Summary:
    """Read all of it and keep nothing. Raises Unreadable with what is wrong."""
    problems: list[Problem] = []
    libraries = 0

    def wrong(member: str, line: int, what: str) -> None:
        problems.append(Problem(f"{name} 里的 {member}", line, what, "请换一份没有改过的备份"))
        if len(problems) >= PROBLEM_LIMIT:
            raise Unreadable(problems)

    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, name)
            for table, member in manifest.tables.items():
                digest, count = hashlib.sha256(), 0
                columns = tables_of(manifest.revision)[table]
                for count, line in enumerate(_lines(archive, table), 1):
                    digest.update(line)
                    libraries += table == "roles" and _LIBRARY in line[:200]
                    if what := _fault(columns, line):
                        wrong(f"{table}.jsonl", count, what)
                if count != member.rows or digest.hexdigest() != member.sha256:
                    wrong(f"{table}.jsonl", 0, "内容和备份时不一样")
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise Unreadable([Problem(name, 0, "不是完整的 zip 文件", "请换一份备份，或重新下载")]) from error
    if problems:
        raise Unreadable(problems)
    rows = {table: member.rows for table, member in manifest.tables.items()}
    libraries += rows.get("libraries", 0)
    return Summary(manifest.at, rows["roles"] - libraries, rows["versions"], libraries, rows["templates"])


def load(database: Database, file: IO[bytes]) -> None:
    """Put a checked backup in the place of everything, in one transaction. Raises Unavailable.

    A role that is here too gets a revision above both, so that no open page takes the old text for the newer one.
    """
    with database.write() as connection, zipfile.ZipFile(file) as archive:
        here = {(row.shop, row.id): row.revision for row in connection.execute(sa.select(schema.roles))}
        for table in reversed(TABLES.values()):
            connection.execute(sa.delete(table))
        for name, table in TABLES.items():
            lift = _lifted(here) if name == "roles" else dict
            batch: list[dict[str, Any]] = []
            for line in _lines(archive, name):
                batch.append(lift(json.loads(line)))
                if len(batch) == BATCH:
                    connection.execute(sa.insert(table), batch)
                    batch = []
            if batch:
                connection.execute(sa.insert(table), batch)
        if "libraries.jsonl" in archive.namelist():
            for line in _lines(archive, "libraries"):
                connection.execute(sa.insert(schema.roles).values(_lifted(here)(library_row(json.loads(line)))))


def library_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of LIBRARIES as one of roles."""
    library = Library.model_validate_json(row["body"])
    return {
        "shop": row["shop"], "id": key_of(library.library), "name": library.title,
        "body": tree_of(library, library).to_json(), "revision": 1, "published_revision": 0, "version": 0,
        "created_at": row["at"], "saved_at": row["at"], "deleted_at": None,
    }  # fmt: skip


def _lifted(here: dict[tuple[str, str], int]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def lift(row: dict[str, Any]) -> dict[str, Any]:
        now = here.get((row["shop"], row["id"]))
        if now is None:
            return row
        revision = max(now, row["revision"]) + 1
        published = revision if row["published_revision"] == row["revision"] else row["published_revision"]
        return {**row, "revision": revision, "published_revision": published}

    return lift


def _manifest(archive: zipfile.ZipFile, name: str) -> _Manifest:
    members = {info.filename: info for info in archive.infolist()}
    foreign = Unreadable([Problem(name, 0, "不是岗位匠的全部备份", "请选“备份全部”得到的 .zip 文件")])
    if MANIFEST not in members or members[MANIFEST].file_size > MANIFEST_LIMIT:
        raise foreign
    try:
        manifest = _Manifest.model_validate_json(archive.read(MANIFEST))
    except ValidationError as error:
        raise foreign from error
    if manifest.revision > schema.HEAD:
        raise Unreadable([Problem(name, 0, "是更新版本的岗位匠备份的", "请先升级岗位匠再恢复")])
    tables = tables_of(manifest.revision)
    expected = {MANIFEST, *(f"{table}.jsonl" for table in tables)}
    if set(members) != expected or len(archive.infolist()) != len(expected) or set(manifest.tables) != set(tables):
        raise foreign
    if any(info.file_size > MEMBER_LIMIT for info in members.values()):
        raise Unreadable([Problem(name, 0, "解开后太大", "请换一份备份")])
    return manifest


def _lines(archive: zipfile.ZipFile, table: str) -> Iterator[bytes]:
    """A member's lines; what does not end where it says it ends is cut off. Raises BadZipFile."""
    left = archive.getinfo(f"{table}.jsonl").file_size
    with archive.open(f"{table}.jsonl") as member:
        while line := member.readline(LINE_LIMIT + 1):
            left -= len(line)
            if left < 0 or len(line) > LINE_LIMIT:
                raise zipfile.BadZipFile
            yield line


def _fault(table: sa.Table, line: bytes) -> str:
    """What is wrong with a row; empty where nothing is."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return "不是一行完整的记录"
    if not isinstance(row, dict) or set(row) != set(table.columns.keys()):
        return "记录的项目不对"
    for column in table.columns:
        value = row[column.name]
        if value is None and column.nullable:
            continue
        if isinstance(column.type, sa.Integer):
            good = type(value) is int and 0 <= value < 2**31
        else:
            good = isinstance(value, str) and len(value) <= (getattr(column.type, "length", None) or LINE_LIMIT)
        if not good:
            return f"“{column.name}”的值不对"
    return _content_fault(table.name, row)


def _content_fault(table: str, row: dict[str, Any]) -> str:
    try:
        for time in ("at", "saved_at", "created_at", "deleted_at"):
            if row.get(time) and datetime.fromisoformat(row[time]).tzinfo is None:
                return "时间没有时区"
        if table in ("roles", "versions", "templates"):
            Role.from_json(row["body"])
        elif table == "libraries":
            Library.model_validate_json(row["body"])
        elif table == "edits":
            json.loads(row["answer"])
    except (ValueError, RecursionError):
        return "内容读不懂"
    return ""
