"""Find installed speech models and choose one. Nothing here uses the network."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from egv.core.errors import EnvironmentFault
from egv.core.sizes import size_text
from egv.core.speech_models import ADVISED, ALIASES, KNOWN, needed_bytes
from egv.tools.memory import memory_at_first
from egv.tools.model_faults import FILES, faults_of

LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class PresentModel:
    """An installed model with a name that egv knows: its folder and its faults."""

    name: str
    path: Path
    faults: tuple[str, ...]
    needs_bytes: int


def model_folders() -> tuple[Path, ...]:
    """List the folders that hold models, each model in a folder of its own name."""
    chosen = os.environ.get("EGV_MODEL_DIR")
    own = platformdirs.user_data_path("egv", appauthor=False) / "models"
    return (Path(chosen), own) if chosen else (own,)


def models_present() -> tuple[PresentModel, ...]:
    """List the installed models with a name that egv knows, the best first, each once."""
    found = ([*_all_present(name)] for name in KNOWN)
    return tuple(
        next((copy for copy in all_ if not copy.faults), all_[0]) for all_ in found if all_
    )


def default_model() -> tuple[PresentModel | None, tuple[str, ...]]:
    """Choose the best valid model that fits the free memory; also return why better ones failed."""
    free, passed = memory_at_first(), [*_misplaced()]
    for model in (copy for name in KNOWN for copy in _all_present(name)):
        if model.faults:
            passed.append(f"{model.path} is not whole: {'; '.join(model.faults)}")
        elif free is not None and model.needs_bytes > free:
            needs, there = size_text(model.needs_bytes), size_text(free)
            passed.append(f"{model.name} needs about {needs} of memory, {there} is free")
        else:
            return model, tuple(passed)
    return None, tuple(passed)


def model_advice() -> str:
    """Describe how to get a model, and the faults of those present."""
    advised = KNOWN[ADVISED]
    get = f"get a model with: egv model fetch {advised.name} ({advised.size})"
    _, passed = default_model()
    return "; ".join((*passed, f"models are looked for in {_places()}", get))


def model_called(name: str | None, option: str = "--model ") -> Path | None:
    """Find the folder of the model `name` (a name or a path), or of the best one without a name.

    None when no model is present and none was named. Raises EnvironmentFault, with `option` in the
    message, when the named model is absent or incomplete. A path is never taken for a name on a
    hub.
    """
    if name is None:
        found, _ = default_model()
        return found.path.absolute() if found else None
    path = Path(name).expanduser()
    if _is_no_name(name):
        raise EnvironmentFault(f"{option.strip()}: that is no name of a model and no folder")
    if path.exists() or _is_path(name):
        return _whole(path, f"{option}{name}")
    if folder := next(_folders_of(name), None):
        return _whole(folder, f"{option}{name}")
    known = KNOWN.get(ALIASES.get(name, name))
    get = f"get it with: egv model fetch {name} ({known.size})" if known else "put its folder there"
    wrong = "".join(f"; {fault}" for fault in _misplaced())
    raise EnvironmentFault(
        f"{option}{name}: no such speech model in {_places()}; {get}, or give a folder as a"
        f" path{wrong}"
    )


def is_model_absent(name: str | None) -> bool:
    """True where no model `name` exists at its place, or without a name no model at all.

    A model that is broken, or too large for the free memory, is not absent.
    """
    if name is None:
        return default_model() == (None, ())
    if _is_no_name(name) or Path(name).expanduser().exists() or any(_misplaced()):
        return False
    return _is_path(name) or next(_folders_of(name), None) is None


def _is_no_name(name: str) -> bool:
    return not name.strip() or len(name) > LONGEST_NAME


def _is_path(name: str) -> bool:
    return os.sep in name or "/" in name or name.startswith((".", "~"))


def hub_cache() -> Path:
    """Find the folder where other programs keep models from the hub."""
    if chosen := os.environ.get("HF_HUB_CACHE"):
        return Path(chosen)
    home = os.environ.get("HF_HOME")
    return (Path(home) if home else Path.home() / ".cache" / "huggingface") / "hub"


def model_folder_chosen() -> Path:
    """Choose the folder for downloads. Raises EnvironmentFault where EGV_MODEL_DIR is unusable."""
    for wrong in _misplaced():
        raise EnvironmentFault(wrong)
    return model_folders()[0]


def _places() -> str:
    return ", ".join(str(folder) for folder in (*model_folders(), hub_cache()))


def _misplaced() -> Iterator[str]:
    """Find the faults of EGV_MODEL_DIR itself."""
    chosen = os.environ.get("EGV_MODEL_DIR")
    if chosen and (Path(chosen) / "model.bin").exists():
        above = Path(chosen).absolute().parent
        yield (
            f"EGV_MODEL_DIR is a model itself ({chosen}); set it to the folder above it ({above}),"
            f" or give --model {chosen}"
        )
    elif chosen and Path(chosen).exists() and not Path(chosen).is_dir():
        yield f"EGV_MODEL_DIR is a file ({chosen}); set it to a folder with models"


def _all_present(name: str) -> Iterator[PresentModel]:
    for path in _folders_of(name):
        weights = path / "model.bin"
        size = weights.stat().st_size if weights.is_file() else 0
        yield PresentModel(name, path, faults_of(path), needed_bytes(size))


def _folders_of(name: str) -> Iterator[Path]:
    """Yield the folders with the model `name`: egv's own, and those of other programs."""
    known = ALIASES.get(name, name)
    for folder in model_folders():
        for called in dict.fromkeys((name, known)):
            if (folder / called).exists():
                yield folder / called
    if known in KNOWN:
        repository = KNOWN[known].repository.replace("/", "--")
        yield from _snapshots(hub_cache() / f"models--{repository}")


def _snapshots(fetched: Path) -> Iterator[Path]:
    """Yield the versions of a model in a hub cache: complete before faulty, current before old."""
    with contextlib.suppress(OSError):
        named = ""
        with contextlib.suppress(OSError, ValueError):
            named = (fetched / "refs" / "main").read_text(encoding="ascii").strip()
        there = [snapshot for snapshot in (fetched / "snapshots").iterdir() if snapshot.is_dir()]
        there.sort(
            key=lambda snapshot: (snapshot.name == named, snapshot.stat().st_mtime), reverse=True
        )
        yield from sorted(there, key=lambda snapshot: bool(faults_of(snapshot)))


def _whole(path: Path, word: str) -> Path:
    if faults := faults_of(path):
        where = "" if str(path) in word else f"{path}: "
        raise EnvironmentFault(
            f"{word}: {where}{'; '.join(faults)}; a model is a folder with {', '.join(FILES)}"
            " and a vocabulary, as faster-whisper uses it"
        )
    return path.absolute()
