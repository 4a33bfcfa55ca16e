"""The sheets about a whole shop: the staff table, who reports to whom, who does what, how each role is measured."""

from collections.abc import Callable, Mapping

from rolesmith.formats.chart.pdf import TITLE as CHART
from rolesmith.formats.excel.summaries import duties, kpis, organisation, reporting, staff
from rolesmith.formats.excel.summaries.summary import Listed, Summary

SHEETS: Mapping[str, Callable[[Listed], Summary]] = {
    staff.TITLE: staff.summary,
    CHART: organisation.summary,
    reporting.TITLE: reporting.summary,
    duties.TITLE: duties.summary,
    duties.LIST: duties.full_list,
    kpis.TITLE: kpis.summary,
}
"""What makes each summary, by the name of its sheet, in order."""
