"""Speech models: found where they are, the best that fits taken, and never guessed at."""

from __future__ import annotations

from pathlib import Path

import psutil
import pytest

from egv.core.cues.speech_models import KNOWN, parse_model_name
from egv.core.errors import EnvironmentFault
from egv.tools.machine import memory
from egv.tools.models.installed import choose_default_model, find_model_folder
from tests.running import egv

pytestmark = pytest.mark.usefixtures("alone")

REPOSITORY = KNOWN["small"].repository


def put(source: Path, place: Path) -> Path:
    place.mkdir(parents=True)
    for file in source.iterdir():
        (place / file.name).write_bytes(file.read_bytes())
    return place


def put_memory(folder: Path, free_kb: int) -> None:
    """Make `folder` tell, as /proc does, that so much memory is free."""
    idle = dict.fromkeys(("Buffers", "Cached", "Shmem", "Active", "Inactive", "MemFree"), 1)
    names = {"MemTotal": 16_000_000, "MemAvailable": free_kb, **idle}
    lines = (f"{name}: {size} kB\n" for name, size in names.items())
    (folder / "meminfo").write_text("".join(lines))


def test_a_model_is_found_by_name_in_every_place(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert find_model_folder(None) is None
    hub = tmp_path / "hub" / f"models--{REPOSITORY.replace('/', '--')}" / "snapshots" / "abc"
    put(whole, hub)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    assert find_model_folder("small") == hub
    own = put(whole, tmp_path / "data" / "egv" / "models" / "small")
    assert find_model_folder("small") == own
    chosen = put(whole, tmp_path / "chosen" / "small")
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "chosen"))

    assert find_model_folder("small") == find_model_folder(None) == chosen
    assert find_model_folder(str(hub)) == hub


def test_a_path_is_never_a_name_and_an_absent_one_says_how_to_get_it() -> None:
    with pytest.raises(EnvironmentFault, match="models/small: there is no such folder"):
        find_model_folder("models/small")
    with pytest.raises(EnvironmentFault, match=r"egv model fetch small \(486 MB\)"):
        find_model_folder("small")
    with pytest.raises(EnvironmentFault, match="put its folder there"):
        find_model_folder("mine")


def test_the_best_that_fits_the_memory_is_taken(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path))
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path))
    monkeypatch.setattr(memory, "GROUP", tmp_path)
    put_memory(tmp_path, 2_000_000)
    for name in ("medium", "small", "base"):
        put(whole, tmp_path / name)
    with (tmp_path / "medium" / "model.bin").open("r+b") as weights:
        weights.truncate(1_500_000_000)  # no bytes on the disk, but as many to load
    (tmp_path / "small" / "tokenizer.json").unlink()
    found, passed = choose_default_model()

    assert found
    assert found.name == "base"
    assert passed == (
        "medium needs about 2.5 GB of memory, 2.0 GB is free",
        f"{tmp_path}/small is not whole: tokenizer.json is missing",
    )
    assert find_model_folder("medium") == tmp_path / "medium"  # who names it gets it


def test_a_container_has_the_memory_that_it_could_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path))
    monkeypatch.setattr(memory, "GROUP", tmp_path)
    assert memory.measure_free_memory() is None
    put_memory(tmp_path, 9_000_000)
    (tmp_path / "memory.max").write_text("max\n")
    assert memory.measure_free_memory() == 9_216_000_000
    (tmp_path / "memory.max").write_text("4000\n")
    (tmp_path / "memory.current").write_text("3900\n")
    (tmp_path / "memory.stat").write_text("anon 900\ninactive_file 3000\n")

    assert memory.measure_free_memory() == 3100


def test_the_default_is_the_same_for_every_clip_of_a_batch(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once loaded, a model leaves less memory than it needs."""
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path))
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(tmp_path))
    put(whole, tmp_path / "small")
    put_memory(tmp_path, 1_500_000)
    first = find_model_folder(None)
    put_memory(tmp_path, 500_000)

    assert first == find_model_folder(None) == tmp_path / "small"


@pytest.mark.parametrize("words", [("path",), ("path", "small"), ("fetch", "small")])
def test_a_folder_that_is_the_model_itself_is_told(
    whole: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("EGV_MODEL_DIR", str(whole))
    ran = egv("model", *words)

    assert ran.code == 5
    assert f"EGV_MODEL_DIR is a model itself ({whole}); set it to the folder above it" in ran.err


def test_a_whole_model_is_taken_where_another_of_its_name_is_broken(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "chosen"))
    broken = put(whole, tmp_path / "chosen" / "small")
    (broken / "model.bin").unlink()
    assert "chosen/small is not whole: model.bin is missing" in egv("model", "path").err
    own = put(whole, tmp_path / "data" / "egv" / "models" / "small")
    listed = egv("model", "list").out

    assert find_model_folder(None) == own
    assert f"{broken} is not whole: model.bin is missing" in listed
    assert str(own) in listed
    with pytest.raises(EnvironmentFault, match=f"small: {broken}: model.bin is missing"):
        find_model_folder("small")  # a name stands for the first place, wrong or not


def test_of_the_versions_that_were_fetched_the_one_named_is_taken_if_it_is_whole(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    fetched = tmp_path / "hub" / "models--mobiuslabsgmbh--faster-whisper-large-v3-turbo"
    one, other = (put(whole, fetched / "snapshots" / name) for name in ("one", "other"))
    (fetched / "refs").mkdir()
    (fetched / "refs" / "main").write_text("one")
    assert find_model_folder("turbo") == one
    (fetched / "refs" / "main").write_text("other")
    assert find_model_folder("turbo") == other
    (other / "model.bin").unlink()

    assert find_model_folder("large-v3-turbo") == one
    assert parse_model_name(one) == "large-v3-turbo"


def test_a_model_has_the_name_that_it_was_given() -> None:
    cache = Path("/c/models--acme--whisper-small-nl/snapshots/5a3")

    assert parse_model_name(cache) == "acme/whisper-small-nl"
    assert parse_model_name(Path("/models/ours")) == "ours"
