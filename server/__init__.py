"""What every request passes: the door, the files that never change, the page's head."""
