"""One section of a role: written on the left, seen on the right."""

from ui import state, steps, writing

current = state.current()

steps.crumb(current)
writing.editor(current, "section")
steps.foot(current)
