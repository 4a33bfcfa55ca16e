"""Our own workbooks, read back."""
