"""What is wrong with a folder that should be a speech model: all of it, by name, unloaded."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from egv.tools.models.check import find_model_faults
from tests.places import ROOT
from tests.running import egv
from tests.scripted_whisper import build

SHIPPED = ROOT / "examples" / "models" / "tiny-en-egv"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 483546902\n"

Change = Callable[[bytes], bytes]


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return build(tmp_path / "m", [(0, 1, "Hallo.")])


def settings(**changes: object) -> Change:
    return lambda data: json.dumps(json.loads(data) | changes).encode()


def without(*keys: str) -> Change:
    def change(data: bytes) -> bytes:
        said = json.loads(data)
        return json.dumps({key: said[key] for key in said.keys() - keys}).encode()

    return change


def test_models_that_work_have_no_faults(model: Path) -> None:
    assert find_model_faults(model) == find_model_faults(SHIPPED) == ()
    assert egv("model", "check", model).code == 0


@pytest.mark.parametrize(
    ("file", "change", "words"),
    [
        ("model.bin", lambda _: POINTER, "model.bin is a Git LFS pointer"),
        ("tokenizer.json", lambda _: POINTER, "tokenizer.json is a Git LFS pointer"),
        ("model.bin", lambda _: b"", "model.bin is not a CTranslate2 model"),
        ("model.bin", lambda _: b"<html>Not found", "model.bin is not a CTranslate2 model"),
        ("model.bin", lambda data: data[:-1], "model.bin ends too early, at "),
        ("model.bin", lambda data: data[:200_000], "model.bin ends too early, at 200,000 bytes"),
        ("model.bin", lambda data: data[:30], "model.bin ends too early, at 30 bytes"),
        ("model.bin", lambda data: data.replace(b"WhisperSpec", b"Wav2Vec2Spc"), "not Whisper"),
        ("config.json", lambda _: b"{", "config.json is not readable"),
        ("config.json", without("suppress_ids_begin"), "config.json lacks suppress_ids_begin"),
        ("config.json", without("alignment_heads"), "config.json lacks alignment_heads"),
        ("config.json", settings(alignment_heads=[]), "names no alignment_heads"),
        ("config.json", settings(alignment_heads=None), "names no alignment_heads"),
        ("config.json", settings(lang_ids=[]), "names no lang_ids"),
        ("config.json", without("lang_ids"), "names no lang_ids"),
        ("tokenizer.json", lambda data: data[:-20], "tokenizer.json is not readable"),
        ("vocabulary.json", lambda data: data[:-20], "vocabulary.json is not readable"),
        ("vocabulary.json", lambda _: b'["a", ""]', "vocabulary.json has 2 tokens, and model.bin"),
    ],
)
def test_what_is_broken_is_named(model: Path, file: str, change: Change, words: str) -> None:
    (model / file).write_bytes(change((model / file).read_bytes()))
    [fault] = find_model_faults(model)

    assert words in fault


def test_sound_must_be_prepared_as_the_weights_take_it(model: Path) -> None:
    said = model / "preprocessor_config.json"
    for text, words in (
        ('{"feature_size": 128}', "says 128 mel bands, and model.bin needs 80"),
        ("{", "preprocessor_config.json is not readable"),
        ('{"feature_size": 80}', ""),
        ("{}", ""),
    ):
        said.write_text(text)

        assert words in "".join(find_model_faults(model))
        assert bool(words) == bool(find_model_faults(model))


def test_weights_of_128_bands_need_the_file_that_says_so(tmp_path: Path) -> None:
    model = build(tmp_path / "m", [(0, 1, "Hallo.")], bands=128)
    assert find_model_faults(model) == (
        "preprocessor_config.json is missing, and model.bin needs 128 mel bands",
    )
    (model / "preprocessor_config.json").write_text('{"feature_size": 128}')

    assert find_model_faults(model) == ()


def test_a_vocabulary_of_lines_is_read_too(model: Path) -> None:
    tokens = json.loads((model / "vocabulary.json").read_text())
    (model / "vocabulary.json").unlink()
    lines = model / "vocabulary.txt"
    lines.write_text("".join(f"{token}\n" for token in tokens))
    assert find_model_faults(model) == ()
    lines.write_text("\n".join(tokens[:-1]))

    assert "vocabulary.txt has" in find_model_faults(model)[0]


def test_every_fault_is_told_in_one_run(model: Path) -> None:
    (model / "tokenizer.json").unlink()
    (model / "vocabulary.json").unlink()
    (model / "model.bin").write_bytes(POINTER)
    config = model / "config.json"
    config.write_bytes(settings(alignment_heads=[])(config.read_bytes()))
    ran = egv("model", "check", model)

    assert ran.code == 5
    for words in (
        "tokenizer.json is missing",
        "vocabulary.json is missing",
        "model.bin is a Git LFS pointer",
        "config.json names no alignment_heads",
    ):
        assert words in ran.err


@pytest.mark.skipif(not Path("/proc/self/io").exists(), reason="what is read is counted by Linux")
def test_a_check_reads_heads_and_ends_and_never_the_weights(model: Path) -> None:
    """So that it takes milliseconds for gigabytes: 0.4 MB of this model are weights."""

    def read_so_far() -> int:
        lines = Path("/proc/self/io").read_text().splitlines()
        return int(lines[0].removeprefix("rchar: "))

    with (model / "model.bin").open("r+b") as weights:
        weights.truncate(2_000_000_000)  # no bytes on the disk
    small = sum(each.stat().st_size for each in model.iterdir() if each.name != "model.bin")
    before = read_so_far()

    assert find_model_faults(model) == ()
    assert read_so_far() - before < small + 50_000


@pytest.mark.posix("rights on files")
@pytest.mark.skipif(os.access("/root", os.R_OK), reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_named(model: Path) -> None:
    (model / "model.bin").chmod(0)

    assert find_model_faults(model) == ("model.bin cannot be read (permission denied)",)
