"""egv turns raw clips that employees shoot into finished, on-brand videos."""

__version__ = "0.1.0"
