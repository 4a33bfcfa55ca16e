// The limits of rolesmith/role/text.py; tests/test_components.py holds the two alike.
export const TEXT_LIMIT = 5000;
export const TITLE_LIMIT = 100;
export const CHILD_LIMIT = 500; // rolesmith/role/tree.py
