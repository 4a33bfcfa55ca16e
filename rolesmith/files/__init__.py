"""Files that anybody may have made: bounds before parsing, and what is wrong with them."""
