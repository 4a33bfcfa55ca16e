"""What a section lacks to be complete."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Gap:
    """One thing still to do: the node to go to and a sentence."""

    node: str
    what: str
