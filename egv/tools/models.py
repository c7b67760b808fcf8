"""Where speech models are, and whether one is whole. Nothing here uses the network."""

from __future__ import annotations

import contextlib
import json
import os
import struct
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from egv.core.errors import EnvironmentFault
from egv.core.speech_models import ADVISED, ALIASES, KNOWN, needed_bytes, size_text

FILES = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")
LONGEST_NAME = 1000
MODEL_VERSION = 6  # of CTranslate2's file format: the newest that is read
MEMORY = Path("/proc/meminfo")
GROUP = Path("/sys/fs/cgroup")  # what a container may take


@dataclass(frozen=True, slots=True)
class PresentModel:
    """A model by one of the names egv knows: where it is, and what is wrong with it."""

    name: str
    path: Path
    faults: tuple[str, ...]
    needs_bytes: int


def model_folders() -> tuple[Path, ...]:
    """The folders that hold models, each in a folder by its name."""
    chosen = os.environ.get("EGV_MODEL_DIR")
    own = platformdirs.user_data_path("egv", appauthor=False) / "models"
    return (Path(chosen), own) if chosen else (own,)


def models_present() -> tuple[PresentModel, ...]:
    """The models by a name egv knows that are on this machine, the best first."""
    return tuple(_present(name, path) for name in KNOWN if (path := _folder_of(name)))


def default_model() -> tuple[PresentModel | None, tuple[str, ...]]:
    """The best model that is whole and fits the free memory, and why better ones are not taken."""
    free, passed = free_memory(), []
    for model in models_present():
        if model.faults:
            passed.append(f"{model.name} is not whole: {'; '.join(model.faults)}")
        elif free is not None and model.needs_bytes > free:
            needs, there = size_text(model.needs_bytes), size_text(free)
            passed.append(f"{model.name} needs about {needs} of memory, {there} is free")
        else:
            return model, tuple(passed)
    return None, tuple(passed)


def model_advice() -> str:
    """What to do for a model where there is none, and what is wrong with those there are."""
    advised = KNOWN[ADVISED]
    words = [f"get a model with: egv model fetch {advised.name} ({advised.size})"]
    _, passed = default_model()
    chosen = os.environ.get("EGV_MODEL_DIR")
    if chosen and Path(chosen).is_dir() and not faults_of(Path(chosen)):
        passed = (*passed, "EGV_MODEL_DIR is a model itself; name the folder above it")
    return "; ".join((*passed, *words))


def model_called(name: str | None) -> Path | None:
    """The folder of the model `name`, a name or a path; of the best present one without a name.

    None when no model is present and none was named. Raises EnvironmentFault when the one that was
    named is absent, or is not whole. A path is never taken for a name on a hub.
    """
    if name is None:
        return _best(model_folders(), hub_cache())
    path = Path(name).expanduser()
    if not name.strip() or len(name) > LONGEST_NAME:
        raise EnvironmentFault("--model: that is no name of a model and no folder; give one")
    if path.exists() or os.sep in name or "/" in name or name.startswith((".", "~")):
        return _whole(path, name)
    if folder := _folder_of(ALIASES.get(name, name)):
        return _whole(folder, name)
    looked = ", ".join(str(folder) for folder in (*model_folders(), hub_cache()))
    known = KNOWN.get(ALIASES.get(name, name))
    get = f"get it with: egv model fetch {name} ({known.size})" if known else "put its folder there"
    raise EnvironmentFault(
        f"--model {name}: no such speech model in {looked}; {get}, or give a folder as a path"
    )


_taken: dict[tuple[object, ...], Path] = {}


def _best(*places: object) -> Path | None:
    """The best model there is, the same for the whole process: once loaded, it fills the memory
    that the next clip of a batch would measure."""
    known = _taken.get(places)
    if known is None or faults_of(known):
        found, _ = default_model()
        if found is None:
            return None
        known = _taken[places] = found.path.absolute()
    return known


def free_memory() -> int | None:
    """The memory that a new process could take, bytes; None where the system does not say."""
    limits = []
    with contextlib.suppress(OSError, ValueError, IndexError):
        lines = dict(line.split(":", 1) for line in MEMORY.read_text().splitlines())
        limits.append(int(lines["MemAvailable"].split()[0]) * 1024)
    with contextlib.suppress(OSError, ValueError):
        most = int((GROUP / "memory.max").read_text())  # "max" is no number: no limit
        limits.append(most - int((GROUP / "memory.current").read_text()))
    return min(limits, default=None)


def hub_cache() -> Path:
    """Where other programs keep what they fetched from the hub."""
    if chosen := os.environ.get("HF_HUB_CACHE"):
        return Path(chosen)
    home = os.environ.get("HF_HOME")
    return (Path(home) if home else Path.home() / ".cache" / "huggingface") / "hub"


def _folder_of(name: str) -> Path | None:
    """Where the model `name` is: in a folder of egv's, or fetched by another program."""
    for folder in model_folders():
        if (folder / name).exists():
            return folder / name
    if name not in KNOWN:
        return None
    repository = KNOWN[name].repository.replace("/", "--")
    snapshots = hub_cache() / f"models--{repository}" / "snapshots"
    with contextlib.suppress(OSError):
        return max((each for each in snapshots.iterdir() if each.is_dir()), key=_age, default=None)
    return None


def _age(path: Path) -> float:
    return path.stat().st_mtime


def _present(name: str, path: Path) -> PresentModel:
    weights = path / "model.bin"
    size = weights.stat().st_size if weights.is_file() else 0
    return PresentModel(name, path, faults_of(path), needed_bytes(size))


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
    if not faults and not _looks_whole(path / "tokenizer.json"):
        faults.append("tokenizer.json is not readable")
    return tuple(faults)


def _is_pointer(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).startswith(b"version https://git-lfs")


def _looks_whole(path: Path) -> bool:
    """Whether `path` begins and ends as a JSON object: its megabytes are read when it is used."""
    with path.open("rb") as file:
        head = file.read(64).lstrip()
        file.seek(max(0, path.stat().st_size - 64))
        return head.startswith(b"{") and file.read().rstrip().endswith(b"}")


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
    faults = [f"config.json lacks {key}" for key in needed if key not in settings]
    if settings.get("alignment_heads", [()]) in (None, []):
        faults.append("config.json names no alignment_heads, so words would have no times")
    return faults


def model_files(path: Path) -> tuple[Path, ...]:
    """The files of the model in the folder `path` that its answers depend on."""
    names = (*FILES, *VOCABULARIES)
    return tuple(path / name for name in names if (path / name).is_file())
