"""Which fields of a sheet stand beside each other, the same in every format."""

from collections.abc import Iterator

from rolesmith.document.document import LINE, Phrase, Sheet

WIDE = 14
"""A value of more characters than this gets a row of its own."""


def sheet_rows(sheet: Sheet) -> Iterator[list[tuple[Phrase, Phrase]]]:
    """A sheet's pairs in rows of two; a pair with a long value, or with much to write, has a row of its own."""
    waiting: list[tuple[Phrase, Phrase]] = []
    for pair in sheet.rows:
        text = pair[1].printed
        if len(text) > WIDE or "\n" in text or pair[1].room > LINE:
            if waiting:
                yield waiting
            yield [pair]
            waiting = []
            continue
        waiting.append(pair)
        if len(waiting) == 2:
            yield waiting
            waiting = []
    if waiting:
        yield waiting
