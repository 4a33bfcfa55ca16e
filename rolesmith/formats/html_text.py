"""A text as HTML, with its node and its blanks marked for the preview; in Python, since it is most of a document."""

import re

from markupsafe import Markup, escape

from rolesmith.document.document import TO_FILL, Phrase
from rolesmith.role.blanks import Piece

KIND_OF_SHOP = re.compile("(?=(?:官方)?(?:旗舰|专卖|专营)店$)")
"""Before what a shop's name ends in."""


def shop_name(name: str) -> Markup:
    """A shop's name, which breaks before its kind."""
    return Markup("<wbr>").join(KIND_OF_SHOP.split(name, 1))


def phrase(phrase: Phrase) -> Markup:
    """The text."""
    marks = f'data-node="{escape(phrase.id)}" data-part="{phrase.attribute}"' if phrase.id else 'class="room"'
    if phrase.id and len(phrase.pieces) == 1 and phrase.pieces[0].open:
        marks += ' class="only-blank"'
    text = "".join(map(_piece, phrase.pieces))
    if phrase.pieces == TO_FILL.pieces:
        text = f'<span class="line-to-fill">{text}</span>'
    if phrase.ticks:
        text += f'<span class="ticks">{escape(phrase.ticks)}</span>'
    return Markup(f"<span {marks}>{text}</span>")


def _piece(piece: Piece) -> str:
    if not piece.blank:
        return escape(piece.text)
    name = "blank open" if piece.open else "blank"
    return f'<span class="{name}" data-blank="{escape(piece.blank)}">{escape(piece.text)}</span>'
