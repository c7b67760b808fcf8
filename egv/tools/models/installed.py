"""Find installed speech models and choose one. Nothing here uses the network."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from egv.core.cues.speech_models import ADVISED, ALIASES, KNOWN, estimate_memory_bytes
from egv.core.errors import EnvironmentFault
from egv.core.text.byte_sizes import format_size
from egv.core.text.path_words import is_path_word
from egv.tools.machine.memory import measure_free_memory_once
from egv.tools.models.check import FILES, find_model_faults

LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """An installed model with a name that egv knows: its folder and its faults."""

    name: str
    path: Path
    faults: tuple[str, ...]
    needs_bytes: int


def list_model_folders() -> tuple[Path, ...]:
    """List the folders that hold models, each model in a folder of its own name."""
    chosen = os.environ.get("EGV_MODEL_DIR")
    own = platformdirs.user_data_path("egv", appauthor=False) / "models"
    return (Path(chosen), own) if chosen else (own,)


def list_installed_models() -> tuple[InstalledModel, ...]:
    """List the installed models with a name that egv knows, the best first, each once."""
    found = ([*_iter_installed_copies(name)] for name in KNOWN)
    return tuple(
        next((copy for copy in all_ if not copy.faults), all_[0]) for all_ in found if all_
    )


def choose_default_model() -> tuple[InstalledModel | None, tuple[str, ...]]:
    """Choose the best valid model that fits the free memory; also return why better ones failed."""
    free, passed = measure_free_memory_once(), [*_find_folder_faults()]
    for model in (copy for name in KNOWN for copy in _iter_installed_copies(name)):
        if model.faults:
            passed.append(f"{model.path} is incomplete or damaged: {'; '.join(model.faults)}")
        elif free is not None and model.needs_bytes > free:
            needs, there = format_size(model.needs_bytes), format_size(free)
            passed.append(f"{model.name} needs about {needs} of memory, and {there} is free")
        else:
            return model, tuple(passed)
    return None, tuple(passed)


def describe_missing_model() -> str:
    """Describe how to get a model, and the faults of those present."""
    advised = KNOWN[ADVISED]
    get = f"fetch a model with: egv model fetch {advised.name} ({advised.size_text})"
    _, passed = choose_default_model()
    return "; ".join((*passed, f"models are looked for in {_format_places()}", get))


def find_model_folder(name: str | None) -> Path | None:
    """Find the folder of the model `name` (a name or a path), or of the best one without a name.

    None when no model is present and none was named. Raises EnvironmentFault when the named model
    is absent or incomplete.
    """
    return find_default_model_folder() if name is None else find_named_model_folder(name)


def find_default_model_folder() -> Path | None:
    """Find the folder of the best model that fits this machine; None when there is none."""
    found, _ = choose_default_model()
    return found.path.absolute() if found else None


def find_named_model_folder(name: str, option: str = "--model ") -> Path:
    """Find the folder of the model `name`. A path is never taken for a name on a hub.

    Raises EnvironmentFault, with `option` in the message, when it is absent or incomplete.
    """
    path, asked = Path(name).expanduser(), f"{option}{name}"
    if _is_invalid_name(name):
        raise EnvironmentFault(
            f"{option.strip()}: this is neither the name of a model nor a folder; see: egv"
            " model list"
        )
    if path.exists() or _is_path_name(name):
        return _require_whole_model(path, asked)
    if folder := next(_iter_copy_folders(name), None):
        return _require_whole_model(folder, asked)
    known = KNOWN.get(ALIASES.get(name, name))
    get = (
        f"fetch it with: egv model fetch {name} ({known.size_text})"
        if known
        else "put its folder in one of these places"
    )
    wrong = "".join(f"; {fault}" for fault in _find_folder_faults())
    raise EnvironmentFault(
        f"{asked}: there is no speech model of this name in {_format_places()}; {get},"
        f" or give the path of a folder{wrong}"
    )


def is_model_absent(name: str | None) -> bool:
    """True where no model `name` exists at its place, or without a name no model at all.

    A model that is broken, or too large for the free memory, is not absent.
    """
    if name is None:
        return choose_default_model() == (None, ())
    if _is_invalid_name(name) or Path(name).expanduser().exists() or any(_find_folder_faults()):
        return False
    return _is_path_name(name) or next(_iter_copy_folders(name), None) is None


def _is_invalid_name(name: str) -> bool:
    return not name.strip() or len(name) > LONGEST_NAME


def _is_path_name(name: str) -> bool:
    return is_path_word(name) or name.startswith((".", "~"))


def find_hub_cache() -> Path:
    """Find the folder where other programs keep models from the hub."""
    if chosen := os.environ.get("HF_HUB_CACHE"):
        return Path(chosen)
    home = os.environ.get("HF_HOME")
    return (Path(home) if home else Path.home() / ".cache" / "huggingface") / "hub"


def choose_download_folder() -> Path:
    """Choose the folder for downloads. Raises EnvironmentFault where EGV_MODEL_DIR is unusable."""
    for wrong in _find_folder_faults():
        raise EnvironmentFault(wrong)
    return list_model_folders()[0]


def _format_places() -> str:
    return ", ".join(str(folder) for folder in (*list_model_folders(), find_hub_cache()))


def _find_folder_faults() -> Iterator[str]:
    """Find the faults of EGV_MODEL_DIR itself."""
    chosen = os.environ.get("EGV_MODEL_DIR")
    if chosen and (Path(chosen) / "model.bin").exists():
        above = Path(chosen).absolute().parent
        yield (
            f"EGV_MODEL_DIR is the folder of one model ({chosen}); set it to the folder above"
            f" ({above}), or give --model {chosen}"
        )
    elif chosen and Path(chosen).exists() and not Path(chosen).is_dir():
        yield f"EGV_MODEL_DIR is a file ({chosen}); set it to a folder with models"


def _iter_installed_copies(name: str) -> Iterator[InstalledModel]:
    for path in _iter_copy_folders(name):
        weights = path / "model.bin"
        size = weights.stat().st_size if weights.is_file() else 0
        yield InstalledModel(name, path, find_model_faults(path), estimate_memory_bytes(size))


def _iter_copy_folders(name: str) -> Iterator[Path]:
    """Yield the folders with the model `name`: egv's own, and those of other programs."""
    known = ALIASES.get(name, name)
    for folder in list_model_folders():
        for called in dict.fromkeys((name, known)):
            if (folder / called).exists():
                yield folder / called
    if known in KNOWN:
        repository = KNOWN[known].repository.replace("/", "--")
        yield from _list_snapshots(find_hub_cache() / f"models--{repository}")


def _list_snapshots(fetched: Path) -> Iterator[Path]:
    """Yield the versions of a model in a hub cache: complete before faulty, current before old."""
    with contextlib.suppress(OSError):
        named = ""
        with contextlib.suppress(OSError, ValueError):
            named = (fetched / "refs" / "main").read_text(encoding="ascii").strip()
        there = [snapshot for snapshot in (fetched / "snapshots").iterdir() if snapshot.is_dir()]
        there.sort(
            key=lambda snapshot: (snapshot.name == named, snapshot.stat().st_mtime), reverse=True
        )
        yield from sorted(there, key=lambda snapshot: bool(find_model_faults(snapshot)))


def _require_whole_model(path: Path, word: str) -> Path:
    if faults := find_model_faults(path):
        where = word if str(path) in word else f"{word}: {path}"
        raise EnvironmentFault(
            f"{where}: {'; '.join(faults)}; a model is a folder with {', '.join(FILES)}"
            " and a vocabulary, in the form that faster-whisper reads"
        )
    return path.absolute()
