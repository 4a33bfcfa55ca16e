"""The store: a database of shops' roles, edits, versions and settings."""
