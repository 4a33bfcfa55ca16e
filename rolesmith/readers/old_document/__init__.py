"""Old documents: a description written elsewhere is read as pieces, which are placed in the template."""

from rolesmith.readers.old_document.build_role import SentPiece, build_role
from rolesmith.readers.old_document.open_file import ENDINGS, READERS, pasted, read
from rolesmith.readers.old_document.place_pieces import place
from rolesmith.readers.old_document.roles import roles
from rolesmith.readers.old_document.template_ids import Placed
from rolesmith.readers.piece import Piece

__all__ = ["ENDINGS", "READERS", "Piece", "Placed", "SentPiece", "build_role", "pasted", "place", "read", "roles"]
