"""A speech model that somebody was handed: checked, then there as a whole, or not at all."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.core.errors import ConflictError, EnvironmentFault
from egv.tools.models.check import FILES, detect_model_size, find_model_faults
from egv.tools.models.handed_model import install_handed_model
from tests.running import egv
from tests.scripted_whisper import build

pytestmark = pytest.mark.usefixtures("alone")
Spoil = Callable[[Path, Path], None]


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "models"))
    return tmp_path / "models"


def packed(folder: Path, place: Path, within: str = "") -> Path:
    with zipfile.ZipFile(place, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{within}{path.name}")
    return place


def got(source: Path) -> Path:
    return install_handed_model(source, lambda *_: None)


@pytest.mark.parametrize("within", ["", "small/", "a/small/"])
def test_a_zip_file_or_a_folder_with_a_model_becomes_a_model(
    whole: Path, tmp_path: Path, models: Path, within: str
) -> None:
    handed = packed(whole, tmp_path / "small.zip", within)
    (tmp_path / "down").mkdir()
    shutil.copytree(whole, tmp_path / "down" / "small")
    told = egv("model", "fetch", handed)

    assert (told.code, find_model_faults(models / "small")) == (0, ())
    assert got(handed) == got(tmp_path / "down") == got(whole) == models / "small"
    assert [path.name for path in models.iterdir()] == ["small"]


def test_no_path_of_a_zip_file_is_written_to(whole: Path, tmp_path: Path, models: Path) -> None:
    handed = packed(whole, tmp_path / "handed.zip", "../../evil/../")
    with zipfile.ZipFile(handed, "a") as archive:
        archive.writestr("../../out.txt", "x")
        archive.writestr("/tmp/out.txt", "x")
    before = {*tmp_path.rglob("*")}

    assert got(handed).parent == models
    assert {path for path in {*tmp_path.rglob("*")} - before if models not in path.parents} <= {
        models
    }


def test_another_model_of_that_name_is_left_as_it_is(
    whole: Path, tmp_path: Path, models: Path
) -> None:
    got(whole)
    other = build(tmp_path / "x" / "small", [(0, 1, "Iets anders.")])
    weights = (models / "small" / FILES[0]).read_bytes()

    with pytest.raises(ConflictError, match="left as it is"):
        got(other)
    assert (models / "small" / FILES[0]).read_bytes() == weights


def _drop_tokenizer(folder: Path, place: Path) -> None:
    (folder / "tokenizer.json").unlink()
    packed(folder, place)


def _cut_weights(folder: Path, place: Path) -> None:
    (folder / "model.bin").write_bytes((folder / "model.bin").read_bytes()[:-9])
    packed(folder, place)


def _cut_archive(folder: Path, place: Path) -> None:
    packed(folder, place).write_bytes(place.read_bytes()[:-99])


def _flip_bytes(folder: Path, place: Path) -> None:
    data = bytearray(packed(folder, place).read_bytes())
    data[len(data) // 2] ^= 0xFF
    place.write_bytes(data)


def _pack_two(folder: Path, place: Path) -> None:
    packed(folder, place, "one/")
    with zipfile.ZipFile(place, "a") as archive:
        archive.write(folder / "model.bin", "two/model.bin")


def _pack_words(folder: Path, place: Path) -> None:
    (folder / "model.bin").unlink()
    packed(folder, place)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_drop_tokenizer, "tokenizer.json is missing"),
        (_cut_weights, "model.bin ends too early"),
        (_cut_archive, "no zip file, or a damaged one"),
        (_flip_bytes, "no zip file, or a damaged one"),
        (_pack_two, "there are 2 models in it"),
        (_pack_words, "there is no speech model in it; a model is a folder with model.bin"),
        (lambda *_: None, "cannot be read"),
    ],
)
def test_what_is_no_model_is_refused_and_leaves_nothing(
    whole: Path, tmp_path: Path, models: Path, spoil: Spoil, words: str
) -> None:
    spoil(shutil.copytree(whole, tmp_path / "copy"), tmp_path / "handed.zip")

    with pytest.raises(EnvironmentFault, match=words):
        got(tmp_path / "handed.zip")
    assert not models.exists() or not [*models.iterdir()]


def test_a_name_stays_a_name_and_a_size_that_is_unknown_has_none(whole: Path, here: Path) -> None:
    (here / "small").mkdir()

    assert detect_model_size(whole) == ""
    assert egv("model", "fetch", "small", "--from", "nowhere").code == 5
    assert "is a file already" in egv("model", "fetch", "x.zip", "--from", "nowhere").err
