"""Whether documents show the standards of lines, and what a standard is called in them."""

from collections.abc import Mapping

STANDARD = "工作标准"
"""Heads a column of standards."""
LABEL = "标准："
"""Stands before a standard below its line."""
CHOICES: Mapping[str, str] = {"without": "只列职责", "with": "职责和标准"}
"""By their names in addresses; the first is the usual one."""
USUAL = "without"
SETTING = "standards"
"""The name of the setting that holds a shop's choice."""


def are_shown(choice: str) -> bool:
    """Whether documents show standards where this was chosen."""
    return choice == "with"
