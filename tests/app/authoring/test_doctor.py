"""What `egv doctor` says of a machine."""

from pathlib import Path

import pytest

from egv.app.authoring import doctor
from egv.core.errors import EnvironmentFault
from egv.tools.ffmpeg import capabilities, runner
from egv.tools.measure import face_detector

NAMES = [
    "egv", "ffmpeg", "ffmpeg parts", "H.264 encoders", "packages", "reading a clip", "network",
    "voice activity", "speech recognition", "face detection", "brand kits", "fonts", "machine",
    "shell", "free disk",
    "free disk for the cache", "free disk for temporary files", "cache", "pseudonyms",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EGV_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("EGV_SECRET", str(tmp_path / "own/secret"))


def test_everything_is_looked_at_and_nothing_is_written(tmp_path: Path) -> None:
    report = doctor.examine_machine()

    assert [each.name for each in report.checks] == NAMES
    assert list(tmp_path.iterdir()) == []


def test_whatever_is_not_fine_has_a_fix(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/secret").write_text("short")
    monkeypatch.setattr(capabilities, "PARTS", {"filters": ("nosuch",)})
    monkeypatch.setattr(capabilities, "SECURE", (99, 0, 0))
    monkeypatch.setattr(doctor, "PACKAGES", ("nosuch",))
    monkeypatch.setattr(doctor, "LITTLE_MEMORY_GB", 1e6)
    monkeypatch.setattr(doctor, "list_font_files", list)
    monkeypatch.setattr(doctor, "load_silero", lambda: None)
    monkeypatch.setattr(doctor, "choose_default_model", lambda: (None, ()))
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr("av.open", lambda _: None)  # as another major of it may have it
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY")
    monkeypatch.setattr(face_detector, "WEIGHTS", tmp_path / "none.tflite")
    (tmp_path / "egv.yaml").write_text("schema: egv/project@1\nlimits: {min_free_gb: 1000000}\n")

    report = doctor.examine_machine()
    fine = {each.name for each in report.checks if each.ok and not each.hint}
    missing = {each.name for each in report.checks if not each.ok}

    assert not report.ok
    assert fine == {"egv", "H.264 encoders", "brand kits", "shell"}
    assert missing == {
        "ffmpeg parts", "packages", "reading a clip", "network", "voice activity", "face detection",
        "cache", "pseudonyms",
    }  # fmt: skip
    [reading] = [each.found for each in report.checks if each.name == "reading a clip"]
    assert "TypeError" in reading
    assert all(each.hint for each in report.checks if each.name not in fine)


def test_without_an_ffmpeg_there_is_a_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise EnvironmentFault("ffmpeg: none was found")

    monkeypatch.setattr(runner, "find_ffmpeg", none)
    [check] = [each for each in doctor.examine_machine().checks if each.name.startswith("ffmpeg")]

    assert not check.ok
    assert "reinstall egv" in check.hint


def test_the_shell_that_lines_are_quoted_for_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EGV_SHELL", "pwsh")
    [check] = [each for each in doctor.examine_machine().checks if each.name == "shell"]
    monkeypatch.setenv("EGV_SHELL", "nu")
    [wrong] = [each for each in doctor.examine_machine().checks if each.name == "shell"]

    assert "for powershell; EGV_SHELL can name another" in check.found
    assert not wrong.ok
    assert wrong.hint == "unset EGV_SHELL"
