"""Charts: who reports to whom, as boxes and lines. Laid out here, drawn as SVG; Word and Excel get it as PNG."""
