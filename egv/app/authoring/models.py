"""Speech models for the user: list them, find one, check its files, download one."""

from __future__ import annotations

from pathlib import Path

from egv import __version__
from egv.app.records.printable import PrintableDocument, PrintableValue, SchemaName
from egv.core.cues.speech_models import ADVISED, ALIASES, KNOWN, find_model, parse_model_name
from egv.core.errors import EnvironmentFault, UsageError
from egv.core.text.byte_sizes import format_size
from egv.core.text.path_words import is_path_word
from egv.tools.models import download
from egv.tools.models.check import find_model_faults
from egv.tools.models.handed_model import install_handed_model
from egv.tools.models.installed import (
    choose_default_model,
    describe_missing_model,
    find_default_model_folder,
    find_named_model_folder,
    is_model_absent,
    list_installed_models,
)
from egv.tools.models.sources import find_usual_source

LISTING_SCHEMA = "egv/model-list@1"
MODEL_SCHEMA = "egv/model@1"


class ListedModel(PrintableValue):
    """One model: its download and memory in bytes, its folder, and its faults."""

    name: str
    about: str
    download_bytes: int
    path: str | None = None
    needs_bytes: int | None = None
    faults: tuple[str, ...] = ()
    is_default: bool = False


class ModelListing(PrintableDocument):
    """Every model that egv knows: the output of `model list --json`."""

    schema_name: SchemaName = LISTING_SCHEMA
    models: tuple[ListedModel, ...] = ()
    notes: tuple[str, ...] = ()

    def to_lines(self) -> tuple[str, ...]:
        """Format the list for people."""
        rows = tuple(
            f"{'*' if model.is_default else ' '} {model.name:16}"
            f"{format_size(model.download_bytes):>8}  {_describe_model(model)}"
            for model in self.models
        )
        return (*rows, *self.notes)


class OfferedModel(PrintableValue):
    """A model that can be fetched: its name, its size as text, and where it comes from."""

    name: str
    size_text: str
    source: str


class FoundModel(PrintableDocument):
    """A complete model: the output of `model fetch --json` and `model check --json`."""

    schema_name: SchemaName = MODEL_SCHEMA
    egv: str = __version__
    ok: bool = True
    exit_code: int = 0
    name: str
    path: str

    @property
    def usage_line(self) -> str:
        """A line that uses it: a model with a name that egv knows is taken by itself."""
        return (
            "egv run clip.mov"
            if self.name in KNOWN
            else f"egv subtitle clip.mov --model {self.name}"
        )


def collect_model_listing() -> ModelListing:
    """List every model that egv knows, the best first, and mark the default one."""
    present = {model.name: model for model in list_installed_models()}
    chosen, passed = choose_default_model()
    models = []
    for known in KNOWN.values():
        there = present.get(known.name)
        models.append(
            ListedModel(
                name=known.name,
                about=known.languages,
                download_bytes=known.download_bytes,
                path=str(there.path) if there else None,
                needs_bytes=there.needs_bytes if there else None,
                faults=there.faults if there else (),
                is_default=chosen is not None and chosen.name == known.name,
            )
        )
    notes = passed if chosen else (describe_missing_model(),)
    return ModelListing(models=tuple(models), notes=notes)


def find_model_path(name: str | None) -> Path:
    """Find the folder of the model `name`, or of the default one. Raises EnvironmentFault."""
    found = find_default_model_folder() if name is None else find_named_model_folder(name, "")
    if found is None:
        raise EnvironmentFault(f"no speech model was found; {describe_missing_model()}")
    return found


def check_model(word: str) -> FoundModel:
    """Check the model `word`, a folder or a name.

    Raises EnvironmentFault with every file that is missing or broken.
    """
    path = Path(word).expanduser()
    if path.is_dir():
        if faults := find_model_faults(path):
            raise EnvironmentFault(f"{word}: {'; '.join(faults)}")
        return FoundModel(name=parse_model_name(path.absolute()), path=str(path))
    found = find_named_model_folder(word, "")
    return FoundModel(name=parse_model_name(found), path=str(found))


def fetch_known_model(name: str, progress: download.OnDownload, source: str | None) -> FoundModel:
    """Download the model `name` from `source`, a mirror or a folder, else from the hub."""
    try:
        known = find_model(name)
    except ValueError as error:
        raise UsageError(str(error)) from None
    return FoundModel(
        name=known.name, path=str(download.fetch_model(known, progress, source=source))
    )


def has_any_model() -> bool:
    """True where a speech model is present, even one that is broken."""
    return not is_model_absent(None)


def describe_download(name: str | None) -> OfferedModel:
    """Describe the download of the model `name`, or of the one that most people need."""
    known = find_model(name or ADVISED)
    return OfferedModel(name=known.name, size_text=known.size_text, source=find_usual_source())


def fetch_any_model(word: str, progress: download.OnDownload, source: str | None) -> FoundModel:
    """Fetch the model `word` as `fetch_known_model` does, or install the zip file or folder `word`.

    Raises UsageError where a file has a `source` too.
    """
    if not is_handed_model(word):
        return fetch_known_model(word, progress, source)
    if source:
        raise UsageError(f"--from {source}: {word} is a file already; give a name, or no --from")
    return install_model(Path(word).expanduser(), progress)


def install_model(source: Path, progress: download.OnDownload) -> FoundModel:
    """Install the model in `source`, a zip file or a folder that somebody was handed."""
    place = install_handed_model(source, progress)
    return FoundModel(name=place.name, path=str(place))


def is_handed_model(word: str) -> bool:
    """True where `word` means a zip file or a folder with a model, not the name of a model."""
    if word in KNOWN or word in ALIASES:
        return False
    return is_path_word(word, (".zip",)) or word.startswith("~") or Path(word).exists()


def _describe_model(model: ListedModel) -> str:
    if model.faults:
        return f"broken: {model.faults[0]} ({model.path})"
    return model.path or model.about
