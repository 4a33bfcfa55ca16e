// @ts-check
// The blanks that the presets know, {name: {label, type, unit, choices, hint, default, scope}}; they come once a page.

const response = await fetch("/blanks.json");

export const known = await response.json();
