"""What a role shows: numbered and filled, what is missing, how two differ."""
