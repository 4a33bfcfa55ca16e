"""What a shop has chosen: its libraries, the advice that it wants, its logo and letterhead."""
