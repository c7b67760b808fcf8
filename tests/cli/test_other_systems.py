"""Bad input that comes from other systems: each is right, or is one clear error."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path, PureWindowsPath

import pytest

from egv.app.plan.inputs import InputClip, find_clips
from egv.app.plan.outputs import plan_jobs
from egv.app.records.ledger import Ledger, locate_output
from egv.core.errors import ConflictError, UsageError, to_environment_fault
from egv.core.text.path_words import read_stored_name, to_stored_name
from egv.core.text.variables import ClipTexts, TextValue
from egv.tools.library.clip_notes import load_clip_notes
from egv.tools.library.subtitle_files import find_clip_text_file, read_text_file
from egv.tools.machine import path_limit
from egv.tools.machine.working_folder import find_machine_fault
from egv.tools.store.atomic_files import commit_text, write_new_file
from egv.tools.store.csv_tables import read_table
from egv.tools.store.yaml_source import read_yaml
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


@pytest.fixture
def deep(clips: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that Windows without long paths cannot open, nor what is in it."""
    monkeypatch.setattr(path_limit, "find_longest_path", lambda: 259)
    folder = clips / "/".join(["a folder with a long name"] * 10)
    folder.mkdir(parents=True)
    for name in ("a.mp4", "kit.yaml", "clips.csv", "clips.txt", "a.srt"):
        (folder / name).write_text("name: a\n")
    return folder


LONG = r": its path is 3\d\d characters long, and Windows takes 259; choose a folder nearer to"
OPENERS: dict[str, Callable[[Path], object]] = {
    "a.mp4": lambda path: find([str(path)]),
    "*.mp4": lambda path: find([str(path)]),
    "a folder with a long name": lambda path: find([str(path.parent)]),
    "clips.txt": lambda path: find([], [str(path)]),
    "clips.csv": lambda path: list(read_table(path, "clip", "a list")),
    "kit.yaml": read_yaml,
    "a.srt": read_text_file,
    "out.mp4": lambda path: plan_jobs([InputClip(Path("a.mp4"))], str(path)),
    "an output folder": Ledger,
    "page.html": lambda path: commit_text("", path),
    "new.yaml": lambda path: write_new_file(path, ""),
}


def find(words: list[str], lists: Sequence[str] = ()) -> object:
    return find_clips(words, lists, recursive=False, is_output=lambda _: False)


@pytest.mark.parametrize("name", OPENERS)
def test_a_path_of_300_characters_is_refused_before_any_work(deep: Path, name: str) -> None:
    before = sorted(deep.iterdir())
    with pytest.raises(UsageError, match=re.escape(name) + LONG):
        OPENERS[name](deep / name)
    assert sorted(deep.iterdir()) == before


@pytest.mark.parametrize("recursive", [False, True])
def test_a_clip_too_deep_in_a_folder_is_refused_by_its_own_name(
    deep: Path, monkeypatch: pytest.MonkeyPatch, recursive: bool
) -> None:
    monkeypatch.setattr(path_limit, "find_longest_path", lambda: len(str(deep)) + 3)
    top = deep.parent if recursive else deep
    with pytest.raises(UsageError, match=r"a.mp4: its path is"):
        find_clips([str(top)], (), recursive=recursive, is_output=lambda _: False)


def test_a_video_needs_room_for_its_name_while_it_is_made(
    clips: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(path_limit, "find_longest_path", lambda: len(str(clips / "out/a.mp4")))
    with pytest.raises(UsageError, match=r"a.mp4: while egv makes it, its path is"):
        plan_jobs([InputClip(clips / "a.mp4")], f"{clips}/out/")


def test_whatever_else_has_a_path_too_long_is_no_bug(deep: Path) -> None:
    lost = FileNotFoundError(2, "as Windows says it", str(deep / "entry.json"))
    fault = find_machine_fault(lost)

    assert re.match("entry.json" + LONG, str(fault))
    assert find_machine_fault(FileNotFoundError(2, "not here", "C:\\a.mp4")) is None


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
