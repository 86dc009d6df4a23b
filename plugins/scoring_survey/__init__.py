"""Checks of satisfaction surveys: `survey.*`."""

__version__ = "0.1.0"
