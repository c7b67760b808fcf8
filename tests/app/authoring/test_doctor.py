"""What `egv doctor` says of a machine."""

from collections.abc import Callable
from pathlib import Path

import pytest

from egv.app.authoring import doctor
from egv.core.errors import EnvironmentFault
from egv.tools.ffmpeg import capabilities, runner
from egv.tools.measure import face_detector, noise_removal

NAMES = [
    "egv", "ffmpeg", "ffmpeg parts", "H.264 encoders", "packages", "reading a clip", "network",
    "voice activity", "noise removal", "speech recognition", "face detection", "brand kits",
    "fonts", "machine", "shell", "free disk",
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


def deny_cache(patch: pytest.MonkeyPatch) -> None:
    """A cache folder that nobody may write to; root may, whatever its mode is."""
    Path("cache").mkdir()
    patch.setattr("os.access", lambda path, _: Path(path).name != "cache")


Break = Callable[[pytest.MonkeyPatch], object]
MISSING: dict[str, Break] = {
    "pseudonyms": lambda _: write("own/secret", "short"),
    "network": lambda patch: patch.delenv("ORT_DISABLE_TELEMETRY"),
    "face detection": lambda patch: patch.setattr(face_detector, "WEIGHTS", Path("none.tflite")),
    "ffmpeg parts": lambda patch: patch.setattr(capabilities, "PARTS", {"filters": ("nosuch",)}),
    "packages": lambda patch: patch.setattr(doctor, "PACKAGES", ("nosuch",)),
    "voice activity": lambda patch: patch.setattr(doctor, "load_silero", lambda: None),
    "noise removal": lambda patch: patch.setattr(noise_removal, "PROGRAM", Path("none.py")),
    "reading a clip": lambda patch: patch.setattr("av.open", lambda _: None),  # as of another major
    "cache": deny_cache,
}
ADVICE: dict[str, Break] = {
    "ffmpeg": lambda patch: patch.setattr(capabilities, "SECURE", (99, 0, 0)),
    "machine": lambda patch: patch.setattr(doctor, "LITTLE_MEMORY_GB", 1e6),
    "fonts": lambda patch: patch.setattr(doctor, "list_font_files", list),
    "free disk": lambda _: write(
        "egv.yaml", "schema: egv/project@1\nlimits: {min_free_gb: 1000000}\n"
    ),
}


def write(path: str, text: str) -> None:
    Path(path).parent.mkdir(exist_ok=True)
    Path(path).write_text(text)


def list_verdicts() -> dict[str, tuple[bool, str]]:
    """Of every check whether it is fine, and its advice."""
    return {check.name: (check.ok, check.hint) for check in doctor.examine_machine().checks}


@pytest.mark.parametrize("name", MISSING)
def test_one_thing_that_is_missing_is_told_with_its_fix(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_verdicts()
    MISSING[name](monkeypatch)
    after = list_verdicts()

    assert before[name] == (True, "")
    assert [one for one, (ok, _) in after.items() if not ok] == [name]
    assert after[name][1]


@pytest.mark.parametrize("name", ADVICE)
def test_one_thing_that_could_be_better_is_advice_and_no_fault(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = list_verdicts()
    ADVICE[name](monkeypatch)
    after = list_verdicts()

    assert before[name] == (True, "")
    assert all(ok for ok, _ in after.values())
    assert after[name][1]


def test_a_package_that_does_not_fit_is_named_by_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    MISSING["reading a clip"](monkeypatch)
    [reading] = [
        check for check in doctor.examine_machine().checks if check.name == "reading a clip"
    ]

    assert "TypeError" in reading.found


def test_without_an_ffmpeg_there_is_a_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> str:
        raise EnvironmentFault("ffmpeg: not found")

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
