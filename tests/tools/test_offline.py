"""No speech package may ask its hub anything, whichever of egv's tools loads it first."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
VOICE = "from egv.tools.speech import silero; silero()"
WORDS = (
    "from pathlib import Path; from egv.tools.recognition import _loaded;"
    "_loaded(Path('examples/models/tiny-en-egv'))"
)
PRINT = "; from huggingface_hub import constants; print(constants.HF_HUB_OFFLINE)"


@pytest.mark.parametrize("use", [VOICE, WORDS, f"{VOICE}; {WORDS}"])
def test_the_hub_client_is_offline_from_its_import_on(use: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), "HF_HUB_OFFLINE": "0"}
    ran = subprocess.run(
        [sys.executable, "-c", use + PRINT],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        env=environment,
        check=True,
    )

    assert ran.stdout.strip() == "True"
