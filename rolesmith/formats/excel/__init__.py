"""TODO excel."""
