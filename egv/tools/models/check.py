"""Check that a folder is a usable speech model: report every missing or broken file at once.

Only heads, ends and small files are read, so that a model of gigabytes is checked in milliseconds,
before any clip is decoded.
"""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from egv.core.errors import name_cause

FILES = ("model.bin", "config.json", "tokenizer.json")
VOCABULARIES = ("vocabulary.json", "vocabulary.txt")  # the first one that exists is read
PREPROCESSOR = "preprocessor_config.json"
NEWEST_FORMAT = 6  # newest format of CTranslate2's model files that can be read
SIZED_FORMAT = 4  # from this format on, each variable states its size in bytes
USUAL_MELS = 80  # the default of faster-whisper without preprocessor_config.json
NO_LANGUAGE = ""  # a token that every multilingual model has, and no other
LITTLE = 1 << 10  # bytes per read: megabytes lie between two headers

ENGLISH_TOKENS = 51_864  # in the vocabulary of a model for English only: one less than in others
SIZES = {  # Whisper's sizes, by the width and the layers of the decoder
    (384, 4): "tiny",
    (512, 6): "base",
    (768, 12): "small",
    (1024, 24): "medium",
    (1280, 4): "large-v3-turbo",
    (1280, 32): "large",
}

WeightShapes = dict[str, tuple[int, ...]]


def find_model_faults(path: Path) -> tuple[str, ...]:
    """List, in words, every fault that makes the folder at `path` unusable as a speech model."""
    if not path.exists():
        return ("there is no such folder",)
    if not path.is_dir():
        return ("this is a file, not a folder",)
    return tuple(_iter_faults(path))


def list_model_files(path: Path) -> tuple[Path, ...]:
    """List the model files in the folder `path` on which its results depend."""
    names = (*FILES, *VOCABULARIES, PREPROCESSOR)
    return tuple(path / name for name in names if (path / name).is_file())


def detect_model_size(path: Path) -> str:
    """Detect the name of the model in `path`, a folder without faults, by its weights; "" if none.

    A model for English only gets `.en` after its name, as where it is published.
    """
    shapes, _ = _read_shapes(path / "model.bin")
    tokens, width = shapes.get("decoder/embeddings/weight", (0, 0))
    layers = {name.split("/")[1] for name in shapes if name.startswith("decoder/layer_")}
    name = SIZES.get((width, len(layers - {"layer_norm"})), "")
    return f"{name}.en" if name and tokens == ENGLISH_TOKENS else name


def _iter_faults(path: Path) -> Iterator[str]:
    yield from (f"{name} is missing" for name in FILES if not (path / name).is_file())
    vocabulary = next((path / name for name in VOCABULARIES if (path / name).is_file()), None)
    if vocabulary is None:
        yield f"{VOCABULARIES[0]} is missing"
    broken = {
        file.name: why for file in list_model_files(path) if (why := _explain_unreadable(file))
    }
    yield from (f"{name} {why}" for name, why in broken.items())
    whole = {file.name for file in list_model_files(path)} - broken.keys()
    shapes, tokens = WeightShapes(), None
    if "model.bin" in whole:
        shapes, wrong = _read_shapes(path / "model.bin")
        yield from (f"model.bin {why}" for why in wrong)
    if vocabulary and vocabulary.name in whole:
        tokens = _read_tokens(vocabulary)
        yield from _find_token_faults(tokens, shapes, vocabulary.name)
    if "config.json" in whole:
        settings = _read_json(path / "config.json")
        yield from _find_setting_faults(settings, multilingual=NO_LANGUAGE in (tokens or ()))
    if "tokenizer.json" in whole and not _looks_whole(path / "tokenizer.json"):
        yield "tokenizer.json is not readable"
    if PREPROCESSOR not in broken:
        yield from _find_preprocessor_faults(path / PREPROCESSOR, shapes)


def _explain_unreadable(path: Path) -> str:
    try:
        with path.open("rb") as file:
            pointer = file.read(64).startswith(b"version https://git-lfs")
    except OSError as error:
        return f"cannot be read ({name_cause(error)})"
    return "is a Git LFS pointer, not the file itself" if pointer else ""


def _read_shapes(path: Path) -> tuple[WeightShapes, tuple[str, ...]]:
    """Read the shape of every variable in the weights at `path`, and the faults in the file."""
    size = path.stat().st_size
    with path.open("rb", buffering=LITTLE) as file:
        try:
            version, spec = _read_number(file, "<I"), _read_string(file)
        except EOFError:
            return {}, ("is not a CTranslate2 model",)
        if version > NEWEST_FORMAT:
            return {}, ("is not a CTranslate2 model",)
        if spec != b"WhisperSpec":
            return {}, ("is a model of another kind, not Whisper",)
        if version < SIZED_FORMAT:
            return {}, ()
        try:
            return _read_variables(file, size), ()
        except EOFError:
            return {}, (f"ends too early, at {size:,} bytes",)


def _read_variables(file: BinaryIO, size: int) -> WeightShapes:
    """Read the shapes of the variables that come next. Raises EOFError where one is cut off."""
    _read_number(file, "<I")  # the revision of the layout
    shapes = {}
    for _ in range(_read_number(file, "<I")):
        name = _read_string(file).decode("utf-8", "replace")
        shapes[name] = tuple(_read_number(file, "<I") for _ in range(_read_number(file, "<B")))
        _read_number(file, "<B")  # the type of its numbers
        if file.seek(_read_number(file, "<I"), os.SEEK_CUR) > size:
            raise EOFError
    for _ in range(_read_number(file, "<I")):  # other names of variables
        _read_string(file), _read_string(file)
    return shapes


def _read_number(file: BinaryIO, form: str) -> int:
    return int(struct.unpack(form, _read_bytes(file, struct.calcsize(form)))[0])


def _read_string(file: BinaryIO) -> bytes:
    return _read_bytes(file, _read_number(file, "<H")).rstrip(b"\0")


def _read_bytes(file: BinaryIO, count: int) -> bytes:
    found = file.read(count)
    if len(found) < count:
        raise EOFError
    return found


def _read_tokens(path: Path) -> list[object] | None:
    """Read the vocabulary at `path`; None where it is unreadable."""
    if path.suffix == ".json":
        found = _read_json(path)
        return found if isinstance(found, list) else None
    try:
        return [*path.read_text(encoding="utf-8").removesuffix("\n").split("\n")]
    except ValueError:
        return None


def _find_token_faults(
    tokens: list[object] | None, shapes: WeightShapes, name: str
) -> Iterator[str]:
    needed = shapes.get("decoder/embeddings/weight", (0,))[0]
    if tokens is None:
        yield f"{name} is not readable"
    elif len(tokens) < needed:
        yield f"{name} has {len(tokens):,} tokens, and model.bin needs {needed:,}"


def _find_setting_faults(settings: object, *, multilingual: bool) -> Iterator[str]:
    if not isinstance(settings, dict):
        yield "config.json is not readable"
        return
    needed = ("suppress_ids_begin", "alignment_heads")
    yield from (f"config.json lacks {key}" for key in needed if key not in settings)
    if settings.get("alignment_heads", [()]) in (None, []):
        yield "config.json names no alignment_heads, so words would have no times"
    if multilingual and not settings.get("lang_ids"):
        yield "config.json names no lang_ids, so no language could be recognised"


def _find_preprocessor_faults(path: Path, shapes: WeightShapes) -> Iterator[str]:
    """Find a mismatch between the mel bands of the preprocessor and those of the weights."""
    needed = shapes.get("encoder/conv1/weight", (0, USUAL_MELS))[1]
    if not path.is_file():
        if needed != USUAL_MELS:
            yield f"{path.name} is missing, and model.bin needs {needed} mel bands"
        return
    said = _read_json(path)
    if not isinstance(said, dict):
        yield f"{path.name} is not readable"
    elif shapes and said.get("feature_size", USUAL_MELS) != needed:
        bands = said.get("feature_size", USUAL_MELS)
        yield f"{path.name} says {bands} mel bands, and model.bin needs {needed}"


def _looks_whole(path: Path) -> bool:
    """True where `path` begins and ends as a JSON object; its megabytes are only read on use."""
    with path.open("rb") as file:
        head = file.read(64).lstrip()
        file.seek(max(0, path.stat().st_size - 64))
        return head.startswith(b"{") and file.read().rstrip().endswith(b"}")


def _read_json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
