"""A stranger's sheet as a library: what its columns mean is guessed, its owner says otherwise, and it is read so."""

from rolesmith.libraries.table.guess import guess
from rolesmith.libraries.table.meanings import LABELS, Reading
from rolesmith.libraries.table.open_tables import ENDINGS, Table, open_tables
from rolesmith.libraries.table.read import Found, read

__all__ = ["ENDINGS", "LABELS", "Found", "Reading", "Table", "guess", "open_tables", "read"]
