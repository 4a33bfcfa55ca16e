"""The shop's people and what they do together: one person with several posts."""
