"""Hold the speech packages back from the network."""

from __future__ import annotations

import os


def stay_offline() -> None:
    """Call before every import of faster_whisper: its hub client reads the setting only then."""
    os.environ["HF_HUB_OFFLINE"] = "1"
