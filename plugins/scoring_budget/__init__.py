"""Checks of spending, funding and cost: `budget.*`."""

__version__ = "0.1.0"
