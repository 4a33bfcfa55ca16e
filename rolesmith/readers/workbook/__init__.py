"""TODO workbook."""
