"""Speech models for the user: list them, find one, check its files, download one."""

from __future__ import annotations

from pathlib import Path

from egv import __version__
from egv.app.documents import Document, SchemaName, Value
from egv.core.errors import EnvironmentFault, UsageError
from egv.core.sizes import size_text
from egv.core.speech_models import KNOWN, known_model, model_name
from egv.tools import model_fetch
from egv.tools.model_faults import faults_of
from egv.tools.models import default_model, model_advice, model_called, models_present

LISTING_SCHEMA = "egv/model-list@1"
MODEL_SCHEMA = "egv/model@1"


class ListedModel(Value):
    """One model: its download and memory in bytes, its folder, and its faults."""

    name: str
    about: str
    download_bytes: int
    path: str | None = None
    needs_bytes: int | None = None
    faults: tuple[str, ...] = ()
    is_default: bool = False


class ModelListing(Document):
    """Every model that egv knows: the output of `model list --json`."""

    schema_name: SchemaName = LISTING_SCHEMA
    models: tuple[ListedModel, ...] = ()
    notes: tuple[str, ...] = ()

    def lines(self) -> tuple[str, ...]:
        """Format the list for people."""
        rows = tuple(
            f"{'*' if model.is_default else ' '} {model.name:16}"
            f"{size_text(model.download_bytes):>8}  {_state(model)}"
            for model in self.models
        )
        return (*rows, *self.notes)


class FoundModel(Document):
    """A complete model: the output of `model fetch --json` and `model check --json`."""

    schema_name: SchemaName = MODEL_SCHEMA
    egv: str = __version__
    ok: bool = True
    exit_code: int = 0
    name: str
    path: str


def model_listing() -> ModelListing:
    """List every model that egv knows, the best first, and mark the default one."""
    present = {model.name: model for model in models_present()}
    chosen, passed = default_model()
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
    notes = passed if chosen else (model_advice(),)
    return ModelListing(models=tuple(models), notes=notes)


def model_path(name: str | None) -> Path:
    """Find the folder of the model `name`, or of the default one. Raises EnvironmentFault."""
    found = model_called(name, "")
    if found is None:
        raise EnvironmentFault(f"there is no speech model; {model_advice()}")
    return found


def checked_model(word: str) -> FoundModel:
    """Check the model `word`, a folder or a name.

    Raises EnvironmentFault with every file that is missing or broken.
    """
    path = Path(word).expanduser()
    if path.is_dir():
        if faults := faults_of(path):
            raise EnvironmentFault(f"{word}: {'; '.join(faults)}")
        return FoundModel(name=model_name(path.absolute()), path=str(path))
    found = model_called(word, "")
    assert found is not None  # find_model_folder returns None only without a name
    return FoundModel(name=model_name(found), path=str(found))


def fetched_model(name: str, progress: model_fetch.Progress, source: str | None) -> FoundModel:
    """Download the model `name` from `source`, a mirror or a folder, else from the hub."""
    try:
        known = known_model(name)
    except ValueError as error:
        raise UsageError(str(error)) from None
    return FoundModel(name=known.name, path=str(model_fetch.fetch(known, progress, source=source)))


def _state(model: ListedModel) -> str:
    if model.faults:
        return f"broken: {model.faults[0]} ({model.path})"
    return model.path or model.about
