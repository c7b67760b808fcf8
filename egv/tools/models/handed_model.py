"""Install a speech model that somebody was handed, as a zip file or a folder: no network is used.

The files are copied to a temporary folder beside the models and checked there. The model gets its
name when it is whole, so half a model is never left.
"""

from __future__ import annotations

import filecmp
import re
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from egv.core.errors import ConflictError, EnvironmentFault, name_cause
from egv.tools.models.check import FILES, detect_model_size, find_model_faults
from egv.tools.models.download import (
    OnDownload,
    check_room,
    copy_blocks,
    move_into_place,
    open_part_folder,
)
from egv.tools.models.installed import choose_download_folder
from egv.tools.models.sources import WANTED

WEIGHTS = FILES[0]
DEPTHS = ("", "*/", "*/*/")  # folders above a model's files: those in which people pack them
DULL_NAMES = ("", "model", "models", "data", "snapshots")  # of folders; they name no model
OWN_NAME = "own-model"
FORM = "a model is a folder with {files} and a vocabulary, in the form that faster-whisper reads"


@dataclass(frozen=True, slots=True)
class _HandedFiles:
    """The files of a model in a folder, or in the zip file `archive`: each name with its place."""

    places: Mapping[str, str]
    folder: str
    archive: zipfile.ZipFile | None = None

    def measure_size(self, name: str) -> int:
        """Measure the file `name`, in bytes."""
        place = self.places[name]
        return self.archive.getinfo(place).file_size if self.archive else Path(place).stat().st_size

    def open_stream(self, name: str) -> IO[bytes]:
        """Open the file `name`."""
        place = self.places[name]
        return self.archive.open(place) if self.archive else Path(place).open("rb")


def install_handed_model(source: Path, progress: OnDownload) -> Path:
    """Install the model in `source`, a zip file or a folder, and return its folder.

    It gets the name of its size, else that of the folder it was in. Nothing happens where exactly
    this model is there. Raises EnvironmentFault where `source` holds no whole model, and
    ConflictError where another one has its name.
    """
    if source.is_dir():
        return _install(source, _find_in_folder(source), progress)
    try:
        with zipfile.ZipFile(source) as archive:
            return _install(source, _find_in_archive(source, archive), progress)
    except OSError as error:
        raise EnvironmentFault(f"{source}: cannot be read ({name_cause(error)})") from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise EnvironmentFault(
            f"{source}: this is no zip file, or a damaged one; fetch it again, or give the folder"
        ) from None
    except (RuntimeError, NotImplementedError):  # it has a password, or a rare compression
        raise EnvironmentFault(
            f"{source}: egv cannot unpack this zip file; unpack it yourself, and give the folder"
        ) from None


def _find_in_folder(source: Path) -> _HandedFiles:
    found = [path.parent for depth in DEPTHS for path in sorted(source.glob(depth + WEIGHTS))]
    folder = _choose_only_folder(source, [str(path) for path in found])
    there = {name: Path(folder) / name for name in WANTED}
    places = {name: str(path) for name, path in there.items() if path.is_file()}
    return _HandedFiles(places, Path(folder).absolute().name)


def _find_in_archive(source: Path, archive: zipfile.ZipFile) -> _HandedFiles:
    """Find the files of the model. Only their contents are read: no path of a zip is written to."""
    names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
    found = [PurePosixPath(name).parent for name in names if PurePosixPath(name).name == WEIGHTS]
    folder = _choose_only_folder(source, [str(path) for path in found])
    places = {
        PurePosixPath(name).name: name
        for name in names
        if str(PurePosixPath(name).parent) == folder and PurePosixPath(name).name in WANTED
    }
    return _HandedFiles(places, PurePosixPath(folder).name, archive)


def _choose_only_folder(source: Path, folders: list[str]) -> str:
    """Return the only one of `folders` with weights in `source`."""
    if not folders:
        form = FORM.format(files=", ".join(FILES))
        raise EnvironmentFault(f"{source}: there is no speech model in it; {form}")
    if len(folders) > 1:
        raise EnvironmentFault(
            f"{source}: there are {len(folders)} models in it; give the folder of one of them"
        )
    return folders[0]


def _install(source: Path, files: _HandedFiles, progress: OnDownload) -> Path:
    models = choose_download_folder()
    with open_part_folder(models / "handed") as part:
        try:
            _copy_files(files, part, progress)
            if faults := find_model_faults(part):
                form = FORM.format(files=", ".join(FILES))
                raise EnvironmentFault(f"{source}: {'; '.join(faults)}; {form}")
            place = models / (detect_model_size(part) or _clean_name(files.folder, source))
            if place.exists() and not find_model_faults(place):
                _check_same_model(part, place)
            move_into_place(part, place)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return place


def _copy_files(files: _HandedFiles, part: Path, progress: OnDownload) -> None:
    for left in part.iterdir():  # of an attempt that was stopped, perhaps of another model
        left.unlink()
    sizes = {name: files.measure_size(name) for name in files.places}
    total, done = sum(sizes.values()), 0
    check_room(part, total)
    for name, size in sizes.items():
        with files.open_stream(name) as stream:
            for copied in copy_blocks(stream, part / name):
                progress(done + copied, total)
        done += size


def _check_same_model(part: Path, place: Path) -> None:
    """Raise ConflictError where the model at `place` is not the one in `part`."""
    names = {path.name for path in (*part.iterdir(), *place.iterdir()) if path.name in WANTED}
    same, _, _ = filecmp.cmpfiles(part, place, names, shallow=False)
    if len(same) < len(names):
        raise ConflictError(
            f"{place}: another model of this name is there and is left as it is; move it away"
            " first to use this one"
        )


def _clean_name(folder: str, source: Path) -> str:
    """The name for a model that was in `folder` of `source`: letters, digits, dots and dashes."""
    stem = source.stem if source.is_file() else source.absolute().name
    names = (re.sub(r"[^\w.-]+", "-", name).strip("-.") for name in (folder, stem))
    return next((name for name in names if name.lower() not in DULL_NAMES), OWN_NAME)
