"""A remembered refusal: who wants no speech model is not asked again by each run."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import platformdirs

from egv.core.text.translation import Translated, detect_ui_language
from egv.tools.store.atomic_files import commit_text

REFUSED = Translated(
    "Hier is een spraakmodel aangeboden en geweigerd; een run biedt het daarom niet meer aan.\n"
    "Ophalen kan met: egv model fetch. Zonder dit bestand vraagt een run het weer.\n",
    "A speech model was offered here, and refused; so no run offers one any more.\n"
    "To fetch one: egv model fetch. Without this file, runs ask again.\n",
)


def find_refusal_path() -> Path:
    """Find the file that remembers the refusal, of this user on this machine; it may not exist."""
    return platformdirs.user_data_path("egv", appauthor=False) / "no-model-offer.txt"


def is_model_refused() -> bool:
    """True where the user refused a speech model before."""
    return find_refusal_path().is_file()


def remember_refusal() -> None:
    """Remember that the user wants no speech model; without a place to write to, nothing is."""
    path = find_refusal_path()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        commit_text(REFUSED.render(detect_ui_language(os.environ)), path)
