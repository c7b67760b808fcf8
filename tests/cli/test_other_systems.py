"""Bad input that comes from other systems: each is right, or is one clear error."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from egv.app.plan import outputs
from egv.app.plan.inputs import InputClip
from egv.app.plan.outputs import plan_jobs
from egv.app.records.ledger import Ledger, locate_output
from egv.core.errors import ConflictError, UsageError, to_environment_fault
from egv.core.text.path_words import read_stored_name, to_stored_name
from egv.core.text.variables import ClipTexts, TextValue
from egv.tools.library.clip_notes import load_clip_notes
from egv.tools.library.subtitle_files import find_clip_text_file
from tests.cli.conftest import Egv
from tests.places import ROOT

NOTES = "schema: egv/clip@1\nvars: {title: Koffie}\n"
COMPOSED, DECOMPOSED = (unicodedata.normalize(form, "Café") for form in ("NFC", "NFD"))


def fail_on_windows(code: int, number: int) -> OSError:
    """The exception that Python raises on Windows for the system error `code`."""
    error = OSError(number, "as Windows says it", "E:\\clips\\a.mp4")
    error.winerror = code  # type: ignore[attr-defined]  # an attribute of Windows alone
    return error


@pytest.mark.parametrize("code", [21, 53, 55, 59, 64, 67, 433, 1117, 1167])
def test_a_drive_that_goes_away_is_one_clear_fault(code: int) -> None:
    fault = to_environment_fault(fail_on_windows(code, 22))

    assert str(fault) == (
        "E:\\clips\\a.mp4: the drive went away meanwhile; look at it, and run the same line again"
    )


def test_a_file_held_open_by_another_program_is_one_clear_fault() -> None:
    fault = to_environment_fault(fail_on_windows(32, 13))

    assert str(fault).endswith(
        "another program holds it open; close it there, and run the same line again"
    )


def test_a_path_of_300_characters_is_refused_before_any_work(
    clips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "find_longest_path", lambda: 259)
    deep = clips / "/".join(["a folder with a long name"] * 10)
    with pytest.raises(UsageError, match=r"a.mp4: its path is 3\d\d characters long, and Windows"):
        plan_jobs([InputClip(clips / "a.mp4")], f"{deep}/")


def test_a_share_is_kept_by_its_own_name_and_read_back() -> None:
    clip, project = PureWindowsPath("\\\\nas\\video\\Zoë\\a.mp4"), PureWindowsPath("C:\\project")
    name = to_stored_name(clip, project)

    assert name == "//nas/video/Zoë/a.mp4"
    assert project / read_stored_name(name, PureWindowsPath) == clip


def test_a_name_with_a_space_at_its_end_loses_it(clips: Path) -> None:
    texts = ClipTexts((TextValue("title", "Deel 1 ", "the line"), TextValue("day", "aux", "it")))
    clip = InputClip(clips / "a.mp4", clip_texts=texts)
    [job] = plan_jobs([clip], "out/{day}/{title} /{title}.mp4", texts=("title", "day"))

    assert job.targets[0].path == Path("out/aux_/Deel 1/Deel 1.mp4")


@pytest.mark.parametrize("names", [("Clip", "clip"), (COMPOSED, DECOMPOSED)])
def test_two_names_that_differ_by_case_or_by_composition_are_refused(
    clips: Path, names: tuple[str, str]
) -> None:
    found = [
        InputClip(clips / folder / f"{name}.mp4") for folder, name in zip("ab", names, strict=True)
    ]
    with pytest.raises(ConflictError, match="would get"):
        plan_jobs(found, f"{clips}/out/")


@pytest.mark.parametrize(("clip", "beside"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)])
def test_what_stands_beside_a_clip_is_found_in_either_composition(
    clips: Path, clip: str, beside: str
) -> None:
    (clips / f"{clip}.mp4").touch()
    (clips / f"{beside}.egv.yaml").write_text(NOTES, encoding="utf-8")
    (clips / f"{beside}.srt").touch()
    [job] = plan_jobs([InputClip(clips / f"{clip}.mp4")], f"{clips}/out/")
    text = find_clip_text_file(clips / f"{clip}.mp4")

    assert load_clip_notes(clips / f"{clip}.mp4").vars == {"title": "Koffie"}
    assert text is not None
    assert text.samefile(clips / f"{beside}.srt")
    assert job.targets[0].path.name == f"{COMPOSED}.mp4"


def test_a_home_with_an_accent_is_a_home_like_another(
    clips: Path, egv: Egv, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = clips / f"Zo{unicodedata.normalize('NFD', 'ë')} Müller"
    recipes = home / ".config/egv/recipes"
    recipes.mkdir(parents=True)
    (recipes / "weekly.yaml").write_text(
        "schema: egv/recipe@1\nname: weekly\nsteps: [normalise]\n", encoding="utf-8"
    )
    monkeypatch.delenv("EGV_CACHE")
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    done = egv("recipe", "list", env={"HOME": str(home), "USERPROFILE": str(home)})

    assert done.returncode == 0, done.stderr
    assert "weekly" in done.stdout


def run_at_console(encoding: str, *words: str) -> tuple[int, str]:
    """Run egv where the console has `encoding` and no other letters; what it printed."""
    environment = {"PYTHONIOENCODING": f"{encoding}:strict", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "egv", *words],
        env={**os.environ, **environment},
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    return done.returncode, (done.stdout + done.stderr).decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "cp437"])
def test_a_character_that_a_console_cannot_show_is_escaped(encoding: str) -> None:
    code, said = run_at_console(encoding, "trim", "Łódź ✓.mp4")

    assert code == 2
    assert "\\u0141" in said
    assert "\\u2713.mp4: there is no such file or folder" in said
    assert "Traceback" not in said


def test_files_are_utf_8_in_a_locale_of_cp1252(clips: Path) -> None:
    (clips / "egv.yaml").write_text(
        "schema: egv/project@1\noutput: Überblick €/\n", encoding="utf-8"
    )
    code, said = run_at_console("cp1252", "config", "show")

    assert code == 0, said
    assert "Überblick €/" in said


def test_a_ledger_that_windows_wrote_with_backslashes_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path)
    monkeypatch.chdir(tmp_path)

    assert read_stored_name("out\\a.mp4", PureWindowsPath) == "out/a.mp4"
    assert ledger.to_name(tmp_path / "out/a.mp4") == "out/a.mp4"
    assert locate_output(ledger, "out/a.mp4") == Path("out/a.mp4")


def test_every_fault_that_is_not_of_the_machine_stays_a_bug() -> None:
    make: Callable[[int, int], OSError] = fail_on_windows

    assert to_environment_fault(make(87, 22)) is None  # ERROR_INVALID_PARAMETER
    assert to_environment_fault(ValueError()) is None
