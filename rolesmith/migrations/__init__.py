"""Brings a database to the newest schema; alembic is imported only where there is something to do."""

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from rolesmith.schema import HEAD


def upgrade(engine: Engine) -> None:
    """Run the migrations that the database lacks. Raises ValueError where it is newer than this program."""
    with engine.connect() as connection:
        current = _current(connection)
    if current == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    with engine.connect().execution_options(write=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise ValueError(str(error)) from error


def _current(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
