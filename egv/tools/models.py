"""Where speech models are, and which one is taken. Nothing here uses the network."""

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
    """The models by a name egv knows that are on this machine, the best first, each once."""
    found = ([*_all_present(name)] for name in KNOWN)
    return tuple(
        next((each for each in all_ if not each.faults), all_[0]) for all_ in found if all_
    )


def default_model() -> tuple[PresentModel | None, tuple[str, ...]]:
    """The best model that is whole and fits the free memory, and why better ones are not taken."""
    free, passed = memory_at_first(), [*_misplaced()]
    for model in (each for name in KNOWN for each in _all_present(name)):
        if model.faults:
            passed.append(f"{model.path} is not whole: {'; '.join(model.faults)}")
        elif free is not None and model.needs_bytes > free:
            needs, there = size_text(model.needs_bytes), size_text(free)
            passed.append(f"{model.name} needs about {needs} of memory, {there} is free")
        else:
            return model, tuple(passed)
    return None, tuple(passed)


def model_advice() -> str:
    """What to do for a model where there is none, and what is wrong with those there are."""
    advised = KNOWN[ADVISED]
    get = f"get a model with: egv model fetch {advised.name} ({advised.size})"
    _, passed = default_model()
    return "; ".join((*passed, f"models are looked for in {_places()}", get))


def model_called(name: str | None, option: str = "--model ") -> Path | None:
    """The folder of the model `name`, a name or a path; of the best present one without a name.

    None when no model is present and none was named. Raises EnvironmentFault, about the word
    behind `option`, when the one that was named is absent, or is not whole. A path is never taken
    for a name on a hub.
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
    wrong = "".join(f"; {each}" for each in _misplaced())
    raise EnvironmentFault(
        f"{option}{name}: no such speech model in {_places()}; {get}, or give a folder as a"
        f" path{wrong}"
    )


def is_model_absent(name: str | None) -> bool:
    """Whether nothing is where the model `name` is looked for, or any model without a name.

    One that is broken, or too large for the free memory, is there.
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
    """Where other programs keep what they fetched from the hub."""
    if chosen := os.environ.get("HF_HUB_CACHE"):
        return Path(chosen)
    home = os.environ.get("HF_HOME")
    return (Path(home) if home else Path.home() / ".cache" / "huggingface") / "hub"


def model_folder_chosen() -> Path:
    """The folder that models are fetched to. Raises EnvironmentFault where it is a model itself."""
    for wrong in _misplaced():
        raise EnvironmentFault(wrong)
    return model_folders()[0]


def _places() -> str:
    return ", ".join(str(folder) for folder in (*model_folders(), hub_cache()))


def _misplaced() -> Iterator[str]:
    """What is wrong with EGV_MODEL_DIR itself."""
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
    """Where the model `name` is: in folders of egv's, or fetched by another program."""
    known = ALIASES.get(name, name)
    for folder in model_folders():
        for called in dict.fromkeys((name, known)):
            if (folder / called).exists():
                yield folder / called
    if known in KNOWN:
        repository = KNOWN[known].repository.replace("/", "--")
        yield from _snapshots(hub_cache() / f"models--{repository}")


def _snapshots(fetched: Path) -> Iterator[Path]:
    """The versions of a model in a cache of the hub: the one it names, if it is whole, is first."""
    with contextlib.suppress(OSError):
        named = ""
        with contextlib.suppress(OSError, ValueError):
            named = (fetched / "refs" / "main").read_text(encoding="ascii").strip()
        there = [each for each in (fetched / "snapshots").iterdir() if each.is_dir()]
        there.sort(key=lambda each: (each.name == named, each.stat().st_mtime), reverse=True)
        yield from sorted(there, key=lambda each: bool(faults_of(each)))


def _whole(path: Path, word: str) -> Path:
    if faults := faults_of(path):
        where = "" if str(path) in word else f"{path}: "
        raise EnvironmentFault(
            f"{word}: {where}{'; '.join(faults)}; a model is a folder with {', '.join(FILES)}"
            " and a vocabulary, as faster-whisper uses it"
        )
    return path.absolute()
