"""Speech models fetched: whole or not at all, byte for byte, from the hub, a mirror, a folder."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path

import pytest

from egv.core.cues.speech_models import find_model
from egv.core.errors import EnvironmentFault
from egv.tools.models import sources
from egv.tools.models.check import find_model_faults
from egv.tools.models.download import fetch_model
from tests.places import ROOT
from tests.running import egv
from tests.tools.model_hub import Hub, serving

pytestmark = pytest.mark.usefixtures("alone")

CHECKOUT = ROOT
FETCH = (sys.executable, "-m", "egv", "model", "fetch", "small")


@pytest.fixture
def hub(whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """The hub that egv asks; egv's models are in m."""
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "m"))
    monkeypatch.setenv("PYTHONPATH", str(CHECKOUT))
    with serving(whole) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.address)
        yield hub


@pytest.fixture
def mirror(whole: Path, tmp_path: Path) -> Iterator[Hub]:
    """A mirror with a model in small/ and its sums."""
    copy = shutil.copytree(whole, tmp_path / "served" / "small")
    sums = [
        f"{hashlib.sha256(each.read_bytes()).hexdigest()}  {each.name}\n" for each in files(copy)
    ]
    (copy / "SHA256SUMS").write_text("".join([*sums, f"{'0' * 64}  ../../etc/evil\n", "?\n"]))
    with serving(copy) as hub:
        yield hub


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def got(folder: Path, source: str | None = None) -> Path:
    return fetch_model(find_model("small"), lambda *_: None, folder, source)


def test_a_model_is_fetched_whole_and_once(hub: Hub, tmp_path: Path) -> None:
    ran = egv("model", "fetch", "small")
    asked = len(hub.asked)
    again = egv("model", "fetch", "small")

    assert ran.code == again.code == 0
    assert find_model_faults(tmp_path / "m" / "small") == ()
    assert "100 %" in ran.err
    assert len(hub.asked) == asked
    assert [each.name for each in files(tmp_path / "m")] == ["small"]
    assert egv("model", "path").out.strip() == str(tmp_path / "m" / "small")
    assert "* small" in egv("model", "list").out


def test_a_script_gets_one_document_and_a_quiet_one_nothing(hub: Hub, tmp_path: Path) -> None:
    told = egv("model", "fetch", "small", "--json")
    quiet = egv("model", "fetch", "small", "-q")
    failed = egv("model", "fetch", "base", "--json")

    assert told.err == quiet.err == quiet.out == ""
    assert (told.json["schema"], told.json["ok"]) == ("egv/model@1", True)
    assert told.json["path"] == str(tmp_path / "m" / "small")
    assert (failed.code, failed.json["error"]["kind"]) == (5, "environment")
    assert "the server answered 404" in failed.err
    assert hub.asked


def test_a_refusal_holds_no_connection_open(hub: Hub) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        sources.ModelSourceFile("other.bin", f"{hub.address}/other.bin", 1).open_stream(0)

    assert refused.value.code == 404
    assert refused.value.closed


def test_a_connection_that_breaks_is_taken_up_where_it_broke(hub: Hub, tmp_path: Path) -> None:
    hub.cut = 200_000
    place = got(tmp_path)

    assert find_model_faults(place) == ()
    assert any("model.bin bytes=200000-" in each for each in hub.asked)


def test_a_server_that_knows_no_ranges_starts_again(hub: Hub, tmp_path: Path) -> None:
    hub.cut, hub.ranges = 200_000, False

    assert find_model_faults(got(tmp_path)) == ()


@pytest.mark.posix("signals")
def test_what_was_fetched_when_egv_was_killed_is_not_fetched_again(
    hub: Hub, tmp_path: Path
) -> None:
    hub.cut, hub.held = 200_000, True
    with subprocess.Popen(FETCH, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as killed:
        assert hub.halfway.wait(60)
        while sum(each.stat().st_size for each in tmp_path.glob("m/.*/model.bin")) < 200_000:
            time.sleep(0.01)
        killed.send_signal(signal.SIGKILL)
    half = [each.name for each in files(tmp_path / "m")]
    path = egv("model", "path")
    ran = egv("model", "fetch", "small")

    assert [name.startswith(".small-") for name in half] == [True, True]  # with its lock
    assert path.code == 5  # half a model is none
    assert ran.code == 0
    assert [each for each in hub.asked if "model.bin" in each][1].endswith("bytes=200000-")
    assert [each.name for each in files(tmp_path / "m")] == ["small"]


def test_what_is_left_of_another_version_is_fetched_anew(hub: Hub, tmp_path: Path) -> None:
    left = tmp_path / "m" / ".small-host-1.part"
    left.mkdir(parents=True)
    (left / "model.bin").write_bytes(b"other")
    (left / "older.bin").write_bytes(b"other")
    day_before_yesterday = time.time() - 200_000
    for each in (*files(left), left):
        os.utime(each, (day_before_yesterday, day_before_yesterday))
    place = got(tmp_path / "m")

    assert find_model_faults(place) == ()
    assert "older.bin" not in [each.name for each in files(place)]
    assert any(each.endswith("bytes=5-") for each in hub.asked)


def test_fetches_at_the_same_time_do_not_harm_each_other(hub: Hub, tmp_path: Path) -> None:
    running = [subprocess.Popen([*FETCH, "-q"], stderr=subprocess.PIPE) for _ in range(3)]
    said = [each.communicate(timeout=120)[1] for each in running]

    assert [each.returncode for each in running] == [0, 0, 0], said
    assert [each.name for each in files(tmp_path / "m")] == ["small"]
    assert find_model_faults(tmp_path / "m" / "small") == ()
    assert hub.asked


def test_what_is_not_what_the_hub_has_is_never_kept(hub: Hub, tmp_path: Path) -> None:
    hub.spoilt = True

    with pytest.raises(EnvironmentFault, match="its checksum differs"):
        got(tmp_path)
    assert not (tmp_path / "small").exists()
    hub.spoilt = False
    assert find_model_faults(got(tmp_path)) == ()


@pytest.mark.posix("links")
def test_a_broken_model_is_replaced_and_a_link_to_one_too(
    hub: Hub, whole: Path, tmp_path: Path
) -> None:
    for link in (False, True):
        broken = shutil.copytree(whole, tmp_path / f"{link}" / ("other" if link else "small"))
        (broken / "config.json").write_text("{}")
        if link:
            (tmp_path / "True" / "small").symlink_to(broken)
        place = got(tmp_path / f"{link}")

        assert find_model_faults(place) == ()
        assert not place.is_symlink()
    assert hub.asked
    assert (broken / "config.json").read_text() == "{}"  # where the link led, nothing is touched


def test_a_name_in_a_list_leads_nowhere_else(hub: Hub, tmp_path: Path) -> None:
    hub.names = ("../../evil", "vocabulary.x/../../evil", "/evil", "model.safetensors")
    place = got(tmp_path / "m")

    assert len(files(place)) == 4
    assert not [each for each in hub.asked if "evil" in each or "safetensors" in each]


@pytest.mark.parametrize("path", ["/mirror", "/mirror/small"])
def test_a_mirror_is_a_web_folder_with_sums(mirror: Hub, tmp_path: Path, path: str) -> None:
    place = got(tmp_path / "m", mirror.address + path)

    assert find_model_faults(place) == ()
    assert len(files(place)) == 4


def test_a_mirror_can_stand_in_the_environment(
    mirror: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGV_MODEL_SOURCE", f"{mirror.address}/mirror/")

    assert find_model_faults(got(tmp_path / "m")) == ()


@pytest.mark.parametrize("web", [True, False])
def test_a_mirror_whose_files_are_not_their_sums_is_refused(
    mirror: Hub, tmp_path: Path, *, web: bool
) -> None:
    (mirror.folder / "config.json").write_text("{}")
    source = f"{mirror.address}/mirror" if web else str(mirror.folder.parent)

    with pytest.raises(EnvironmentFault, match=r"config\.json: the fetched file is damaged"):
        got(tmp_path / "m", source)


def test_a_mirror_without_sums_says_how_to_make_them(mirror: Hub, tmp_path: Path) -> None:
    (mirror.folder / "SHA256SUMS").unlink()

    with pytest.raises(EnvironmentFault, match=r"neither small/SHA256SUMS nor .*: sha256sum \*"):
        got(tmp_path / "m", f"{mirror.address}/mirror")


def test_a_folder_is_a_source_with_or_without_sums(whole: Path, tmp_path: Path) -> None:
    for source in (whole, whole.parent):
        ran = egv("model", "fetch", "small", "--from", source)
        place = tmp_path / "data" / "egv" / "models" / "small"

        assert ran.code == 0
        assert find_model_faults(place) == ()
        shutil.rmtree(place)


def test_a_folder_that_lacks_a_file_or_is_none_is_told(whole: Path, tmp_path: Path) -> None:
    half = shutil.copytree(whole, tmp_path / "half")
    (half / "model.bin").unlink()

    for source, words in ((half, "small lacks model.bin there"), ("nope", "neither a folder nor")):
        ran = egv("model", "fetch", "small", "--from", source)

        assert ran.code == 5
        assert words in ran.err


def test_without_a_network_one_sentence_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "m"))
    ran = egv("model", "fetch", "small")

    assert ran.code == 5
    assert "127.0.0.1:9/api/models/Systran/faster-whisper-small" in ran.err
    assert "(the connection was refused); connect to the network, or download model.bin" in ran.err
    assert f"(about 486 MB) into {tmp_path}/m/small by hand" in ran.err
    assert list((tmp_path / "m").iterdir()) == []


def test_a_network_that_never_answers_is_not_waited_for(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "PATIENCE_S", 0.3)
    monkeypatch.setenv("HF_ENDPOINT", f"{hub.address}/silent")
    ran = egv("model", "fetch", "small")

    assert ran.code == 5
    assert "no answer in time" in ran.err or "timed out" in ran.err


@pytest.mark.parametrize("address", ["hub.test", "file:///etc", "http://[bad"])
def test_an_address_that_is_none_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", address)
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "m"))
    ran = egv("model", "fetch", "small", "--json")

    assert ran.code == 5
    assert json.loads(ran.out)["error"]["kind"] == "environment"
    assert address in ran.err


def test_a_place_that_cannot_be_written_is_told(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("EGV_MODEL_DIR", str(tmp_path / "file" / "m"))
    ran = egv("model", "fetch", "small")

    assert ran.code == 5
    assert "set EGV_MODEL_DIR to a folder that you can write to" in ran.err
    assert hub.asked == []


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    ran = egv("model", "fetch", "smal")

    assert ran.code == 2
    assert "did you mean 'small'" in ran.err
