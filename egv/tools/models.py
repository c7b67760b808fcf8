"""Where speech models are, and whether one is whole. Nothing here uses the network."""

from __future__ import annotations

import json
import os
import struct
from pathlib import Path

import platformdirs

from egv.core.errors import EnvironmentFault

BEST_FIRST = ("large-v3-turbo", "medium", "small", "base", "tiny")
FILES = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
LONGEST_NAME = 1000
MODEL_VERSION = 6  # of CTranslate2's file format: the newest that is read


def model_folders() -> tuple[Path, ...]:
    """The folders that hold models, each in a folder by its name."""
    chosen = os.environ.get("EGV_MODEL_DIR")
    own = platformdirs.user_data_path("egv", appauthor=False) / "models"
    return (Path(chosen), own) if chosen else (own,)


def model_called(name: str | None) -> Path | None:
    """The folder of the model `name`, a name or a path; of the best present one without a name.

    None when no model is present and none was named. Raises EnvironmentFault when the one that was
    named is absent, or is not whole. A path is never taken for a name on a hub.
    """
    if name is None:
        found = (folder / each for each in BEST_FIRST for folder in model_folders())
        return next((path for path in found if not faults_of(path)), None)
    path = Path(name).expanduser()
    if not name.strip() or len(name) > LONGEST_NAME:
        raise EnvironmentFault("--model: that is no name of a model and no folder; give one")
    if path.exists() or os.sep in name or "/" in name or name.startswith((".", "~")):
        return _whole(path, name)
    for folder in model_folders():
        if (folder / name).exists():
            return _whole(folder / name, name)
    looked = ", ".join(str(folder) for folder in model_folders())
    raise EnvironmentFault(
        f"--model {name}: no such speech model in {looked}; put its folder there, or give the"
        " folder itself as a path"
    )


def _whole(path: Path, name: str) -> Path:
    if faults := faults_of(path):
        raise EnvironmentFault(
            f"--model {name}: {'; '.join(faults)}; a model is a folder with {', '.join(FILES)}"
            " and a vocabulary, as faster-whisper uses it"
        )
    return path.absolute()


def faults_of(path: Path) -> tuple[str, ...]:
    """Everything that keeps the folder at `path` from being a speech model, in words."""
    if not path.exists():
        return ("there is no such folder",)
    if not path.is_dir():
        return ("it is a file, not a folder",)
    faults = [f"{name} is missing" for name in FILES if not (path / name).is_file()]
    if not any((path / name).is_file() for name in VOCABULARIES):
        faults.append("vocabulary.json is missing")
    if faults:
        return tuple(faults)
    faults += [
        f"{name} is a Git LFS pointer, not the file itself"
        for name in (*FILES, *VOCABULARIES)
        if (path / name).is_file() and _is_pointer(path / name)
    ]
    if not faults:
        faults += [*_of_the_weights(path / "model.bin"), *_of_the_settings(path / "config.json")]
    if not faults and not isinstance(_json(path / "tokenizer.json"), dict):
        faults.append("tokenizer.json is not readable")
    return tuple(faults)


def _is_pointer(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).startswith(b"version https://git-lfs")


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return None


def _of_the_weights(path: Path) -> list[str]:
    with path.open("rb") as file:
        head = file.read(64)
    if len(head) < 18 or struct.unpack("<I", head[:4])[0] > MODEL_VERSION:
        return ["model.bin is no CTranslate2 model"]
    if not head[6:].startswith(b"WhisperSpec"):
        return ["model.bin is a model of another kind, not Whisper"]
    return []


def _of_the_settings(path: Path) -> list[str]:
    settings = _json(path)
    if not isinstance(settings, dict):
        return ["config.json is not readable"]
    needed = ("suppress_ids_begin", "alignment_heads")
    return [f"config.json lacks {key}" for key in needed if key not in settings]


def model_files(path: Path) -> tuple[Path, ...]:
    """The files of the model in the folder `path` that its answers depend on."""
    names = (*FILES, *VOCABULARIES)
    return tuple(path / name for name in names if (path / name).is_file())
