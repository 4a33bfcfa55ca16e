"""Intake: a description written elsewhere, read piece by piece, laid into the template, and made a role of."""

from rolesmith.intake.building import Laid, built
from rolesmith.intake.piece import Piece
from rolesmith.intake.places import Placed
from rolesmith.intake.placing import place
from rolesmith.intake.reading import ENDINGS, pasted, read

__all__ = ["ENDINGS", "Laid", "Piece", "Placed", "built", "pasted", "place", "read"]
