"""Word's pages, as LibreOffice lays them out: headings, rows and signatures stand where a good page has them."""

import io

import docx
import pytest
from docx.shared import Pt

from rolesmith.formats import word
from rolesmith.formats.looks import LOOKS
from tests.conftest import THOROUGH
from tests.office import Office, converted
from tests.pages import breaches, documents, extreme, marked, pages_of

COUNT = 100 if THOROUGH else 6
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
def shifted(look: str, at: int) -> bytes:
    """The same with a paragraph of no height before all.

    LibreOffice first guesses that so many paragraphs fill a page (SwLayHelper::CheckInsertPage), and where its guess
    falls right below a heading at a foot it leaves the heading there, though it is to be kept with what follows.
    """
    made = docx.Document(io.BytesIO(as_word(look, at)))
    line = made.add_paragraph()
    made.element.body.insert(0, line._p)
    line.paragraph_format.line_spacing, line.paragraph_format.space_after = Pt(1), Pt(0)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("look", TESTED)
def test_every_page_is_a_good_one(look: str, office: Office) -> None:
    """What breaks a rule wherever LibreOffice's guess falls."""
    for at in TESTED[look]:
        document = DOCUMENTS[at]
        blocks = marked(document, LOOKS[look])[1]
        found = (set(breaches(blocks, pages_of(office(make, look, at)))) for make in (as_word, shifted))
        assert set.intersection(*found) == set(), document.title
