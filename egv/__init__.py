"""egv turns raw clips that employees shoot into finished, on-brand videos."""

from egv.tools.offline import stay_offline

__version__ = "0.1.0"

stay_offline()  # before any third-party import, whichever part of egv is imported first
