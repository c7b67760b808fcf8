"""The speech models known by name: their source, their size and their use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from egv.core.errors import EnvironmentFault
from egv.core.text.byte_sizes import format_size
from egv.core.text.faults import suggest_or_list
from egv.core.text.run_notes import WITHOUT_SUBTITLES

OWN_NEED = 1_000_000_000  # bytes for recognition in addition to the model's file


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A model in faster-whisper's layout: its repository on the hub, its download size, bytes."""

    name: str
    repository: str
    download_bytes: int
    languages: str

    @property
    def size_text(self) -> str:
        """The download size as text."""
        return format_size(self.download_bytes)


# Best first. Download sizes are approximate (November 2026); `fetch_model` reads the true sizes.
KNOWN: Mapping[str, SpeechModel] = {
    model.name: model
    for model in (
        SpeechModel(
            "large-v3-turbo", "mobiuslabsgmbh/faster-whisper-large-v3-turbo", 1_620_000_000,
            "best, for a fast machine",
        ),
        SpeechModel("medium", "Systran/faster-whisper-medium", 1_530_000_000, "good, slow"),
        SpeechModel("small", "Systran/faster-whisper-small", 486_000_000, "good for most clips"),
        SpeechModel("base", "Systran/faster-whisper-base", 148_000_000, "quick, for clear English"),
        SpeechModel("tiny", "Systran/faster-whisper-tiny", 78_000_000, "only for trying out"),
    )
}  # fmt: skip
ADVISED = "small"
ALIASES: Mapping[str, str] = {"turbo": "large-v3-turbo", "large-turbo": "large-v3-turbo"}


class MissingModelError(EnvironmentFault):
    """The speech model `name`, or any model, is missing, and a person can be asked to fetch one."""

    def __init__(self, name: str | None) -> None:
        super().__init__(describe_skipped_subtitles(name))
        self.name = name


def find_model(name: str) -> SpeechModel:
    """Find the model `name`. Raises ValueError, naming the nearest one, for an unknown name."""
    called = ALIASES.get(name, name)
    if called not in KNOWN:
        raise ValueError(f"{name} is not a model that egv can fetch{suggest_or_list(name, KNOWN)}")
    return KNOWN[called]


def is_fetchable(name: str | None) -> bool:
    """True where the model `name`, or without a name the usual one, can be fetched."""
    return name is None or ALIASES.get(name, name) in KNOWN


def describe_skipped_subtitles(name: str | None) -> str:
    """Describe why a video has no subtitles: the speech model `name`, or any model, is missing."""
    wanted = name or ADVISED
    known = KNOWN.get(ALIASES.get(wanted, wanted))
    lacks = f"the speech model {name} is not installed" if name else "no speech model is installed"
    if known is None:
        return f"{WITHOUT_SUBTITLES}: {lacks}; install it by hand, or see: egv model list"
    get = f"fetch one, once, with: egv model fetch {known.name} ({known.size_text})"
    return f"{WITHOUT_SUBTITLES}: {lacks}; {get}; then run the same line again"


def parse_model_name(folder: Path) -> str:
    """Return the name of the model in `folder`: the folder's, or the model's own in a hub cache."""
    if folder.parent.name != "snapshots":
        return folder.name
    repository = folder.parent.parent.name.removeprefix("models--").replace("--", "/")
    own = (model.name for model in KNOWN.values() if model.repository == repository)
    return next(own, repository)


def estimate_memory_bytes(weights_bytes: int) -> int:
    """Estimate the memory for recognition with weights of this size, on a CPU in int8.

    After faster-whisper's own figure: 1,477 MB with `small`, whose weights are 484 MB.
    """
    return weights_bytes + OWN_NEED
