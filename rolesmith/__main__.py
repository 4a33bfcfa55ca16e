"""`python -m rolesmith`: starters, documents and conversions without the page."""

from rolesmith.cli.app import main

if __name__ == "__main__":
    raise SystemExit(main())
