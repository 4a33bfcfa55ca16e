"""TODO libraries."""
