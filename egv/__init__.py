"""egv turns raw clips that employees shoot into finished, on-brand videos."""

from egv.tools.machine.offline import set_switches

__version__ = "0.1.0"

set_switches()  # before any third-party import, whichever part of egv is imported first
