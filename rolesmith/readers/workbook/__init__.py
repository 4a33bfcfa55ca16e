"""Reads our own workbooks back as roles."""
