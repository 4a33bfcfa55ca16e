"""Posts of BOSS直聘, 智联, 前程无忧 and others as people copy them: duties and wishes in their places, no word lost."""

from typing import Any

import pytest

from rolesmith.readers.old_document import pasted, place
from rolesmith.readers.old_document.account import letters
from tests.old_documents import layouts

POSTS = layouts("posts.yaml")


@pytest.mark.parametrize("post", POSTS, ids=lambda each: each["post"])
def test_a_post_is_laid_as_it_is_meant(post: dict[str, Any]) -> None:
    placed = place(pasted(post["text"]))
    laid = {piece.text.rstrip("；;"): piece.to for piece in placed}
    assert {text: laid.get(text) for text in post["duties"]} == dict.fromkeys(post["duties"], "duties.duties")
    assert all(laid.get(text, "").startswith("qualifications.") for text in post["wanted"]), laid
    shown = letters("".join(f"{piece.group}{piece.text}{piece.standard}" for piece in placed))
    pay = [line for line in post["text"].split("\n") if "·" in line or "薪资" in line or "K" in line]
    assert all(letters(line) in shown or letters(line.partition("薪资")[2]) in shown for line in pay)
