"""Intake: a description written elsewhere, read piece by piece, laid into the template, and made a role of."""

from rolesmith.readers.old_document.build_role import Laid, built
from rolesmith.readers.old_document.open_file import ENDINGS, pasted, read
from rolesmith.readers.old_document.place_pieces import place
from rolesmith.readers.old_document.template_ids import Placed
from rolesmith.readers.piece import Piece

__all__ = ["ENDINGS", "Laid", "Piece", "Placed", "built", "pasted", "place", "read"]
