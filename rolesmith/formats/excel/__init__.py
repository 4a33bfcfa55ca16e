"""Excel: a role's workbook, an empty form, a shop's workbook."""
