"""Small files of strangers: each shows one thing that their authors expect of a reader, and comes in as they meant."""

from typing import Any

import pytest

from tests.old_documents import layouts
from tests.old_documents.placings import FILES, misplaced

ALL = [layout for file in FILES for layout in layouts(file)]


@pytest.mark.parametrize("layout", ALL, ids=lambda each: each["layout"])
def test_every_text_stands_where_its_author_meant(layout: dict[str, Any]) -> None:
    assert misplaced(layout) == []
