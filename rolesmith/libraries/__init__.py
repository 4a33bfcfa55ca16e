"""A shop's libraries: as trees, merged, searched, sent to others."""
