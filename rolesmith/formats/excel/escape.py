"""Texts that xlsxwriter or Excel would take for an escape: they are written in pieces, which stay text."""

import re

ESCAPE = re.compile("(?<=_)(?=x[0-9A-Fa-f]{4}_)")
"""A place within what looks like an escape, where the text is cut; escapes that overlap are cut twice."""


def is_code(text: str) -> bool:
    """Whether xlsxwriter might take the text for an escape or for markup."""
    return "_x" in text or text.startswith("<r>")


def pieces(text: str) -> list[str]:
    """The text in one piece, or cut where it looks like `_x0041_` or like `<r>…</r>`."""
    found = ESCAPE.split(text)
    if len(found) == 1 and text.startswith("<r>") and text.endswith("</r>"):
        return [text[:1], text[1:]]
    return found
