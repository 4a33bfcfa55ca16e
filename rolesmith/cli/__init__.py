"""`python -m rolesmith`: the product without the page."""
