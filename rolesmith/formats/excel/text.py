"""Texts as Excel's file holds them: what xlsxwriter would take for code of its own is written in pieces."""

import re

ESCAPE = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""Within what looks like an escape; two that overlap are read wrongly otherwise."""


def is_code(text: str) -> bool:
    """Whether xlsxwriter might take the text for code of its own."""
    return "_x" in text or text.startswith("<r>")


def pieces(text: str) -> list[str]:
    """The text in one piece, or in as many as keep it what it is: it looks like `_x0041_`, or like ready `<r>…</r>`."""
    found = ESCAPE.split(text)
    if len(found) == 1 and text.startswith("<r>") and text.endswith("</r>"):
        return [text[:1], text[1:]]
    return found
