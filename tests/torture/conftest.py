"""Fixtures of the torture matrix."""

from tests.torture.watching import row

__all__ = ["row"]
