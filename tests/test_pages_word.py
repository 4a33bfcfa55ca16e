"""Word's pages, as LibreOffice lays them out: headings, rows and signatures stand where a good page has them."""

import pytest

from rolesmith.formats import word
from rolesmith.formats.looks import LOOKS
from tests.conftest import THOROUGH
from tests.office import Office, converted
from tests.pages import breaches, documents, extreme, marked, pages_of, shifted

COUNT = 100 if THOROUGH else 4
DOCUMENTS = [*documents(COUNT), extreme()]
TESTED = {look: range(len(DOCUMENTS)) for look in LOOKS}
"""Which documents are printed in each look: in the normal run every other one as a form, and the others in colours."""
if not THOROUGH:
    TESTED = {look: range(at, len(DOCUMENTS), 2) for at, look in enumerate(("bordered", "brand"))}
KEYS = [(look, at) for look, each in TESTED.items() for at in each]


@converted("docx", "pdf", *KEYS)
def as_word(look: str, at: int) -> bytes:
    return word.write(marked(DOCUMENTS[at], LOOKS[look])[0], LOOKS[look])


@converted("docx", "pdf", *KEYS)
def as_shifted(look: str, at: int) -> bytes:
    return shifted(as_word(look, at))


@pytest.mark.parametrize("look", TESTED)
def test_every_page_is_a_good_one(look: str, office: Office) -> None:
    """What breaks a rule wherever LibreOffice's guess falls."""
    for at in TESTED[look]:
        document = DOCUMENTS[at]
        blocks = marked(document, LOOKS[look])[1]
        found = (set(breaches(blocks, pages_of(office(make, look, at)))) for make in (as_word, as_shifted))
        assert set.intersection(*found) == set(), document.title
