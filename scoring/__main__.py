"""`python -m scoring`: the command line."""

from __future__ import annotations

from scoring.cli import main

if __name__ == "__main__":
    main()
