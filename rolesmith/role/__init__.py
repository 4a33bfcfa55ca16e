"""A role: the tree of blocks, its edits, its blanks, its versions."""
