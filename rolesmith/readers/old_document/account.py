"""Accounts: of what a line or a row says, what is placed or known as a name is struck out, and what is left goes on."""

import re
from collections.abc import Iterator

from rolesmith.files.counted import NUMBER

WORD = re.compile(r"[^\W_]+")
STRUCK = "\n"
"""Stands for a letter that is struck out; no letter is a line break."""
BOUNDS = "\n；;，,。！!：: \t\u3000｜|"
"""Behind which a number may count what follows it."""


class Account:
    """The words of a text. Only what stands in the result may be struck out: then nothing can be lost."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._letters = letters(text)

    def strike(self, text: str) -> None:
        """Strike out a text; one that was put together is struck out word by word."""
        if not self._strike(letters(text)):
            for word in WORD.findall(text):
                self._strike(word)

    def _strike(self, letters: str) -> bool:
        at = self._letters.find(letters)
        if at >= 0:
            self._letters = self._letters[:at] + STRUCK * len(letters) + self._letters[at + len(letters) :]
        return at >= 0

    def rest(self) -> list[str]:
        """What is left, as it is written; numbers that count what was placed are no words."""
        left = list(WORD.finditer(self._letters))
        if left and STRUCK not in self._letters:
            return [self._text.strip()]
        places = _places(self._text) if left else []
        ends = ((places[each.start()], places[each.end() - 1] + 1) for each in left)
        return [self._text[start:end] for start, end in ends if not self._counts(start, end)]

    def _counts(self, start: int, end: int) -> bool:
        """Whether letters are the number before what follows them."""
        while start and self._text[start - 1] in "（([【":
            start -= 1
        if start and self._text[start - 1] not in BOUNDS:
            return False
        found = NUMBER.match(self._text, start)
        return found is not None and found.end() >= end and letters(found[0]) == letters(self._text[start:end])


def letters(text: str) -> str:
    """Its letters and digits, without anything between them."""
    return "".join(WORD.findall(text))


def _places(text: str) -> list[int]:
    """Where each letter stands in the text."""
    words: Iterator[re.Match[str]] = WORD.finditer(text)
    return [at for word in words for at in range(word.start(), word.end())]
