"""Brings a database to a schema; alembic is imported only where there is something to do."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from rolesmith.store.tables import HEAD, SCHEMAS


class Unknown(Exception):
    """The database has a schema that this program does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(revision)
        self.newer = revision.isdecimal() and revision > HEAD
        """Whether it is a later program's, as far as its name tells."""


def upgrade(engine: Engine, to: str = HEAD) -> None:
    """Run the migrations that the database lacks, all in one transaction. Raises Unknown."""
    with engine.connect() as connection:
        current = _current(connection)
    if current == to:
        return
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def _current(connection: Connection) -> str | None:
    """The schema of a database; None where it is empty. Raises Unknown."""
    there = inspect(connection).get_table_names()
    if not there:
        return None
    query = text("SELECT version_num FROM alembic_version")
    revision = str(connection.execute(query).scalar() or "") if "alembic_version" in there else ""
    if revision not in SCHEMAS:
        raise Unknown(revision)
    return revision
