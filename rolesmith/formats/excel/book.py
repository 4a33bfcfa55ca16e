"""xlsxwriter's workbook with what it lacks: row heights that are hints, and the language among the properties."""

from functools import lru_cache
from typing import Any

import xlsxwriter
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager
from xlsxwriter.worksheet import Worksheet

LANGUAGE = "zh-CN"
_spelled = lru_cache(4_096)(Worksheet()._prepare_formula)
"""A formula as the file spells it: xlsxwriter looks for forty names in each, and the numbers of lines are alike."""


class Sheet(Worksheet):  # type: ignore[misc]
    """A sheet in which rows may have a height that holds only until somebody writes in them."""

    def __init__(self) -> None:
        super().__init__()
        self._hints: set[int] = set()

    def hint_row(self, row: int, height: float) -> int:
        """Set a height, in points, that Excel fits to the text again as soon as the row is edited."""
        self._hints.add(row)
        return int(self.set_row(row, height))

    def merge_cells(self, row: int, column: int, last_row: int, last_column: int) -> int:
        """Merge cells over several rows, each of which is written in its turn."""
        self.merge.append([row, column, last_row, last_column])
        return 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return str(_spelled(formula, expand_future_functions))

    def _write_row(self, row: int, *arguments: Any, **named: Any) -> None:
        self._hinted = row in self._hints
        super()._write_row(row, *arguments, **named)
        self._hinted = False

    _hinted = False

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        super()._xml_start_tag_unencoded(tag, _free(attributes) if self._hinted else attributes)

    def _xml_empty_tag_unencoded(self, tag: str, attributes: Any = None) -> None:
        super()._xml_empty_tag_unencoded(tag, _free(attributes) if self._hinted else attributes)


def _free(attributes: Any) -> Any:
    """A row's attributes without the one that says somebody has set its height."""
    return [each for each in attributes if each[0] != "customHeight"]


class _Core(Core):  # type: ignore[misc]
    def _write_dc_creator(self) -> None:
        super()._write_dc_creator()
        self._xml_data_element("dc:language", LANGUAGE)


class _Packager(Packager):  # type: ignore[misc]
    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()


class Book(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = Sheet

    def _get_packager(self) -> Packager:
        return _Packager()
