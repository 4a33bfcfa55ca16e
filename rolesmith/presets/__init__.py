"""TODO presets."""
