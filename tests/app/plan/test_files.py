"""Inputs found, outputs named, conflicts refused before any work (L6, L9)."""

import io
from pathlib import Path

import pytest

from egv.app.plan.inputs import InputClip, find_clips
from egv.app.plan.outputs import find_output_folder, is_folder, plan_jobs
from egv.core.errors import ConflictError, UsageError


def found(*words: object, recursive: bool = False, lists: tuple[str, ...] = ()) -> list[str]:
    clips = find_clips(
        [str(word) for word in words],
        lists,
        recursive=recursive,
        is_output=lambda path: "ours" in path.name,
    )
    return [clip.path.name for clip in clips]


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    for name in (
        "b.MOV",
        "a.mp4",
        "notes.txt",
        ".hidden.mp4",
        "ours.mp4",
        "deep/c.mkv",
        ".egv/d.mp4",
    ):
        path = tmp_path / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return tmp_path / "raw"


def test_a_folder_gives_its_clips_in_order_but_no_outputs(raw: Path) -> None:
    assert found(raw) == ["a.mp4", "b.MOV"]
    assert found(raw, recursive=True) == ["a.mp4", "b.MOV", "c.mkv"]


def test_clips_are_counted_as_people_count(tmp_path: Path) -> None:
    for name in ("Day 10.mp4", "day 2.mp4", "day 1b.mp4", "day 1.mp4", "2.mp4", "x/1.mp4"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    ordered = ["2.mp4", "day 1.mp4", "day 1b.mp4", "day 2.mp4", "Day 10.mp4"]

    assert found(tmp_path) == ordered
    assert found(tmp_path / "*.mp4") == ordered
    assert found(tmp_path, recursive=True)[-1] == "1.mp4"


def test_a_clip_named_twice_is_one_clip(raw: Path) -> None:
    assert found(raw / "a.mp4", raw) == ["a.mp4", "b.MOV"]


def test_egv_expands_quoted_patterns(raw: Path) -> None:
    assert found(raw / "*.mp4") == ["a.mp4", "ours.mp4"]


def test_a_file_whose_name_is_a_pattern_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "a[1].mp4").touch()

    assert found(tmp_path / "a[1].mp4") == ["a[1].mp4"]


def test_names_can_come_from_a_list_or_from_stdin(
    raw: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (raw / "list").write_text(f"{raw}/a.mp4\n\n{raw}/b.MOV\n")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{raw}/b.MOV\n"))

    assert found(lists=(str(raw / "list"),)) == ["a.mp4", "b.MOV"]
    assert found(lists=("-",)) == ["b.MOV"]


@pytest.mark.parametrize("word", ["gone.mp4", "gone*.mp4"])
def test_a_name_that_stands_for_nothing_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(UsageError, match="check the"):
        found(tmp_path / word)


@pytest.mark.parametrize(
    ("output", "folder"), [("out/", True), ("out", True), ("a.mp4", False), ("x/{stem}.mp4", False)]
)
def test_a_word_without_media_extension_is_a_folder(output: str, folder: bool) -> None:
    assert is_folder(output) is folder


def test_state_lies_in_the_folder_before_any_template_field() -> None:
    assert find_output_folder("ready/{date}/{stem}.mp4") == Path("ready")
    assert find_output_folder("ready/a.mp4") == Path("ready")
    assert find_output_folder("ready") == Path("ready")


def outputs(raw: Path, output: str, *clips: InputClip) -> list[str]:
    return [
        str(job.targets[0].path) for job in plan_jobs(clips or (InputClip(raw / "a.mp4"),), output)
    ]


def test_outputs_are_named_after_their_clips(raw: Path) -> None:
    assert outputs(raw, "out/") == ["out/a.mp4"]
    assert outputs(raw, "x/{stem}-{format}.mp4") == ["x/a-source.mp4"]
    assert outputs(raw, "out", InputClip(raw / "deep/c.mkv", Path("deep"))) == ["out/deep/c.mp4"]


@pytest.mark.parametrize(
    "output",
    ["{stem.__class__}.mp4", "{0}.mp4", "{stem!r}.mp4", "{stem:>9}.mp4", "{name}.mp4", "{.mp4"],
)
def test_a_template_is_a_closed_list_of_words(raw: Path, output: str) -> None:
    with pytest.raises(UsageError, match="correct the template"):
        outputs(raw, output)


def test_egv_writes_mp4(raw: Path) -> None:
    with pytest.raises(UsageError, match=r"name it out\.mp4"):
        outputs(raw, "out.mov")


def test_two_clips_for_one_name_are_refused(raw: Path) -> None:
    with pytest.raises(UsageError, match="give a folder"):
        outputs(raw, "one.mp4", InputClip(raw / "a.mp4"), InputClip(raw / "b.MOV"))
    with pytest.raises(ConflictError, match="would get this output"):
        outputs(raw, "out/", InputClip(raw / "a.mp4"), InputClip(raw / "deep" / "a.mp4"))


@pytest.mark.parametrize(
    ("one", "other"), [("Monday.mov", "monday.mp4"), ("Zoë.mov", "zoe\u0308.mp4")]
)
def test_names_that_drives_take_for_one_are_one_before_any_work(
    raw: Path, one: str, other: str
) -> None:
    with pytest.raises(ConflictError, match=r"on many drives .* is the same name"):
        outputs(raw, "out/", InputClip(raw / one), InputClip(raw / other))
    with pytest.raises(ConflictError, match="would get this output"):
        outputs(
            raw,
            "out/",
            InputClip(raw / "A/a.mov", Path("A")),
            InputClip(raw / "a/a.mov", Path("a")),
        )
    with pytest.raises(ConflictError, match="egv never overwrites clips"):
        outputs(raw, f"{raw}/", InputClip(raw / other.upper()))
