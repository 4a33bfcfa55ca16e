"""What is read of presets/: templates, starters, libraries, rules, papers, synonyms, platforms."""
